"""`cipher.encrypt`: what a file holds beside the pictures is named where it stays readable or gets lost, and what cannot
be written again is refused."""
from cipher_files import MISSING, decrypt, encrypt, ffmpeg, finding, hashes, kind, material, metric, split
from harness import finish, point, shared


@point
def covers_subtitles_attachments_and_chapters_are_named(assay):
    base = material(assay)
    if base is None:
        return MISSING
    out, cover = assay.home / "e.mp4", assay.home / "c.jpg"
    run = encrypt(assay, base, out)
    assert run.status == 0 and finding(run, "CIP-22") is None, run.out
    words = assay.scratch("w.srt", b"1\n00:00:00,000 --> 00:00:00,300\nHello\n")
    meta = assay.scratch("m.txt", b";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=300\ntitle=One\n")
    ffmpeg("-i", base, "-frames:v", "1", cover)
    mp4, mkv = assay.home / "b.mp4", assay.home / "b.mkv"
    ffmpeg("-i", base, "-i", words, "-i", cover, "-i", meta, "-map", "0", "-map", "1", "-map", "2", "-map_metadata", "3",
           "-c", "copy", "-c:s", "mov_text", "-disposition:v:1", "attached_pic", mp4)
    ffmpeg("-i", base, "-i", words, "-map", "0", "-map", "1", "-c", "copy", "-c:s", "srt", "-attach", cover,
           "-metadata:s:t", "mimetype=image/jpeg", "-metadata:s:t", "filename=c.jpg", mkv)
    for source, names in ((mp4, ("cover “mjpeg”", "subtitle “tx3g”", "chapters (1)")),
                          (mkv, ("cover “mjpeg”", "subtitle “subrip”"))):
        run = encrypt(assay, source, assay.home / f"x{source.suffix}", "audio=true")
        assert run.status == 0, run.err
        told = finding(run, "CIP-22")["cipher.beside"]
        assert all(name in told for name in names), told
    return None


@point
def messages_in_the_video_are_counted(assay):
    stream = shared("data", "hevc", "x_main10.hevc")
    if stream is None:
        return MISSING
    data, out = stream.read_bytes(), assay.home / "e.hevc"
    assert finding(encrypt(assay, stream, out), "CIP-22") is None
    text = b"0123456789abcdef" + b"52.5200 N 13.4050 E"
    caption = b"\xb5\x00\x31GA94\x03\xc1\xff\xfcAB\xff"
    both = bytes([5, len(text)]) + text + bytes([4, len(caption)]) + caption
    first = data.index(b"\0\0\1\x40")
    # x265's own message on its settings says nothing of what was recorded.
    own = bytes.fromhex("2ca2de09b51747dbbb55a4fe7fc2fc4e") + b"x265"
    messages = b"\0\0\1\x4e\1" + both + b"\x80" + b"\0\0\1\x4e\1" + bytes([5, len(own)]) + own + b"\x80"
    out.unlink()
    run = encrypt(assay, assay.scratch("m.hevc", data[:first] + messages + data[first:]), out)
    assert run.status == 0 and finding(run, "CIP-22") == {"cipher.messages": 2}, run.out
    assert text in out.read_bytes()
    return None


@point
def boxes_that_get_lost_are_named(assay):
    base = material(assay)
    if base is None:
        return MISSING
    data = base.read_bytes()
    manifest = bytes.fromhex("d8fec3d61b0e483c92975828877ec481") + bytes(4) + b"manifest\0" + bytes(8) + b"x" * 40
    box = (8 + len(manifest)).to_bytes(4, "big") + b"uuid" + manifest
    out = assay.home / "e.mp4"
    run = encrypt(assay, assay.scratch("u.mp4", data + box), out)
    assert run.status == 0 and finding(run, "CIP-08")["cipher.left_out"] == "box “uuid” (C2PA)", run.out
    assert metric(run.json, "left_out") == 1 and b"manifest" not in out.read_bytes()
    out.unlink()
    assert finding(encrypt(assay, base, out), "CIP-08") is None
    return None


