"""A photograph as a moment of video: a camera that drifts, shakes, zooms and turns a little over it."""
import functools

import numpy as np
import torch
import torch.nn.functional as F

import video_files


@functools.lru_cache(maxsize=300)
def photograph(path):
    return torch.from_numpy(video_files.read(path)[0].copy()).permute(2, 0, 1)


def walk(frames, drift, shake, rng):
    """A steady change a frame, and a shake."""
    t = np.arange(frames) - (frames - 1) / 2
    return t * rng.normal(0, drift) + rng.normal(0, shake, frames)


def moved(path, frames, side, rng):
    """T x 3 x S x S, 0 to 1."""
    picture = photograph(path).float() / 255
    height, width = picture.shape[1:]
    still = rng.random() < 0.2
    steady = lambda drift, shake: np.zeros(frames) if still else walk(frames, drift, shake, rng)
    scale = np.exp(rng.uniform(-0.3, 0.3) + steady(0.004, 0.001))
    angle = steady(0.004, 0.001)
    y, x = (rng.uniform(side / 2, max(n - side / 2, side / 2 + 1)) + steady(1.5, 0.3) for n in (height, width))
    grid = np.arange(side) - (side - 1) / 2
    row, column = np.meshgrid(grid, grid, indexing="ij")
    cos, sin = (f(angle)[:, None, None] * scale[:, None, None] for f in (np.cos, np.sin))
    at_y = y[:, None, None] + cos * row + sin * column
    at_x = x[:, None, None] - sin * row + cos * column
    places = np.stack([2 * at_x / (width - 1) - 1, 2 * at_y / (height - 1) - 1], -1)
    return F.grid_sample(picture.expand(frames, -1, -1, -1), torch.from_numpy(places.astype(np.float32)), "bilinear",
                         "reflection", align_corners=True).clamp(0, 1)
