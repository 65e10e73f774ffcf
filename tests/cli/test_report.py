"""`report`: pages, hashes, determinism, signature."""
import base64
import hashlib
import os
import re
import struct
import subprocess
import zlib

from harness import DEMO, finish, point


def text_of(pdf, *options):
    return subprocess.run(["pdftotext", "-layout", *options, str(pdf), "-"], capture_output=True, text=True, check=True).stdout


def make_case(assay):
    case = assay.new_case("Report case")
    assay.json("intake", case, DEMO / "holiday.jpg", DEMO / "evening.jpg")
    return case


@point
def a_report_holds_verdict_hash_and_checkpoint(assay):
    case = make_case(assay)
    pdf = assay.home / "a.pdf"
    run = assay.json("report", case, "--out", pdf)
    assert run.status == 0, run.err
    assert run.json["upto"] > 0
    text = text_of(pdf)
    exhibits = assay.json("case", "show", case).json["exhibits"]
    flat = "".join(text.split())
    for exhibit in exhibits:
        assert exhibit["sha256"] in flat
    first = text_of(pdf, "-l", "1")
    assert "No obvious signs of tampering detected" in first
    assert case in flat
    root = base64.b64decode(flat[flat.index("assay-case/"):].split("chain")[0][-44:]).hex()
    assert root in flat and f"Checkpointroot{root[:16]}" in flat, "one root, in both forms"
    assert subprocess.run(["qpdf", "--check", pdf], capture_output=True).returncode == 0


@point
def the_same_entry_gives_the_same_bytes(assay):
    case = make_case(assay)
    env = {"SOURCE_DATE_EPOCH": "1700000000"}
    first = assay.home / "1.pdf"
    second = assay.home / "2.pdf"
    upto = assay.json("report", case, "--out", first, env=env).json["upto"]
    assert assay.json("report", case, "--out", second, "--upto", upto, env=env).status == 0
    assert first.read_bytes() == second.read_bytes()
    assert assay.json("verify", case).status == 0


@point
def a_date_that_is_none_is_refused(assay):
    """Whoever asks for the same bytes again must not get others without a word, nor entries in the ledger on the way."""
    case = make_case(assay)
    pdf = assay.home / "no.pdf"
    entries = assay.json("verify", case).json["entries"] + 1
    for wrong in ("", "now", "-1", "+1", " 1", "1.5", "0x10", "253402300800", "99999999999999999999999"):
        for words in (("report", case, "--out", pdf), ("check", DEMO / "holiday.jpg", "--report", pdf)):
            run = assay(*words, env={"SOURCE_DATE_EPOCH": wrong})
            assert run.status == 2 and "SOURCE_DATE_EPOCH" in run.err and f"“{wrong}”" in run.err, (wrong, run.status, run.err)
            assert not pdf.exists(), wrong
    run = assay.json("report", case, "--out", pdf, env={"SOURCE_DATE_EPOCH": "now"})
    assert run.status == 2 and run.json["error"]["code"] == "DATE", run.out
    assert assay.json("verify", case).json["entries"] == entries
    for right in ("0", "253402300799"):
        assert assay.json("report", case, "--out", pdf, "--force", env={"SOURCE_DATE_EPOCH": right}).status == 0, right


@point
def an_imported_case_gives_the_same_bytes(assay):
    case = make_case(assay)
    env = {"SOURCE_DATE_EPOCH": "1700000000"}
    here = assay.home / "here.pdf"
    there = assay.home / "there.pdf"
    upto = assay.json("report", case, "--out", here, env=env).json["upto"]
    assert assay("export", case, "--out", assay.home / "bag").status == 0
    other = ["--store", assay.home / "other"]
    assert assay(*other, "import", assay.home / "bag").status == 0
    run = assay(*other, "report", case, "--out", there, "--upto", upto, "--no-run", env=env)
    assert run.status == 0, run.err
    assert here.read_bytes() == there.read_bytes()      # small pictures too
    pictures = assay.case_folder(case) / "results" / "thumbnails"
    names = {path.name for path in pictures.iterdir() if "-" in path.name}
    assert names and names == {path.name for path in (assay.home / "other" / case / "results" / "thumbnails").iterdir()}


