"""Custody beyond one key and one machine: keys that change, receipts, retention, time stamps, exports that come back."""
import hashlib
import os
import re
import sqlite3
import subprocess

from authority import Authority
from harness import DEMO, finish, point


def script(*words):
    return subprocess.run(["bash", *map(str, words)], capture_output=True, text=True)


@point
def a_case_goes_over_to_a_new_key(assay):
    case = assay.new_case()
    assert assay.json("intake", case, DEMO / "holiday.jpg", "--no-check").status == 0
    old = assay.home / "old.pem"
    new = assay.home / "new.pem"
    before = assay.json("key", "examiner", "--out", old).json["key"]
    after = assay.json("key", "examiner", "--rotate", "--out", new).json["key"]
    assert before != after
    refused = assay.json("intake", case, DEMO / "clip.mp4")
    assert refused.status == 3 and refused.json["error"]["code"] == "KEY", refused.out
    changed = assay.json("case", "key", case, "--change", "--reason", "new laptop")
    assert changed.status == 0, changed.err
    assert [(k["key"], k["retired"] > 0) for k in changed.json["keys"]] == [(before, True), (after, False)]
    assert assay.json("case", "key", case, "--change").status == 2
    assert assay.json("intake", case, DEMO / "clip.mp4", "--no-check").status == 0
    assert assay.json("verify", case).status == 0
    pdf = assay.home / "r.pdf"
    assert assay.json("report", case, "--out", pdf, "--sign").status == 0
    checked = assay.json("report", "--verify", pdf)
    assert checked.status == 0, checked.out
    folder = assay.home / "attached"
    folder.mkdir()
    subprocess.run(["pdfdetach", "-saveall", "-o", folder, pdf], check=True, capture_output=True)
    names = ["ledger.jsonl", "ledger.sig", "examiner.pub.pem", "checkpoint.note"]
    run = script(folder / "verify.sh", *(folder / name for name in names))
    assert run.returncode == 0 and run.stdout.startswith("OK: "), run.stdout + run.stderr
    assert "the checkpoint over" in run.stdout, run.stdout
    plain = subprocess.run(["sh", folder / "verify.sh"], capture_output=True, text=True)
    assert plain.returncode == 2 and plain.stdout.startswith("usage: "), plain.stdout + plain.stderr
    bag = assay.home / "bag"
    assert assay("export", case, "--out", bag).status == 0
    for key in (old, new):
        run = script(bag / "verify.sh", key)
        assert run.returncode == 0 and "2 signed in all" in run.stdout, run.stdout + run.stderr


@point
def another_key_of_nobody_is_refused_by_the_script(assay):
    case = assay.new_case()
    assert assay.json("key", "examiner", "--rotate").status == 0
    assert assay.json("case", "key", case, "--change").status == 0
    bag = assay.home / "bag"
    assert assay("export", case, "--out", bag).status == 0
    stranger = assay.home / "stranger.pem"
    assay.json("key", "examiner", "--rotate", "--out", stranger)
    run = script(bag / "verify.sh", stranger)
    assert run.returncode == 1 and "FAIL" in run.stdout, run.stdout


@point
def a_locked_key_rotates_with_its_passphrase(assay):
    case = assay.new_case()
    word = assay.scratch("word", b"second\n")
    assert assay.json("key", "examiner", "--rotate", "--new-passphrase-file", word).status == 0
    assert assay.json("key", "examiner").status == 3
    empty = assay.scratch("empty", b"")
    assert assay.json("--passphrase-file", word, "case", "key", case, "--change",
                      "--old-passphrase-file", empty).status == 0
    assert assay.json("--passphrase-file", word, "intake", case, DEMO / "holiday.jpg", "--no-check").status == 0
    assert assay.json("verify", case).status == 0


