"""Mask losses: the mark belongs where and when a change is seen least (Eq. 14 to 19 of the paper, in our own reading).

In space: a map of what the eye forgives, from the local deviation of luma; the squared residual is weighed by what is left.
In time: the residual's change from frame to frame is weighed the same by how little the picture itself changes there."""
import torch
import torch.nn.functional as F

LUMA = torch.tensor([0.299, 0.587, 0.114]).view(1, 3, 1, 1, 1)
WINDOW = 7
# Deviation (scale of -1 to 1) that hides half: 6 and 4 grey levels of 255.
SPATIAL_HALF, TEMPORAL_HALF = 12 / 255, 8 / 255
SPATIAL, TEMPORAL = 200.0, 5.0


def local_mean(x):
    batch, channels, frames, height, width = x.shape
    y = F.avg_pool2d(x.reshape(-1, 1, height, width), WINDOW, 1, WINDOW // 2, count_include_pad=False)
    return y.reshape(batch, channels, frames, height, width)


def visible_in_space(luma):
    """1 on an even surface, near 0 in strong texture."""
    deviation = torch.sqrt((local_mean(luma * luma) - local_mean(luma) ** 2).clamp(min=0) + 1e-8)
    return SPATIAL_HALF / (SPATIAL_HALF + deviation)


def visible_in_time(luma):
    """For each frame but the first: 1 where the picture stands still, near 0 where it moves."""
    change = local_mean((luma[:, :, 1:] - luma[:, :, :-1]).abs())
    return TEMPORAL_HALF / (TEMPORAL_HALF + change)


def mask_loss(video, residual):
    luma = (video * LUMA.to(video.device)).sum(1, keepdim=True)
    spatial = (visible_in_space(luma) * residual ** 2).mean()
    temporal = 0.0
    if video.shape[2] > 1:
        temporal = (visible_in_time(luma) * (residual[:, :, 1:] - residual[:, :, :-1]) ** 2).mean()
    return SPATIAL * spatial + TEMPORAL * temporal
