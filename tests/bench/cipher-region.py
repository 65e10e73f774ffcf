"""How far prediction carries the disturbance of an encrypted region, and clear content into it.

usage: cipher-region.py BUILD-FOLDER CLIP X,Y,WIDTH,HEIGHT [--frames N] [--quality N]
Encodes the first N frames with libx265 (intra pictures every 48), encrypts the rectangle with `region_after=inside` and `whole`, decodes
without the key and compares the luma with the clear video: PSNR within the coding tree units that are encrypted and outside
them, and the share of pixels outside that differ at all, for the first and the last picture of the first intra period and over all."""
import argparse
import json
import math
import pathlib
import subprocess
import tempfile

import numpy

UNIT = 64


def luma(path, width, height):
    raw = subprocess.run(["ffmpeg", "-v", "error", "-i", path, "-pix_fmt", "gray", "-vsync", "passthrough", "-f", "rawvideo",
                          "-"], capture_output=True, check=True).stdout
    return numpy.frombuffer(raw, numpy.uint8).reshape(-1, height, width).astype(numpy.int32)


def psnr(difference):
    error = float((difference ** 2).mean())
    return math.inf if error == 0 else 10 * math.log10(255 ** 2 / error)


def show(name, clear, hidden, mask):
    outside = (clear - hidden)[:, ~mask]
    inside = (clear - hidden)[:, mask]
    for label, part in (("first picture", slice(0, 1)), ("picture 48", slice(47, 48)), ("all", slice(0, None))):
        if len(clear[part]) > 0:
            print(f"{name:7} {label:14} inside {psnr(inside[part]):6.2f} dB  outside {psnr(outside[part]):6.2f} dB  "
                  f"differs outside {100 * (outside[part] != 0).mean():5.1f} %")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("build", type=pathlib.Path)
    options.add_argument("clip", type=pathlib.Path)
    options.add_argument("rectangle")
    options.add_argument("--frames", type=int, default=96)
    options.add_argument("--quality", default="24")
    options = options.parse_args()
    x, y, width, height = map(int, options.rectangle.split(","))
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        clear = folder / "clear.mp4"
        subprocess.run(["ffmpeg", "-v", "error", "-i", options.clip, "-map", "0:v:0", "-frames:v", str(options.frames), "-c:v",
                        "libx265", "-pix_fmt", "yuv420p", "-crf", options.quality, "-x265-params", "keyint=48:min-keyint=48:scenecut=0:log-level=error",
                        "-tag:v", "hvc1", clear], check=True)
        size = subprocess.run(["ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "stream=width,height", "-of",
                               "csv=p=0", clear], capture_output=True, text=True, check=True).stdout.strip().split(",")
        across, down = int(size[0]), int(size[1])
        mask = numpy.zeros((down, across), bool)
        mask[y // UNIT * UNIT:-(-(y + height) // UNIT) * UNIT, x // UNIT * UNIT:-(-(x + width) // UNIT) * UNIT] = True
        before = luma(clear, across, down)
        for after in ("inside", "whole"):
            secret = folder / f"{after}.mp4"
            made = subprocess.run([options.build / "app" / "assay-cli", "--store", folder / "cases", "--json", "run", "cipher.encrypt",
                                   clear, "--set", "key=bench", "--set", f"region=@0:{options.rectangle}", "--set",
                                   f"region_after={after}", "--out", secret], capture_output=True, text=True, check=True)
            metrics = json.loads(made.stdout)["metrics"]
            print(f"{after:7} coding tree units encrypted: {metrics['units_encrypted']['value']} %, ES "
                  f"{metrics['es_percent']['value']} %")
            show(after, before, luma(secret, across, down), mask)


main()
