#!/usr/bin/env python3
"""Error rates of every feature and k on the shared replay data beside Tables 1 and 2 of the paper. Runs for an hour or more.

usage: replay-table.py BUILD-FOLDER [--data FOLDER] [--components N] [--rounds N] [--rows FEATURE[:K],…]

Every row is one model: N components a class (64), N rounds (10), no normalisation, CF without the 0 Hz bin, trained on train + dev,
judged on eval. The paper's figures are for ASVspoof 2017 v2, other recordings: only the order of rows can be compared, never the
numbers."""
import argparse
import json
import pathlib
import subprocess
import tempfile

PAPER = {("cf", 0): 20.67, ("cf", 2): 14.31, ("cf", 4): 11.92, ("cf", 6): 10.84, ("cm", 0): 20.24, ("cm", 2): 15.22, ("cm", 4): 11.61,
         ("cm", 6): 10.93, ("cm-triangular", 0): 13.57, ("cm-triangular", 2): 12.42, ("cm-triangular", 4): 12.03,
         ("cm-triangular", 6): 13.29, ("cqcc", None): 12.24, ("tc", None): 14.89, ("modulation", None): 6.54}
ROWS = [(f, k) for k in (0, 2, 4, 6, 1, 3, 5) for f in ("cf", "cm", "cm-triangular")]
ROWS[12:12] = [(f, None) for f in ("cqcc", "tc", "modulation", "lfcc", "mfcc", "statistics")] + [("joined", 6), ("fused", 6)]
# Table 2: CF and CM in one frame, and the scores of both.
PAPER |= {("joined", 6): 8.58, ("fused", 6): 8.80}
SYSTEMS = {"joined": "feature=cf k={k} {more} join=cm", "fused": "feature=cf k={k} {more}; feature=cm k={k} {more}"}


def measure(cli, data, settings):
    with tempfile.TemporaryDirectory() as scratch:
        command = [cli, "--json", "run", "replay.train", data / "protocol_train.txt", data / "protocol_dev.txt"]
        for setting in (f"audio={data}", f"evaluation={data}/protocol_eval.txt", "cross=protocols", *settings):
            command += ["--set", setting]
        run = subprocess.run([*map(str, command), "--out", f"{scratch}/m.model"], capture_output=True, text=True, check=True)
    return {name: metric["value"] for name, metric in json.loads(run.stdout)["metrics"].items()}


def row(text):
    feature, _, k = text.partition(":")
    return feature, int(k) if k else None


def main():
    words = argparse.ArgumentParser()
    words.add_argument("build", type=pathlib.Path)
    words.add_argument("--data", type=pathlib.Path, default="../shared/data/replay")
    words.add_argument("--components", type=int, default=64)
    words.add_argument("--rounds", type=int, default=10)
    words.add_argument("--rows", default="", help="such as cm:2,lfcc; all if left out")
    given = words.parse_args()
    rows = [row(text) for text in given.rows.split(",")] if given.rows else ROWS
    print("| feature | k | Gaussians | EER % on eval | 95 % interval | EER % in cross-validation | paper (ASVspoof 2017) |")
    print("|---|---|---|---|---|---|---|", flush=True)
    for feature, k in rows:
        settings = [f"feature={feature}", "mvn=false", "dc=false", f"components={given.components}", f"rounds={given.rounds}"]
        if feature == "statistics":
            settings = ["systems=feature=statistics ridge=1", "copies=0"]
        if k is not None:
            settings.append(f"k={k}")
        if feature in SYSTEMS:
            more = f"mvn=false dc=false components={given.components}"
            settings = ["systems=" + SYSTEMS[feature].format(k=k, more=more), "copies=0", f"rounds={given.rounds}"]
        m = measure(given.build.resolve() / "app" / "assay-cli", given.data.resolve(), settings)
        print(f"| {feature} | {'' if k is None else k} | {'' if feature == 'statistics' else given.components} | {m['held_out_eer']:.2f} | "
              f"{m['held_out_eer_low']:.1f}-{m['held_out_eer_high']:.1f} | {m['eer']:.2f} | {PAPER.get((feature, k), '')} |", flush=True)


main()
