"""`check`: documents, verdicts, exit statuses, nothing retained."""
import os
import pathlib
import pty
import re
import signal
import subprocess
import zipfile

from harness import DEMO, finish, point, shared

MEMBERS = {"tool", "version", "inputs", "parameters", "verdict", "findings", "answers", "metrics", "tables", "outputs", "error"}


@point
def original_photo_is_clear(assay):
    document = assay.json("check", DEMO / "holiday.jpg").json
    assert MEMBERS <= document.keys(), document.keys()
    assert document["tool"] == "integrity" and document["error"] is None
    assert document["verdict"] == "clear", document["findings"]
    assert document["inputs"][0]["name"] == "holiday.jpg"
    assert document["inputs"][0]["type"] == "image/jpeg"
    assert document["inputs"][0]["sha256"] == os.popen(f"sha256sum {DEMO / 'holiday.jpg'}").read().split()[0]


@point
def appended_archive_is_compromised(assay):
    document = assay.json("check", DEMO / "holiday-with-something-behind.jpg").json
    assert document["verdict"] == "compromised"
    finding = next(f for f in document["findings"] if f["rule"] == "FMT-05")
    assert finding["severity"] == "compromised" and finding["observed"]
    assert finding["title"] and finding["explanation"] and finding["innocent"]


@point
def cut_video_draws_attention(assay):
    assert assay.json("check", DEMO / "clip-cut.mp4").json["verdict"] in ("attention", "compromised")
    assert assay.json("check", DEMO / "clip.mp4").json["verdict"] == "clear"


@point
def several_files_keep_their_order(assay):
    files = sorted(DEMO.glob("*.jpg")) + sorted(DEMO.glob("*.mp4"))
    run = assay.json("check", *files)
    assert run.status == 0, run.err
    assert [d["inputs"][0]["name"] for d in run.documents] == [f.name for f in files]


@point
def same_file_gives_the_same_bytes(assay):
    runs = {assay.json("check", DEMO / "evening.jpg").out for _ in range(3)}
    assert len(runs) == 1


@point
def unreadable_input_is_3_and_others_still_run(assay):
    run = assay.json("check", assay.home / "missing.jpg", DEMO / "holiday.jpg")
    assert run.status == 3
    first, second = run.documents
    assert first["error"]["message"] and first["error"]["code"]
    assert second["verdict"] == "clear"


@point
def what_the_kernel_makes_up_is_not_called_empty(assay):
    run = assay("check", "/proc/cpuinfo")
    assert run.status == 3 and "made up by the system" in run.err, (run.status, run.err)
    run = assay.json("check", "")
    assert run.status == 3 and run.json["inputs"][0]["name"] == "", run.json


@point
def an_error_of_the_case_has_its_name(assay):
    case = assay.json("case", "new", "--title", "Nothing").json["case"]
    run = assay.json("run", "structure", "--case", case, "--exhibit", "1")
    assert run.status == 3 and run.json["error"]["domain"] == "case" and run.json["error"]["code"] == "NOT_FOUND", (run.status, run.json)


@point
def empty_and_foreign_files_are_told_apart(assay):
    assert assay.json("check", assay.scratch("empty.jpg")).status == 3
    link = assay.home / "link.jpg"
    link.symlink_to(DEMO / "holiday.jpg")
    assert assay.json("check", link).status == 3
    assert assay.json("check", assay.home).status == 3
    fifo = assay.home / "fifo.jpg"
    os.mkfifo(fifo)
    assert assay.json("check", fifo, timeout=20).status == 3


@point
def wrong_usage_is_2(assay):
    assert assay("check").status == 2
    assert assay("check", "--no-such-option", DEMO / "holiday.jpg").status == 2
    assert assay("nonsense").status == 2
    assert assay().status == 2


@point
def nothing_is_retained(assay):
    assay.json("check", DEMO / "holiday.jpg", DEMO / "clip.mp4")
    left = [p for p in assay.home.rglob("*") if p.is_file()]
    assert not left, left


@point
def text_says_what_was_found_and_what_it_does_not_prove(assay):
    text = assay("check", DEMO / "holiday.jpg").out
    assert "No obvious signs of tampering detected" in text and "does not prove" in text
    assert "fake" not in text.lower()
    findings = assay("check", DEMO / "evening.jpg").out
    assert findings.count("How to check it by hand: ") >= findings.count("\n  [compromised]") > 0, findings


