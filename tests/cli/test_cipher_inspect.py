"""`cipher.inspect`: what can be encrypted in real streams, through the real programs."""
import json
import shutil
import subprocess

from harness import finish, point, shared

CLASSES = ["coeff_sign", "tr_suffix", "eg_suffix", "mvd_suffix", "mvd_sign", "dqp_sign"]


def inspect(assay, path, *more):
    run = assay.json("run", "cipher.inspect", path, *more)
    assert run.status == 0, (path, run.err)
    return run.json


def table(document, name):
    return next((t for t in document["tables"] if t["id"] == name), None)


def bits(document):
    return {row[1]: row[2] for row in table(document, "encryptable")["rows"]}


def metric(document, name):
    return document["metrics"][name]["value"]


@point
def bits_of_base_layers_are_those_of_the_reference_software(assay):
    folder = shared("data", "shvc")
    if folder is None:
        return "the shared data is not here"
    streams = sorted(folder.glob("*.hevc"))
    assert len(streams) >= 9
    for stream in streams:
        layer = json.loads(stream.with_suffix(".json").read_text())["layers"][0]
        found = inspect(assay, stream)
        assert bits(found) == {name: layer["encryptable_bits"][name] for name in CLASSES}, stream.name
        assert table(found, "encryptable")["columns"] == ["layer", "class", "bits", "share"]
        assert abs(metric(found, "es_percent") - layer["encryptable_bits"]["percent_of_stream"]) < 0.0011, stream.name
        assert metric(found, "pictures") == layer["frames"] and metric(found, "damaged") == 0
    return None


@point
def every_coding_tool_is_read_to_the_end(assay):
    folder = shared("data", "hevc")
    if folder is None:
        return "the shared data is not here"
    streams = sorted(folder.glob("*.hevc"))
    assert len(streams) >= 12
    for stream in streams:
        found = inspect(assay, stream)
        frames = sum(1 for line in stream.with_suffix(".framemd5").read_text().splitlines() if line[:1] not in ("#", ""))
        assert metric(found, "damaged") == 0 and table(found, "damage") is None, stream.name
        assert metric(found, "pictures") == frames, stream.name
        assert 10 < metric(found, "es_percent") < 60, stream.name
    return None


@point
def a_wider_rule_frees_more_bits(assay):
    stream = shared("data", "hevc", "x_intra_nosh_qp6.hevc")
    if stream is None:
        return "the shared data is not here"
    paper, exact, extended = (metric(inspect(assay, stream, "--set", f"mode={mode}"), "encryptable_bits")
                              for mode in ("paper", "exact", "extended"))
    assert paper <= exact < extended, (paper, exact, extended)
    return None


@point
def a_container_has_the_same_bits(assay):
    stream = shared("data", "hevc", "x_rectamp_wpp_b.hevc")
    if stream is None or shutil.which("ffmpeg") is None:
        return "the shared data or the program ffmpeg is not here"
    expected = bits(inspect(assay, stream))
    for name in ("a.mp4", "a.mov", "a.mkv", "a.ts"):
        path = assay.home / name
        source = stream if path.suffix in (".mp4", ".mov") else assay.home / "a.mp4"
        subprocess.run(["ffmpeg", "-v", "error", "-i", source, "-c", "copy", path], check=True)
        found = inspect(assay, path)
        assert bits(found) == expected and metric(found, "damaged") == 0, name
        timeline = next(p for p in found["plots"] if p["id"] == "timeline")
        assert timeline["x"]["scale"] == "time" and len(timeline["series"][0]["x"]) == 17, name
    return None


@point
def damage_is_located_and_the_rest_is_read(assay):
    stream = shared("data", "hevc", "h_depslices_wpp_lowqp.hevc")
    if stream is None:
        return "the shared data is not here"
    whole = stream.read_bytes()
    at = len(whole) // 2
    broken = assay.scratch("broken.hevc", whole[:at] + bytes(b ^ 0x5A for b in whole[at:at + 64]) + whole[at + 64:])
    found = inspect(assay, broken)
    first = table(found, "damage")["rows"][0]
    assert 0 < metric(found, "damaged") < metric(found, "segments") and first[1] <= at + 64, first
    cut = inspect(assay, assay.scratch("cut.hevc", whole[:at]))
    assert 1 <= metric(cut, "damaged") <= 2 and 0 < metric(cut, "segments") < 39
    return None


@point
def what_is_no_hevc_is_refused(assay):
    made = assay.json("run", "cipher.inspect", assay.scratch("a.hevc", b"\0\0\0\1\x40\1hello" * 9))
    assert made.status == 3, (made.status, made.err)
    made = assay.json("run", "cipher.inspect", assay.scratch("a.txt", b"hello\n" * 99))
    assert made.status == 3, (made.status, made.err)
    clip = shared("data", "media", "vid_android601.mp4")
    if clip is None:
        return "the shared data is not here"
    made = assay.json("run", "cipher.inspect", clip)
    assert made.status == 3 and "HEVC" in made.err, (made.status, made.err)
    return None


@point
def what_is_no_video_is_called_what_it_is(assay):
    folder = shared("data", "media")
    if folder is None:
        return "the shared data is not here"
    for name, words in (("cam_apple_iphone11pro.heic", "no video, but this: HEIF picture"), ("bad_empty.jpg", "empty"),
                        ("png_clean.png", "no video, but this: PNG picture"), ("manifest.json", "no video, but this: JSON"),
                        ("aud_sine.wav", "holds no"), ("vid_android601.mp4", "HEVC (H.265)")):
        for tool in ("inspect", "encrypt", "decrypt"):
            more = [] if tool == "inspect" else ["--set", "key=a long line of words", "--out", assay.home / "out"]
            run = assay.json("run", f"cipher.{tool}", folder / name, *more)
            assert run.status == 3 and words in run.json["error"]["message"], (name, tool, run.json["error"])
            assert not (assay.home / "out").exists(), (name, tool)
    return None


finish()
