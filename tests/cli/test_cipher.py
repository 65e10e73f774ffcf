"""`cipher.encrypt`, `cipher.decrypt`: real streams there and back through the real programs."""
import hashlib
import re
import shutil
import subprocess

from cipher_files import decrypt, encrypt, ffmpeg, metric, pictures, rules
from harness import finish, point, shared

CLASSES = ["coeff_sign", "tr_suffix", "eg_suffix", "mvd_suffix", "mvd_sign", "dqp_sign"]


def text_of(pdf, *options):
    return subprocess.run(["pdftotext", "-layout", *options, str(pdf), "-"], capture_output=True, text=True, check=True).stdout


@point
def streams_come_back_byte_for_byte_and_decode_without_error_meanwhile(assay):
    folder = shared("data", "hevc")
    if folder is None:
        return "the shared data is not here"
    for stream in sorted(folder.glob("*.hevc")):
        secret, back = assay.home / f"e_{stream.name}", assay.home / f"d_{stream.name}"
        made = encrypt(assay, stream, secret)
        assert made.status == 0, (stream.name, made.err)
        assert metric(made.json, "damaged") == 0
        assert 48 < metric(made.json, "flipped") < 52
        grown = metric(made.json, "size_after") - metric(made.json, "size_before")
        assert 0 < grown - metric(made.json, "escapes") <= 300, stream.name
        frames = pictures(stream)
        scrambled = pictures(secret)
        assert len(frames) == len(scrambled)
        assert sum(a == b for a, b in zip(frames, scrambled)) == 0, stream.name
        opened = decrypt(assay, secret, back)
        assert opened.status == 0, (stream.name, opened.err)
        assert opened.json["answers"]["seal"] == "whole"
        assert back.read_bytes() == stream.read_bytes(), stream.name
        secret.unlink()
        back.unlink()
    return None


@point
def layers_above_the_base_pass_unchanged(assay):
    folder = shared("data", "shvc")
    if folder is None:
        return "the shared data is not here"
    stream = folder / "ldp_snr_juggle.hevc"
    secret, back = assay.home / "e.hevc", assay.home / "d.hevc"
    made = encrypt(assay, stream, secret)
    assert made.status == 0 and metric(made.json, "passed") > 0, made.err
    found = assay.json("run", "cipher.inspect", stream)
    for run in (made, found):  # who reads the result is told what stays readable
        told = next(f for f in run.json["findings"] if f["rule"] == "CIP-01")
        assert told["severity"] == "attention" and told["observed"]["cipher.layers"] == "1", told
        assert told["observed"]["cipher.share"] > 30
    assert abs(metric(made.json, "passed_percent") - told["observed"]["cipher.share"]) < 0.1
    assert decrypt(assay, secret, back).status == 0
    assert back.read_bytes() == stream.read_bytes()
    for layers in ("1", "0,1", "1,2", "7"):  # nobody may believe that these are encrypted
        run = encrypt(assay, stream, assay.home / "x.hevc", f"layers={layers}")
        assert run.status == 2 and "base layer" in run.json["error"]["message"], run.out
    return None


@point
def a_weak_key_and_an_open_choice_are_told(assay):
    folder = shared("data", "hevc")
    if folder is None:
        return "the shared data is not here"
    stream, out = folder / "x_main10.hevc", assay.home / "e.hevc"
    keys = {"five": bytes(range(5)), "even": bytes(64), "good": bytes(range(32))}
    keys = {name: assay.scratch(f"{name}.bin", data) for name, data in keys.items()}
    cases = [(["key=short"], "CIP-02"), (["key=a long line of words"], None), ([f"key_file={keys['five']}"], "CIP-02"),
             ([f"key_file={keys['even']}"], "CIP-02"), ([f"key_file={keys['good']}"], None),
             (["key=a long line of words", "generator=chaos"], "CIP-04"),
             (["key=a long line of words", "region=@0:16,16,48,48"], "CIP-06")]
    for words, rule in cases:
        made = assay.json("run", "cipher.encrypt", stream, "--out", out, *(w for c in words for w in ("--set", c)))
        assert made.status == 0, (words, made.err)
        assert rules(made) == ([rule] if rule else []), words
        out.unlink()
    empty = assay.scratch("empty.bin", b"")
    for word in (f"key_file={empty}", "key="):
        made = assay.json("run", "cipher.encrypt", stream, "--out", out, "--set", word)
        assert made.status == 2 and made.json["error"]["code"] == "INVALID" and not out.exists(), made.out
    return None


