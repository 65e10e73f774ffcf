"""A time-stamping authority of our own, made with openssl."""
import subprocess


class Authority:
    """Keys and certificates in a folder of the test; answers requests (RFC 3161)."""

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
