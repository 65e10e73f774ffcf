"""`case known`: recordings that are known to be genuine, and what compares with them."""
import math
import random
import struct
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

    assert references() == ["s0.wav", "s1.wav"]
    assert references(exhibit="2") == ["s0.wav"], "never with itself"
    assert references("--input", f"reference={assay.home / 's1.wav'}") == ["s1.wav"], "--input has the last word"
    assert assay("erase", case, "1", "--reason", "test").status == 0
    assert references() == ["s1.wav"], "bytes that are gone cannot be compared with"
    assert assay("case", "known", "add", case, "--exhibit", "1", "--subject", "Ada").status != 0
    assert assay("verify", case).status == 0


finish()
