"""`cipher.decrypt` on an encrypted video that lost a part: all that is there comes back, and nothing says that it is whole."""
import subprocess

from cipher_files import MISSING, decrypt, encrypt, ffmpeg, finding, kind, material, rules, split
from harness import finish, point, shared


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
        for changed in (dropped, swapped, without_first, units[:-1], units[:places[-3]]):
            run = kept(assay, assay.scratch("c.hevc", b"".join(changed)), back)
            found = slices(back)
            assert found and set(found) <= plain, (name, len(found))
            assert len(found) == sum(kind(unit) < 32 for unit in changed)
            back.unlink()
            if changed is dropped:
                gap = finding(run, "CIP-24")
                rows = next(table["rows"] for table in run.json["tables"] if table["id"] == "gaps")
                begin = b"".join(changed).index(changed[rows[0][0]]) + 3
                assert gap["cipher.gaps"] == len(rows) == 1 and rows[0][3] == begin, (name, rows)
                parts = name.startswith("x_slices")
                assert rows[0][5] == ("A part of this picture is missing" if parts else "What is shown behind this picture is missing or cannot be read")
                assert not parts or rows[0][2] == 1
        # without its description nothing of the video itself is missing
        bare = assay.scratch("c.hevc", b"".join(units[:described] + units[described + 1:]))
        run = decrypt(assay, bare, back, "damaged=keep")
        assert run.json["answers"] == {"seal": "repacked", "complete": "pictures"}, run.out
        assert rules(run)[:2] == ["CIP-25", "CIP-15"] and run.json["verdict"] == "attention", run.out
        assert split(back.read_bytes()) == split(stream.read_bytes())
        back.unlink()
    return None


def gaps(run):
    """Picture, reason and other picture of each place."""
    rows = next((table["rows"] for table in run.json["tables"] if table["id"] == "gaps"), [])
    told = [finding["observed"]["cipher.gaps"] for finding in run.json["findings"] if finding["rule"] == "CIP-24"]
    assert told == ([len(rows)] if rows else []), run.out
    return [(row[2], row[5], row[6]) for row in rows]


BEHIND = "What is shown behind this picture is missing or cannot be read"
BEFORE = "What came before this picture is missing"
LATE = "A picture that this one needs comes only after it"
DOUBLE = "Numbers that came before begin again: pictures came twice, or an intra picture is missing"
COPY = "This picture came before: if one of both was put in, this one is scrambled"
ALIKE = "Reads like an earlier picture: if one like it was put in, lost or changed, this one is scrambled"
BORDER = "Before this picture something may be missing, moved or changed: a sequence begins here"
END = "Behind this picture something may be missing: the video ends here"


@point
def pictures_that_are_missing_doubled_or_moved_are_named(assay):
    stream = shared("data", "hevc", "x_rectamp_wpp_b.hevc")
    if stream is None:
        return MISSING
    secret, back = assay.home / "e.hevc", assay.home / "d.hevc"
    assert encrypt(assay, stream, secret).status == 0

    def alter(path, change):
        units = split(path.read_bytes())
        places = [i for i, unit in enumerate(units) if kind(unit) < 32]
        return assay.scratch("a.hevc", b"".join(change(units, places)))

    def first(units, places):
        return units[:places[0]] + units[places[0] + 1:]

    def lost(units, places):
        return units[:places[4]] + units[places[4] + 1:]

    def swapped(units, places):
        units[places[1]], units[places[0]] = units[places[0]], units[places[1]]
        return units

    def moved(units, places):
        units[places[2]], units[places[1]] = units[places[1]], units[places[2]]
        return units

    def doubled(units, places):
        return units[:places[9]] + [units[places[6]]] + units[places[9]:]

    for change, plain, sealed in ((first, [(1, BEFORE, None)], [(1, BEFORE, None)]),
                                  (lost, [(2, BEHIND, None)], [(2, BEHIND, None)]),
                                  (swapped, [(1, BEFORE, None), (3, BEHIND, None)], [(1, BEFORE, None), (3, BEHIND, None)]),
                                  (moved, [(2, LATE, 3)], [(2, LATE, 3)]),
                                  (doubled, [(10, DOUBLE, 7)], [(10, COPY, 7)])):
        altered = alter(stream, change)
        assert gaps(assay.json("run", "cipher.inspect", altered)) == plain, (change, gaps(assay.json("run", "cipher.inspect", altered)))
        run = encrypt(assay, altered, back)
        assert run.status == 0 and gaps(run) == plain, (change, gaps(run))
        # it came so: whoever decrypts it has what was encrypted
        whole = decrypt(assay, back, assay.home / "w.hevc")
        assert whole.json["answers"]["complete"] == "yes" and not gaps(whole), whole.out
        (assay.home / "w.hevc").unlink()
        back.unlink()
        run = kept(assay, alter(secret, change), back)
        assert gaps(run) == sealed, (change, gaps(run))
        back.unlink()
    return None


