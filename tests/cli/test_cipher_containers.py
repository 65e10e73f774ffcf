"""`cipher.encrypt`, `cipher.decrypt`: containers keep what they hold, sound is encrypted when asked for, and what
cannot be kept, or is damaged, is refused before anything is written."""
import shutil
import subprocess

from cipher_files import MISSING, decrypt, encrypt, ffmpeg, finding, hashes, material, metric, probe, rules
from harness import finish, point, shared

CHAPTERS = """;FFMETADATA1
title=Demo
[CHAPTER]
TIMEBASE=1/1000
START=0
END=300
title=One
[CHAPTER]
TIMEBASE=1/1000
START=300
END=700
title=Two
"""


@point
def chapters_covers_attachments_subtitles_and_time_codes_are_kept(assay):
    base = material(assay)
    if base is None:
        return MISSING
    meta = assay.scratch("meta.txt", CHAPTERS.encode())
    words = assay.scratch("words.srt", b"1\n00:00:00,000 --> 00:00:00,300\nHello\n")
    font, note, cover = assay.scratch("f.ttf", b"no font"), assay.scratch("n.txt", b"x"), assay.home / "cover.jpg"
    ffmpeg("-f", "lavfi", "-i", "color=red:size=64x64", "-frames:v", "1", cover)
    mov, mp4, mkv = (assay.home / f"all.{kind}" for kind in ("mov", "mp4", "mkv"))
    ffmpeg("-i", base, "-i", meta, "-map", "0", "-map_metadata", "1", "-c", "copy", "-timecode", "01:00:00:00", mov)
    ffmpeg("-i", base, "-i", meta, "-i", words, "-i", cover, "-map", "0", "-map", "2", "-map", "3", "-map_metadata", "1",
           "-c", "copy", "-c:s", "mov_text", "-disposition:v:1", "attached_pic", mp4)
    ffmpeg("-i", base, "-i", meta, "-i", words, "-map", "0", "-map", "2", "-map_metadata", "1", "-c", "copy", "-c:a",
           "libopus", "-c:s", "srt", "-attach", font, "-metadata:s:t:0", "mimetype=application/x-truetype-font",
           "-attach", note, "-metadata:s:t:1", "mimetype=text/plain", "-attach", cover, "-metadata:s:t:2",
           "mimetype=image/jpeg", "-metadata:s:t:2", "filename=cover.jpg", mkv)
    for source in (mov, mp4, mkv):
        secret, back = assay.home / f"e{source.suffix}", assay.home / f"d{source.suffix}"
        made = encrypt(assay, source, secret)
        assert made.status == 0 and "left_out" not in made.json["metrics"], (source, made.err)
        opened = decrypt(assay, secret, back)
        assert opened.status == 0, (source, opened.err)
        for path in (secret, back):
            for entries in ("chapter=start_time,end_time:chapter_tags=title", "format_tags=title,timecode",
                            "stream=index,codec_type,codec_name,codec_tag_string:stream_disposition=attached_pic,default"
                            ":stream_tags=filename,mimetype,language,timecode"):
                assert probe(path, entries) == probe(source, entries), (path, entries)
            # the configuration record (hvcC), what decoders of sound need, how subtitles are drawn
            for kind in ("v:0", "a", "s"):
                wanted = ["-select_streams", kind]
                found = [subprocess.run(["ffprobe", "-v", "error", *wanted, "-show_data_hash", "sha256", "-show_entries",
                                         "stream=extradata_hash", p], capture_output=True, check=True).stdout
                         for p in (source, path)]
                assert (kind == "s" and source != mp4) or b"SHA256" in found[0], (path, kind)
                assert found[0] == found[1], (path, kind)
        assert hashes(back, "-map", "0") == hashes(source, "-map", "0"), source
        attached = ["-dump_attachment:t", ""]
        if source == mkv:
            for path in (secret, back):
                folder = assay.home / f"{path.stem}-attached"
                folder.mkdir()
                subprocess.run(["ffmpeg", "-v", "error", *attached, "-i", path], cwd=folder, check=False,
                               capture_output=True)
                assert (folder / "f.ttf").read_bytes() == b"no font" and (folder / "n.txt").read_bytes() == b"x"
    return None


