"""Processes that are killed or interrupted, disks that are full or read-only, reports that were changed."""
import json
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import subprocess
import time

from harness import DEMO, finish, point


def start(assay, *words):
    command = [assay.program, "--store", str(assay.store), "--json", *map(str, words)]
    return subprocess.Popen(command, env=assay.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def end(run, number, delay):
    """Sends @number after @delay seconds; the exit status, negative when the signal ended the process."""
    try:
        run.communicate(timeout=delay)
    except subprocess.TimeoutExpired:
        run.send_signal(number)
        run.communicate(timeout=60)
    return run.returncode


def large(assay, megabytes=80):
    path = assay.home / "large"
    with open(path, "wb") as file:
        for i in range(megabytes):
            file.write(bytes([i % 256]) * (1 << 20))
    return path


def temporary(assay, case):
    return list((assay.case_folder(case) / "vault" / "tmp").iterdir())


def check_sound(assay, case):
    run = assay.json("verify", case)
    assert run.status == 0, run.out
    assert temporary(assay, case) == []


@point
def what_is_killed_leaves_a_sound_case(assay):
    case = assay.new_case()
    source = large(assay)
    assert assay.json("intake", case, source, DEMO / "holiday.jpg", DEMO / "clip.mp4", "--no-check").status == 0
    killed = 0
    for delay in (0.01, 0.03, 0.06, 0.12):
        words = [("intake", case, source, "--no-check"), ("report", case, "--out", assay.home / f"{delay}.pdf"),
                 ("export", case, "--out", assay.home / f"{delay}-bag"), ("verify", case)]
        for one in words:
            killed += end(start(assay, *one), signal.SIGKILL, delay) == -signal.SIGKILL
            assert assay.json("note", case, "still there").status == 0, one
        bag = assay.home / f"{delay}-bag"
        assert not bag.exists() or assay.json("verify", bag).status == 0
    assert killed >= 4, killed
    check_sound(assay, case)


@point
def what_holds_keys_leaves_no_core_dump(assay):
    case = assay.new_case()
    run = start(assay, "intake", case, large(assay), "--no-check")
    limits = ""
    while run.poll() is None and not limits:
        text = pathlib.Path(f"/proc/{run.pid}/limits").read_text()
        limits = next((line for line in text.splitlines() if re.match(r"Max core file size +1 +1 ", line)), "")
    assert limits, "the limit on core files was not set"
    assert end(run, signal.SIGABRT, 0.001) in (0, -signal.SIGABRT)
    check_sound(assay, case)


@point
def an_erasure_that_is_killed_is_finished(assay):
    case = assay.new_case()
    files = [assay.scratch(f"f{i}", os.urandom(300_000)) for i in range(6)]
    assert assay.json("intake", case, *files, "--no-check").status == 0
    for number in range(1, 7):
        end(start(assay, "erase", case, number, "--reason", "asked for"), signal.SIGKILL, 0.004 * number)
    assert assay.json("note", case, "opened for writing").status == 0
    check_sound(assay, case)
    states = [e["state"] for e in assay.json("case", "show", case).json["exhibits"]]
    stored = [p for p in (assay.case_folder(case) / "vault" / "objects").rglob("*") if p.is_file()]
    assert len(stored) == sum(state != "erased" for state in states), states


@point
def an_import_that_is_killed_is_no_case_and_is_swept(assay):
    case = assay.new_case()
    assert assay.json("intake", case, large(assay), "--no-check").status == 0
    bag = assay.home / "bag"
    assert assay("export", case, "--out", bag).status == 0
    assay.store = assay.home / "other"
    assay.store.mkdir()
    run = start(assay, "import", bag)
    for _ in range(2000):
        if any(p.name.startswith(".import-") for p in assay.store.iterdir()) or run.poll() is not None:
            break
        time.sleep(0.005)
    end(run, signal.SIGKILL, 0.01)
    if run.returncode == -signal.SIGKILL:
        assert [p.name[:8] for p in assay.store.iterdir()] == [".import-"]
        assert assay.json("case", "list").json["cases"] == []
        assert assay.json("import", bag).status == 0
    assert [p.name for p in assay.store.iterdir()] == [case]
    check_sound(assay, case)


def interrupt(run, number, begun):
    """Sends @number as soon as @begun() says that work is on its way."""
    while run.poll() is None and not begun():
        time.sleep(0.002)
    return end(run, number, 0.001)


@point
def an_interrupt_stops_cleanly(assay):
    case = assay.new_case()
    source = large(assay, 300)
    before = set(assay.home.iterdir())
    stopped = []
    for number in (signal.SIGINT, signal.SIGTERM):
        run = start(assay, "intake", case, source, "--no-check")
        stopped.append(interrupt(run, number, lambda: temporary(assay, case)))
        assert stopped[-1] in (0, 130) and temporary(assay, case) == [] and set(assay.home.iterdir()) == before, stopped
    assert assay.json("intake", case, source, "--no-check").status == 0
    run = start(assay, "export", case, "--out", assay.home / "bag")
    stopped.append(interrupt(run, signal.SIGINT, lambda: list(assay.home.glob("bag.partial-*/data/objects"))))
    assert stopped[-1] in (0, 130), stopped
    if stopped[-1] == 130:
        assert set(assay.home.iterdir()) == before
        assert assay("export", case, "--out", assay.home / "bag").status == 0
    assay.store, first = assay.home / "other", assay.store
    assay.store.mkdir()
    run = start(assay, "import", assay.home / "bag")
    stopped.append(interrupt(run, signal.SIGINT, lambda: list(assay.store.iterdir())))
    assert stopped[-1] == 0 or (stopped[-1] == 130 and list(assay.store.iterdir()) == []), stopped
    assert 130 in stopped, stopped
    assay.store = first
    check_sound(assay, case)


@point
def a_full_disk_stops_every_command_and_harms_nothing(assay):
    case = assay.new_case()
    assert assay.json("intake", case, DEMO / "holiday.jpg", "--no-check").status == 0
    small = assay.home / "small"
    small.mkdir()
    script = ('mount -t tmpfs -o size=12m none "$1" && cp -a "$2" "$1/case" && shift && shift && '
              'dd if=/dev/zero of="$SMALL/fill" bs=64k status=none; "$@"; echo "status $?"; '
              'rm -f "$SMALL/fill"; "$ASSAY" --json verify "$SMALL/case"; echo "after $?"')
    environment = {**assay.environment, "SMALL": str(small), "ASSAY": assay.program}
    for words in (("intake", small / "case", DEMO / "clip.mp4"), ("note", small / "case", "a remark"),
                  ("export", small / "case", "--out", small / "bag"), ("receipt", small / "case", 1, "--out", small / "r"),
                  ("timestamp", "request", small / "case", "--out", small / "q")):
        command = ["unshare", "--mount", "--map-root-user", "bash", "-c", script, "bash", str(small),
                   str(assay.case_folder(case)), assay.program, "--json", *map(str, words)]
        run = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60)
        if "status" not in run.stdout:
            return "no mounts of one's own here"
        assert "status 5" in run.stdout and "after 0" in run.stdout, (words, run.stdout, run.stderr)


