#!/usr/bin/python3
"""Reference transforms by PyWavelets; prints wavelets.json.
usage: make-wavelets.py > wavelets.json   (needs numpy and PyWavelets)"""
import json

import numpy as np
import pywt

ODD, EVEN = 137, 160
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
    # Short signals reach their borders several times over.
    golden["db8-symmetric-5"] = rounded(np.concatenate(pywt.wavedec(x[:5], "db8", mode="symmetric", level=1)))
    golden["db8-periodic-3"] = rounded(np.concatenate(pywt.wavedec(x[:3], "db8", mode="periodic", level=1)))
    for ours, name in (("cdf53", "bior2.2"), ("cdf97", "bior4.4")):
        low, high = pywt.dwt(x, name, mode="periodization")
        golden[f"{ours}-low"], golden[f"{ours}-high"] = rounded(low), rounded(high)
    print(json.dumps(golden, separators=(",", ":")))


main()
