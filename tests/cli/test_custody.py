"""Custody beyond one key and one machine: keys that change, receipts, retention, time stamps."""
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


class Authority:
    """A time-stamping authority of our own, made with openssl."""

    def __init__(self, assay, name):
        self.folder = assay.home / name
        self.folder.mkdir()
        (self.folder / "serial").write_text("01\n")
        (self.folder / "tsa.cnf").write_text(f"""
[tsa]
default_tsa = one
[one]
dir = {self.folder}
serial = $dir/serial
crypto_device = builtin
signer_cert = $dir/tsa.pem
certs = $dir/ca.pem
signer_key = $dir/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
[stamp]
extendedKeyUsage = critical,timeStamping
[other]
extendedKeyUsage = clientAuth
""")
        self.openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem",
                     "-subj", f"/CN={name} root", "-days", "30")
        self.issue("tsa", "stamp", f"/CN={name}")

    def openssl(self, *words):
        subprocess.run(["openssl", *map(str, words)], cwd=self.folder, check=True, capture_output=True)

    def issue(self, file, extension, subject):
        self.openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{file}.key", "-out", f"{file}.csr",
                     "-subj", subject)
        self.openssl("x509", "-req", "-in", f"{file}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-set_serial", "7",
                     "-out", f"{file}.pem", "-days", "30", "-extfile", "tsa.cnf", "-extensions", extension)

    def answer(self, request, name="answer.tsr"):
        self.openssl("ts", "-reply", "-config", "tsa.cnf", "-queryfile", request, "-out", name)
        return self.folder / name


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


finish()
