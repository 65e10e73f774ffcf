"""What the seal of an encrypted video covers: each byte of a byte stream, the record of a container, and itself."""
import shutil

from cipher_files import MISSING, decrypt, encrypt, ffmpeg, kind, material, pictures, rules, split, start_codes
from harness import finish, point, shared

SEAL = bytes.fromhex("4a93d17ec6284b95b25f71ae39e48c6d")
DESCRIPTION = bytes.fromhex("8b1f4cd26a934e5b9d27c4713ea85f16")
OLD_SEAL = bytes.fromhex("d5629e37b84d41faa37c15e95d82b64f")


@point
def zeros_around_the_units_come_back_and_are_covered(assay):
    stream = shared("data", "hevc", "x_main10.hevc")
    if stream is None:
        return MISSING
    plain = stream.read_bytes()
    places = list(start_codes(plain))
    between = plain[: places[5]] + bytes(7) + plain[places[5]:]
    for number, data in enumerate((bytes(1) + plain, bytes(3000) + plain, bytes(300000) + plain, between, plain + bytes(5))):
        source = assay.scratch(f"zeros-{number}.hevc", data)
        secret, back = assay.home / f"e-{number}.hevc", assay.home / f"d-{number}.hevc"
        made = encrypt(assay, source, secret)
        assert made.status == 0, made.err
        opened = decrypt(assay, secret, back)
        assert opened.status == 0 and opened.json["answers"] == {"seal": "whole", "complete": "yes"}, opened.out
        assert back.read_bytes() == data, number
        # Fewer or more of them afterwards: the pictures are whole, the file is not what it was, and that is said.
        hidden = secret.read_bytes()
        place = list(start_codes(hidden))[4]
        for other in (hidden + bytes(2), hidden[:place] + bytes(3) + hidden[place:], bytes(2) + hidden):
            back.unlink()
            opened = decrypt(assay, assay.scratch("other.hevc", other), back)
            assert opened.status == 0, opened.out
            assert opened.json["answers"] == {"seal": "repacked", "complete": "pictures"}, opened.out
            assert rules(opened) == ["CIP-15", "CIP-14"] and back.read_bytes() != data
    # anything else before the first start code is no byte stream, and that is the reason
    refused = encrypt(assay, assay.scratch("other.hevc", b"x" + plain), assay.home / "x.hevc")
    assert refused.status == 3 and "start code" in refused.json["error"]["message"], refused.out
    return None


@point
def the_record_of_a_container_is_covered(assay):
    video = material(assay)
    if video is None:
        return MISSING
    secret, back = assay.home / "e.mp4", assay.home / "d.mp4"
    assert encrypt(assay, video, secret).status == 0
    opened = decrypt(assay, secret, back)
    assert opened.json["answers"] == {"seal": "whole", "complete": "yes"}, opened.out
    back.unlink()
    data = secret.read_bytes()
    record = data.index(b"hvcC") + 4
    told = 0
    for at in (2, 3, 4, 6, 12, 13, 16, 17, 18, 19):  # compatibility, constraints, level, formats, rates
        changed = assay.scratch("c.mp4", data[: record + at] + bytes([data[record + at] ^ 1]) + data[record + at + 1:])
        opened = decrypt(assay, changed, back)
        if opened.status == 0:
            assert opened.json["answers"]["seal"] == "repacked" and "CIP-15" in rules(opened), (at, opened.out)
            told += 1
            back.unlink()
    assert told >= 6, told
    return None


