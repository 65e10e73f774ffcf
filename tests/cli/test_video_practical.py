"""`video.embed` on what people have: photographs, subtitles, transparency, 10 bits, odd clocks, broken files."""
import json
import random
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


def findings(document):
    return {finding["rule"]: finding for finding in document["findings"]}


def observed(document, rule):
    return {name: value["value"] if isinstance(value, dict) else value
            for name, value in findings(document)[rule]["observed"].items()}


def stream_md5(path, which):
    return ffmpeg("-i", path, "-map", f"0:{which}", "-c", "copy", "-f", "streamhash", "-hash", "md5", "-")


@point
def bits_outlive_a_coarse_codec(assay):
    """Eight frames of 128×128 with 96 raw bits through H.264 CRF 28: soft ground, a bird before blur, leaves that move."""
    clips = [shared("data", "video", "eval", f"{name}.mkv") for name in ("06_sav_bedroom", "11_cockatoo", "28_parkjoy")]
    if shutil.which("ffmpeg") is None:
        return MISSING
    if None in clips:
        return "the shared data is not here"
    expected = "0123456789abcdeffedcba98"
    kept = []
    for clip in clips:
        out, copy = assay.home / "raw.mkv", assay.home / "copy.mp4"
        made = assay.json("run", "video.embed", clip, "--set", "key=k", "--set", f"mark={expected}", "--set", "payload=raw", "--set",
                          "psnr=37.5", "--set", "codec=ffv1", "--out", out)
        assert made.status == 0, made.err
        ffmpeg("-i", out, "-c:v", "libx264", "-crf", 28, "-pix_fmt", "yuv420p", copy)
        read = assay.json("run", "video.extract", copy, "--set", "key=k", "--set", "payload=raw", "--set", f"expect={expected}")
        kept.append(read.json["metrics"]["bit_accuracy"]["value"])
        out.unlink()
        copy.unlink()
    assert sum(kept) / len(kept) >= 0.86, kept
    return None


@point
def a_restless_picture_is_told(assay):
    """A drawn texture that scrolls is another picture every time: the mark is there, a codec may take it away."""
    if shutil.which("ffmpeg") is None:
        return MISSING
    source, calm = assay.home / "restless.mkv", assay.home / "calm.mkv"
    ffmpeg("-f", "lavfi", "-i", "cellauto=s=320x240:rate=25:rule=18:seed=7:scroll=1,format=yuv420p", "-frames:v", 12, "-c:v",
           "ffv1", source)
    made = embed(assay, source, assay.home / "r.mkv", "--set", "codec=ffv1", "--set", "psnr=32")
    assert made.status == 0 and made.json["answers"]["readable"] == "yes", made.err
    assert observed(made.json, "MRK-12")["mark.others"] == 11, made.json["findings"]
    # One mark for all that is held: made anew for each picture it would flicker.
    assert made.json["metrics"]["segments"]["value"] == 3 and made.json["metrics"]["flicker"]["value"] < 1
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=320x240:rate=25,format=yuv420p", "-frames:v", 12, "-c:v", "ffv1", calm)
    made = embed(assay, calm, assay.home / "c.mkv", "--set", "codec=ffv1")
    assert made.status == 0 and "MRK-12" not in findings(made.json), made.json["findings"]