@point
def a_case_on_a_full_disk_is_read(assay):
    case = assay.new_case()
    assert assay.json("intake", case, DEMO / "holiday.jpg").status == 0
    small = assay.home / "small"
    small.mkdir()
    script = ('mount -t tmpfs -o size=12m none "$1" && cp -a "$2" "$1/case" && '
              'dd if=/dev/zero of="$1/fill" bs=4k status=none; shift && shift && "$@"; echo "status $?"')
    expected = {("case", "show", small / "case"): 0, ("verify", small / "case"): 0,
                ("report", small / "case", "--out", assay.home / "r.pdf"): 0,
                ("export", small / "case", "--out", assay.home / "bag"): 0,
                ("receipt", small / "case", 1, "--out", assay.home / "receipt"): 0, ("note", small / "case", "x"): 5}
    for words, status in expected.items():
        command = ["unshare", "--mount", "--map-root-user", "bash", "-c", script, "bash", str(small),
                   str(assay.case_folder(case)), assay.program, "--json", *map(str, words)]
        run = subprocess.run(command, capture_output=True, text=True, env=assay.environment, timeout=60)
        if "status" not in run.stdout:
            return "no mounts of one's own here"
        assert f"status {status}" in run.stdout, (words, run.stdout, run.stderr)
        assert words[0] != "verify" or '"recorded": false' in run.stdout or '"recorded":false' in run.stdout, run.stdout
    assert assay.json("verify", assay.home / "bag").status == 0 and assay.json("verify", case).json["recorded"] is True