@point
def what_ffmpeg_packs_anew_is_decrypted(assay):
    if shutil.which("ffmpeg") is None:
        return MISSING
    for number, words in enumerate(("info=1", "info=0", "info=1:repeat-headers=1", "hdr10=1:max-cll=1000,400:master-display="
                                    "G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,1)")):
        plain, secret = assay.home / f"{number}.mp4", assay.home / f"e{number}.mp4"
        ffmpeg("-f", "lavfi", "-i", "testsrc2=size=96x64:rate=25:duration=0.8", "-c:v", "libx265", "-x265-params",
               f"log-level=none:keyint=6:min-keyint=6:{words}", plain)
        assert encrypt(assay, plain, secret).status == 0
        stream, ts, of_ts, matroska, of_matroska = (assay.home / f"{number}{end}" for end in (
            ".hevc", ".ts", "-ts.mp4", ".mkv", "-mkv.mp4"))
        for source, target in ((secret, stream), (secret, ts), (ts, of_ts), (secret, matroska), (matroska, of_matroska)):
            ffmpeg("-i", source, "-c", "copy", target)
        # x265's settings, the mastering display's colours: once in the record, then at each intra picture
        assert words == "info=0" or stream.read_bytes().count(b"\x4e\x01\x05") > 2
        for packed in (stream, of_ts, matroska, of_matroska):
            back = assay.home / f"d-{packed.name}"
            opened = decrypt(assay, packed, back)
            assert opened.status == 0 and opened.json["answers"]["seal"] in ("whole", "repacked"), (packed, opened.out)
            assert opened.json["answers"]["complete"] != "no", opened.out
            assert pictures(back) == pictures(plain), packed
        # but not with a message of another content, or one that was taken out
        data = stream.read_bytes()
        at = data.rindex(b"\0\0\1\x4e\x01\x05") + 3
        if words != "info=0":
            end = data.index(b"\0\0\1", at)
            for other in (data[:at + 30] + bytes([data[at + 30] ^ 1]) + data[at + 31:], data[:at] + data[at:end].replace(
                    b"\x4e\x01\x05", b"\x4e\x01\x04", 1) + data[end:]):
                refused = decrypt(assay, assay.scratch("other.hevc", other), assay.home / "x.hevc")
                assert refused.status == 3 and refused.json["error"]["code"] == "ALTERED", refused.out
    return None


@point
def a_description_that_is_repeated_or_missing(assay):
    stream = shared("data", "hevc", "x_main10.hevc")
    if stream is None:
        return MISSING
    secret, back = assay.home / "e.hevc", assay.home / "d.hevc"
    assert encrypt(assay, stream, secret).status == 0
    data = secret.read_bytes()
    begin = data.rindex(b"\0\0\1", 0, data.index(DESCRIPTION))
    end = data.index(b"\0\0\1", data.index(DESCRIPTION))
    later = data.rindex(b"\0\0\1", 0, data.index(SEAL))
    # once more behind the pictures: it goes as the first one does
    opened = decrypt(assay, assay.scratch("twice.hevc", data[:later] + data[begin:end] + data[later:]), back)
    assert opened.status == 0 and opened.json["answers"]["seal"] == "repacked", opened.out
    assert back.read_bytes().count(DESCRIPTION) == 0 and "CIP-15" in rules(opened)
    # taken out: inspection still says that the video is encrypted
    taken = assay.scratch("taken.hevc", data[:begin] + data[end:])
    for path, where in ((secret, []), (taken, ["seal"]), (stream, [])):
        facts = assay.json("run", "cipher.inspect", path).json["tables"]
        rows = dict(next(table["rows"] for table in facts if table["id"] == "video"))
        assert ("Encrypted: key stream" in rows) == (path != stream), (path, rows)
        assert [value for name, value in rows.items() if "description stands" in name] == where, (path, rows)
    return None


@point
def each_byte_of_the_seal_counts(assay):
    stream = shared("data", "hevc", "x_rectamp_wpp_b.hevc")
    if stream is None:
        return MISSING
    secret, back = assay.home / "e.hevc", assay.home / "d.hevc"
    assert encrypt(assay, stream, secret).status == 0
    data = secret.read_bytes()
    first = data.rindex(b"\0\0\1", 0, data.index(SEAL))
    for at in range(first + 4, len(data), 9):
        changed = assay.scratch("c.hevc", data[:at] + bytes([data[at] ^ 4]) + data[at + 1:])
        refused = decrypt(assay, changed, back)
        assert refused.status == 3 and refused.json["error"]["code"] in ("ALTERED", "TRUNCATED"), (at, refused.out)
        assert "seal" in refused.json["error"]["message"] and not back.exists(), refused.out
    kept = decrypt(assay, changed, back, "damaged=keep")  # what is there comes back all the same
    assert kept.status == 0 and kept.json["answers"]["complete"] == "no" and back.read_bytes() == stream.read_bytes()
    assert kept.json["verdict"] == "attention", kept.out
    return None


