"""Hamming distances (HD) of encrypted videos, by stream and on average, beside what the issue and the article ask for.

usage: cipher-distance.py BUILD-FOLDER STREAM… [--key TEXT]… [--set NAME=VALUE]…
Each stream is encrypted with AES and with the chaotic generator, for each passphrase (default: abc), with measure=true.
Columns: encryption space (%), PSNR of the luma without the key (dB), share of the encrypted bits that differ, share of the bits of
the pictures' 8-bit luma that differ, the same for unrelated pictures of the same brightness, the last two for two keys one bit
apart. Below each generator and key the mean, and how many streams lie within 0.48 to 0.52 by encrypted bits and by pictures.
Status 1 if a mean of the pictures, or a stream's share of encrypted bits, does not."""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

NAMES = ("es_percent", "psnr", "bits", "hd", "hd_expected", "key_bits", "key_hd")
LOW, HIGH = 0.48, 0.52


def measure(options, folder, stream, generator, key):
    out = folder / "out.hevc"
    out.unlink(missing_ok=True)
    words = [w for c in (f"key={key}", f"generator={generator}", "measure=true", *options.set) for w in ("--set", c)]
    run = subprocess.run([options.build / "app" / "assay-cli", "--store", folder / "cases", "--json", "run", "cipher.encrypt",
                          stream, *words, "--out", out], capture_output=True, text=True)
    document = json.loads(run.stdout)
    if run.returncode != 0:
        sys.exit(f"{stream}: {document['error']['message']}")
    values = {name: metric["value"] for name, metric in document["metrics"].items()}
    rows = next(table["rows"] for table in document["tables"] if table["id"] == "distance")
    values["bits"] = rows[0][2] / 100
    values["key_bits"] /= 100
    return [values[name] for name in NAMES]


def show(name, values):
    print(f"{name:28}" + f"{values[0]:8.2f}{values[1]:8.2f}" + "".join(f"{value:9.4f}" for value in values[2:]))


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("streams", nargs="+", type=pathlib.Path)
    parser.add_argument("--key", action="append")
    parser.add_argument("--set", action="append", default=[])
    options = parser.parse_args()
    good = True
    with tempfile.TemporaryDirectory() as folder:
        for generator in ("aes", "chaos"):
            for key in options.key or ["abc"]:
                print(f"{generator}, key “{key}”".ljust(28) + f"{'ES %':>8}{'PSNR':>8}" + "".join(
                    f"{title:>9}" for title in ("bits", "pictures", "unrelat.", "keybits", "keypict.")))
                rows = [measure(options, pathlib.Path(folder), s, generator, key) for s in options.streams]
                for stream, row in zip(options.streams, rows):
                    show(stream.stem, row)
                mean = [sum(column) / len(column) for column in zip(*rows)]
                show("mean", mean)
                within = [sum(LOW <= row[i] <= HIGH for row in rows) for i in (2, 3)]
                print(f"within {LOW} to {HIGH}: {within[0]} of {len(rows)} by encrypted bits, {within[1]} by pictures\n", flush=True)
                good &= within[0] == len(rows) and LOW <= mean[3] <= HIGH
    return 0 if good else 1


sys.exit(main())
