"""What the tests of encryption in containers share: files, and the tools with one key."""
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


def encrypt(assay, source, out, *words):
    return assay.json("run", "cipher.encrypt", source, "--set", "key=abc", "--out", out,
                      *(word for w in words for word in ("--set", w)))


def decrypt(assay, source, out, *words):
    return assay.json("run", "cipher.decrypt", source, "--set", "key=abc", "--out", out,
                      *(word for w in words for word in ("--set", w)))


def metric(document, name):
    return document["metrics"][name]["value"]


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