@point
def a_check_says_what_it_is(assay):
    stream = shared("data", "hevc", "x_main10.hevc")
    video = material(assay)
    if stream is None or video is None:
        return MISSING
    for source in (stream, video):
        secret = assay.home / f"e{source.suffix}"
        assert encrypt(assay, source, secret).status == 0
        told = {path: rules(assay.json("check", path)) for path in (source, secret)}
        assert "VID-18" in told[secret] and "VID-18" not in told[source], told
        assert "VID-14" not in told[secret], told
    return None


@point
def where_nothing_can_be_read_the_damage_is_the_reason(assay):
    stream = shared("data", "hevc", "x_main10.hevc")
    if stream is None:
        return MISSING
    data = bytearray(stream.read_bytes())
    sps = data.index(b"\0\0\1\x42\x01") + 5
    data[sps + 12] ^= 0x18
    run = encrypt(assay, assay.scratch("hurt.hevc", bytes(data)), assay.home / "x.hevc", "damaged=keep")
    assert run.status == 3 and run.json["error"]["code"] == "MALFORMED", run.out
    assert not (assay.home / "x.hevc").exists()
    return None


@point
def parameter_sets_whose_order_matters_may_not_change_places(assay):
    """Two of one number: the last one counts, so another order shows other pictures."""
    stream, other = shared("data", "hevc", "x_main10.hevc"), shared("data", "hevc", "x_lossless.hevc")
    if stream is None or other is None:
        return MISSING
    plain = split(stream.read_bytes())
    foreign = next(unit for unit in split(other.read_bytes()) if kind(unit) == 34)
    place = next(i for i, unit in enumerate(plain) if kind(unit) == 34)
    assert foreign != plain[place] and foreign[5] >> 7 == plain[place][5] >> 7 == 1  # both have the number 0
    secret, back = assay.home / "e.hevc", assay.home / "d.hevc"
    assert encrypt(assay, assay.scratch("two.hevc", b"".join(plain[:place] + [foreign] + plain[place:])), secret).status == 0
    units = split(secret.read_bytes())
    first, second = [i for i, unit in enumerate(units) if kind(unit) == 34]
    third = [i for i, unit in enumerate(units) if kind(unit) < 32][2]
    swapped = list(units)
    swapped[first], swapped[second] = units[second], units[first]
    for changed in (swapped, units[:third] + [foreign] + units[third:]):
        refused = decrypt(assay, assay.scratch("c.hevc", b"".join(changed)), back)
        assert refused.status == 3 and refused.json["error"]["code"] == "ALTERED" and not back.exists(), refused.out
    assert decrypt(assay, secret, back).json["answers"]["seal"] == "whole"
    return None


@point
def a_set_stands_behind_what_it_refers_to(assay):
    stream = shared("data", "hevc", "x_main10.hevc")
    if stream is None:
        return MISSING
    secret, back = assay.home / "e.hevc", assay.home / "d.hevc"
    assert encrypt(assay, stream, secret).status == 0
    units = split(secret.read_bytes())
    sps, pps = (next(i for i, unit in enumerate(units) if kind(unit) == which) for which in (33, 34))
    units[sps], units[pps] = units[pps], units[sps]
    refused = decrypt(assay, assay.scratch("c.hevc", b"".join(units)), back)
    assert refused.status == 3 and refused.json["error"]["code"] == "ALTERED" and not back.exists(), refused.out
    return None


@point
def a_seal_of_an_old_version_under_a_new_description_proves_nothing(assay):
    """Old seals had no sum of themselves, so anybody can write one."""
    stream = shared("data", "hevc", "x_main10.hevc")
    if stream is None:
        return MISSING
    secret, back = assay.home / "e.hevc", assay.home / "d.hevc"
    assert encrypt(assay, stream, secret).status == 0
    units = split(secret.read_bytes())
    body = units[-1].replace(b"\0\0\3", b"\0\0")
    counts, content = body[23:31], body[31 + 16 + 16 + 16 + 8:][:16]
    payload = OLD_SEAL + counts + b"A" * 32 + b"B" * 16 + b"C" * 16 + content + b"\7"
    forged = b"\0\0\1" + bytes([40 << 1, 1, 5, len(payload)]) + payload + b"\x80"
    assert body[7:23] == SEAL
    refused = decrypt(assay, assay.scratch("c.hevc", b"".join(units[:-1]) + forged), back)
    assert refused.status == 3 and refused.json["error"]["code"] == "ALTERED" and not back.exists(), refused.out
    return None


finish()
