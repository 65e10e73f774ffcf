"""`--set scheme=revmark`: the trained network that is shipped, through the real programs and their sandbox."""
import pathlib
import shutil
import subprocess

from harness import finish, point, shared

MARK = "0123456789abcdef"
RAW = "0123456789abcdeffedcba98"
SCHEME = ("--set", "scheme=revmark")


def clip():
    return shared("data", "video", "eval", "00_sav_1.mkv")


def embed(assay, source, out, *more, key="k"):
    return assay.json("run", "video.embed", source, *SCHEME, "--set", f"key={key}", "--out", out, *more)


def extract(assay, source, *more, key="k"):
    run = assay.json("run", "video.extract", source, *SCHEME, "--set", f"key={key}", *more)
    assert run.status == 0, run.err
    return run.json


@point
def raw_bits_are_read_as_the_paper_asks(assay):
    if clip() is None:
        return
    marked = assay.home / "m.mkv"
    made = embed(assay, clip(), marked, "--set", f"mark={RAW}", "--set", "payload=raw", "--set", "psnr=37.5", "--set",
                 "codec=ffv1")
    assert made.status == 0, made.err
    assert abs(made.json["metrics"]["psnr"]["value"] - 37.5) < 0.05
    assert made.json["metrics"]["frames"]["value"] == 8
    assert len(made.json["answers"]["model"]) == 64 and "lean" in made.json["answers"]["network"]
    read = extract(assay, marked, "--set", "payload=raw", "--set", f"expect={RAW}")
    assert read["answers"]["outcome"] == "found" and read["answers"]["mark"] == RAW
    assert read["metrics"]["bit_accuracy"]["value"] == 1 and read["metrics"]["log10_p"]["value"] < -20
    assert read["answers"]["model"] == made.json["answers"]["model"]
    # Without something to compare with raw bits prove nothing; the accuracy is told of strangers too.
    bare = extract(assay, marked, "--set", "payload=raw")
    assert bare["answers"]["outcome"] == "inconclusive" and "seconds_more" not in bare["metrics"]
    assert any("Raw bits" in entry["reason"] for entry in bare["not_run"]), bare["not_run"]
    other = extract(assay, clip(), "--set", "payload=raw", "--set", f"expect={RAW}")
    assert other["answers"]["outcome"] == "none" and other["metrics"]["bit_accuracy"]["value"] < 0.75


@point
def a_message_belongs_to_its_key(assay):
    if clip() is None:
        return
    marked = assay.home / "m.mkv"
    assert embed(assay, clip(), marked, "--set", f"mark={MARK}", "--set", "psnr=37.5", "--set", "codec=ffv1").status == 0
    read = extract(assay, marked)
    assert read["answers"]["outcome"] == "found" and read["answers"]["mark"] == MARK
    assert read["metrics"]["log10_p"]["value"] < -9
    for file, key in ((marked, "other"), (clip(), "k")):
        read = extract(assay, file, key=key)
        assert read["answers"]["outcome"] == "none" and "mark" not in read["answers"]
        assert read["metrics"]["log10_p"]["value"] > -2
    again = assay.home / "again.mkv"
    embed(assay, clip(), again, "--set", f"mark={MARK}", "--set", "psnr=37.5", "--set", "codec=ffv1")
    assert again.read_bytes() == marked.read_bytes()


@point
def a_trace_of_another_key_is_none(assay):
    """Too much noise to read the bits, while anybody can see that a network marked the video."""
    clip = shared("data", "video", "eval", "01_sav_1.mkv")
    if clip is None:
        return
    marked, noisy = assay.home / "m.mkv", assay.home / "n.mkv"
    assert embed(assay, clip, marked, "--set", f"mark={MARK}", "--set", "codec=ffv1").status == 0
    assert assay.json("run", "video.attack", marked, "--set", "attack=noise", "--set", "amount=0.15", "--out",
                      noisy).status == 0
    read = extract(assay, noisy, key="other")
    assert read["metrics"]["log10_p"]["value"] == 0 and read["answers"]["outcome"] == "none", read["answers"]
    assert "seconds_more" not in read["metrics"]