@point
def the_null_cipher_changes_no_byte(assay):
    folder = shared("data", "hevc")
    if folder is None:
        return "the shared data is not here"
    out = assay.home / "n.hevc"
    for stream in (folder / "h_pcm_tiles.hevc", folder / "x_slices_ctu32_wpp.hevc"):
        made = assay.json("run", "cipher.encrypt", stream, "--set", "generator=null", "--out", out)  # without a key
        assert made.status == 0 and metric(made.json, "es_percent") > 10, made.err
        assert [metric(made.json, name) for name in ("encrypted_bits", "flipped", "units_encrypted")] == [0, 0, 0]
        assert out.read_bytes() == stream.read_bytes()
        assert rules(made) == ["CIP-05"]
        run = decrypt(assay, out, assay.home / "d.hevc")
        assert run.status == 3 and "not encrypted" in run.json["error"]["message"]
        out.unlink()
    run = encrypt(assay, stream, out, "generator=null", "audio=true")
    assert run.status == 2 and not out.exists()
    return None


@point
def a_wrong_key_a_cut_and_an_altered_stream_are_told(assay):
    folder = shared("data", "hevc")
    if folder is None:
        return "the shared data is not here"
    stream = folder / "x_main10.hevc"
    secret, back = assay.home / "e.hevc", assay.home / "d.hevc"
    assert encrypt(assay, stream, secret).status == 0
    again = assay.home / "again.hevc"
    assert encrypt(assay, stream, again).status == 0
    assert secret.read_bytes() == again.read_bytes()
    whole = secret.read_bytes()
    end = whole.rfind(b"\0\0\1")  # of the seal
    cases = {"KEY": (whole, "abd"), "TRUNCATED": (whole[:end], "abc"),
             "ALTERED": (whole[:3000] + bytes([whole[3000] ^ 1]) + whole[3001:], "abc")}
    for code, (data, key) in cases.items():
        run = decrypt(assay, assay.scratch("c.hevc", data), back, key=key)
        assert run.status == 3, (code, run.err)
        assert run.json["error"]["domain"] == "cipher", run.json["error"]
        if code != "ALTERED":  # a changed bit may also be found by the parser
            assert run.json["error"]["code"] == code, run.json["error"]
        assert not back.exists()
    kept = decrypt(assay, assay.scratch("c.hevc", whole[:end]), back, "damaged=keep")
    assert kept.status == 0 and kept.json["answers"]["seal"] == "cut" and kept.json["answers"]["complete"] == "no"
    assert kept.json["verdict"] == "attention" and rules(kept) == ["CIP-11"], kept.out
    assert back.read_bytes() == stream.read_bytes()
    for path in (stream, secret):
        plain = decrypt if path == stream else encrypt
        run = plain(assay, path, assay.home / "x.hevc")
        assert run.status == 3 and run.json["error"]["code"] == "UNSUPPORTED"
    return None


@point
def every_choice_is_undone(assay):
    folder = shared("data", "hevc")
    if folder is None:
        return "the shared data is not here"
    stream = folder / "x_main10.hevc"
    key_file = assay.scratch("k.bin", bytes(range(64)))
    secret, back = assay.home / "e.hevc", assay.home / "d.hevc"
    for choice in (["generator=chaos"], ["mode=paper"], ["mode=extended"], ["elements=coeff_sign,mvd_sign"],
                   ["layers=0"], ["hash_sei=rewrite"]):
        made = encrypt(assay, stream, secret, *choice)
        assert made.status == 0, (choice, made.err)
        if choice == ["elements=coeff_sign,mvd_sign"]:
            bits = {row[1]: row[2] for row in made.json["tables"][0]["rows"]}
            assert [name for name in CLASSES if bits[name] > 0] == ["coeff_sign", "mvd_sign"]
        assert decrypt(assay, secret, back).status == 0
        assert back.read_bytes() == stream.read_bytes(), choice
        secret.unlink()
        back.unlink()
    run = assay.json("run", "cipher.encrypt", stream, "--set", f"key_file={key_file}", "--out", secret)
    assert run.status == 0, run.err
    assert decrypt(assay, secret, back).status == 3
    run = assay.json("run", "cipher.decrypt", secret, "--set", f"key_file={key_file}", "--out", back)
    assert run.status == 0 and back.read_bytes() == stream.read_bytes(), run.err
    assert assay.json("run", "cipher.encrypt", stream, "--out", secret).status == 2
    for nothing in (["elements=nothing"], ["elements="], ["layers=1"], ["layers=1", "region=@0:16,16,48,48"]):
        assert encrypt(assay, stream, assay.home / "y.hevc", *nothing).status in (2, 3), nothing
        assert not (assay.home / "y.hevc").exists()
    refused = encrypt(assay, stream, assay.home / "y.hevc", "elements=coeff")
    assert all(name in refused.json["error"]["message"] for name in ("all", *CLASSES)), refused.out
    return None


