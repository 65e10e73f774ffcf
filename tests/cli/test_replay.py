#!/usr/bin/python3
"""replay.features end to end: the matrix as the reference vectors have it, and recordings of every odd kind."""
import ast
import math
import random
import shutil
import struct
import subprocess
import wave

from harness import finish, point, shared


def wav(path, values, rate=16000, channels=1, bits=16, tag=1):
    """A RIFF file of interleaved numbers: bits 8 or 16 (integers), 32 (floats)."""
    codes = {8: ("B", lambda v: int(round(v * 127)) + 128), 16: ("h", lambda v: int(round(v * 32767))),
             32: ("f", float)}
    code, convert = codes[bits]
    data = struct.pack(f"<{len(values)}{code}", *map(convert, values))
    block = channels * bits // 8
    head = struct.pack("<HHIIHH", 3 if bits == 32 else tag, channels, rate, rate * block, block, bits)
    body = b"WAVEfmt " + struct.pack("<I", len(head)) + head + b"data" + struct.pack("<I", len(data)) + data
    path.write_bytes(b"RIFF" + struct.pack("<I", len(body)) + body)
    return path


def voice(seconds, rate=16000):
    return [0.3 * (0.6 + 0.4 * math.sin(2 * math.pi * 4 * i / rate)) * math.sin(2 * math.pi * 200 * i / rate)
            for i in range(int(seconds * rate))]


def npy(path):
    """Rows of a NumPy file of float64."""
    data = path.read_bytes()
    assert data[:8] == b"\x93NUMPY\x01\x00", data[:8]
    length = struct.unpack("<H", data[8:10])[0]
    head = ast.literal_eval(data[10:10 + length].decode())
    assert head["descr"] == "<f8", head
    rows, columns = head["shape"]
    body = data[10 + length:]
    assert len(body) == rows * columns * 8, (len(body), head)
    values = struct.unpack(f"<{rows * columns}d", body)
    if head["fortran_order"]:
        return [values[i::rows] for i in range(rows)]
    return [values[i * columns:(i + 1) * columns] for i in range(rows)]


def features(assay, sound, *settings, name="matrix.npy"):
    out = assay.home / name
    out.unlink(missing_ok=True)
    words = [word for setting in settings for word in ("--set", setting)]
    run = assay.json("run", "replay.features", sound, *words, "--out", out)
    assert run.status == 0, (run.status, run.err)
    rows = npy(out)
    assert len(rows) == run.json["metrics"]["frames"]["value"], run.json["metrics"]
    assert all(math.isfinite(value) for row in rows for value in row)
    return rows, run.json


def worst(rows, wanted):
    assert len(rows) == len(wanted) and len(rows[0]) == len(wanted[0]), (len(rows), len(wanted))
    return max(abs(a - b) / max(abs(b), 1e-300) for r, w in zip(rows, wanted) for a, b in zip(r, w))


@point
def reference_vectors(assay):
    folder = shared("data", "replay", "golden")
    if folder is None:
        return "the reference vectors are not there"
    for k in 0, 2, 4, 6:
        for name, settings in (("CF", ["feature=cf"]), ("CM", ["feature=cm"]), ("CFnodc", ["feature=cf", "dc=false"])):
            rows, _ = features(assay, folder / "utt2.wav", *settings, f"k={k}", "deltas=false")
            error = worst(rows, npy(folder / f"utt2_k{k}_{name}.npy"))
            assert error < 1e-9, (name, k, error)


@point
def final_features(assay):
    folder = shared("data", "replay", "golden")
    if folder is None:
        return "the reference vectors are not there"
    for feature, name in (("cf", "k6_featCF240"), ("cm", "k6_featCM120"), ("mfcc", "mfcc60"), ("lfcc", "lfcc60")):
        rows, _ = features(assay, folder / "utt1.wav", f"feature={feature}")
        wanted = npy(folder / f"utt1_{name}.npy")
        error = max(abs(a - b) for r, w in zip(rows, wanted) for a, b in zip(r, w))
        assert len(rows[0]) == len(wanted[0]) and error < 1e-9, (feature, error)


@point
def every_feature_has_its_columns(assay):
    sound = wav(assay.home / "voice.wav", voice(1))
    for feature, columns in {"cf": 240, "cm": 120, "cm-triangular": 120, "mfcc": 60, "lfcc": 60, "cqcc": 90, "tc": 120,
                             "modulation": 240}.items():
        rows, document = features(assay, sound, f"feature={feature}")
        assert b"'fortran_order': False" in (assay.home / "matrix.npy").read_bytes()[:128]
        assert len(rows) == 99 and len(rows[0]) == columns, (feature, len(rows), len(rows[0]))
        assert document["metrics"]["columns"]["value"] == columns
        assert {"profile", "ltas"} <= {plot["id"] for plot in document["plots"]}, feature


