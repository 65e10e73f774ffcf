#!/usr/bin/python3
"""The weights of a training run as the model file that is shipped, with its card for people.

usage: ship.py full|lean RUN_FOLDER DATA_FOLDER OUT.model [--figures FIGURES.json] [--seed N]

FIGURES.json is what measure.py --json wrote about the same weights (of a file shipped before without figures)."""
import argparse
import hashlib
import json
import pathlib

import torch

import export
import schedule
from dataset import HELD_OUT, PHOTOS
from marker import ARCHITECTURES
from train import Run


def hash_of(paths):
    """One SHA-256 over all contents in the order of names."""
    whole = hashlib.sha256()
    for path in sorted(paths):
        whole.update(path.read_bytes())
    return whole.hexdigest()


def about(run, data):
    return {"steps": run.step, "seed": run.seed, "plan": schedule.PLANS[run.name], "photo_share": PHOTOS,
            "held_out": list(HELD_OUT),
            "data": {"clips.tsv": hash_of([data / "clips.tsv"]), "scenes": hash_of(data.glob("*.mp4")),
                     "photos": hash_of((data / "photos").glob("*.jpg"))},
            "numbers": sum(values.numel() for values in run.marker.parameters())}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("architecture", choices=ARCHITECTURES)
    parser.add_argument("run", type=pathlib.Path)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--figures", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    run = Run(given.architecture, given.seed)
    run.load(torch.load(given.run / "state.pt", map_location="cpu"))
    training = about(run, given.data)
    if given.figures:
        training["figures"] = json.loads(given.figures.read_text())
    given.out.write_bytes(export.to_bytes(run.marker, training))


if __name__ == "__main__":
    main()