def wrong_hashes(path):
    """What FFmpeg says of the MD5 values that the stream carries."""
    return subprocess.run(["ffmpeg", "-v", "error", "-err_detect", "crccheck+explode", "-i", path, "-f", "null", "-"],
                          capture_output=True, check=False).stderr


@point
def rewritten_hashes_fit_the_encrypted_pictures_and_come_back(assay):
    if shutil.which("ffmpeg") is None:
        return "ffmpeg is not here"
    # x265 writes wrong CRC values of chroma for more than one row of coding tree units
    sources = {"md5.hevc": (1, "200x120", "yuv420p"), "crc.hevc": (2, "192x64", "yuv420p"),
               "sum.hevc": (3, "200x120", "yuv420p"), "md5.mkv": (1, "200x120", "yuv422p10le"),
               "sum.mp4": (3, "200x120", "yuv444p12le")}
    for name, (kind, size, pixels) in sources.items():
        source, secret, back = (assay.home / f"{prefix}{name}" for prefix in ("", "e", "d"))
        ffmpeg("-f", "lavfi", "-i", f"testsrc2=size={size}:rate=25:duration=0.3", "-pix_fmt", pixels, "-c:v",
               "libx265", "-x265-params", f"hash={kind}:log-level=error", source)
        if name == "md5.hevc":  # one hash that is wrong from the start
            data = bytearray(source.read_bytes())
            data[data.index(b"\x50\x01\x84\x31\x00") + 9] ^= 0x55
            source.write_bytes(data)
        made = encrypt(assay, source, secret, "hash_sei=rewrite")
        assert made.status == 0, (name, made.err)
        wrong = 1 if name == "md5.hevc" else 0
        assert metric(made.json, "hashes_left") == wrong, name
        assert metric(made.json, "hashes_rewritten") == metric(made.json, "pictures") - wrong, name
        if name.endswith(".hevc"):
            assert metric(made.json, "size_after") <= source.stat().st_size + 300 + metric(made.json, "escapes")
        if name == "md5.mkv":
            assert wrong_hashes(secret) == b"" == wrong_hashes(source)
            kept = assay.home / "kept.mkv"
            assert encrypt(assay, source, kept).status == 0 and wrong_hashes(kept) != b""
        opened = decrypt(assay, secret, back)
        assert opened.status == 0 and opened.json["answers"]["seal"] == "whole", (name, opened.err)
        if name.endswith(".hevc"):
            assert back.read_bytes() == source.read_bytes(), name
        # encrypted twice the same way it would be the same stream: the hashes are those of this one
        again = assay.home / f"again{source.suffix}"
        assert encrypt(assay, back, again, "hash_sei=rewrite").status == 0
        if name.endswith(".hevc"):
            assert again.read_bytes() == secret.read_bytes()
        again.unlink()
    return None


@point
def hashes_behind_a_damaged_packet_are_rewritten(assay):
    if shutil.which("ffmpeg") is None:
        return "ffmpeg is not here"
    source = assay.home / "hashed.mp4"
    ffmpeg("-f", "lavfi", "-i", "testsrc2=size=192x64:rate=25:duration=1.2", "-c:v", "libx265", "-x265-params",
           "hash=1:keyint=6:min-keyint=6:bframes=0:log-level=error", source)
    packets = subprocess.run(["ffprobe", "-v", "error", "-show_entries", "packet=pos", "-of", "csv=p=0", source], capture_output=True,
                             text=True, check=True).stdout.split()
    data = bytearray(source.read_bytes())
    at = int(packets[8].rstrip(","))
    data[at:at + 4] = b"\x7f\xff\xff\xff"      # a length that no packet has
    made = encrypt(assay, assay.scratch("broken.mp4", bytes(data)), assay.home / "e.mp4", "hash_sei=rewrite", "damaged=keep")
    assert made.status == 0, made.err
    # but for the damaged picture and those up to the next intra picture
    assert metric(made.json, "pictures") == 30 and metric(made.json, "hashes_rewritten") >= 24, made.json["metrics"]
    return None