@point
def sound_is_encrypted_packet_by_packet_and_comes_back(assay):
    base = material(assay)
    if base is None:
        return MISSING
    for name, codec in (("aac.mp4", "aac"), ("opus.mp4", "libopus"), ("opus.mkv", "libopus"), ("pcm.mov", "pcm_s16le"),
                        ("pcm.mkv", "pcm_s24le"), ("alac.mov", "alac")):
        source, secret, back = (assay.home / f"{prefix}{name}" for prefix in ("", "e", "d"))
        two = ["-map", "0:v", "-map", "0:a", "-map", "0:a"] if name == "aac.mp4" else []
        ffmpeg("-i", base, *two, "-c:v", "copy", "-c:a", codec, source)
        made = encrypt(assay, source, secret, "audio=true")
        assert made.status == 0 and metric(made.json, "sound_bytes") > 3000, (name, made.err)
        plain, hidden = hashes(source, "-map", "0:a"), hashes(secret, "-map", "0:a")
        whole = name.startswith("pcm")  # packets of PCM may be divided differently
        before, after = ([line.split(b",") for line in lines] for lines in (plain, hidden))
        if not whole:
            assert [line[:5] for line in before] == [line[:5] for line in after], name
        assert not {line[5] for line in before} & {line[5] for line in after}, name
        if two:  # the same sound twice: enciphered with two keys
            assert len({line[5] for line in after}) == len(after) == 2 * len({line[5] for line in before})
        opened = decrypt(assay, secret, back)
        assert opened.status == 0 and opened.json["answers"]["sound"] == "whole", (name, opened.err)
        assert hashes(back, "-map", "0:v") == hashes(source, "-map", "0:v"), name
        if whole:
            raw = [ffmpeg("-i", path, "-map", "0:a", "-f", codec[4:], "-") for path in (source, secret, back)]
            assert raw[0] == raw[2] != raw[1] and len(raw[0]) == len(raw[1])
        else:
            assert hashes(back, "-map", "0:a") == plain, name
        if name == "pcm.mov":  # a changed sample; the pictures are not touched
            data = bytearray(secret.read_bytes())
            samples = raw[1][20000:20032]
            assert data.count(samples) == 1
            data[data.index(samples)] ^= 1
            wrong = decrypt(assay, assay.scratch("x.mov", bytes(data)), assay.home / "y.mov")
            assert wrong.status == 3 and wrong.json["error"]["code"] == "ALTERED", wrong.out
            assert not (assay.home / "y.mov").exists()
            kept = decrypt(assay, assay.home / "x.mov", assay.home / "y.mov", "damaged=keep")
            assert kept.status == 0 and kept.json["answers"] == {"seal": "whole", "sound": "altered", "complete": "no"}
    other = assay.home / "other.mkv"
    ffmpeg("-i", base, "-c:v", "copy", "-c:a", "libvorbis", other)
    refused = encrypt(assay, other, assay.home / "z.mkv", "audio=true")
    assert refused.status == 3 and "vorbis" in refused.json["error"]["message"]
    assert not (assay.home / "z.mkv").exists()
    return None


