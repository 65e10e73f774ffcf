"""Motion between frames by block matching: the flow of FORMAT.md, whole numbers throughout, the same as in C."""
import numpy as np

BLOCK, COARSE, FINE = 8, 3, 1


def luma(frame):
    """Rows x columns x RGB of 8 bits to whole numbers."""
    return (frame.astype(np.int32) @ np.array([77, 150, 29]) + 128) >> 8


def half(y):
    y = np.pad(y, ((0, y.shape[0] % 2), (0, y.shape[1] % 2)), mode="edge")
    return (y[::2, ::2] + y[::2, 1::2] + y[1::2, ::2] + y[1::2, 1::2] + 2) >> 2


def block_sums(values, first, step, blocks):
    """Sums over 8x8 from @first + @step × block, of values padded by @first beforehand, through a table of running sums."""
    total = np.zeros((values.shape[0] + 1, values.shape[1] + 1), np.int64)
    total[1:, 1:] = values.cumsum(0).cumsum(1)
    rows, columns = (first + step * np.arange(n) for n in blocks)
    corner = lambda dy, dx: total[np.ix_(rows + dy, columns + dx)]
    return corner(BLOCK, BLOCK) - corner(0, BLOCK) - corner(BLOCK, 0) + corner(0, 0)


def take(y, rows, columns):
    return y[np.clip(rows, 0, y.shape[0] - 1)][:, np.clip(columns, 0, y.shape[1] - 1)]


def by_tie(reach):
    """Vectors within @reach, those that win a tie first."""
    vectors = [(y, x) for y in range(-reach, reach + 1) for x in range(-reach, reach + 1)]
    return sorted(vectors, key=lambda v: (abs(v[0]) + abs(v[1]), v[0], v[1]))


def coarse(reference, frame, blocks):
    """Vectors of half pictures: all within ± COARSE, blocks of 4 grown by 2 on all sides."""
    rows, columns = (np.arange(-2, 4 * n + 2) for n in blocks)
    best, found = np.full(blocks, np.iinfo(np.int64).max), np.zeros((2, *blocks), np.int64)
    here = take(reference, rows, columns)
    for y, x in by_tie(COARSE):
        sums = block_sums(abs(here - take(frame, rows + y, columns + x)), 0, BLOCK // 2, blocks)
        better = sums < best
        best[better] = sums[better]
        found[0][better], found[1][better] = y, x
    return found


def blocks_at(y, rows, columns):
    """Block rows x block columns x 8 x 8, each from its own place (the first sample's)."""
    rows = np.clip(rows[..., None] + np.arange(BLOCK), 0, y.shape[0] - 1)
    columns = np.clip(columns[..., None] + np.arange(BLOCK), 0, y.shape[1] - 1)
    return y[rows[..., :, None], columns[..., None, :]]


def fine(reference, frame, start):
    """Around twice the coarse vectors. Sum and tie are one number: the smallest wins."""
    rows, columns = np.meshgrid(*(BLOCK * np.arange(n) for n in start.shape[1:]), indexing="ij")
    here = blocks_at(reference, rows, columns)
    best, found = np.full(rows.shape, np.iinfo(np.int64).max), np.zeros_like(start)
    for dy in range(-FINE, FINE + 1):
        for dx in range(-FINE, FINE + 1):
            y, x = 2 * start[0] + dy, 2 * start[1] + dx
            sums = abs(here - blocks_at(frame, rows + y, columns + x)).sum((2, 3))
            cost = ((sums * 32 + abs(y) + abs(x)) * 32 + y + 16) * 32 + x + 16
            better = cost < best
            best[better] = cost[better]
            found[0][better], found[1][better] = y[better], x[better]
    return found


def between(values, n):
    """Numbers at block centres (last axis) to @n pixels: linear between, constant outside."""
    at = np.clip((np.arange(n) - (BLOCK - 1) / 2) / BLOCK, 0, values.shape[-1] - 1)
    low = np.minimum(at.astype(int), max(values.shape[-1] - 2, 0))
    high = np.minimum(low + 1, values.shape[-1] - 1)
    return values[..., low] * (1 - (at - low)) + values[..., high] * (at - low)


def pair_flow(reference, frame):
    """2 (y, x) x rows x columns: where what @reference shows is found in @frame; both luma."""
    height, width = reference.shape
    blocks = -(-height // BLOCK), -(-width // BLOCK)
    vectors = fine(reference, frame, coarse(half(reference), half(frame), blocks)).astype(np.float32)
    return between(between(vectors, width).swapaxes(1, 2), height).swapaxes(1, 2).astype(np.float32)


def segment_flow(frames, reference):
    """@frames: T x rows x columns x RGB of 8 bits. 2 x T x rows x columns."""
    planes = [luma(frame) for frame in frames]
    reference = reference if reference < len(planes) else len(planes) // 2
    zero = np.zeros((2, *planes[0].shape), np.float32)
    return np.stack([zero if t == reference else pair_flow(planes[reference], plane) for t, plane in enumerate(planes)], 1)
