#!/usr/bin/python3
"""Reference transforms by PyWavelets; prints wavelets.json.
usage: make-wavelets.py > wavelets.json   (needs numpy and PyWavelets)"""
import json

import numpy as np
import pywt

ODD, EVEN = 137, 160
SHORT = (1, 2, 7, 20)
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
        low, high = pywt.dwt(x, name, mode="periodization")
        golden[f"{ours}-low"], golden[f"{ours}-high"] = rounded(low), rounded(high)
        # The filter bank has coefficients beyond the ends, which lifting does without.
        for n in (ODD, EVEN):
            low, high = pywt.dwt(x[:n], name, mode="reflect")
            golden[f"{ours}-symmetric-{n}"] = rounded(np.concatenate((low[beyond:][:(n + 1) // 2], high[beyond:][:n // 2])))
    print(json.dumps(golden, separators=(",", ":")))


main()
