"""DiffH264 (3.3 of the paper): what H.264 does to a segment, with a gradient.

One frame is coded by itself, every other as its difference from that one, moved: 8x8 DCT, quantised by the tables of JPEG at
quality 50, coarser for differences. Rounding has the slope of (x - round x)^3 added."""
import math

import torch
import torch.nn.functional as F

from layers import warp

# ITU-T T.81, Annex K.
LUMA = torch.tensor([[16, 11, 10, 16, 24, 40, 51, 61], [12, 12, 14, 19, 26, 58, 60, 55], [14, 13, 16, 24, 40, 57, 69, 56],
                     [14, 17, 22, 29, 51, 87, 80, 62], [18, 22, 37, 56, 68, 109, 103, 77], [24, 35, 55, 64, 81, 104, 113, 92],
                     [49, 64, 78, 87, 103, 121, 120, 101], [72, 92, 95, 98, 112, 100, 103, 99]], dtype=torch.float32)
CHROMA = torch.full((8, 8), 99.0)
CHROMA[:4, :4] = torch.tensor([[17, 18, 24, 47], [18, 21, 26, 66], [24, 26, 56, 99], [47, 66, 99, 99]])
INTRA, RESIDUAL, OF_CHROMA = 1.5, 5.0, 0.5
# ITU-R BT.601, of values 0 to 255.
TO_YUV = torch.tensor([[0.299, 0.587, 0.114], [-0.168736, -0.331264, 0.5], [0.5, -0.418688, -0.081312]])
DCT = torch.tensor([[math.sqrt((1 if u == 0 else 2) / 8) * math.cos((2 * x + 1) * u * math.pi / 16) for x in range(8)]
                    for u in range(8)])


def soft_round(x):
    whole = torch.round(x).detach()
    return whole + (x - whole) ** 3


def coded(plane, table):
    """... x H x W with sides of whole blocks, quantised and back."""
    table, transform = table.to(plane.device), DCT.to(plane.device)
    *lead, height, width = plane.shape
    blocks = plane.reshape(*lead, height // 8, 8, width // 8, 8).transpose(-3, -2)
    found = transform @ blocks @ transform.T
    back = transform.T @ (soft_round(found / table) * table) @ transform
    return back.transpose(-3, -2).reshape(*lead, height, width)


def coded_yuv(yuv, strength):
    """Batch x 3 x T x H x W; chroma at half size, both directions."""
    batch, _, frames, height, width = yuv.shape
    pad = (0, -width % 16, 0, -height % 16)
    x = F.pad(yuv.transpose(1, 2).reshape(-1, 3, height, width), pad, mode="replicate")
    y = coded(x[:, :1], LUMA * strength)
    small = coded(F.avg_pool2d(x[:, 1:], 2), CHROMA * strength * OF_CHROMA)
    x = torch.cat([y, small.repeat_interleave(2, -2).repeat_interleave(2, -1)], 1)[..., :height, :width]
    return x.reshape(batch, frames, 3, height, width).transpose(1, 2)


def diff_h264(video, reference, strength=1.0, flow=None):
    """@video: -1 to 1. @reference: number of the frame that is coded by itself. @flow: from it to the others, or none."""
    to_yuv = TO_YUV.to(video.device)
    yuv = torch.einsum("ij,bjthw->bithw", to_yuv, (video + 1) * 127.5)
    key = coded_yuv(yuv[:, :, reference:reference + 1], INTRA * strength)
    moved = key.expand_as(yuv)
    if flow is not None:
        moved = warp(moved, -flow)
    others = moved + coded_yuv(yuv - moved, RESIDUAL * strength)
    is_key = (torch.arange(video.shape[2], device=video.device) == reference).view(1, 1, -1, 1, 1)
    rgb = torch.einsum("ij,bjthw->bithw", torch.linalg.inv(to_yuv), torch.where(is_key, key, others))
    return torch.clamp(rgb / 127.5 - 1, -1, 1)