@point
def what_cannot_be_kept_is_refused(assay):
    base = material(assay)
    if base is None:
        return MISSING
    out = assay.home / "out.mp4"
    for kind in ("ts", "avi"):
        path = assay.home / f"a.{kind}"
        ffmpeg("-i", base, "-c", "copy", path)
        run = encrypt(assay, path, assay.home / "o.mkv")
        assert run.status == 3 and "Matroska" in run.json["error"]["message"], run.out
    two = assay.home / "two.mp4"
    ffmpeg("-i", base, "-map", "0:v", "-map", "0:a", "-map", "0:v", "-c", "copy", two)
    run = encrypt(assay, two, out)
    assert run.status == 3 and run.json["error"]["code"] == "LOSSY" and not out.exists()
    assert encrypt(assay, two, out, "others=keep").status == 0
    assert hashes(out, "-map", "0:v:1") == hashes(two, "-map", "0:v:1")
    large = assay.home / "large.mp4"
    ffmpeg("-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25:duration=0.2", "-c:v", "libx265", "-x265-params",
           "log-level=error", large)
    out.unlink()
    both = assay.home / "both.mp4"
    ffmpeg("-i", base, "-i", large, "-map", "0:v", "-map", "1:v", "-c", "copy", both)
    assert encrypt(assay, both, out, "others=keep").status == 0  # the largest is what players show
    assert hashes(out, "-map", "0:v:0") == hashes(both, "-map", "0:v:0")
    assert hashes(out, "-map", "0:v:1") != hashes(both, "-map", "0:v:1")
    back = assay.home / "back.mp4"
    assert decrypt(assay, out, back).status == 0 and hashes(back, "-map", "0") == hashes(both, "-map", "0")
    coded = assay.home / "coded.mov"
    ffmpeg("-i", base, "-c", "copy", "-timecode", "01:00:00:00", coded)
    data = coded.read_bytes()
    assert data.count(b"tmcd") >= 3
    unknown = assay.scratch("unknown.mov", data.replace(b"tmcd", b"mebx"))
    out = assay.home / "out.mov"
    run = encrypt(assay, unknown, out)
    assert run.status == 3 and "mebx" in run.json["error"]["message"] and not out.exists(), run.out
    run = encrypt(assay, unknown, out, "others=keep")
    assert run.status == 0 and metric(run.json, "left_out") == 1
    phone = shared("data", "media", "vid_apple_iphone12promax.mov")
    if phone is not None:
        out = assay.home / "phone.mov"
        run = encrypt(assay, phone, out)
        assert run.status == 3 and all(word in run.json["error"]["message"] for word in ("DOVI", "mebx", "others", "keep"))
        run = encrypt(assay, phone, out, "others=keep")
        assert run.status == 0 and metric(run.json, "left_out") == 4, run.out
    return None


@point
def a_name_that_would_mislead_is_refused(assay):
    base = material(assay)
    if base is None:
        return MISSING
    stream = shared("data", "hevc", "x_main10.hevc")
    other = assay.home / "other.avi"
    ffmpeg("-f", "lavfi", "-i", "testsrc=size=176x144:rate=25:duration=0.2", "-c:v", "mpeg4", other)
    for source, name in ((base, "o.mkv"), (base, "o.hevc"), (stream, "o.mp4"), (stream, "o.mkv"), (base, "o.AVI"),
                         (base, "o.webm"), (other, "o.avi"), (other, "o.hevc")):
        out = assay.home / name
        run = encrypt(assay, source, out, "transcode=true")
        assert run.status == 2 and run.json["error"]["code"] == "INVALID" and not out.exists(), (name, run.out)
    for source, name, kind in ((base, "o.mov", "mp4"), (base, "o.m4v", "mp4"), (base, "o", "mp4"), (stream, "o.bin", "hevc"),
                               (stream, "o.265", "hevc"), (other, "o.mkv", "matroska"), (other, "o.mp4", "mp4"),
                               (other, "o.mov", "mov"), (other, "o.video", "matroska")):
        out = assay.home / name
        run = encrypt(assay, source, out, "transcode=true")
        assert run.status == 0 and run.json["answers"]["container"] == kind, (name, run.out)
        wrong = decrypt(assay, out, assay.home / ("d.hevc" if kind != "hevc" else "d.mp4"))
        assert wrong.status == 2, wrong.out
        out.unlink()
    return None


@point
def what_encoding_anew_leaves_out_is_named(assay):
    folder = shared("data", "media")
    if folder is None:
        return "the shared data is not here"
    out = assay.home / "o.mov"
    run = encrypt(assay, folder / "vid_apple_iphone6.mov", out, "transcode=true")
    assert run.status == 0 and metric(run.json, "left_out") == 2, run.out
    told = finding(run, "CIP-07")
    assert told["cipher.left_out"].count("mebx") == 2 and told["cipher.codec"] == "h264"
    assert metric(run.json, "size_before") == (folder / "vid_apple_iphone6.mov").stat().st_size
    assert metric(run.json, "size_encoded") > 0 and "CIP-03" in rules(run)
    old = folder / "vid_phone2004.3gp"  # its sound fits into Matroska alone
    run = encrypt(assay, old, out := assay.home / "old.mov", "transcode=true")
    assert run.status == 3 and "matroska" in run.json["error"]["message"] and not out.exists(), run.out
    secret, back = assay.home / "old.mkv", assay.home / "back.mkv"
    assert encrypt(assay, old, secret, "transcode=true").status == 0
    assert decrypt(assay, secret, back).status == 0
    sound = [ffmpeg("-i", path, "-map", "0:a", "-c", "copy", "-f", "data", "-") for path in (old, secret, back)]
    assert sound[0] == sound[1] == sound[2] and len(sound[0]) > 1000
    return None


