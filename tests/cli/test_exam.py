"""`run replay.examine`: findings, plots and tables end to end, and hostile recordings."""
import math
import random
import shutil
import struct
import subprocess

from harness import finish, point, shared


def wav(samples, rate=16000, channels=1, form=1, bits=16, announced=None):
    """Bytes of a WAV file; samples are numbers from -1 to 1, or bytes as they are."""
    if not isinstance(samples, bytes):
        scale = 32767 if bits == 16 else 127
        shift = 0 if bits == 16 else 128
        letter = {(1, 16): "h", (1, 8): "B", (3, 32): "f"}[(form, bits)]
        values = samples if form == 3 else [int(round(x * scale)) + shift for x in samples]
        samples = struct.pack(f"<{len(values)}{letter}", *values)
    size = len(samples) if announced is None else announced
    frame = channels * bits // 8
    return (b"RIFF" + struct.pack("<I", 36 + size) + b"WAVEfmt " +
            struct.pack("<IHHIIHH", 16, form, channels, rate, rate * frame, frame, bits) + b"data" +
            struct.pack("<I", size) + samples)


def noise(seconds, level=0.1, seed=1, rate=16000):
    source = random.Random(seed)
    return [max(-1, min(1, source.gauss(0, level))) for _ in range(int(seconds * rate))]


def examine(assay, data, *words, name="sound.wav"):
    run = assay.json("run", "replay.examine", assay.scratch(name, data), *words)
    assert run.status == 0, run.err
    return run.json


def rules(document):
    return [finding["rule"] for finding in document["findings"]]


def metric(document, name):
    return document["metrics"][name]["value"]


@point
def noise_without_alterations_is_clear(assay):
    document = examine(assay, wav(noise(8)))
    assert document["verdict"] == "clear", rules(document)
    ids = [plot["id"] for plot in document["plots"]]
    for wanted in ("spectrum", "spectrogram", "level", "floor", "histogram"):
        assert wanted in ids, ids
    assert document["tables"][0]["id"] == "candidates"
    assert any(reason["rule"] == "SND-08" for reason in document["not_run"]), document["not_run"]
    assert any(reason["rule"] == "SND-07" for reason in document["not_run"]), document["not_run"]
    assert "decay" not in document["metrics"], "a time that was not measured"


@point
def the_same_twice_is_the_same_bytes(assay):
    data = wav(noise(6))
    first = assay.json("run", "replay.examine", assay.scratch("a.wav", data)).json
    second = assay.json("run", "replay.examine", assay.scratch("a.wav", data)).json
    for part in ("metrics", "findings", "plots", "tables"):
        assert first[part] == second[part], part


@point
def a_copied_stretch_and_silence_are_found_with_their_times(assay):
    samples = noise(8)
    samples[80000:96000] = samples[16000:32000]
    samples[112000:114000] = [0] * 2000
    document = examine(assay, wav(samples))
    assert document["verdict"] == "attention"
    assert "SND-11" in rules(document) and "SND-12" in rules(document), rules(document)
    copy = next(f for f in document["findings"] if f["rule"] == "SND-11")["observed"]
    assert abs(copy["stretch.2"]["start"] - copy["stretch.1"]["start"] - 4.0) < 1e-3, copy
    silence = next(f for f in document["findings"] if f["rule"] == "SND-12")["observed"]
    assert abs(silence["stretch.1"]["start"] - 7.0) < 0.01, silence


@point
def a_cut_through_the_hum_is_found(assay):
    samples = noise(24, 0.01)
    for i in range(len(samples)):
        at = i if i < 160000 else i + 130
        samples[i] += 0.05 * math.sin(2 * math.pi * 50.01 * at / 16000)
    document = examine(assay, wav(samples))
    assert abs(metric(document, "hum") - 50.01) < 0.05
    jump = next(f for f in document["findings"] if f["rule"] == "SND-09")["observed"]
    assert abs(jump["jump.1"]["start"] - 10) < 0.3, jump
    assert "end" not in jump["jump.1"], "a moment has no end"
    assert "hum-phase" in [plot["id"] for plot in document["plots"]]


@point
def a_bass_note_is_no_hum(assay):
    samples = [v + 0.05 * math.sin(2 * math.pi * 50.55 * i / 16000) for i, v in enumerate(noise(24, 0.01))]
    document = examine(assay, wav(samples))
    assert "SND-08" not in [f["rule"] for f in document["findings"]] and "hum" not in document["metrics"]