@point
def the_same_bytes_twice_and_plots_with_units(assay):
    sound = wav(assay.home / "voice.wav", voice(3))
    _, one = features(assay, sound)
    first = (assay.home / "matrix.npy").read_bytes()
    _, two = features(assay, sound, name="again.npy")
    assert first == (assay.home / "again.npy").read_bytes()
    assert one["plots"] == two["plots"]
    plots = {plot["id"]: plot for plot in one["plots"]}
    assert list(plots) == ["responses", "profile", "cochleagram", "ltas"], list(plots)
    assert plots["responses"]["x"]["unit"] == "Hz" and plots["responses"]["y"]["unit"] == "dB"
    assert [series["name"] for series in plots["responses"]["series"]] == [f"k = {k}" for k in range(9)]


@point
def silence_constants_and_zeros(assay):
    for name, values in (("silence", [0] * 16000), ("constant", [0.5] * 16000), ("full", [1] * 16000)):
        _, document = features(assay, wav(assay.home / f"{name}.wav", values))
        assert document["answers"]["silent"] == ("yes" if name == "silence" else "no")
        assert document["metrics"]["clipped"]["value"] == (16000 if name == "full" else 0)


@point
def too_short_is_status_3(assay):
    for n in 0, 1, 319:
        run = assay.json("run", "replay.features", wav(assay.home / "short.wav", [0.1] * n))
        assert run.status == 3, (n, run.status, run.err)
        assert run.json["error"]["code"], run.json
    rows, _ = features(assay, wav(assay.home / "short.wav", [0.1] * 320))
    assert len(rows) == 1
    rows, _ = features(assay, wav(assay.home / "tenth.wav", voice(0.1)))
    assert len(rows) == 9


@point
def samples_that_are_no_numbers(assay):
    values = voice(0.5)
    for place in range(100, 140):
        values[place] = (math.nan, math.inf, -math.inf)[place % 3]
    _, document = features(assay, wav(assay.home / "nan.wav", values, bits=32))
    assert document["metrics"]["not_finite"]["value"] == 40, document["metrics"]


@point
def rates_channels_and_depths(assay):
    for rate, channels, bits in ((8000, 1, 8), (192000, 1, 16), (44100, 2, 16), (48000, 6, 16), (11025, 1, 16),
                                 (44056, 1, 16), (16000, 1, 32)):
        mono = voice(0.5, rate)
        sound = wav(assay.home / "odd.wav", [v for v in mono for _ in range(channels)], rate, channels, bits)
        rows, document = features(assay, sound, "deltas=false", "feature=cm", "k=0")
        assert len(rows) == 49, (rate, len(rows))
        assert document["metrics"]["rate"]["value"] == rate
        assert document["metrics"]["channels"]["value"] == channels
        # The same voice, whatever it was stored as: the strongest band of the middle stays within 0.5 dB.
        reference, _ = features(assay, wav(assay.home / "same.wav", voice(0.5)), "deltas=false", "feature=cm", "k=0")
        assert abs(20 * math.log10(max(rows[24]) / max(reference[24]))) < 0.5, (rate, bits)


@point
def what_holds_the_samples_makes_no_difference(assay):
    """Each as sound by its first bytes, so that the window offers the panel, and with the numbers of the WAV."""
    sound = wav(assay.home / "voice.wav", voice(0.5))
    wanted, _ = features(assay, sound)
    samples = sound.read_bytes()[44:]
    head = (f"NIST_1A\n   1024\nsample_count -i {len(samples) // 2}\nsample_rate -i 16000\nchannel_count -i 1\n"
            "sample_n_bytes -i 2\nsample_byte_format -s2 01\nsample_sig_bits -i 16\nsample_coding -s3 pcm\nend_head\n")
    paths = [assay.scratch("voice.sph", head.encode().ljust(1024) + samples)]
    for suffix, *words in (("w64",), ("caf",), ("au",), ("aiff",), ("wv",), ("tta",), ("rf64", "-f", "wav", "-rf64", "always"), ("flac",)):
        if shutil.which("ffmpeg") is not None:
            paths.append(assay.home / f"voice.{suffix}")
            subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", sound, *words, paths[-1]], check=True)
    for path in paths:
        assert features(assay, path)[0] == wanted, path
        kind = assay.json("check", path).json["inputs"][0]["type"]
        assert kind.startswith("audio/"), (path, kind)