@point
def what_can_hardly_be_checked_gets_no_verdict(assay):
    phrase, reason = "No conclusion possible", "can check little of this kind of file"
    for name, data in (("a.txt", b"hello\n"), ("b.csv", b"a,b\n1,2\n3,4\n"), ("c.json", b'{"a": 1}\n')):
        path = assay.scratch(name, data)
        document = assay.json("check", path).json
        assert document["verdict"] == "not-applicable" and not document["findings"], (name, document["verdict"])
        assert any(n["rule"] in (None, "") and reason in n["reason"] for n in document["not_run"])
        out = assay("check", path).out
        assert phrase in out and reason in out and "No obvious signs" not in out, out
    # a finding about its outer form still decides
    wrong = assay.scratch("d.jpg", b"hello\n")
    assert assay.json("check", wrong).json["verdict"] in ("attention", "compromised")
    case = assay.new_case()
    assert assay.json("intake", case, assay.home / "a.txt").status == 0
    assert assay.json("case", "show", case).json["exhibits"][0]["verdict"] == "not-applicable"
    pdf = assay.home / "text.pdf"
    for words in (("check", assay.home / "a.txt", "--report", pdf), ("report", case, "--out", pdf)):
        pdf.unlink(missing_ok=True)
        assert assay(*words).status == 0
        text = " ".join(subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True).stdout.split())
        assert phrase in text and reason in text and "No integrity check of this file" not in text, text[:2000]


@point
def an_ending_that_anybody_uses_promises_nothing(assay):
    noise = bytes((i * 7919 >> 3) & 255 for i in range(3000))
    for name in ("firmware.bin", "backup.dat"):
        run = assay.json("check", assay.scratch(name, noise))
        assert run.status == 0 and "FMT-01" not in [f["rule"] for f in run.json["findings"]], run.out


@point
def an_archive_of_zeros_is_no_crime(assay):
    path = assay.home / "disk.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("disk.img", bytes(110_000_000))
    run = assay.json("check", path)
    found = {f["rule"]: f for f in run.json["findings"]}
    assert run.json["verdict"] == "attention" and "FMT-07" not in found, run.out
    assert {"zip.ratio", "zip.unpacked"} <= set(found["FMT-12"]["observed"]), found


@point
def a_huge_file_is_hashed_with_progress_and_can_be_cancelled(assay):
    path = assay.scratch("huge.img")
    os.truncate(path, 100 << 30)  # a hole: takes no room, but every byte is hashed
    leader, follower = pty.openpty()
    run = subprocess.Popen([assay.program, "check", str(path)], env=assay.environment, stdout=subprocess.PIPE, stderr=follower)
    os.close(follower)
    shown = b""
    while shown.count(b"Reading") < 3:
        part = os.read(leader, 4096)
        assert part, shown
        shown += part
    peak = int(re.search(r"VmHWM:\s+(\d+) kB", pathlib.Path(f"/proc/{run.pid}/status").read_text()).group(1))
    run.send_signal(signal.SIGINT)
    run.communicate(timeout=60)
    os.close(leader)
    assert run.returncode == 130, (run.returncode, shown)
    assert peak < 300_000, peak  # with a sanitizer; 11 MB without


def on_terminal(assay, *arguments):
    """What a command says on a terminal, and its status."""
    leader, follower = pty.openpty()
    run = subprocess.Popen([assay.program, "--store", str(assay.store), *map(str, arguments)], env=assay.environment, stdout=subprocess.PIPE, stderr=follower)
    os.close(follower)
    shown = b""
    try:
        while part := os.read(leader, 4096):
            shown += part
    except OSError:     # the terminal ends with the program
        pass
    os.close(leader)
    run.communicate(timeout=60)
    return shown.decode(errors="replace"), run.returncode


@point
def progress_begins_at_the_beginning_and_intake_counts_bytes(assay):
    path = assay.scratch("long.img")
    os.truncate(path, 1 << 30)
    shown, status = on_terminal(assay, "check", path)
    shares = [int(share) for share in re.findall(r"Reading +(\d+) %", shown)]
    assert status == 0 and shares and shares[0] < 40 and shares == sorted(shares), (status, shares)
    case = assay.json("case", "new", "--title", "Long").json["case"]
    shown, status = on_terminal(assay, "intake", case, path, "--no-check")
    assert status == 0 and re.search(r"long\.img: .*\s[MG]B of 1\.1\sGB, \d+ %", shown), (status, shown[:400])


@point
def report_of_a_quick_check(assay):
    pdf = assay.home / "quick.pdf"
    run = assay("check", DEMO / "evening.jpg", "--report", pdf)
    assert run.status == 0, run.err
    assert pdf.read_bytes().startswith(b"%PDF-")


@point
def corrupt_files_end_in_an_answer(assay):
    folder = shared("data", "media")
    if folder is None:
        return "the shared media are not here"
    for path in sorted(folder.glob("bad_*")):
        run = assay.json("check", path, timeout=20)
        assert run.status in (0, 3), (path.name, run.status, run.err)
        document = run.json
        assert run.status == 3 or document["verdict"] in ("attention", "compromised"), path.name
    return None


@point
def global_options_may_follow_the_command(assay):
    before = assay.json("check", DEMO / "evening.jpg")
    after = assay("check", "--json", DEMO / "evening.jpg")
    assert after.status == 0 and after.out == before.out, after.err
    created = assay("case", "new", "--title", "Behind", "--json", "--store", assay.home / "elsewhere")
    assert created.status == 0 and created.json["case"], created.err
    assert (assay.home / "elsewhere").is_dir()
    assert assay("case", "new", "--help").out.startswith("Usage:\n  assay-cli case new ")


finish()
