"""`cipher.*` on damaged, altered, cut and re-packed videos: what can be is done, and nothing reads as clean."""
import random
import shutil
import subprocess

from cipher_files import MISSING, decrypt, encrypt, ffmpeg, finding, kind, material, metric, rules, split_whole
from harness import finish, point, shared

KEY = "a long line of words"  # of which nothing is found


def damage(units, picture):
    """The slice segment of that number, from 0, cut to half of its length."""
    at = [i for i, unit in enumerate(units) if kind(unit) < 32][picture]
    return at, units[:at] + [units[at][: len(units[at]) // 2]] + units[at + 1:]


def frames(path):
    run = subprocess.run(["ffmpeg", "-v", "error", "-i", path, "-map", "0:v", "-f", "framemd5", "-"],
                         capture_output=True, check=True)
    return [line.split(b",")[-1] for line in run.stdout.splitlines() if not line.startswith(b"#")]


def page_one(assay, case):
    paper = assay.home / "r.pdf"
    assert assay("report", case, "--out", paper, "--force").status == 0
    run = subprocess.run(["pdftotext", "-l", "1", paper, "-"], capture_output=True, check=True, text=True)
    return " ".join(run.stdout.split())


@point
def what_stays_readable_is_named(assay):
    stream = shared("data", "hevc", "x_dqp_tskip_nowpp.hevc")
    if stream is None:
        return "the shared data is not here"
    at, broken = damage(split_whole(stream.read_bytes()), 2)
    source, secret, back = assay.scratch("b.hevc", b"".join(broken)), assay.home / "e.hevc", assay.home / "d.hevc"
    refused = encrypt(assay, source, secret)
    assert refused.status == 3 and f"NAL unit {at}:" in refused.err and "“damaged” to “keep”" in refused.err, refused.err
    made = encrypt(assay, source, secret, "damaged=keep", key=KEY)
    assert made.status == 0 and rules(made) == ["CIP-12"], made.out
    told = finding(made, "CIP-12")
    assert (told["cipher.first_unit"], told["cipher.first_picture"], told["cipher.damaged"]) == (at, 3, 1), told
    assert told["cipher.first_place"]["offset"] == len(b"".join(broken[:at])) + broken[at].index(b"\0\0\1") + 3, told
    assert abs(metric(made.json, "units_encrypted") - 100 * 16 / 17) < 0.01, made.out
    # Decrypting needs no further choice: it is as it was sealed, and comes back.
    opened = decrypt(assay, secret, back, key=KEY)
    assert opened.status == 0 and opened.json["answers"]["seal"] == "whole", opened.err
    assert back.read_bytes() == source.read_bytes() and rules(opened) == ["CIP-14", "CIP-12"], opened.out
    assert opened.json["verdict"] == "not-applicable"
    return None


@point
def an_altered_stream_is_a_finding(assay):
    stream = shared("data", "hevc", "x_dqp_tskip_nowpp.hevc")
    if stream is None:
        return "the shared data is not here"
    secret, back = assay.home / "e.hevc", assay.home / "d.hevc"
    assert encrypt(assay, stream, secret).status == 0
    units = split_whole(secret.read_bytes())
    slices = [i for i, unit in enumerate(units) if kind(unit) < 32]
    swapped, dropped = list(units), list(units)
    swapped[slices[3]], swapped[slices[4]] = swapped[slices[4]], swapped[slices[3]]
    del dropped[slices[5]]
    for changed, segments in ((swapped, 17), (dropped, 16), (damage(units, 6)[1], 17)):
        path = assay.scratch("c.hevc", b"".join(changed))
        refused = decrypt(assay, path, back)
        assert refused.status == 3 and refused.json["error"]["code"] == "ALTERED" and not back.exists(), refused.out
        assert "“damaged” to “keep”" in refused.err and "packed it anew" in refused.err, refused.err
        kept = decrypt(assay, path, back, "damaged=keep")
        assert kept.status == 0 and kept.json["answers"]["seal"] == "altered", kept.err
        assert kept.json["verdict"] == "attention" and "CIP-10" in rules(kept), kept.out
        told = finding(kept, "CIP-10")
        assert (told["cipher.segments_found"], told["cipher.segments_sealed"]) == (segments, 17), told
        # The first unit that differs is within the section named, which is a tenth of the stream or so.
        first = next(i for i, (a, b) in enumerate(zip(changed, units)) if a != b)
        begin, end = map(int, told["cipher.change_units"].split("-"))
        assert begin <= first <= end < begin + 8, (first, told)
        begin, end = map(int, told["cipher.change_pictures"].split("-"))
        assert begin <= sum(slices[0] <= i <= first for i in slices) <= end < begin + 5, (first, told)
        back.unlink()
    assert f"NAL unit {slices[6]}:" in refused.err, refused.err
    return None


@point
def a_report_on_an_altered_video_does_not_read_as_clean(assay):
    stream = shared("data", "hevc", "x_main10.hevc")
    if stream is None or shutil.which("pdftotext") is None:
        return "the shared data or pdftotext is not here"
    secret = assay.home / "e.hevc"
    assert encrypt(assay, stream, secret).status == 0
    units = split_whole(secret.read_bytes())
    cut = assay.scratch("cut.hevc", b"".join(units[: len(units) // 2]))
    for more, words in ((["--set", "damaged=keep"], "The seal at the end of the encrypted video is missing"),
                        ([], "Decryption was refused")):
        case = assay.new_case("Cut" + str(len(more)))
        assert assay.json("intake", case, cut).status == 0
        assert "No obvious signs of tampering detected" in page_one(assay, case)
        run = assay.json("run", "cipher.decrypt", "--case", case, "--exhibit", "1", "--set", "key=abc", *more)
        assert run.status == (0 if more else 3), run.err
        page = page_one(assay, case)
        assert words in page and "No obvious signs" not in page, page
    case = assay.new_case("Wrong key")  # says nothing about the file
    assert assay.json("intake", case, cut).status == 0
    run = assay.json("run", "cipher.decrypt", "--case", case, "--exhibit", "1", "--set", "key=another")
    assert run.status == 3 and run.json["error"]["code"] == "KEY", run.out
    assert "No obvious signs" in page_one(assay, case)
    return None


@point
def a_video_that_was_only_packed_anew_comes_back(assay):
    stream = shared("data", "hevc", "x_dqp_tskip_nowpp.hevc")
    if stream is None or shutil.which("ffmpeg") is None:
        return "the shared data or ffmpeg is not here"
    secret, back = assay.home / "e.hevc", assay.home / "d.hevc"
    assert encrypt(assay, stream, secret).status == 0
    copies = [assay.home / name for name in ("r.mp4", "r.hevc", "r.mkv")]
    for before, after in zip([secret, copies[0], copies[0]], copies):
        subprocess.run(["ffmpeg", "-v", "error", "-i", before, "-c", "copy", after], check=True)
        out = assay.home / f"d{after.suffix}"
        opened = decrypt(assay, after, out)
        assert opened.status == 0 and opened.json["answers"]["seal"] == "repacked", (after, opened.err)
        assert rules(opened) == ["CIP-15", "CIP-14"] and opened.json["verdict"] == "not-applicable", opened.out
        plain = assay.home / f"p{after.suffix}"  # the original packed the same way
        source = stream if before == secret else assay.home / "p.mp4"
        subprocess.run(["ffmpeg", "-v", "error", "-i", source, "-c", "copy", plain], check=True)
        assert len(frames(out)) > 10 and frames(out) == frames(plain), after
        out.unlink()
    # Nothing else may pass as packing: not a slice moved, left out or changed.
    units = split_whole(copies[1].read_bytes())
    slices = [i for i, unit in enumerate(units) if kind(unit) < 32]
    moved, less, other = list(units), list(units), list(units)
    moved[slices[3]], moved[slices[4]] = moved[slices[4]], moved[slices[3]]
    del less[slices[-1]]
    other[slices[2]] = units[slices[2]][:-2] + bytes([units[slices[2]][-2] ^ 1]) + units[slices[2]][-1:]
    for changed in (moved, less, other):
        refused = decrypt(assay, assay.scratch("c.hevc", b"".join(changed)), back)
        assert refused.status == 3 and refused.json["error"]["code"] == "ALTERED", refused.out
    return None


@point
def inspection_locates_damage_where_nothing_can_be_read(assay):
    stream = shared("data", "hevc", "x_dqp_tskip_nowpp.hevc")
    if stream is None:
        return "the shared data is not here"
    units = split_whole(stream.read_bytes())
    first = next(i for i, unit in enumerate(units) if kind(unit) < 32)
    alone = assay.scratch("cut.hevc", b"".join(units[:first]) + units[first][: len(units[first]) // 2])
    sps = next(i for i, unit in enumerate(units) if kind(unit) == 33)
    bare = assay.scratch("nosps.hevc", b"".join(units[:sps] + units[sps + 1:]))
    for path, number, damaged in ((alone, first, 1), (bare, first - 1, 17)):
        found = assay.json("run", "cipher.inspect", path)
        assert found.status == 0 and rules(found) == ["CIP-12"], (path, found.err)
        begun = sum(kind(unit) < 32 and unit[unit.index(b"\0\0\1") + 5] >> 7 for unit in split_whole(path.read_bytes()))
        assert metric(found.json, "damaged") == damaged and metric(found.json, "segments") == 0, found.out
        assert metric(found.json, "pictures") == begun > 0, found.out
        assert finding(found, "CIP-12")["cipher.first_unit"] == number, found.out
        table = next(t for t in found.json["tables"] if t["id"] == "damage")
        assert table["rows"][0][0] == number, table
    return None


def escape_needlessly(unit):
    """One emulation prevention byte where the decoder wants none but takes it; None where it finds no place."""
    for at in range(12, len(unit) - 2):
        if unit[at:at + 2] == b"\0\0" and unit[at + 2] > 3:
            return unit[:at + 2] + b"\3" + unit[at + 2:]
    return None


@point
def a_slice_that_is_not_encrypted_is_told(assay):
    """It could not be brought back byte for byte, so it stays readable: never without a word."""
    stream = shared("data", "hevc", "x_lossless.hevc")
    if stream is None or shutil.which("ffmpeg") is None:
        return "the shared data or ffmpeg is not here"
    units = split_whole(stream.read_bytes())
    slices = [i for i, unit in enumerate(units) if kind(unit) < 32]
    odd = [(escape_needlessly(unit) or unit) if i in slices[:2] else unit for i, unit in enumerate(units)]
    changed = sum(a != b for a, b in zip(odd, units))
    source, secret, back = assay.scratch("odd.hevc", b"".join(odd)), assay.home / "e.hevc", assay.home / "d.hevc"
    assert 0 < changed < len(slices) and frames(source) == frames(stream), changed
    refused = encrypt(assay, source, secret)
    assert refused.status == 3 and refused.json["error"]["code"] == "UNSUPPORTED" and not secret.exists(), refused.out
    assert "emulation prevention" in refused.err and "“damaged” to “keep”" in refused.err, refused.err
    made = encrypt(assay, source, secret, "damaged=keep", key=KEY)
    assert made.status == 0 and rules(made) == ["CIP-12"] and metric(made.json, "damaged") == changed, made.out
    assert abs(metric(made.json, "units_encrypted") - 100 * (1 - changed / len(slices))) < 0.01, made.out
    opened = decrypt(assay, secret, back, key=KEY)
    assert opened.status == 0 and opened.json["answers"]["seal"] == "whole", opened.err
    assert back.read_bytes() == source.read_bytes()
    return None


@point
def an_encrypted_video_without_its_description_is_not_encrypted_again(assay):
    stream = shared("data", "hevc", "x_main10.hevc")
    if stream is None:
        return "the shared data is not here"
    secret, other = assay.home / "e.hevc", assay.home / "o.hevc"
    assert encrypt(assay, stream, secret).status == 0
    units, plain = split_whole(secret.read_bytes()), split_whole(stream.read_bytes())
    described = next(i for i, unit in enumerate(units) if unit not in plain and kind(unit) == 39)
    assert kind(units[-1]) == 40 and units[-1] not in plain
    stripped = assay.scratch("stripped.hevc", b"".join(units[:described] + units[described + 1:]))
    sealed = assay.scratch("sealed.hevc", b"".join(plain[:8] + units[-1:] + plain[8:]))
    for source in (stripped, sealed):
        refused = encrypt(assay, source, other)
        assert refused.status == 3 and refused.json["error"]["code"] == "UNSUPPORTED", refused.out
        assert "encrypted already" in refused.err and not other.exists(), refused.err
    return None


@point
def a_container_without_its_packets_is_called_damaged(assay):
    """The places of all packets lie behind the end of the file: that is no matter of the settings."""
    base = material(assay)
    if base is None:
        return MISSING
    data, out = bytearray(base.read_bytes()), assay.home / "e.mp4"
    at = data.index(b"stco")
    for i in range(int.from_bytes(data[at + 8:at + 12], "big")):
        data[at + 12 + 4 * i:at + 16 + 4 * i] = (0x7ffffff0).to_bytes(4, "big")
    run = encrypt(assay, assay.scratch("far.mp4", bytes(data)), out, "damaged=keep")
    assert run.status == 3 and run.json["error"]["code"] == "MALFORMED" and not out.exists(), run.out
    assert "No picture" in run.json["error"]["message"], run.out
    return None


@point
def damaged_pictures_are_not_encoded_anew_as_whole_ones(assay):
    if shutil.which("ffmpeg") is None:
        return MISSING
    film, out = assay.home / "f.mp4", assay.home / "e.mp4"
    ffmpeg("-f", "lavfi", "-i", "testsrc=size=176x144:rate=25:duration=1", "-c:v", "libx264", "-pix_fmt", "yuv420p",
           "-movflags", "+faststart", film)
    data, spots = bytearray(film.read_bytes()), random.Random(1)
    for _ in range(200):
        data[spots.randrange(len(data) // 3, len(data))] = spots.randrange(256)
    broken = assay.scratch("broken.mp4", bytes(data))
    run = encrypt(assay, broken, out, "transcode=true")
    assert run.status == 3 and run.json["error"]["code"] == "MALFORMED" and not out.exists(), run.out
    assert "Picture " in run.err and "“damaged” to “keep”" in run.err, run.err
    run = encrypt(assay, broken, out, "transcode=true", "damaged=keep", key=KEY)
    told = next(f for f in run.json["findings"] if f["rule"] == "CIP-07")
    assert run.status == 0 and told["severity"] == "attention" and told["observed"]["cipher.corrupt"] > 0, run.out
    run = encrypt(assay, film, assay.home / "w.mp4", "transcode=true", key=KEY)
    assert run.status == 0 and "cipher.corrupt" not in finding(run, "CIP-07"), run.out
    return None


finish()
