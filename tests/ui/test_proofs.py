#!/usr/bin/python3
"""What leaves a case as a proof and what comes back: receipts, time stamps, the retention period."""
import glob
import os
import subprocess
import sys

from test_keeping import answer as dismiss, events
from workbench import Bench, demo, main

CNF = """
[tsa]
default_tsa = one
[one]
serial = {0}/serial
signer_cert = {0}/tsa.pem
certs = {0}/tsa.pem
signer_key = {0}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
[req]
distinguished_name = name
x509_extensions = stamp
[name]
[stamp]
extendedKeyUsage = critical,timeStamping
"""


def answer(folder, request):
    """The answer of an authority that was made here."""
    with open(os.path.join(folder, "tsa.cnf"), "w") as f:
        f.write(CNF.format(folder))
    with open(os.path.join(folder, "serial"), "w") as f:
        f.write("01\n")
    run = lambda *words: subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)
    run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "tsa.key", "-out", "tsa.pem", "-subj", "/CN=Authority",
        "-config", "tsa.cnf", "-days", "9")
    run("ts", "-reply", "-config", "tsa.cnf", "-queryfile", request, "-out", "answer.tsr")
    return os.path.join(folder, "answer.tsr")


def choose_from_menu(app, name):
    app.keys("F10")
    app.find("menu item", name, limit=10).click()


def proofs_leave_and_come_back(bench: Bench):
    app = bench.start()
    bench.new_case("Proofs")
    app.find("push button", "Add exhibits").click()
    bench.choose(demo("holiday.jpg"))
    app.find("label", "1 exhibit", limit=30)
    folder = bench.session.dir
    request = os.path.join(folder, "head.tsq")
    # What could not be saved is no request: nothing stands in the record.
    choose_from_menu(app, "Request a time stamp…")
    bench.choose("/proc/head.tsq")
    app.find("label", "The request could not be saved", limit=20)
    dismiss(bench, "Close")
    assert "checkpoint.anchor" not in events(bench)
    choose_from_menu(app, "Request a time stamp…")
    bench.choose(request)
    app.wait("the request", lambda: os.path.exists(request), 20)
    app.wait("the request in the record", lambda: events(bench).count("checkpoint.anchor") == 1, 20)
    choose_from_menu(app, "Take in a time stamp…")
    bench.choose(answer(folder, request))
    anchors = os.path.join(bench.home, ".local/share/assay/cases/*/anchors/*.tsr")
    app.wait("the time stamp in the case", lambda: glob.glob(anchors), 20)
    app.find("label", "holiday.jpg").press()
    app.find("label", "Exhibit 1", limit=20)
    receipt = os.path.join(folder, "one.receipt")
    choose_from_menu(app, "Save a receipt for the exhibit…")
    bench.choose(receipt)
    app.wait("the receipt", lambda: os.path.exists(receipt), 20)
    with open(receipt, encoding="utf-8") as f:
        assert f.readline() == "assay-receipt/v1\n"
    bench.shot("proofs")


if __name__ == "__main__":
    sys.exit(main([proofs_leave_and_come_back]))
