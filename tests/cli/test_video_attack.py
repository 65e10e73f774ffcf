"""`video.attack`, `video.robustness`: damage on purpose, through the real programs."""
import math
import random
import struct

from harness import finish, point

SIZE = 128
MARK = "0123456789abcdef"


def chunk(kind, data):
    return kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def make_avi(path, frames=8, size=SIZE, seed=1):
    """Uncompressed film of a moving pattern with grain, the same everywhere."""
    numbers = random.Random(seed)
    grain = [numbers.uniform(-12, 12) for _ in range(size * size)]
    parts = b""
    for n in range(frames):
        rows = bytearray()
        for y in range(size):
            for x in range(size):
                v = 120 + 40 * math.sin((x + 2 * n) / 9) * math.cos(y / 11) + grain[(y * size + x + 3 * n) % len(grain)]
                rows += bytes((int(v * 0.7 + 20), int(v), int(210 - v * 0.6)))
        parts += chunk(b"00db", bytes(rows))
    bytes_each = size * size * 3
    main = struct.pack("<14I", 40000, 0, 0, 0x10, frames, 0, 1, bytes_each, size, size, 0, 0, 0, 0)
    stream = b"vidsDIB " + struct.pack("<IHHIIIIIIIIhhhh", 0, 0, 0, 0, 1, 25, 0, frames, bytes_each, 0, 0, 0, 0, size,
                                       size)
    form = struct.pack("<IiiHHIIiiII", 40, size, size, 1, 24, 0, bytes_each, 0, 0, 0, 0)
    listed = chunk(b"LIST", b"strl" + chunk(b"strh", stream) + chunk(b"strf", form))
    head = chunk(b"LIST", b"hdrl" + chunk(b"avih", main) + listed)
    index = b"".join(struct.pack("<4sIII", b"00db", 0x10, 4 + i * (bytes_each + 8), bytes_each) for i in range(frames))
    path.write_bytes(chunk(b"RIFF", b"AVI " + head + chunk(b"LIST", b"movi" + parts) + chunk(b"idx1", index)))
    return path


def attack(assay, source, out, name, amount, *more, seed=1):
    return assay.json("run", "video.attack", source, "--set", f"attack={name}", "--set", f"amount={amount}", "--set",
                      f"seed={seed}", "--out", out, *more)


@point
def every_change_leaves_what_it_says(assay):
    source = make_avi(assay.home / "a.avi")
    for name, amount, frames, width, height in (
            ("average", 3, 8, 128, 128), ("swap", 0.5, 8, 128, 128), ("crop", 0.4, 8, 51, 51),
            ("noise", 0.04, 8, 128, 128), ("blur", 2, 8, 128, 128), ("h264", 28, 8, 128, 128),
            ("h265", 28, 8, 128, 128), ("vp9", 40, 8, 128, 128), ("av1", 40, 8, 128, 128),
            ("bitrate", 300, 8, 128, 128), ("jpeg", 50, 8, 128, 128), ("resize", 0.5, 8, 64, 64),
            ("rotate", 3, 8, 128, 128), ("letterbox", 0.25, 8, 128, 160), ("screen", 1, 8, 128, 128),
            ("rate", 50, 16, 128, 128), ("speed", 2, 4, 128, 128), ("pip", 0.5, 8, 128, 128),
            ("logo", 0.3, 8, 128, 128), ("grade", 1, 8, 128, 128), ("aspect", 1.25, 8, 160, 128)):
        out = assay.home / f"{name}.mkv"
        made = attack(assay, source, out, name, amount)
        assert made.status == 0, (name, made.err)
        metrics = {key: value["value"] for key, value in made.json["metrics"].items()}
        assert metrics == {"frames": 8, "frames_left": frames, "width": width, "height": height}, (name, metrics)
        assert out.stat().st_size > 500


@point
def the_share_asked_for_is_cut_out(assay):
    source = make_avi(assay.home / "a.avi")
    for amount, left in ((0, 8), (0.02, 7), (0.3, 6), (0.5, 4), (0.8, 2), (0.95, 1)):
        kept = set()
        for seed in (1, 2, 3):
            out = assay.home / f"{amount}-{seed}.mkv"
            made = attack(assay, source, out, "cut", amount, seed=seed)
            assert made.status == 0 and made.json["metrics"]["frames_left"]["value"] == left, (amount, seed, made.json)
            kept.add(out.read_bytes())
        # None, or all but the first: nothing is left to chance.
        assert len(kept) == 1 if left in (1, 8) else len(kept) > 1, amount


def vint(number):
    return struct.pack(">Q", number | 1 << 56)


def element(code, data):
    return bytes.fromhex(code) + vint(len(data)) + data


def make_matroska(path, frames=20, seconds=40, side=64):
    """Pictures of 25 a second, and sound of @seconds, which is how long the file says it is."""
    def number(code, value):
        return element(code, struct.pack(">I", value))

    pixels = element("B0", struct.pack(">H", side)) + element("BA", struct.pack(">H", side))
    colour = element("2EB524", b"RGB\x18")
    film = number("D7", 1) + number("73C5", 1) + number("83", 1) + element("86", b"V_UNCOMPRESSED")
    film += element("E0", pixels + colour) + number("23E383", 40000000)
    sound = number("D7", 2) + number("73C5", 2) + number("83", 2) + element("86", b"A_PCM/INT/LIT")
    sound += element("E1", element("B5", struct.pack(">f", 8000)) + number("9F", 1) + number("6264", 16))
    info = number("2AD7B1", 1000000) + element("4489", struct.pack(">d", seconds * 1000))
    body = element("1549A966", info) + element("1654AE6B", element("AE", film) + element("AE", sound))
    for second in range(seconds):
        blocks = number("E7", second * 1000)
        for n in range(25 * second, min(frames, 25 * second + 25)):
            picture = bytes((x * 3 + y * n) % 256 for y in range(side) for x in range(3 * side))
            blocks += element("A3", b"\x81" + struct.pack(">hB", 40 * n - second * 1000, 0x80) + picture)
        blocks += element("A3", b"\x82" + struct.pack(">hB", 0, 0x80) + bytes(16000))
        body += element("1F43B675", blocks)
    head = element("4282", b"matroska") + number("4287", 4) + number("4285", 2)
    path.write_bytes(element("1A45DFA3", head) + element("18538067", body))
    return path


