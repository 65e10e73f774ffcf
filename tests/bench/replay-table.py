#!/usr/bin/env python3
"""Error rates of every feature and k on the shared replay data beside Tables 1 and 2 of the paper. Runs for an hour or more.

usage: replay-table.py BUILD-FOLDER [DATA-FOLDER]

Every row is one model: 64 components a class, 10 rounds, no normalisation, CF without the 0 Hz bin, trained on train + dev, judged on
eval. The paper's figures are for ASVspoof 2017 v2, other recordings: only the order of rows can be compared, never the numbers."""
import json
import pathlib
import subprocess
import sys
import tempfile

PAPER = {("cf", 0): 20.67, ("cf", 2): 14.31, ("cf", 4): 11.92, ("cf", 6): 10.84, ("cm", 0): 20.24, ("cm", 2): 15.22, ("cm", 4): 11.61,
         ("cm", 6): 10.93, ("cm-triangular", 0): 13.57, ("cm-triangular", 2): 12.42, ("cm-triangular", 4): 12.03,
         ("cm-triangular", 6): 13.29, ("cqcc", None): 12.24, ("tc", None): 14.89}
ROWS = [(f, k) for f in ("cf", "cm", "cm-triangular") for k in (0, 2, 4, 6)]
ROWS += [(f, None) for f in ("cqcc", "tc", "modulation", "lfcc", "mfcc")]
ROWS += [("statistics", None)]


def measure(cli, data, settings):
    with tempfile.TemporaryDirectory() as scratch:
        command = [cli, "--json", "run", "replay.train", data / "protocol_train.txt", data / "protocol_dev.txt"]
        for setting in (f"audio={data}", f"evaluation={data}/protocol_eval.txt", "cross=protocols", *settings):
            command += ["--set", setting]
        run = subprocess.run([*map(str, command), "--out", f"{scratch}/m.model"], capture_output=True, text=True, check=True)
    return {name: metric["value"] for name, metric in json.loads(run.stdout)["metrics"].items()}


def main():
    cli = pathlib.Path(sys.argv[1]).resolve() / "app" / "assay-cli"
    data = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else "../shared/data/replay").resolve()
    print("| feature | k | EER % on eval | 95 % interval | EER % in cross-validation | paper (ASVspoof 2017) |\n|---|---|---|---|---|---|")
    for feature, k in ROWS:
        settings = [f"feature={feature}", "mvn=false", "dc=false"] + ([f"k={k}"] if k is not None else [])
        m = measure(cli, data, settings)
        print(f"| {feature} | {'' if k is None else k} | {m['held_out_eer']:.2f} | {m['held_out_eer_low']:.1f}-{m['held_out_eer_high']:.1f} | "
              f"{m['eer']:.2f} | {PAPER.get((feature, k), '')} |", flush=True)


main()