@point
def a_container_that_is_cut_off_or_damaged_gives_nothing(assay):
    base = material(assay)
    if base is None:
        return MISSING
    front, mkv = assay.home / "front.mp4", assay.home / "front.mkv"
    ffmpeg("-i", base, "-c", "copy", "-movflags", "faststart", front)
    ffmpeg("-i", base, "-c", "copy", mkv)
    for source in (base, front, mkv):
        whole = source.read_bytes()
        out = assay.home / f"out{source.suffix}"
        for part in (0.3, 0.6, 0.8, 0.97):
            cut = assay.scratch(f"cut{source.suffix}", whole[:int(len(whole) * part)])
            run = encrypt(assay, cut, out)
            assert run.status == 3 and run.json["error"]["code"] == "TRUNCATED" and not out.exists(), (source, part)
            assert "byte" in run.json["error"]["message"]
            cut.unlink()
    secret = assay.home / "secret.mp4"
    assert encrypt(assay, front, secret).status == 0
    whole = secret.read_bytes()
    out = assay.home / "back.mp4"
    run = decrypt(assay, assay.scratch("cut.mp4", whole[:len(whole) * 2 // 3]), out)
    assert run.status == 3 and run.json["error"]["code"] == "TRUNCATED" and not out.exists()
    at = whole.index(b"mdat") + 9000
    broken = whole[:at] + bytes(b ^ 0x5A for b in whole[at:at + 500]) + whole[at + 500:]
    run = decrypt(assay, assay.scratch("broken.mp4", broken), out)
    assert run.status == 3 and run.json["error"]["domain"] == "cipher" and not out.exists(), run.out
    return None


def number(data, at):
    """A size of EBML: its value and its own length."""
    length = 9 - data[at].bit_length()
    return int.from_bytes(data[at:at + length], "big") & ~(1 << 7 * length), length


def blocks(data, cluster):
    """Where the simple blocks of a Matroska cluster begin."""
    size, length = number(data, cluster + 4)
    at, found = cluster + 4 + length, []
    end = at + size
    while at < end:
        if data[at] == 0xA3:
            found.append(at)
        size, length = number(data, at + 1)  # all kinds in a cluster have one byte here
        at += 1 + length + size
    return found


def lost_after_flip(assay, source, at, bit, bytes_before):
    """Encrypting is refused and names the loss; what is kept on demand, and inspection, tell it."""
    data = bytearray(source.read_bytes())
    data[at] ^= bit
    path, out = assay.scratch(f"flip{source.suffix}", bytes(data)), assay.home / f"lost{source.suffix}"
    run = encrypt(assay, path, out)
    assert run.status == 3 and run.json["error"]["code"] == "TRUNCATED" and not out.exists(), (source, run.out)
    assert "damaged" in run.json["error"]["message"] and "keep" in run.json["error"]["message"]
    kept = encrypt(assay, path, out, "damaged=keep")
    assert kept.status == 0, kept.err
    secret = out.read_bytes()
    out.unlink()
    path.unlink()
    assert len(secret) < bytes_before, source
    return finding(kept, "CIP-17")


@point
def packets_that_are_declared_and_not_there_are_told(assay):
    base = material(assay)
    if base is None:
        return MISSING
    whole = assay.home / "whole.mp4"
    assert encrypt(assay, base, whole).status == 0
    size = whole.stat().st_size
    data = base.read_bytes()
    tables = [i for i in range(len(data)) if data.startswith(b"stsz", i)]
    counts = [int.from_bytes(data[t + 12:t + 16], "big") for t in tables]
    assert len(tables) == 2 and counts[0] == 17 and counts[1] > 20
    for stream, (table, count) in enumerate(zip(tables, counts)):  # one bit of the second sample's size
        lost = lost_after_flip(assay, base, table + 16 + 4, 0x40, size)
        assert lost["cipher.lost_stream"] == stream and lost["cipher.packets_declared"] == count, lost
        assert lost["cipher.packets_found"] == 1 and 0 < lost["cipher.lost_after"] < len(data), lost
    mkv = assay.home / "blocks.mkv"
    ffmpeg("-i", base, "-c", "copy", mkv)
    data = mkv.read_bytes()
    cluster = data.index(bytes.fromhex("1f43b675"))
    block = blocks(data, cluster)[9]
    for at, bit in ((block, 0x20), (block, 0x80), (block + 1, 0x20)):  # its kind, its length
        lost = lost_after_flip(assay, mkv, at, bit, size)
        assert lost["cipher.lost_after"] > cluster, (at, bit, lost)
    other = assay.home / "other.mp4"  # video that is encoded anew: of it nothing is kept
    ffmpeg("-f", "lavfi", "-i", "testsrc=size=64x64:rate=25:duration=0.4", "-c:v", "mpeg4", other)
    data = bytearray(other.read_bytes())
    data[data.index(b"stsz") + 16 + 4] ^= 0x40
    out = assay.home / "made.mp4"
    run = encrypt(assay, assay.scratch("other-flip.mp4", bytes(data)), out, "transcode=true", "damaged=keep")
    assert run.status == 3 and run.json["error"]["code"] == "TRUNCATED" and not out.exists(), run.out
    return None


@point
def streams_that_begin_late_keep_their_times(assay):
    base = material(assay)
    if base is None:
        return MISSING
    for kind, delay in (("mp4", "0.0237"), ("mov", "0.0501"), ("mp4", "-0.0237")):
        source, secret, back = (assay.home / f"{name}.{kind}" for name in ("late", "latee", "lateb"))
        ffmpeg("-y", "-itsoffset", delay, "-i", base, "-i", base, "-map", "0:v", "-map", "1:a", "-c", "copy", source)
        assert encrypt(assay, source, secret).status == 0 and decrypt(assay, secret, back).status == 0
        plain, hidden = hashes(source, "-map", "0"), hashes(secret, "-map", "0")
        assert [line.split(b",")[:4] for line in plain] == [line.split(b",")[:4] for line in hidden], (kind, delay)
        assert hashes(back, "-map", "0") == plain, (kind, delay)
        for path in (source, secret, back):
            path.unlink()
    return None


def units(data):
    """NAL units with their start codes."""
    starts = []
    at = data.find(b"\0\0\1")
    while at >= 0:
        starts.append(at - (at > 0 and data[at - 1] == 0))
        at = data.find(b"\0\0\1", at + 3)
    return [data[a:b] for a, b in zip(starts, starts[1:] + [len(data)])]


def unit_type(unit):
    return unit[unit.index(b"\1") + 1] >> 1 & 63


@point
def damaged_lost_and_moved_units_are_told_and_located(assay):
    stream = shared("data", "hevc", "h_depslices_wpp_lowqp.hevc")
    if stream is None:
        return MISSING
    plain = units(stream.read_bytes())
    slices = [i for i, unit in enumerate(plain) if unit_type(unit) < 32]
    out = assay.home / "out.hevc"
    one = slices[4]
    at = len(plain[one]) // 2
    broken = plain[one][:at] + bytes(b ^ 0x5A for b in plain[one][at:at + 40]) + plain[one][at + 40:]
    cases = {"broken": plain[:one] + [broken] + plain[one + 1:], "short": plain[:one] + [plain[one][:at]] + plain[one + 1:],
             "no sps": [unit for unit in plain if unit_type(unit) != 33]}
    for name, made in cases.items():
        source = assay.scratch("case.hevc", b"".join(made))
        run = encrypt(assay, source, out)
        assert run.status == 3 and run.json["error"]["domain"] == "cipher" and not out.exists(), (name, run.out)
        where = run.json["error"]["message"]
        assert "NAL unit" in where, where
        if name != "no sps":
            assert int(where.split("NAL unit ")[1].split(":")[0]) in range(one, one + 3), (name, one, where)
        kept = encrypt(assay, source, out, "damaged=keep")
        if name == "no sps":
            assert kept.status in (2, 3) or metric(kept.json, "segments") == 0
            out.unlink(missing_ok=True)
            source.unlink()
            continue
        assert kept.status == 0 and metric(kept.json, "damaged") >= 1, (name, kept.out)
        rows = next(t for t in kept.json["tables"] if t["id"] == "damage")["rows"]
        assert one <= rows[0][0] <= one + 2, rows[0]
        assert metric(kept.json, "segments") > len(slices) // 2
        back = assay.home / "back.hevc"
        opened = decrypt(assay, out, back, "damaged=keep")
        assert opened.status == 0 and opened.json["answers"]["seal"] == "whole" and metric(opened.json, "damaged") >= 1
        assert back.read_bytes() == source.read_bytes(), name
        for path in (out, back, source):
            path.unlink()
    secret = assay.home / "secret.hevc"
    assert encrypt(assay, stream, secret).status == 0
    coded = units(secret.read_bytes())
    slices = [i for i, unit in enumerate(coded) if unit_type(unit) < 32]
    a, b = slices[3], slices[9]
    moved = list(coded)
    moved[a], moved[b] = moved[b], moved[a]
    for name, made in {"moved": moved, "lost": coded[:a] + coded[a + 1:], "doubled": coded[:a] + [coded[a]] + coded[a:],
                       "headless": [unit for unit in coded if unit_type(unit) != 39],
                       "two seals": coded + coded[-1:]}.items():
        source = assay.scratch("case.hevc", b"".join(made))
        run = decrypt(assay, source, out)
        assert run.status == 3 and run.json["error"]["domain"] == "cipher" and not out.exists(), (name, run.out)
        if name in ("moved", "lost", "doubled"):
            kept = decrypt(assay, source, out, "damaged=keep")
            assert kept.status == 0 and kept.json["answers"]["seal"] == "altered", (name, kept.out)
            out.unlink()
        source.unlink()
    return None


@point
def chroma_of_every_kind_and_depth_comes_back(assay):
    if shutil.which("ffmpeg") is None:
        return MISSING
    for pixels in ("gray", "yuv422p", "yuv444p", "gbrp", "gray10le", "yuv422p10le", "yuv444p10le", "yuv420p12le",
                   "yuv422p12le", "yuv444p12le"):
        source, secret, back = (assay.home / f"{prefix}{pixels}.hevc" for prefix in ("", "e", "d"))
        run = subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=208x120:rate=25:duration=0.2",
                              "-pix_fmt", pixels, "-c:v", "libx265", "-x265-params",
                              "log-level=error:qp=18:tskip=1:cbqpoffs=3", source], capture_output=True, check=False)
        if run.returncode != 0 and b"not supported" in run.stderr:
            continue
        assert run.returncode == 0, (pixels, run.stderr)
        made = encrypt(assay, source, secret, "mode=extended")
        assert made.status == 0 and metric(made.json, "damaged") == 0, (pixels, made.out)
        assert metric(made.json, "es_percent") > 8, pixels
        frames = hashes(secret, "-map", "0:v")
        assert len(frames) == 5
        ffmpeg("-xerror", "-i", secret, "-f", "null", "-")
        assert decrypt(assay, secret, back).status == 0 and back.read_bytes() == source.read_bytes(), pixels
    return None


@point
def zeros_behind_slices_keep_nothing_readable(assay):
    """FFmpeg takes the first zero of the next start code for a slice's last byte when it packs a byte stream."""
    stream = shared("data", "hevc", "x_slices_ctu32_wpp.hevc")
    if stream is None or shutil.which("ffmpeg") is None:
        return MISSING
    padded = assay.scratch("padded.hevc", stream.read_bytes().replace(b"\0\0\1", b"\0\0\0\0\1"))
    video, secret, back = assay.home / "v.mp4", assay.home / "e.mp4", assay.home / "d.mp4"
    ffmpeg("-i", padded, "-c", "copy", video)
    assert sum(int(line.split(b",")[4]) for line in hashes(video)) > stream.stat().st_size - 2000  # the zeros are there
    made, plain = encrypt(assay, video, secret), encrypt(assay, stream, assay.home / "e.hevc")
    assert made.status == 0, made.err
    assert metric(made.json, "encrypted_bits") == metric(plain.json, "encrypted_bits") > 0
    assert metric(made.json, "segments") == metric(plain.json, "segments")
    opened = decrypt(assay, secret, back)
    assert opened.status == 0 and opened.json["answers"] == {"seal": "whole", "complete": "yes"}, opened.err
    assert hashes(back) == hashes(video) != hashes(secret)
    return None


finish()
