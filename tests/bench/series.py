#!/usr/bin/python3
"""Marks in time series under attack, over many marks, keys and seeds; and what chance does.
usage: series.py ASSAY-CLI FOLDER-OF-SERIES [RUNS [WRONG-KEYS [PARTS]]]   (numbers in per cent; a few seconds a run)

The published method first: Table 1 and Table 2 of Raave, Isler and Erkin (2025), its scaling and its crops, beside the printed figures.
Then one line a scheme, series and attack: bit errors, share found at 1e-6, highest log10 p. Then the histogram of log10 p of wrong keys.
PARTS: letters of what is run: 1, 2 (tables), s (scaling and crops), t, a, v (schemes timestamp, aligned, values), c (chance)."""
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
# Bit errors in per cent after 10, 30 and 50 %, as printed for the temperatures.
TABLE_2 = {"delete": (35, 50, 50), "edit": (10, 45, 50), "insert": (45, 50, 50), "zero": (10, 40, 45)}
# The published reader, and a sturdier one.
READERS = {"db4, floor": {"wavelet": "db4", "reader": "floor"}, "Haar, nearest": {"wavelet": "haar", "reader": "nearest"}}


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

    def paper_errors(self, source, column, runs, attacks, sync="marks", wavelet="db4", reader="floor", mult=1.2):
        """Mean bit errors after each attack, and the share of runs without any."""
        marked, changed, errors = self.scratch / "marked.csv", self.scratch / "changed.csv", collections.defaultdict(list)
        for seed in range(runs):
            mark = f"{random.Random(seed).getrandbits(24):06x}"
            common = {"scheme": "paper", "columns": column, "wavelet": wavelet, "mult": mult, "sync": sync, "f_bin": 11}
            self.run("series.embed", source, marked, mark=mark, **common)
            for attack, amount in attacks:
                self.run("series.attack", marked, changed, attack=attack, amount=amount, seed=seed, columns=column)
                errors[attack, amount].append(self.run("series.extract", changed, bits=24, expect=mark, reader=reader, **common)[0]["ber"])
        return {key: (sum(all_of) / runs, 100 * all_of.count(0) / runs) for key, all_of in errors.items()}

    def exact(self, name):
        """The series with ten more decimals: the paper never rounds, and its reader fails on rounded values."""
        lines = (self.folder / name).read_text().split("\n")
        more = self.scratch / f"exact-{name}"
        more.write_text("\n".join([lines[0]] + [line + "0" * 10 if line else line for line in lines[1:]]))
        return more

    def table_2(self, runs):
        for name, column in SERIES.items():
            for title, reader in READERS.items():
                errors = self.paper_errors(self.exact(name), column, runs, [(kind, amount) for kind in TABLE_2 for amount in (10, 30, 50)], **reader)
                for kind, printed in TABLE_2.items():
                    ours = " / ".join(f"{errors[kind, amount][0]:.0f}" for amount in (10, 30, 50))
                    print(f"paper {column} {title}: {kind} 10 / 30 / 50 %: bit errors {ours} %, printed {' / '.join(map(str, printed))} %", flush=True)

    def scaling(self, runs):
        for name, column in SERIES.items():
            for mult, factors in ((1.6, (1.02, 1.1, 1.3, 0.9)), (1.2, (1.02, 1.15, 0.9))):
                errors = self.paper_errors(self.exact(name), column, runs, [("scale", factor) for factor in factors], mult=mult)
                print(f"paper {column} mult {mult}, scaled: " + ", ".join(f"{key[1]}: {value[0]:.0f} %" for key, value in errors.items()), flush=True)
            cut = ("crop", 65)
            marks = self.paper_errors(self.exact(name), column, runs, [cut])[cut][1]
            blind = self.paper_errors(self.folder / name, column, runs, [cut], sync="blind", **READERS["Haar, nearest"])[cut][1]
            print(f"paper {column} cropped by 65 %: exact in {marks:.0f} % by its marks, in {blind:.0f} % blind at the decimals of the file", flush=True)

    def chance(self, keys):
        for name, column in SERIES.items():
            counts, lowest = collections.Counter(), 0.0
            for number in range(keys):
                metrics, _ = self.run("series.extract", self.folder / name, scheme="timestamp", key=f"wrong {number}", expect="0123456789abcdef", columns=column)
                counts[int(-metrics["expect_log10_p"] * 2) / 2] += 1
                lowest = min(lowest, metrics["log10_p"])
            print(f"wrong keys, {column}: {keys}; -log10 p of one mark: {dict(sorted(counts.items()))}; lowest log10 p of any {lowest}", flush=True)


def main(program, folder, runs="100", keys="10000", parts="12stavc"):
    schemes = {"t": ("timestamp", 64), "a": ("aligned", 64), "v": ("values", 32)}
    with tempfile.TemporaryDirectory(prefix="assay-bench-") as scratch:
        bench = Bench(program, folder, scratch)
        for part in parts:
            if part in schemes:
                bench.attacks(*schemes[part], int(runs))
            else:
                {"1": bench.table_1, "2": bench.table_2, "s": bench.scaling, "c": bench.chance}[part](int(keys if part == "c" else runs))


main(*sys.argv[1:])
