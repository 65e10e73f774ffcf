"""The layers of FORMAT.md in PyTorch. A network is the card's own list of layers: what is trained is what is shipped."""
import math

import torch
import torch.nn.functional as F

# How far the spread of bits at one place is drawn to that of all places.
SHRINK = 0.5


def conv(x, weight, bias, stride, pad):
    """A 3-D convolution as 2-D ones over neighbouring frames: on a CPU PyTorch 1.13 takes 40 times as long for conv3d."""
    if x.is_cuda:
        return F.conv3d(x, weight, bias, stride, pad)
    batch, channels, _, height, width = x.shape
    n = weight.shape[2]
    x = F.pad(x, (0, 0, 0, 0, pad[0], pad[0])).unfold(2, n, stride[0])
    frames = x.shape[2]
    x = x.permute(0, 2, 1, 5, 3, 4).reshape(batch * frames, channels * n, height, width)
    y = F.conv2d(x, weight.flatten(1, 2), bias, stride[1:], pad[1:])
    return y.reshape(batch, frames, *y.shape[1:]).transpose(1, 2)


def blur_weights(sigma, device):
    radius = math.ceil(3 * sigma)
    weights = torch.exp(-torch.arange(-radius, radius + 1, dtype=torch.float32, device=device) ** 2 / (2 * sigma * sigma))
    return weights / weights.sum()


def separable(x, weights):
    """Both directions of a symmetric filter in the plane; the border repeats."""
    batch, channels, frames, height, width = x.shape
    r = len(weights) // 2
    x = F.pad(x.reshape(-1, 1, height, width), (r, r, r, r), mode="replicate")
    x = F.conv2d(F.conv2d(x, weights.view(1, 1, 1, -1)), weights.view(1, 1, -1, 1))
    return x.reshape(batch, channels, frames, height, width)


def detail(x, sigma, window):
    """What a blur leaves, and its local root mean square."""
    d = x - separable(x, blur_weights(sigma, x.device))
    return d, torch.sqrt(separable(d * d, torch.full((window,), 1 / window, device=x.device)).clamp(min=0) + 1e-12)


def whiten(x, sigma, window, floor, clip):
    d, rms = detail(x, sigma, window)
    return torch.clamp(d / (rms + floor), -clip, clip)


def fold(x, period):
    """Means over what is congruent modulo @period."""
    height, width = x.shape[-2:]
    more = (-width % period, -height % period)
    rows, columns = (height + more[1]) // period, (width + more[0]) // period
    x = F.pad(x, (0, more[0], 0, more[1]))
    total = x.reshape(*x.shape[:-2], rows, period, columns, period).sum((-4, -2))
    at = torch.arange(period, device=x.device)
    count = [torch.div(n - at + period - 1, period, rounding_mode="floor") for n in (height, width)]
    return total / (count[0].view(-1, 1) * count[1]).clamp(min=1)


def spectrum(x, power, floor):
    f = torch.fft.rfft2(x)
    f = f * (f.real ** 2 + f.imag ** 2 + floor * floor) ** (-power / 2)
    keep = torch.ones(f.shape[-2:], device=x.device)
    keep[0, 0] = 0
    return torch.fft.irfft2(f * keep, s=x.shape[-2:])


def match(x, weight, gain):
    """Correlations of batch x channels x 1 x p x p with bits x (channels p p) at all places."""
    period = x.shape[-1]
    patterns = torch.fft.rfft2(weight.view(weight.shape[0], -1, period, period))
    found = torch.einsum("bcyx,mcyx->bmyx", torch.fft.rfft2(x[:, :, 0]).conj(), patterns)
    return gain * torch.fft.irfft2(found, s=x.shape[-2:]).unsqueeze(2)


def log_cosh(z):
    z = z.abs()
    return z + torch.log1p(torch.exp(-2 * z)) - math.log(2)


def sync_scores(places):
    """Batch x (p p): the sum of ln cosh (L / 2), how likely each place is if L is what it claims to be. For training."""
    return log_cosh(places / 2).sum(1).flatten(1)


def place_scores(places, prior):
    """Batch x (p p): the scores of FORMAT.md, which do not rely on the size of L."""
    x = places.flatten(2)
    square = (x ** 2).mean(1)
    ordinary = square.mean(1, keepdim=True).clamp(min=1e-30)

    def spread(point):
        return ((square - point ** 2).clamp(min=0) + SHRINK * ordinary) / (1 + SHRINK)

    point = x.abs().mean(1)
    for _ in range(4):
        point = (x * torch.tanh(x * (point / spread(point)).unsqueeze(1))).mean(1)
    v = spread(point)
    fit = torch.log(ordinary / v) / 2 - (square + point ** 2) / (2 * v) + square / (2 * ordinary)
    scores = x.shape[1] * fit + log_cosh(x * (point / v).unsqueeze(1)).sum(1)
    return torch.cat([scores[:, :1] + prior, scores[:, 1:]], 1)


def pick(places, prior):
    best = place_scores(places, prior).argmax(1)
    return torch.gather(places.flatten(2), 2, best.view(-1, 1, 1).expand(-1, places.shape[1], 1))[..., None, None]


