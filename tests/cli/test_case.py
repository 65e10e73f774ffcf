"""Cases from the command line: intake, verify, tampering, erasing, export."""
import fcntl
import hashlib
import os
import shutil
import sqlite3
import stat
import subprocess

from harness import DEMO, Result, finish, point


@point
def a_case_from_beginning_to_end(assay):
    case = assay.new_case("Übergriff №1 தமிழ்")
    run = assay.json("intake", case, DEMO / "holiday.jpg", DEMO / "clip.mp4", "--source", "phone", "--note", "as received")
    assert run.status == 0, run.err
    numbers = [e["number"] for e in run.json["exhibits"]]
    assert numbers == [1, 2]
    expected = hashlib.sha256((DEMO / "holiday.jpg").read_bytes()).hexdigest()
    assert run.json["exhibits"][0]["sha256"] == expected
    shown = assay.json("case", "show", case).json
    assert shown["title"] == "Übergriff №1 தமிழ்"
    assert [e["verdict"] for e in shown["exhibits"]] == ["clear", "clear"]
    listed = assay.json("case", "list").json["cases"]
    assert [c["case"] for c in listed] == [case]
    verify = assay.json("verify", case)
    assert verify.status == 0, verify.out
    folder = assay.case_folder(case)
    stored = folder / "vault" / "objects" / expected[:2] / expected
    assert stored.read_bytes() == (DEMO / "holiday.jpg").read_bytes()
    assert stat.S_IMODE(stored.stat().st_mode) == 0o400
    for path in folder.rglob("*"):      # a copy of the folder elsewhere shows nobody else anything
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


@point
def a_check_without_its_worker_is_an_internal_failure(assay):
    """The exhibit is in, but nobody may take its missing check for an answer."""
    case = assay.new_case()
    alone = assay.home / "assay-cli"
    shutil.copy(assay.program, alone)
    assay.program = str(alone)
    run = assay.json("intake", case, DEMO / "holiday.jpg")
    assert run.status == 5, (run.status, run.err)
    exhibit = run.json["exhibits"][0]
    assert exhibit["number"] == 1 and set(exhibit["error"]) == {"domain", "code", "message"}, exhibit
    assert assay("report", case, "--out", assay.home / "r.pdf").status == 5


@point
def the_same_bytes_share_one_object(assay):
    case = assay.new_case()
    run = assay.json("intake", case, DEMO / "holiday.jpg", DEMO / "holiday.jpg", "--no-check")
    assert [e["number"] for e in run.json["exhibits"]] == [1, 2]
    objects = [p for p in (assay.case_folder(case) / "vault" / "objects").rglob("*") if p.is_file()]
    assert len(objects) == 1


@point
def sources_that_cannot_be_evidence_are_refused(assay):
    case = assay.new_case()
    link = assay.home / "link"
    link.symlink_to(DEMO / "holiday.jpg")
    fifo = assay.home / "fifo"
    os.mkfifo(fifo)
    sources = [link, fifo, assay.home, assay.scratch("empty"), "/dev/null", "/proc/self/status", assay.home / "missing"]
    for source in sources:
        run = assay.json("intake", case, source, timeout=20)
        assert run.status == 3, (source, run.status, run.err)
        assert run.json["failures"][0]["error"]["message"]
    assert assay.json("case", "show", case).json["exhibits"] == []
    assert assay.json("verify", case).status == 0


@point
def what_another_user_may_not_read_is_refused_by_its_name(assay):
    """As a user of the system who is not root, whom nothing is forbidden."""
    if os.geteuid() != 0:
        return "needs root to become another user"
    as_nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    os.chmod(assay.home, 0o777)

    def nobody(*words):
        return Result(subprocess.run([*as_nobody, assay.program, "--store", str(assay.store), "--json", *map(str, words)],
                                     capture_output=True, text=True, env=assay.environment, timeout=60))
    if subprocess.run([*as_nobody, assay.program, "--version"], capture_output=True, check=False).returncode != 0:
        return "another user cannot reach the program"
    case = nobody("case", "new", "--title", "T").json["case"]
    forbidden = assay.scratch("forbidden.jpg", b"x")
    forbidden.chmod(0)
    closed = assay.home / "closed"
    closed.mkdir(mode=0o700)
    (closed / "inside.jpg").write_bytes(b"x")
    readable = assay.scratch("readable.jpg", (DEMO / "holiday.jpg").read_bytes())
    readable.chmod(0o644)
    run = nobody("intake", case, forbidden, closed / "inside.jpg", readable, "--no-check")
    assert run.status == 3 and [e["name"] for e in run.json["exhibits"]] == ["readable.jpg"], (run.out, run.err)
    said = [f["error"]["message"] for f in run.json["failures"]]
    assert said == ["forbidden.jpg: You may not read this file.", "inside.jpg: You may not read this file."], said
    assert nobody("verify", case).json["entries"] >= 4  # both refusals are entries
    assert nobody("check", forbidden).status == 3


