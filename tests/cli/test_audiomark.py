"""`audio.embed`, `audio.extract`: marks in sound, through the real programs."""
import math
import random
import shutil
import struct
import subprocess
import wave

from harness import finish, point

MARK = "0123456789abcdeffedcba9876543210"


def make_wav(path, seconds, rate=44100, channels=1, width=2, seed=1):
    """Coloured noise with a moving loudness: sound enough to be marked, the same everywhere."""
    numbers = random.Random(seed)
    low = 0.0
    data = bytearray()
    for i in range(int(seconds * rate)):
        low = 0.9 * low + numbers.gauss(0, 0.05)
        value = max(-0.99, min(0.99, low * (1 + 0.5 * math.sin(i / rate * 9))))
        whole = int(value * (2 ** (8 * width - 1) - 1))
        for _ in range(channels):
            data += whole.to_bytes(width, "little", signed=True)
    with wave.open(str(path), "wb") as out:
        out.setparams((channels, width, rate, 0, "NONE", ""))
        out.writeframes(bytes(data))
    return path


def samples_of(path):
    with wave.open(str(path)) as sound:
        data = sound.readframes(sound.getnframes())
    return struct.unpack(f"<{len(data) // 2}h", data)


def embed(assay, source, out, *more, key="k", trials=False):
    """The strength as it is reckoned, but where trials of it are what is asked for: they take seconds."""
    return assay.json("run", "audio.embed", source, "--set", f"key={key}", "--set", f"mark={MARK}", "--set",
                      f"trials={str(trials).lower()}", "--out", out, *more)


def extract(assay, source, *more, key="k"):
    run = assay.json("run", "audio.extract", source, "--set", f"key={key}", *more)
    assert run.status == 0, run.err
    return run.json


@point
def a_mark_is_read_and_nobody_else_reads_it(assay):
    source = make_wav(assay.home / "a.wav", 8)
    marked = assay.home / "m.wav"
    made = embed(assay, source, marked, trials=True)
    assert made.status == 0, made.err
    before, after = samples_of(source), samples_of(marked)
    ratio = 10 * math.log10(sum(a * a for a in before) / sum((a - b) ** 2 for a, b in zip(before, after)))
    assert ratio > 20 and abs(made.json["metrics"]["snr"]["value"] - ratio) < 0.1, (ratio, made.json["metrics"])
    read = extract(assay, marked, "--set", f"expect={MARK}")
    assert read["answers"] == {"outcome": "found", "mark": MARK}
    assert read["metrics"]["ber"]["value"] == 0 and read["metrics"]["log10_p"]["value"] < -20
    # The statement about the owner: which mark, how unlikely, among how many hypotheses; 2^128 marks and at least as many places as bounds.
    (finding,) = read["findings"]
    assert finding["rule"] == "MRK-01" and finding["observed"]["mark.value"] == finding["observed"]["mark.expected"] == MARK
    assert finding["observed"]["mark.log10_p"] < -20 and finding["observed"]["mark.log10_hypotheses"] > 39
    for file, key in ((marked, "other"), (source, "k")):
        read = extract(assay, file, key=key)
        assert read["answers"]["outcome"] == "none" and "mark" not in read["answers"]
        assert [(f["rule"], "mark.value" in f["observed"]) for f in read["findings"]] == [("MRK-19", False)]
    again = assay.home / "again.wav"
    embed(assay, source, again, trials=True)
    assert again.read_bytes() == marked.read_bytes()


