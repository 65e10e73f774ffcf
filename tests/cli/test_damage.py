"""What is missing of a recording, and where it is damaged: `replay.examine` and `replay.score` say it, of every kind of file."""
import os
import random
import shutil
import struct
import subprocess

from harness import finish, point, shared

RULES = ("SND-23", "SND-24", "SND-25")
# Name: how FFmpeg makes it; whether cutting it at 61 per cent leaves nothing that can be decoded.
KINDS = {
    "info.mp3": ("-c:a libmp3lame -b:a 96k", False),
    "xing.mp3": ("-c:a libmp3lame -q:a 4 -metadata title=x -write_id3v1 1", False),
    "bare.mp3": ("-c:a libmp3lame -b:a 96k -write_xing 0 -id3v2_version 0", False),
    "layer2.mp2": ("-c:a mp2 -b:a 96k", False),
    "adts.aac": ("-c:a aac", False),
    "vorbis.ogg": ("-c:a libvorbis", False),
    "opus.opus": ("-c:a libopus", False),
    "flac.ogg": ("-c:a flac", False),
    "plain.flac": ("-c:a flac -metadata title=x", False),
    "aac.m4a": ("-c:a aac", True),
    "fragments.m4a": ("-c:a aac -movflags frag_keyframe+empty_moov+default_base_moof -frag_duration 500000", False),
    "opus.webm": ("-c:a libopus", False),
    "aac.ts": ("-c:a aac", False),
    "mp3.avi": ("-c:a libmp3lame", False),
    "wma.wma": ("-c:a wmav2", False),
    "sound.caf": ("-c:a pcm_s16le", False),
    "sound.aiff": ("-c:a pcm_s16be", False),
    "sound.wav": ("-c:a pcm_s16le", False),
    "alac.m4a": ("-c:a alac", True),
    "wavpack.wv": ("-c:a wavpack", False),
    "true.tta": ("-c:a tta", False),
}
# Formats whose frames, pages or packets show that bytes between them were overwritten.
FRAMED = ("info.mp3", "xing.mp3", "bare.mp3", "layer2.mp2", "adts.aac", "vorbis.ogg", "opus.opus", "flac.ogg", "plain.flac",
          "aac.m4a", "opus.webm", "aac.ts", "mp3.avi", "wma.wma", "alac.m4a", "wavpack.wv", "true.tta")


def make(assay, name):
    """Five seconds of noise that swells and fades, coded by FFmpeg."""
    path = assay.home / name
    made = ["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i",
            "aevalsrc='(random(0)-0.5)*(0.1+0.4*pow(sin(2*t),2))':s=44100:d=5", *KINDS[name][0].split(), path]
    if subprocess.run(made, check=False).returncode != 0:
        return None
    return path.read_bytes()


def told(assay, tool, name, data, *words):
    run = assay.json("run", tool, assay.scratch(name, data), *words)
    if run.status != 0:
        return None
    return {f["rule"]: f for f in run.json["findings"] if f["rule"] in RULES}


def overwritten(data, size=3000):
    noise = random.Random(3)
    middle = len(data) // 2
    return data[:middle] + bytes(noise.randrange(256) for _ in range(size)) + data[middle + size:]