@point
def an_encrypted_video_says_so(assay):
    folder = shared("data", "hevc")
    if folder is None:
        return "the shared data is not here"
    secret = assay.home / "e.hevc"
    assert encrypt(assay, folder / "x_main10.hevc", secret, "region=@0:16,16,48,48;0.1:60,60,48,48",
                   "elements=coeff_sign,mvd_sign", "hash_sei=strip").status == 0
    for path, rows in ((folder / "x_main10.hevc", []), (secret, ["aes", "exact", "7", "Argon2id, t=3, m=65536 KiB, p=1", "coeff_sign mvd_sign", "strip", "2", "-"])):
        found = assay.json("run", "cipher.inspect", path)
        assert found.status == 0, found.err
        table = next(t for t in found.json["tables"] if t["id"] == "video")["rows"]
        assert [row[1] for row in table if row[0].startswith("Encrypted")] == rows, table
    return None


@point
def pictures_are_measured(assay):
    folder = shared("data", "hevc")
    if folder is None:
        return "the shared data is not here"
    made = encrypt(assay, folder / "x_rectamp_wpp_b.hevc", assay.home / "e.hevc", "measure=true")
    assert made.status == 0, made.err
    assert metric(made.json, "psnr") < 11 and metric(made.json, "ssim") < 0.5
    assert 0.48 < metric(made.json, "hd") < 0.52
    assert abs(metric(made.json, "hd") - metric(made.json, "hd_expected")) < 0.02
    tables = {table["id"]: table["rows"] for table in made.json["tables"]}
    assert [round(row[3]) for row in tables["distance"][:2]] == [50, 50] and len(tables["distance"]) == 4
    for row in tables["distance"][:2]:  # five times what chance does in 95 of 100 cases
        assert row[1] == metric(made.json, "encrypted_bits") and abs(row[2] - 50) < 5 * row[4], row
    assert [row[2:] for row in tables["article"]] == [[17.8, 18.3], [8.6, 9.3], [0.48, 0.51]]
    assert abs(tables["article"][0][1] - metric(made.json, "es_percent")) < 0.002
    assert metric(made.json, "eq") > 100
    assert abs(metric(made.json, "correlation_before")) <= 1 and abs(metric(made.json, "correlation_after")) <= 1
    # One bit of the key: half of the encrypted bits, and pictures as unlike each other as the original's.
    assert 48 < metric(made.json, "key_bits") < 52
    assert metric(made.json, "key_psnr") < 12 and 0.45 < metric(made.json, "key_hd") < 0.55
    plots = {plot["id"]: plot for plot in made.json["plots"]}
    assert sorted(plots) == ["classes", "histogram", "timeline"]
    assert [len(series["x"]) for series in plots["timeline"]["series"]] == [17, 17]
    # 90 rows are coded as 96 and shown as 90: all distances are of what is shown
    if shutil.which("ffmpeg") is not None:
        cut = assay.home / "cut.hevc"
        ffmpeg("-f", "lavfi", "-i", "testsrc2=size=120x90:rate=25:duration=0.2", "-c:v", "libx265", "-x265-params",
               "log-level=none", cut)
        made = encrypt(assay, cut, assay.home / "cut-e.hevc", "measure=true")
        rows = next(table["rows"] for table in made.json["tables"] if table["id"] == "distance")
        assert [row[1] for row in rows[2:]] == 2 * [120 * 90 * 8 * 5], rows
    return None


@point
def removed_hashes_are_told(assay):
    folder = shared("data", "hevc")
    if folder is None:
        return "the shared data is not here"
    secret, back = assay.home / "e.hevc", assay.home / "d.hevc"
    made = encrypt(assay, folder / "x_rectamp_wpp_b.hevc", secret, "hash_sei=strip")
    assert made.status == 0 and metric(made.json, "hashes_removed") == 17, made.err
    opened = decrypt(assay, secret, back)
    assert opened.status == 0 and opened.json["answers"]["picture_hashes"] == "removed"
    assert opened.json["answers"]["complete"] == "pictures" and "CIP-21" in rules(opened), opened.out
    assert back.read_bytes() != (folder / "x_rectamp_wpp_b.hevc").read_bytes()
    return None


