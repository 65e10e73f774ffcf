"""Encryption there and back of every clip, as a table.

usage: cipher-clips.py BUILD-FOLDER CLIP… [--quality N] [--set NAME=VALUE]…
What is not HEVC is made so by libx265 first (`transcode=true`), the same way each time: what decryption must give back is
what the same run with `generator=null` gives. Compared are whole files for byte streams; for containers every packet of every
stream (FFmpeg's framemd5 of the copied streams; PCM as one stream, whose packets containers divide as they like). Columns:
clip, its kind, pictures, encryption space (%), PSNR of the luma without the key (dB), frames that FFmpeg decodes of the encrypted video,
its errors, and whether all came back; a clip that is refused has the reason. Ends with the mean PSNR and the number of clips that came back;
status 1 when one did not."""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile


class Bench:
    def __init__(self, options, folder):
        self.cli = [options.build / "app" / "assay-cli", "--store", folder / "cases", "--json", "run"]
        self.options = options
        self.folder = folder

    def run(self, tool, source, out, *choices):
        """The document of a run; key file of fixed bytes, so that no time goes into Argon2."""
        out.unlink(missing_ok=True)
        key = self.folder / "key"
        key.write_bytes(bytes(range(64)))
        words = [w for c in (f"key_file={key}", *choices) for w in ("--set", c)]
        made = subprocess.run([*self.cli, tool, source, *words, "--out", out], capture_output=True, text=True)
        return json.loads(made.stdout or '{"error": {"message": "no answer"}}')


def decode(path):
    run = subprocess.run(["ffmpeg", "-v", "error", "-i", path, "-map", "0:v:0", "-vsync", "passthrough", "-f", "framemd5",
                          "-"], capture_output=True)
    frames = sum(1 for line in run.stdout.splitlines() if not line.startswith(b"#"))
    return frames, len(run.stderr.splitlines())


def content(path):
    """All that a file holds, to be compared."""
    if path.suffix in (".hevc", ".265"):
        return path.read_bytes()
    kinds = subprocess.run(["ffprobe", "-v", "error", "-show_entries", "stream=index,codec_name,codec_type", "-of", "csv=p=0",
                            path], capture_output=True, text=True).stdout.splitlines()
    found = []
    for index, codec, kind in (line.split(",")[:3] for line in kinds if line.count(",") >= 2):
        how = ["-f", "md5"] if codec.startswith("pcm_") else ["-f", "framemd5"]
        if kind == "data":
            continue
        run = subprocess.run(["ffmpeg", "-v", "error", "-i", path, "-map", f"0:{index}", "-c", "copy", *how, "-"],
                             capture_output=True)
        # times, sizes and MD5 of packets; side data, as Dolby Vision's record in MOV, may have been left out
        found.append((codec, run.returncode, [line.split(b",")[1:6] for line in run.stdout.splitlines()
                                              if not line.startswith(b"#")] if how[1] == "framemd5" else run.stdout))
    return found


def check(bench, clip):
    """Cells of a row, and whether it came back; None, and a name and a reason, when the clip was refused."""
    suffix = clip.suffix if clip.suffix in (".hevc", ".mkv", ".mov", ".mp4") else ".mkv"
    secret, back, plain = (bench.folder / f"{name}{suffix}" for name in ("secret", "back", "plain"))
    choices = ["transcode=true", "others=keep", f"quality={bench.options.quality}", *bench.options.set]
    made = bench.run("cipher.encrypt", clip, secret, *choices, "measure=true")
    if made["error"] is not None:
        return (clip.name, made["error"]["message"]), None
    kind = "made by libx265" if made["answers"].get("transcoded") else "HEVC"
    frames, errors = decode(secret)
    opened = bench.run("cipher.decrypt", secret, back, "others=keep")
    null = bench.run("cipher.encrypt", clip, plain, *choices, "generator=null")
    for run in opened, null:
        if run["error"] is not None:
            print(f"{clip.name}: {run['error']['message']}", file=sys.stderr)
    whole = (opened["error"] is None and null["error"] is None and opened["answers"]["seal"] == "whole"
             and content(back) == content(clip if kind == "HEVC" and suffix == ".hevc" else plain))
    value = {name: metric["value"] for name, metric in made["metrics"].items()}
    if kind == "HEVC" and suffix != ".hevc":
        whole = whole and content(back) == content(clip)
    whole = whole and frames == value["pictures"] and errors == 0
    return (clip.name, kind, int(value["pictures"]), value["es_percent"], value["psnr"], frames, errors), whole


def main():
    options = argparse.ArgumentParser()
    options.add_argument("build", type=pathlib.Path)
    options.add_argument("clips", type=pathlib.Path, nargs="+")
    options.add_argument("--quality", default="20")
    options.add_argument("--set", action="append", default=[])
    options = options.parse_args()
    values, good, bad = [], 0, 0
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options, pathlib.Path(folder))
        for clip in options.clips:
            cells, whole = check(bench, clip)
            if whole is None:
                print(f"{cells[0]:42} refused: {cells[1]}", flush=True)
                continue
            good, bad = good + whole, bad + (not whole)
            values.append(cells[4])
            print(f"{cells[0]:42} {cells[1]:16} {cells[2]:5} {cells[3]:7.2f} {cells[4]:6.2f} {cells[5]:5} {cells[6]:3} "
                  f"{'came back' if whole else 'DIFFERS'}", flush=True)
    if values:
        print(f"mean PSNR {sum(values) / len(values):.2f} dB; {good} of {good + bad} came back")
    sys.exit(1 if bad else 0)


main()