@point
def what_only_the_seal_tells_is_named_by_its_section(assay):
    stream = shared("data", "hevc", "x_rectamp_wpp_b.hevc")
    if stream is None:
        return MISSING
    video, secret, back = assay.home / "v.hevc", assay.home / "e.hevc", assay.home / "d.hevc"
    # four sequences; no two pictures read alike
    streams = [shared("data", "hevc", name + ".hevc")
               for name in ("x_rectamp_wpp_b", "x_dqp_tskip_nowpp", "k_wppslices_smpamp", "x_main10")]
    starts = [0]
    for path in streams:
        starts.append(starts[-1] + len(split(path.read_bytes())))
    video.write_bytes(b"".join(b"".join(split(path.read_bytes())) for path in streams))
    assert not gaps(assay.json("run", "cipher.inspect", video))
    assert encrypt(assay, video, secret).status == 0
    units = split(secret.read_bytes())
    second, third, fourth = (start + 1 for start in starts[1:4])
    counts = [sum(kind(unit) < 32 and unit[5] >> 7 for unit in units[a:b]) for a, b in ((0, second), (second, third))]
    for changed, told in ((units[:second] + units[third:], (counts[0] + 1, BORDER, None)),
                          (units[:second] + units[third:fourth] + units[second:third] + units[fourth:], (counts[0] + 1, BORDER, None)),
                          (units[:fourth] + units[-1:], (sum(counts) + 17, END, None))):
        run = kept(assay, assay.scratch("c.hevc", b"".join(changed)), back)
        assert gaps(run) == [told], (told, gaps(run))
        back.unlink()
    run = kept(assay, assay.scratch("c.hevc", b"".join(units + units)), back)
    rows = gaps(run)
    pictures = sum(kind(unit) < 32 and unit[5] >> 7 for unit in units)
    assert rows and all(reason in (ALIKE, COPY) and number == other + pictures for number, reason, other in rows), rows
    change = finding(run, "CIP-10")
    # the section, though a seal stands in the middle
    at = change["cipher.change_place"]["offset"]
    assert b"".join(units + units)[at - 3:at] == b"\0\0\1" and at <= sum(map(len, units)), change
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
        assert ("CIP-13" if which == "a" else "CIP-10") in rules(run), run.out
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
    told = finding(made, "CIP-12")
    assert told["cipher.damaged"] == 1 and "cipher.first_time" in told, told
    assert told["cipher.first_picture"] == 4, told
    seen = assay.json("run", "cipher.inspect", source)
    same = finding(seen, "CIP-12")
    assert all(same[name] == told[name] for name in same), (same, told)
    assert all(seen.json["metrics"][name] == made.json["metrics"][name] for name in ("pictures", "segments", "damaged")), seen.out
    opened = decrypt(assay, secret, back)  # it came so
    assert opened.status == 0 and opened.json["answers"] == {"seal": "whole", "complete": "yes"}, opened.out
    assert packets(back, "v") == packets(source, "v")
    back.unlink()
    secret.unlink()
    assert encrypt(assay, video, secret).status == 0
    lost = hurt(secret, "lost.mp4", 5)
    refused = decrypt(assay, lost, back)
    assert "Packet 5 of the video is damaged." in refused.err and "readable for all" not in refused.err, refused.err
    run = kept(assay, lost, back)
    assert finding(run, "CIP-12")["cipher.first_picture"] == 6, run.out
    found = packets(back, "v")
    assert sum(a != b for a, b in zip(found, pictures)) <= 2 and len(found) == len(pictures), run.out
    assert "CIP-12" in rules(run)
    return None


@point
def inspection_and_encryption_count_alike(assay):
    stream = shared("data", "hevc", "x_rectamp_wpp_b.hevc")
    if stream is None:
        return MISSING
    units = split(stream.read_bytes())
    places = [i for i, unit in enumerate(units) if kind(unit) < 32]
    endless = bytearray(units[places[5]])
    endless[-1] &= endless[-1] - 1  # its last one bit: the codeword does not end as it must
    headless = bytearray(units[places[9]])
    headless[3] |= 0x80
    for name, changed in (("an end", units[:places[5]] + [bytes(endless).rstrip(b"\0")] + units[places[5] + 1:]),
                          ("a header", units[:places[9]] + [bytes(headless)] + units[places[9] + 1:]),
                          ("empty ones", units[:places[2]] + [b"\0\0\1"] * 7 + units[places[2]:]),
                          ("escapes", units[:places[7]] + [units[places[7]][:-1] + b"\0\0\3\x80"] + units[places[7] + 1:])):
        video, secret = assay.scratch("v.hevc", b"".join(changed)), assay.home / "e.hevc"
        seen, made = assay.json("run", "cipher.inspect", video), encrypt(assay, video, secret, "damaged=keep")
        figures = [[run.json["metrics"][metric]["value"] for metric in ("pictures", "segments", "damaged")] for run in (seen, made)]
        assert seen.status == made.status == 0 and figures[0] == figures[1], (name, figures)
        damaged = 0 if name == "empty ones" else 1
        assert figures[0][2] == damaged, (name, figures)
        if damaged:
            (assay.home / "r.hevc").unlink(missing_ok=True)
            assert encrypt(assay, video, assay.home / "r.hevc").status == 3, name
        back = decrypt(assay, secret, assay.home / "d.hevc")
        assert back.status == 0 and (assay.home / "d.hevc").read_bytes() == video.read_bytes(), (name, back.out)
        (assay.home / "d.hevc").unlink()
        secret.unlink()
    bare = decrypt(assay, stream, assay.home / "d.hevc", "damaged=keep")
    assert bare.status == 3 and "“damaged”" not in bare.err and "no copy of it at its end" in bare.err, bare.err
    return None


finish()