@point
def pictures_and_compressed_copies_are_read(assay):
    photo = shared("data", "video", "train", "photos", "p0064.jpg")
    if photo is not None:
        marked = assay.home / "m.png"
        made = embed(assay, photo, marked, "--set", f"mark={MARK}", "--set", "codec=png")
        assert made.status == 0, made.err
        assert abs(made.json["metrics"]["psnr"]["value"] - 42) < 0.3
        assert extract(assay, marked)["answers"]["mark"] == MARK
        # What a network sees goes with the picture's size, which bars change.
        framed = assay.home / "framed.png"
        assert assay.json("run", "video.attack", marked, "--set", "attack=letterbox", "--set", "amount=0.4", "--out",
                          framed).status == 0
        read = extract(assay, framed)
        assert read["answers"]["mark"] == MARK and read["answers"]["altered"] == "cut", read["answers"]
    if clip() is None:
        return
    copy = assay.home / "m.mp4"
    assert embed(assay, clip(), copy, "--set", f"mark={RAW}", "--set", "payload=raw", "--set", "psnr=36", "--set",
                 "crf=18").status == 0
    read = extract(assay, copy, "--set", "payload=raw", "--set", f"expect={RAW}")
    assert read["metrics"]["bit_accuracy"]["value"] > 0.9


@point
def missing_frames_are_seen_where_segments_begin(assay):
    """Moving scenery that the detector was not trained on; then five frames are taken out of its fourth segment."""
    scene = shared("data", "video", "train", "mapillary_road.mp4")
    if scene is None or shutil.which("ffmpeg") is None:
        return
    source, marked, less = assay.home / "s.mkv", assay.home / "m.mkv", assay.home / "less.mkv"
    lossless = ("-c:v", "ffv1", "-pix_fmt", "bgr0")
    subprocess.run(["ffmpeg", "-v", "error", "-i", scene, "-frames:v", "40", "-vf", "crop=192:160", *lossless, source], check=True)
    assert embed(assay, source, marked, "--set", f"mark={MARK}", "--set", "codec=ffv1").status == 0
    subprocess.run(["ffmpeg", "-v", "error", "-i", marked, "-vf", "select='not(between(n,27,31))',setpts=N/25/TB", *lossless, less],
                   check=True)
    for file, frames, broken in ((marked, 40, 0), (less, 35, 1)):
        read = extract(assay, file, "--set", "starts=true")
        table = next(table for table in read["tables"] if table["id"] == "segments")
        told = [row[1] for row in table["rows"]]
        assert read["answers"]["mark"] == MARK and read["metrics"]["frames_looked"]["value"] == frames
        assert told == [8, 16, 24, 32 if file == marked else 27], told
        assert read["metrics"]["starts"]["value"] == 4 and read["metrics"]["broken"]["value"] == broken
    # Unasked for, it is not looked for.
    assert "starts" not in extract(assay, marked)["metrics"]


@point
def a_network_is_a_parameter_and_checked(assay):
    if clip() is None:
        return
    broken = assay.home / "broken.model"
    broken.write_bytes(b"ASSAYMOD" + bytes(200))
    run = embed(assay, clip(), assay.home / "x.mkv", "--set", f"mark={MARK}", "--set", f"model={broken}")
    assert run.status != 0 and not (assay.home / "x.mkv").exists()
    golden = pathlib.Path(__file__).resolve().parents[1] / "golden" / "videomark" / "revmark-lean.model"
    small = shutil.copy(golden, assay.home / "small.model")
    run = embed(assay, clip(), assay.home / "x.mkv", "--set", f"mark={MARK}", "--set", f"model={small}")
    assert run.status != 0 and "network" in run.err and not (assay.home / "x.mkv").exists()


finish()
