"""`case known`: recordings that are known to be genuine, and what compares with them."""
import hashlib
import math
import random
import shutil
import struct
import subprocess
import wave

from harness import finish, point

RATE = 16000


def sound(path, seed):
    noise = random.Random(seed)
    values = [int(6000 * noise.uniform(-1, 1) * (0.05 + math.sin(i / 2500) ** 4)) for i in range(2 * RATE)]
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(struct.pack(f"<{len(values)}h", *values))
    return path


def case_with(assay, n):
    case = assay.new_case("T")
    for i in range(n):
        assert assay("intake", case, sound(assay.home / f"s{i}.wav", i), "--no-check").status == 0
    return case


def known(assay, case):
    return [(k["exhibit"], k["subject"]) for k in assay.json("case", "known", "list", case).json["known"]]


@point
def exhibits_become_known_and_are_taken_back(assay):
    case = case_with(assay, 3)
    assert known(assay, case) == []
    assert assay("case", "known", "add", case, "--exhibit", "3", "--subject", "Ada, telephone").status == 0
    assert assay("case", "known", "add", case, "--exhibit", "1", "--subject", "Ada").status == 0
    assert assay("case", "known", "add", case, "--exhibit", "1", "--subject", "Eve").status == 0
    assert known(assay, case) == [(1, "Eve"), (3, "Ada, telephone")]
    assert assay("case", "known", "remove", case, "--exhibit", "1").status == 0
    assert known(assay, case) == [(3, "Ada, telephone")]
    for wrong in (("add", case, "--exhibit", "9", "--subject", "N"), ("add", case, "--exhibit", "2", "--subject", ""),
                  ("add", case, "--exhibit", "2"), ("remove", case, "--exhibit", "1"), ("add", case, "--subject", "N"),
                  ("add", case, "--exhibit", "2", "--subject", "x" * 1025), ("remove", case, "--exhibit", "3", "--subject", "N")):
        assert assay("case", "known", *wrong).status != 0, wrong
    assert known(assay, case) == [(3, "Ada, telephone")]
    assert assay("verify", case).status == 0
    bag = assay.home / "bag"
    assert assay("export", case, "--out", bag).status == 0
    ledger = next(bag.rglob("ledger.jsonl")).read_bytes()
    assert ledger.count(b'"enrol"') == 4 and b"Ada" not in ledger, "who speaks is committed to, not written"


@point
def a_run_compares_with_what_is_known(assay):
    case = case_with(assay, 3)
    for number in ("1", "2"):
        assert assay("case", "known", "add", case, "--exhibit", number, "--subject", "Ada").status == 0

    def references(*more, exhibit="3"):
        run = assay.json("run", "replay.score", "--case", case, "--exhibit", exhibit, *more)
        assert run.status == 0, run.err
        tables = [t for t in run.json["tables"] if t["id"] == "references"]
        return [row[0] for row in tables[0]["rows"]] if tables else []

    assert references() == ["s0.wav", "s1.wav"], "one subject is taken by itself"
    assert references(exhibit="2") == ["s0.wav"], "never with itself"
    assert references("--input", f"reference={assay.home / 's1.wav'}") == ["s1.wav"], "--input has the last word"
    assert assay("erase", case, "1", "--reason", "test").status == 0
    assert references() == ["s1.wav"], "bytes that are gone cannot be compared with"
    assert assay("case", "known", "add", case, "--exhibit", "1", "--subject", "Ada").status != 0
    assert assay("verify", case).status == 0


@point
def recordings_of_several_are_never_mixed(assay):
    case = case_with(assay, 5)
    for number, subject in (("1", "Ada"), ("2", "Ada"), ("3", "Bob")):
        assert assay("case", "known", "add", case, "--exhibit", number, "--subject", subject).status == 0

    def score(*more, exhibit="4"):
        return assay.json("run", "replay.score", "--case", case, "--exhibit", exhibit, *more)

    def compared(run):
        assert run.status == 0, run.err
        names = [row[0] for t in run.json["tables"] if t["id"] == "references" for row in t["rows"]]
        assert [f"s{k['exhibit'] - 1}.wav" for k in run.json.get("known", [])] == names, run.json.get("known")
        return names

    asked = score()
    assert asked.status == 2 and "“Ada”, “Bob”" in asked.json["error"]["message"], asked.json
    assert compared(score("--known", "Bob")) == ["s2.wav"]
    assert score("--known", "Bob").json["known"] == [{"exhibit": 3, "subject": "Bob"}]
    assert compared(score("--known", "Ada")) == ["s0.wav", "s1.wav"]
    assert compared(score("--known", "")) == []
    assert compared(score(exhibit="1")) == ["s1.wav"], "a known recording is compared with those of its own subject"
    assert compared(score(exhibit="3")) == [], "or with none"
    unknown = score("--known", "Eve")
    assert unknown.status != 0 and "“Eve”" in unknown.json["error"]["message"], unknown.json
    text = assay("run", "replay.score", "--case", case, "--exhibit", "4", "--known", "Bob").out
    assert "compared with exhibit 3, known to be of Bob" in text, text
    assert assay("run", "replay.score", assay.home / "s4.wav", "--known", "Ada").status == 2
    ledger = assay.home / "bag"
    assert assay("export", case, "--out", ledger).status == 0
    assert b"Ada" not in next(ledger.rglob("ledger.jsonl")).read_bytes(), "who was compared with is not in clear either"
    if shutil.which("pdftotext") is None:
        return
    for words in ((), ("--redacted",)):
        pdf = assay.home / f"report{len(words)}.pdf"
        assert assay("report", case, "--out", pdf, *words).status == 0
        lines = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
        flat = " ".join(lines.split())
        name = "[redacted]" if words else "Ada"
        assert "known to be genuine, of" in flat and f"{name} (exhibits: 1, 2)" in flat, flat
        hashes = [hashlib.sha256((assay.home / f"s{i}.wav").read_bytes()).hexdigest()[:16] for i in (0, 1, 2)]
        assert f"Referencerecordings:{hashes[0]},{hashes[1]}" in "".join(lines.split()), "no caption names both references"
        assert f"Referencerecordings:{hashes[2]}" in "".join(lines.split()), "no caption names the other reference"
        assert words or "Bob (exhibits: 3)" in flat, "a comparison with others is not hidden by a later one"
        assert not words or "Bob" not in flat, flat


finish()
