#!/usr/bin/python3
"""What replay.examine finds in recordings that were altered by this script, and how often it asks for attention
in the same recordings as they are. Needs numpy, ffmpeg and the shared data; not run by CI.

usage: exam.py ASSAY-CLI SHARED-DATA [--keep DOCUMENTS.jsonl]

Prints one row an alteration: of how many files its rule fired, and of how many of these at the right place."""
import json
import pathlib
import subprocess
import sys
import tempfile
import wave

import numpy as np

SEED = 20240917
SECONDS = 10
GENUINE = 24
CLIPS = 6
# Where the shared clips come from: what a rule truly finds in them as they are is no false alarm.
DECODED = {"music_strings_hungarian", "music_vocal_fishin", "music_celesta_sugarplum", "music_jazz_vibeace",
           "field_humpback", "music_viper", "music_electronic_outfoxing", "music_drums"}


def read(path, seconds=None):
    raw = subprocess.run(["ffmpeg", "-v", "error", "-i", str(path), "-ac", "1", "-f", "s16le", "-"],
                         capture_output=True, check=True).stdout
    rate = int(subprocess.run(["ffprobe", "-v", "error", "-select_streams", "a:0", "-show_entries", "stream=sample_rate",
                               "-of", "csv=p=0", str(path)], capture_output=True, check=True, text=True).stdout)
    x = np.frombuffer(raw, "<i2").astype(float) / 32768
    return (x if seconds is None else x[:int(seconds * rate)]), rate


def write(path, x, rate):
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(np.clip(np.rint(x * 32768), -32768, 32767).astype("<i2").tobytes())


def through(folder, x, rate, *codec, suffix):
    """Encoded and decoded again by ffmpeg."""
    write(folder / "in.wav", x, rate)
    coded = folder / f"coded.{suffix}"
    subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", folder / "in.wav", *codec, coded], check=True)
    subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", coded, "-ar", str(rate), folder / "out.wav"], check=True)
    return read(folder / "out.wav")[0]


def cut(x, rate, rng, zero=False):
    """One to three seconds gone; (sound, place)."""
    at = int(rng.uniform(0.3, 0.45) * len(x))
    to = at + int(rng.uniform(1, 3) * rate)
    if zero:
        def crossing(i):
            signs = np.signbit(x[i:i + 2000])
            return i + int(np.argmax(signs[:-1] & ~signs[1:]))
        at, to = crossing(at), crossing(to)
    return np.concatenate([x[:at], x[to:]]), at / rate


