"""replay.train, replay.score and replay.evaluate through the real programs, on sounds made here.

"Genuine" is noise in bursts, "spoof" the same with its top octave cut off: any detector must tell them apart."""
import hashlib
import math
import random
import struct
import wave

from harness import finish, point, shared

RATE = 16000


def sound(path, seed, dull, seconds=1.2, rate=RATE, level=9000):
    noise = random.Random(seed)
    state, values = 0.0, []
    for i in range(int(seconds * rate)):
        fresh = noise.uniform(-1, 1)
        state = 0.6 * state + 0.4 * fresh
        values.append((state if dull else fresh) * (0.03 + math.sin(i / 2500) ** 4))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(struct.pack(f"<{len(values)}h", *(int(level * v) for v in values)))


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
    assert metrics["eer_low"]["value"] <= metrics["eer"]["value"] <= metrics["eer_high"]["value"]
    lines = [line.split() for line in scores.read_text().splitlines()]
    assert [line[0] for line in lines] == [f"other{i}.wav" for i in range(8)]
    assert min(float(l[1]) for l in lines if l[2] == "genuine") > max(float(l[1]) for l in lines if l[2] == "spoof")
    run = assay.json("run", "replay.score", other_folder / "other1.wav", "--set", f"model={model}")
    assert run.status == 0, run.err
    assert abs(value(run, "llr") - float(lines[1][1])) < 0.001
    assert run.json["answers"]["trained_on"] == "made by a test"
    assert {p["id"] for p in run.json["plots"]} == {"llr-time", "placement", "det"}


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
    assert run.status == 0 and len(shares) == 2


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
        assert run.json["error"]["message"]


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
    assert "bandwidth" in run.json["findings"][0]["observed"]


@point
def the_shipped_model_speaks_with_its_error_rates(assay):
    recording = assay.home / "r.wav"
    sound(recording, 3, False, 25)
    run = assay.json("run", "replay.score", recording)
    assert run.status == 0, run.err
    assert "imulated" in run.json["answers"]["trained_on"]
    assert 0 < value(run, "model_eer_low") <= value(run, "model_eer") <= value(run, "model_eer_high") < 30
    assert value(run, "pieces") == 3 and abs(value(run, "duration") - 25) < 0.01
    assert run.json["verdict"] != "compromised"


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


finish()
