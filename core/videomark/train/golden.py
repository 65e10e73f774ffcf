#!/usr/bin/python3
"""Writes small untrained networks and what they answer, for the test of the C inference.

usage: golden.py [FOLDER]      into tests/golden/videomark without FOLDER

revmark-NAME.model is a network; revmark-NAME.golden, a model file too, has its inputs and answers as matrices of float32:
video and marked (T 3 rows, H W columns: frame by frame, R, G, B; the first 0 to 255, the second -1 to 1 before rounding),
message (0 and 1), host, flow (2 T rows), residual (3 T rows: R of all frames first), bits (what is read from marked, rounded
to 8 bits). For a network with a tile also what is read of it without its first 5 rows and 3 columns: cut, places (bits at
all places), scores (of the places, without prior); and gains (1 a bit), those of the card's feedback. With the part
`starts` also readings (rows of logits) and starts (1 row), its answer."""
import pathlib
import sys

import numpy as np
import torch

import block_flow
import export
import full
import lean
import model_file
import starts
from layers import place_scores
from marker import Marker

NETWORKS = {"lean": ({**lean.card(bits=8, period=16), "starts": starts.description()}, (5, 41, 35)),
            "full": (full.card(bits=8, side=32, base=1), (8, 32, 32))}


def moving_picture(frames, height, width):
    """Whole numbers: blotches that move by (1, -2) a frame over noise that stands still."""
    rng = np.random.default_rng(5)
    coarse = rng.integers(30, 200, (height // 4 + frames + 4, width // 4 + frames + 4, 3))
    large = coarse.repeat(4, 0).repeat(4, 1)
    still = rng.integers(0, 40, (height, width, 3))
    start = 2 * frames
    moved = [large[t:t + height, start - 2 * t:start - 2 * t + width] + still for t in range(frames)]
    return np.stack(moved).astype(np.uint8)


def to_tensor(frames):
    return torch.from_numpy(frames.astype(np.float32) / 127.5 - 1).permute(3, 0, 1, 2)[None]


def randomise(marker):
    """Weights that leave no part without effect: biases too."""
    generator = torch.Generator().manual_seed(11)
    with torch.no_grad():
        for network in export.parts(marker).values():
            for values in network.arrays.values():
                values.add_(0.05 * torch.randn(values.shape, generator=generator))
        if "places/gain" in marker.decoder.arrays:
            marker.decoder.arrays["places/gain"].fill_(2)


def answers(marker, frames):
    video = to_tensor(frames)
    message = torch.tensor([[float(b % 3 == 0) for b in range(marker.card["bits"])]])
    flow = block_flow.segment_flow(video, marker.card["reference"])
    residual = marker.residual(video, message, flow)
    marked = torch.clamp(video + residual, -1, 1)
    rounded = torch.round((marked + 1) * 127.5) / 127.5 - 1
    known = marker.read(rounded, flow)
    found = {"video": frames.transpose(0, 3, 1, 2), "message": message, "flow": flow[0], "residual": residual[0],
             "marked": marked[0].transpose(0, 1), "bits": known["bits"].view(1, -1)}
    if marker.card["tile"]:
        period = marker.card["tile"]
        cut = marker.read(rounded[..., 5:, 3:])
        found |= {"host": marker.host(video).view(1, -1), "cut": cut["bits"].view(1, -1),
                  "places": cut["places"].view(-1, period * period), "scores": place_scores(cut["places"], 0.0),
                  "gains": marker.gains(video, message)}
    if marker.starts is not None:
        generator = torch.Generator().manual_seed(6)
        logits = 3 * torch.randn((40, marker.card["bits"]), generator=generator) + torch.linspace(-8, 8, marker.card["bits"])
        found |= {"readings": logits, "starts": starts.answer(marker.starts, starts.readings(logits))[None]}
    return {name: np.asarray(values, np.float32) for name, values in found.items()}


def matrix(values):
    return values.reshape(-1, values.shape[-2] * values.shape[-1]) if values.ndim > 2 else values


def main():
    torch.set_num_threads(1)
    here = pathlib.Path(__file__).resolve().parent
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here.parents[2] / "tests" / "golden" / "videomark"
    folder.mkdir(parents=True, exist_ok=True)
    for name, (card, size) in NETWORKS.items():
        marker = Marker(card, 7)
        randomise(marker)
        with torch.no_grad():
            found = answers(marker, moving_picture(*size))
        (folder / f"revmark-{name}.model").write_bytes(export.to_bytes(marker, {"steps": 0}))
        sizes = dict(zip(("frames", "height", "width"), size))
        arrays = {key: matrix(values) for key, values in found.items()}
        (folder / f"revmark-{name}.golden").write_bytes(model_file.to_bytes(sizes, arrays))
        print(name, *(f"{key} {values.shape}" for key, values in arrays.items()))
        print(" ", found["bits"], found.get("cut"), found["residual"].std())


if __name__ == "__main__":
    main()
