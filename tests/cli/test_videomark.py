"""`video.embed`, `video.extract`: marks in pictures and video, through the real programs."""
import math
import random
import struct
import wave
import zlib

from harness import finish, point, shared

MARK = "0123456789abcdef"
RAW = "0123456789abcdeffedcba98"


def make_png(path, width, height, seed=1):
    """Slopes, edges and grain in colour, the same everywhere."""
    numbers = random.Random(seed)
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            value = 110 + 40 * math.sin(x / 31) * math.cos(y / 23) + (25 if (x // 57 + y // 41) % 2 else -15)
            value += numbers.uniform(-4, 4)
            rows += bytes((int(value), int(value * 0.8 + 20), int(200 - value * 0.7)))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(rows), 1))
                     + chunk(b"IEND", b""))
    return path


def embed(assay, source, out, *more, key="k", mark=MARK):
    return assay.json("run", "video.embed", source, "--set", f"key={key}", "--set", f"mark={mark}", "--out", out, *more)


def extract(assay, source, *more, key="k"):
    run = assay.json("run", "video.extract", source, "--set", f"key={key}", *more)
    assert run.status == 0, run.err
    return run.json


@point
def a_picture_is_marked_and_read(assay):
    source = make_png(assay.home / "a.png", 320, 240)
    marked = assay.home / "m.png"
    made = embed(assay, source, marked)
    assert made.status == 0, made.err
    assert abs(made.json["metrics"]["psnr"]["value"] - 42) < 0.05
    assert made.json["answers"]["readable"] == "yes"
    assert marked.read_bytes()[:4] == b"\x89PNG"
    read = extract(assay, marked, "--set", f"expect={MARK}")
    assert read["answers"]["outcome"] == "found" and read["answers"]["mark"] == MARK
    assert read["metrics"]["bit_accuracy"]["value"] == 1 and read["metrics"]["log10_p"]["value"] < -20
    for file, key in ((marked, "other"), (source, "k")):
        read = extract(assay, file, key=key)
        assert read["answers"]["outcome"] == "none" and "mark" not in read["answers"]
    again = assay.home / "again.png"
    embed(assay, source, again)
    assert again.read_bytes() == marked.read_bytes()


@point
def a_picture_becomes_jpeg(assay):
    jpeg = assay.home / "m.jpg"
    assert embed(assay, make_png(assay.home / "a.png", 320, 240), jpeg, "--set", "codec=jpeg").status == 0
    assert jpeg.read_bytes()[:2] == b"\xff\xd8"
    assert extract(assay, jpeg)["answers"]["mark"] == MARK


@point
def the_name_of_the_copy_chooses_its_container(assay):
    clip = shared("data", "video", "eval", "00_sav_1.mkv")
    if clip is None:
        return
    marked = assay.home / "m.mp4"
    assert embed(assay, clip, marked).status == 0
    assert marked.read_bytes()[4:8] == b"ftyp"
    assert extract(assay, marked)["answers"]["mark"] == MARK
    refused = embed(assay, clip, assay.home / "n.mp4", "--set", "codec=ffv1")
    assert refused.status == 3 and not (assay.home / "n.mp4").exists()


@point
def raw_bits_of_a_clip(assay):
    clip = shared("data", "video", "eval", "00_sav_1.mkv")
    if clip is None:
        return
    marked = assay.home / "m.mkv"
    made = embed(assay, clip, marked, "--set", "payload=raw", "--set", "codec=ffv1", "--set", "psnr=37.5", mark=RAW)
    assert made.status == 0, made.err
    assert abs(made.json["metrics"]["psnr"]["value"] - 37.5) < 0.02
    assert made.json["metrics"]["frames"]["value"] == 8
    read = extract(assay, marked, "--set", "payload=raw", "--set", f"expect={RAW}")
    assert read["answers"]["mark"] == RAW and read["metrics"]["bit_accuracy"]["value"] == 1
    assert read["metrics"]["frames"]["value"] == 8
    # A wrong expectation is told as what it is, whatever the outcome.
    read = extract(assay, clip, "--set", "payload=raw", "--set", f"expect={RAW}")
    assert read["answers"]["outcome"] == "none" and 0.2 < read["metrics"]["bit_accuracy"]["value"] < 0.8


@point
def what_cannot_be_marked_leaves_nothing(assay):
    sound = assay.home / "s.wav"
    with wave.open(str(sound), "wb") as out:
        out.setparams((1, 2, 8000, 0, "NONE", ""))
        out.writeframes(bytes(16000))
    tiny = make_png(assay.home / "t.png", 2, 2)
    cut = assay.home / "c.png"
    cut.write_bytes(make_png(assay.home / "w.png", 200, 200).read_bytes()[:60])
    empty = assay.home / "e.mkv"
    empty.write_bytes(b"")
    for source in (sound, tiny, cut, empty):
        out = assay.home / "o.mkv"
        made = embed(assay, source, out)
        assert made.status in (2, 3), (source, made.status, made.err)
        assert not out.exists(), source
        read = assay.json("run", "video.extract", source, "--set", "key=k")
        assert read.status in (2, 3), (source, read.status, read.err)


@point
def marks_have_their_length(assay):
    source = make_png(assay.home / "a.png", 96, 96)
    for mark, more in ((RAW, ()), (MARK, ("--set", "payload=raw")), ("xyz", ()), ("", ())):
        out = assay.home / "o.png"
        made = embed(assay, source, out, *more, mark=mark)
        assert made.status == 2 and not out.exists(), (mark, made.status, made.err)


finish()