@point
def a_cut_and_quieter_copy_is_read(assay):
    marked = assay.home / "m.wav"
    assert embed(assay, make_wav(assay.home / "a.wav", 8), marked).status == 0
    cut = assay.home / "cut.wav"
    with wave.open(str(marked)) as source, wave.open(str(cut), "wb") as out:
        source.setpos(70001)
        out.setparams((1, 2, 44100, 0, "NONE", ""))
        values = struct.unpack("<132300h", source.readframes(3 * 44100))
        out.writeframes(struct.pack("<132300h", *(v // 2 for v in values)))
    assert extract(assay, cut)["answers"] == {"outcome": "found", "mark": MARK}


@point
def a_copy_with_noise_is_read(assay):
    marked = assay.home / "m.wav"
    made = embed(assay, make_wav(assay.home / "a.wav", 8), marked)
    assert made.status == 0 and made.json["metrics"]["grade"]["value"] >= 0.7
    noisy = assay.home / "noisy.wav"
    numbers = random.Random(5)
    with wave.open(str(marked)) as source, wave.open(str(noisy), "wb") as out:
        n = source.getnframes()
        values = struct.unpack(f"<{n}h", source.readframes(n))
        power = sum(v * v for v in values) / n
        # White, 17 dB below the sound.
        size = math.sqrt(power / 50)
        out.setparams((1, 2, 44100, 0, "NONE", ""))
        out.writeframes(struct.pack(f"<{n}h", *(max(-32768, min(32767, round(v + numbers.gauss(0, size)))) for v in values)))
    assert extract(assay, noisy)["answers"] == {"outcome": "found", "mark": MARK}


@point
def a_faster_copy_is_read(assay):
    marked = assay.home / "m.wav"
    assert embed(assay, make_wav(assay.home / "a.wav", 9), marked).status == 0
    fast = assay.home / "fast.wav"
    with wave.open(str(marked)) as source, wave.open(str(fast), "wb") as out:
        out.setparams((1, 2, 46305, 0, "NONE", ""))
        out.writeframes(source.readframes(source.getnframes()))
    read = extract(assay, fast)
    assert read["answers"].get("mark") == MARK and abs(read["metrics"]["speed"]["value"] - 1.05) < 0.001
    assert extract(assay, fast, "--set", "search=false")["answers"]["outcome"] == "none"


@point
def forms_of_the_source_are_kept(assay):
    for rate, channels, width in ((16000, 1, 2), (96000, 2, 3), (192000, 1, 3), (48000, 8, 2)):
        source = make_wav(assay.home / "a.wav", 4, rate, channels, width)
        marked = assay.home / "m.wav"
        made = embed(assay, source, marked, "--force")
        assert made.status == 0, made.err
        with wave.open(str(source)) as a:
            frames = a.getnframes()
        header = marked.read_bytes()[:200]
        at = header.index(b"fmt ") + 10
        assert struct.unpack("<HI", header[at:at + 6]) == (channels, rate)
        assert len(marked.read_bytes()) >= frames * channels * width
        assert extract(assay, marked)["answers"].get("mark") == MARK, (rate, channels)
        flac = assay.home / "m.flac"
        assert embed(assay, source, flac, "--force").status == 0
        assert flac.read_bytes()[:4] == b"fLaC"
        assert extract(assay, flac)["answers"].get("mark") == MARK, (rate, channels)


@point
def channels_that_differ_are_read_mixed(assay):
    """Of more than two channels the reader hears what a mix to one has of each: of the low-frequency one nothing."""
    tracks = [samples_of(make_wav(assay.home / "c.wav", 8, 16000, seed=c)) for c in range(6)]
    source, marked = assay.home / "six.wav", assay.home / "m.wav"
    with wave.open(str(source), "wb") as out:
        out.setparams((6, 2, 16000, 0, "NONE", ""))
        # The low-frequency channel, the fourth, is the loudest.
        out.writeframes(b"".join(struct.pack("<6h", *(v if c == 3 else v // 4 for c, v in enumerate(row))) for row in zip(*tracks)))
    assert embed(assay, source, marked).status == 0
    assert extract(assay, marked)["answers"] == {"outcome": "found", "mark": MARK}
    # Ten channels have no places that everybody knows: their mean is heard.
    ten, again = assay.home / "ten.wav", assay.home / "ten-marked.wav"
    with wave.open(str(ten), "wb") as out:
        out.setparams((10, 2, 16000, 0, "NONE", ""))
        out.writeframes(b"".join(struct.pack("<10h", *(row + row[:4])) for row in zip(*tracks)))
    assert embed(assay, ten, again).status == 0
    assert extract(assay, again)["answers"] == {"outcome": "found", "mark": MARK}
    # Python's wave module reads no sound of more than two channels with their places.
    data = marked.read_bytes()
    data = data[data.index(b"data") + 8:]
    values = struct.unpack(f"<{len(data) // 2}h", data)
    stereo = assay.home / "two.wav"
    with wave.open(str(stereo), "wb") as out:
        out.setparams((2, 2, 16000, 0, "NONE", ""))
        # ITU-R BS.775: left and right, and of the centre and the surround of that side 0.707.
        rows = (values[i:i + 6] for i in range(0, len(values), 6))
        out.writeframes(b"".join(struct.pack("<2h", round(0.4 * (r[0] + 0.7071 * (r[2] + r[4]))), round(0.4 * (r[1] + 0.7071 * (r[2] + r[5])))) for r in rows))
    assert extract(assay, stereo)["answers"] == {"outcome": "found", "mark": MARK}


@point
def a_changed_copy_is_read(assay):
    marked = assay.home / "m.wav"
    assert embed(assay, make_wav(assay.home / "a.wav", 8, 22050), marked, trials=True).status == 0
    for attack, amount in (("mp3", 64), ("aac", 96), ("opus", 48), ("lowpass", 4000), ("noise", 20), ("echo", 60), ("bits", 8),
                           ("crop", 4), ("gain", 0.5), ("resample", 11025), ("tempo", 3)):
        changed = assay.home / f"{attack}.wav"
        run = assay.json("run", "audio.attack", marked, "--set", f"attack={attack}", "--set", f"amount={amount}", "--out", changed)
        assert run.status == 0, run.err
        again = assay.home / "again.wav"
        assay.json("run", "audio.attack", marked, "--set", f"attack={attack}", "--set", f"amount={amount}", "--out", again, "--force")
        assert again.read_bytes() == changed.read_bytes() != marked.read_bytes(), attack
        assert extract(assay, changed)["answers"] == {"outcome": "found", "mark": MARK}, attack
    for attack, amount in (("mp3", 1), ("bits", 99), ("crop", 0), ("gain", -1), ("speed", 90)):
        out = assay.home / "out.wav"
        run = assay.json("run", "audio.attack", marked, "--set", f"attack={attack}", "--set", f"amount={amount}", "--out", out)
        assert run.status in (2, 3) and not out.exists(), (attack, run.status)


@point
def a_tempo_of_its_own_changes_nothing(assay):
    source, same = make_wav(assay.home / "a.wav", 3, 22050), assay.home / "same.wav"
    assert assay.json("run", "audio.attack", source, "--set", "attack=tempo", "--set", "amount=0", "--out", same).status == 0
    assert samples_of(same) == samples_of(source)


@point
def tempo_is_changed_as_ffmpeg_changes_it(assay):
    """Where its pieces begin decides what a mark loses: ours are those of the filter that everybody has."""
    if shutil.which("ffmpeg") is None:
        return "no ffmpeg"
    source, ours, theirs = make_wav(assay.home / "a.wav", 6, 22050), assay.home / "ours.wav", assay.home / "theirs.wav"
    for percent in (5, -4):
        run = assay.json("run", "audio.attack", source, "--set", "attack=tempo", "--set", f"amount={percent}", "--out", ours, "--force")
        assert run.status == 0, run.err
        subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", source, "-af", f"atempo={1 + percent / 100}", theirs], check=True)
        a, b = samples_of(ours), samples_of(theirs)
        assert len(a) == len(b), (len(a), len(b))
        likeness = sum(x * y for x, y in zip(a, b)) / math.sqrt(sum(x * x for x in a) * sum(y * y for y in b))
        assert likeness > 0.999, (percent, likeness)


@point
def the_strength_is_found_by_trial(assay):
    source, marked, reckoned = make_wav(assay.home / "a.wav", 8, 22050, seed=3), assay.home / "m.wav", assay.home / "r.wav"
    made = embed(assay, source, marked, trials=True)
    assert made.status == 0, made.err
    (trials,) = [table for table in made.json["tables"] if table["id"] == "trials"]
    assert [row[0] for row in trials["rows"]] == ["Cut", "Cut", "Cut", "Unchanged", "White noise", "Bits a sample", "Echo", "Tempo",
                                                  "Tempo", "Opus", "MP3", "AAC"], trials
    assert all(row[3] < -10 for row in trials["rows"]), trials
    # What is unchanged has no amount; a tempo is told as the attack asks for it.
    assert [row[1:3] for row in trials["rows"] if row[0] in ("Unchanged", "Tempo")] == [[None, ""], [5, "%"], [-4, "%"]], trials
    # What was withstood in memory is withstood: this noise after Opus was inconclusive with a strength that had a little to spare.
    changed = assay.home / "changed.wav"
    assay.json("run", "audio.attack", marked, "--set", "attack=opus", "--set", "amount=48", "--out", changed)
    assert extract(assay, changed)["answers"] == {"outcome": "found", "mark": MARK}
    made = embed(assay, source, reckoned)
    assert made.status == 0 and not [table for table in made.json["tables"] if table["id"] == "trials"], made.json
    assert extract(assay, reckoned)["answers"] == {"outcome": "found", "mark": MARK}
    # Long sound is not tried.
    made = embed(assay, make_wav(assay.home / "long.wav", 31, 16000), marked, "--force", trials=True)
    assert made.status == 0 and not made.json["tables"], made.json["tables"]


@point
def a_robustness_test_tells_what_is_withstood(assay):
    marked = assay.home / "m.wav"
    assert embed(assay, make_wav(assay.home / "a.wav", 8, 22050), marked).status == 0
    run = assay.json("run", "audio.robustness", marked, "--set", "key=k", "--set", "attack=noise", "--set", f"expect={MARK}")
    assert run.status == 0, run.err
    # With an expected mark the errors of its bits are drawn against the strength, from the least to the most.
    (drawn,) = run.json["plots"]
    assert drawn["title"] == "White noise added" and len(drawn["series"]) == 3, drawn
    assert all(series["x"] == [10, 15, 20, 30, 40] for series in drawn["series"]), drawn
    tries = next(t for t in run.json["tables"] if t["id"] == "tries")["rows"]
    assert len(tries) == 5 and run.json["metrics"]["found"]["value"] >= 3, tries
    # MP3 holds two channels: it is not tried, and no other change is lost for that.
    wide = assay.home / "wide.wav"
    assert embed(assay, make_wav(assay.home / "b.wav", 5, 16000, channels=3), wide).status == 0
    refused = assay.json("run", "audio.attack", wide, "--set", "attack=mp3", "--out", assay.home / "never.wav")
    assert refused.status == 3 and refused.json["error"]["code"] == "NOT_APPLICABLE", refused.json
    test = assay.json("run", "audio.robustness", wide, "--set", "key=k", "--set", "attack=mp3")
    assert test.status == 3 and "cannot be made" in test.json["error"]["message"], test.json


@point
def what_hints_at_a_mark_is_no_absence(assay):
    """Noise that takes the mark away by and by: between one in a hundred and one in a million nothing is certain, and that is said."""
    marked, noisy = assay.home / "m.wav", assay.home / "n.wav"
    assert embed(assay, make_wav(assay.home / "a.wav", 8, 22050), marked).status == 0
    seen = []
    for ratio in (16, 12, 11, 8):
        assay.json("run", "audio.attack", marked, "--set", "attack=noise", "--set", f"amount={ratio}", "--out", noisy, "--force")
        read = extract(assay, noisy, "--set", "search=false")
        (finding,) = read["findings"]
        seen.append((read["answers"]["outcome"], finding["rule"]))
        assert (finding["observed"]["mark.log10_p"] <= -2) == (finding["rule"] != "MRK-19"), finding
    assert seen == [("found", "MRK-01"), *[("inconclusive", "MRK-02")] * 2, ("none", "MRK-19")], seen


@point
def values_that_are_no_numbers_are_silence_and_the_rest_is_marked(assay):
    numbers = random.Random(1)
    samples = [numbers.gauss(0, 0.1) for _ in range(8 * 16000)]
    samples[5000], samples[9000:9100] = math.inf, [math.nan] * 100
    data = struct.pack(f"<{len(samples)}f", *samples)
    head = b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 3, 1, 16000, 64000, 4, 32)
    source, marked = assay.scratch("odd.wav", head + b"data" + struct.pack("<I", len(data)) + data), assay.home / "m.wav"
    made = embed(assay, source, marked)
    assert made.status == 0 and made.json["metrics"]["snr"]["value"] > 20, made.err
    assert extract(assay, marked)["answers"] == {"outcome": "found", "mark": MARK}
    after = struct.unpack(f"<{len(samples)}f", marked.read_bytes()[-len(data):])
    assert after[5000] == 0 and not any(after[9000:9100]) and all(map(math.isfinite, after))


@point
def the_published_method_has_no_key_and_claims_nothing_alone(assay):
    source, marked = make_wav(assay.home / "a.wav", 4), assay.home / "m.wav"
    choice = ("--set", "scheme=attari-shirazi", "--set", "frame=3")
    made = assay.json("run", "audio.embed", source, *choice, "--set", f"mark={MARK}", "--out", marked)
    assert made.status == 0, made.err
    assert assay.json("run", "audio.extract", marked, *choice).json["answers"] == {"outcome": "inconclusive", "read": MARK}
    for file, outcome in ((marked, "found"), (source, "none")):
        read = assay.json("run", "audio.extract", file, *choice, "--set", f"expect={MARK}")
        assert [f["rule"] for f in read.json["findings"]] == ["MRK-04"]
        assert read.json["answers"]["outcome"] == outcome and (read.json["metrics"]["ber"]["value"] == 0) == (file == marked)
    short = assay.json("run", "audio.embed", make_wav(assay.home / "s.wav", 0.5), *choice, "--set", f"mark={MARK}", "--out",
                       assay.home / "s2.wav")
    assert short.status == 3 and not (assay.home / "s2.wav").exists(), short.err


@point
def bad_input_is_refused_and_leaves_nothing(assay):
    whole = make_wav(assay.home / "a.wav", 1).read_bytes()
    out = assay.home / "out.wav"
    for name, data in (("zero", b""), ("header", whole[:40]), ("nothing", whole[:44]), ("text", b"hello\n" * 99)):
        made = embed(assay, assay.scratch(f"{name}.wav", data), out)
        assert made.status == 3 and not out.exists(), (name, made.status, made.err)
        assert name != "zero" or "empty" in made.json["error"]["message"], made.err
        assert assay.json("run", "audio.extract", assay.home / f"{name}.wav", "--set", "key=k").status == 3, name
    source = assay.home / "a.wav"
    for mark in ("", "xyz", "0123"):
        made = assay.json("run", "audio.embed", source, "--set", "key=k", "--set", f"mark={mark}", "--out", out)
        assert made.status in (2, 3) and not out.exists(), mark
    assert assay.json("run", "audio.embed", source, "--set", f"mark={MARK}", "--out", out).status == 2
    # Nothing is written that its name would say is coded.
    for tool, more in (("audio.embed", ("--set", "key=k", "--set", f"mark={MARK}")), ("audio.attack", ())):
        named = assay.json("run", tool, source, *more, "--out", assay.home / "out.mp3")
        assert named.status == 2 and "wav" in named.err and not (assay.home / "out.mp3").exists(), named.err
    for ending, form in (("wav", "flac"), ("flac", "wav")):
        out = assay.home / f"other.{ending}"
        named = assay.json("run", "audio.embed", source, "--set", "key=k", "--set", f"mark={MARK}", "--set", f"format={form}", "--out", out)
        assert named.status == 2 and form in named.err and not out.exists(), named.err


@point
def a_cut_file_is_not_marked(assay):
    source = make_wav(assay.home / "a.wav", 6)
    packed = assay.home / "a.flac"
    assert embed(assay, source, packed, key="other").status == 0
    for path in (source, packed):
        data = path.read_bytes()
        cut = assay.scratch(f"cut{path.suffix}", data[:len(data) * 6 // 10])
        for scheme in ("assay", "attari-shirazi"):
            out = assay.home / "never.wav"
            made = embed(assay, cut, out, "--set", f"scheme={scheme}")
            assert made.status == 3 and "cut" in made.json["error"]["message"] and not out.exists(), (path, scheme, made.err)
        # What is left of a suspect copy is still read, and it is said that it is a part.
        read = extract(assay, cut)
        assert read["answers"]["outcome"] in ("none", "inconclusive")
        (part,) = [f for f in read["findings"] if f["rule"] == "MRK-09"]
        assert 3 < part["observed"]["mark.seconds"] < 4, part
        assert not [f for f in extract(assay, path)["findings"] if f["rule"] == "MRK-09"]
        # Nor does a change of it pass over that.
        changed = assay.json("run", "audio.attack", cut, "--set", "attack=gain", "--set", "amount=0.5", "--out", assay.home / "quiet.wav",
                             "--force")
        assert [f["rule"] for f in changed.json["findings"]] == ["MRK-09"], changed.err
    head = assay.json("run", "audio.extract", assay.scratch("head.wav", source.read_bytes()[:44]), "--set", "key=k")
    assert head.status == 3 and "cut" in head.json["error"]["message"], head.err
    # A length that was not known when the header was written is none.
    data = bytearray(source.read_bytes())
    data[40:44] = b"\xff" * 4
    assert embed(assay, assay.scratch("stream.wav", bytes(data)), assay.home / "m.wav").status == 0
    # Nor is one that is reckoned from the bit rate of a silent start.
    quiet = assay.home / "quiet.wav"
    with wave.open(str(source)) as loud, wave.open(str(quiet), "wb") as out:
        out.setparams(loud.getparams())
        frames = loud.readframes(loud.getnframes())
        out.writeframes(bytes(len(frames)) + frames)
    bare = assay.home / "bare.aac"
    if shutil.which("ffmpeg") is None:
        return "no ffmpeg"
    subprocess.run(["ffmpeg", "-v", "error", "-i", quiet, "-c:a", "aac", "-b:a", "128k", bare], check=True)
    assert embed(assay, bare, assay.home / "bare.wav").status == 0


@point
def what_is_short_or_silent_is_refused_and_tells_nothing(assay):
    for seconds in (0.1, 1, 2.9):
        source, marked = make_wav(assay.home / "a.wav", seconds), assay.home / "m.wav"
        made = embed(assay, source, marked)
        assert made.status == 3 and "at least 3 s" in made.json["error"]["message"] and not marked.exists(), (seconds, made.err)
        assert extract(assay, source)["answers"]["outcome"] == "inconclusive", seconds
    with wave.open(str(assay.home / "silent.wav"), "wb") as out:
        out.setparams((2, 2, 48000, 0, "NONE", ""))
        out.writeframes(bytes(4 * 48000 * 5))
    silent = assay.home / "s.wav"
    refused = embed(assay, assay.home / "silent.wav", silent)
    assert refused.status == 3 and not silent.exists(), refused.err
    assert extract(assay, assay.home / "silent.wav")["answers"]["outcome"] == "inconclusive"


@point
def a_marked_file_is_what_its_name_says(assay):
    """In a case the program gives the names: FLAC bytes stood in `marked.wav`."""
    source = make_wav(assay.home / "a.wav", 4)
    flac = assay.home / "a.flac"
    assert embed(assay, source, flac).status == 0 and flac.read_bytes()[:4] == b"fLaC"
    case = assay.new_case("Marked")
    assert assay.json("intake", case, source, flac).status == 0
    for exhibit, form, ending in ((1, "auto", "wav"), (1, "flac", "flac"), (2, "auto", "flac"), (2, "wav", "wav")):
        run = assay.json("run", "audio.embed", "--case", case, "--exhibit", exhibit, "--set", "key=k", "--set", f"mark={MARK}", "--set", f"format={form}",
                         "--set", "trials=false")
        assert run.status == 0, run.err
        (made,) = assay.store.rglob(f"*audio.embed-{exhibit}*/marked.*")
        assert made.suffix == "." + ending and made.read_bytes()[:4] == {"wav": b"RIFF", "flac": b"fLaC"}[ending], (form, made)
        shutil.rmtree(made.parent)


finish()