@point
def what_is_run_later_does_not_change_an_earlier_report(assay):
    case = make_case(assay)
    env = {"SOURCE_DATE_EPOCH": "1700000000"}
    first = assay.home / "1.pdf"
    second = assay.home / "2.pdf"
    upto = assay.json("report", case, "--out", first, "--no-run", env=env).json["upto"]
    assert assay("run", "image", "--case", case, "--exhibit", "1").status == 0      # makes a thumbnail of its own
    assert assay("run", "metadata", "--case", case, "--exhibit", "1").status == 0
    assert assay.json("report", case, "--out", second, "--upto", upto, env=env).status == 0
    assert first.read_bytes() == second.read_bytes()


def png_with_comment(text):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)) + chunk(b"tEXt", b"Comment\0" + text)
            + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b""))


@point
def a_long_value_does_not_fill_pages(assay):
    words = [f"word{number:04}" for number in range(400)]
    case = assay.new_case("Long")
    assert assay("intake", case, assay.scratch("long.png", png_with_comment(" ".join(words).encode()))).status == 0
    for extra, shown, left in (([], None, None), (["--with", "all"], 133, 2399)):
        pdf = assay.home / "long.pdf"
        assert assay("report", case, "--out", pdf, "--force", *extra).status == 0
        text = " ".join(text_of(pdf).split())
        assert words[-1] not in text and words[200] not in text
        if shown:
            assert words[shown - 1] in text and f"{left} more characters, in the attached findings.json" in text, text


@point
def what_a_tool_answered_is_told(assay):
    case = assay.new_case("Answers")
    assert assay("intake", case, DEMO / "clip.mp4", "--no-check").status == 0
    run = assay("run", "cipher.encrypt", "--case", case, "--exhibit", "1", "--set", "key=abc", "--set", "transcode=true")
    assert run.status == 0, run.err
    pdf = assay.home / "answers.pdf"
    assert assay("report", case, "--out", pdf, "--no-run").status == 0
    text = " ".join(text_of(pdf).split())
    assert "Encoded anew with" in text and "libx265" in text
    assert "not a vetted cipher" in text