@point
def longer_sound_does_not_keep_the_pictures(assay):
    source = make_matroska(assay.home / "a.mkv")
    for amount, left in ((0.05, 18), (0.3, 14), (0.5, 10), (0.95, 2)):
        for seed in (1, 2, 3, 4, 5):
            out = assay.home / f"{amount}-{seed}.mkv"
            made = attack(assay, source, out, "cut", amount, seed=seed)
            assert made.status == 0, made.err
            metrics = {key: value["value"] for key, value in made.json["metrics"].items()}
            assert (metrics["frames"], metrics["frames_left"]) == (20, left), (amount, seed, metrics)


@point
def what_has_one_picture_is_not_cut(assay):
    source = make_avi(assay.home / "a.avi", 1)
    out = assay.home / "out.mkv"
    made = attack(assay, source, out, "cut", 0.5)
    assert made.status == 3 and "Nothing could be cut out" in made.err + made.out, (made.status, made.err)
    assert not out.exists()
    assert attack(assay, source, out, "cut", 0).status == 0
    tried = assay("run", "video.robustness", source, "--set", "key=k", "--set", "attack=cut")
    assert tried.status == 3 and "nothing to test" in tried.err, tried.err


@point
def the_name_of_the_copy_chooses_its_kind(assay):
    source = make_avi(assay.home / "a.avi")
    kinds = {"mkv": b"\x1aE\xdf\xa3", "webm": b"\x1aE\xdf\xa3", "mp4": b"ftyp", "mov": b"ftypqt"}
    for name in ("noise", "h264"):
        for ending, magic in kinds.items():
            out = assay.home / f"{name}.{ending}"
            made = attack(assay, source, out, name, 0.02)
            if name == "h264" and ending == "webm":
                assert made.status == 3 and not out.exists(), made.err
                continue
            assert made.status == 0, (name, ending, made.err)
            assert magic in out.read_bytes()[:12], (name, ending)
            if ending == "webm":
                assert b"webm" in out.read_bytes()[:64]
            read = assay.json("run", "video.attack", out, "--set", "attack=crop", "--set", "amount=1", "--out",
                              assay.home / f"{name}-{ending}.mkv")
            assert read.json["metrics"]["frames"]["value"] == 8, (name, ending)
    refused = attack(assay, source, assay.home / "r.mp4", "noise", 0.02, "--set", "codec=ffv1")
    assert refused.status == 3 and not (assay.home / "r.mp4").exists()
    still = attack(assay, source, assay.home / "r.png", "noise", 0.02)
    assert still.status == 2 and not (assay.home / "r.png").exists()
    chosen = assay.home / "odd.mkv"
    assert attack(assay, source, chosen, "noise", 0.02, "--set", "container=mp4").status == 0
    assert chosen.read_bytes()[4:8] == b"ftyp"


@point
def the_seed_decides(assay):
    source = make_avi(assay.home / "a.avi")
    for name, amount in (("noise", 0.04), ("drop", 0.5), ("crop", 0.4), ("h264", 30)):
        files = []
        for number, seed in enumerate((7, 7, 8)):
            out = assay.home / f"{name}{number}.mkv"
            assert attack(assay, source, out, name, amount, seed=seed).status == 0
            files.append(out.read_bytes())
        assert files[0] == files[1], name
        assert (files[0] == files[2]) == (name == "h264"), name


@point
def what_fails_leaves_nothing(assay):
    source = make_avi(assay.home / "a.avi")
    cut = assay.home / "cut.avi"
    cut.write_bytes(source.read_bytes()[: source.stat().st_size // 2])
    text = assay.home / "a.txt"
    text.write_text("no film\n")
    out = assay.home / "out.mkv"
    for file, name, amount, status in ((source, "drop", 2, 2), (source, "crop", 0, 2), (cut, "h264", 28, 3),
                                       (text, "h264", 28, 3), (make_avi(assay.home / "s.avi", 2, 8), "h264", 28, 3)):
        made = attack(assay, file, out, name, amount)
        assert made.status == status, (file, name, made.status, made.err)
        assert not out.exists()


@point
def a_mark_is_tried(assay):
    source = make_avi(assay.home / "a.avi", 16)
    marked = assay.home / "m.mkv"
    made = assay.json("run", "video.embed", source, "--set", "key=k", "--set", f"mark={MARK}", "--set", "psnr=36",
                      "--set", "codec=ffv1", "--out", marked)
    assert made.status == 0, made.err
    tried = assay.json("run", "video.robustness", marked, "--set", "key=k", "--set", f"expect={MARK}", "--set",
                       "attack=noise")
    assert tried.status == 0, tried.err
    metrics = {key: value["value"] for key, value in tried.json["metrics"].items()}
    assert metrics["tries"] == 3 and metrics["found"] >= 1, metrics
    assert {"found_noise", "bit_accuracy_noise"} <= {plot["id"] for plot in tried.json["plots"]}


finish()
