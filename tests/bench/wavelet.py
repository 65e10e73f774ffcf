#!/usr/bin/python3
"""Wavelet transforms beside PyWavelets, in turn, on one core: processor time, best of many.
usage: wavelet.py BUILD-FOLDER [WAVELET [LEVELS [ROUNDS]]]   (half a minute)"""
import pathlib
import subprocess
import sys
import time

import numpy
import pywt


def best_of(tries, work):
    best = float("inf")
    for _ in range(tries):
        start = time.process_time()
        result = work()
        best = min(best, time.process_time() - start)
    return best, result


def main(folder, wavelet="db4", levels="6", rounds="5"):
    values = numpy.random.default_rng(1).random(10_000_000)
    program = pathlib.Path(folder) / "tests" / "bench" / "wavelet-speed"
    ours, theirs = [float("inf")] * 3, [float("inf")] * 2
    for _ in range(int(rounds)):
        line = subprocess.run([program, wavelet, levels], capture_output=True, text=True, check=True).stdout
        ours = [min(pair) for pair in zip(ours, map(float, line.split()))]
        forward, bands = best_of(3, lambda: pywt.wavedec(values, wavelet, level=int(levels)))
        backward, _ = best_of(3, lambda: pywt.waverec(bands, wavelet))
        theirs = [min(pair) for pair in zip(theirs, (forward, backward))]
    for what, mine, peer in (("into new memory", ours[0], theirs[0]), ("into used memory", ours[1], theirs[0]), ("back", ours[2], theirs[1])):
        print(f"{wavelet}, {levels} levels, 1e7 doubles, {what}: {mine * 1e3:.1f} ms ({0.08 / mine:.2f} GB/s); "
              f"PyWavelets {pywt.__version__} {peer * 1e3:.1f} ms; {peer / mine:.1f} times as fast")


main(*sys.argv[1:])