@point
def whole_cut_and_damaged_files_of_every_kind(assay):
    if shutil.which("ffmpeg") is None:
        return "no ffmpeg"
    looked_at = 0
    for name, (_, needs_end) in KINDS.items():
        data = make(assay, name)
        if data is None:
            continue            # this FFmpeg has no encoder of that kind
        looked_at += 1
        assert told(assay, "replay.examine", name, data) == {}, name
        cut = told(assay, "replay.examine", name, data[:len(data) * 61 // 100 + 1])
        assert cut is None if needs_end else "SND-23" in cut and cut["SND-23"]["severity"] == "attention", (name, cut)
        if name == "fragments.m4a":
            assert told(assay, "replay.examine", name, overwritten(data)), name
        if name in FRAMED:
            broken = told(assay, "replay.examine", name, overwritten(data))
            assert list(broken) == ["SND-24"], (name, broken)
            place = broken["SND-24"]["observed"]["stretch.1"]
            assert place["start"] < 4 and place.get("end", place["start"]) > 1, (name, broken)
    assert looked_at >= 12, looked_at
    return None


@point
def the_score_says_it_too(assay):
    data = shared("data", "replay")
    if data is None or shutil.which("ffmpeg") is None:
        return "no shared data or no ffmpeg"
    path = assay.home / "voice.mp3"
    voices = [str(p) for p in sorted((data / "dev").glob("*.flac"))[:3]]
    subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", "concat:" + voices[0], "-b:a", "64k", path], check=True)
    whole = path.read_bytes()
    assert told(assay, "replay.score", "voice.mp3", whole) == {}
    run = assay.json("run", "replay.score", assay.scratch("voice.mp3", overwritten(whole, 1500)))
    assert "SND-24" in [f["rule"] for f in run.json["findings"]] and run.json["verdict"] == "attention", run.json
    run = assay.json("run", "replay.score", assay.scratch("voice.mp3", whole[:len(whole) * 2 // 3]))
    missing = next(f for f in run.json["findings"] if f["rule"] == "SND-23")["observed"]
    assert run.json["verdict"] == "attention" and missing["decoded_duration"] < missing["stated_duration"], missing
    assert missing["unfinished"]["offset"] > len(whole) / 2, missing
    return None


@point
def frames_that_the_encoder_did_not_write(assay):
    if shutil.which("ffmpeg") is None:
        return "no ffmpeg"
    data = bytearray(make(assay, "info.mp3"))
    # The fourth of these bytes of a frame is in its sound, whatever the frame: no header is met.
    at = data.index(b"\xff\xfb", len(data) // 2)
    data[at + 100] ^= 0x10
    changed = told(assay, "replay.examine", "info.mp3", bytes(data))
    assert list(changed) == ["SND-25"] and changed["SND-25"]["observed"]["checksum_holds"] is False, changed
    data[at + 100] ^= 0x10
    assert told(assay, "replay.examine", "info.mp3", bytes(data)) == {}
    return None


@point
def a_bit_that_a_checksum_shows(assay):
    """It is decoded as it is all the same: the sound lasts as long."""
    if shutil.which("ffmpeg") is None:
        return "no ffmpeg"
    for name in "wavpack.wv", "true.tta", "plain.flac":
        data = bytearray(make(assay, name))
        data[len(data) // 2] ^= 0x10
        run = assay.json("run", "replay.examine", assay.scratch(name, bytes(data)))
        broken = [f for f in run.json["findings"] if f["rule"] in RULES]
        assert [f["rule"] for f in broken] == ["SND-24"], (name, broken)
        assert broken[0]["observed"]["refused_packets"] == 1, (name, broken)
        assert 1 < broken[0]["observed"]["stretch.1"]["start"] < 4, (name, broken)
        assert abs(run.json["metrics"]["duration"]["value"] - 5) < 0.01, (name, run.json["metrics"])
    return None


@point
def sound_without_checksums_is_said_to_have_none(assay):
    if shutil.which("ffmpeg") is None:
        return "no ffmpeg"
    for name, without in ("sound.wav", True), ("wma.wma", True), ("plain.flac", False):
        run = assay.json("run", "replay.examine", assay.scratch(name, make(assay, name)))
        assert ("SND-24" in [reason["rule"] for reason in run.json["not_run"]]) == without, (name, run.json["not_run"])
    return None


@point
def packets_of_asf_that_do_not_follow_each_other(assay):
    """It has no checksums, but in each packet there are several pieces that say where they belong."""
    if shutil.which("ffmpeg") is None:
        return "no ffmpeg"
    data = make(assay, "wma.wma")
    size = 3200
    begin = int.from_bytes(data[16:24], "little") + 50
    middle = begin + (len(data) - begin) // size // 2 * size
    for name, changed, at in (
            ("out", data[:middle] + data[middle + size:], middle),
            ("twice", data[:middle] + data[middle - size:], middle),
            ("zeros", data[:middle + 40] + bytes(1000) + data[middle + 1040:], middle),
            ("number", data[:middle + 15] + bytes([data[middle + 15] ^ 1]) + data[middle + 16:], middle)):
        broken = told(assay, "replay.examine", "wma.wma", changed)
        assert "SND-24" in broken, (name, broken)
        seen = broken["SND-24"]["observed"]
        assert seen["breaks"] == 1 and seen["break.1"]["offset"] == at, (name, seen)
    often = bytearray(data)
    for part in 2, 5, 7:
        at = begin + (len(data) - begin) // size * part // 10 * size
        often[at + 30:at + 1030] = random.Random(part).randbytes(1000)
    assert told(assay, "replay.examine", "wma.wma", bytes(often))["SND-24"]["observed"]["breaks"] == 3
    # packets of another kind than is known here say nothing
    unlike = bytearray(data)
    for at in range(begin, len(data), size):
        unlike[at] = 0xff
    run = assay.json("run", "replay.examine", assay.scratch("wma.wma", bytes(unlike)))
    assert "SND-24" not in [f["rule"] for f in run.json.get("findings", [])
                            if f["observed"].get("breaks")], run.json
    return None


@point
def packets_of_asf_too_small_to_be_any_are_not_looked_at(assay):
    """One byte each, in a hole: an allocation and a read for each took minutes where it was two gigabytes."""
    if shutil.which("ffmpeg") is None:
        return "no ffmpeg"
    data = bytearray(make(assay, "wma.wma"))
    sizes = data.index(bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365")) + 92
    assert data[sizes:sizes + 8] == 2 * struct.pack("<I", 3200)
    for size, limit in (1, 60_000_000), (33, 20_000_000):
        data[sizes:sizes + 8] = 2 * struct.pack("<I", size)
        source = assay.scratch("small.wma", bytes(data))
        os.truncate(source, limit)
        run = assay.json("run", "replay.examine", source)
        assert run.status in (0, 3) and "SND-24" not in [f["rule"] for f in run.json.get("findings", [])
                                                         if f["observed"].get("breaks")], run.out[:500]
    return None


def float_wav(samples):
    data = struct.pack(f"<{len(samples)}f", *samples)
    head = struct.pack("<4sIHHIIHH4sI", b"fmt ", 16, 3, 1, 16000, 64000, 4, 32, b"data", len(data))
    return struct.pack("<4sI4s", b"RIFF", 4 + len(head) + len(data), b"WAVE") + head + data


@point
def values_that_are_no_sound_are_not_examined(assay):
    """The spectrum of a constant is rounding, whatever the constant."""
    noise = random.Random(5)
    for name, samples in (("constant", [0.3] * 80000), ("largest", [3.4e38] * 80000),
                          ("beyond", [noise.uniform(-1e30, 1e30) for _ in range(80000)])):
        path = assay.scratch(name + ".wav", float_wav(samples))
        run = assay.json("run", "replay.examine", path)
        assert run.status == 0 and run.json["verdict"] == "not-applicable", (name, run.json["verdict"])
        assert {f["rule"] for f in run.json["findings"]} <= {"SND-14", "SND-18"}, (name, run.json["findings"])
        assert not {"image", "floor", "bits"} & set(run.json["metrics"]), (name, run.json["metrics"])
        if name == "beyond":
            continue
        run = assay.json("run", "replay.score", path)
        assert run.status == 3 and "same value" in run.json["error"]["message"], (name, run.out[:500])
    # of 32 bits written as floats, without scaling: sound all the same
    run = assay.json("run", "replay.examine",
                     assay.scratch("loud.wav", float_wav([noise.uniform(-2e9, 2e9) for _ in range(80000)])))
    assert run.status == 0 and run.json["verdict"] != "not-applicable" and "image" in run.json["metrics"], run.json


@point
def more_sound_than_the_file_states_is_not_missing(assay):
    noise = random.Random(6)
    data = bytearray(float_wav([noise.uniform(-1, 1) for _ in range(80000)]))
    at = data.index(b"data") + 4
    for stated in 0, 400, 64000:
        data[at:at + 4] = struct.pack("<I", stated)
        run = assay.json("run", "replay.examine", assay.scratch("states.wav", bytes(data)))
        assert run.status == 0 and not [f for f in run.json["findings"] if f["rule"] in RULES], (stated, run.json["findings"])
        said = any("more bytes" in reason["reason"] for reason in run.json["not_run"])
        assert said == (stated > 0), (stated, run.json["not_run"])


@point
def ogg_without_an_end_is_only_noted(assay):
    if shutil.which("ffmpeg") is None:
        return "no ffmpeg"
    data = make(assay, "opus.opus")
    last = data.rindex(b"OggS\0")
    noted = told(assay, "replay.examine", "opus.opus", data[:last])
    assert list(noted) == ["SND-23"] and noted["SND-23"]["severity"] == "info", noted
    assert noted["SND-23"]["observed"]["end_marked"] is False, noted
    return None


@point
def of_a_part_only_what_lies_in_it(assay):
    if shutil.which("ffmpeg") is None:
        return "no ffmpeg"
    data = overwritten(make(assay, "info.mp3"))
    assert told(assay, "replay.examine", "info.mp3", data, "--set", "region=0-1.5") == {}
    assert list(told(assay, "replay.examine", "info.mp3", data, "--set", "region=1.5-4")) == ["SND-24"]
    # many places before the part, and one in it
    often = bytearray(make(assay, "info.mp3"))
    for part in [*range(4, 40, 3), 92]:
        at = len(often) * part // 100
        often[at:at + 400] = random.Random(part).randbytes(400)
    whole = told(assay, "replay.examine", "info.mp3", bytes(often))["SND-24"]["observed"]
    assert whole["breaks"] > 8 and "break.8" in whole and "break.9" not in whole, whole
    assert told(assay, "replay.examine", "info.mp3", bytes(often), "--set", "region=3.1-3.4") == {}
    part = told(assay, "replay.examine", "info.mp3", bytes(often), "--set", "region=3.6-4.1")["SND-24"]["observed"]
    assert part["breaks"] == 1 and "break.1" in part and "break.2" not in part, part
    return None


finish()