@point
def what_is_no_hevc_file_that_can_be_written_is_refused(assay):
    if shutil.which("ffmpeg") is None or shared("data", "hevc") is None:
        return "the shared data or ffmpeg is not here"
    boxed, stream, picture, out = (assay.home / name for name in ("t.mp4", "t.ts", "t.jpg", "e.bin"))
    ffmpeg("-framerate", "25", "-i", shared("data", "hevc") / "k_wppslices_smpamp.hevc", "-c", "copy", boxed)
    ffmpeg("-i", boxed, "-c", "copy", stream)
    ffmpeg("-i", boxed, "-frames:v", "1", picture)
    for path, words, missing in ((stream, "MP4, MOV", "transcode"), (picture, "no video", "transcode")):
        made = encrypt(assay, path, out)
        assert made.status == 3 and made.json["error"]["code"] == "UNSUPPORTED", made.err
        assert words in made.err and missing not in made.err and not out.exists()
    return None


@point
def containers_keep_times_and_sound(assay):
    folder = shared("data", "hevc")
    if folder is None or shutil.which("ffmpeg") is None:
        return "the shared data or ffmpeg is not here"
    first = assay.home / "t.mp4"
    ffmpeg("-i", folder / "x_rectamp_wpp_b.hevc", "-f", "lavfi", "-i", "sine=440:duration=1", "-c:v", "copy",
           "-c:a", "aac", "-tag:v", "hvc1", "-t", "0.6", first)
    for kind in ("mp4", "mov", "mkv"):
        source, secret, back = (assay.home / f"{name}.{kind}" for name in "ted")
        if kind != "mp4":
            ffmpeg("-i", first, "-c", "copy", source)
        assert encrypt(assay, source, secret).status == 0
        assert decrypt(assay, secret, back).status == 0
        assert len(pictures(secret)) == len(pictures(source))

        def dump(path, *words):
            return ffmpeg("-xerror", "-i", path, *words)

        video = ["-map", "0:v", "-c", "copy", "-bsf:v", "hevc_mp4toannexb", "-f", "hevc", "-"]
        assert dump(source, *video) == dump(back, *video) != dump(secret, *video)
        sound = ["-map", "0:a", "-c", "copy", "-f", "framemd5", "-"]
        times = subprocess.run(["ffprobe", "-v", "error", "-show_entries", "packet=stream_index,pts,dts,duration,flags",
                                "-of", "csv", source], capture_output=True, check=True).stdout.splitlines()
        for path in (secret, back):
            assert dump(path, *sound) == dump(source, *sound)
            other = subprocess.run(["ffprobe", "-v", "error", "-show_entries", "packet=stream_index,pts,dts,duration,flags",
                                    "-of", "csv", path], capture_output=True, check=True).stdout.splitlines()
            assert sorted(other) == sorted(times), kind
    return None


