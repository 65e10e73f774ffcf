"""Attack table of the audio mark: every clip is marked, attacked with real codecs and filters, and read again.

usage: audiomark.py ASSAY-CLI CLIPS-FOLDER [--only ATTACK,…] [--scheme-set NAME=VALUE]…
Prints how many clips gave all 128 bits, beside what audiowmark 0.6.5 (strength 10) did on six clips of the same folder.
"""
import argparse
import concurrent.futures
import json
import pathlib
import subprocess
import tempfile
import time

MARK = "0123456789abcdeffedcba9876543210"
# name: (audiowmark's figure, codec arguments and extension, or filter)
ATTACKS = {
    "none": ("6/6", None, None),
    "mp3-128": ("6/6", ["-c:a", "libmp3lame", "-b:a", "128k"], "mp3"),
    "mp3-64": ("6/6", ["-c:a", "libmp3lame", "-b:a", "64k"], "mp3"),
    "aac-96": ("6/6", ["-c:a", "aac", "-b:a", "96k"], "m4a"),
    "opus-48": ("6/6", ["-c:a", "libopus", "-b:a", "48k"], "opus"),
    "resample-22050": ("6/6", "aresample=22050,aresample={rate}", None),
    "lowpass-8k": ("6/6", "lowpass=8000,lowpass=8000", None),
    "lowpass-4k": ("6/6", "lowpass=4000,lowpass=4000", None),
    "noise-30": ("4/6", -30, None),
    "noise-20": ("1/6", -20, None),
    "crop-50%": ("6/6", "atrim=start={quarter}:duration={half},asetpts=PTS-STARTPTS", None),
    "crop-5s": ("6/6", "atrim=start=4.321:duration=5,asetpts=PTS-STARTPTS", None),
    "crop-3s": ("0/1", "atrim=start=5.677:duration=3,asetpts=PTS-STARTPTS", None),
    "echo": ("6/6", "aecho=0.8:0.7:60:0.3", None),
    "gain-0.5": ("6/6", "volume=0.5", None),
    "8-bit": ("5/6", ["-c:a", "pcm_u8"], "wav"),
    "speed-1.01": ("6/6", "asetrate={rate}*1.01,aresample={rate}", None),
    "speed-1.05": ("6/6", "asetrate={rate}*1.05,aresample={rate}", None),
    "speed-0.96": ("", "asetrate={rate}*0.96,aresample={rate}", None),
    "tempo-1.01": ("0/6", "atempo=1.01", None),
    "tempo-1.05": ("0/6", "atempo=1.05", None),
    "tempo-0.97": ("", "atempo=0.97", None),
}


def ffmpeg(*words):
    subprocess.run(["ffmpeg", "-v", "error", "-y", *map(str, words)], check=True)


def assay(program, *words):
    run = subprocess.run([program, "--json", *map(str, words)], capture_output=True, text=True)
    return json.loads(run.stdout) if run.stdout.strip() else {"error": run.stderr}


def facts(path):
    text = subprocess.run(["ffprobe", "-v", "error", "-show_entries", "stream=sample_rate:format=duration", "-of", "json",
                           str(path)], capture_output=True, text=True, check=True).stdout
    found = json.loads(text)
    return int(found["streams"][0]["sample_rate"]), float(found["format"]["duration"])


def attack(name, marked, folder):
    _, how, extension = ATTACKS[name]
    rate, duration = facts(marked)
    out = folder / f"{marked.stem}.{name}.{extension or 'wav'}"
    if how is None:
        return marked
    if isinstance(how, list):
        ffmpeg("-i", marked, *how, out)
    elif isinstance(how, int):
        level = subprocess.run(["ffmpeg", "-i", str(marked), "-af", "volumedetect", "-f", "null", "-"], capture_output=True,
                               text=True).stderr.split("mean_volume: ")[1].split(" ")[0]
        # a uniform noise of amplitude a has the level 20 log10 (a) - 4.77 dB
        amplitude = 10 ** ((float(level) + how + 4.77) / 20)
        ffmpeg("-i", marked, "-f", "lavfi", "-i", f"anoisesrc=r={rate}:a={amplitude}:c=white:seed=7:d={duration}",
               "-filter_complex", "amix=inputs=2:duration=first:normalize=0", "-c:a", "pcm_f32le", out)
    else:
        ffmpeg("-i", marked, "-af", how.format(rate=rate, quarter=duration / 4, half=duration / 2), out)
    return out