@point
def a_changed_row_costs_no_bytes(assay):
    case = assay.new_case()
    assert assay.json("intake", case, DEMO / "holiday.jpg", DEMO / "clip.mp4").status == 0
    objects = assay.case_folder(case) / "vault" / "objects"
    before = sorted(p.name for p in objects.rglob("*") if p.is_file())
    for change in ("UPDATE exhibit SET state='erased' WHERE item=1", "DELETE FROM exhibit WHERE item=1"):
        with sqlite3.connect(assay.case_folder(case) / "case.db") as rows:
            rows.execute(change)
        run = assay.json("verify", case)
        assert run.status == 4 and run.json["findings"], change
        assert sorted(p.name for p in objects.rglob("*") if p.is_file()) == before, change


@point
def a_checkpoint_file_that_was_taken_away_is_named(assay):
    case = assay.new_case()
    assert assay.json("intake", case, DEMO / "holiday.jpg").status == 0  # its last entry is that of the check
    assert assay.json("verify", case).status == 0
    notes = sorted((assay.case_folder(case) / "anchors").glob("*.note"))
    assert notes, "an intake ends with a checkpoint that can be taken away"
    for note in notes:
        text = note.read_bytes()
        note.unlink()
        run = assay.json("verify", case)
        assert run.status == 4 and [f["code"] for f in run.json["findings"]] == ["anchor"], run.out
        assert f"anchors/{note.name}" in run.json["findings"][0]["detail"], run.out
        note.write_bytes(text)
    assert assay.json("verify", case).status == 0


@point
def a_receipt_proves_one_intake(assay):
    case = assay.new_case()
    folder = assay.home / "receipts"
    below_a_file = DEMO / "holiday.jpg" / "receipts"
    assert assay.json("intake", case, DEMO / "holiday.jpg", "--receipts", below_a_file).status != 0
    assert assay.json("case", "show", case).json["exhibits"] == []      # refused before anything is taken in
    entries = assay.json("case", "show", case).json["entries"]
    assert assay.json("receipt", case, 1, "--out", folder / "nowhere" / "r").status != 0
    assert assay.json("case", "show", case).json["entries"] == entries
    photo = DEMO / "holiday.jpg"
    assert assay.json("intake", case, photo, DEMO / "clip.mp4", "--no-check", "--receipts", folder).status == 0
    receipts = sorted(folder.iterdir())
    assert len(receipts) == 2
    key = assay.json("key", "examiner").json["key"]
    good = assay.json("receipt", "--verify", receipts[0], "--original", photo, "--key", key)
    assert good.status == 0, good.out
    assert good.json["answers"]["name"] == "holiday.jpg" and good.json["findings"] == []
    rules = lambda run: [f["rule"] for f in run.json["findings"]]
    other = assay.json("receipt", "--verify", receipts[0], "--original", DEMO / "clip.mp4")
    assert other.status == 4 and "RCP-05" in rules(other), other.out
    stranger = assay.json("receipt", "--verify", receipts[0], "--key", "ed25519:0123456789abcdef")
    assert stranger.status == 4 and rules(stranger) == ["RCP-06"], stranger.out
    forged = assay.scratch("forged", receipts[0].read_bytes().replace(b'"item":1', b'"item":3'))
    run = assay.json("receipt", "--verify", forged)
    assert run.status == 4 and {"RCP-01", "RCP-03"} <= set(rules(run)), run.out
    assert assay.json("receipt", "--verify", photo).status == 3
    again = assay.home / "again"
    assert assay.json("receipt", case, 1, "--out", again).status == 0
    assert b"\nname " not in again.read_bytes()
    assert assay.json("receipt", case, 1, "--out", again).status == 2
    assert assay.json("receipt", case, 7, "--out", assay.home / "none").status == 3
    assert assay.json("verify", case).status == 0


