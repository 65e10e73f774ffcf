#!/usr/bin/python3
"""The segment detector: where in a copy's frames the marked segments begin (the purpose of appendix A.2 of the paper).

usage: starts.py gather MODEL DATA/video/train FOLDER [--sequences N] [--first N] [--held-out]
       starts.py train MODEL FOLDER OUT.model [--held FOLDER] [--epochs N] [--seed N]

The encoder's feedback makes all bits of a segment equally loud: its 8 frames together, as the decoder reads them, vary less
from bit to bit than 8 frames that straddle two segments, for which the picture says something else. So the detector sees
what the decoder reads of the 8 frames from each frame on, and says for each frame whether it is of another segment than the
one before. gather marks sequences with MODEL, takes frames away and writes what is read of the rest; train learns from that
and puts the part `starts` into the model file. FORMAT.md has its input."""
import argparse
import functools
import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

import export
import video_files
from dataset import HELD_OUT
from layers import Network
from parts import LEAKY, conv, layer

SEQUENCE = 48  # frames that are marked
WINDOW = 8
# A start was found if one is told at most this many frames beside it; 0.5 is told.
NEAR, TOLD = 1, 0.0
WEIGHT_DECAY = 0.1


def description():
    """Bits stand along the frames' axis, windows along the rows: what is learnt of a bit is learnt of all."""
    tall = functools.partial(conv, kernel=(1, 15, 1))
    return {
        "inputs": ["readings"],
        "layers": [
            tall("each.1", "readings", 8), conv("each.2", "each.1", 8, (1, 1, 1)),
            layer("square", "multiply", "each.2", "each.2"),
            layer("spread", "mean-time", "square"),
            tall("along.1", "spread", 12), tall("along.2", "along.1", 12),
            tall("start", "along.2", 1, act=None),
        ],
        "output": "start",
    }


def make_network(seed):
    return Network(description(), {"readings": 1}, torch.Generator().manual_seed(seed))


def readings(logits):
    """The input: T x bits of logits to 1 x 1 x bits x T x 1, how loudly each bit says what it says over all of them."""
    right = logits * torch.where(logits.sum(0) < 0, -1.0, 1.0)
    right = right / right.mean().clamp(min=1e-6) - 1
    return right.T[None, None, :, :, None].contiguous()


def read_windows(marker, video):
    """Frames of 1 x 3 x T x H x W to T x bits: of the 8 from each on, at the end of what is left."""
    read = [marker.logits(marker.read(video[:, :, t:t + WINDOW]))[0] for t in range(video.shape[2])]
    return torch.stack(read)


def marked_sequence(marker, frames, message):
    """8-bit frames, each 8 marked by themselves."""
    out = []
    for t in range(0, len(frames), WINDOW):
        video = torch.from_numpy(frames[t:t + WINDOW].astype(np.float32) / 127.5 - 1).permute(3, 0, 1, 2)[None]
        marked = marker.mark(video, message, gains=marker.gains(video, message))
        out.append(torch.round((marked[0] + 1) * 127.5).byte().permute(1, 2, 3, 0).numpy())
    return np.concatenate(out)


def whole(rng, count):
    return np.arange(int(rng.integers(0, WINDOW)), count)


def cut(rng, count):
    """One or two pieces are gone, and what was before the beginning."""
    keep = np.ones(count, bool)
    keep[:int(rng.integers(0, WINDOW))] = False
    for _ in range(int(rng.integers(1, 3))):
        first = int(rng.integers(WINDOW, count - WINDOW))
        keep[first:first + int(rng.integers(1, 12))] = False
    return np.flatnonzero(keep)


def drop(rng, count):
    """Single frames are gone."""
    return np.flatnonzero(rng.random(count) >= rng.uniform(0.05, 0.5))


# Name, frames that are kept, CRF of H.264 (0: none; a pair: anything between).
COPIES = (("whole", whole, 0), ("cut", cut, 0), ("drop", drop, 0), ("cut-h264", cut, (12, 24)))
HELD_COPIES = (("whole", whole, 0), ("cut", cut, 0), ("drop", drop, 0), ("cut CRF 17", cut, 17), ("cut CRF 22", cut, 22))