def clip(program, path, names, folder, extra, search):
    marked = folder / f"{path.stem}.flac"
    began = time.monotonic()
    made = assay(program, "run", "audio.embed", path, "--set", "key=bench", "--set", f"mark={MARK}", "--out", marked,
                 "--force", *extra)
    spent = time.monotonic() - began
    row = {"clip": path.stem, "snr": made["metrics"]["snr"]["value"], "embed_s": spent, "reads": {}}
    for name in names:
        changed = attack(name, marked, folder)
        read = assay(program, "run", "audio.extract", changed, "--set", "key=bench", "--set", f"expect={MARK}",
                     "--set", f"search={search}", *extra)
        value = {k: v["value"] for k, v in read.get("metrics", {}).items()}
        row["reads"][name] = (read.get("answers", {}).get("outcome", "error"), value.get("ber", 100), value.get("log10_p", 0),
                              value.get("log10_p_sync", 0), value.get("agreement", 0))
        if changed != marked:
            changed.unlink()
    return row


def null(program, clips, keys, searched):
    """Wrong keys on the clips as they are and marked: `program` is the bench's audiomark-null."""
    with tempfile.TemporaryDirectory() as temporary:
        raws = []
        for path in clips:
            raws.append(pathlib.Path(temporary) / f"{path.stem}.f32")
            ffmpeg("-i", path, "-ac", 2, "-ar", 16000, "-f", "f32le", raws[-1])
        print(subprocess.run([program, str(keys), str(searched), *map(str, raws)], capture_output=True, text=True).stdout)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("clips", type=pathlib.Path)
    parser.add_argument("--only", default=",".join(ATTACKS))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--no-search", action="store_true", help="read only at the speed and tempo of the original")
    parser.add_argument("--set", action="append", default=[])
    parser.add_argument("--detail", action="store_true")
    parser.add_argument("--null", metavar="AUDIOMARK-NULL", help="instead: readings with wrong keys, by this program of the bench")
    parser.add_argument("--keys", type=int, default=1000, help="wrong keys a clip")
    parser.add_argument("--searched", type=int, default=10, help="wrong keys a clip with all speeds, tempos and echoes")
    options = parser.parse_args()
    if options.null:
        null(options.null, sorted(options.clips.glob("*.flac")), options.keys, options.searched)
        return
    names = options.only.split(",")
    extra = [word for value in options.set for word in ("--set", value)]
    with tempfile.TemporaryDirectory() as temporary, concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        rows = list(pool.map(lambda p: clip(options.program, p, names, pathlib.Path(temporary), extra,
                                            "false" if options.no_search else "true"),
                             sorted(options.clips.glob("*.flac"))))
    for row in rows:
        print(f"{row['clip']:28} SNR {row['snr']:5.1f} dB")
    print(f"mean SNR {sum(r['snr'] for r in rows) / len(rows):.2f} dB")
    print(f"{'attack':16} right found maybe wrong | audiowmark")
    wrongs = 0
    for name in names:
        reads = [row["reads"][name] for row in rows]
        right = sum(r[0] == "found" and r[1] == 0 for r in reads)
        wrong = sum(r[0] == "found" and r[1] > 0 for r in reads)
        wrongs += wrong
        maybe = sum(r[0] == "inconclusive" for r in reads)
        exact = sum(r[1] == 0 for r in reads)
        print(f"{name:16} {right:2}/{len(reads)} {exact:5} {maybe:5} {wrong:5} | {ATTACKS[name][0]}")
        if options.detail:
            for row in rows:
                print("     ", row["clip"], row["reads"][name])
    print(f"wrong marks named: {wrongs} of {len(names) * len(rows)}")
    raise SystemExit(1 if wrongs else 0)


main()
