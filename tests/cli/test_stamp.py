"""Time stamps in the signature of a report: asked for, put in, verified by us and by others (REPORT E5)."""
import hashlib
import re
import sqlite3
import subprocess

from authority import Authority
from harness import DEMO, finish, point


def sign(assay, case, name):
    pdf = assay.home / name
    made = assay("report", case, "--out", pdf, "--sign")
    assert made.status == 0, made.err
    return pdf


def outside(pdf):
    """The bytes that the signature covers."""
    data = pdf.read_bytes()
    start, gap, after, rest = map(int, re.findall(rb"/ByteRange \[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)", data)[-1])
    assert start == 0 and after + rest == len(data)
    return data[:gap] + data[after:]


@point
def a_report_says_when_it_was_signed(assay):
    case = assay.new_case()
    assert assay("intake", case, DEMO / "holiday.jpg", "--no-check").status == 0
    pdf = sign(assay, case, "signed.pdf")
    request = assay.home / "r.tsq"
    asked = assay.json("stamp", "request", pdf, "--out", request)
    assert asked.status == 0, asked.out
    shown = subprocess.run(["openssl", "ts", "-query", "-in", request, "-text"], check=True, capture_output=True, text=True).stdout
    assert "sha256" in shown and "Certificate required: yes" in shown and "Nonce: 0x" in shown
    again = assay.home / "again.tsq"
    assert assay("stamp", "request", pdf, "--out", again).status == 0
    assert again.read_bytes() == request.read_bytes()          # nobody needs to keep the request
    authority = Authority(assay, "Authority One")
    answer = authority.answer(request)
    stamped = assay.home / "stamped.pdf"
    put = assay.json("stamp", "add", pdf, answer, "--out", stamped, "--anchors", authority.folder / "ca.pem", "--case", case)
    assert put.status == 0 and put.json["answers"]["authority"] == "Authority One", put.out
    assert put.json["answers"]["chain"] == "verified" and put.json["findings"] == []
    assert outside(stamped) == outside(pdf) and len(stamped.read_bytes()) == len(pdf.read_bytes())
    checked = assay.json("report", "--verify", stamped)
    rules = {finding["rule"]: finding for finding in checked.json["findings"]}
    assert checked.status == 0 and "RPT-14" in rules, checked.out
    assert checked.json["answers"]["time"] == put.json["answers"]["time"]
    by_others = subprocess.run(["pdfsig", "-nocert", stamped], capture_output=True, text=True).stdout
    assert "Signature is Valid" in by_others and "Total document signed" in by_others, by_others
    assert assay("verify", case).status == 0
    with sqlite3.connect(assay.case_folder(case) / "case.db") as rows:
        last, = rows.execute("SELECT body FROM ledger WHERE body LIKE '%\"event\":\"report\"%' ORDER BY seq DESC").fetchone()
    for path in (pdf, stamped):
        assert hashlib.sha256(path.read_bytes()).hexdigest() in last, last


@point
def what_does_not_belong_is_refused(assay):
    case = assay.new_case()
    assert assay("intake", case, DEMO / "holiday.jpg", "--no-check").status == 0
    pdf = sign(assay, case, "signed.pdf")
    request = assay.home / "r.tsq"
    assert assay("stamp", "request", pdf, "--out", request).status == 0
    authority = Authority(assay, "Authority One")
    answer = authority.answer(request)
    out = assay.home / "out.pdf"

    def refuses(report, proof, *more):
        tried = assay.json("stamp", "add", report, proof, "--out", out, *more)
        assert tried.status == 3 and tried.json["error"]["message"] and not out.exists(), tried.out
        return tried.json["error"]["message"]

    stranger = Authority(assay, "Authority Two")
    assert "trust" in refuses(pdf, answer, "--anchors", stranger.folder / "ca.pem")
    other = sign(assay, case, "other.pdf")
    assert "something else" in refuses(other, answer)
    authority.issue("tsa", "other", "/CN=Not for time")
    plain = assay.home / "plain.pdf"
    assert assay("report", case, "--out", plain).status == 0
    assert "no valid signature" in refuses(plain, answer)
    assert assay.json("stamp", "request", plain, "--out", assay.home / "no.tsq").status == 3
    longer = assay.scratch("longer.pdf", pdf.read_bytes() + b"\n%more\n")
    assert "no valid signature" in refuses(longer, answer)
    cut = assay.scratch("cut.tsr", answer.read_bytes()[:-30])
    refuses(pdf, cut)
    refuses(pdf, assay.scratch("empty.tsr", b"0"))
    refuses(assay.scratch("no.pdf", b"%PDF-1.4\n"), answer)
    broken = bytearray(answer.read_bytes())
    broken[-20] ^= 1
    refuses(pdf, assay.scratch("broken.tsr", bytes(broken)))
    assert assay("stamp", "add", pdf, answer, "--out", out).status == 0
    twice = assay.json("stamp", "add", out, answer, "--out", assay.home / "twice.pdf")
    assert twice.status == 3 and "already" in twice.json["error"]["message"]
    assert assay("stamp", "add", pdf).status == 2


finish()