@point
def a_retention_period_is_kept_and_shown(assay):
    case = assay.new_case()
    assert assay.json("intake", case, DEMO / "holiday.jpg", DEMO / "clip.mp4", "--no-check").status == 0
    assert assay.json("case", "retention", case).json == {"case": case, "retain_until": "", "overdue": False}
    assert assay.json("case", "retention", case, "--erase").status == 2
    for wrong in ("soon", "2027-02-31", "2027-1-1", "2027-03-31T00"):
        assert assay.json("case", "retention", case, "--until", wrong).status == 2, wrong
    later = assay.json("case", "retention", case, "--until", "2199-12-31").json
    assert later["retain_until"] == "2199-12-31" and not later["overdue"]
    assert assay.json("case", "retention", case, "--erase").status == 2
    assert assay.json("case", "show", case).json["retain_until"] == "2199-12-31"
    past = assay.json("case", "retention", case, "--until", "2020-02-29")
    assert past.status == 2 and "2020-02-29 is over" in past.err, past.err
    assert assay.json("case", "show", case).json["retain_until"] == "2199-12-31"
    assert assay.json("case", "retention", case, "--none").json["retain_until"] == ""
    assert assay.json("verify", case).status == 0


@point
def a_time_stamp_is_imported_verified_and_watched(assay):
    case = assay.new_case()
    assert assay.json("intake", case, DEMO / "holiday.jpg", "--no-check").status == 0
    request = assay.home / "head.tsq"
    asked = assay.json("timestamp", "request", case, "--out", request)
    assert asked.status == 0 and asked.json["checkpoint"] == 2, asked.out
    authority = Authority(assay, "Authority One")
    answer = authority.answer(request)
    rules = lambda run: [f["rule"] for f in run.json["findings"]]
    stranger = Authority(assay, "Authority Two")
    refused = assay.json("timestamp", "import", case, answer, "--anchors", stranger.folder / "ca.pem")
    assert refused.status == 4 and rules(refused) == ["TSP-05"], refused.out
    good = assay.json("timestamp", "import", case, answer, "--anchors", authority.folder / "ca.pem")
    assert good.status == 0 and rules(good) == [], good.out
    assert good.json["answers"]["authority"] == "Authority One" and good.json["answers"]["chain"] == "verified"
    assert assay.json("timestamp", "import", case, answer).status == 2  # there already
    assert assay.json("timestamp", "import", case, stranger.answer(request)).status == 0
    assert assay.json("verify", case).status == 0
    folder = assay.case_folder(case)
    text = assay.home / "r.pdf"
    assert assay.json("report", case, "--out", text).status == 0
    shown = subprocess.run(["pdftotext", "-layout", text, "-"], capture_output=True, text=True).stdout
    assert "Authority One" in shown
    bag = assay.home / "bag"
    assert assay("export", case, "--out", bag).status == 0
    anchors = bag / "data" / "anchors"
    stamp = next(p for p in anchors.glob("2-*.tsr") if p.read_bytes() == answer.read_bytes())
    by_hand = subprocess.run(["openssl", "ts", "-verify", "-in", stamp, "-queryfile", anchors / "2.tsq", "-CAfile",
                              authority.folder / "ca.pem"], capture_output=True, text=True)
    assert by_hand.returncode == 0, by_hand.stderr
    assert script(bag / "verify.sh").returncode == 0
    kept = folder / "anchors" / stamp.name
    for name in (stamp.name, "2.tsq", "2.note"):
        place = folder / "anchors" / name
        saved = place.read_bytes()
        place.unlink()
        gone = assay.json("verify", case)
        assert gone.status == 4 and {f["code"] for f in gone.json["findings"]} == {"anchor"}, (name, gone.out)
        place.write_bytes(saved)
        assert assay.json("verify", case).status == 0, name
    kept.write_bytes(kept.read_bytes()[:-1] + b"x")
    assert assay.json("verify", case).status == 4


