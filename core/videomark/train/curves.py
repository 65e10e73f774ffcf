#!/usr/bin/python3
"""Curves of a run as one SVG picture: loss of the bits, accuracy and the mask's share over the steps.

usage: curves.py RUN_FOLDER/log.tsv OUT.svg [WINDOW]      each point is the mean of WINDOW steps (20)"""
import csv
import pathlib
import sys

WIDTH, HEIGHT, LEFT = 640, 150, 60
PLOTS = (("bits", "cross entropy of the bits"), ("accuracy", "bits read right, under distortion"), ("mask", "mask loss"))


def means(values, window):
    return [sum(values[i:i + window]) / len(values[i:i + window]) for i in range(0, len(values), window)]


def curve(values, title, top):
    """One plot: its frame, its range at the left and its line."""
    low, high = min(values), max(values)
    scale = (HEIGHT - 40) / max(high - low, 1e-12)
    step = (WIDTH - LEFT - 10) / max(len(values) - 1, 1)
    points = " ".join(f"{LEFT + i * step:.1f},{top + HEIGHT - 15 - (v - low) * scale:.1f}" for i, v in enumerate(values))
    text = lambda x, y, words: f'<text x="{x}" y="{y}" font-size="11" font-family="sans-serif">{words}</text>'
    return "\n".join([text(LEFT, top + 15, title), text(4, top + 30, f"{high:.4g}"), text(4, top + HEIGHT - 12, f"{low:.4g}"),
                      f'<polyline points="{points}" fill="none" stroke="#1a5fb4" stroke-width="1.5"/>'])


def main():
    window = int(sys.argv[3]) if len(sys.argv) > 3 else 20
    with open(sys.argv[1], newline="") as log:
        rows = list(csv.DictReader(log, delimiter="\t"))
    parts = [curve(means([float(row[key]) for row in rows], window), f"{title} ({len(rows)} steps, means of {window})",
                   i * HEIGHT) for i, (key, title) in enumerate(PLOTS)]
    pathlib.Path(sys.argv[2]).write_text(f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height='
                                         f'"{HEIGHT * len(PLOTS)}">\n' + "\n".join(parts) + "\n</svg>\n")


if __name__ == "__main__":
    main()
