#!/usr/bin/python3
"""Reference transforms by PyWavelets; prints wavelets.json.
usage: make-wavelets.py > wavelets.json   (needs numpy and PyWavelets)"""
import json

import numpy as np
import pywt

ODD, EVEN = 137, 160
SHORT = (1, 2, 7, 20)
DEEP = 5
NAMES = ["haar"] + [f"db{i}" for i in range(2, 9)] + ["sym4"]


def rounded(values):
    return [float(f"{v:.15g}") for v in values]


def main():
    rng = np.random.default_rng(20250601)
    x = rng.normal(0, 3, EVEN) + 10 * np.sin(np.arange(EVEN) / 9)
    golden = {"x": rounded(x)}
    x = np.array(golden["x"])
    for name in NAMES:
        for mode in ("symmetric", "periodic", "zero"):
            for n in (ODD, EVEN):
                parts = pywt.wavedec(x[:n], name, mode=mode, level=3)
                golden[f"{name}-{mode}-{n}"] = rounded(np.concatenate(parts))
            # Short signals reach their borders several times over, deep ones have nothing but borders.
            for n in SHORT:
                golden[f"{name}-{mode}-{n}"] = rounded(np.concatenate(pywt.wavedec(x[:n], name, mode=mode, level=5)))
    for ours, name, beyond in (("cdf53", "bior2.2", 1), ("cdf97", "bior4.4", 2)):
        golden[f"{ours}-periodic-{EVEN}"] = rounded(np.concatenate(pywt.wavedec(x, name, mode="periodization", level=DEEP)))
        # The filter bank has coefficients beyond the ends, which lifting does without: they are cut off at each level.
        for n in (20, ODD, EVEN):
            low, details = x[:n], []
            for _ in range(DEEP if n > 20 else 2):
                length = len(low)
                low, high = pywt.dwt(low, name, mode="reflect")
                low, high = low[beyond:][:(length + 1) // 2], high[beyond:][:length // 2]
                details.insert(0, high)
            golden[f"{ours}-symmetric-{n}"] = rounded(np.concatenate((low, *details)))
    print(json.dumps(golden, separators=(",", ":")))


main()