@point
def time_stamps_that_prove_nothing_are_named(assay):
    case = assay.new_case()
    request = assay.home / "head.tsq"
    assert assay.json("timestamp", "request", case, "--out", request).status == 0
    authority = Authority(assay, "Authority")
    rules = lambda run: {f["rule"] for f in run.json["findings"]} - {"TSP-06"}
    entries = assay.json("case", "show", case).json["entries"]
    other = assay.home / "other.tsq"
    authority.openssl("ts", "-query", "-data", authority.folder / "tsa.cnf", "-sha256", "-cert", "-out", other)
    swapped = assay.json("timestamp", "import", case, authority.answer(other, "other.tsr"))
    assert swapped.status == 4 and rules(swapped) == {"TSP-03"}, swapped.out
    changed = authority.answer(request).read_bytes()
    broken = assay.scratch("broken.tsr", changed[:-20] + bytes(b ^ 1 for b in changed[-20:]))
    run = assay.json("timestamp", "import", case, broken)
    assert run.status in (3, 4), run.out
    if run.status == 4:
        assert rules(run) == {"TSP-04"}, run.out
    note = assay.scratch("other.note", b"another text\n")
    elsewhere = assay.json("run", "timestamp.verify", authority.folder / "answer.tsr", "--input", f"request={request}",
                           "--input", f"note={note}")
    assert rules(elsewhere) == {"TSP-01"}, elsewhere.out
    assert assay.json("timestamp", "import", case, DEMO / "holiday.jpg").status == 3
    assert assay.json("timestamp", "import", case, assay.scratch("none", b"")).status == 3
    assert assay.json("timestamp", "import", case, authority.folder / "answer.tsr", "--checkpoint", 9).status == 3
    assert assay.json("case", "show", case).json["entries"] == entries
    proof = assay.scratch("head.ots", b"what another service gave")
    assert assay.json("timestamp", "attach", case, proof).status == 0
    assert assay.json("verify", case).status == 0


def exported(assay):
    case = assay.new_case("Übergriff")
    assert assay.json("intake", case, DEMO / "holiday.jpg", DEMO / "clip.mp4", DEMO / "evening.jpg").status == 0
    assert assay.json("erase", case, 3, "--reason", "asked for").status == 0
    assert assay.json("report", case, "--out", assay.case_folder(case) / "reports" / "r.pdf").status == 0
    bag = assay.home / "bag"
    assert assay("export", case, "--out", bag).status == 0
    return case, bag


@point
def an_export_comes_back_as_a_case(assay):
    case, bag = exported(assay)
    before = assay.json("case", "show", case).json
    assert assay.json("verify", bag).status == 0
    assert assay.json("import", bag).status == 2  # the store has it
    other = ["--store", assay.home / "other"]
    run = assay.json(*other, "import", bag)
    assert run.status == 0 and run.json["case"] == case, run.out + run.err
    after = assay.json(*other, "case", "show", case).json
    assert after["exhibits"] == before["exhibits"] and after["title"] == "Übergriff"
    assert after["entries"] == before["entries"] - 1  # the export's own entry follows
    assert assay.json(*other, "verify", case).status == 0
    assert assay.json(*other, "case", "list").json["cases"][0]["case"] == case
    original = next((bag / "data" / "reports").iterdir())
    assert (assay.home / "other" / case / "reports" / original.name).read_bytes() == original.read_bytes()


@point
def what_repeats_the_ledger_says_the_same(assay):
    _, bag = exported(assay)
    said = bag / "data" / "case.jsonld"
    said.chmod(0o600)
    text = said.read_text()
    for before, after, whole in (('"uco-observable:sizeInBytes": ', '"uco-observable:sizeInBytes": 1', True),
                                 ("image/jpeg", "image/png", False), ("Ledger entry 2, SHA-256 ", "Ledger entry 2, SHA-256 0", True)):
        assert before in text
        said.write_text(text.replace(before, after, 1))
        reseal(bag)
        run = assay.json("verify", bag)
        assert run.status == 4 and "case.jsonld" in run.err, (before, run.err)
        run = script(bag / "verify.sh")
        assert (run.returncode == 1 and "case.jsonld" in run.stdout) == whole, (before, run.stdout)
    said.write_text(text)
    info = bag / "bag-info.txt"
    info.chmod(0o600)
    info.write_text(re.sub("Assay [0-9.]+", "Assay 0.0.9", info.read_text()))
    reseal(bag)
    run = assay("verify", bag)
    assert run.status == 0 and "another program wrote it: Assay 0.0.9" in run.err, run.err