def described_twice(data):
    """The video of an MP4 whose tables follow its samples: its last chunks are of a second description."""
    at = data.index(b"stsd") - 4
    entry = data[at + 16: at + int.from_bytes(data[at:at + 4], "big")]
    record = entry.index(b"hvcC") + 4
    other = entry[: record + 20] + bytes([entry[record + 20] ^ 1]) + entry[record + 21:]
    grown = bytearray(data)
    for kind in (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd"):
        box = data.index(kind) - 4
        size = int.from_bytes(data[box:box + 4], "big") + len(other)
        grown[box:box + 4] = size.to_bytes(4, "big")
    grown[at + 12:at + 16] = (2).to_bytes(4, "big")
    runs = data.index(b"stsc") - 4
    last = runs + int.from_bytes(data[runs:runs + 4], "big") - 4
    assert int.from_bytes(data[runs + 12:runs + 16], "big") > 1
    grown[last:last + 4] = (2).to_bytes(4, "big")
    return bytes(grown[: at + 16 + len(entry)] + other + grown[at + 16 + len(entry):])


@point
def a_track_that_is_described_twice_is_refused(assay):
    base = material(assay)
    if base is None:
        return MISSING
    source, out = assay.scratch("two.mp4", described_twice(base.read_bytes())), assay.home / "e.mp4"
    for words in ((), ("others=keep",)):
        run = encrypt(assay, source, out, *words)
        assert run.status == 3 and run.json["error"]["code"] == "UNSUPPORTED" and not out.exists(), run.out
        assert "describe" in run.err, run.err
    assert encrypt(assay, base, out).status == 0 and decrypt(assay, out, assay.home / "d.mp4").status == 0
    return None


@point
def another_encrypted_video_is_named(assay):
    base = material(assay)
    if base is None:
        return MISSING
    secret, both, back = (assay.home / name for name in ("e.mp4", "both.mp4", "back.mp4"))
    assert encrypt(assay, base, secret).status == 0
    ffmpeg("-i", secret, "-map", "0:v", "-map", "0:a", "-map", "0:v", "-c", "copy", both)
    run = decrypt(assay, both, back)
    assert run.status == 0 and finding(run, "CIP-26") == {"cipher.scrambled": "2"}, run.out
    assert run.json["answers"]["complete"] == "no" and run.json["verdict"] == "attention", run.out
    assert hashes(back, "-map", "0:v:0") == hashes(base, "-map", "0:v:0") != hashes(back, "-map", "0:v:1")
    # What was left in the clear on purpose is not called encrypted.
    two, kept = assay.home / "two.mp4", assay.home / "kept.mp4"
    ffmpeg("-i", base, "-map", "0:v", "-map", "0:v", "-c", "copy", two)
    run = encrypt(assay, two, kept, "others=keep")
    assert finding(run, "CIP-09") == {"cipher.videos": 1}, run.out
    run = decrypt(assay, kept, assay.home / "clear.mp4")
    assert run.status == 0 and finding(run, "CIP-26") is None and run.json["answers"]["complete"] == "yes", run.out
    # A description is not checked, and hides nothing: neither the video that carries it, nor another.
    ffmpeg("-y", "-i", base, "-i", secret, "-map", "0:v", "-map", "1:v", "-c", "copy", both)
    run = encrypt(assay, both, assay.home / "again.mp4", "others=keep")
    assert run.status == 0 and finding(run, "CIP-09") == {"cipher.videos": 0, "cipher.described": "1"}, run.out
    assert next(f for f in run.json["findings"] if f["rule"] == "CIP-09")["severity"] == "attention", run.out
    three = assay.home / "three.mp4"
    ffmpeg("-i", base, "-i", secret, "-map", "0:v", "-map", "0:v", "-map", "1:v", "-c", "copy", three)
    run = encrypt(assay, three, assay.home / "third.mp4", "others=keep")
    assert run.status == 0 and finding(run, "CIP-09") == {"cipher.videos": 1, "cipher.described": "2"}, run.out
    return None


@point
def few_elements_are_called_what_they_are(assay):
    stream = shared("data", "hevc", "x_main10.hevc")
    if stream is None:
        return MISSING
    out = assay.home / "e.hevc"
    for words, told, measured in ((("elements=mvd_sign",), True, False), (("elements=coeff_sign",), False, False),
                                  (("elements=mvd_sign", "measure=true"), True, True),
                                  (("measure=true",), False, True)):
        run = encrypt(assay, stream, out, *words)
        assert run.status == 0, run.err
        found = finding(run, "CIP-23")
        assert (found is not None) == told, (words, run.out)
        assert found is None or ("cipher.ssim" in found) == measured, found
        out.unlink()
    return None


@point
def hashes_are_removed_wherever_they_stand(assay):
    stream = shared("data", "hevc", "x_main10.hevc")
    if stream is None:
        return MISSING
    units = split(stream.read_bytes())
    text = bytes([5, 20]) + b"0123456789abcdef" + b"text"
    hashes = [i for i, unit in enumerate(units) if kind(unit) == 40]
    mixed = [unit[:-1] + text + b"\x80" if i in hashes else unit for i, unit in enumerate(units)]
    source = assay.scratch("mixed.hevc", b"".join(mixed))
    out, back = assay.home / "e.hevc", assay.home / "d.hevc"
    run = encrypt(assay, source, out, "hash_sei=strip")
    assert run.status == 0 and metric(run.json, "hashes_removed") == len(hashes) > 0, run.out
    secret = out.read_bytes()
    assert secret.count(text) == len(hashes) and not any(units[i][7:23] in secret for i in hashes)
    opened = decrypt(assay, out, back)
    assert opened.status == 0 and opened.json["answers"]["complete"] == "pictures", opened.out
    return None


finish()
