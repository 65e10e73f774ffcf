"""The distortion layer: what happens to a marked segment between its maker and its reader (3.3 of the paper).

Each function takes video (batch x 3 x T x H x W, -1 to 1), a numpy generator and a strength from 0 to 1, and returns the
video and the place (rows, columns) of its top left corner in the original."""
import numpy as np
import torch
import torch.nn.functional as F

import video_files
from diff_h264 import diff_h264

NOWHERE = (0, 0)


def nothing(video, rng, strength):
    return video, NOWHERE


def average(video, rng, strength):
    padded = F.pad(video, (0, 0, 0, 0, 1, 1), mode="replicate")
    return (padded[:, :, :-2] + padded[:, :, 1:-1] + padded[:, :, 2:]) / 3, NOWHERE


def drop(video, rng, strength):
    """Frames go with a probability of half; one is left."""
    keep = rng.random(video.shape[2]) >= 0.5 * strength
    keep[rng.integers(video.shape[2])] |= not keep.any()
    return video[:, :, torch.from_numpy(keep).to(video.device)], NOWHERE


def swap(video, rng, strength):
    order = np.arange(video.shape[2])
    for t in range(len(order) - 1):
        if rng.random() < 0.5 * strength:
            order[[t, t + 1]] = order[[t + 1, t]]
    return video[:, :, torch.from_numpy(order).to(video.device)], NOWHERE


def crop(video, rng, strength):
    """40 % of both sides are left at full strength."""
    height, width = (int(round(side * (1 - 0.6 * strength * rng.uniform(0.8, 1)))) for side in video.shape[3:])
    top, left = int(rng.integers(0, video.shape[3] - height + 1)), int(rng.integers(0, video.shape[4] - width + 1))
    return video[..., top:top + height, left:left + width], (top, left)


def noise(video, rng, strength):
    values = torch.from_numpy(rng.standard_normal(video.shape, np.float32)).to(video.device)
    return torch.clamp(video + values * (0.08 * strength), -1, 1), NOWHERE


def blur(video, rng, strength):
    sigma = 0.3 + 1.7 * strength
    taps = torch.exp(-torch.arange(-1, 2, dtype=torch.float32) ** 2 / (2 * sigma ** 2))
    taps = (taps / taps.sum()).to(video.device)
    x = F.pad(video, (1,) * 6, mode="replicate")
    for axis in (2, 3, 4):
        size = x.shape[axis] - 2
        x = sum(taps[i] * x.narrow(axis, i, size) for i in range(3))
    return x, NOWHERE


def h264(video, rng, strength):
    return diff_h264(video, int(rng.integers(video.shape[2])), float(rng.uniform(0.4, 1.2)) * strength + 0.05), NOWHERE


def real_h264(video, rng, strength):
    """x264 itself; the gradient passes as if it did nothing."""
    crf = int(rng.integers(16, 24 + int(6 * strength)))
    frames = torch.clamp(torch.round((video.detach() + 1) * 127.5), 0, 255).byte().permute(0, 2, 3, 4, 1).cpu().numpy()
    back = np.stack([video_files.through_h264(segment, crf) for segment in frames]).astype(np.float32)
    seen = torch.from_numpy(back).to(video.device).permute(0, 4, 1, 2, 3) / 127.5 - 1
    return video + (seen - video).detach(), NOWHERE


KINDS = {f.__name__: f for f in (nothing, average, drop, swap, crop, noise, blur, h264, real_h264)}


def distorted(video, shares, rng, strength):
    """One kind for all of @video, drawn by @shares (name to weight). Returns video, place and the kind's name."""
    names = list(shares)
    weights = np.array([shares[name] for name in names], float)
    name = names[int(rng.choice(len(names), p=weights / weights.sum()))]
    return *KINDS[name](video, rng, strength), name
