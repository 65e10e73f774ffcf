"""Files and cases made by somebody who wants to hang, crash or mislead the program."""
import os
import sqlite3
import struct
import time

from harness import DEMO, finish, point

SECONDS = 10  # no input may keep a check longer, however it is made


def box(kind, data):
    return struct.pack(">I", len(data) + 8) + kind + data


def full(kind, version, data):
    return box(kind, bytes([version, 0, 0, 0]) + data)


def overlapping_heic(items, size):
    """@items Exif items that all name the same @size bytes."""
    names = b"".join(full(b"infe", 2, struct.pack(">HH", i, 0) + b"Exif\0") for i in range(items))
    places = b"".join(struct.pack(">HHHII", i, 0, 1, 0, size) for i in range(items))
    meta = full(b"meta", 0, full(b"hdlr", 0, b"\0\0\0\0pict" + bytes(13)) + full(b"pitm", 0, b"\0\1")
                + full(b"iinf", 0, struct.pack(">H", items) + names)
                + full(b"iloc", 0, b"\x44\0" + struct.pack(">H", items) + places))
    return box(b"ftyp", b"heic\0\0\0\0mif1heic") + meta + box(b"mdat", b"II*\0" + bytes(size))


def in_time(assay, file, status=0):
    begun = time.monotonic()
    run = assay.json("check", file, timeout=60)
    took = time.monotonic() - begun
    assert run.status == status, (file, run.status, run.err)
    assert took < SECONDS, f"{file.name}: {took:.1f} s"
    return run.json


@point
def items_that_share_their_bytes_cost_once(assay):
    in_time(assay, assay.scratch("a.heic", overlapping_heic(9000, 8_000_000)))


@point
def megabytes_of_fill_bytes_are_skipped_at_once(assay):
    photo = (DEMO / "holiday.jpg").read_bytes()
    in_time(assay, assay.scratch("fill.jpg", photo[:2] + b"\xff" * 20_000_000 + photo[2:]))


@point
def a_name_cannot_make_lines_of_its_own(assay):
    name = "a\nVerified: all\x1b[31m\u202egpj.jpg"
    path = assay.scratch(name, (DEMO / "holiday.jpg").read_bytes())
    case = assay.new_case("Title\nVerified: title")
    for words in [("check", path), ("check", str(path) + "-missing"), ("run", "structure", path),
                  ("intake", case, path), ("case", "show", case), ("case", "list"), ("verify", case)]:
        run = assay(*words)
        for line in (run.out + run.err).splitlines():
            assert words[0] == "verify" or not line.startswith("Verified"), (words, line)
        assert "\x1b" not in run.out + run.err and "\u202e" not in run.out + run.err, words


@point
def a_case_whose_files_are_pipes_does_not_hang(assay):
    for name in ["case.db", "case.db-wal", "case.db-shm"]:
        case = assay.new_case(name)
        file = assay.case_folder(case) / name
        file.unlink(missing_ok=True)
        os.mkfifo(file)
        for words in [("verify", case), ("case", "show", case), ("intake", case, DEMO / "holiday.jpg")]:
            run = assay.json(*words, timeout=20)
            assert run.status == 4, (name, words, run.status, run.err)
    listed = assay.json("case", "list", timeout=20)
    assert listed.status == 0 and len(listed.json["cases"]) == 3, listed.out


@point
def a_lock_that_is_no_file_is_told_as_damage(assay):
    for number, make in enumerate((lambda p: p.symlink_to("/tmp/elsewhere"), os.mkfifo, os.mkdir)):
        case = assay.new_case()
        lock = assay.case_folder(case) / "lock"
        lock.unlink(missing_ok=True)
        make(lock)
        for words in [("verify", case), ("intake", case, DEMO / "holiday.jpg"), ("export", case, "--out", assay.home / f"bag{number}")]:
            run = assay.json(*words, timeout=20)
            assert run.status == 4, (words, run.status, run.err)
        assert assay.json("case", "show", case).status == 4      # it can be looked at, and is told
    assert not os.path.exists("/tmp/elsewhere")


@point
def taking_the_checkpoints_away_is_named(assay):
    case = assay.new_case()
    assay.json("intake", case, DEMO / "holiday.jpg")
    database = sqlite3.connect(assay.case_folder(case) / "case.db")
    trigger = "SELECT sql FROM sqlite_master WHERE name = 'checkpoint_no_delete'"
    again = database.execute(trigger).fetchone()[0]
    database.execute("DROP TRIGGER checkpoint_no_delete")
    database.execute("DELETE FROM checkpoint")
    database.execute(again)
    database.commit()
    database.close()
    run = assay.json("verify", case)
    assert run.status == 4, run.out
    assert '"checkpoint"' in run.out, run.out


finish()