@point
def a_changed_object_is_named(assay):
    case = assay.new_case()
    assay.json("intake", case, DEMO / "holiday.jpg")
    stored = next(p for p in (assay.case_folder(case) / "vault" / "objects").rglob("*")
                  if p.is_file() and p.stat().st_size == (DEMO / "holiday.jpg").stat().st_size)
    data = bytearray(stored.read_bytes())
    data[5000] ^= 1
    stored.chmod(0o600)
    stored.write_bytes(data)
    run = assay.json("verify", case)
    assert run.status == 4, run.out
    assert "object-differs" in run.out and '"exhibit":1' in run.out


@point
def a_changed_ledger_is_named(assay):
    case = assay.new_case()
    assay.json("intake", case, DEMO / "holiday.jpg")
    database = sqlite3.connect(assay.case_folder(case) / "case.db")
    database.execute("DROP TRIGGER ledger_no_update")
    database.execute("UPDATE ledger SET body = replace(body, '\"v\":1', '\"v\":2') WHERE seq = 2")
    database.commit()
    database.close()
    run = assay.json("verify", case)
    assert run.status == 4, run.out
    assert '"entry":2' in run.out


@point
def erasing_keeps_hashes_and_ledger(assay):
    case = assay.new_case()
    assay.json("intake", case, DEMO / "holiday.jpg")
    assert assay("erase", case, "1").status == 2
    run = assay("erase", case, "1", "--reason", "retention period over")
    assert run.status == 0, run.err
    shown = assay.json("case", "show", case).json["exhibits"][0]
    assert shown["state"] == "erased" and len(shown["sha256"]) == 64
    size = (DEMO / "holiday.jpg").stat().st_size
    left = [p for p in (assay.case_folder(case) / "vault" / "objects").rglob("*") if p.is_file() and p.stat().st_size == size]
    assert not left
    assert assay.json("verify", case).status == 0
    assert assay.json("run", "integrity", "--case", case, "--exhibit", "1").status == 3


@point
def an_export_verifies_without_assay(assay):
    case = assay.new_case()
    assay.json("intake", case, DEMO / "holiday.jpg", DEMO / "clip.mp4")
    bag = assay.home / "bag"
    run = assay("export", case, "--out", bag)
    assert run.status == 0, run.err
    check = subprocess.run(["sha256sum", "--quiet", "-c", "manifest-sha256.txt"], cwd=bag, capture_output=True, text=True)
    assert check.returncode == 0, check.stderr
    public = assay.scratch("key.pem", next(bag.rglob("*.pub.pem")).read_bytes())
    note = assay.scratch("note", next(bag.rglob("checkpoint.note")).read_bytes())
    check = subprocess.run(["bash", bag / "verify.sh", public, note], capture_output=True, text=True)
    assert check.returncode == 0, check.stdout + check.stderr
    ledger = bag / "data" / "ledger.jsonl"
    ledger.chmod(0o600)
    ledger.write_text(ledger.read_text(encoding="utf-8").replace("intake", "intakf", 1), encoding="utf-8")
    check = subprocess.run(["bash", bag / "verify.sh", public, note], capture_output=True, text=True)
    assert check.returncode != 0 and "FAIL" in check.stdout, check.stdout
    assert assay("export", case, "--out", bag).status != 0


@point
def case_and_exhibit_that_are_not_there(assay):
    assert assay.json("case", "show", "00000000").status == 3
    case = assay.new_case()
    assert assay.json("run", "integrity", "--case", case, "--exhibit", "7").status == 3
    assert assay("case", "new").status == 2