@point
def a_store_that_cannot_be_written_is_read(assay):
    case = assay.new_case()
    assert assay.json("intake", case, DEMO / "holiday.jpg", "--no-check").status == 0
    folder = assay.case_folder(case)
    script = ('mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && shift && "$@"; echo "status $?"')
    expected = {("verify", case): 0, ("case", "show", case): 0, ("export", case, "--out", assay.home / "bag"): 0,
                ("receipt", case, 1, "--out", assay.home / "r"): 0, ("intake", case, DEMO / "clip.mp4"): 5,
                ("note", case, "a remark"): 5, ("erase", case, 1, "--reason", "x"): 5,
                ("case", "retention", case, "--until", "2030-01-01"): 5}
    for words, status in expected.items():
        command = ["unshare", "--mount", "--map-root-user", "bash", "-c", script, "bash", str(folder), assay.program,
                   "--store", str(assay.store), "--json", *map(str, words)]
        run = subprocess.run(command, capture_output=True, text=True, env=assay.environment, timeout=60)
        if "status" not in run.stdout:
            return "no mounts of one's own here"
        assert f"status {status}" in run.stdout, (words, run.stdout, run.stderr)
    check_sound(assay, case)


@point
def a_lock_that_is_none_is_named(assay):
    case = assay.new_case()
    lock = assay.case_folder(case) / "lock"
    aim = assay.scratch("aim", b"aim")
    for make in (lambda: lock.symlink_to(aim), lambda: lock.symlink_to(assay.home / "nowhere"), lock.mkdir,
                 lambda: os.mkfifo(lock)):
        lock.unlink()
        make()
        run = assay.json("note", case, "a remark", timeout=20)
        assert run.status == 4 and run.json["error"]["code"] == "CORRUPT" and "lock" in run.err, run.err
        assert aim.read_bytes() == b"aim"
        run = assay.json("verify", case, timeout=20)
        assert run.status == 4 and run.json["entries"] > 0 and not run.json["recorded"], (run.status, run.out, run.err)
        assert "“lock” is" in run.out, run.out
        assert assay("case", "show", case, timeout=20).status == 4
        if lock.is_dir() and not lock.is_symlink():
            lock.rmdir()
            lock.touch()


@point
def a_vault_that_is_none_is_named_and_the_ledger_still_read(assay):
    for part in ("vault", "vault/objects"):
        for make in (os.mkfifo, pathlib.Path.touch, None, lambda place: place.symlink_to("/tmp")):
            case = assay.new_case()
            assert assay.json("intake", case, DEMO / "holiday.jpg", "--no-check").status == 0
            place = assay.case_folder(case) / part
            shutil.move(place, assay.home / f"away-{case}")
            if make:
                make(place)
            before = sorted(p.name for p in pathlib.Path("/tmp").iterdir() if p.name.startswith("quarantine"))
            run = assay.json("verify", case, timeout=20)
            assert run.status == 4 and run.json["entries"] >= 2 and not run.json["recorded"], (part, run.status, run.out, run.err)
            assert f"“{part}” is" in run.out, (part, run.out)
            assert any(f["code"] == "object-missing" for f in run.json["findings"]), run.out
            for words in (("intake", case, DEMO / "evening.jpg"), ("note", case, "x"), ("erase", case, 1, "--reason", "x")):
                run = assay.json(*words, timeout=20)
                assert run.status == 4 and part in run.err, (part, words, run.status, run.err)
            assert sorted(p.name for p in pathlib.Path("/tmp").iterdir() if p.name.startswith("quarantine")) == before