@point
def weak_places_are_in_no_table(assay):
    document = examine(assay, wav(noise(10)))
    rows = next(t for t in document["tables"] if t["id"] == "candidates")["rows"]
    assert not [row for row in rows if row[4] == "dB" and row[3] < 10], rows


@point
def recordings_of_every_form_are_read_or_refused(assay):
    floats = noise(1)
    floats[100] = math.nan
    floats[200] = math.inf
    cases = {
        "eight.wav": wav(noise(2, rate=8000), 8000, bits=8),
        "fast.wav": wav(noise(0.5, rate=192000), 192000),
        "six.wav": wav(noise(3), 48000, 6),
        "float.wav": wav(floats, form=3, bits=32),
        "one.wav": wav([0.5]),
        "silent.wav": wav([0] * 32000),
        "constant.wav": wav([0.25] * 32000),
        "truncated.wav": wav(noise(1))[:20001],
    }
    nothing = {"one.wav", "silent.wav", "constant.wav"}
    for name, data in cases.items():
        document = examine(assay, data, name=name)
        allowed = {"not-applicable"} if name in nothing else {"clear", "attention"}
        assert document["verdict"] in allowed, name
        assert any(reason["rule"] == "" for reason in document["not_run"]) == (name in nothing), document["not_run"]
    assert "SND-20" in rules(examine(assay, cases["float.wav"]))
    assert metric(examine(assay, cases["eight.wav"]), "bits") == 8
    for data in (b"", b"RIFF", wav([])[:40], bytes(5000)):
        assert assay.json("run", "replay.examine", assay.scratch("bad.wav", data)).status == 3


@point
def sound_of_rates_that_no_recorder_has_crashes_nothing(assay):
    for rate in (1, 8, 100, 160):
        run = assay.json("run", "replay.examine", assay.scratch("slow.wav", wav(noise(0.5), rate)))
        assert run.status in (0, 3), (rate, run.status, run.err)


@point
def pauses_of_eight_bits_are_no_attention(assay):
    samples = noise(8, 0.2)
    for start in range(16000, 120000, 16000):
        samples[start:start + 800] = [0.001] * 800
    document = examine(assay, wav(samples, bits=8))
    assert document["verdict"] == "clear", rules(document)
    numbers = [x if i % 4000 > 400 else math.nan for i, x in enumerate(noise(4))]
    assert "SND-12" not in rules(examine(assay, wav(numbers, form=3, bits=32)))


@point
def speech_of_phones_is_heard_whole(assay):
    """FFmpeg decodes one of the AMR frames that a phone puts into a packet; a sound that is shorter than the
    pictures is not cut."""
    folder = shared("data", "media")
    if folder is None:
        return "the shared recordings are not here"
    for name, seconds in (("vid_qt_export.3gp", 4.93), ("vid_phone2004.3gp", 15.2), ("vid_kodak.avi", 2.44)):
        run = assay.json("run", "replay.examine", folder / name)
        assert run.status == 0 and abs(metric(run.json, "duration") - seconds) < 0.1, (name, run.json["metrics"])
        assert "SND-23" not in rules(run.json), (name, rules(run.json))
        assert run.json["verdict"] != "attention", (name, run.json["findings"])


@point
def a_voice_message_as_it_is_draws_no_attention(assay):
    """Opus fills the upper bands with copies of the lower ones, which look like the image of a raised rate."""
    data = shared("data", "replay")
    if data is None or shutil.which("ffmpeg") is None:
        return "the shared recordings or FFmpeg are not here"
    for name in ("D_1000017.flac", "D_1000199.flac"):
        message = assay.scratch("message.opus", b"")
        subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", data / "dev" / name, "-c:a", "libopus", "-b:a", "24k", message], check=True)
        run = assay.json("run", "replay.examine", message)
        assert "SND-02" in rules(run.json) and run.json["verdict"] == "clear", (name, run.json["findings"])
    return None