@point
def a_signed_report_verifies_and_a_changed_one_does_not(assay):
    case = make_case(assay)
    pdf = assay.home / "s.pdf"
    assert assay.json("report", case, "--out", pdf, "--sign").status == 0
    shown = subprocess.run(["pdfsig", str(pdf)], capture_output=True, text=True, env=assay.environment).stdout
    assert "Signature is Valid" in shown and "Total document signed" in shown, shown
    good = assay.json("report", "--verify", pdf)
    assert good.status == 0, good.out
    data = bytearray(pdf.read_bytes())
    data[len(data) // 3] ^= 1
    bad = assay.scratch("bad.pdf", bytes(data))
    assert assay.json("report", "--verify", bad).status in (3, 4)
    assert assay.json("report", "--verify", DEMO / "holiday.jpg").status == 3


@point
def what_stands_in_its_place_is_not_replaced(assay):
    case = make_case(assay)
    aim = assay.scratch("aim.pdf", b"aim")
    (assay.home / "link.pdf").symlink_to(aim)
    (assay.home / "dangling.pdf").symlink_to(assay.home / "nowhere")
    os.mkfifo(assay.home / "pipe.pdf")
    (assay.home / "folder.pdf").mkdir()
    for name in ("link.pdf", "dangling.pdf", "pipe.pdf", "folder.pdf"):
        for words in (("report", case, "--out"), ("check", DEMO / "holiday.jpg", "--report")):
            run = assay.json(*words, assay.home / name, timeout=60)
            assert run.status == 2, (words, name, run.status, run.err)
    assert aim.read_bytes() == b"aim" and (assay.home / "link.pdf").is_symlink()
    assert (assay.home / "pipe.pdf").is_fifo() and not (assay.home / "nowhere").exists()
    for place in ("missing/r.pdf", "aim.pdf/r.pdf"):
        assert assay.json("report", case, "--out", assay.home / place).status == 3, place
    assert assay.json("verify", case).status == 0


@point
def a_file_that_is_there_is_replaced_only_when_asked(assay):
    case = make_case(assay)
    pdf = assay.scratch("kept.pdf", b"kept")
    for words in (("report", case, "--out", pdf), ("check", DEMO / "holiday.jpg", "--report", pdf)):
        entries = assay.json("case", "show", case).json["entries"]
        refused = assay.json(*words)
        assert refused.status == 2 and refused.json["error"]["code"] == "EXISTS", refused.out
        assert "--force" in refused.err and refused.err.count("kept.pdf") == 1, refused.err
        assert pdf.read_bytes() == b"kept" and assay.json("case", "show", case).json["entries"] == entries
        assert assay.json(*words, "--force").status == 0
        assert pdf.read_bytes().startswith(b"%PDF")
        pdf.write_bytes(b"kept")
    (assay.home / "bag").mkdir()
    assert assay.json("export", case, "--out", assay.home / "bag").status == 2


@point
def a_file_that_may_not_grow_ends_in_an_error_and_nothing_half_made(assay):
    case = make_case(assay)
    before = set(assay.home.iterdir())
    for words in (("report", case, "--out", assay.home / "small.pdf"), ("export", case, "--out", assay.home / "bag"),
                  ("intake", case, DEMO / "clip.mp4")):
        command = [assay.program, "--store", str(assay.store), "--json", *map(str, words)]
        run = subprocess.run(["bash", "-c", 'ulimit -f 40; exec "$@"', "bash", *command], capture_output=True, text=True,
                             env=assay.environment, timeout=120)
        assert run.returncode == 5, (words, run.returncode, run.stderr)
    assert set(assay.home.iterdir()) == before, set(assay.home.iterdir()) - before
    verified = assay.json("verify", case)
    assert verified.status == 0, verified.out


@point
def verifying_says_what_holds_and_what_does_not(assay):
    case = make_case(assay)
    plain, signed = assay.home / "plain.pdf", assay.home / "signed.pdf"
    for words in ((plain,), (signed, "--sign")):
        assert assay.json("report", case, "--out", *words).status == 0
    run = assay("report", "--verify", signed)
    assert run.status == 0 and "Verified: " in run.out and run.out.count("  holds: ") == 5, run.out
    assert "tampering" not in run.out and "original" not in run.out
    run = assay("report", "--verify", plain)
    assert run.status == 4 and "Unsigned: the hashes are consistent" in run.out, run.out
    assert "not proven:    The report is signed" in run.out and run.out.count("  holds: ") == 4, run.out
    data = signed.read_bytes()
    bad = assay.scratch("bad.pdf", data.replace(b"/Producer (", b"/Producer [", 1) + b"\n")
    run = assay("report", "--verify", bad)
    assert run.status == 4 and "Verification failed" in run.out and "does not hold: The report is signed" in run.out, run.out
    # Without signature and ledger there is nothing that could hold.
    quick = assay.home / "quick.pdf"
    assert assay("check", DEMO / "holiday.jpg", "--report", quick).status == 0
    run = assay("report", "--verify", quick)
    assert run.status == 4 and "Nothing proven" in run.out, run.out
    receipt = assay.home / "r.receipt"
    assert assay("receipt", case, 1, "--out", receipt).status == 0
    run = assay("receipt", "--verify", receipt, "--original", DEMO / "holiday.jpg")
    assert run.status == 0 and "holds:         The file is the one that was handed in" in run.out, run.out
    assert "not proven:    The key is one that you know" in run.out and "not checked:   The name" in run.out, run.out
    assert assay("receipt", "--verify", receipt, "--original", DEMO / "evening.jpg").status == 4


@point
def a_report_examines_what_was_not_examined(assay):
    case = make_case(assay)
    assert assay.json("intake", case, DEMO / "clip.mp4").status == 0
    entries = lambda: assay.json("case", "show", case).json["entries"]
    before = entries()
    bare = assay("report", case, "--out", assay.home / "bare.pdf", "--no-run")
    assert bare.status == 0 and "examinations are missing in it" in bare.out, bare.out
    assert entries() == before + 1  # its own entry
    full = assay("report", case, "--out", assay.home / "full.pdf")
    assert full.out.index("are run and recorded first") < full.out.index("were run for the report"), full.out
    assert full.status == 0 and "examinations were run for the report" in full.out, full.out
    ran = entries() - before - 2
    assert ran >= 9, ran  # metadata, structure and picture of three files
    again = assay("report", case, "--out", assay.home / "again.pdf")
    assert again.status == 0 and "were run" not in again.out and entries() == before + ran + 3
    assert assay("timestamp", "request", case, "--out", assay.home / "head.tsq").status == 0
    assert assay("report", case, "--out", assay.home / "anchored.pdf").status == 0
    anchored = text_of(assay.home / "anchored.pdf")
    assert "checkpoint.anchor" in anchored  # in one piece
    assert "depth quick" in anchored and "depth\":" not in anchored, "settings are pairs"
    lacks, has = text_of(assay.home / "bare.pdf"), text_of(assay.home / "full.pdf")
    assert "Annex A: metadata" in has and has.count("Kind of file") == 3 and "Kind of file" not in lacks
    pictures = lambda name: subprocess.run(["pdfimages", "-list", assay.home / name], capture_output=True, text=True).stdout
    assert len(pictures("full.pdf").splitlines()) >= 2 + 3, pictures("full.pdf")
    assert assay.json("verify", case).status == 0


@point
def sections_are_short_unless_asked_for(assay):
    case = assay.new_case("Forms")
    assert assay("intake", case, DEMO / "holiday.jpg").status == 0
    pages = {}
    for name, words in {"short": (), "one": ("--with", "metadata"), "two": ("--with", "metadata,annex-structure"),
                        "all": ("--with", "all"), "none": ("--without", "metadata,annex-structure")}.items():
        run = assay.json("report", case, "--out", assay.home / f"{name}.pdf", *words)
        assert run.status == 0, run.err
        pages[name] = run.json["pages"]
    assert pages["none"] <= pages["short"] < pages["one"] <= pages["two"] < pages["all"], pages
    short, everything = (" ".join(text_of(assay.home / f"{name}.pdf").split()) for name in ("short", "all"))
    assert "Fingerprint of the quantisation tables" in everything and "jpeg.dqt" not in everything, "titles, not names"
    assert "exif.ifd0" not in everything and "file.extension" not in everything
    assert "In short form" in short and "--with" in short and "findings.json" in short
    left = " ".join(text_of(assay.home / "none.pdf").split())
    assert "Left out by choice Annex: metadata" in left and "Annex A" not in left
    for words, names in {("--with", "nonsense"): ("metadata", "all"), ("--with", "glossary"): ("annex-metadata",),
                         ("--without", "metadata,x"): ("identification", "annex-forms"),
                         ("--text", "name=x"): ("question", "reviewer"), ("--text", "question"): ("question",)}.items():
        run = assay("report", case, "--out", assay.home / "no.pdf", *words)
        assert run.status == 2 and not (assay.home / "no.pdf").exists(), (words, run.status)
        assert all(name in run.err for name in names), (words, run.err)


@point
def an_entry_that_is_not_there(assay):
    case = make_case(assay)
    assert assay.json("report", case, "--out", assay.home / "x.pdf", "--upto", 999999).status == 2
    assert assay.json("report", case, "--out", assay.home / "x.pdf", "--upto", 0).status == 2
    bare = assay("report", case)
    assert bare.status == 2, (bare.status, bare.err)


def alter(assay, case, original):
    """Changes one byte of the kept copy of @original."""
    kept = next(path for path in (assay.case_folder(case) / "vault" / "objects").rglob("*")
                if path.is_file() and path.read_bytes() == original.read_bytes())
    data = bytearray(kept.read_bytes())
    data[5000] ^= 1
    kept.chmod(0o600)
    kept.write_bytes(data)


@point
def altered_evidence_is_said_on_page_one_and_in_the_conclusion(assay):
    case = make_case(assay)
    pdf = assay.home / "r.pdf"
    assert assay.json("report", case, "--out", pdf, "--no-run").status == 0
    assert "not intact" not in text_of(pdf) and "Warning" not in text_of(pdf)
    alter(assay, case, DEMO / "holiday.jpg")
    assert assay.json("verify", case).status == 4
    failed = assay("run", "integrity", "--case", case, "--exhibit", "1")
    assert failed.status != 0, failed.out
    assert assay.json("report", case, "--out", pdf, "--no-run", "--force").status == 0
    first, whole = (" ".join(text_of(pdf, *pages).split()) for pages in (("-l", "1"), ()))
    warning = "the bytes kept in the case are no longer those that were taken in"
    assert first.count(warning) == 1 and "it found 1 difference. This case is not intact." in first, first
    conclusion = whole[whole.rindex("9 Conclusion"):whole.rindex("10 Limitations")]
    assert conclusion.count(warning) == 1 and "This case is not intact." in conclusion, conclusion
    # The run that failed since stands among the runs; the answer is that of the one before.
    assert "No obvious signs of tampering detected" in first and "No conclusion possible" not in first, first
    assert whole.count("Failed") == 1, whole


@point
def a_deleted_exhibit_keeps_its_answer(assay):
    case = make_case(assay)
    before, after = assay.home / "before.pdf", assay.home / "after.pdf"
    assert assay("report", case, "--out", before, "--upto", "4").status == 0
    assert assay.json("erase", case, "1", "--reason", "asked for").status == 0
    # Of an earlier entry: the same words, without the small picture that went with the file.
    assert assay("report", case, "--out", after, "--upto", "4").status == 0
    words = text_of(before).split()
    words.remove("blurred")
    assert text_of(after).split() == words, set(words) ^ set(text_of(after).split())
    assert assay("run", "integrity", "--case", case, "--exhibit", "1").status != 0
    pdf = assay.home / "r.pdf"
    assert assay.json("report", case, "--out", pdf, "--no-run").status == 0
    first = text_of(pdf, "-l", "1")
    assert "No obvious signs of tampering detected" in first and "No conclusion" not in first, first


@point
def notes_stand_as_they_were_given_and_by_whom(assay):
    case = assay.json("case", "new", "--title", "Notes", "--examiner", "Ada Winter").json["case"]
    assert assay.json("intake", case, DEMO / "holiday.jpg", "--note", "Handed over on a stick").status == 0
    assert assay.json("note", case, "Seen by the second examiner", "--exhibit", "1").status == 0
    pdf = assay.home / "n.pdf"
    assert assay.json("report", case, "--out", pdf, "--no-run").status == 0
    text = " ".join(text_of(pdf).split())
    exhibits = text[text.rindex("4 Exhibits"):text.rindex("5 Custody")]
    assert "Note at intake Handed over on a stick" in exhibits, exhibits
    assert "Later note Seen by the second examiner (20" in exhibits and "UTC, ledger entry " in exhibits, exhibits
    assert "Received by Ada Winter" in exhibits, exhibits
    hidden = assay.home / "h.pdf"
    assert assay.json("report", case, "--out", hidden, "--no-run", "--redacted").status == 0
    assert "Seen by" not in text_of(hidden) and "on a stick" not in text_of(hidden)
    where = "can be recomputed from the full version only"
    assert where in " ".join(text_of(hidden).split()) and where not in text, "the redacted version has no results"


@point
def the_summary_is_one_page_whatever_it_takes(assay):
    """Long names and a few exhibits: cards take more room than there is, in English and more so in German."""
    case = assay.json("case", "new", "--title", "A title that is long enough to go over the end of its line, " * 3).json["case"]
    for name in ("a", "b", "c"):
        long = assay.scratch(f"{name * 200}.jpg", (DEMO / "holiday-with-something-behind.jpg").read_bytes())
        assert assay.json("intake", case, long).status == 0
    for language in ("en", "de"):
        pdf = assay.home / f"{language}.pdf"
        assert assay("report", case, "--out", pdf, "--no-run", env={"LANGUAGE": language, "LC_ALL": "C.UTF-8"}).status == 0
        second = text_of(pdf, "-f", "2", "-l", "2").split()
        assert second[0] in ("Contents", "Inhalt"), (language, second[:20])


@point
def many_exhibits_have_type_size_and_reason_each(assay):
    case = make_case(assay)
    assert assay.json("intake", case, DEMO / "clip.mp4").status == 0
    broken = assay.scratch("broken.bin", bytes(range(7)) * 50)
    assay.json("intake", case, broken)
    pdf = assay.home / "m.pdf"
    assert assay.json("report", case, "--out", pdf, "--no-run").status == 0
    first = " ".join(text_of(pdf, "-l", "1").split())
    assert first.count("image/jpeg") == 2 and first.count("video/mp4") == 1 and "350" in first, first
    assert "No conclusion possible: " in first, first
    assert "Checkpoint of the case ledger" in first, "page 1 is one page"
    assert "video/mp4 · 242.8 kB · 0.2 s" in first, first
    pictures = subprocess.run(["pdfimages", "-list", "-l", "1", pdf], capture_output=True, text=True).stdout
    assert len(pictures.splitlines()) >= 2 + 2 and "The pictures are blurred on purpose." in first, (pictures, first)
    alter(assay, case, DEMO / "holiday.jpg")
    assert assay.json("verify", case).status == 4
    assert assay.json("report", case, "--out", pdf, "--no-run", "--force").status == 0
    first = " ".join(text_of(pdf, "-l", "1").split())
    assert "Warning: the bytes kept are no" in first and "Checkpoint of the case ledger" in first, first


@point
def several_hands_are_told_apart(assay):
    case = make_case(assay)
    pdf = assay.home / "k.pdf"
    assert assay.json("report", case, "--out", pdf, "--no-run").status == 0
    alone = text_of(pdf)
    assert "Key 1" not in alone and "Signed by key" in alone and "Entries by" in alone
    old, new = (assay("key", "examiner", *words).out.split()[0] for words in ((), ("--rotate",)))
    assert old != new
    assert assay("case", "key", case, "--change", "--reason", "a new notebook").status == 0
    assert assay("note", case, "by the other key").status == 0
    assert assay.json("report", case, "--out", pdf, "--no-run", "--force").status == 0
    both = " ".join(subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, text=True, check=True).stdout.split())
    for part in (f"{old}, entries 1 to ", f"the key {new} may sign from here on; reason: a new notebook",
                 f"the key {old} signs nothing", "by the other key", ", key 1", ", key 2"):
        assert part in both, (part, both)


