"""A network small enough for two processor cores that reads any place of the picture.

The message is a sum of learned patterns on a tile that repeats; what the reader finds is pooled over all tiles, so a cut-out
part is read like the whole (DVMark repeats its bits for the same reason). The reader starts as a flattening by known filters
and the patterns as orthogonal ones in a band of frequencies; both are learned from there, as are the mask in space and time
(a 3-D U-net at half size), what is added to the mark where it meets the picture, and how much each bit needs."""
import math

import torch

from parts import LEAKY, conv, layer, linear

BITS, FRAMES, TILE = 96, 8, 48
# Half a grey level less than nothing is seen: 2 of 255 on the scale of -1 to 1.
FLATTEN = {"sigma": 2.2, "window": 7}
FLOOR, CLIP = 2 / 127.5, 3
# Cycles a pixel that the patterns start with: lower is picture, higher does not survive a codec.
BAND = 3 / 48, 14 / 48
# Mean of ln (1 + e^x) at the start: 1.
ONE = math.log(math.e - 1)
SOFT = {"act": "softplus"}
# Of arrays whose numbers are of another size than the others': factors of the learning rate.
RATES = {"decoder.places.weight": 0.1, "decoder.places.gain": 100.0, "encoder.mask.weight": 10.0, "encoder.luma.weight": 0.1,
         "decoder.luma.weight": 0.1}


def message(bits, period):
    """Each bit's amplitude from how much the picture itself says so already; then the tile."""
    return [
        layer("sign", "reshape", "message", shape=[1, 1, 1, bits]),
        layer("said", "reshape", "host", shape=[1, 1, 1, bits]),
        layer("agreed", "multiply", "sign", "said"),
        conv("need.1", "agreed", 16, (1, 1, 1)),
        conv("need.2", "need.1", 1, (1, 1, 1), act=SOFT),
        layer("signed", "multiply", "need.2", "sign"),
        layer("amounts", "reshape", "signed", shape=[bits, 1, 1, 1]),
        linear("patterns", "amounts", bits, period * period, bias=False),
        layer("tile", "reshape", "patterns", shape=[1, 1, period, period]),
    ]


def mask():
    """Where and when a change is not seen: a 3-D U-net over the frames at half size, and each frame's local deviation."""
    return [
        conv("luma", "video", 1, (1, 1, 1), act=None, bias=False),
        conv("near", "video", 8, (1, 3, 3), (1, 2, 2)),
        conv("down1", "near", 16, stride=(2, 2, 2)),
        conv("down2", "down1", 24, stride=(2, 2, 2)),
        conv("deep", "down2", 24),
        layer("up2.large", "up", "deep", "down1"), layer("up2.with", "concat", "up2.large", "down1"),
        conv("up2", "up2.with", 16),
        layer("up1.large", "up", "up2", "near"), layer("up1.with", "concat", "up1.large", "near"),
        conv("up1", "up1.with", 8, (1, 3, 3)),
        layer("up0", "up", "up1", "luma"),
        layer("texture", "deviation", "luma", **FLATTEN),
        layer("judged", "concat", "up0", "texture"),
        conv("mask", "judged", 1, (1, 1, 1), act=SOFT),
    ]


def encoder(bits, period):
    return {
        "inputs": ["video", "message", "host"],
        "layers": [
            *message(bits, period), *mask(),
            layer("still", "mean-time", "luma"),
            layer("flat", "whiten", "still", floor=FLOOR, clip=CLIP, **FLATTEN),
            layer("mark", "tile", "tile", "still"),
            layer("meeting", "concat", "mark", "still", "flat"),
            conv("fit.1", "meeting", 16, (1, 3, 3)), conv("fit.2", "fit.1", 16, (1, 3, 3)),
            conv("fit.3", "fit.2", 1, (1, 3, 3), act=None),
            layer("fitted", "add", "mark", "fit.3"),
            layer("masked", "multiply", "fitted", "mask"),
            conv("residual", "masked", 3, (1, 1, 1), act=None, bias=False),
        ],
        "output": "residual",
    }


def decoder(bits, period):
    return {
        "inputs": ["video"],
        "layers": [
            layer("mean", "mean-time", "video"),
            conv("luma", "mean", 1, (1, 1, 1), act=None, bias=False),
            layer("flat", "whiten", "luma", floor=FLOOR, clip=CLIP, **FLATTEN),
            layer("seen", "concat", "flat", "luma"),
            conv("see.1", "seen", 16, (1, 5, 5)), conv("see.2", "see.1", 16, (1, 3, 3)),
            conv("see.3", "see.2", 16, (1, 3, 3)),
            conv("trust", "see.3", 1, (1, 3, 3), act=SOFT), conv("guess", "see.3", 1, (1, 3, 3), act=None),
            layer("trusted", "multiply", "flat", "trust"), layer("evidence", "add", "trusted", "guess"),
            layer("folded", "fold", "evidence", tile=period),
            layer("even", "spectrum", "folded", power=0.5, floor=0.5),
            layer("places", "match", "even", tile=period, out=bits),
            layer("bits", "pick", "places", prior=7.0),
        ],
        "output": "bits",
        "places": "places",
    }


def card(bits=BITS, period=TILE):
    return {"kind": "revmark", "format": 1, "name": "lean", "bits": bits, "frames": FRAMES, "side": 0, "tile": period,
            "alpha": 5.915, "clip_sigma": 7, "clip_times": 2, "reference": 4, "feedback": {"rounds": 4, "rate": 0.4},
            "encoder": encoder(bits, period),
            "decoder": decoder(bits, period)}


def band_patterns(bits, period, generator):
    """bits × (period period): orthonormal, random within the band."""
    f = torch.fft.fftfreq(period)
    radius = torch.sqrt(f[:, None] ** 2 + f[: period // 2 + 1] ** 2)
    inside = (radius >= BAND[0]) & (radius <= BAND[1])
    noise = torch.fft.rfft2(torch.randn(bits, period, period, generator=generator))
    return torch.linalg.qr(torch.fft.irfft2(noise * inside, s=(period, period)).reshape(bits, -1).T)[0].T


def start(marker):
    """Weights at the start: filters known to work, nothing learned."""
    generator = torch.Generator().manual_seed(96)
    patterns = band_patterns(marker.card["bits"], marker.card["tile"], generator)
    encode, decode = marker.encoder.arrays, marker.decoder.arrays
    luma = torch.tensor([0.299, 0.587, 0.114]).view(1, 3, 1, 1, 1)
    with torch.no_grad():
        for arrays in (encode, decode):
            arrays["luma/weight"].copy_(luma)
        encode["patterns/weight"].copy_(10 * patterns.T)
        decode["places/weight"].copy_(patterns)
        decode["places/gain"].fill_(40)
        encode["residual/weight"].fill_(1)
        for arrays, name in ((encode, "need/2"), (encode, "mask"), (decode, "trust")):
            arrays[name + "/weight"].mul_(0.05)
            arrays[name + "/bias"].fill_(ONE)
        encode["mask/weight"][:, -1] = 8
        for arrays, name in ((encode, "fit/3"), (decode, "guess")):
            arrays[name + "/weight"].mul_(0.05)