@point
def a_channel_can_be_chosen(assay):
    left, right = voice(0.5), [0.1 * random.Random(i).uniform(-1, 1) for i in range(8000)]
    stereo = wav(assay.home / "stereo.wav", [v for pair in zip(left, right) for v in pair], channels=2)
    wanted, _ = features(assay, wav(assay.home / "right.wav", right), "deltas=false")
    rows, _ = features(assay, stereo, "deltas=false", "channel=2")
    assert rows == wanted
    run = assay.json("run", "replay.features", stereo, "--set", "channel=3")
    assert run.status in (2, 3) and run.json["error"], (run.status, run.out)


@point
def a_mean_that_cancels_itself_is_refused(assay):
    """One wire turned: the mean of such channels is silence, but the file is none."""
    left = voice(1)
    turned = wav(assay.home / "turned.wav", [v for value in left for v in (value, -value)], channels=2)
    for tool in "replay.features", "replay.score", "replay.spectrogram":
        run = assay.json("run", tool, turned)
        assert run.status == 2 and "channel=1" in run.json["error"]["message"], (tool, run.out)
        part = assay.json("run", tool, turned, "--set", "region=0.2-0.8")
        assert part.status == 2 and "channel=1" in part.json["error"]["message"], (tool, part.out)
        assert assay.json("run", tool, turned, "--set", "channel=1").status == 0, tool
    quiet = wav(assay.home / "quiet.wav", [0] * 32000, channels=2)
    run = assay.json("run", "replay.features", quiet)
    assert run.status == 0 and run.json["answers"]["silent"] == "yes", "silence is silence"
    (copies,) = [f for f in assay.json("run", "replay.examine", turned).json["findings"] if f["rule"] == "SND-18"]
    assert copies["observed"]["relation"] == "inverted" and "seconds_same" not in copies["observed"], copies


@point
def a_reference_must_hold_sound(assay):
    sound = wav(assay.home / "a.wav", voice(1))
    for name, samples in ("silence", [0] * 16000), ("constant", [0.3] * 16000), ("short", voice(0.01)):
        nothing = wav(assay.home / f"{name}.wav", samples)
        for tool in "replay.features", "replay.examine", "replay.score":
            run = assay.json("run", tool, sound, "--input", f"reference={nothing}")
            assert run.status == 3 and f"{name}.wav: " in run.json["error"]["message"], (tool, run.out)


@point
def a_reference_is_read_in_the_channel_that_was_chosen(assay):
    turned = wav(assay.home / "turned.wav", [value for sample in voice(1) for value in (sample, -sample)], channels=2)
    run = assay.json("run", "replay.features", turned, "--set", "channel=1", "--input", f"reference={turned}")
    assert run.status == 0, run.out


@point
def damaged_files(assay):
    whole = wav(assay.home / "whole.wav", voice(1)).read_bytes()
    cut = assay.scratch("cut.wav", whole[:20001])
    rows, _ = features(assay, cut)
    assert 55 <= len(rows) <= 65, len(rows)
    for name, data in (("head.wav", whole[:40]), ("words.wav", b"no sound at all" * 100), ("empty.wav", b"")):
        run = assay.json("run", "replay.features", assay.scratch(name, data))
        assert run.status == 3 and run.json["error"], (name, run.status)


@point
def settings_out_of_range(assay):
    sound = wav(assay.home / "voice.wav", voice(0.2))
    for setting in "k=9", "k=-1", "feature=none", "dc=perhaps", "unknown=1", "band=81", "cepstra=20":
        assert assay("run", "replay.features", sound, "--set", setting).status == 2, setting


@point
def what_a_result_tells_of_its_settings_makes_it_again(assay):
    """And so every choice that the paper leaves open can be made, also those without a row of their own."""
    wav(assay.home / "v.wav", voice(1.2))
    rows, result = features(assay, assay.home / "v.wav", "feature=cm", "mvn=false", "k=3")
    again, _ = features(assay, assay.home / "v.wav", f"settings={result['answers']['settings']}", name="again.npy")
    assert again == rows
    floored, other = features(assay, assay.home / "v.wav", "settings=feature=cm k=3 mvn=false log-floor=1e-3", name="floor.npy")
    assert floored != rows and "log-floor=0.001 " in other["answers"]["settings"], other["answers"]
    for settings in ("feature=cf channels=8 window=64 hop=16 envelope-cutoff=400 high=500", "feature=mfcc filters=8 cepstra=8",
                     "feature=cf channels=128 k=8 window=1024", "feature=modulation window=1024 hop=1024"):
        features(assay, assay.home / "v.wav", f"settings={settings}", "band=80", name="odd.npy")
    for settings, words in (("k=6", "begin with a known feature"), ("feature=cf colour=red", "“colour” is not a setting"),
                            ("feature=cf window=999", "multiple of 8")):
        run = assay.json("run", "replay.features", assay.home / "v.wav", "--set", f"settings={settings}")
        assert run.status == 2 and words in run.json["error"]["message"], run.out


