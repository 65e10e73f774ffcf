"""Case folders made by somebody who wants files that are not his: what opening one must not do."""
import fcntl
import os
import shutil
import sqlite3
import struct

from harness import DEMO, finish, point

MAGIC = bytes.fromhex("d9d505f920a163d7")


def journal(database, victim=None, stride=200):
    """A rollback journal of the first page that SQLite plays back; @victim goes into its super-journal record."""
    data = database.read_bytes()
    size = struct.unpack(">H", data[16:18])[0]
    size = 65536 if size == 1 else size
    page, nonce, checksum, at = data[:size], 0x1234, 0x1234, size - stride
    while at > 0:
        checksum, at = (checksum + page[at]) & 0xFFFFFFFF, at - stride
    head = (MAGIC + struct.pack(">IIIII", 1, nonce, len(data) // size, 512, size)).ljust(512, b"\0")
    body = head + struct.pack(">I", 1) + page + struct.pack(">I", checksum)
    if victim is None:
        return body
    name = os.fsencode(victim)
    record = struct.pack(">I", 0x40000000 // size + 1) + name + struct.pack(">II", len(name), sum(name)) + MAGIC
    return body.ljust((len(body) + 511) // 512 * 512, b"\0") + record


def contents(folder):
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file() and p.name not in ("lock", "case.db-shm")}


@point
def a_journal_that_names_another_file_deletes_nothing(assay):
    victim = assay.scratch("victim.txt", b"mine")
    case = assay.new_case()
    folder = assay.case_folder(case)
    (folder / "case.db-journal").write_bytes(journal(folder / "case.db", victim))
    before = contents(folder)
    for words in [("case", "show", case), ("verify", case), ("intake", case, DEMO / "holiday.jpg"),
                  ("export", case, "--out", assay.home / "bag")]:
        run = assay(*words)
        assert victim.read_bytes() == b"mine", words
        assert run.status == 4 and "foreign journal" in run.err and "case.db-journal" in run.err, (words, run.status, run.err)
        assert contents(folder) == before, words
    listed = assay.json("case", "list").json["cases"]
    assert len(listed) == 1 and "foreign journal" in str(listed[0]), listed


@point
def the_journal_of_a_crash_is_played_back(assay):
    case = assay.new_case()
    folder = assay.case_folder(case)
    (folder / "case.db-journal").write_bytes(journal(folder / "case.db"))
    run = assay("case", "show", case)
    assert run.status == 5 and "was cut off" in run.err, (run.status, run.err)
    run = assay("verify", case)
    assert run.status == 0, run.err
    assert not (folder / "case.db-journal").exists()


@point
def a_view_for_a_table_is_never_asked(assay):
    case = assay.new_case()
    assay.json("intake", case, DEMO / "holiday.jpg")
    database = sqlite3.connect(assay.case_folder(case) / "case.db")
    columns = ", ".join(f"x AS {row[1]}" for row in database.execute("PRAGMA table_info(exhibit)"))
    database.execute("DROP TABLE exhibit")
    database.execute("CREATE VIEW exhibit AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) "
                     f"SELECT {columns} FROM c")
    database.commit()
    database.close()
    for words in [("case", "show", case), ("verify", case), ("intake", case, DEMO / "holiday.jpg")]:
        run = assay(*words, timeout=20)
        assert run.status == 4 and "exhibit" in run.err, (words, run.status, run.err)
    listed = assay.json("case", "list", timeout=20).json["cases"]
    assert len(listed) == 1 and "exhibit" in str(listed[0]), listed


def moved_out(assay, part):
    """A case with one exhibit whose @part stands outside, with a link in its place."""
    case = assay.new_case(part)
    assay.json("intake", case, DEMO / "holiday.jpg")
    folder = assay.case_folder(case)
    place = folder / part
    if part == "shelf":
        place = next((folder / "vault" / "objects").iterdir())
    place.mkdir(exist_ok=True, parents=True)
    outside = assay.home / "outside" / case
    outside.parent.mkdir(exist_ok=True)
    shutil.move(place, outside)
    place.symlink_to(outside)
    return case, str(place.relative_to(folder)), outside


@point
def nothing_is_written_or_deleted_through_a_link(assay):
    for part in ["shelf", "anchors", "keys", "results", "reports", "results/thumbnails", "vault/quarantine"]:
        case, name, outside = moved_out(assay, part)
        before = sorted(p.name for p in outside.iterdir())
        for words in [("erase", case, 1, "--reason", "over"), ("intake", case, DEMO / "holiday.jpg"), ("intake", case, DEMO / "evening.jpg"),
                      ("note", case, "text")]:
            run = assay(*words)
            assert run.status == 4 and name in run.err, (part, words, run.status, run.err)
            assert sorted(p.name for p in outside.iterdir()) == before, (part, words)
        run = assay.json("verify", case)
        assert run.status == 4 and '"link"' in run.out and name in run.out, (part, run.out, run.err)


@point
def every_link_of_a_case_is_named(assay):
    case, _, _ = moved_out(assay, "reports")
    folder = assay.case_folder(case)
    (folder / "anchors" / "9.note").symlink_to("/etc/hostname")
    (folder / "more").symlink_to("/etc")
    out = assay.json("verify", case).out
    for name in ["reports", "anchors/9.note", "more"]:
        assert f"“{name}” is a link" in out, (name, out)


@point
def what_a_killed_export_left_goes_with_the_next(assay):
    case = assay.new_case()
    assay.json("intake", case, DEMO / "holiday.jpg")
    left, held, other, foreign = [assay.home / name for name in
                                  ("bag.partial-0123abcd", "bag.partial-00000000", "bag.partial-notes", "bags.partial-0123abcd")]
    for folder in left, held, other, foreign:
        (folder / "data").mkdir(parents=True)
        (folder / "data" / "evidence").write_bytes(b"x")
        (folder.parent / (folder.name + ".case.db")).write_bytes(b"x")
    lock = os.open(held, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    run = assay("export", case, "--out", assay.home / "bag")
    assert run.status == 0, run.err
    os.close(lock)
    remain = sorted(p.name for p in assay.home.glob("bag*"))
    expected = ["bag"] + [name for p in (held, other, foreign) for name in (p.name, p.name + ".case.db")]
    assert remain == sorted(expected), remain
    assert assay("verify", assay.home / "bag").status == 0


finish()
