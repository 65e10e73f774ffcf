"""Motion between frames by block matching: the flow of FORMAT.md for a batch at once, the same vectors as in C.

All sums are of whole numbers far below 2^24, so float32 holds them exactly on any device."""
import torch
import torch.nn.functional as F

BLOCK, COARSE, FINE = 8, 3, 1


def luma(video):
    """Batch x 3 x T x H x W, -1 to 1, as a file's 8 bits would have it: batch x T x H x W of whole numbers."""
    levels = torch.round((video + 1) * 127.5).clamp(0, 255)
    weights = torch.tensor([77.0, 150.0, 29.0], device=video.device).view(1, 3, 1, 1, 1)
    return torch.floor(((levels * weights).sum(1) + 128) / 256)


def grown(y, top, bottom, left, right):
    """N x H x W with its border repeated."""
    return F.pad(y[:, None], (left, right, top, bottom), mode="replicate")[:, 0]


def half(y):
    y = grown(y, 0, y.shape[1] % 2, 0, y.shape[2] % 2)
    return torch.floor((y[:, ::2, ::2] + y[:, 1::2, ::2] + y[:, ::2, 1::2] + y[:, 1::2, 1::2] + 2) / 4)


def tie(y, x):
    """What decides between equal sums, less than 1: the smaller |y| + |x|, then y, then x; of vectors up to ±7."""
    return (((abs(y) + abs(x)) * 16 + y + 8) * 16 + x + 8) / 4096


def keep_best(best, found, cost, y, x):
    better = cost < best
    return torch.where(better, cost, best), [torch.where(better, v, f) for v, f in zip((y, x), found)]


def coarse(reference, frame, blocks):
    """Vectors of half pictures: all within ± COARSE, blocks of 4 grown by 2 on all sides."""
    height, width = reference.shape[1:]
    more = 4 * blocks[0] + 2 - height, 4 * blocks[1] + 2 - width
    here = grown(reference, 2, more[0], 2, more[1])
    there = grown(frame, 2 + COARSE, more[0] + COARSE, 2 + COARSE, more[1] + COARSE)
    best = torch.full((len(frame), *blocks), float("inf"), dtype=torch.float64, device=frame.device)
    found = [torch.zeros_like(best), torch.zeros_like(best)]
    for y in range(-COARSE, COARSE + 1):
        for x in range(-COARSE, COARSE + 1):
            moved = there[:, COARSE + y:COARSE + y + here.shape[1], COARSE + x:COARSE + x + here.shape[2]]
            sums = F.avg_pool2d(abs(here - moved)[:, None], BLOCK, BLOCK // 2)[:, 0] * BLOCK ** 2
            whole = torch.full_like(best, y), torch.full_like(best, x)
            best, found = keep_best(best, found, sums.double() + tie(y, x), *whole)
    return found


def blocks_at(y, rows, columns):
    """N x block rows x block columns x 8 x 8, each from its own first sample."""
    height, width = y.shape[1:]
    step = torch.arange(BLOCK, device=y.device)
    rows = (rows[..., None] + step).clamp(0, height - 1)
    columns = (columns[..., None] + step).clamp(0, width - 1)
    at = rows[..., :, None] * width + columns[..., None, :]
    return torch.gather(y.flatten(1), 1, at.flatten(1)).view(at.shape)


def fine(reference, frame, start):
    """Around twice the coarse vectors."""
    n, *blocks = start[0].shape
    rows = (BLOCK * torch.arange(blocks[0], device=frame.device)).view(1, -1, 1).expand(n, *blocks)
    columns = (BLOCK * torch.arange(blocks[1], device=frame.device)).expand(n, *blocks)
    here = blocks_at(reference, rows, columns)
    best = torch.full(start[0].shape, float("inf"), dtype=torch.float64, device=frame.device)
    found = [torch.zeros_like(best), torch.zeros_like(best)]
    for dy in range(-FINE, FINE + 1):
        for dx in range(-FINE, FINE + 1):
            y, x = 2 * start[0] + dy, 2 * start[1] + dx
            sums = abs(here - blocks_at(frame, rows + y.long(), columns + x.long())).sum((3, 4))
            best, found = keep_best(best, found, sums.double() + tie(y, x), y, x)
    return torch.stack(found, 1).float()


def between(values, n):
    """Numbers at block centres (last axis) to @n pixels: linear between, constant outside."""
    at = ((torch.arange(n, device=values.device) - (BLOCK - 1) / 2) / BLOCK).clamp(0, values.shape[-1] - 1)
    low = at.long().clamp(max=max(values.shape[-1] - 2, 0))
    high = (low + 1).clamp(max=values.shape[-1] - 1)
    return values[..., low] * (1 - (at - low)) + values[..., high] * (at - low)


def pair_flow(reference, frame):
    """N x 2 (y, x) x H x W: where what @reference shows is found in @frame; N x H x W of luma both."""
    height, width = frame.shape[1:]
    blocks = -(-height // BLOCK), -(-width // BLOCK)
    vectors = fine(reference, frame, coarse(half(reference), half(frame), blocks))
    return between(between(vectors, width).transpose(2, 3), height).transpose(2, 3)


def segment_flow(video, reference):
    """Batch x 2 x T x H x W for batch x 3 x T x H x W, -1 to 1."""
    planes = luma(video.detach())
    batch, frames, height, width = planes.shape
    reference = reference if reference < frames else frames // 2
    others = planes[:, [t for t in range(frames) if t != reference]]
    here = planes[:, reference:reference + 1].expand_as(others)
    flow = pair_flow(here.reshape(-1, height, width), others.reshape(-1, height, width))
    flow = flow.view(batch, frames - 1, 2, height, width).transpose(1, 2)
    zero = torch.zeros_like(flow[:, :, :1])
    return torch.cat([flow[:, :, :reference], zero, flow[:, :, reference:]], 2)
