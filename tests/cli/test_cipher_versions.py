"""`cipher.decrypt` on what other versions of the program encrypted; `cipher.encrypt` makes the bytes that this version
always made. tests/golden/cipher: plain.hevc is FFmpeg's testsrc2 (96x80, 10 pictures) of libx265, the others were made of
it by this program: version-2 as of commit 18455f1, the last one that wrote it, version-3 as of 78e64fb, the last one that wrote that,
version-4 as of e22d8ea, version-5 as of 6267bcc, version-6 as of 2ca01f5; plain-sound.mp4 is plain.hevc with a tone."""
import hashlib
import shutil

from cipher_files import decrypt, encrypt, finding, hashes
from harness import SOURCE, finish, point

FOLDER = SOURCE / "tests" / "golden" / "cipher"
KEY = "a long line of words"
HEADER = bytes.fromhex("8b1f4cd26a934e5b9d27c4713ea85f16")  # identifiers of the two messages
SEAL = bytes.fromhex("d5629e37b84d41faa37c15e95d82b64f")  # of versions 2 and 3
# Of plain.hevc encrypted by version 7. Another value: old files may not be read any more; raise the version.
VERSION_7 = "38a45c12488e58f6fa5c2fe8ebe209ae84e2ea2e1c43853d49a8f10ec67abf72"


def of_version(data, version):
    """The version byte in the header, the data otherwise as they are."""
    data = bytearray(data)
    data[data.index(HEADER) + len(HEADER)] = version
    return bytes(data)


@point
def what_version_2_encrypted_comes_back(assay):
    plain = (FOLDER / "plain.hevc").read_bytes()
    for name in ("version-2", "version-2-region"):
        secret = FOLDER / f"{name}.hevc"
        data = secret.read_bytes()
        assert data[data.index(HEADER) + 16] == 2 and data[data.index(SEAL) - 1] == 88, "a seal without steps"
        back = assay.home / f"{name}-back.hevc"
        run = decrypt(assay, secret, back, key=KEY)
        assert run.status == 0 and run.json["answers"] == {"seal": "whole", "complete": "yes"}, run.out
        assert back.read_bytes() == plain, name
        wrong = decrypt(assay, secret, assay.home / "x.hevc", key="another line of words")
        assert wrong.status == 3 and wrong.json["error"]["code"] == "KEY", wrong.out
        # its seal has no sums along the stream: altered it is told, where it was altered is not
        slices = data.index(b"\0\0\1", data.index(HEADER)) + 200
        changed = assay.scratch("changed.hevc", data[:slices] + bytes([data[slices] ^ 1]) + data[slices + 1:])
        refused = decrypt(assay, changed, assay.home / "x.hevc", key=KEY)
        assert refused.status == 3 and not (assay.home / "x.hevc").exists(), refused.out
        kept = decrypt(assay, changed, assay.home / "kept.hevc", "damaged=keep", key=KEY)
        told = finding(kept, "CIP-10")
        assert kept.json["answers"]["seal"] == "altered" and "cipher.change_units" not in told, kept.out
        (assay.home / "kept.hevc").unlink()
        cut = decrypt(assay, assay.scratch("cut.hevc", data[:data.rindex(b"\0\0\1")]), assay.home / "x.hevc", key=KEY)
        assert cut.status == 3 and cut.json["error"]["code"] == "TRUNCATED", cut.out
    return None


@point
def what_version_3_encrypted_comes_back(assay):
    plain = (FOLDER / "plain.hevc").read_bytes()
    for name in ("version-3", "version-3-region"):
        secret = FOLDER / f"{name}.hevc"
        data = secret.read_bytes()
        assert data[data.index(HEADER) + 16] == 3 and SEAL in data
        back = assay.home / f"{name}-back.hevc"
        run = decrypt(assay, secret, back, key=KEY)
        assert run.status == 0 and run.json["answers"] == {"seal": "whole", "complete": "yes"}, run.out
        covers = finding(run, "CIP-14")["cipher.covers"]
        assert back.read_bytes() == plain and covers == "pictures", (name, covers)
    # its passphrase was an é of two characters; whoever has a keyboard that types one of them gets it back too
    for number, key in enumerate(("cafe\u0301 au lait, line of words", "caf\u00e9 au lait, line of words")):
        back = assay.home / f"accent-{number}.hevc"
        run = decrypt(assay, FOLDER / "version-3-accent.hevc", back, key=key)
        assert run.status == 0 and back.read_bytes() == plain, run.out
    return None


@point
def what_version_4_encrypted_comes_back(assay):
    plain = (FOLDER / "plain.hevc").read_bytes()
    for name in ("version-4", "version-4-region"):
        secret = FOLDER / f"{name}.hevc"
        data = secret.read_bytes()
        assert data[data.index(HEADER) + 16] == 4 and SEAL not in data
        back = assay.home / f"{name}-back.hevc"
        run = decrypt(assay, secret, back, key=KEY)
        assert run.status == 0 and run.json["answers"] == {"seal": "whole", "complete": "yes"}, run.out
        assert back.read_bytes() == plain, name
    return None