@point
def a_case_that_cannot_be_written_leaves_no_copy(assay):
    """Its log is laid over its database in memory: no folder for temporary files is needed, so no kill leaves one."""
    case = assay.new_case()
    assert assay.json("intake", case, DEMO / "holiday.jpg", "--no-check").status == 0
    folder = assay.case_folder(case)
    held = sqlite3.connect(folder / "case.db")  # who still reads keeps the log from being folded in
    held.execute("BEGIN")
    held.execute("SELECT count(*) FROM ledger").fetchone()
    assert assay("note", case, "in the log").status == 0
    assert (folder / "case.db-wal").stat().st_size > 0
    script = ('mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && shift && "$@"; echo "status $?"')
    command = ["unshare", "--mount", "--map-root-user", "bash", "-c", script, "bash", str(folder), assay.program,
               "--store", str(assay.store), "--json", "verify", case]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60,
                         env={**assay.environment, "TMPDIR": "/nowhere"})
    held.close()
    if "status" not in run.stdout:
        return "no mounts of one's own here"
    assert "status 0" in run.stdout, (run.stdout, run.stderr)
    entries = json.loads(run.stdout.split("status")[0])["entries"]
    assert entries == assay.json("verify", case).json["entries"], run.stdout


@point
def a_report_that_was_changed_is_named(assay):
    case = assay.new_case()
    assert assay.json("intake", case, DEMO / "holiday.jpg", "--no-check").status == 0
    pdf = assay.home / "r.pdf"
    assert assay.json("report", case, "--out", pdf, "--sign").status == 0
    good = pdf.read_bytes()
    at = good.index(b"/ByteRange")
    numbers = good[good.index(b"[", at) + 1:good.index(b"]", at)]
    first, gap, after, rest = numbers.split()

    def rules(data):
        run = assay.json("report", "--verify", assay.scratch("changed.pdf", data))
        assert run.status == 4, (run.status, run.out[:400])
        return {f["rule"] for f in run.json["findings"]}

    def ranged(*values):
        text = b" ".join(values)
        assert len(text) <= len(numbers)
        return good.replace(numbers, text.ljust(len(numbers)))

    number = lambda value, change: str(int(value) + change).encode()
    assert "RPT-02" in rules(ranged(b"9", gap, after, rest))
    assert rules(ranged(first, number(gap, -1), after, rest)) & {"RPT-02", "RPT-03", "RPT-04"}
    assert rules(ranged(first, gap, number(after, 1), number(rest, -1))) & {"RPT-02", "RPT-03", "RPT-04"}
    assert "RPT-02" in rules(ranged(first, gap, after, number(rest, 1)))
    assert rules(ranged(first, gap, after, number(rest, -1))) & {"RPT-04", "RPT-05"}
    text = good.index(b"/MediaBox")
    assert "RPT-04" in rules(good[:text] + b"/MediaBax" + good[text + 9:])
    # A revision like a viewer's: another catalog that shows nothing of what was signed.
    root = int(good[good.rindex(b"/Root") + 5:].split()[0])
    size = int(good[good.rindex(b"/Size") + 5:].split()[0])
    before = int(good[good.rindex(b"startxref") + 9:].split()[0])
    place = len(good) + 1
    revision = (b"\n%d 0 obj\n<< /Type /Catalog /Pages 1 0 R >>\nendobj\n" % root)
    table = place + len(revision) - 1
    revision += b"xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size %d /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        root, place, size, root, before, table)
    assert "RPT-05" in rules(good + revision)
    assert "RPT-05" in rules(good + b"\n%PDF\n")
    assert assay.json("report", "--verify", assay.scratch("cut.pdf", good[:len(good) // 2])).status in (3, 4)


finish()
