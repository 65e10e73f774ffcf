"""replay.train, replay.score and replay.evaluate through the real programs, on sounds made here.

"Genuine" is noise in bursts, "spoof" the same with its top octave cut off: any detector must tell them apart."""
import csv
import hashlib
import json
import math
import random
import shutil
import signal
import struct
import subprocess
import time
import wave

from harness import SOURCE, finish, point, shared

RATE = 16000


def sound(path, seed, dull, seconds=1.2, rate=RATE, level=9000, channels=1, floor=0.03, cut=False):
    noise = random.Random(seed)
    state, values = 0.0, []
    for i in range(int(seconds * rate)):
        fresh = noise.uniform(-1, 1)
        state = 0.6 * state + 0.4 * fresh
        values.append((state if dull else fresh) * (floor + math.sin(i / 2500) ** 4))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        integers = [int(level * v) for v in values for _ in range(channels)]
        if cut:
            integers = [min(max(v, -32768), 32767) for v in integers]
        file.writeframes(struct.pack(f"<{len(integers)}h", *integers))


def collection(assay, name="set", first=0, n=12):
    """A folder of sounds and its protocol."""
    folder = assay.home / name
    folder.mkdir()
    lines = []
    for i in range(n):
        dull = i % 2 == 1
        sound(folder / f"{name}{i}.wav", first + i, dull)
        lines.append(f"{name}{i}.wav {'spoof' if dull else 'genuine'} talker{i // 2}")
    protocol = assay.home / f"{name}.txt"
    protocol.write_text("\n".join(lines) + "\n")
    return protocol, folder


def train(assay, protocol, folder, out, *more):
    settings = ["feature=mfcc", "mvn=false", "components=2", "rounds=2", "folds=2", *more]
    return assay.json("run", "replay.train", protocol, "--set", f"audio={folder}",
                      *(w for s in settings for w in ("--set", s)), "--out", out)


def value(result, name):
    return result.json["metrics"][name]["value"]


@point
def train_score_and_evaluate(assay):
    protocol, folder = collection(assay)
    other, other_folder = collection(assay, "other", 100, 8)
    model = assay.home / "m.model"
    run = train(assay, protocol, folder, model, f"evaluation={protocol}", "note=made by a test")
    assert run.status == 0, run.err
    assert value(run, "trials") == 12 and model.read_bytes()[:8] == b"ASSAYMOD"
    scores = assay.home / "scores.txt"
    run = assay.json("run", "replay.evaluate", other, "--set", f"audio={other_folder}", "--set", f"model={model}",
                     "--out", scores)
    assert run.status == 0, run.err
    metrics = run.json["metrics"]
    assert metrics["trials"]["value"] == 8 and metrics["eer"]["value"] == 0, metrics
    assert metrics["eer_low"]["value"] == 0 and 45 < metrics["eer_high"]["value"] < 55, "4 of a class without an error"
    assert run.json["answers"]["interval"] == "number of recordings"
    lines = [line.split() for line in scores.read_text().splitlines()]
    assert [line[0] for line in lines] == [f"other{i}.wav" for i in range(8)]
    assert min(float(l[1]) for l in lines if l[2] == "genuine") > max(float(l[1]) for l in lines if l[2] == "spoof")
    run = assay.json("run", "replay.score", other_folder / "other1.wav", "--set", f"model={model}")
    assert run.status == 0, run.err
    assert abs(value(run, "score") - float(lines[1][1])) < 0.001
    assert abs(value(run, "llr")) <= math.log(6 + 1) + 0.001, "six of a class support no more"
    assert run.json["answers"]["trained_on"] == "made by a test" and run.json["answers"]["model_origin"] == "chosen"
    (systems,) = [table["rows"] for table in run.json["tables"] if table["id"] == "systems"]
    assert systems[0][0] == "feature=mfcc mvn=false components=2", systems
    assert abs(sum(row[3] for row in systems) - value(run, "score")) < 0.002, "the shares add up"
    told = "Yes" if value(run, "out_of_domain") else "No"
    assert f"(out_of_domain): {told}" in assay("run", "replay.score", other_folder / "other1.wav", "--set", f"model={model}").out
    assert [p["id"] for p in run.json["plots"]] == ["llr-time", "placement", "det", "profile-cf", "profile-cm", "ltas"]
    assert [s["name"] for s in run.json["plots"][0]["series"]] == ["Every 10 ms"], "1.2 s are one stretch: a level, no curve"
    frames = run.json["plots"][0]["series"][0]
    assert all(abs(b - a - 0.01) < 0.001 for a, b in zip(frames["x"], frames["x"][1:])), "a value every 10 ms"
    assert abs(sum(frames["y"]) / len(frames["y"]) - value(run, "score")) < 0.2, "whose mean is the score"


