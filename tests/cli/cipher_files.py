"""What the tests of encryption share: files and their units, and the tools with one key."""
import shutil
import subprocess

from harness import shared


def ffmpeg(*words):
    run = subprocess.run(["ffmpeg", "-v", "error", *map(str, words)], capture_output=True, check=False)
    assert run.returncode == 0, (words, run.stderr)
    return run.stdout


def probe(path, entries):
    run = subprocess.run(["ffprobe", "-v", "error", "-show_data_hash", "sha256", "-show_entries", entries, "-of",
                          "compact", path], capture_output=True, check=True)
    return sorted(run.stdout.decode().splitlines())


def encrypt(assay, source, out, *words, key="abc"):
    return assay.json("run", "cipher.encrypt", source, "--set", f"key={key}", "--out", out,
                      *(word for w in words for word in ("--set", w)))


def decrypt(assay, source, out, *words, key="abc"):
    return assay.json("run", "cipher.decrypt", source, "--set", f"key={key}", "--out", out,
                      *(word for w in words for word in ("--set", w)))


def metric(document, name):
    return document["metrics"][name]["value"]


def rules(run):
    return [finding["rule"] for finding in run.json["findings"]]


def finding(run, rule):
    """What the first finding of @rule observed; None without one."""
    return next((f["observed"] for f in run.json["findings"] if f["rule"] == rule), None)


def start_codes(data):
    """Where each of them begins, the zeros before it not counted."""
    at = data.find(b"\0\0\1")
    while at >= 0:
        yield at
        at = data.find(b"\0\0\1", at + 3)


def split(data):
    """The units of a byte stream, each with its start code of three bytes and no zeros before and behind it."""
    places = list(start_codes(data))
    return [data[a:b].rstrip(b"\0") for a, b in zip(places, places[1:] + [len(data)])]


def split_whole(data):
    """The same with all zeros: the last one before a start code is the first byte of its unit."""
    places = [at - 1 if at > 0 and data[at - 1] == 0 else at for at in start_codes(data)]
    return [data[a:b] for a, b in zip(places, places[1:] + [len(data)])]


def kind(unit):
    """nal_unit_type: below 32 a slice segment."""
    return unit[unit.index(b"\0\0\1") + 3] >> 1 & 63


def pictures(path):
    """MD5 of each picture; FFmpeg has nothing to complain of."""
    run = subprocess.run(["ffmpeg", "-v", "error", "-xerror", "-i", path, "-map", "0:v", "-f", "framemd5", "-"],
                         capture_output=True, check=False)
    assert run.returncode == 0 and run.stderr == b"", (path, run.stderr)
    return [line.split(b",")[-1] for line in run.stdout.splitlines() if not line.startswith(b"#")]


def hashes(path, *select):
    """One line a packet: stream, times, size, MD5."""
    return sorted(line for line in ffmpeg("-i", path, *select, "-c", "copy", "-f", "framemd5", "-").splitlines()
                  if not line.startswith(b"#"))


def material(assay):
    """A short HEVC video with sound in MP4; None when something is not here."""
    stream = shared("data", "hevc", "x_rectamp_wpp_b.hevc")
    if stream is None or shutil.which("ffmpeg") is None:
        return None
    path = assay.home / "material.mp4"
    ffmpeg("-r", "24", "-i", stream, "-f", "lavfi", "-i", "sine=440:duration=0.7", "-c:v", "copy", "-c:a", "aac",
           "-tag:v", "hvc1", path)
    return path


MISSING = "the shared data or ffmpeg is not here"