@point
def names_that_deceive_are_shown_as_escapes(assay):
    case = assay.new_case()
    path = assay.home / "photo\u202egpj.exe"
    path.write_bytes((DEMO / "holiday.jpg").read_bytes())
    run = assay.json("intake", case, path)
    assert run.status == 0, run.err
    assert "\\u{202E}" in run.json["exhibits"][0]["name"]
    long = assay.home / ("n" * 251 + ".jpg")
    long.write_bytes((DEMO / "holiday.jpg").read_bytes())
    assert assay.json("intake", case, long).status == 0
    assert assay.json("verify", case).status == 0


@point
def two_processes_on_one_store(assay):
    case = assay.new_case()
    files = [assay.scratch(f"f{i}.bin", os.urandom(200_000)) for i in range(12)]
    command = [assay.program, "--store", str(assay.store), "--json", "intake", case, "--no-check"]
    runs = [subprocess.Popen([*command, *map(str, files[i::2])], env=assay.environment,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for i in range(2)]
    done = [run.communicate(timeout=60) for run in runs]
    acknowledged = sum(out.count('"number"') for out, _ in done)
    assert assay.json("verify", case).status == 0
    assert len(assay.json("case", "show", case).json["exhibits"]) == acknowledged >= 6


@point
def verifying_works_beside_a_writer_and_with_another_key(assay):
    case = assay.new_case()
    assay.json("intake", case, DEMO / "holiday.jpg", "--no-check")
    before = assay.json("case", "show", case).json["entries"]
    other = assay.json("verify", case, env={"XDG_DATA_HOME": str(assay.home / "other")})
    assert other.status == 0, other.err
    assert assay.json("case", "show", case).json["entries"] == before
    assert assay.json("intake", case, DEMO / "clip.mp4", env={"XDG_DATA_HOME": str(assay.home / "other")}).status == 3
    report = assay.json("report", case, "--out", assay.home / "other.pdf", env={"XDG_DATA_HOME": str(assay.home / "other")})
    assert report.status == 0 and "does not name this report" in report.err, report.err
    assert assay.json("case", "show", case).json["entries"] == before


@point
def a_later_failure_takes_no_answer_back(assay):
    case = assay.new_case()
    assert assay("intake", case, DEMO / "holiday.jpg").status == 0
    assert assay("erase", case, 1, "--reason", "asked for").status == 0
    assert assay.json("run", "integrity", "--case", case, "--exhibit", "1").status == 3
    shown = assay.json("case", "show", case).json["exhibits"][0]
    assert shown["verdict"] == "clear", shown
    assert "failed" not in assay("case", "show", case).out
    assert assay.json("verify", case).status == 0


@point
def commands_wait_for_each_other(assay):
    case = assay.new_case()
    command = [assay.program, "--store", str(assay.store), "note", case, "at once"]
    together = [subprocess.Popen(command, env=assay.environment, stdout=subprocess.DEVNULL) for _ in range(4)]
    assert [one.wait(timeout=60) for one in together] == [0, 0, 0, 0]
    assert assay.json("case", "show", case).json["entries"] == 5


@point
def help_is_no_wrong_usage(assay):
    for words in (("case", "--help"), ("key", "-h"), ("report", "--help")):
        run = assay(*words)
        assert run.status == 0 and run.out and not run.err, words
    assert assay("case").status == 2 and assay("key", "other").status == 2


@point
def files_that_the_case_has_already_are_told(assay):
    case = assay.new_case()
    first = assay("intake", case, DEMO / "holiday.jpg")
    assert "holiday.jpg" in first.out and "No obvious signs of tampering detected" in first.out, first.out
    assert "same bytes" not in first.out
    again = assay("intake", case, DEMO / "holiday.jpg")
    assert "exhibit 1 has the same bytes" in again.out, again.out
    assert assay.json("intake", case, DEMO / "holiday.jpg").json["exhibits"][0]["same_as"] == 1
    assert "Not checked" in assay("intake", case, DEMO / "evening.jpg", "--no-check").out


@point
def erasing_says_what_becomes_of_the_bytes(assay):
    case = assay.new_case()
    assay("intake", case, DEMO / "holiday.jpg", DEMO / "holiday.jpg", "--no-check")
    kept = assay("erase", case, 1, "--reason", "asked for")
    assert kept.status == 0 and "kept, because exhibit 2 has the same" in kept.out, kept.out
    shown = assay("case", "show", case).out
    assert "erased" in shown and "its bytes are kept, because exhibit 2 has the same" in shown, shown
    assert any((assay.case_folder(case) / "vault/objects").rglob("*"))
    gone = assay.json("erase", case, 2, "--reason", "asked for").json
    assert gone["deleted"] is True and gone["exhibit"] == 2, gone
    assert "kept" not in assay("case", "show", case).out
    assert assay.json("verify", case).status == 0


@point
def bytes_that_a_result_has_too_are_kept_and_told_kept(assay):
    case = assay.new_case()
    assert assay.json("intake", case, DEMO / "holiday.jpg").status == 0
    objects = assay.case_folder(case) / "vault" / "objects"
    result = next(p for p in objects.rglob("*") if p.is_file() and p.read_bytes()[:1] == b"{")
    number = assay.json("intake", case, assay.scratch("result.json", result.read_bytes()), "--no-check").json["exhibits"][0]["number"]
    gone = assay.json("erase", case, number, "--reason", "asked for").json
    assert gone["deleted"] is False and "same_as" not in gone and result.exists(), gone
    shown = assay("case", "show", case).out
    assert "its bytes are kept, because the result of a run has the same" in shown, shown
    run = assay.json("run", "metadata", "--case", case, "--exhibit", number)
    assert run.status != 0 and "the result of a run has the same bytes" in run.err, run.err
    pdf = assay.home / "r.pdf"
    assert assay.json("report", case, "--out", pdf, "--no-run").status == 0
    text = " ".join(subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, text=True, check=True).stdout.split())
    assert "asked for (given up; the bytes are kept, because the result of a run has the same)" in text, text
    assert "given up on purpose, but the bytes are kept as the result of a run" in text, text
    assert assay.json("verify", case).status == 0