@point
def a_quick_check_claims_no_more_than_it_proves(assay):
    pdf = assay.home / "q.pdf"
    run = assay("check", DEMO / "evening.jpg", "--report", pdf)
    digest = hashlib.sha256(pdf.read_bytes()).hexdigest()
    assert f"not signed\n  SHA-256 {digest}" in run.out, run.out
    text = " ".join(text_of(pdf).split())
    assert "pdfsig" not in text and "Anybody can check this report" not in text, text
    pages = int(next(line.split()[1] for line in subprocess.run(["pdfinfo", pdf], capture_output=True, text=True).stdout.splitlines()
                     if line.startswith("Pages")))
    assert pages <= 5 and "not stated" not in text and "duty is to the court" not in text and "section 1" not in text, (pages, text)
    assert "What to do next" in text and "Words used here" in text
    assert "The report itself is not signed" in text and "sha256sum REPORT.pdf" in text, text
    assert assay.json("report", "--verify", pdf).status == 4


@point
def each_reason_of_page_one_names_its_file_and_what_is_gone_is_said(assay):
    case = assay.new_case()
    files = ["holiday.jpg", "evening.jpg", "clip-cut.mp4", "holiday-with-something-behind.jpg"]
    assay.json("intake", case, *(DEMO / name for name in files))
    assert assay("erase", case, 2, "--reason", "asked for").status == 0
    shown = assay("verify", case)
    assert shown.status == 0 and "1 exhibit was deleted or given up on purpose" in shown.out, shown.out
    pdf = assay.home / "a.pdf"
    assert assay("report", case, "--out", pdf).status == 0
    first = text_of(pdf, "-l", "1")
    reasons = " ".join(first.split("Strongest reasons")[1].split("What this does not show")[0].split())
    assert "Exhibit 4: holiday-with-something-behind.jpg." in reasons, reasons
    assert reasons.count("[F") == reasons.count("Exhibit "), reasons
    assert "No longer kept here (section 4 says why): exhibit 2" in " ".join(first.split()), first


