"""The paper's network (REVMark, ACM MM 2023, section 3), with block matching in place of its learned optical flow."""
import math

from parts import LEAKY, conv, down, layer, linear, up

BITS, FRAMES, SIDE, BASE = 96, 8, 128, 16


def aligned_block(base):
    """TAsBlock (3.1): features of frames laid on each other, brought back to their places."""
    return [layer("aligned", "align", "video", "flow"), conv("tas.1", "aligned", 2 * base), conv("tas.2", "tas.1", 3),
            layer("tas", "unalign", "tas.2", "flow")]


def encoder(bits, side, base):
    """3.2: the message as three channels of blocks of 2×8×8, a 3-D U-net, and the message once more near the end."""
    blocks = [3, 4, side // 8, side // 8]
    return {
        "inputs": ["video", "message", "flow"],
        "layers": [
            linear("message.all", "message", bits, math.prod(blocks), LEAKY),
            layer("message.blocks", "reshape", "message.all", shape=blocks),
            layer("message.spread", "nearest", "message.blocks", scale=[2, 8, 8]),
            *aligned_block(base),
            layer("seen", "concat", "video", "tas", "message.spread"),
            conv("first", "seen", base),
            *down("down1", "first", 2 * base), *down("down2", "down1.2", 4 * base), *down("down3", "down2.2", 8 * base),
            *up("up3", "down3.2", "down2.2", 4 * base), *up("up2", "up3.2", "down1.2", 2 * base),
            *up("up1", "up2.2", "first", base),
            layer("again", "concat", "up1.2", "message.spread", "video"),
            conv("last", "again", base),
            conv("residual", "last", 3, (1, 1, 1), act=None),
        ],
        "output": "residual",
    }


def decoder(bits, side, base):
    """3.4: strided 3-D convolutions down to 256 × 1 × 4 × 4, then two full layers."""
    return {
        "inputs": ["video", "flow"],
        "layers": [
            *aligned_block(base),
            layer("seen", "concat", "video", "tas"),
            conv("first", "seen", base, stride=(1, 2, 2)), conv("second", "first", 2 * base, stride=(1, 2, 2)),
            *down("down1", "second", 4 * base), *down("down2", "down1.2", 8 * base), *down("down3", "down2.2", 16 * base),
            linear("all", "down3.2", 16 * base * (side // 32) ** 2, 32 * base, LEAKY),
            linear("bits", "all", 32 * base, bits),
        ],
        "output": "bits",
    }


def discriminator():
    """3.5: judges the marked segment; its answer is the mean of the map."""
    layers, source = [], "video"
    for i, out in enumerate((16, 32, 64, 128)):
        layers += [conv(f"conv{i}", source, out), layer(f"pool{i}", "max-pool", f"conv{i}", kernel=[2, 2, 2] if i < 3 else
                                                         [1, 2, 2])]
        source = f"pool{i}"
    return {"inputs": ["video"], "layers": [*layers, conv("real", source, 1, (1, 1, 1), act=None)], "output": "real"}


def card(bits=BITS, side=SIDE, base=BASE):
    return {"kind": "revmark", "format": 1, "name": "full", "bits": bits, "frames": FRAMES, "side": side, "tile": 0,
            "alpha": 5.915, "clip_sigma": 7, "clip_times": 2, "reference": 4, "encoder": encoder(bits, side, base),
            "decoder": decoder(bits, side, base)}


def start(marker):
    """The weights as the generator made them."""
