"""Custody beyond one key and one machine: keys that change, receipts, retention."""
import subprocess

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
def a_receipt_proves_one_intake(assay):
    case = assay.new_case()
    folder = assay.home / "receipts"
    folder.mkdir()
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
    over = assay.json("case", "retention", case, "--until", "2020-02-29").json
    assert over["overdue"]
    done = assay.json("case", "retention", case, "--erase")
    assert done.status == 0 and done.json["erased"] == 2 and not done.json["overdue"], done.out
    assert [e["state"] for e in assay.json("case", "show", case).json["exhibits"]] == ["erased", "erased"]
    assert assay.json("case", "retention", case, "--none").json["retain_until"] == ""
    assert assay.json("verify", case).status == 0


finish()