@point
def a_setting_without_effect_is_refused(assay):
    sound = wav(assay.home / "voice.wav", voice(0.5))
    for words, columns in ((("feature=cm", "cepstra=20"), 60), (("feature=mfcc", "deltas=false", "cepstra=12"), 12),
                           (("feature=cm", "deltas=false", "cepstra=20"), None), (("feature=tc", "cepstra=20"), None)):
        run = assay.json("run", "replay.features", sound, *(w for s in words for w in ("--set", s)))
        if columns is None:
            assert run.status == 2 and "no effect" in run.json["error"]["message"], (words, run.json)
        else:
            assert run.status == 0 and run.json["metrics"]["columns"]["value"] == columns, (words, run.json)


def spectrogram(assay, path, *settings):
    run = assay.json("run", "replay.spectrogram", path, *(w for s in settings for w in ("--set", s)))
    assert run.status == 0, run.err
    plot = run.json["plots"][0]
    return run.json, plot, plot["heats"][0]


@point
def a_spectrogram_has_the_levels_of_its_tones(assay):
    tones = [0.5 * math.sin(2 * math.pi * (1000 if i < 16000 else 3000) * i / 16000) for i in range(32000)]
    path = wav(assay.home / "tones.wav", tones)
    for window in 512, 2048:
        document, plot, heat = spectrogram(assay, path, f"window={window}", "overlap=50")
        rows, columns = heat["rows"], heat["columns"]
        height = (heat["y1"] - heat["y0"]) / rows
        assert rows <= 520 and columns == (32000 - window) // (window // 2) + 1, (rows, columns)
        for at, hz in ((0.25, 1000), (0.75, 3000)):
            column = [heat["values"][r * columns + int(at * columns)] for r in range(rows)]
            row = max(range(rows), key=column.__getitem__)
            assert abs(heat["y0"] + (row + 0.5) * height - hz) <= height, (window, hz, row)
            joined = round(height / (16000 / window))
            assert abs(column[row] + 6.02 + 10 * math.log10(joined)) < 1.8, (window, column[row])
        assert abs(document["metrics"]["highest_level"]["value"] - max(heat["values"])) < 0.06
    whole = spectrogram(assay, path)[0]
    assert whole["plots"] == spectrogram(assay, path)[0]["plots"]
    assert not whole["findings"]
    tones[200] = math.nan
    broken = spectrogram(assay, wav(assay.home / "nan.wav", tones, bits=32))[0]
    assert [f["rule"] for f in broken["findings"]] == ["SND-20"], "a picture of a damaged file says so"


@point
def a_spectrogram_has_the_axes_that_are_asked_for(assay):
    path = wav(assay.home / "voice.wav", voice(4))
    _, plot, heat = spectrogram(assay, path, "region=1-2", "lowest=500", "highest=4000", "scale=mel", "range=60")
    assert 0.99 < heat["x0"] < 1.05 and 1.9 < heat["x1"] <= 2.0, heat["x0"]
    assert abs(heat["y0"] - 500) < 20 and abs(heat["y1"] - 4000) < 20 and plot["y"]["scale"] == "mel", plot["y"]
    for top, brightest in (("loudest", None), ("0", 0), ("-40", -40)):
        value = spectrogram(assay, path, f"top={top}", "range=60")[2]["value"]
        assert brightest is None or value["maximum"] == brightest, value
        assert value["maximum"] - value["minimum"] == 60, value
    for settings in (("window=32768",), ("window=64", "overlap=95", "scale=log"), ("shape=blackman-harris", "overlap=0")):
        if settings[0] != "window=32768":
            assert spectrogram(assay, path, *settings)[2]["columns"] <= 640, settings
    for wrong, status in ((("lowest=5000", "highest=4000"), 2), (("lowest=9000",), 2), (("region=9-10",), 2),
                          (("region=0-0.01",), 3), (("window=10",), 2)):
        run = assay.json("run", "replay.spectrogram", path, *(w for s in wrong for w in ("--set", s)))
        assert run.status == status and run.json["error"]["message"], (wrong, run.status)


@point
def standard_library_reads_our_input(assay):
    """The tests' own writer is right: the wave module agrees."""
    with wave.open(str(wav(assay.home / "voice.wav", voice(0.2)))) as file:
        assert (file.getframerate(), file.getnframes()) == (16000, 3200)


finish()
