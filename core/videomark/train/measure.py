#!/usr/bin/python3
"""Bit accuracy of a trained network under the attacks of the paper's Table 1, read blindly.

usage: measure.py MODEL CLIPS... [--psnr DB] [--tries N] [--seed N] [--json OUT]

MODEL: a model file, or the name of an architecture as it starts. The attacks, their seeds and the published figures are
those of tests/bench/videomark.py; drop takes frames away. The residual is scaled so that each clip has --psnr after
rounding to 8 bits."""
import argparse
import json
import pathlib
import sys
import tempfile

import numpy as np
import torch

import block_flow
import export
from marker import ARCHITECTURES, fitting, make_marker

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tests" / "bench"))
import videomark as bench  # noqa: E402


def to_tensor(frames):
    return torch.from_numpy(frames.astype(np.float32) / 127.5 - 1).permute(3, 0, 1, 2)[None]


def to_frames(video):
    return torch.clamp(torch.round((video[0] + 1) * 127.5), 0, 255).permute(1, 2, 3, 0).numpy().astype(np.uint8)


def psnr(a, b):
    return 10 * np.log10(255 ** 2 / max(((a.astype(float) - b) ** 2).mean(), 1e-9))


def flow_of(marker, frames):
    if "flow" not in marker.card["encoder"]["inputs"]:
        return None
    return block_flow.segment_flow(to_tensor(frames), marker.card["reference"])


def loudest(marker, frames, message):
    """The residual, after the card's feedback."""
    video, flow = to_tensor(frames), flow_of(marker, frames)
    return marker.residual(video, message, flow, gains=marker.gains(video, message, flow))


def with_psnr(frames, residual, wanted):
    """@residual added with the factor that gives @wanted decibels after rounding."""
    video, low, high = to_tensor(frames), 0.5, 2.0
    for _ in range(12):
        factor = (low + high) / 2
        marked = to_frames(video + factor * residual)
        low, high = (factor, high) if psnr(frames, marked) > wanted else (low, factor)
    return marked


def read_bits(marker, frames):
    """The bits, blindly."""
    seen = to_frames(fitting(marker.card, to_tensor(frames)))
    return marker.read(to_tensor(seen), flow_of(marker, seen))[marker.card["decoder"]["output"]].flatten() > 0


def measure(marker, clips, wanted, tries, seed=1000):
    """Accuracies of each attack, one list a row."""
    rows = {name: [] for name in (*bench.ATTACKS, *bench.ENCODED)}
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        for index, clip in enumerate(clips):
            rng = np.random.default_rng(seed + index)
            message = torch.from_numpy(rng.integers(0, 2, (1, marker.card["bits"])).astype(np.float32))
            frames = bench.read_video(clip)
            marked = with_psnr(frames, loudest(marker, frames, message), wanted)
            right = lambda seen: float((read_bits(marker, seen) == (message[0] > 0)).float().mean())
            for name, attack in bench.ATTACKS.items():
                for _ in range(tries if name.startswith("crop") else 1):
                    rows[name].append(right(attack(marked, rng)))
            for name, attack in bench.ENCODED.items():
                out = f"{folder}/attacked.mkv"
                attack(marked, rng, out)
                rows[name].append(right(bench.read_video(out)))
    return rows


def table(rows):
    lines = ["attack          accuracy  all bits  worst  REVMark  DVMark"]
    for name, values in rows.items():
        published = "".join(f"{figure:8.2f}" for figure in bench.PUBLISHED.get(name, ()))
        lines.append(f"{name:14s} {100 * np.mean(values):8.2f} {100 * np.mean(np.equal(values, 1)):9.1f} "
                     f"{100 * min(values):6.1f} {published}")
    return "\n".join(lines)


def load(name):
    return make_marker(name, 1) if name in ARCHITECTURES else export.from_bytes(pathlib.Path(name).read_bytes())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("clips", nargs="+")
    parser.add_argument("--psnr", type=float, default=37.5)
    parser.add_argument("--tries", type=int, default=4, help="crops of each clip")
    parser.add_argument("--seed", type=int, default=1000)
    parser.add_argument("--json", type=pathlib.Path, help="the mean of each row, in per cent")
    given = parser.parse_args()
    torch.set_num_threads(1)
    rows = measure(load(given.model), sorted(given.clips), given.psnr, given.tries, given.seed)
    print(table(rows))
    if given.json:
        means = {name: round(100 * float(np.mean(values)), 2) for name, values in rows.items()}
        given.json.write_text(json.dumps({"psnr": given.psnr, "clips": len(given.clips), "accuracy": means}))


if __name__ == "__main__":
    main()
