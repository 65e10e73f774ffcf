"""`cipher.decrypt` on an encrypted video that lost a part: all that is there comes back, and nothing says that it is whole."""
import re
import subprocess

from cipher_files import MISSING, decrypt, encrypt, ffmpeg, material
from harness import finish, point, shared


def split(data):
    places = [match.start() for match in re.finditer(b"\0\0\1", data)]
    return [data[a:b].rstrip(b"\0") for a, b in zip(places, places[1:] + [len(data)])]


def kind(unit):
    return unit[3] >> 1 & 63


def slices(path):
    return [unit for unit in split(path.read_bytes()) if kind(unit) < 32]


def packets(path, stream):
    """Each packet's MD5."""
    return [line.split(b",")[5].strip() for line in ffmpeg("-i", path, "-map", f"0:{stream}", "-c", "copy", "-f", "framemd5", "-").splitlines()
            if not line.startswith(b"#")]


def kept(assay, changed, back):
    """Refused without the setting, with it marked as not whole."""
    refused = decrypt(assay, changed, back)
    assert refused.status == 3 and not back.exists(), refused.out
    run = decrypt(assay, changed, back, "damaged=keep")
    assert run.status == 0 and run.json["answers"]["complete"] == "no" and run.json["verdict"] == "attention", run.out
    return run


@point
def the_rest_of_a_byte_stream_comes_back(assay):
    for name in ("x_rectamp_wpp_b.hevc", "h_ra_nosbh.hevc", "x_slices_ctu32_wpp.hevc"):
        stream = shared("data", "hevc", name)
        if stream is None:
            return MISSING
        secret, back = assay.home / f"e-{name}", assay.home / "d.hevc"
        assert encrypt(assay, stream, secret, "generator=" + ("aes" if name[0] == "x" else "chaos")).status == 0
        units, plain = split(secret.read_bytes()), set(slices(stream))
        places = [i for i, unit in enumerate(units) if kind(unit) < 32]
        later = [i for i in places if 16 <= kind(units[i]) <= 21 and units[i][5] & 0x80]
        without_first = [unit for i, unit in enumerate(units)
                         if i >= (later[1] if len(later) > 1 else places[4]) or 32 <= kind(unit) <= 34]
        described = next(i for i, unit in enumerate(units) if kind(unit) == 39 and i < places[0])
        swapped = list(units)
        swapped[places[2]], swapped[places[3]] = units[places[3]], units[places[2]]
        lost = places[1] if name.startswith("x") else places[4]
        dropped = units[:lost] + units[lost + 1:]
        for changed in (dropped, swapped, without_first,
                        units[:described] + units[described + 1:], units[:-1], units[:places[-3]]):
            run = kept(assay, assay.scratch("c.hevc", b"".join(changed)), back)
            found = slices(back)
            assert found and set(found) <= plain, (name, len(found))
            assert len(found) == sum(kind(unit) < 32 for unit in changed)
            back.unlink()
            if changed is dropped:
                gap = next(f["observed"] for f in run.json["findings"] if f["rule"] == "CIP-24")
                rows = next(table["rows"] for table in run.json["tables"] if table["id"] == "gaps")
                begin = b"".join(changed).index(changed[rows[0][0]]) + 3
                assert gap["cipher.gaps"] == len(rows) == 1 and rows[0][3] == begin, (name, rows)
                parts = name.startswith("x_slices")
                assert rows[0][5] == ("A part of this picture is missing" if parts else "What is shown behind this picture is missing")
                assert not parts or rows[0][2] == 1
    return None