@point
def what_is_no_export_is_told_in_one_sentence(assay):
    empty = assay.home / "empty"
    empty.mkdir()
    run = assay("import", empty)
    assert run.status == 3 and "is no export of a case: it holds no “bagit.txt”" in run.err and run.out == "", run.err
    _, bag = exported(assay)
    for path in list((bag / "data" / "objects").rglob("*")):
        if path.is_file():
            path.unlink()
    run = assay("--store", assay.home / "other", "import", bag)
    assert run.status == 4 and run.out == "" and len(run.err.splitlines()) == 1, run.out + run.err
    assert "A file of the export is missing (data/objects/" in run.err and "names each of them" in run.err, run.err


@point
def each_file_of_an_export_that_differs_is_named(assay):
    _, bag = exported(assay)
    other = ["--store", assay.home / "other"]
    files = sorted(p for p in bag.rglob("*") if p.is_file())
    assert len(files) > 15
    roots = {"tagmanifest-sha256.txt", "tagmanifest-sha512.txt"}
    for path in files:
        name = str(path.relative_to(bag))
        path.chmod(0o600)
        saved = path.read_bytes()
        # 0x50 makes no hash of a digit or letter, 1 makes another hash or none: both kinds of damage are named.
        for data in (bytes([saved[0] ^ 1]) + saved[1:], bytes([saved[0] ^ 0x50]) + saved[1:], None):
            path.unlink()
            if data is not None:
                path.write_bytes(data)
            run = script(bag / "verify.sh") if name != "verify.sh" else None
            assert run is None or (run.returncode == 1 and "FAIL" in run.stdout), (name, data is None, run.stdout)
            ours = assay.json("verify", bag)
            if name == "tagmanifest-sha512.txt":
                pass  # only the SHA-256 manifests are read
            elif name in roots | {"bagit.txt"}:
                assert ours.status in (2, 3, 4), (name, ours.out)
            else:
                assert ours.status in (3, 4) and path.name in ours.out + ours.err, (name, data is None, ours.out, ours.err)
        path.write_bytes(saved)
    for name, words in {"manifest-sha256.txt": ("it is not a regular file", "it is a folder", "it is a link"),
                        "tagmanifest-sha256.txt": ("it is not a regular file", "it is a folder", "it is a symbolic link"),
                        "data/ledger.jsonl": ("data/ledger.jsonl",) * 3}.items():
        path = bag / name
        saved = path.read_bytes()
        for make, said in zip((os.mkfifo, os.mkdir, lambda p: p.symlink_to("/etc/passwd")), words):
            path.unlink()
            make(path)
            for run in (assay.json("verify", bag, timeout=20), assay.json(*other, "import", bag, timeout=20)):
                assert run.status in (3, 4) and said in run.out + run.err, (name, said, run.status, run.out, run.err)
            path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
            path.write_bytes(saved)
    for added in ("data/more.txt", "more.txt", "data/objects/extra"):
        place = bag / added
        place.write_bytes(b"more")
        run = assay.json("import", bag) if added == "more.txt" else assay.json("verify", bag)
        assert run.status == 4 and added in run.err, (added, run.err)
        place.unlink()
    (bag / "data" / "link").symlink_to("/etc/passwd")
    assert assay.json(*other, "import", bag).status == 4
    (bag / "data" / "link").unlink()
    assert assay.json(*other, "import", bag).status == 0


def reseal(bag, extra=()):
    """Makes the manifests fit again, as somebody who changes an export would; @extra are paths to list besides."""
    for kind in ("sha256", "sha512"):
        digest = lambda path: hashlib.new(kind, path.read_bytes()).hexdigest()
        listed = [f"{digest(p)}  {p.relative_to(bag)}" for p in sorted((bag / "data").rglob("*")) if p.is_file()]
        listed += [f"{digest(bag / name)}  {name}" for name in extra]
        (bag / f"manifest-{kind}.txt").chmod(0o600)
        (bag / f"manifest-{kind}.txt").write_text("\n".join(listed) + "\n")
    for kind in ("sha256", "sha512"):
        digest = lambda path: hashlib.new(kind, path.read_bytes()).hexdigest()
        tags = sorted(p for p in bag.iterdir() if p.is_file() and not p.name.startswith("tagmanifest"))
        (bag / f"tagmanifest-{kind}.txt").chmod(0o600)
        (bag / f"tagmanifest-{kind}.txt").write_text("".join(f"{digest(p)}  {p.name}\n" for p in tags))


