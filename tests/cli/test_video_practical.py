"""`video.embed` on what people have: photographs, subtitles, transparency, 10 bits, odd clocks, broken files."""
import json
import shutil
import subprocess

from harness import finish, point, shared

MARK = "0123456789abcdef"
MISSING = "ffmpeg is not here"
# Moving detail that hides a mark, the same everywhere.
PATTERN = "cellauto=s=640x360:rate=25:rule=18:seed=7:scroll=1"


def ffmpeg(*words):
    run = subprocess.run(["ffmpeg", "-v", "error", "-y", *map(str, words)], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return run.stdout


def probe(path, *words):
    run = subprocess.run(["ffprobe", "-v", "error", "-of", "json", *words, str(path)], capture_output=True, text=True,
                         check=True)
    return json.loads(run.stdout)


def make(out, *words, seconds=1):
    """A second of film; what follows are options of the output."""
    ffmpeg("-f", "lavfi", "-i", f"{PATTERN},gblur=2,format=yuv420p", "-t", seconds, *words, out)
    return out


def embed(assay, source, out, *more):
    return assay.json("run", "video.embed", source, "--set", "key=k", "--set", f"mark={MARK}", "--out", out, *more)


def marked(assay, source, out, *more):
    made = embed(assay, source, out, *more)
    assert made.status == 0, made.err
    read = assay.json("run", "video.extract", out, "--set", "key=k")
    assert read.json["answers"].get("mark") == MARK, read.json["answers"]
    return out


def stream_md5(path, which):
    return ffmpeg("-i", path, "-map", f"0:{which}", "-c", "copy", "-f", "streamhash", "-hash", "md5", "-")


@point
def sound_and_subtitles_are_copied(assay):
    if shutil.which("ffmpeg") is None:
        return MISSING
    titles = assay.home / "t.srt"
    titles.write_text("1\n00:00:00,100 --> 00:00:00,400\nOne <i>line</i>\n\n2\n00:00:00,500 --> 00:00:00,900\nTwo\n")
    source = assay.home / "a.mkv"
    ffmpeg("-f", "lavfi", "-i", f"{PATTERN},gblur=2,format=yuv420p", "-i", titles, "-f", "lavfi", "-i",
           "sine=440:duration=1", "-t", 1, "-map", "0:v", "-map", "1:s", "-map", "2:a", "-c:v", "libx264", "-c:a", "flac",
           "-c:s", "srt", "-metadata:s:s:0", "language=deu", "-metadata", "title=A title", source)
    kept = marked(assay, source, assay.home / "m.mkv")
    for which in ("s", "a"):
        assert stream_md5(source, which) == stream_md5(kept, which), which
    found = probe(kept, "-show_format", "-show_streams")
    assert found["format"]["tags"]["title"] == "A title"
    assert any(s.get("tags", {}).get("language") == "deu" for s in found["streams"])
    bare = marked(assay, source, assay.home / "b.mkv", "--set", "metadata=false")
    assert "title" not in probe(bare, "-show_format")["format"].get("tags", {})
    assert stream_md5(source, "s") == stream_md5(bare, "s")


@point
def quality_is_told_frame_by_frame(assay):
    if shutil.which("ffmpeg") is None:
        return MISSING
    made = embed(assay, make(assay.home / "a.mkv", "-c:v", "libx264"), assay.home / "m.mkv").json
    plots = {plot["id"]: plot["series"][0] for plot in made["plots"]}
    metrics = {name: metric["value"] for name, metric in made["metrics"].items()}
    assert metrics["frames"] == 25 and metrics["segments"] >= 4, metrics
    for name, near in (("psnr", 0.5), ("ssim", 0.01)):
        assert len(plots[name]["y"]) == 25 and plots[name]["x"] == sorted(plots[name]["x"]), name
        assert abs(sum(plots[name]["y"]) / 25 - metrics[name]) < near, (name, plots[name]["y"], metrics)
    axis = next(plot["y"] for plot in made["plots"] if plot["id"] == "psnr")
    assert axis["minimum"] <= min(plots["psnr"]["y"]) and max(plots["psnr"]["y"]) <= axis["maximum"], axis
    assert axis["maximum"] - axis["minimum"] >= 1, axis
    assert len(plots["flicker"]["y"]) == metrics["segments"] - 1
    assert abs(sum(plots["flicker"]["y"]) / 25 - metrics["flicker"]) < 0.002, (plots["flicker"], metrics)


@point
def transparency_is_kept(assay):
    if shutil.which("ffmpeg") is None:
        return MISSING
    source = assay.home / "a.png"
    ffmpeg("-f", "lavfi", "-i", f"{PATTERN},gblur=2,format=rgba,geq=r='r(X,Y)':g='g(X,Y)':b='b(X,Y)':a='mod(X+Y,256)'",
           "-frames:v", 1, "-pix_fmt", "rgba", source)
    film = assay.home / "a.mkv"
    ffmpeg("-loop", 1, "-i", source, "-frames:v", 2, "-c:v", "ffv1", "-pix_fmt", "bgra", film)
    for path, out in ((source, "m.png"), (film, "m.mkv")):
        kept = marked(assay, path, assay.home / out)
        planes = [ffmpeg("-i", file, "-vf", "format=rgba64le,alphaextract", "-f", "streamhash", "-hash",
                         "md5", "-") for file in (path, kept)]
        assert planes[0] == planes[1], out


@point
def ten_bits_and_screen_data_are_kept(assay):
    if shutil.which("ffmpeg") is None:
        return MISSING
    light = ("master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,1):max-cll=1000,400:"
             "log-level=error:hdr10=1")
    source = make(assay.home / "a.mkv", "-pix_fmt", "yuv420p10le", "-c:v", "libx265", "-x265-params", light,
                  "-color_primaries", "bt2020", "-color_trc", "smpte2084", "-colorspace", "bt2020nc")
    kept = marked(assay, source, assay.home / "m.mkv")
    wanted = ("pix_fmt", "codec_name", "color_primaries", "color_transfer", "color_space")
    for path in (source, kept):
        stream = probe(path, "-show_streams")["streams"][0]
        assert [stream[key] for key in wanted] == ["yuv420p10le", "hevc", "bt2020", "smpte2084", "bt2020nc"], stream
    data = [probe(path, "-show_frames", "-read_intervals", "%+#1")["frames"][0]["side_data_list"]
            for path in (source, kept)]
    for kind in ("Mastering display metadata", "Content light level metadata"):
        sides = [[side for side in sides if side["side_data_type"] == kind] for sides in data]
        assert sides[0] and sides[0] == sides[1], (kind, sides)


@point
def times_and_rotation_are_kept(assay):
    if shutil.which("ffmpeg") is None:
        return MISSING
    # Every third picture is missing: the others keep their times.
    odd = make(assay.home / "v.mkv", "-vf", "select='mod(n,3)'", "-vsync", "vfr", "-c:v", "libx264")
    kept = marked(assay, odd, assay.home / "mv.mkv")
    times = [[f["pts_time"] for f in probe(path, "-show_frames", "-select_streams", "v", "-show_entries",
                                           "frame=pts_time")["frames"]] for path in (odd, kept)]
    assert times[0] == times[1] and len(times[0]) > 10
    flat = make(assay.home / "f.mp4", "-c:v", "libx264")
    turned = assay.home / "t.mp4"
    ffmpeg("-i", flat, "-c", "copy", "-metadata:s:v:0", "rotate=90", turned)
    kept = marked(assay, turned, assay.home / "mt.mp4")
    sides = [[side.get("rotation") for stream in probe(path, "-show_streams")["streams"]
              for side in stream.get("side_data_list", [])] for path in (turned, kept)]
    assert sides[0] and sides[0] == sides[1], sides
    # Matroska cannot say it: the pictures themselves are turned.
    upright = marked(assay, turned, assay.home / "u.mkv")
    stream = probe(upright, "-show_streams")["streams"][0]
    assert (stream["width"], stream["height"]) == (360, 640)


@point
def photographs_keep_their_papers_or_lose_them(assay):
    photo = shared("data", "media", "ed_photoshopcs5_iptc.jpg")
    if photo is None:
        return "the shared data is not here"
    blocks = (b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0", b"Photoshop 3.0\0", b"ICC_PROFILE\0")
    source = photo.read_bytes()
    assert all(block in source for block in blocks)
    for ending in ("jpg", "png"):
        kept = marked(assay, photo, assay.home / f"m.{ending}").read_bytes()
        bare = marked(assay, photo, assay.home / f"b.{ending}", "--set", "metadata=false").read_bytes()
        assert b"NIKON" in kept and b"NIKON" not in bare, ending
        assert b"x:xmpmeta" in kept and b"x:xmpmeta" not in bare, ending
        profile = b"iCCP" if ending == "png" else b"ICC_PROFILE\0"
        assert profile in kept and profile in bare, ending
        if ending == "jpg":
            assert all(block in kept for block in blocks)
            assert b"Photoshop 3.0\0" not in bare


def broken_files(assay):
    whole = make(assay.home / "w.mp4", "-c:v", "libx264", "-movflags", "+faststart", seconds=2)
    data = whole.read_bytes()
    files = {"truncated.mp4": data[:len(data) * 2 // 3], "head.mp4": data[:48], "noise.mkv": bytes(range(256)) * 40,
             "empty.mp4": b""}
    for name, content in files.items():
        (assay.home / name).write_bytes(content)
        yield assay.home / name
    sound = assay.home / "sound.mp4"
    ffmpeg("-f", "lavfi", "-i", "sine=440:duration=1", "-c:a", "aac", sound)
    yield sound
    none = assay.home / "none.avi"
    ffmpeg("-f", "lavfi", "-i", f"{PATTERN},format=yuv420p", "-frames:v", 0, "-c:v", "mpeg4", none)
    yield none
    for size, name in (("2x2", "tiny.mkv"), ("16400x64", "wide.mkv")):
        ffmpeg("-f", "lavfi", "-i", f"color=gray:s={size}:r=5", "-frames:v", 3, "-c:v", "ffv1", assay.home / name)
        yield assay.home / name


def refused(assay, tool, source, *sets):
    words = [word for setting in sets for word in ("--set", setting)]
    before = sorted(path.name for path in assay.home.iterdir())
    out = () if tool in ("video.extract", "video.robustness") else ("--out", assay.home / "out.mkv")
    made = assay.json("run", tool, source, *words, *out)
    assert made.status == 3, (source.name, tool, made.status, made.err)
    assert len(made.err.strip()) > 20 and "worker" not in made.err.lower(), (source.name, made.err)
    assert sorted(path.name for path in assay.home.iterdir()) == before, (source.name, tool)


@point
def broken_files_are_refused_and_leave_nothing(assay):
    if shutil.which("ffmpeg") is None:
        return MISSING
    for source in broken_files(assay):
        for scheme in ("assay", "revmark"):
            refused(assay, "video.embed", source, "key=k", f"mark={MARK}", f"scheme={scheme}")
            # What is left of a file that was cut off is read.
            if source.name != "truncated.mp4":
                refused(assay, "video.extract", source, "key=k", f"scheme={scheme}")
        # Two pixels are too few for a mark, not for a change.
        if source.name != "tiny.mkv":
            refused(assay, "video.attack", source, "attack=blur", "amount=1")
            refused(assay, "video.robustness", source, "key=k", "attack=blur")


@point
def one_frame_and_what_is_left_of_a_file_are_read(assay):
    if shutil.which("ffmpeg") is None:
        return MISSING
    one = make(assay.home / "one.mkv", "-frames:v", "1", "-c:v", "libx264")
    for scheme in ("assay", "revmark"):
        kept = assay.home / f"{scheme}.mkv"
        made = embed(assay, one, kept, "--set", f"scheme={scheme}")
        assert made.status == 0 and made.json["metrics"]["frames"]["value"] == 1, made.err
        read = assay.json("run", "video.extract", kept, "--set", "key=k", "--set", f"scheme={scheme}").json
        assert read["answers"].get("mark") == MARK, (scheme, read["answers"])
    changed = assay.json("run", "video.attack", one, "--set", "attack=drop", "--set", "amount=1", "--out",
                         assay.home / "c.mkv")
    assert changed.status == 0 and changed.json["metrics"]["frames_left"]["value"] == 1, changed.err
    film = make(assay.home / "f.mp4", "-c:v", "libx264", "-movflags", "+faststart", seconds=2)
    whole = marked(assay, film, assay.home / "m.mkv", "--set", "codec=h264")
    cut = assay.home / "cut.mkv"
    cut.write_bytes(whole.read_bytes()[:whole.stat().st_size * 2 // 3])
    read = assay.json("run", "video.extract", cut, "--set", "key=k").json
    assert read["answers"].get("mark") == MARK and 4 < read["metrics"]["frames"]["value"] < 50, read


finish()
