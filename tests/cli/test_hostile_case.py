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


def settle(folder):
    """The database without its log, as one file."""
    with sqlite3.connect(folder / "case.db") as db:
        db.execute("PRAGMA journal_mode=DELETE")
    db.close()
    return folder / "case.db"


def turn_in_circles(database, table, levels=4, fan=300):
    """The pages of @table become a tree whose inner pages name the same child again and again: rows without an end in
    a small file."""
    db = sqlite3.connect(database)
    root = db.execute("SELECT rootpage FROM sqlite_master WHERE type='table' AND name=?", (table,)).fetchone()[0]
    size = db.execute("PRAGMA page_size").fetchone()[0]
    db.close()
    data = bytearray(database.read_bytes())
    leaf = bytes(data[(root - 1) * size:root * size])
    assert leaf[0] in (0x0D, 0x05), "a table"
    child = len(data) // size + 1
    data += leaf
    for level in range(levels):
        cells, offsets, at = bytearray(), [], size
        page = bytearray(size)
        for key in range(1, fan + 1):
            cell = struct.pack(">I", child) + bytes([0x80 | key >> 7, key & 0x7F])
            at -= len(cell)
            page[at:at + len(cell)] = cell
            offsets.append(at)
        page[:12] = struct.pack(">BHHHBI", 5, 0, fan, at, 0, child)
        page[12:12 + 2 * fan] = struct.pack(f">{fan}H", *offsets)
        if level == levels - 1:
            data[(root - 1) * size:root * size] = page
        else:
            child = len(data) // size + 1
            data += page
    counter = struct.pack(">I", struct.unpack(">I", data[24:28])[0] + 1)
    data[24:28] = data[92:96] = counter
    data[28:32] = struct.pack(">I", len(data) // size)
    database.write_bytes(data)


@point
def pages_that_go_round_in_a_circle_hold_nothing_up(assay):
    made = assay.new_case()
    assert assay("intake", made, DEMO / "holiday.jpg").status == 0
    database = settle(assay.case_folder(made))
    whole = database.read_bytes()
    for table in ("ledger", "exhibit", "checkpoint"):
        database.write_bytes(whole)
        turn_in_circles(database, table)
        for words in (("case", "list"), ("case", "show", made)):
            run = assay(*words, timeout=60)
            assert run.status in (0, 3, 4, 5), (table, words, run.status, run.err)
        assert assay("verify", made, timeout=100).status == 4, table


@point
def a_schema_of_many_objects_holds_nothing_up(assay):
    made = assay.new_case()
    database = settle(assay.case_folder(made))
    db = sqlite3.connect(database, isolation_level=None)
    db.execute("BEGIN")
    for number in range(4000):
        db.execute(f"CREATE VIEW v{number} AS WITH RECURSIVE a(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM a) SELECT x FROM a")
    db.execute("COMMIT")
    db.close()
    for words in (("case", "show", made), ("verify", made)):
        run = assay(*words, timeout=60)
        assert run.status in (0, 4), (words, run.status, run.err)
    run = assay("verify", made, timeout=60)
    assert run.status == 4 and "does not belong there" in run.out, (run.status, run.out[:300], run.err)


@point
def text_beyond_every_bound_is_refused(assay):
    made = assay.new_case()
    database = settle(assay.case_folder(made))
    db = sqlite3.connect(database, isolation_level=None)
    db.execute("INSERT INTO reveal VALUES('0', x'00', ?)", ("x" * (40 * 1024 * 1024),))
    db.close()
    run = assay("verify", made, timeout=60)
    assert run.status == 4 and "larger than any text" in run.out + run.err, (run.status, run.out, run.err)


@point
def a_damaged_database_is_told_in_our_words(assay):
    made = assay.new_case()
    database = settle(assay.case_folder(made))
    whole = database.read_bytes()
    for what, damaged in (("noise", b"\x5a" * len(whole)), ("pages", whole[:4096] + b"\xff" * (len(whole) - 4096))):
        database.write_bytes(damaged)
        run = assay("case", "show", made)
        assert run.status != 0 and "go on with a copy or an export" in run.err, (what, run.status, run.err)
        assert "(SQLite: " in run.err, (what, run.err)


@point
def every_checkpoint_file_that_is_gone_is_missed(assay):
    made = assay.new_case()
    folder = assay.case_folder(made)
    assert assay("intake", made, DEMO / "holiday.jpg", "--no-check").status == 0
    assert assay("timestamp", "request", made, "--out", assay.home / "a.tsq").status == 0
    assert assay("intake", made, DEMO / "evening.jpg").status == 0
    for number in range(2):
        assert assay("report", made, "--no-run", "--out", assay.home / f"{number}.pdf").status == 0
    assert assay("note", made, "between").status == 0
    assert assay("export", made, "--out", assay.home / "bag").status == 0
    assert assay("intake", made, DEMO / "clip.mp4", "--no-check").status == 0
    assert assay("verify", made).status == 0
    notes = sorted((folder / "anchors").glob("*.note"))
    assert len(notes) >= 4, notes
    for note in notes:
        kept = note.read_bytes()
        note.unlink()
        run = assay("verify", made)
        assert run.status == 4 and note.name in run.out, (note.name, run.out, run.err)
        note.write_bytes(kept)
    assert assay("verify", made).status == 0


@point
def what_was_changed_is_named(assay):
    made = assay.new_case()
    folder = assay.case_folder(made)
    assert assay("intake", made, DEMO / "holiday.jpg", "--no-check").status == 0
    assert assay("timestamp", "request", made, "--out", assay.home / "a.tsq").status == 0
    (folder / "anchors" / "99.note").write_text("no checkpoint")
    run = assay.json("verify", made)
    assert run.status == 4 and "anchors/99.note" in run.json["findings"][0]["detail"], run.out
    (folder / "anchors" / "99.note").unlink()
    with sqlite3.connect(folder / "case.db") as db:
        assert db.execute("UPDATE reveal SET value='other.jpg' WHERE value='holiday.jpg'").rowcount == 1
    db.close()
    found = assay.json("verify", made).json["findings"][0]
    assert found["code"] == "reveal" and found["exhibit"] == 1 and found["entry"] > 1, found
    assert f"Entry {found['entry']}, “" in found["detail"], found


finish()