def swept(assay):
    """A case whose only exhibit, a marked table, went through a robustness test with many figures and long numbers."""
    rows = "\n".join(f"2021-01-01T00:{i // 60:02}:{i % 60:02},{200 + 7 * (i * i % 31)}.{i % 10}" for i in range(600))
    plain = assay.scratch("plain.csv", f"time,value\n{rows}\n".encode())
    marked = assay.home / "marked.csv"
    key = ("--set", "key=open sesame")
    run = assay("run", "series.embed", plain, *key, "--set", "mark=0123456789abcdef", "--out", marked)
    assert run.status == 0, run.err
    case = assay.new_case()
    assay.json("intake", case, marked)
    run = assay("run", "series.robustness", "--case", case, "--exhibit", 1, *key, "--set", "runs=1")
    assert run.status == 0, run.err
    return case


@point
def a_robustness_test_fills_no_fifty_pages(assay):
    """And in its narrow columns no number and no word of a heading is broken: “Beweisst-ück”, “128.00-00”."""
    case = swept(assay)
    short, full = assay.home / "short.pdf", assay.home / "full.pdf"
    assert assay("report", case, "--out", short).status == 0
    assert assay("report", case, "--out", full, "--with", "findings").status == 0
    figures = [len(re.findall(r"Tool\s+series\.robustness", text_of(pdf))) for pdf in (short, full)]
    left = re.search(r"(\d+) further figures are in the long form", text_of(short))
    assert figures[0] == 6 and figures[1] == 6 + int(left[1]), (figures, left)
    german = assay.home / "de.pdf"
    assert assay("report", case, "--out", german, env={"LANGUAGE": "de", "LC_ALL": "C.UTF-8"}).status == 0
    words = set(text_of(german).split())
    assert "Beweisstück" in words and not words & {"Beweisst", "Beweisstü", "Eintra"}, words & {"Beweisst", "Eintra"}
    strengths = re.findall(r"^ *\S+ +(\d+\.\d+) +% +1 ", text_of(german), re.MULTILINE)
    assert strengths and all(re.fullmatch(r"\d+\.\d{2}", number) for number in strengths), strengths


finish()
