"""`cipher.encrypt`, `cipher.decrypt`: what edit lists take out of a file and what containers make of times is refused, or
told."""
import re
import subprocess

from cipher_files import MISSING, decrypt, encrypt, ffmpeg, hashes, material, metric, pictures
from harness import finish, point, shared


def edit_lists(data):
    """Where the entries of the edit lists begin: of the first track, the second …"""
    found = [i for i in range(len(data)) if data.startswith(b"elst", i)]
    assert all(data[i + 4] == 0 and data[i + 8:i + 12] == bytes((0, 0, 0, 1)) for i in found)
    return [i + 12 for i in found]


def shortened(data, track, part):
    """The edit list of a track shows only the first part of it."""
    data = bytearray(data)
    at = edit_lists(data)[track]
    data[at:at + 4] = int(int.from_bytes(data[at:at + 4], "big") * part).to_bytes(4, "big")
    return bytes(data)


def joined(data):
    """The edit list of the first track in two halves; the movie's box is the last one."""
    at = edit_lists(data)[0]
    length, start = (int.from_bytes(data[at + k:at + k + 4], "big") for k in (0, 4))
    half = (length // 2).to_bytes(4, "big")
    rate = data[at + 8:at + 12]
    entries = half + start.to_bytes(4, "big") + rate + half + (start + 3000).to_bytes(4, "big") + rate
    data = bytearray(data[:at - 4] + (2).to_bytes(4, "big") + entries + data[at + 12:])
    for kind in (b"moov", b"trak", b"edts", b"elst"):
        box = data.index(kind) - 4
        data[box:box + 4] = (int.from_bytes(data[box:box + 4], "big") + 12).to_bytes(4, "big")
    return bytes(data)


def packets(path, *words):
    run = subprocess.run(["ffprobe", "-v", "error", *words, "-select_streams", "v", "-show_entries", "packet=pts_time",
                          "-of", "csv=p=0", path], capture_output=True, check=True)
    return run.stdout.split()


def finding(run, rule):
    return next((f["observed"] for f in run.json["findings"] if f["rule"] == rule), None)


@point
def what_an_edit_list_takes_out_is_not_lost_in_silence(assay):
    base = material(assay)
    if base is None:
        return MISSING
    groups = assay.home / "groups.mp4"
    ffmpeg("-f", "lavfi", "-i", "testsrc=size=96x96:rate=25:duration=0.8", "-i", base, "-map", "0:v", "-map", "1:a", "-c:a",
           "copy", "-c:v", "libx265", "-x265-params", "log-level=error:keyint=5:bframes=2", "-tag:v", "hvc1", groups)
    data, out = groups.read_bytes(), assay.home / "out.mp4"
    assert finding(encrypt(assay, groups, out), "CIP-18") is None
    for track, part in ((0, 0.4), (1, 0.5)):
        path = assay.scratch("short.mp4", shortened(data, track, part))
        out.unlink(missing_ok=True)
        run = encrypt(assay, path, out)
        assert run.status == 3 and run.json["error"]["code"] == "LOSSY" and not out.exists(), run.out
        assert "edit list" in run.json["error"]["message"] and "others" in run.json["error"]["message"]
        seen = finding(assay.json("run", "cipher.inspect", path), "CIP-18")
        kept = encrypt(assay, path, out, "others=keep")
        told = finding(kept, "CIP-18")
        assert kept.status == 0 and told == seen and told["cipher.edited_stream"] == track, kept.out
        if track == 0:
            whole = packets(path, "-ignore_editlist", "1")
            assert len(whole) == 20 and len(whole) - len(packets(path)) == told["cipher.edited_packets"] > 3, told
            assert len(packets(out, "-ignore_editlist", "1")) == len(packets(path)), "no other packet is missing"
        back = assay.home / "back.mp4"
        assert decrypt(assay, out, back).status == 0
        back.unlink()
        path.unlink()
    out.unlink()
    kept = encrypt(assay, assay.scratch("one-group.mp4", shortened(base.read_bytes(), 0, 0.4)), out)
    told = finding(kept, "CIP-19")  # pictures behind the end are decoded with the others, and then shown
    assert kept.status == 0 and told["cipher.times_visible"] == told["cipher.times_packets"] > 3, kept.out
    out.unlink()
    run = encrypt(assay, assay.scratch("joined.mp4", joined(base.read_bytes())), out)
    assert run.status == 3 and "joins 2 parts" in run.json["error"]["message"] and not out.exists(), run.out
    late = assay.home / "late.mp4"  # pictures that are decoded, and not shown, are kept as such
    ffmpeg("-ss", "0.2", "-i", base, "-c", "copy", late)
    kept = encrypt(assay, late, out)
    assert kept.status == 0 and finding(kept, "CIP-18") is None and finding(kept, "CIP-19") is None, kept.out
    assert hashes(late, "-map", "0:v")[0].split(b",")[:3] == hashes(out, "-map", "0:v")[0].split(b",")[:3]
    made = encrypt(assay, h264(assay, 0.2), assay.home / "made.mp4", "transcode=true")
    assert made.status == 0 and finding(made, "CIP-18") == {"cipher.edited_pictures": 5}, made.out
    return None


def h264(assay, seconds):
    """A video of another kind, cut before the first picture that is shown."""
    whole, cut = assay.home / "h264.mp4", assay.home / "h264-cut.mp4"
    ffmpeg("-f", "lavfi", "-i", "testsrc=size=96x96:rate=25:duration=0.8", "-c:v", "libx264", "-bf", "0", whole)
    ffmpeg("-ss", seconds, "-i", whole, "-c", "copy", cut)
    return cut


def contents(path):
    """Packets of the video, whatever their times."""
    return sorted(line.split(b",")[-1] for line in hashes(path, "-map", "0:v"))


@point
def the_copy_that_is_advised_opens(assay):
    """Encrypted sound that went into Matroska and back: its last packet has no duration, and its edit list takes it out. The
    command that the refusals give is typed as it stands there."""
    base = material(assay)
    if base is None:
        return MISSING
    secret, between, again, back = (assay.home / name for name in ("s.mp4", "s.mkv", "t.mp4", "back.mkv"))
    assert encrypt(assay, base, secret, "audio=true").status == 0
    for source, made in ((secret, between), (between, again)):
        subprocess.run(["ffmpeg", "-v", "quiet", "-i", source, "-c", "copy", made], check=True)
    clear = assay.scratch("short.mp4", shortened(base.read_bytes(), 1, 0.5))
    runs = (decrypt(assay, again, assay.home / "a.mp4"), decrypt(assay, again, assay.home / "a.mp4", "others=keep"),
            encrypt(assay, clear, assay.home / "a.mp4"))
    for run in runs:
        assert run.status == 3 and "edit list" in run.json["error"]["message"], run.out
        advice = re.search(r"\((ffmpeg .*COPY\.mkv)\)", run.json["error"]["message"]).group(1)
        copy = assay.home / "copy.mkv"
        source = clear if run is runs[-1] else again
        subprocess.run(advice.replace("FILE", f"'{source}'").replace("COPY.mkv", f"-v quiet -y '{copy}'"), shell=True, check=True)
        back.unlink(missing_ok=True)
        opened = encrypt(assay, copy, back) if run is runs[-1] else decrypt(assay, copy, back)
        assert opened.status == 0, opened.out
        assert len(hashes(copy, "-map", "0:a")) == len(hashes(base, "-map", "0:a")) == len(hashes(back, "-map", "0:a"))
        if run is not runs[-1]:
            assert opened.json["answers"]["sound"] == "whole" and opened.json["answers"]["complete"] != "no", opened.out
            assert contents(back) == contents(base)
    return None


@point
def times_that_the_new_file_cannot_keep_are_told(assay):
    base = material(assay)
    if base is None:
        return MISSING
    source, out = assay.home / "fine.mkv", assay.home / "fine-e.mkv"
    ffmpeg("-i", base, "-map", "0:v", "-c", "copy", source)
    assert finding(encrypt(assay, source, out), "CIP-19") is None
    data = source.read_bytes()
    scale = bytes.fromhex("2ad7b1830f4240")  # a tick is a millisecond; here half of one
    assert data.count(scale) == 1
    path = assay.scratch("half.mkv", data.replace(scale, bytes.fromhex("2ad7b18307a120")))
    out.unlink()
    run = encrypt(assay, path, out)
    told = finding(run, "CIP-19")
    assert run.status == 0 and told["cipher.times_stream"] == 0 and told["cipher.times_most"] == 0.0005, run.out
    moved = sum(a != b for a, b in zip(packets(path), packets(out)))
    assert told["cipher.times_packets"] == moved > 5, (told, moved)
    return None


def fields(path):
    words = subprocess.run(["ffprobe", "-v", "error", "-show_entries", "format_tags", path], capture_output=True, check=True)
    return {line for line in words.stdout.split(b"\n") if b"com." in line or b"location" in line or b"creation" in line}


@point
def what_a_file_says_of_itself_is_kept_and_told(assay):
    folder = shared("data", "media")
    if folder is None:
        return "the shared data is not here"
    for name, field in (("vid_apple_iphone12promax.mov", "com.apple.quicktime.location.ISO6709"),
                        ("vid_android14_pixel.mp4", "com.android.version")):
        source, out, back = folder / name, assay.home / f"e-{name}", assay.home / f"d-{name}"
        run = encrypt(assay, source, out, "others=keep")
        told = finding(run, "CIP-20")
        assert run.status == 0 and field in told["cipher.readable"], run.out
        assert decrypt(assay, out, back, "others=keep").status == 0
        assert len(fields(source)) > 2 and fields(source) <= fields(out) and fields(source) <= fields(back), name
    stream = shared("data", "hevc", "x_main10.hevc")
    run = assay.json("run", "cipher.encrypt", stream, "--set", f"key_file={stream}", "--out", assay.home / "e.hevc")
    assert run.status == 2 and "itself" in run.json["error"]["message"] and not (assay.home / "e.hevc").exists(), run.out
    return None


@point
def the_last_packet_of_sound_is_still_played(assay):
    """A track whose times begin late has an edit list; enciphered sound does not say how long its last packet is."""
    if material(assay) is None:
        return MISSING
    video, secret, back = assay.home / "late.mp4", assay.home / "e.mp4", assay.home / "d.mp4"
    ffmpeg("-i", assay.home / "material.mp4", "-c", "copy", "-tag:v", "hvc1", "-output_ts_offset", "10", video)
    assert encrypt(assay, video, secret, "audio=true").status == 0
    opened = decrypt(assay, secret, back)
    assert opened.status == 0 and opened.json["answers"]["complete"] == "yes", opened.out
    assert "CIP-19" not in [f["rule"] for f in opened.json["findings"]], opened.out
    assert hashes(back, "-map", "0:a") == hashes(video, "-map", "0:a")
    return None


@point
def matroska_that_begins_late_is_no_damaged_file(assay):
    if material(assay) is None:
        return MISSING
    video, made = assay.home / "late.mkv", assay.home / "e.mkv"
    ffmpeg("-i", assay.home / "material.mp4", "-an", "-c:v", "mpeg4", "-output_ts_offset", "5", video)
    run = encrypt(assay, video, made, "transcode=true")
    assert run.status == 0 and metric(run.json, "pictures") == len(pictures(video)), run.err
    return None


@point
def an_edit_list_of_other_tracks_explains_nothing_of_the_sound(assay):
    base = material(assay)
    if base is None:
        return MISSING
    titles = assay.scratch("t.srt", b"1\n00:00:00,000 --> 00:00:00,100\none\n\n2\n00:00:00,300 --> 00:00:00,400\ntwo\n")
    source, secret = assay.home / "titled.mp4", assay.home / "s.mp4"
    ffmpeg("-i", base, "-i", titles, "-map", "0:v", "-map", "0:a", "-map", "1", "-c", "copy", "-c:s", "mov_text", source)
    assert encrypt(assay, source, secret, "audio=true").status == 0
    places = subprocess.run(["ffprobe", "-v", "error", "-select_streams", "a:0", "-show_entries", "packet=pos", "-of", "csv=p=0",
                             secret], capture_output=True, check=True).stdout.split()
    altered = bytearray(shortened(secret.read_bytes(), 2, 0.3))
    altered[int(places[3].strip(b",")) + 8] ^= 1
    run = decrypt(assay, assay.scratch("altered.mp4", bytes(altered)), assay.home / "b.mp4", "others=keep")
    assert run.status == 3 and run.json["error"]["code"] == "ALTERED", run.out
    assert "sound of the video was altered" in run.json["error"]["message"], run.out
    return None


finish()