def warp(x, flow):
    """Frames of batch x channels x T x H x W taken at their pixels plus flow (batch x 2 (y, x) x T x H x W)."""
    batch, channels, frames, height, width = x.shape
    at_y = torch.arange(height, device=x.device).view(-1, 1) + flow[:, 0]
    at_x = torch.arange(width, device=x.device) + flow[:, 1]
    grid = torch.stack([2 * at_x / max(width - 1, 1) - 1, 2 * at_y / max(height - 1, 1) - 1], -1)
    x = x.transpose(1, 2).reshape(-1, channels, height, width)
    y = F.grid_sample(x, grid.reshape(-1, height, width, 2), "bilinear", "border", align_corners=True)
    return y.reshape(batch, frames, channels, height, width).transpose(1, 2)


def up(x, like):
    for axis in (2, 3, 4):
        if like.shape[axis] > x.shape[axis]:
            x = x.repeat_interleave(2, axis).narrow(axis, 0, like.shape[axis])
    return x


def concat(*xs):
    size = [max(x.shape[axis] for x in xs) for axis in (2, 3, 4)]
    return torch.cat([x.expand(-1, -1, *size) for x in xs], 1)


def tile(x, like):
    period = x.shape[-1]
    frames, height, width = like.shape[2:]
    x = x.repeat(1, 1, 1, -(-height // period), -(-width // period))[..., :height, :width]
    return x.expand(-1, -1, frames, -1, -1)


def activate(x, layer):
    act = layer.get("act", "none")
    if act == "none":
        return x
    if act == "leaky":
        return F.leaky_relu(x, layer["slope"])
    if act == "softplus":
        return F.softplus(x)
    if act == "tanh":
        return torch.tanh(x)
    raise ValueError(f"no activation {act}")


# Those without weights: the layer's description and its inputs to a tensor.
PLAIN = {
    "reshape": lambda l, x: x.reshape(x.shape[0], *l["shape"]),
    "nearest": lambda l, x: x.repeat_interleave(l["scale"][0], 2).repeat_interleave(l["scale"][1], 3).repeat_interleave(
        l["scale"][2], 4),
    "up": lambda l, x, like: up(x, like),
    "concat": lambda l, *xs: concat(*xs),
    "add": lambda l, x, y: x + y,
    "multiply": lambda l, x, y: x * y,
    "tile": lambda l, x, like: tile(x, like),
    "mean-time": lambda l, x: x.mean(2, keepdim=True),
    "max-pool": lambda l, x: F.max_pool3d(x, l["kernel"]),
    "whiten": lambda l, x: whiten(x, l["sigma"], l["window"], l["floor"], l["clip"]),
    "deviation": lambda l, x: detail(x, l["sigma"], l["window"])[1],
    "fold": lambda l, x: fold(x, l["tile"]),
    "spectrum": lambda l, x: spectrum(x, l["power"], l["floor"]),
    "pick": lambda l, x: pick(x, l["prior"]),
    "align": lambda l, x, flow: warp(x, flow),
    "unalign": lambda l, x, flow: warp(x, -flow),
}


def fan_in_weights(generator, *shape):
    """Normal numbers that keep the size of what passes through a leaky rectifier."""
    return torch.randn(shape, generator=generator) * math.sqrt(2 / math.prod(shape[1:]))


class Network(torch.nn.Module):
    """A list of layers of a card. Arrays are self.arrays["NAME.weight"] in the shapes of PyTorch."""

    def __init__(self, description, channels, generator):
        """@channels: of each input. @generator: of the weights at the start."""
        super().__init__()
        self.description = description
        self.arrays = torch.nn.ParameterDict()
        known = dict(channels)
        for layer in description["layers"]:
            known[layer["name"]] = self.add(layer, [known[name] for name in layer["from"]], generator)

    def keep(self, layer, name, values):
        # ParameterDict takes no dots in names.
        self.arrays[f"{layer['name']}.{name}".replace(".", "/")] = torch.nn.Parameter(values)

    def get(self, layer, name):
        key = f"{layer['name']}.{name}".replace(".", "/")
        return self.arrays[key] if key in self.arrays else None

    def add(self, layer, channels, generator):
        """Makes the arrays of @layer; returns its channels (numbers for what linear reads)."""
        kind = layer["kind"]
        if kind in ("conv", "linear"):
            kernel = layer["kernel"] if kind == "conv" else []
            self.keep(layer, "weight", fan_in_weights(generator, layer["out"], layer.get("in", channels[0]), *kernel))
            if layer.get("bias", True):
                self.keep(layer, "bias", torch.zeros(layer["out"]))
            return layer["out"]
        if kind == "match":
            size = channels[0] * layer["tile"] ** 2
            self.keep(layer, "weight", torch.randn((layer["out"], size), generator=generator) / math.sqrt(size))
            self.keep(layer, "gain", torch.ones(1, 1))
            return layer["out"]
        if kind == "concat":
            return sum(channels)
        if kind in ("add", "multiply"):
            return max(channels)
        return layer["shape"][0] if kind == "reshape" else channels[0]

    def run(self, layer, xs):
        kind = layer["kind"]
        if kind == "conv":
            return conv(xs[0], self.get(layer, "weight"), self.get(layer, "bias"), layer["stride"], layer["pad"])
        if kind == "linear":
            y = F.linear(xs[0].flatten(1), self.get(layer, "weight"), self.get(layer, "bias"))
            return y[..., None, None, None]
        if kind == "match":
            return match(xs[0], self.get(layer, "weight"), self.get(layer, "gain"))
        return PLAIN[kind](layer, *xs)

    def forward(self, **inputs):
        """All tensors by name, inputs included."""
        known = dict(inputs)
        for layer in self.description["layers"]:
            known[layer["name"]] = activate(self.run(layer, [known[name] for name in layer["from"]]), layer)
        return known