@point
def other_video_is_made_hevc_when_asked(assay):
    if shutil.which("ffmpeg") is None:
        return "ffmpeg is not here"
    source, secret, back = (assay.home / f"{name}.mp4" for name in "ted")
    ffmpeg("-f", "lavfi", "-i", "testsrc=size=176x144:rate=25:duration=0.4", "-f", "lavfi", "-i",
           "sine=440:duration=0.4", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", source)
    refused = encrypt(assay, source, secret)
    assert refused.status == 3 and refused.json["error"]["code"] == "OTHER_VIDEO"
    made = encrypt(assay, source, secret, "transcode=true")
    assert made.status == 0, made.err
    assert made.json["answers"]["transcoded"] == "libx265" and metric(made.json, "pictures") == 10
    assert decrypt(assay, secret, back).status == 0
    assert len(pictures(source)) == len(pictures(secret)) == len(pictures(back))
    return None


@point
def the_report_names_the_encrypted_file_and_its_hash(assay):
    stream = shared("data", "hevc", "x_main10.hevc")
    if stream is None or shutil.which("pdftotext") is None:
        return "the shared data or pdftotext is not here"
    case = assay.new_case("Encryption")
    assert assay.json("intake", case, stream, "--no-check").status == 0
    made = assay.json("run", "cipher.encrypt", "--case", case, "--exhibit", "1", "--set", "key=abc")
    assert made.status == 0, made.err
    paper = assay.home / "r.pdf"
    assert assay("report", case, "--out", paper).status == 0
    text = subprocess.run(["pdftotext", "-raw", paper, "-"], capture_output=True, check=True, text=True).stdout
    words = "".join(text.split())
    assert "encrypted.hevc" in words and made.json["outputs"][0]["sha256"] in words
    assert "Thekeyisshort" in words
    return None


@point
def a_key_file_is_neither_lost_nor_told(assay):
    folder = shared("data", "hevc")
    if folder is None:
        return "the shared data is not here"
    stream = assay.home / "in.hevc"
    shutil.copy(folder / "x_main10.hevc", stream)
    key = assay.scratch("secret.key", bytes(range(40)))
    made, before = assay.home / "e.hevc", stream.read_bytes()
    words = ["run", "cipher.encrypt", stream, "--set", f"key_file={key}", "--force", "--out"]
    for out in (key, stream):
        run = assay.json(*words, out)
        assert run.status == 2 and run.json["error"]["code"] == "INVALID", run.out[:300]
    assert key.read_bytes() == bytes(range(40)) and stream.read_bytes() == before
    text, document = assay(*words, made), assay.json(*words, made)
    assert text.status == 0 and document.status == 0, text.err
    back = assay.json("run", "cipher.decrypt", made, "--set", f"key_file={key}", "--force", "--out", made)
    assert back.status == 2 and made.read_bytes() != before, back.out[:300]
    case = assay.new_case()
    assay.json("intake", case, stream, "--no-check")
    run = assay.json("run", "cipher.encrypt", "--case", case, "--exhibit", 1, "--set", f"key_file={key}")
    assert run.status == 0, run.err
    pdf = assay.home / "r.pdf"
    assert assay("report", case, "--out", pdf, "--no-run").status == 0
    hashes = [hashlib.new(name, key.read_bytes()).hexdigest() for name in ("md5", "sha1", "sha256", "sha512")]
    attached = assay.home / "attached"
    attached.mkdir()
    subprocess.run(["pdfdetach", "-saveall", "-o", attached, pdf], check=True, capture_output=True)
    places = [text.out, document.out, run.out, text_of(pdf)]
    places += [p.read_bytes().decode("latin-1") for top in (assay.case_folder(case), attached) for p in top.rglob("*")
               if p.is_file()]
    assert [i["role"] for i in document.json["inputs"]] == ["input"], document.json["inputs"]
    for place in places:
        flat = "".join(place.split()).lower()
        assert not [h for h in hashes if h[:16] in flat], flat[:200]
    # The record says which key file it was, not where it lies.
    for place in places[3:]:
        assert str(key) not in "".join(place.split()), place[:200]
    assert re.search(r"secret\.key\s+hmac-sha256:[0-9a-f]{16}", places[3]), places[3][:3000]
    wrong = assay("run", "cipher.decrypt", "--case", case, "--exhibit", 1, "--set", "key=x")  # it is not encrypted
    assert wrong.status == 3 and "Exhibit 1: in.hevc" in wrong.err, wrong.err
    return None


@point
def a_report_tells_files_and_runs_apart(assay):
    folder = shared("data", "hevc")
    if folder is None:
        return "the shared data is not here"
    case = assay.new_case()
    assay.json("intake", case, folder / "x_main10.hevc")
    words = ["run", "cipher.encrypt", "--case", case, "--exhibit", 1, "--set", "key=a long line of words"]
    for more in (["--set", "measure=true"], ["--set", "region=@0:16,16,48,48", "--set", "generator=chaos"]):
        assert assay(*words, *more).status == 0
    assert assay("run", "cipher.inspect", "--case", case, "--exhibit", 1).status == 0
    pdf = assay.home / "r.pdf"
    assert assay("report", case, "--out", pdf, "--no-run").status == 0
    text = " ".join(text_of(pdf).split())
    first = " ".join(text_of(pdf, "-l", "1").split())
    assert "[F1." not in first, "what was encrypted is no reason against the original"
    assert "This is about the file that “Encrypt a video” made, not about the exhibit." in text, text[:3000]
    assert len(set(re.findall(r"Encrypt a video, entry (\d+) · Encryptable bits", text))) == 2, "runs of other settings all speak"
    assert "ran more than once" not in text and text.count("Inspect what can be encrypted · Encryptable bits") == 1, text
    line = "".join(text.split())
    assert "runcipher.encryptNAME--setkey=@KEYFILE--setgenerator=chaos--setregion=@0:16,16,48,48--outFILE" in line, text
    return None


finish()
