"""`case recipients`: who received which marked copy."""
import hashlib
import random
import subprocess
import wave

from harness import finish, point


@point
def recipients_are_kept_and_found(assay):
    case = assay.new_case("T")
    copy = assay.home / "copy.bin"
    copy.write_bytes(b"a marked copy")
    first = assay("case", "recipients", "add", case, "--name", "Ada", "--contact", "ada@example.org", "--mark",
                  "0123456789ABCDEF", "--copy", copy)
    assert first.status == 0, first.err
    assert assay("case", "recipients", "add", case, "--name", "Bob", "--mark", "ffff").status == 0
    taken = assay("case", "recipients", "add", case, "--name", "Eve", "--mark", "0123456789abcdef")
    assert taken.status != 0 and "Ada" in taken.err
    for wrong in (("--mark", "xyz"), ("--mark", "12"), ("--mark", "abcd", "--exhibit", "9")):
        assert assay("case", "recipients", "add", case, "--name", "N", *wrong).status != 0
    listed = assay.json("case", "recipients", "list", case).json["recipients"]
    assert [(r["name"], r["mark"]) for r in listed] == [("Ada", "0123456789abcdef"), ("Bob", "ffff")]
    assert listed[0]["sha256"] == hashlib.sha256(b"a marked copy").hexdigest()
    assert listed[0]["contact"] == "ada@example.org" and listed[0]["time"]
    found = assay.json("case", "recipients", "find", case, "0123456789ABCDEF").json["recipients"]
    assert len(found) == 1 and found[0]["name"] == "Ada"
    assert assay.json("case", "recipients", "find", case, "0000").json["recipients"] == []
    assert assay("verify", case).status == 0


def make_wav(path, seconds=8, rate=44100):
    numbers = random.Random(1)
    low = 0.0
    data = bytearray()
    for _ in range(seconds * rate):
        low = 0.9 * low + numbers.gauss(0, 0.05)
        data += int(max(-0.99, min(0.99, low)) * 32767).to_bytes(2, "little", signed=True)
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 2, rate, 0, "NONE", ""))
        out.writeframes(bytes(data))
    return path


@point
def a_found_copy_names_who_had_it(assay):
    mark = "0123456789abcdeffedcba9876543210"
    case = assay.new_case("T")
    marked = assay.home / "m.wav"
    made = assay("run", "audio.embed", make_wav(assay.home / "a.wav"), "--set", "key=k", "--set", f"mark={mark}", "--set",
                 "trials=false", "--out", marked)
    assert made.status == 0, made.err
    assert assay("case", "recipients", "add", case, "--name", "Ada", "--mark", mark, "--copy", marked).status == 0
    assert assay("intake", case, marked, "--no-check").status == 0
    read = assay("run", "audio.extract", "--case", case, "--exhibit", "1", "--set", "key=k")
    assert read.status == 0 and "recipient: Ada" in read.out, (read.out, read.err)
    other = assay("run", "audio.extract", "--case", case, "--exhibit", "1", "--set", "key=other")
    assert other.status == 0 and "recipient" not in other.out


@point
def the_report_names_who_had_it(assay):
    """By the register as it was: who is written into it later is not in the report of an earlier entry."""
    mark = "0123456789abcdeffedcba9876543210"
    case = assay.new_case("T")
    marked = assay.home / "m.wav"
    assay("run", "audio.embed", make_wav(assay.home / "a.wav"), "--set", "key=k", "--set", f"mark={mark}", "--set", "trials=false",
          "--out", marked)
    assert assay("intake", case, marked, "--no-check").status == 0
    assert assay("case", "recipients", "add", case, "--name", "Ada", "--mark", "ffff").status == 0
    assert assay("run", "audio.extract", "--case", case, "--exhibit", "1", "--set", "key=k").status == 0
    pdf = assay.home / "r.pdf"
    env = {"SOURCE_DATE_EPOCH": "1700000000"}

    def report(*more):
        pdf.unlink(missing_ok=True)
        made = assay.json("report", case, "--out", pdf, "--no-run", *more, env=env)
        assert made.status == 0, made.err
        text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
        return made.json["upto"], pdf.read_bytes(), " ".join(text.split())

    upto, before, text = report()
    assert "copy 2 of the register" not in text
    assert assay("case", "recipients", "add", case, "--name", "Bob", "--mark", mark).status == 0
    _, _, text = report()
    assert "Bob, copy 2 of the register" in text, text
    assert report("--upto", upto)[1] == before


@point
def each_recipient_gets_a_copy(assay):
    case = assay.new_case("T")
    source = make_wav(assay.home / "a.wav")
    assert assay("intake", case, source, "--no-check").status == 0
    people = assay.home / "people.txt"
    people.write_text("Ada Lovelace, ada@example.org\n\nBob/../x\n")
    folder = assay.home / "copies"
    folder.mkdir()
    words = ("case", "recipients", "copies", case, "--exhibit", "1", "--tool", "audio.embed", "--list", people, "--folder",
             folder, "--set", "key=k", "--set", "trials=false")
    made = assay.json(*words)
    assert made.status == 0, made.err
    people_made = made.json["recipients"]
    assert [r["name"] for r in people_made] == ["Ada Lovelace", "Bob/../x"]
    assert people_made[0]["contact"] == "ada@example.org"
    assert len({r["mark"] for r in people_made}) == 2 and all(len(r["mark"]) == 32 for r in people_made)
    files = sorted(path.name for path in folder.iterdir())
    assert files == sorted(f"{name}-{r['mark']}.wav" for name, r in zip(("Ada_Lovelace", "Bob____x"), people_made)), files
    for recipient in people_made:
        copy = folder / recipient["path"].rsplit("/", 1)[1]
        assert hashlib.sha256(copy.read_bytes()).hexdigest() == recipient["sha256"]
    assert assay("intake", case, copy, "--no-check").status == 0
    read = assay.json("run", "audio.extract", "--case", case, "--exhibit", "2", "--set", "key=k")
    assert read.json["recipient"]["name"] == "Bob/../x" and read.json["recipient"]["mark"] == recipient["mark"]
    other = assay.json("run", "audio.extract", "--case", case, "--exhibit", "1", "--set", "key=k")
    assert "recipient" not in other.json
    assert assay("verify", case).status == 0
    # A list without names, a tool without marks, an exhibit that is not there: nothing is made.
    people.write_text("\n , nobody\n")
    assert assay.json(*words).status == 2
    people.write_bytes(b"Ada\r\n\r\n, nobody\r\n")
    refused = assay.json(*words)
    assert refused.status == 2 and "Line 3 of the list" in refused.json["error"]["message"], refused.json
    assert assay.json(*(word if word != "audio.embed" else "audio.extract" for word in words)).status == 2
    people.write_text("Eve\n")
    assert assay.json(*(word if word != "1" else "9" for word in words)).status != 0
    assert len(list(folder.iterdir())) == 2


finish()