@point
def what_is_refused_is_in_the_ledger_with_its_reason(assay):
    case = assay.new_case()
    link, pipe = assay.home / "link.jpg", assay.home / "pipe.jpg"
    link.symlink_to(DEMO / "holiday.jpg")
    os.mkfifo(pipe)
    huge = assay.scratch("huge.img")
    os.truncate(huge, 1 << 43)
    sources = [link, pipe, huge, assay.home, assay.scratch("empty"), assay.home / "nowhere.jpg"]
    run = assay.json("intake", case, *sources)
    assert run.status == 5 and run.json["exhibits"] == [] and len(run.json["failures"]) == len(sources), run.out
    assert assay.json("verify", case).status == 0
    pdf = assay.home / "r.pdf"
    assert assay.json("report", case, "--out", pdf, "--no-run").status == 0
    text = " ".join(subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, text=True, check=True).stdout.split())
    assert text.count("Not taken in") == len(sources), text
    for words in ("link.jpg: This is a symbolic link", "pipe.jpg: This is a pipe", "huge.img: Too little space was free",
                  "empty: The file is empty", "This is a folder", "nowhere.jpg: The file does not exist"):
        assert words in text, (words, text)


@point
def what_was_written_is_confirmed_and_tables_have_headings(assay):
    assay.store.mkdir()
    assert "There is no case" in assay("case", "list").out
    case = assay.new_case("Headed")
    assay("intake", case, DEMO / "holiday.jpg", "--no-check")
    entries = assay.json("case", "show", case).json["entries"]
    assert f"entry {entries + 1}" in assay("note", case, "a remark").out
    assert assay.json("note", case, "more", "--exhibit", 1).json == {"case": case, "exhibit": 1, "entry": entries + 2}
    assert assay("note", case, "x", "--exhibit", "-1").status == 2
    assert assay("case", "list").out.splitlines()[0].split() == ["Case", "Exhibits", "Title"]
    assert "Exhibit  SHA-256" in assay("case", "show", case).out
    assert assay("tools").out.splitlines()[0].split() == ["Tool", "What", "it", "does"]


@point
def a_case_is_found_by_its_title(assay):
    case = assay.new_case("A / title")
    assert assay.json("case", "show", "A / title").json["case"] == case
    assay.new_case("A / title")
    twice = assay.json("case", "show", "A / title")
    assert twice.status == 3 and "More than one case is called" in twice.err, twice.err
    assert assay.json("case", "show", case).status == 0
    assert assay.json("case", "show", "A / titl").status == 3


