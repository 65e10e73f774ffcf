"""Segments to train with: drawn clips and photographs moved by an imagined camera, in an order that a seed fixes.

Segment number i of a seed is always the same, so a run can stop anywhere and go on elsewhere."""
import csv
import hashlib
import pathlib

import numpy as np
import torch
import torch.nn.functional as F
import torch.utils.data

import camera
import video_files

FRAMES = 8
PHOTOS = 0.3  # share of segments
# Scenes that are kept out of training to choose settings by; the evaluation's clips are of neither.
HELD_OUT = ("intel_asl_book", "mapillary_road", "mdn_frog", "sav_blocks")


class Clips:
    """The rows of clips.tsv, cut out once into one file of 8-bit samples."""

    def __init__(self, folder, cache, held_out=False):
        folder, cache = pathlib.Path(folder), pathlib.Path(cache)
        table = folder / "clips.tsv"
        with open(table, newline="") as rows:
            self.rows = list(csv.DictReader(rows, delimiter="\t"))
        self.hash = hashlib.sha256(table.read_bytes()).hexdigest()
        self.offsets = np.cumsum([0] + [FRAMES * int(row["side"]) ** 2 * 3 for row in self.rows])
        path = cache / f"clips-{self.hash[:16]}.bin"
        if not path.exists():
            self.cut(folder, path)
        self.samples = np.memmap(path, np.uint8, "r")
        self.chosen = [i for i, row in enumerate(self.rows) if row["file"].startswith(HELD_OUT) == held_out]

    def cut(self, folder, path):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        out = np.memmap(part, np.uint8, "w+", shape=(int(self.offsets[-1]),))
        for name in sorted({row["file"] for row in self.rows}):
            video = video_files.read(str(folder / name))
            for i, row in enumerate(self.rows):
                if row["file"] == name:
                    out[self.offsets[i]:self.offsets[i + 1]] = self.piece(video, row).reshape(-1)
        out.flush()
        part.rename(path)

    @staticmethod
    def piece(video, row):
        first, y, x, side = (int(row[key]) for key in ("first", "y", "x", "side"))
        at = np.minimum(first + np.arange(FRAMES), len(video) - 1)
        return video[at][:, y:y + side, x:x + side]

    def __len__(self):
        return len(self.chosen)

    def __getitem__(self, i):
        row = self.chosen[i]
        side = int(self.rows[row]["side"])
        return self.samples[self.offsets[row]:self.offsets[row + 1]].reshape(FRAMES, side, side, 3)


def to_side(frames, side, rng):
    """T x 3 x S x S, 0 to 1: a part of @frames at their own scale or made smaller, turned and mirrored."""
    x = torch.from_numpy(frames.astype(np.float32) / 255).permute(0, 3, 1, 2)
    room = min(x.shape[-2:])
    part = int(rng.integers(side, room + 1)) if rng.random() < 0.5 and room > side else min(side, room)
    top, left = (int(rng.integers(0, n - part + 1)) for n in x.shape[-2:])
    x = x[..., top:top + part, left:left + part]
    if part != side:
        x = F.interpolate(x, (side, side), mode="bilinear", antialias=part > side, align_corners=False)
    x = torch.rot90(x, int(rng.integers(4)), (2, 3))
    return torch.flip(x, (3,)) if rng.random() < 0.5 else x


def retimed(x, rng):
    """Played backwards, or standing still, or held now and then."""
    kind = rng.random()
    if kind < 0.2:
        return torch.flip(x, (0,))
    if kind < 0.3:
        return x[int(rng.integers(len(x)))].expand_as(x)
    if kind < 0.4:
        return x[np.sort(rng.integers(0, len(x), len(x)))]
    return x


def regraded(x, rng):
    """Saturation, contrast, brightness and gamma, all mild."""
    grey = x.mean(1, keepdim=True)
    x = grey + (x - grey) * float(rng.uniform(0.3, 1.4))
    x = (x - 0.5) * float(rng.uniform(0.7, 1.3)) + 0.5 + float(rng.uniform(-0.1, 0.1))
    return x.clamp(0, 1) ** float(np.exp(rng.uniform(-0.3, 0.3)))


class Segments:
    """The endless sequence of segments of a seed: 3 x T x S x S, -1 to 1, of 256 levels as a file would have."""

    def __init__(self, folder, cache, side, seed, held_out=False):
        self.clips = Clips(folder, cache, held_out)
        photos = sorted((pathlib.Path(folder) / "photos").glob("*.jpg"))
        # Every tenth photograph is kept out too.
        self.photos = [path for i, path in enumerate(photos) if (i % 10 == 0) == held_out]
        self.side, self.seed = side, seed

    def segment(self, number):
        rng = np.random.default_rng([self.seed, number])
        if rng.random() < PHOTOS:
            x = camera.moved(str(self.photos[int(rng.integers(len(self.photos)))]), FRAMES, self.side, rng)
        else:
            x = retimed(to_side(self.clips[int(rng.integers(len(self.clips)))], self.side, rng), rng)
        if rng.random() < 0.5:
            x = regraded(x, rng)
        return torch.round(x.transpose(0, 1) * 255) / 127.5 - 1

    __getitem__ = segment

    def batches(self, first, size, workers=0):
        """Those of the steps from @first on, made ahead by @workers processes."""
        numbers = range(first * size, 2 ** 40)
        return iter(torch.utils.data.DataLoader(self, size, sampler=numbers, num_workers=workers))