@point
def a_list_of_any_name_finds_recordings_in_the_parts(assay):
    protocol, folder = collection(assay, "heard", 0, 4)
    whole = assay.home / "whole"
    for part in ("train", "dev"):
        (whole / part).mkdir(parents=True)
    for i, path in enumerate(sorted(folder.iterdir())):
        path.rename(whole / ("train", "dev")[i % 2] / path.name)
    run = assay.json("run", "replay.evaluate", protocol, "--set", f"audio={whole}")
    assert run.status == 0 and value(run, "trials") == 4, run.err
    # A list that names its part takes recordings from no other.
    told = protocol.rename(assay.home / "eval.txt")
    assert assay.json("run", "replay.evaluate", told, "--set", f"audio={whole}").status == 3


@point
def plots_show_the_bands_of_both_classes_and_references(assay):
    protocol, folder = collection(assay)
    model = assay.home / "m.model"
    trained = train(assay, protocol, folder, model)
    assert trained.status == 0
    calibration = next(p for p in trained.json["plots"] if p["id"] == "calibration")
    assert len(calibration["series"]) == 2, "PAV and the diagonal"
    run = assay.json("run", "replay.score", folder / "set0.wav", "--set", f"model={model}",
                     "--input", f"reference={folder / 'set2.wav'}", "--input", f"reference={folder / 'set4.wav'}")
    assert run.status == 0, run.err
    plots = {p["id"]: p for p in run.json["plots"]}
    for name, unit in (("profile-cf", "Hz"), ("profile-cm", "dB")):
        assert plots[name]["y"]["unit"] == unit and len(plots[name]["series"]) == 3, name
        genuine, _, own = plots[name]["series"]
        inside = sum(low - 1e-6 <= y <= high + 1e-6
                     for low, high, y in zip(genuine["y"], genuine["y2"], own["y"]))
        assert inside >= 40, (name, inside)
    assert len(plots["ltas"]["series"]) == 2
    table = next(t for t in run.json["tables"] if t["id"] == "references")
    alone = [value(assay.json("run", "replay.score", folder / f"set{i}.wav", "--set", f"model={model}"), "llr")
             for i in (2, 4)]
    assert [row[1] for row in table["rows"]] == alone
    assert abs(value(run, "reference_llr") - sum(alone) / 2) < 0.002
    run = assay.json("run", "replay.features", folder / "set0.wav", "--input", f"reference={folder / 'set2.wav'}")
    assert run.status == 0 and len(next(p for p in run.json["plots"] if p["id"] == "ltas")["series"]) == 2


@point
def training_in_legs_gives_the_same_model(assay):
    protocol, folder = collection(assay)
    whole, part, again = (assay.home / name for name in ("whole.model", "part.model", "again.model"))
    settings = ("systems=feature=mfcc components=2 mvn=false; feature=statistics ridge=1", "copies=1", "rounds=4")
    assert train(assay, protocol, folder, whole, *settings).status == 0
    run = train(assay, protocol, folder, part, *settings, "leg=7")
    assert run.status == 0 and run.json["answers"]["finished"] == "no", run.err
    assert value(run, "rounds_done") == 7, "four rounds of the first mixture, three of the second"
    refused = assay.json("run", "replay.score", folder / "set0.wav", "--set", f"model={part}")
    assert refused.status == 3, "an unfinished model scores nothing"
    legs = 0
    while run.json["answers"]["finished"] == "no":
        run = train(assay, protocol, folder, again, *settings, "leg=7", f"resume={part}")
        assert run.status == 0, run.err
        again.replace(part)
        legs += 1
    assert legs == 3 and part.read_bytes() == whole.read_bytes()
    settings = (*settings[:2], "rounds=5")
    part.unlink()
    assert train(assay, protocol, folder, part, *settings, "leg=1").status == 0
    run = train(assay, protocol, folder, again, *settings, "seed=9", f"resume={part}")
    assert run.status in (2, 3) and "other" in run.json["error"]["message"], "another training is not gone on with"
    run = train(assay, protocol, folder, again, *settings, f"resume={whole}")
    assert run.status == 3, "a finished model is no unfinished one"


