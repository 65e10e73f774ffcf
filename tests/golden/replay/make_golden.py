#!/usr/bin/python3
"""Writes the reference values of tests/unit/replay/test-golden.c from scipy and numpy.

usage: make_golden.py [FOLDER]      the values are written beside this script without FOLDER

Written from the definitions, the slow way: filters by scipy.signal.lfilter, spectra by numpy.fft, linear prediction by
solving the normal equations, the constant-Q transform by its sum at each frame. The signal is made of whole numbers, so
the test makes exactly the same."""
import pathlib
import sys

import numpy as np
from scipy.fft import dct
from scipy.linalg import solve_toeplitz
from scipy.signal import lfilter

FS, WINDOW, HOP = 16000, 320, 160
FRAMES = 0, 5, 11  # the frames that are kept


def signal(n):
    """Seeded whole numbers: noise, a pulse every 100 samples, an envelope in steps; divided by 32768."""
    seed, values = 2019, []
    for i in range(n):
        seed = (seed * 1664525 + 1013904223) % 2**32
        values.append(((seed >> 20) - 2048) * (1 + i // 400 % 4) + (9000 if i % 100 == 0 else 0))
    return np.array(values) / 32768


def mel(f):
    return 2595 * np.log10(1 + f / 700)


def hertz(m):
    return 700 * (10 ** (m / 2595) - 1)


def edges(n, low=0, high=8000):
    return hertz(mel(low) + (mel(high) - mel(low)) * np.arange(n + 2) / (n + 1))


def frames(x):
    return np.lib.stride_tricks.sliding_window_view(x, WINDOW)[::HOP]


def centroids(x, k):
    """CF, CF without 0 Hz and CM of the filter bank after k differences; frames x 80."""
    e = edges(80)
    r, theta = np.exp(-np.pi * (e[2:] - e[:-2]) / FS), 2 * np.pi * e[1:-1] / FS
    y = np.array([lfilter([1, 0, -1], [1, -2 * r[i] * np.cos(theta[i]), r[i] ** 2], x) for i in range(80)])
    for j in range(k):
        d = y[1:] - y[:-1]
        y = np.vstack([d, d[-1:] if j == k - 1 else np.zeros((1, len(x)))])
    f = np.arange(20) * FS / WINDOW
    spectrum = np.array([np.abs(np.fft.rfft(frames(np.abs(row)) * np.hamming(WINDOW)))[:, :20] for row in y])
    top = spectrum @ f
    return (top / spectrum.sum(2)).T, (top / spectrum[:, :, 1:].sum(2)).T, (top / f.sum()).T


def cqcc(x, per_octave=96, octaves=9, n_cepstra=30):
    n_bins = per_octave * octaves
    centre = FS / 2 / 2**octaves * 2 ** (np.arange(-1, n_bins + 1) / per_octave)
    n_frames = 1 + (len(x) - WINDOW) // HOP
    slots = (n_frames + 2 * (9 * FS // HOP) + 63) // 64 * 64
    stretch = np.zeros(slots * HOP)
    stretch[:len(x) - WINDOW // 2] = x[WINDOW // 2:]  # time 0 is the middle of the first frame
    stretch[-(WINDOW // 2):] = x[:WINDOW // 2]
    spectrum = np.fft.fft(stretch)
    f = np.arange(len(stretch) // 2 + 1) * FS / len(stretch)
    power = np.empty((n_frames, n_bins))
    for j in range(n_bins):
        inside = np.flatnonzero((f >= centre[j]) & (f <= centre[j + 2]))
        weight = 1 + np.cos(np.pi * np.log2(f[inside] / centre[j + 1]) * per_octave)
        for i in range(n_frames):
            wave = np.exp(2j * np.pi * inside * i * HOP / len(stretch))
            power[i, j] = np.abs((weight * spectrum[inside] * wave).sum() / len(stretch)) ** 2
    log = np.log(power + 1e-12)
    even = np.linspace(centre[1], centre[-2], 2 * n_bins)
    return dct(np.array([np.interp(even, centre[1:-1], row) for row in log]), norm="ortho", axis=1)[:, :n_cepstra]


def temporal_centroids(x, channels=40, order=40, segment=16000, points=800):
    """Segments of a second, half overlapped, each used in its middle half."""
    e, n_frames = edges(channels), 1 + (len(x) - WINDOW) // HOP
    padded = np.concatenate([np.zeros(segment // 4), x, np.zeros(2 * segment)])
    out = np.empty((n_frames, channels))
    for i in range(n_frames):
        s = (i * HOP + WINDOW // 2) // (segment // 2)
        coefficients = dct(padded[s * segment // 2:][:segment], type=2)
        start = i * HOP + segment // 4 - s * segment // 2
        for c in range(channels):
            part = coefficients[int(e[c] * 2):int(np.ceil(e[c + 2] * 2))]
            part = part * (0.5 - 0.5 * np.cos(2 * np.pi * (np.arange(len(part)) + 0.5) / len(part)))
            r = np.correlate(part, part, "full")[len(part) - 1:][:order + 1]
            r = np.concatenate([r, np.zeros(order + 1 - len(r))])
            r[0] = r[0] * (1 + 1e-6) + 1e-30
            a = np.concatenate([[1], -solve_toeplitz(r[:-1], r[1:])])
            envelope = 1 / np.abs(np.fft.rfft(a, 2 * points)[:points]) ** 2
            t = np.arange(points) * (segment // points) - start
            inside = (t >= 0) & (t < WINDOW)
            out[i, c] = (t * envelope)[inside].sum() / envelope[inside].sum() / (WINDOW - 1)
    return out


def modulation(x, channels=40, span=32):
    emphasised = np.append(x[0], x[1:] - 0.97 * x[:-1])
    power = np.abs(np.fft.rfft(frames(emphasised) * np.hamming(WINDOW), 512)) ** 2
    e, f = edges(channels), np.arange(257) * FS / 512
    bank = np.array([np.maximum(0, np.minimum((f - a) / (b - a), (c - f) / (c - b)))
                     for a, b, c in zip(e, e[1:], e[2:])])
    envelope = np.sqrt(power @ bank.T)
    n = len(envelope)
    window = 0.5 - 0.5 * np.cos(2 * np.pi * (np.arange(span) + 0.5) / span)
    rows = []
    for i in range(n):
        part = envelope[np.clip(np.arange(i - span // 2, i + span // 2), 0, n - 1)]
        energy = np.abs(np.fft.rfft((part - part.mean(0)) * window[:, None], axis=0)[1:]) ** 2
        rate = np.arange(1, span // 2 + 1) * FS / HOP / span
        rows.append(np.concatenate([np.log(energy.sum(0) + 1e-10), rate @ energy / energy.sum(0)]))
    return np.array(rows)


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent)
    x = signal(320 + 11 * 160 + 77)
    kept = list(FRAMES)
    both = [centroids(x, k) for k in range(9)]
    for i, name in enumerate(("cf", "cf-without-0-hz", "cm")):
        np.save(folder / f"{name}.npy", np.vstack([values[i][kept] for values in both]))
    np.save(folder / "cqcc.npy", np.ascontiguousarray(cqcc(x)[kept]))
    np.save(folder / "tc.npy", np.ascontiguousarray(temporal_centroids(x)[kept]))
    np.save(folder / "modulation.npy", np.ascontiguousarray(modulation(x)[kept]))


main()
