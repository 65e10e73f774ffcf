#!/usr/bin/python3
"""Marks in time series under attack, over many marks, keys and seeds; and what chance does.
usage: series.py ASSAY-CLI FOLDER-OF-SERIES [RUNS] [WRONG-KEYS]   (numbers in per cent; a few seconds a run)

One line a scheme, series and attack: bit errors, share found at 1e-6, highest log10 p. Then the published method with the
settings of Table 1 of Raave, Isler and Erkin (2025) beside the printed figures, and the histogram of log10 p of wrong keys."""
import collections
import json
import pathlib
import random
import subprocess
import sys
import tempfile

SERIES = {"daily-min-temperatures.csv": "Temp", "monthly-sunspots.csv": "Sunspots"}
ATTACKS = [(kind, amount) for kind in ("delete", "edit", "insert", "zero") for amount in (10, 30, 50)] + [
    ("crop", 65), ("scale", 0.7), ("scale", 1.5), ("scale", -1.2), ("shuffle", 0)]
# f_bin, dwt, mult and the mean change that the paper prints.
TABLE_1 = {"Temp": [(11, 1, 1.2, 8.9), (11, 3, 1.2, 8.8), (11, 5, 1.2, 8.9), (11, 3, 1.4, 16.1), (15, 1, 1.2, 8.9)],
           "Sunspots": [(11, 1, 1.2, 11.9), (11, 3, 1.2, 11.9), (11, 5, 1.2, 19.4), (11, 3, 1.4, 22.7), (15, 1, 1.2, 11.9)]}


class Bench:
    def __init__(self, program, folder, scratch):
        self.program, self.folder, self.scratch = program, pathlib.Path(folder), pathlib.Path(scratch)

    def run(self, tool, source, out=None, **settings):
        words = [word for name, value in settings.items() for word in ("--set", f"{name}={value}")]
        if out:
            out.unlink(missing_ok=True)
        done = subprocess.run([self.program, "--json", "run", tool, source, *words, *(["--out", out] if out else [])],
                              capture_output=True, text=True)
        document = json.loads(done.stdout)
        if document["error"]:
            raise RuntimeError(document["error"]["message"])
        return {name: metric["value"] for name, metric in document["metrics"].items()}, document["answers"]

    def attacks(self, scheme, bits, runs):
        for name, column in SERIES.items():
            source, changes, rows = self.folder / name, [], collections.defaultdict(list)
            marked, changed = self.scratch / "marked.csv", self.scratch / "changed.csv"
            for seed in range(runs):
                mark = f"{random.Random(seed).getrandbits(bits):0{bits // 4}x}"
                common = {"scheme": scheme, "key": f"key {seed}", "columns": column}
                changes.append(self.run("series.embed", source, marked, mark=mark, **common)[0])
                for attack in ATTACKS:
                    if scheme == "aligned" and attack[0] == "shuffle":
                        continue
                    self.run("series.attack", marked, changed, attack=attack[0], amount=attack[1], seed=seed, columns=column)
                    if scheme == "aligned":
                        bare = [line.split(",")[1] for line in changed.read_text().split("\n") if "," in line]
                        changed.write_text("\n".join(bare) + "\n")
                    more = {"original": source} if scheme == "aligned" else {}
                    rows[attack].append(self.run("series.extract", changed, bits=bits, expect=mark, **common, **more))
            change, average = (sum(abs(c[k]) for c in changes) / runs for k in ("change", "mean_change"))
            print(f"{scheme} {column}: change {change:.3f} %, of the average {average:.4f} %, {runs} runs")
            for attack, results in rows.items():
                found = sum(answers["outcome"] == "found" for _, answers in results)
                print(f"  {attack[0]} {attack[1]}: bit errors {sum(m['ber'] for m, _ in results) / runs:.2f} %, "
                      f"found {100 * found / runs:.0f} %, log10 p at most {max(m['log10_p'] for m, _ in results):.1f}", flush=True)

    def table_1(self, runs):
        """Over whole sections only, as the paper must have done. A mark has at least four bits, so five levels take f_bin 3."""
        for name, column in SERIES.items():
            lines = (self.folder / name).read_text().split("\n")
            whole = self.scratch / name
            whole.write_text("\n".join(lines[:1 + (len(lines) - 1) // 600 * 600]) + "\n")
            for f_bin, dwt, mult, printed in TABLE_1[column]:
                changes = [self.run("series.embed", whole, self.scratch / "paper.csv", scheme="paper", mark=f"{random.Random(seed).getrandbits(4):x}",
                                    columns=column, f_bin=f_bin if dwt < 5 else 3, dwt=dwt, mult=mult)[0]["change"] for seed in range(runs)]
                print(f"paper {column} f_bin {f_bin} dwt {dwt} mult {mult}: change {sum(changes) / runs:.1f} %, printed {printed} %", flush=True)

    def chance(self, keys):
        for name, column in SERIES.items():
            counts, lowest = collections.Counter(), 0.0
            for number in range(keys):
                metrics, _ = self.run("series.extract", self.folder / name, scheme="timestamp", key=f"wrong {number}", expect="0123456789abcdef", columns=column)
                counts[int(-metrics["expect_log10_p"] * 2) / 2] += 1
                lowest = min(lowest, metrics["log10_p"])
            print(f"wrong keys, {column}: {keys}; -log10 p of one mark: {dict(sorted(counts.items()))}; lowest log10 p of any {lowest}", flush=True)


def main(program, folder, runs="100", keys="10000"):
    with tempfile.TemporaryDirectory(prefix="assay-bench-") as scratch:
        bench = Bench(program, folder, scratch)
        bench.table_1(int(runs))
        for scheme, bits in (("timestamp", 64), ("aligned", 64), ("values", 32)):
            bench.attacks(scheme, bits, int(runs))
        bench.chance(int(keys))


main(*sys.argv[1:])