@point
def a_mark_that_the_codec_took_is_told(assay):
    if shutil.which("ffmpeg") is None:
        return MISSING
    source = make(assay.home / "f.mkv", "-c:v", "libx264")
    for name, setting, coarse, fine in (("mp4", "codec=h264", 51, 18), ("mkv", "codec=h265", 51, 18)):
        for crf in (coarse, fine):
            copy = assay.home / f"{crf}.{name}"
            made = embed(assay, source, copy, "--set", setting, "--set", f"crf={crf}").json
            read = assay.json("run", "video.extract", copy, "--set", "key=k").json["answers"]
            readable = read.get("mark") == MARK
            assert readable == (crf == fine), (name, crf, read)
            assert made["answers"]["readable"] == ("yes" if readable else "no"), (name, crf)
            assert ("MRK-16" in findings(made)) == (not readable) and "MRK-07" not in findings(made), made["findings"]


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
def subtitles_that_do_not_fit_are_converted_or_told(assay):
    if shutil.which("ffmpeg") is None:
        return MISSING
    titles = assay.home / "t.srt"
    titles.write_text("1\n00:00:00,100 --> 00:00:00,400\nGrüße, one line\n\n2\n00:00:00,500 --> 00:00:00,900\nTwo\n")
    film = make(assay.home / "f.mp4", "-c:v", "libx264")
    both = assay.home / "s.mp4"
    ffmpeg("-i", film, "-i", titles, "-map", "0", "-map", "1", "-c", "copy", "-c:s", "mov_text", both)
    same = embed(assay, both, assay.home / "m.mp4").json
    assert "MRK-08" not in findings(same)
    assert stream_md5(both, "s") == stream_md5(assay.home / "m.mp4", "s")
    other = embed(assay, both, assay.home / "m.mkv").json
    assert findings(other)["MRK-08"]["severity"] == "attention"
    assert observed(other, "MRK-08") == {"mark.converted": "subtitle “tx3g”"}, observed(other, "MRK-08")
    kept = ffmpeg("-i", assay.home / "m.mkv", "-map", "0:s", "-f", "srt", "-")
    assert kept.strip() == titles.read_text().strip(), kept
    # MP4 holds no SubRip.
    text = assay.home / "s.mkv"
    ffmpeg("-i", film, "-i", titles, "-map", "0", "-map", "1", "-c", "copy", "-c:s", "srt", text)
    lost = embed(assay, text, assay.home / "l.mp4").json
    assert observed(lost, "MRK-08") == {"mark.left_out": "subtitle “subrip”"}, observed(lost, "MRK-08")
    changed = assay.json("run", "video.attack", text, "--set", "attack=h264", "--set", "amount=30", "--out",
                         assay.home / "a.mp4").json
    assert "MRK-08" in findings(changed)


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
    # Codec “auto” keeps it too, where the container lets it; what cannot keep it is told.
    quick = assay.home / "q.mov"
    ffmpeg("-i", film, "-c:v", "qtrle", "-pix_fmt", "argb", quick)
    auto = embed(assay, quick, assay.home / "q.mkv").json
    assert "MRK-08" not in findings(auto)
    assert probe(assay.home / "q.mkv", "-show_streams")["streams"][0]["pix_fmt"] == "bgra"
    for path, out in ((quick, "q.mp4"), (source, "q.jpg")):
        lost = embed(assay, path, assay.home / out).json
        assert observed(lost, "MRK-08") == {"mark.alpha": False}, (out, lost["findings"])
    # VP9 has it beside the pictures: lost, and told; decoded by libvpx into FFV1 it is kept, though the tag stays.
    web, brought = assay.home / "w.webm", assay.home / "w.mkv"
    ffmpeg("-i", film, "-c:v", "libvpx-vp9", "-pix_fmt", "yuva420p", web)
    ffmpeg("-c:v", "libvpx-vp9", "-i", web, "-c:v", "ffv1", "-pix_fmt", "bgra", brought)
    assert observed(embed(assay, web, assay.home / "wm.mkv").json, "MRK-08") == {"mark.alpha": False}
    tags = [probe(path, "-show_streams")["streams"][0].get("tags", {}) for path in (web, assay.home / "wm.mkv")]
    assert [[name for name in tag if name.lower() == "alpha_mode"] for tag in tags] == [["alpha_mode"], []], tags
    assert "MRK-08" not in findings(embed(assay, brought, assay.home / "bm.mkv").json)
    solid = assay.home / "o.mov"
    ffmpeg("-i", film, "-vf", "format=rgb24", "-c:v", "qtrle", "-pix_fmt", "argb", solid)
    opaque = embed(assay, solid, assay.home / "o.mkv").json
    assert "MRK-08" not in findings(opaque)
    assert probe(assay.home / "o.mkv", "-show_streams")["streams"][0]["codec_name"] == "h264"


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
def which_field_comes_first_is_kept(assay):
    """In the samples where the codec can say it, else, as for H.265, in the container."""
    if shutil.which("ffmpeg") is None:
        return MISSING
    for first, top, coded, told in (("top", 1, "tt", "tb"), ("bottom", 0, "bb", "bt")):
        source = make(assay.home / f"{first}.mkv", "-vf", f"tinterlace=interleave_{first},setfield={first[0]}ff", "-c:v",
                      "libx264", "-flags", "+ildct+ilme", "-top", top)
        order = lambda path: probe(path, "-show_streams")["streams"][0].get("field_order")
        assert order(source) == coded
        for name in ("mkv", "mp4"):
            kept = marked(assay, source, assay.home / f"{first}5.{name}", "--set", "codec=h265")
            assert order(kept) == told, (name, order(kept))
            again = assay.home / f"{first}4.{name}"
            run = assay.json("run", "video.attack", kept, "--set", "attack=h264", "--set", "amount=20", "--out", again)
            assert run.status == 0 and order(again) == coded, (run.err, order(again))
        lossless = marked(assay, source, assay.home / f"{first}.ffv1.mkv", "--set", "codec=ffv1")
        frame = probe(lossless, "-show_frames", "-read_intervals", "%+#1")["frames"][0]
        assert (frame["interlaced_frame"], frame["top_field_first"]) == (1, top), frame
    plain = marked(assay, make(assay.home / "p.mkv", "-c:v", "libx264"), assay.home / "p5.mkv", "--set", "codec=h265")
    assert probe(plain, "-show_streams")["streams"][0].get("field_order", "unknown") == "unknown"


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
    after = sorted(path.name for path in assay.home.iterdir())
    assert after == before, (source.name, tool, after)


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
    # … and said to be not all.
    assert findings(read)["MRK-09"]["severity"] == "attention"
    assert "MRK-09" not in findings(assay.json("run", "video.extract", whole, "--set", "key=k").json)