@point
def a_missing_end_is_told(assay):
    if shutil.which("ffmpeg") is None:
        return
    whole = assay.scratch("whole.wav", wav(noise(6)))
    flac = assay.scratch("cut.flac", b"")
    subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", whole, flac], check=True)
    with open(flac, "rb") as file:
        data = file.read()
    document = examine(assay, data[:len(data) // 2], name="cut.flac")
    missing = next(f for f in document["findings"] if f["rule"] == "SND-23")["observed"]
    assert document["verdict"] == "attention" and missing["stated_duration"] == 6.0, missing
    assert 2 < missing["missing"]["start"] < 4 and missing["missing"]["end"] == 6.0, missing
    assert "SND-23" not in rules(examine(assay, data, name="whole.flac"))
    with open(whole, "rb") as file:
        data = file.read()
    document = examine(assay, data[:len(data) // 3], name="cut.wav")
    assert document["verdict"] == "attention" and abs(metric(document, "stated") - 6) < 0.001, document["metrics"]
    run = assay.json("run", "replay.features", assay.scratch("cut.wav", data[:len(data) // 3]))
    assert abs(metric(run.json, "stated") - 6) < 0.001, run.json["metrics"]
    assert "SND-23" not in rules(examine(assay, data, name="whole.wav"))


@point
def every_finding_has_times(assay):
    samples = [x + 0.05 for x in noise(14, level=0.02)]
    samples[9 * 16000:] = [x / 4 for x in samples[9 * 16000:]]
    samples[:1600] = [0] * 1600
    document = examine(assay, wav(samples))
    assert {"SND-13", "SND-14", "SND-22"} <= set(rules(document)), rules(document)
    for finding in document["findings"]:
        times = [v for v in finding["observed"].values() if isinstance(v, dict) and "start" in v]
        assert times or finding["rule"] == "SND-13", finding
    step = next(f for f in document["findings"] if f["rule"] == "SND-22")["observed"]
    assert abs(step["step.1"]["start"] - 9) < 0.6 and abs(step["change.1"] + 12) < 1, step
    text = assay("run", "replay.examine", assay.scratch("sound.wav", wav(samples))).out
    assert "Where it changes, number 1" in text and "reference" not in text, text


@point
def a_region_alone_is_examined_at_the_times_of_the_recording(assay):
    samples = noise(12)
    samples[80000:96000] = samples[16000:32000]
    samples[112000:114000] = [0] * 2000
    whole = examine(assay, wav(samples))
    assert "start" not in whole["metrics"] and {"SND-11", "SND-12"} <= set(rules(whole)), rules(whole)
    part = examine(assay, wav(samples), "--set", "region=6.5-10")
    assert rules(part) == ["SND-12"], rules(part)
    assert metric(part, "start") == 6.5 and metric(part, "duration") == 3.5
    silence = [next(f for f in x["findings"] if f["rule"] == "SND-12")["observed"]["stretch.1"] for x in (whole, part)]
    assert silence[0] == silence[1] and abs(silence[1]["start"] - 7) < 0.01, silence
    level = next(p for p in part["plots"] if p["id"] == "level")["series"][0]["x"]
    assert 6.49 < level[0] < 6.6 and 9.9 < level[-1] <= 10, (level[0], level[-1])
    assert any("Only the chosen part" in reason["reason"] for reason in part["not_run"]), part["not_run"]
    assert {"SND-06", "SND-13"} <= {reason["rule"] for reason in part["not_run"]}, part["not_run"]
    at_its_end = examine(assay, wav(samples), "--set", "region=7.05-9")
    rows = next(t for t in at_its_end["tables"] if t["id"] == "candidates")["rows"]
    assert "SND-12" not in rules(at_its_end) and rows[0][0] == 7.05 and abs(rows[0][1] - 7.125) < 1e-3, rows


@point
def the_words_refuse_a_region_that_is_none(assay):
    path = assay.scratch("short.wav", wav(noise(1)))
    for region, words in {"5-2": "before it begins", "100-200": "the sound ends after 1.00 s", "0.5-0.5": "empty",
                          "@0:1,2,3,4": "without a rectangle", "5": "missing"}.items():
        for tool in ("replay.examine", "replay.score", "replay.features"):
            run = assay.json("run", tool, path, "--set", f"region={region}")
            assert run.status == 2 and words in run.json["error"]["message"], (tool, region, run.json["error"])
    assert metric(examine(assay, wav(noise(1)), "--set", "region=0.4-1e9"), "duration") == 0.6


@point
def a_channel_that_is_not_there_is_refused(assay):
    path = assay.scratch("two.wav", wav(noise(1), 8000, 2))
    assert assay.json("run", "replay.examine", path, "--set", "channel=2").status == 0
    assert assay.json("run", "replay.examine", path, "--set", "channel=3").status != 0
    assert assay.json("run", "replay.examine", path, "--set", "channel=-1").status == 2


@point
def the_loudest_channel_is_taken_where_the_first_is_silent(assay):
    frames = [x for sample in noise(2) for x in (0, sample / 8, sample)]
    document = examine(assay, wav(frames, channels=3))
    assert metric(document, "channel") == 3 and metric(document, "channels") == 3
    assert metric(document, "level") > -25 and metric(document, "bits") == 16
    empty = examine(assay, wav(frames, channels=3), "--set", "channel=1")
    assert metric(empty, "channel") == 1 and not {"level", "comb"} & empty["metrics"].keys()
    silent = examine(assay, wav([0] * 48000, channels=3))
    assert metric(silent, "channel") == 1
    quiet_first = examine(assay, wav([x for sample in noise(2) for x in (sample / 8, sample)], channels=2))
    assert metric(quiet_first, "channel") == 1


@point
def what_is_missing_at_the_end_is_said(assay):
    clip = shared("data", "replay", "train", "T_1000001.flac")
    if clip is None:
        return "the shared recordings are not here"
    whole = clip.read_bytes()
    assert "stated" not in examine(assay, whole, name="whole.flac")["metrics"]
    cut = examine(assay, whole[:len(whole) // 2], name="cut.flac")
    assert metric(cut, "stated") > 1.5 * metric(cut, "duration") > 0


@point
def known_recordings_are_compared_with(assay):
    path = assay.scratch("a.wav", wav(noise(4)))
    dull = noise(4, seed=2)
    dull = [sum(dull[max(0, i - 3):i + 1]) / 4 for i in range(len(dull))]
    words = [f"reference={assay.scratch(f'{seed}.wav', wav(noise(4, seed=seed)))}" for seed in (3, 4)]
    near = assay.json("run", "replay.examine", path, "--input", words[0], "--input", words[1]).json
    far = assay.json("run", "replay.examine", assay.scratch("b.wav", wav(dull)), "--input", words[0], "--input", words[1]).json
    assert metric(near, "reference_distance") < 1 < metric(far, "reference_distance")
    finding = next(f for f in far["findings"] if f["rule"] == "SND-21")["observed"]
    assert finding["references"] == 2 and finding["farther_than_references"] is True, finding
    assert len(next(p for p in near["plots"] if p["id"] == "spectrum")["series"]) == 3


@point
def real_recordings_keep_the_verdict_below_compromised(assay):
    folder = shared("data", "audio")
    if folder is None:
        return "the shared recordings are not here"
    for path in sorted(folder.glob("*.flac"))[:3]:
        run = assay.json("run", "replay.examine", path)
        assert run.status == 0 and run.json["verdict"] in ("clear", "attention"), path.name


@point
def a_few_words_with_a_valley_between_formants_do_not_end_there(assay):
    """2.3 s of a genuine voice whose average spectrum falls by 23 dB at 3.2 kHz."""
    folder = shared("data", "replay")
    if folder is None:
        return "the shared data are not there"
    run = assay.json("run", "replay.examine", folder / "train" / "T_1000094.flac")
    assert run.status == 0 and "SND-01" not in rules(run.json), run.json["findings"]
    spectrum = next(plot for plot in run.json["plots"] if plot["id"] == "spectrum")
    assert [line["text"] for line in spectrum["annotations"]] == ["Largest drop"], spectrum["annotations"]


def through(assay, path, suffix, *codec):
    """Coded and decoded again."""
    coded = assay.scratch(f"coded.{suffix}", b"")
    back = assay.scratch(f"{suffix}.wav", b"")
    for words in (["-i", path, *codec, coded], ["-i", coded, "-ar", "44100", back]):
        subprocess.run(["ffmpeg", "-v", "error", "-y", *map(str, words)], check=True)
    run = assay.json("run", "replay.examine", back)
    assert run.status == 0, run.err
    return run.json


@point
def what_mp3_and_opus_leave_in_a_wav_is_seen(assay):
    if shutil.which("ffmpeg") is None:
        return
    path = assay.scratch("before.wav", wav(noise(4, level=0.05, rate=44100), rate=44100))
    before = assay.json("run", "replay.examine", path).json
    assert not {"SND-01", "SND-03"} & set(rules(before)), rules(before)
    mp3 = through(assay, path, "mp3", "-c:a", "libmp3lame", "-b:a", "96k")
    found = next(finding for finding in mp3["findings"] if finding["rule"] == "SND-03")
    assert found["observed"]["transform"] == "MP3", found
    opus = through(assay, path, "opus", "-c:a", "libopus", "-b:a", "64k")
    found = next(finding for finding in opus["findings"] if finding["rule"] == "SND-01")
    assert found["observed"]["ends_like"] == "Opus", found
    spectrum = next(plot for plot in opus["plots"] if plot["id"] == "spectrum")
    assert [line["text"] for line in spectrum["annotations"]] == ["End of the spectrum"], spectrum["annotations"]


finish()