def hum(n, rate, rng):
    """A mains hum whose frequency wanders, 20 dB below the sound's own level or at -50 dB of full scale."""
    wander = np.interp(np.arange(n), np.arange(0, n + rate, rate), 50 + np.cumsum(rng.normal(0, 0.004, n // rate + 2))[:len(np.arange(0, n + rate, rate))])
    return 10 ** (-45 / 20) * np.sin(2 * np.pi * np.cumsum(wander) / rate + rng.uniform(0, 6))


def alterations(folder, x, rate, other, rng):
    """(name, rule, sound, place in s or None)."""
    yield "none", None, x, None
    y, at = cut(x, rate, rng)
    yield "cut, butt", "SND-10", y, at
    y, at = cut(x, rate, rng, zero=True)
    yield "cut at zero crossings", "SND-10", y, at
    at = len(x) // 2
    yield "inserted from another recording", "SND-05", np.concatenate([x[:at], other[:3 * rate + rate // 2], x[at:]]), at / rate
    y = x.copy()
    y[at:] *= 10 ** (-12 / 20)
    yield "12 dB softer from the middle on", "SND-05", y, at / rate
    yield "the same, by the level", "SND-22", y, at / rate
    y = x.copy()
    start = int(0.7 * len(x))
    y[start:start + rate] = x[rate:2 * rate]
    yield "one second copied", "SND-11", y, start / rate
    y = x.copy()
    y[at:at + rate // 5] = 0
    yield "0.2 s muted", "SND-12", y, at / rate
    if rate > 16000:
        yield "through 16 kHz", "SND-01", through(folder, x, rate, "-ar", "16000", suffix="wav"), None
    low = x[::2]
    y = np.interp(np.arange(len(x)), np.arange(0, len(x), 2)[:len(low)], low)
    if rate in (16000, 32000, 44100, 48000):
        yield "rate doubled by straight lines", "SND-02", y, None
    for name, codec in (("AAC 128 kbit/s", ("-c:a", "aac", "-b:a", "128k")), ("AAC 64 kbit/s", ("-c:a", "aac", "-b:a", "64k"))):
        y = through(folder, x, rate, *codec, suffix="m4a")
        yield name, "SND-03", y, None
    y, at = cut(y, rate, rng)
    yield "AAC 64 kbit/s, then cut", "SND-04", y, None
    yield "Vorbis q4", "SND-03", through(folder, x, rate, "-c:a", "libvorbis", "-q:a", "4", suffix="ogg"), None
    for name, codec in (("MP3 128 kbit/s", ("-c:a", "libmp3lame", "-b:a", "128k")), ("MP3 64 kbit/s", ("-c:a", "libmp3lame", "-b:a", "64k"))):
        y = through(folder, x, rate, *codec, suffix="mp3")
        yield name, "SND-03", y, None
    y, at = cut(y, rate, rng)
    yield "MP3 64 kbit/s, then cut", "SND-04", y, None
    for kilobits in (24, 48):
        yield f"Opus {kilobits} kbit/s", "SND-01", through(folder, x, rate, "-c:a", "libopus", "-b:a", f"{kilobits}k", suffix="opus"), None
    yield "1.3 times louder", "SND-17", np.clip(np.rint(x * 32768) * 1.3 / 32768, -1, 1), None
    yield "0.7 times as loud", "SND-17", np.rint(x * 32768) * 0.7 / 32768, None
    yield "8 bits", "SND-16", np.rint(x * 128) / 128, None
    peak = np.max(np.abs(x))
    yield "clipped, then softer", "SND-15", np.clip(x / peak * 4, -1, 1) * 0.7, None
    wave_of = hum(len(x), rate, rng)
    yield "hum added", "SND-08", x * 0.5 + wave_of, None
    y, at = cut(x * 0.5 + wave_of, rate, rng)
    yield "hum added, then cut", "SND-09", y, at


def examine(program, paths):
    run = subprocess.run([program, "--json", "run", "replay.examine", *map(str, paths)], capture_output=True, text=True)
    documents = [json.loads(line) for line in run.stdout.splitlines() if line.strip()]
    assert len(documents) == len(paths), (len(documents), run.stderr[-500:])
    return documents


def placed(finding, place):
    """Whether some stated moment or stretch lies within 0.3 s of the alteration."""
    times = [v for v in finding["observed"].values() if isinstance(v, dict) and "start" in v]
    return any(t["start"] - 0.3 <= place <= max(t.get("end", -1), t["start"]) + 0.3 for t in times)


def altered_files(data, folder):
    """(source, name, rule, place, path)"""
    rng = np.random.default_rng(SEED)
    clips = [(p.stem, *read(p, SECONDS)) for p in sorted((data / "audio").glob("*.flac"), reverse=True)]
    for number, (stem, x, rate) in enumerate(clips):
        other = clips[(number + 5) % len(clips)][1]
        if stem in DECODED and number >= CLIPS:
            write(folder / f"{stem}.wav", x, rate)
            yield stem, "none", None, None, folder / f"{stem}.wav"
            continue
        for count, (name, rule, y, place) in enumerate(alterations(folder, x, rate, other, rng)):
            path = folder / f"{stem}.{count}.wav"
            write(path, y, rate)
            yield stem, name, rule, place, path
    listed = [line.split() for line in (data / "replay" / "protocol_eval.txt").read_text().splitlines()]
    for label, name in (("genuine", "simulated recording"), ("spoof", "simulated replay")):
        chosen = [words[0] for words in listed if words[1] == label][:GENUINE]
        for word in chosen:
            path = next((data / "replay" / "eval").glob(pathlib.Path(word).stem + ".*"))
            yield f"replay/{path.stem}", name, None, None, path


def table(rows):
    names = list(dict.fromkeys(name for _, name, *_ in rows))
    print(f"{'alteration':34} {'rule':7} {'files':>5} {'found':>6} {'placed':>6}  other rules that ask for attention")
    for name in names:
        mine = [row for row in rows if row[1] == name]
        rule = mine[0][2]
        hits = [next((f for f in doc["findings"] if f["rule"] == rule), None) for *_, doc in mine]
        right = [hit is not None and row[3] is not None and placed(hit, row[3]) for hit, row in zip(hits, mine)]
        others = {}
        for *_, document in mine:
            for finding in document["findings"]:
                if finding["severity"] != "info" and finding["rule"] != rule:
                    others[finding["rule"]] = others.get(finding["rule"], 0) + 1
        print(f"{name:34} {rule or '-':7} {len(mine):5} {sum(h is not None for h in hits):6} "
              f"{sum(right) if mine[0][3] is not None else '':>6}  {' '.join(f'{k}:{v}' for k, v in sorted(others.items()))}")


def alarms(rows):
    """Untouched recordings that ask for attention."""
    print()
    for title, test in (("shared clips that were never coded", lambda r: r[1] == "none" and r[0] not in DECODED),
                        ("shared clips decoded from Vorbis or MP3", lambda r: r[1] == "none" and r[0] in DECODED),
                        ("simulated recordings", lambda r: r[1] == "simulated recording"),
                        ("simulated replay", lambda r: r[1] == "simulated replay")):
        mine = [row for row in rows if test(row)]
        loud = [row for row in mine if row[4]["verdict"] != "clear"]
        print(f"{title}: {len(loud)} of {len(mine)} ask for attention")
        for source, *_, document in loud:
            print("   ", source, [f["rule"] for f in document["findings"] if f["severity"] != "info"])


def main(program, data, *more):
    rows = []
    with tempfile.TemporaryDirectory() as name:
        files = list(altered_files(pathlib.Path(data), pathlib.Path(name)))
        for first in range(0, len(files), 16):
            part = files[first:first + 16]
            rows += [(*file[:4], document) for file, document in zip(part, examine(program, [f[4] for f in part]))]
    if more[:1] == ("--keep",):
        pathlib.Path(more[1]).write_text("".join(json.dumps([*row[:4], {k: row[4][k] for k in ("verdict", "findings", "metrics")}]) + "\n" for row in rows))
    table(rows)
    alarms(rows)


main(*sys.argv[1:])