@point
def an_export_that_was_made_to_fit_is_refused_and_nothing_stays(assay):
    case, bag = exported(assay)
    store = assay.home / "other"
    data = bag / "data"
    ledger, reveals, notes = (data / name for name in ("ledger.jsonl", "reveals.txt", "checkpoints.txt"))
    photo = next(p for p in (data / "objects").rglob("*") if p.is_file() and p.stat().st_size > 90_000)
    flip = lambda path: path.read_bytes()[:-2] + bytes([path.read_bytes()[-2] ^ 1]) + path.read_bytes()[-1:]
    lines = ledger.read_bytes().splitlines(keepends=True)
    changes = {ledger: [ledger.read_bytes().replace(b'"item":2', b'"item":7', 1), b"".join(lines[1:]), b"{}\n", b""],
               reveals: [flip(reveals), b"x y z\n"], notes: [b"".join(notes.read_bytes().splitlines(True)[1:]), b"1\n"],
               data / "case.jsonld": [(data / "case.jsonld").read_bytes().replace(b"image/jpeg", b"image/png", 1)],
               data / "ledger.sig": [flip(data / "ledger.sig")], photo: [photo.read_bytes() + b"x"]}
    for path, versions in changes.items():
        path.chmod(0o600)
        saved = path.read_bytes()
        for version in versions:
            path.write_bytes(version)
            reseal(bag)
            run = assay.json("--store", store, "import", bag)
            assert run.status in (3, 4), (path.name, version[:40], run.status, run.out, run.err)
            assert len(run.err.splitlines()) == 1, run.err
            assert not store.exists() or list(store.iterdir()) == [], path.name
        path.write_bytes(saved)
    (assay.home / "evil").write_bytes(b"evil")
    reseal(bag, ["data/objects/../../../evil"])
    assert assay.json("--store", store, "import", bag).status == 4
    assert not store.exists() or list(store.iterdir()) == []
    (bag / "y").mkdir()         # inside the export, but its name makes a folder beside the case
    (bag / "y" / "x").write_bytes(b"x")
    reseal(bag, ["data/reports/../../y/x"])
    with (bag / "tagmanifest-sha256.txt").open("a") as tags:
        tags.write(f"{hashlib.sha256(b'x').hexdigest()}  y/x\n")
    assert assay.json("--store", store, "import", bag).status == 4
    assert not store.exists() or list(store.iterdir()) == []
    (bag / "y" / "x").unlink()
    (bag / "y").rmdir()
    reseal(bag)
    assert assay.json("--store", store, "import", bag).status == 0
    assert [p.name for p in store.iterdir()] == [case]


@point
def an_export_is_told_by_its_verdict_first(assay):
    _, bag = exported(assay)
    short, long = assay("verify", bag), assay("verify", "--verbose", bag)
    assert short.status == long.status == 0
    assert short.out.startswith("Verified: ") and "case.jsonld: " not in short.out, short.out
    assert long.out.startswith("Verified: ") and "case.jsonld: " in long.out, long.out
    assert long.out.count("SHA-256") > short.out.count("SHA-256") + 5, long.out
    note = next(bag.rglob("checkpoint.note"))
    run = assay("verify", "--checkpoint", note, bag)
    assert run.status == 2 and "import it" in run.err, run.err
    assert assay("--store", assay.home / "other", "import", bag).status == 0
    assert assay("--store", assay.home / "other", "verify", "--checkpoint", note,
                 next((assay.home / "other").iterdir()).name[:8]).status == 0


finish()