@point
def damaged_pictures_are_not_copied_as_whole_ones_without_a_word(assay):
    if shutil.which("ffmpeg") is None:
        return MISSING
    film = make(assay.home / "f.mp4", "-c:v", "libx264", "-movflags", "+faststart", seconds=1)
    data = bytearray(film.read_bytes())
    damage = random.Random(1)
    for _ in range(200):
        data[damage.randrange(len(data) // 3, len(data))] = damage.randrange(256)
    broken = assay.home / "broken.mp4"
    broken.write_bytes(data)
    for tool, *settings in (("video.embed", "key=k", f"mark={MARK}"), ("video.attack", "attack=crop", "amount=0.5")):
        sets = [word for setting in settings for word in ("--set", setting)]
        for source, damaged in ((broken, True), (film, False)):
            run = assay.json("run", tool, source, *sets, "--out", assay.home / f"{tool}-{damaged}.mkv")
            assert run.status == 0 and ("MRK-09" in findings(run.json)) == damaged, run.out
            assert not damaged or observed(run.json, "MRK-09")["mark.corrupt"] > 0, run.out
    # What is left of it is read.
    read = assay.json("run", "video.extract", broken, "--set", "key=k")
    assert read.status == 0 and observed(read.json, "MRK-09")["mark.corrupt"] > 0, read.err


@point
def half_a_picture_is_refused_and_what_is_left_is_read(assay):
    photo = shared("data", "media", "cam_sony_cybershot.jpg")
    cut = shared("data", "media", "der_truncated__canon_s30.jpg")
    if photo is None:
        return "the shared data is not here"
    half = assay.home / "half.jpg"
    half.write_bytes(photo.read_bytes()[:photo.stat().st_size // 2])
    for source in (half, cut):
        refused(assay, "video.embed", source, "key=k", f"mark={MARK}")
        refused(assay, "video.attack", source, "attack=blur", "amount=1")
        read = assay.json("run", "video.extract", source, "--set", "key=other").json
        assert "MRK-09" in findings(read), read["findings"]
        assert "seconds_more" not in read["metrics"]
    whole = assay.json("run", "video.extract", photo, "--set", "key=k").json
    assert "MRK-09" not in findings(whole)


@point
def what_cannot_be_done_is_said_plainly(assay):
    phone = shared("data", "media", "cam_apple_iphone11pro.heic")
    small = shared("data", "media", "bad_exif_invalid_01137.jpg")
    if shutil.which("ffmpeg") is None or phone is None:
        return MISSING
    refusal = embed(assay, phone, assay.home / "o.png")
    assert refusal.status == 3 and "HEIF" in refusal.err and "damaged" not in refusal.err, refusal.err
    empty = assay.home / "empty.jpg"
    empty.write_bytes(b"")
    refusal = embed(assay, empty, assay.home / "o.jpg")
    assert refusal.status == 3 and "become" not in refusal.err, refusal.err
    film = make(assay.home / "f.mkv", "-c:v", "libx264")
    refusal = embed(assay, film, assay.home / "o.mkv", "--set", "codec=png")
    assert refusal.status == 2 and "become" in refusal.err, refusal.err
    wide = assay.home / "wide.mkv"
    ffmpeg("-f", "lavfi", "-i", "color=gray:s=9000x30:r=5", "-frames:v", 1, "-c:v", "ffv1", wide)
    assert "8192" in embed(assay, wide, assay.home / "o.mkv").err
    # 88 x 64 pixels cannot hold a message at 42 dB: written, but told.
    made = embed(assay, small, assay.home / "s.png")
    assert made.status == 0 and made.json["answers"]["readable"] == "no"
    assert findings(made.json)["MRK-07"]["severity"] == "attention"
    assert observed(made.json, "MRK-07")["mark.width"] == 88
    # A reading that finds nothing says how often it would have been wrong.
    read = assay.json("run", "video.extract", small, "--set", "key=k").json
    assert read["answers"]["outcome"] == "none" and observed(read, "MRK-05")["mark.claim_log10_p"] == -6



@point
def what_was_done_to_a_copy_is_told(assay):
    if shutil.which("ffmpeg") is None:
        return MISSING
    source = make(assay.home / "f.mkv", "-c:v", "libx264", seconds=2)
    copy = marked(assay, source, assay.home / "m.mkv", "--set", "codec=ffv1")
    told = {}
    for name, amount in (("crop", 1), ("crop", 0.7), ("aspect", 1.2), ("rotate", 3), ("rotate", -3), ("resize", 2), ("letterbox", 0.1), ("resize", 1.3)):
        changed = assay.home / f"{name}{amount}.mkv"
        done = assay.json("run", "video.attack", copy, "--set", f"attack={name}", "--set", f"amount={amount}", "--out", changed)
        assert done.status == 0, done.err
        read = told[name, amount] = assay.json("run", "video.extract", changed, "--set", "key=k").json
        # All of it carries the mark, also what was read before its place was known.
        assert read["answers"]["marked_seconds"] == "0.0-2.0", (name, amount, read["answers"])
    tile = {key: (read["metrics"]["tile_width"]["value"], read["metrics"]["tile_height"]["value"])
            for key, read in told.items()}
    altered = {key: read["answers"]["altered"] for key, read in told.items()}
    same = "in-place-or-resized"
    assert altered == {("crop", 1): same, ("crop", 0.7): "moved", ("aspect", 1.2): "stretched", ("rotate", 3): "turned",
                       ("rotate", -3): "turned", ("resize", 2): same, ("letterbox", 0.1): "moved",
                       ("resize", 1.3): "resized"}, altered
    # The tile is told as it is, 48 pixels of 640 × 360: what it means depends on the size that was marked.
    assert tile["crop", 1] == (48, 48) and abs(tile["aspect", 1.2][0] - 57.6) < 0.5, tile
    for degrees in (3, -3):
        assert abs(told["rotate", degrees]["metrics"]["angle"]["value"] - degrees) < 0.4
    # A copy that was evenly resized looks like one of another size: both are told.
    sizes = next(t for t in told["resize", 2]["tables"] if t["id"] == "sizes")["rows"]
    # The nearest to what it is now first.
    assert sizes[:2] == [[540, 899, 100, 100, "1280 × 720"], [900, 1259, 66.7, 66.7, "1920 × 1080"]], sizes
    assert [48, 539, 200, 200, "640 × 360"] in sizes, sizes


@point
def flat_pictures_and_the_whole_length_are_told(assay):
    """Nothing hides a mark in black: its similarity falls, and a finding says why."""
    if shutil.which("ffmpeg") is None:
        return MISSING
    told = {}
    for name in ("color=black", "mandelbrot"):
        source = assay.home / f"{name}.mp4"
        spec = f"{name}{':' if '=' in name else '='}s=640x360:r=24"
        ffmpeg("-f", "lavfi", "-i", spec, "-frames:v", 24, "-pix_fmt", "yuv420p", "-c:v", "libx264", "-crf", 10, source)
        made = embed(assay, source, assay.home / f"{name}-m.mp4")
        assert made.status == 0, made.err
        told[name] = made.json
        # Not when the last picture begins, but when it ends.
        assert abs(made.json["metrics"]["duration"]["value"] - 1) < 0.002, made.json["metrics"]
    black, busy = told["color=black"], told["mandelbrot"]
    assert black["metrics"]["ssim"]["value"] < 0.98 and observed(black, "MRK-17")["mark.ssim"] < 0.98, black["findings"]
    assert findings(black)["MRK-17"]["severity"] == "info"
    assert busy["metrics"]["ssim"]["value"] >= 0.98 and "MRK-17" not in findings(busy), busy["metrics"]


@point
def the_register_tells_what_was_done_to_a_copy(assay):
    """A mark alone does not tell: its tile goes with the size of the picture in steps."""
    if shutil.which("ffmpeg") is None:
        return MISSING
    source = assay.home / "f.mkv"
    ffmpeg("-f", "lavfi", "-i", "mandelbrot=s=1280x720:r=10", "-frames:v", 16, "-c:v", "ffv1", source)
    case = assay.new_case("T")
    assert assay("intake", case, source, "--no-check").status == 0
    people = assay.home / "people.txt"
    people.write_text("Ada\nBob\n")
    folder = assay.home / "copies"
    folder.mkdir()
    made = assay.json("case", "recipients", "copies", case, "--exhibit", "1", "--tool", "video.embed", "--list", people,
                      "--folder", folder, "--set", "key=k")
    assert made.status == 0, made.err
    bob = made.json["recipients"][1]
    assert (bob["width"], bob["height"]) == (1280, 720), bob
    for number, (name, filters, resized, left) in enumerate((
            ("leak", "crop=896:504:190:100,scale=854:480", (854 / 896, 480 / 504), (0.7, 0.7)),
            ("half", "scale=640:360", (0.5, 0.5), (1, 1)),
            ("bars", "pad=1280:816:0:48", (1, 1), (1, 816 / 720)),
            ("same", "null", (1, 1), (1, 1))), 2):
        copy = assay.home / f"{name}.mkv"
        ffmpeg("-i", bob["path"], "-vf", filters, "-c:v", "libx264", "-crf", 20, copy)
        assert assay("intake", case, copy, "--no-check").status == 0
        words = ("run", "video.extract", "--case", case, "--exhibit", str(number), "--set", "key=k")
        read = assay.json(*words).json
        assert read["recipient"]["name"] == "Bob", read
        told = read["recipient"]["altered"]
        for which, value in (("width_ratio", resized[0]), ("height_ratio", resized[1]), ("width_left", left[0]),
                             ("height_left", left[1])):
            assert abs(told[which] - value) < 0.01 * value + 0.002, (name, which, told)
        said = assay(*words).out
        assert "marked in 1280 × 720" in said, said
        expected = {"leak": ", cut to ", "half": "resized to 50.0 × 50.0 %, nothing cut off", "bars": "framed, now 100.0 × 113.3 %",
                    "same": "not resized, nothing cut off"}[name]
        assert expected in said, (name, said)
    assert assay("verify", case).status == 0


finish()