@point
def what_version_5_encrypted_comes_back(assay):
    plain = (FOLDER / "plain.hevc").read_bytes()
    for name in ("version-5", "version-5-chaos", "version-5-region"):
        secret = FOLDER / f"{name}.hevc"
        data = secret.read_bytes()
        assert data[data.index(HEADER) + 16] == 5
        back = assay.home / f"{name}-back.hevc"
        run = decrypt(assay, secret, back, key=KEY)
        assert run.status == 0 and run.json["answers"] == {"seal": "whole", "complete": "yes"}, run.out
        assert back.read_bytes() == plain, name
    # sound too, whose packets were known by their numbers
    back = assay.home / "back.mp4"
    run = decrypt(assay, FOLDER / "version-5-sound.mp4", back, key=KEY)
    assert run.status == 0 and run.json["answers"] == {"seal": "whole", "sound": "whole", "complete": "yes"}, run.out
    if shutil.which("ffmpeg") is not None:
        assert hashes(back) == hashes(FOLDER / "plain-sound.mp4")
    return None


@point
def what_version_6_encrypted_comes_back(assay):
    plain = (FOLDER / "plain.hevc").read_bytes()
    for name in ("version-6", "version-6-chaos", "version-6-region"):
        secret = FOLDER / f"{name}.hevc"
        data = secret.read_bytes()
        assert data[data.index(HEADER) + 16] == 6
        back = assay.home / f"{name}-back.hevc"
        run = decrypt(assay, secret, back, key=KEY)
        assert run.status == 0 and run.json["answers"] == {"seal": "whole", "complete": "yes"}, run.out
        assert back.read_bytes() == plain, name
        # its sum of the content counts parameter sets that come twice once, and no other unit
        first = data.index(b"\0\0\1")
        sets = data[first:data.index(b"\0\0\1", first + 3)]
        slices = data.index(b"\0\0\1", data.index(b"\0\0\1", data.index(HEADER)) + 3)
        assert sets[3] == 0x40, "a VPS"
        for unit, code in ((sets, None), (b"\0\0\1\x46\1\x50", "ALTERED")):
            run = decrypt(assay, assay.scratch("packed.hevc", data[:slices] + unit + data[slices:]), assay.home / f"packed-{code}-{name}.hevc", key=KEY)
            assert (run.json["error"] or {}).get("code") == code, (name, run.out)
    # the key streams are the same: only the description and the seal differ
    secret = assay.home / "now.hevc"
    run = encrypt(assay, FOLDER / "plain.hevc", secret, key=KEY)
    assert run.status == 0
    now, then = secret.read_bytes(), (FOLDER / "version-6.hevc").read_bytes()
    assert len(now) == len(then) and 0 < sum(a != b for a, b in zip(now, then)) < 200
    back = assay.home / "back.mp4"
    run = decrypt(assay, FOLDER / "version-6-sound.mp4", back, key=KEY)
    assert run.status == 0 and run.json["answers"] == {"seal": "whole", "sound": "whole", "complete": "yes"}, run.out
    if shutil.which("ffmpeg") is not None:
        assert hashes(back) == hashes(FOLDER / "plain-sound.mp4")
    return None


@point
def a_passphrase_is_its_text_not_its_bytes(assay):
    secret = assay.home / "secret.hevc"
    run = encrypt(assay, FOLDER / "plain.hevc", secret, key="cafe\u0301 au lait tr\u00e8s fort")
    assert run.status == 0, run.out
    for number, key in enumerate(("caf\u00e9 au lait tre\u0300s fort", "cafe\u0301 au lait tr\u00e8s fort")):
        back = assay.home / f"back-{number}.hevc"
        run = decrypt(assay, secret, back, key=key)
        assert run.status == 0 and back.read_bytes() == (FOLDER / "plain.hevc").read_bytes(), run.out
    run = decrypt(assay, secret, assay.home / "x.hevc", key="cafe au lait tres fort")
    assert run.status == 3 and run.json["error"]["code"] == "KEY", run.out
    return None


@point
def versions_that_are_not_known_are_named(assay):
    data = (FOLDER / "version-2.hevc").read_bytes()
    for version in (0, 1, 8, 255):
        out = assay.home / "out.hevc"
        run = decrypt(assay, assay.scratch("other.hevc", of_version(data, version)), out, key=KEY)
        assert run.status == 3 and run.json["error"]["code"] == "UNSUPPORTED" and not out.exists(), run.out
        assert f"version {version} " in run.json["error"]["message"], run.json["error"]
    # a version that is known, but not this file's: nobody can make an old file of a new one
    run = decrypt(assay, assay.scratch("other.hevc", of_version(data, 3)), assay.home / "out.hevc", key=KEY)
    assert run.status == 3 and run.json["error"]["code"] == "ALTERED", run.out
    return None


@point
def this_version_makes_the_bytes_that_it_made(assay):
    secret = assay.home / "secret.hevc"
    run = encrypt(assay, FOLDER / "plain.hevc", secret, key=KEY)
    data = secret.read_bytes()
    assert run.status == 0 and data[data.index(HEADER) + 16] == 7, "keep a file of version 7 here"
    assert hashlib.sha256(data).hexdigest() == VERSION_7
    return None


finish()