@point
def a_leg_that_is_killed_costs_only_itself(assay):
    protocol, folder = collection(assay)
    whole, part, again = (assay.home / name for name in ("whole.model", "part.model", "again.model"))
    settings = ("systems=feature=mfcc components=2 mvn=false; feature=statistics ridge=1", "copies=8", "rounds=4")
    assert train(assay, protocol, folder, whole, *settings).status == 0
    assert train(assay, protocol, folder, part, *settings, "leg=7").status == 0
    before = part.read_bytes()
    words = ["run", "replay.train", protocol, "--out", again]
    for setting in ("feature=mfcc", "mvn=false", "components=2", "folds=2", f"audio={folder}", *settings, f"resume={part}"):
        words += ["--set", setting]
    leg = subprocess.Popen([assay.program, "--store", str(assay.store), *map(str, words)], env=assay.environment,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(0.5)
    # Killed in the middle, as a rule; should it have come to its end already, what follows holds as well.
    leg.send_signal(signal.SIGKILL)
    killed = leg.wait() == -signal.SIGKILL
    assert part.read_bytes() == before, "what an earlier leg left is not touched"
    assert not (killed and again.exists()), "a leg that was killed leaves no half model"
    if killed:
        run = train(assay, protocol, folder, again, *settings, f"resume={part}")
        assert run.status == 0, run.err
    assert again.read_bytes() == whole.read_bytes()


@point
def same_bytes_for_the_same_seed(assay):
    protocol, folder = collection(assay)
    hashes = set()
    for name in ("a", "b"):
        assert train(assay, protocol, folder, assay.home / name, "seed=5").status == 0
        hashes.add(hashlib.sha256((assay.home / name).read_bytes()).hexdigest())
    assert len(hashes) == 1


@point
def systems_are_fused(assay):
    protocol, folder = collection(assay)
    model = assay.home / "m.model"
    run = train(assay, protocol, folder, model, "copies=1",
                "systems=feature=mfcc components=2 mvn=false; feature=statistics ridge=1")
    assert run.status == 0, run.err
    assert [row[0].split()[0] for row in run.json["tables"][0]["rows"]] == ["feature=mfcc", "feature=statistics"]
    run = assay.json("run", "replay.score", folder / "set0.wav", "--set", f"model={model}")
    shares = [row[3] for row in next(t for t in run.json["tables"] if t["id"] == "systems")["rows"]]
    assert run.status == 0 and len(shares) == 3, "two systems and the constant"


@point
def features_are_joined(assay):
    protocol, folder = collection(assay)
    model = assay.home / "m.model"
    run = train(assay, protocol, folder, model, "systems=feature=cf k=2 mvn=false components=2 join=cm")
    assert run.status == 0, run.err
    run = assay.json("run", "replay.score", folder / "set0.wav", "--set", f"model={model}")
    assert run.status == 0 and "join=cm" in run.out, run.err


@point
def a_wrong_evaluation_is_told_before_the_training(assay):
    protocol, _ = collection(assay)
    empty = assay.home / "empty"
    empty.mkdir()
    for name, data in (("noise.txt", b"a\0b\xff"), ("one.txt", b"a.wav genuine\n"), ("both.txt", b"a spoof\na genuine\n")):
        wrong = assay.scratch(name, data)
        run = train(assay, protocol, empty, assay.home / "m.model", f"evaluation={wrong}")
        assert run.status == 3 and name in run.json["error"]["message"], (name, run.out)


@point
def wrong_and_damaged_models_are_told(assay):
    protocol, folder = collection(assay)
    model = assay.home / "m.model"
    assert train(assay, protocol, folder, model).status == 0
    data = bytearray(model.read_bytes())
    data[len(data) // 2] ^= 1
    for name, content in (("changed", data), ("cut", data[:100]), ("empty", b""), ("other", protocol.read_bytes())):
        bad = assay.scratch(name, bytes(content))
        run = assay.json("run", "replay.score", folder / "set0.wav", "--set", f"model={bad}")
        assert run.status == 3, (name, run.status, run.err)
        assert run.json["error"]["message"].startswith("Model “"), "not the recording is wrong"


def resealed(model, *changes):
    """A model whose card was changed by hand, sealed again."""
    data = model.read_bytes()[:-32]
    n = struct.unpack("<Q", data[16:24])[0]
    card = data[24:24 + n].decode()
    for old, new in changes:
        assert old in card, (old, card)
        card = card.replace(old, new, 1)
    card = card.encode()
    data = data[:16] + struct.pack("<Q", len(card)) + card + data[24 + n:]
    return data + hashlib.sha256(data).digest()


def turned(model):
    """A model whose weights have the other sign, sealed again."""
    data = bytearray(model.read_bytes()[:-32])
    at = data.index(b"\x06fusion\x08") + 8
    rows, columns = struct.unpack_from("<QQ", data, at)
    weights = struct.unpack_from(f"<{rows * columns}d", data, at + 16)
    struct.pack_into(f"<{rows * columns}d", data, at + 16, *(-w for w in weights))
    return bytes(data) + hashlib.sha256(data).digest()


@point
def a_card_that_was_changed_is_not_believed(assay):
    protocol, folder = collection(assay)
    model = assay.home / "m.model"
    assert train(assay, protocol, folder, model).status == 0
    bad = assay.home / "bad.model"
    bad.write_bytes(resealed(model))
    assert assay.json("run", "replay.score", folder / "set0.wav", "--set", f"model={bad}").status == 0
    for old, new, word in (('"trials": 12', '"trials": 13', "card"), ('"trials": 12', '"trials": -1', "model"),
                           ('"eer": 0.0', '"eer": 0.5', "card"), ('"cllr": 0.', '"cllr": 1.', "card"),
                           ("window=320", "window=999", "model file"), ("hop=160", "hop=000", "model file"),
                           ("feature=mfcc", "feature=nothing", "model file"),
                           ('"recordings": 12', '"recordings": 13', "trained on"),
                           ('"genuine": 6', '"genuine": 0', "trained on"), ('"talkers": ', '"talkers": -', "trained on"),
                           ('"samples_sha256": "', '"samples_sha256": "z', "trained on"), ('"note": "', '"nope": "', "trained on")):
        bad.write_bytes(resealed(model, (old, new)))
        run = assay.json("run", "replay.score", folder / "set0.wav", "--set", f"model={bad}")
        assert run.status == 3 and word in run.json["error"]["message"], (old, new, run.status, run.err)
    bad.write_bytes(turned(model))
    run = assay.json("run", "replay.score", folder / "set0.wav", "--set", f"model={bad}")
    assert run.status == 3 and "raises" in run.json["error"]["message"], run.err


@point
def bad_protocols_and_sounds_are_told(assay):
    protocol, folder = collection(assay)
    only = assay.scratch("only.txt", b"set0.wav genuine\n")
    missing = assay.scratch("missing.txt", b"set0.wav genuine\nnone.wav spoof\n")
    escape = assay.scratch("escape.txt", b"set0.wav genuine\n../set.txt spoof\n")
    for bad in (only, missing, escape, assay.scratch("binary.txt", bytes(range(256)))):
        assert train(assay, bad, folder, assay.home / "x.model").status == 3, bad
    model = assay.home / "m.model"
    assert train(assay, protocol, folder, model).status == 0
    short = assay.home / "short.wav"
    sound(short, 1, False, 0.1)
    silent = assay.home / "silent.wav"
    sound(silent, 1, False, 1.0, level=0)
    for bad in (short, silent, protocol):
        run = assay.json("run", "replay.score", bad, "--set", f"model={model}")
        assert run.status == 3 and run.json["error"]["message"], bad


@point
def a_wrong_system_and_a_wrong_model_are_told_apart(assay):
    protocol, folder = collection(assay)
    for system, words in (("k", "begin with a known feature"), ("feature=xx", "not with “feature=xx”"),
                          ("feature=mfcc nothing=1", "“nothing” is not a setting"), ("feature=mfcc hop=999999", "hop cannot be")):
        run = assay.json("run", "replay.train", protocol, "--set", f"audio={folder}", "--set", f"systems={system}",
                         "--out", assay.home / "m.model")
        assert run.status == 2 and words in run.json["error"]["message"], run.out
    run = assay.json("run", "replay.score", folder / "set0.wav", "--set", f"model={protocol}")
    assert run.status == 3 and "Model “set.txt”: " in run.json["error"]["message"], run.out


@point
def cross_validation_needs_talkers_of_both_classes(assay):
    _, folder = collection(assay)
    protocol = assay.scratch("one.txt", b"set0.wav genuine a\nset1.wav spoof b\nset2.wav genuine a\nset3.wav spoof b\n")
    run = train(assay, protocol, folder, assay.home / "m.model")
    assert run.status == 3 and "Too few talkers" in run.json["error"]["message"], run.out
    assert not (assay.home / "m.model").exists()


@point
def outside_training_no_verdict_is_drawn(assay):
    protocol, folder = collection(assay)
    model = assay.home / "m.model"
    assert train(assay, protocol, folder, model).status == 0
    narrow = assay.home / "narrow.wav"
    sound(narrow, 7, True, 1.2, 8000)
    run = assay.json("run", "replay.score", narrow, "--set", f"model={model}")
    assert run.status == 0, run.err
    assert value(run, "out_of_domain") == 1 and run.json["verdict"] == "not-applicable"
    assert [f["rule"] for f in run.json["findings"]] == ["RPL-04"]
    assert list(run.json["answers"])[0] == "sounds" and run.json["answers"]["sounds"] == "unknown"
    text = assay("run", "replay.score", narrow, "--set", f"model={model}").out
    assert "Log-likelihood ratio, genuine against replayed (llr): " in text, text
    assert "Replay score, by itself: No conclusion possible" in text, text
    assert "  The detector does not know recordings of this kind." in text, text
    assert "What the score says (sounds): Nothing: the recording is unlike" in text, text
    assert "condition.bandwidth" in run.json["findings"][0]["observed"]


@point
def each_condition_is_told(assay):
    """Bandwidth, level, duration, noise and clipping: each alone takes the verdict away."""
    protocol, folder = collection(assay)
    model = assay.home / "m.model"
    assert train(assay, protocol, folder, model).status == 0

    def outside(path):
        run = assay.json("run", "replay.score", path, "--set", f"model={model}")
        assert run.status == 0, run.err
        assert value(run, "out_of_domain") == 1 and run.json["verdict"] == "not-applicable"
        return set(run.json["findings"][0]["observed"])

    odd = assay.home / "odd.wav"
    sound(odd, 21, False, 1.2, level=40)
    assert "condition.level" in outside(odd)
    sound(odd, 21, False, 0.4)
    assert "condition.duration" in outside(odd)
    sound(odd, 21, False, 1.2, level=60000, cut=True)
    assert "condition.clipping" in outside(odd)
    sound(odd, 21, False, 1.2, level=1500, floor=5)
    assert "condition.noise" in outside(odd)


@point
def odd_recordings(assay):
    """Everything that opens is scored or refused with a sentence; nothing crashes, nothing accuses."""
    for name, settings, status in (("eight", dict(rate=8000), 0), ("fast", dict(rate=192000, seconds=0.6), 0),
                                   ("six", dict(channels=6), 0), ("tenth", dict(seconds=0.1), 3)):
        path = assay.home / f"{name}.wav"
        sound(path, 5, False, **settings)
        run = assay.json("run", "replay.score", path)
        assert run.status == status, (name, run.status, run.err)
        if status == 0:
            assert (value(run, "out_of_domain") == 0) == ("genuine_below" in run.json["metrics"]), run.json["metrics"]
            assert run.json["verdict"] in ("not-applicable", "clear", "attention"), run.json["verdict"]
        else:
            assert run.json["error"]["message"], name
    whole = (assay.home / "six.wav").read_bytes()
    run = assay.json("run", "replay.score", assay.scratch("cut.wav", whole[:len(whole) * 2 // 3 + 1]))
    assert run.status == 0 and value(run, "duration") < 1, run.err
    for constant in (0, 12000):
        path = assay.scratch("dc.wav", whole[:44] + struct.pack("<h", constant) * ((len(whole) - 44) // 2))
        run = assay.json("run", "replay.score", path)
        assert run.status == 3, (constant, run.status)
        protocol = assay.scratch("dc.txt", b"six.wav genuine\ndc.wav spoof\n")
        run = assay.json("run", "replay.evaluate", protocol, "--set", f"audio={assay.home}")
        assert run.status == 3 and "dc.wav" in run.json["error"]["message"], (constant, run.out)
    samples = [math.nan if i % 997 == 0 else math.inf if i % 991 == 0 else 0.2 * math.sin(i / 9) for i in range(32000)]
    data = struct.pack("<32000f", *samples)
    head = b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 3, 1, RATE, 4 * RATE, 4, 32) + b"data" + struct.pack("<I", len(data))
    run = assay.json("run", "replay.score",
                     assay.scratch("nan.wav", b"RIFF" + struct.pack("<I", len(head) + len(data)) + head + data))
    assert run.status == 0 and math.isfinite(value(run, "llr")), run.err
    assert run.json["verdict"] == "attention" and "SND-20" in [f["rule"] for f in run.json["findings"]], run.json
    protocol = assay.scratch("damaged.txt", b"six.wav genuine\nnan.wav spoof\ncut.wav spoof\n")
    run = assay.json("run", "replay.evaluate", protocol, "--set", f"audio={assay.home}")
    assert run.status == 0 and value(run, "damaged") == 2, run.err
    table, = (t for t in run.json["tables"] if t["id"] == "scores")
    rows = {row["file"]: row for row in (dict(zip(table["columns"], row)) for row in table["rows"])}
    assert [rows[f]["damaged"] for f in ("six.wav", "nan.wav", "cut.wav")] == ["No", "Yes", "Yes"], rows
    run = assay.json("run", "replay.score", assay.home / "nan.wav")
    assert abs(rows["nan.wav"]["llr"] - value(run, "llr")) < 2e-3, (rows, run.json["metrics"])
    assert abs(rows["nan.wav"]["score"] - value(run, "score")) < 2e-3, (rows, run.json["metrics"])
    head = head[:-4] + struct.pack("<I", len(data))
    nan = struct.pack("<32000f", *[math.nan] * 32000)
    run_nan = assay.json("run", "replay.score",
                         assay.scratch("nans.wav", b"RIFF" + struct.pack("<I", len(head) + len(nan)) + head + nan))
    assert run_nan.status == 3 and "no numbers" in run_nan.json["error"]["message"], run_nan.err
    for rate in (1, 100):
        slow = assay.home / "slow.wav"
        sound(slow, 5, False, 1.2)
        data = bytearray(slow.read_bytes())
        data[24:32] = struct.pack("<II", rate, 2 * rate)
        for tool in ("replay.score", "replay.examine", "replay.features"):
            refused = assay.json("run", tool, assay.scratch("slow.wav", bytes(data)))
            assert refused.status == 3 and refused.json["error"]["code"] == "LIMIT", (rate, tool, refused.err)
    assert value(run, "not_finite") == len([x for x in samples if not math.isfinite(x)])


@point
def a_file_that_ends_too_early_says_so(assay):
    data = shared("data", "replay")
    if data is None:
        return "no shared data"
    whole = (data / "dev" / "D_1000001.flac").read_bytes()
    run = assay.json("run", "replay.score", assay.scratch("cut.flac", whole[:len(whole) // 2]))
    assert run.status == 0 and value(run, "duration") < 2 < value(run, "stated") < 3, run.err
    run = assay.json("run", "replay.score", assay.scratch("whole.flac", whole))
    assert run.status == 0 and "stated" not in run.json["metrics"], run.err
    return None


@point
def a_replayed_insertion_is_found_with_its_times(assay):
    data = shared("data", "replay")
    if data is None:
        return "no shared data"
    with open(data / "metadata_dev.csv", newline="") as table:
        rows = list(csv.DictReader(table))
    room = [r["file"] for r in rows if (r["kind"], r["environment"], r["recording"]) == ("genuine", "E07", "R05")]
    spoof = "D_1000001"
    parts = [room[0], room[1], spoof, room[2]]
    sizes = []
    joined = assay.home / "joined.wav"
    with wave.open(str(joined), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        for part in parts:
            raw = subprocess.run(["ffmpeg", "-v", "error", "-i", data / "dev" / f"{part}.flac", "-f", "s16le", "-"],
                                 stdout=subprocess.PIPE, check=True).stdout
            sizes.append(len(raw) / 2 / RATE)
            out.writeframes(raw)
    start, end = sum(sizes[:2]), sum(sizes[:3])
    run = assay.json("run", "replay.score", joined)
    assert run.status == 0 and run.json["verdict"] == "attention", run.json["findings"]
    found = next(f for f in run.json["findings"] if f["rule"] == "RPL-05")["observed"]
    assert abs(found["stretch.1"]["start"] - start) < 1 and abs(found["stretch.1"]["end"] - end) < 1, (start, end, found)
    assert "stretch.2" not in found, found
    run = assay.json("run", "replay.score", joined, "--set", f"region={start}-{end}")
    assert run.json["findings"][0]["observed"]["heard"]["start"] == round(start, 3), run.json["findings"]
    for region, words in (("1-1.2", "The region holds less than 0.35 s"), ("0-0.00001", "holds no sample")):
        run = assay.json("run", "replay.score", joined, "--set", f"region={region}")
        assert run.status == 2 and words in run.json["error"]["message"], run.err
    run = assay.json("run", "replay.score", joined, "--set", "region=100-200")
    assert run.status == 2 and "ends after" in run.json["error"]["message"], run.err
    return None


@point
def an_evaluation_on_a_terminal_is_short(assay):
    protocol, folder = collection(assay, n=24)
    run = assay("run", "replay.evaluate", protocol, "--set", f"audio={folder}")
    assert run.status == 0 and run.out.count("SHA-256") == 8 and "and 17 more files" in run.out, run.out
    assert len(run.out.splitlines()) < 80, run.out
    whole = assay.json("run", "replay.evaluate", protocol, "--set", f"audio={folder}")
    assert len(whole.json["inputs"]) == 25


@point
def the_shipped_model_speaks_with_its_error_rates(assay):
    recording = assay.home / "r.wav"
    sound(recording, 3, False, 25)
    run = assay.json("run", "replay.score", recording)
    assert run.status == 0, run.err
    assert "imulated" in run.json["answers"]["trained_on"]
    for finding in run.json["findings"]:
        assert finding["observed"]["measured_on"] == "held-out recordings", finding
    words = assay("run", "replay.score", recording).out
    assert "Error rates measured on = Recordings that it was not trained on" in words, words
    assert 0 < value(run, "model_eer_low") <= value(run, "model_eer") <= value(run, "model_eer_high") < 30
    assert value(run, "pieces") == 3 and abs(value(run, "duration") - 25) < 0.01
    assert run.json["verdict"] != "compromised"


@point
def a_report_names_file_and_model_of_a_figure_and_the_error_rate(assay):
    data = shared("data", "replay")
    if data is None:
        return "no shared data"
    case = assay.new_case("T")
    recording = data / "dev" / "D_1000001.flac"
    assert assay("intake", case, recording, "--no-check").status == 0
    run = assay.json("run", "replay.score", "--case", case, "--exhibit", "1")
    assert run.status == 0 and run.json["findings"][0]["rule"] == "RPL-01", run.err
    assert run.json["answers"]["sounds"] == "loudspeaker" and run.json["answers"]["model_origin"] == "shipped"
    given = assay.json("run", "replay.score", recording, "--set", f"model={SOURCE / 'data' / 'models' / 'replay.model'}")
    assert given.json["answers"]["model_origin"] == "shipped", "the same bytes, however they were given"
    pdf = assay.home / "r.pdf"
    assert assay("report", case, "--out", pdf).status == 0
    text = " ".join(subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, text=True, check=True).stdout.split())
    caption = text[text.index("Score over time"):][:400]
    for words in (hashlib.sha256(recording.read_bytes()).hexdigest()[:16], run.json["answers"]["model"][:16], "region everything"):
        assert words in caption, (words, caption)
    assert f"Equal error rate of the model: {value(run, 'model_eer'):.2f}" in text, text
    assert "no error rate measured" not in text
    # With a reference the line that repeats the run has it too.
    again = assay.json("run", "replay.score", "--case", case, "--exhibit", "1", "--input", f"reference={data / 'dev' / 'D_1000002.flac'}")
    assert again.status == 0 and assay("report", case, "--out", pdf, "--force").status == 0
    text = subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, text=True, check=True).stdout
    assert "--input=reference=FILE" in "".join(text.split()), text
    subprocess.run(["pdfdetach", "-saveall", "-o", assay.home, pdf], check=True)
    runs = [r for e in json.loads((assay.home / "findings.json").read_text())["exhibits"] for r in e["runs"] if r["tool"] == "replay.score"]
    assert [i["role"] for r in runs for i in r.get("inputs", [])] == ["reference"], runs
    assert runs[-1]["inputs"][0]["sha256"] == hashlib.sha256((data / "dev" / "D_1000002.flac").read_bytes()).hexdigest()
    for r in runs:
        told = json.dumps(r["result"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert hashlib.sha256(told.encode()).hexdigest() == r["result_sha256"], "as section 13 says"
    return None


@point
def the_shipped_model_keeps_its_rates_on_recordings_it_never_saw(assay):
    data = shared("data", "replay")
    if data is None:
        return "no shared data"
    some = assay.home / "eval.txt"
    some.write_text("".join((data / "protocol_eval.txt").read_text().splitlines(keepends=True)[:60]))
    run = assay.json("run", "replay.evaluate", some, "--set", f"audio={data}")
    assert run.status == 0, run.err
    assert value(run, "trials") == 60 and value(run, "eer") < 25, run.json["metrics"]


@point
def a_name_that_leads_out_of_the_folder_is_refused_in_words(assay):
    protocol = assay.scratch("protocol.txt", b"../x.flac genuine\ny.flac spoof\n")
    run = assay("run", "replay.evaluate", protocol, "--set", f"audio={protocol.parent}")
    assert run.status == 3 and "leads out of the folder" in run.err, run.err


def words_of(pdf):
    return " ".join(subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, text=True, check=True).stdout.split())


@point
def whether_a_sound_was_played_back_is_another_question_than_whether_it_was_changed(assay):
    """A replay score says nothing of editing: it stood as weak support for "re-encoded, edited or assembled"."""
    folder = shared("data", "replay", "eval")
    if folder is None or shutil.which("pdftotext") is None:
        return "the shared data or pdftotext is not here"
    case, paper = assay.new_case("Call"), assay.home / "r.pdf"
    assert assay("intake", case, folder / "E_1000004.flac").status == 0
    assert assay("report", case, "--out", paper).status == 0
    text = words_of(paper)
    assert "A loudspeaker played what is heard" not in text and "from C" not in text
    run = assay.json("run", "replay.score", "--case", case, "--exhibit", "1")
    assert [f["rule"] for f in run.json["findings"]] == ["RPL-01"], run.json["findings"]
    assert assay("report", case, "--out", paper, "--force").status == 0
    text = words_of(paper)
    assert "A loudspeaker played what is heard, in whole or in part" in text
    assert "Does not distinguish A from B: careful editing" in text and "Supports B over A" not in text
    assert "Supports D over C weakly" in text and "Runs disagree" not in text
    assert "any other rule without figures is exploratory" in text and "as those of sound, replay and marks do" in text
    assert "A check of the file without measured error rates is marked as exploratory" in text
    assert "nothing found says that the file was changed" in text and "At least one finding needs" not in text
    # a later run that decides nothing, of a part, takes nothing away
    run = assay.json("run", "replay.score", "--case", case, "--exhibit", "1", "--set", "region=0-1")
    assert run.json["verdict"] == "not-applicable", run.json
    assert assay("report", case, "--out", paper, "--force").status == 0
    text = words_of(paper)
    assert "Supports D over C weakly" in text and "Does not distinguish C from D" not in text


@point
def a_report_names_every_input_of_a_run(assay):
    """What a recording was compared with had 16 digits in a caption, and its run's row nothing."""
    if shutil.which("pdftotext") is None:
        return "no pdftotext"
    case, paper = assay.new_case("Call"), assay.home / "r.pdf"
    for name, seed in (("a.wav", 1), ("b.wav", 2)):
        sound(assay.home / name, seed, False, 5)
        assert assay("intake", case, assay.home / name).status == 0
    assert assay("case", "known", "add", case, "--exhibit", "2", "--subject", "Ada").status == 0
    assert assay("run", "replay.features", "--case", case, "--exhibit", "1", "--known", "Ada").status == 0
    assert assay("report", case, "--out", paper).status == 0
    flat = "".join(words_of(paper).split())
    hashed = hashlib.sha256((assay.home / "b.wav").read_bytes()).hexdigest()
    assert "Knowngenuinerecordings:" + hashed in flat, flat[flat.find("SHA-256oftheresult"):][:600]


finish()