def draw(path, rng):
    """Frames in a row of a scene, a square of them, sometimes at half size."""
    video = scene(str(path))
    half = rng.random() < 0.3 and min(video.shape[1:3]) >= 256
    side = int(rng.choice([112, 128, 160])) * (2 if half else 1)
    first = int(rng.integers(0, len(video) - SEQUENCE + 1))
    y, x = (int(rng.integers(0, n - side + 1)) for n in video.shape[1:3])
    frames = video[first:first + SEQUENCE, y:y + side, x:x + side]
    if half:
        frames = frames.reshape(SEQUENCE, side // 2, 2, side // 2, 2, 3).mean((2, 4)).round().astype(np.uint8)
    return frames


@functools.lru_cache(maxsize=3)
def scene(path):
    return video_files.read(path)


def labels(kept):
    """1 where a frame is of another segment than the one before; the first frame is told by none."""
    segment = kept // WINDOW
    return np.concatenate([[0], segment[1:] != segment[:-1]]).astype(np.float32)


def gather(given):
    marker = export.from_bytes(given.model.read_bytes())
    scenes = [p for p in sorted(given.data.glob("*.mp4")) if p.name.startswith(HELD_OUT) == given.held_out]
    given.folder.mkdir(parents=True, exist_ok=True)
    for number in range(given.first, given.first + given.sequences):
        out = given.folder / f"{number:05d}.npz"
        rng = np.random.default_rng([number, 31])
        path = scenes[number % len(scenes)]
        if out.exists() or len(scene(str(path))) < SEQUENCE:
            continue
        frames = draw(path, rng)
        message = torch.from_numpy(rng.integers(0, 2, (1, marker.card["bits"])).astype(np.float32))
        found = {}
        with torch.no_grad():
            marked = marked_sequence(marker, frames, message)
            for name, keep, crf in HELD_COPIES if given.held_out else COPIES:
                kept = keep(rng, SEQUENCE)
                copy = marked[kept]
                if crf:
                    copy = video_files.through_h264(copy, crf if isinstance(crf, int) else int(rng.integers(*crf)))
                video = torch.from_numpy(copy.astype(np.float32) / 127.5 - 1).permute(3, 0, 1, 2)[None]
                found[f"{name}.kept"] = kept
                found[f"{name}.logits"] = read_windows(marker, video).numpy()
        np.savez_compressed(out.with_suffix(".part.npz"), scene=path.name, **found)
        out.with_suffix(".part.npz").rename(out)


def load(folder):
    """(name of the copy, input, labels) of all sequences."""
    rows = []
    for path in sorted(folder.glob("?????.npz")):
        with np.load(path) as found:
            for key in sorted(name for name in found.files if name.endswith(".logits")):
                name = key[:-len(".logits")]
                rows.append((name, readings(torch.from_numpy(found[key])), torch.from_numpy(labels(found[f"{name}.kept"]))))
    return rows


def answer(network, x):
    return network(readings=x)["start"].flatten()


def peaks(logits):
    """Frames that are told: the largest for three frames around, above 0."""
    padded = F.pad(logits, (1, 1), value=-1e9)
    best = (logits > padded[:-2]) & (logits >= padded[2:]) & (logits > TOLD)
    return (torch.nonzero(best[1:]).flatten() + 1).tolist()


def measure(network, rows):
    """Share of starts that are told at their frame, and of told ones that are right; of each kind of copy."""
    counts = {}
    with torch.no_grad():
        for name, x, wanted in rows:
            told, true = peaks(answer(network, x)), torch.nonzero(wanted).flatten().tolist()
            count = counts.setdefault(name, [0, 0, 0, 0, 0])
            exact = len(set(told) & set(true))
            near = sum(any(abs(t - s) <= NEAR for t in told) for s in true)
            for i, n in enumerate((len(true), exact, near, len(told), exact)):
                count[i] += n
    return {name: {"starts": c[0], "found": round(100 * c[1] / max(c[0], 1), 1), "within 1": round(100 * c[2] / max(c[0], 1), 1),
                   "told": c[3], "right": round(100 * c[4] / max(c[3], 1), 1)} for name, c in counts.items()}


def varied(x, wanted, rng):
    """Other bits of the same reading, a little noise, a part of the time: there are few sequences."""
    bits = rng.integers(0, x.shape[2], int(rng.integers(48, x.shape[2] + 1))) if x.shape[2] > 48 else slice(None)
    first = int(rng.integers(0, max(1, x.shape[3] - 24)))
    noise = torch.from_numpy(rng.standard_normal(x[:, :, bits].shape).astype(np.float32)) * float(rng.uniform(0, 0.05))
    return (x[:, :, bits] + noise)[:, :, :, first:], wanted[first:]


def learn(rows, epochs, seed, say=lambda line: None):
    network = make_network(seed)
    optimiser = torch.optim.AdamW(network.parameters(), 3e-3, weight_decay=WEIGHT_DECAY)
    rng = np.random.default_rng([seed, 5])
    for epoch in range(epochs):
        for group in optimiser.param_groups:
            group["lr"] = 3e-3 * (1 - epoch / epochs) + 1e-5
        total = 0.0
        for start in range(0, len(rows), 8):
            if start == 0:
                order = rng.permutation(len(rows))
            losses = []
            for i in order[start:start + 8]:
                x, wanted = varied(*rows[i][1:], rng)
                logits = answer(network, x)
                losses.append(F.binary_cross_entropy_with_logits(logits[1:], wanted[1:]))
            loss = torch.stack(losses).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total += loss.item() * len(losses)
        if epoch % 10 == 0 or epoch == epochs - 1:
            say(f"epoch {epoch}: {total / len(rows):.4f}")
    return network


def train(given):
    marker = export.from_bytes(given.model.read_bytes())
    sequences, rows = len(list(given.folder.glob("?????.npz"))), load(given.folder)
    marker.starts = learn(rows, given.epochs, given.seed, print)
    marker.card["starts"] = marker.starts.description
    about = {"sequences": sequences, "copies": len(rows), "epochs": given.epochs,
             "seed": given.seed}
    print(json.dumps(measure(marker.starts, rows), indent=1))
    if given.held:
        about["held_out"] = measure(marker.starts, load(given.held))
        print(json.dumps(about["held_out"], indent=1))
    given.out.write_bytes(export.to_bytes(marker, {**marker.card.get("training", {}), "starts": about}))


def main():
    parser = argparse.ArgumentParser()
    verbs = parser.add_subparsers(dest="verb", required=True)
    one = verbs.add_parser("gather")
    for name in ("model", "data", "folder"):
        one.add_argument(name, type=pathlib.Path)
    one.add_argument("--sequences", type=int, default=10)
    one.add_argument("--first", type=int, default=0)
    one.add_argument("--held-out", action="store_true")
    one.set_defaults(run=gather)
    two = verbs.add_parser("train")
    for name in ("model", "folder", "out"):
        two.add_argument(name, type=pathlib.Path)
    two.add_argument("--held", type=pathlib.Path, help="sequences of scenes that were kept out, to measure")
    two.add_argument("--epochs", type=int, default=60)
    two.add_argument("--seed", type=int, default=1)
    two.set_defaults(run=train)
    given = parser.parse_args()
    torch.set_num_threads(1)
    given.run(given)


if __name__ == "__main__":
    main()