@point
def without_its_beginning_a_wrong_key_is_still_told(assay):
    stream = shared("data", "hevc", "x_main10.hevc")
    if stream is None:
        return MISSING
    secret, back = assay.home / "e.hevc", assay.home / "d.hevc"
    assert encrypt(assay, stream, secret).status == 0
    units = split(secret.read_bytes())
    first = next(i for i, unit in enumerate(units) if kind(unit) < 32)
    headless = assay.scratch("c.hevc", b"".join(unit for i, unit in enumerate(units) if i > first or kind(unit) != 39))
    wrong = assay.json("run", "cipher.decrypt", headless, "--set", "key=abd", "--set", "damaged=keep", "--out", back)
    assert wrong.status == 3 and wrong.json["error"]["code"] == "KEY" and not back.exists(), wrong.out
    bare = assay.json("run", "cipher.decrypt", headless, "--set", "key=abc", "--out", back)
    assert bare.status == 3 and bare.json["error"]["code"] == "UNSUPPORTED" and "“damaged”" in bare.err, bare.out
    # a seal whose copy of the description was touched is not believed
    seal = bytearray(units[-1])
    seal[len(seal) // 2 + 8] ^= 1
    touched = assay.scratch("t.hevc", headless.read_bytes()[: -len(units[-1])] + bytes(seal))
    run = decrypt(assay, touched, back, "damaged=keep")
    assert run.status == 3 and run.json["error"]["code"] in ("KEY", "UNSUPPORTED", "MALFORMED"), run.out
    return None


@point
def the_rest_of_a_container_comes_back(assay):
    video = material(assay)
    if video is None:
        return MISSING
    secret, back = assay.home / "e.mp4", assay.home / "d.mp4"
    assert encrypt(assay, video, secret, "audio=true").status == 0
    sound, pictures = packets(video, "a"), packets(video, "v")
    assert not set(packets(secret, "a")) & set(sound)
    for which, number in (("a", 5), ("v", 3)):
        lost = assay.home / f"lost-{which}.mp4"
        ffmpeg("-i", secret, "-map", "0", "-c", "copy", f"-bsf:{which}", f"noise=drop=eq(n\\,{number})", "-tag:v", "hvc1", lost)
        assert len(packets(lost, which)) + 1 == len(sound if which == "a" else pictures)
        run = kept(assay, lost, back)
        assert ("CIP-13" if which == "a" else "CIP-10") in [f["rule"] for f in run.json["findings"]], run.out
        assert set(packets(back, "a")) <= set(sound) and len(packets(back, "a")) == len(packets(lost, "a"))
        assert set(packets(back, "v")) - set(pictures) <= {packets(back, "v")[0], packets(back, "v")[-1]}
        back.unlink()
    return None


@point
def a_packet_whose_lengths_are_wrong_passes_as_it_is(assay):
    video = material(assay)
    if video is None:
        return MISSING
    pictures = packets(video, "v")

    def hurt(path, name, number):
        """The length of the first unit of that packet reaches beyond it."""
        data = bytearray(path.read_bytes())
        places = [int(line) for line in subprocess.run(
            ["ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "packet=pos", "-of", "csv=p=0", path],
            capture_output=True, check=True, text=True).stdout.replace(",", "").split()]
        data[places[number]] = 0x7f
        return assay.scratch(name, bytes(data))

    source, secret, back = hurt(video, "hurt.mp4", 3), assay.home / "e.mp4", assay.home / "d.mp4"
    refused = encrypt(assay, source, secret)
    assert refused.status == 3 and "Packet 3 " in refused.err and not secret.exists(), refused.out
    made = encrypt(assay, source, secret, "damaged=keep")
    told = next(f["observed"] for f in made.json["findings"] if f["rule"] == "CIP-12")
    assert told["cipher.damaged"] == 1 and "cipher.first_time" in told, told
    opened = decrypt(assay, secret, back)  # it came so
    assert opened.status == 0 and opened.json["answers"] == {"seal": "whole", "complete": "yes"}, opened.out
    assert packets(back, "v") == packets(source, "v")
    back.unlink()
    secret.unlink()
    assert encrypt(assay, video, secret).status == 0
    run = kept(assay, hurt(secret, "lost.mp4", 5), back)
    found = packets(back, "v")
    assert sum(a != b for a, b in zip(found, pictures)) <= 2 and len(found) == len(pictures), run.out
    assert "CIP-12" in [f["rule"] for f in run.json["findings"]]
    return None


finish()