@point
def a_case_that_another_program_writes_is_not_written(assay):
    case = assay.new_case()
    with open(assay.case_folder(case) / "lock", "rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for words in (("note", case, "x"), ("intake", case, DEMO / "holiday.jpg"), ("case", "retention", case, "--none")):
            run = assay.json(*words)
            assert run.status == 3 and "open in another program" in run.err, (words, run.status, run.err)
            assert run.json["error"]["code"] == "LOCKED"
        assert assay.json("case", "show", case).status == 0
    assert assay.json("note", case, "x").status == 0


@point
def words_after_two_dashes_are_files(assay):
    case = assay.new_case()
    odd = assay.scratch("-x.jpg", (DEMO / "holiday.jpg").read_bytes())
    for words in (("check", "--", "-x.jpg"), ("intake", case, "--", "-x.jpg", "--no-check")):
        run = subprocess.run([os.path.abspath(assay.program), "--store", str(assay.store), "--json", *words], cwd=assay.home, text=True,
                             capture_output=True, env=assay.environment)
        assert ("-x.jpg" in run.stdout) and odd.exists(), run.stderr
        # The second call has a word that is no file; the one that is was taken in all the same.
        assert run.returncode == (0 if words[0] == "check" else 3), run.stderr


@point
def what_is_refused_is_told_truly_and_once(assay):
    case = assay.new_case()
    for name, reason in (("/proc/version", "made up by the system"), ("", "does not exist")):
        run = assay("intake", case, name, "--no-check")
        assert run.status == 3 and "empty" not in run.err, run.err
        assert run.err.count("version") <= 1 and not run.err.startswith("assay-cli: .:"), run.err
    empty = assay.scratch("nothing.jpg")
    run = assay("intake", case, empty, "--no-check")
    assert run.status == 3 and "The file is empty" in run.err and run.err.count("nothing.jpg") == 1, run.err
    run = assay("note", case, "  ")
    assert run.status == 2 and case not in run.err and "empty" in run.err, run.err
    run = assay("note", case, "x" * 100000)
    assert run.status == 2 and "100000 bytes" in run.err and "UTF-8" not in run.err, run.err
    run = assay("note", case, os.fsdecode(b"\xff\xfe"))
    assert run.status == 2 and "UTF-8" in run.err and "bytes" not in run.err, run.err
    assert assay("case", "new", "--title", "   ").status == 2


@point
def a_case_is_handed_over_and_closed(assay):
    case = assay.new_case()
    assert assay("intake", case, DEMO / "holiday.jpg", "--no-check").status == 0
    assert assay("case", "transfer", case).status == 2
    assert assay("case", "transfer", case, "--to", "Bo", "--exhibit", "9").status == 3
    given = assay.json("case", "transfer", case, "--to", "Bo", "--reason", "holiday")
    assert given.status == 0 and given.json["entry"] > 2, given.out
    shown = assay.json("case", "show", case).json
    assert shown["examiner"] == "Bo" and shown["closed"] is False, shown
    assert assay("case", "transfer", case, "--to", "Cy", "--exhibit", "1").status == 0
    assert assay.json("case", "show", case).json["examiner"] == "Bo"
    assert assay("case", "close", case, "--reason", "done").status == 0
    assert assay("case", "close", case).status == 2
    assert assay.json("case", "show", case).json["closed"] is True
    assert "The case is closed" in assay("case", "show", case).out
    assert assay("note", case, "after").status == 0
    assert assay.json("case", "show", case).json["closed"] is False
    assert assay("case", "close", case).status == 0
    reopened = assay("intake", case, DEMO / "clip.mp4", "--no-check")
    assert reopened.status == 0 and "opens it again" in reopened.err, reopened.err
    assert assay("verify", case).status == 0


@point
def help_is_help_and_a_wrong_store_is_no_success(assay):
    for words in (["case", "known", "--help"], ["case", "recipients", "--help"], ["help"], ["help", "run"],
                  ["case", "--help"], ["run", "--help"]):
        run = assay(*words)
        assert run.status == 0 and run.out and not run.err, (words, run.status, run.err)
    assert assay("help", "nothing").status == 2
    wrong = ["--store", "/nowhere/at/all"]
    assert assay(*wrong, "case", "list").status == 3 and assay(*wrong, "case", "show", "abcd").status == 3
    assert assay("--store", "/etc/passwd", "case", "list").status == 3


finish()
