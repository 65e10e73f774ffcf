"""`tools` and `run`: any tool, on files and in a case."""
import json
import pathlib
import shutil
import subprocess
import time

from harness import DEMO, finish, point, shared


@point
def tools_describe_themselves(assay):
    tools = assay.json("tools").json["tools"]
    ids = [t["id"] for t in tools]
    for wanted in ("integrity", "metadata", "structure", "image"):
        assert wanted in ids, ids
    for tool in tools:
        assert tool["version"] and tool["title"] and tool["summary"] and tool["media"], tool["id"]
        assert [t["id"] for t in assay.json("tools", tool["id"]).json["tools"]] == [tool["id"]]
    assert "--set generator=aes  aes|chaos|null\n" in assay("tools", "cipher.encrypt").out
    assert assay("tools", "no.such").status == 2


@point
def every_tool_of_the_integrity_folder_runs(assay):
    for tool in ("integrity", "metadata", "structure", "image"):
        for name in ("holiday.jpg", "clip.mp4"):
            run = assay.json("run", tool, DEMO / name)
            assert run.status == 0, (tool, name, run.err)
            assert run.json["tool"] == tool and run.json["error"] is None


@point
def structure_has_offsets_inside_the_file(assay):
    document = assay.json("run", "structure", DEMO / "clip.mp4").json
    table = document["tables"][0]
    offset = table["columns"].index("offset")
    size = (DEMO / "clip.mp4").stat().st_size
    assert table["depth"] and all(0 <= row[offset] < size for row in table["rows"] if row[offset] is not None)


@point
def a_run_in_a_case_is_recorded(assay):
    case = assay.new_case()
    assay.json("intake", case, DEMO / "holiday.jpg", "--no-check")
    before = assay.json("case", "show", case).json["entries"]
    run = assay.json("run", "metadata", "--case", case, "--exhibit", 1)
    assert run.status == 0, run.err
    assert assay.json("case", "show", case).json["entries"] == before + 1
    plain = assay.json("run", "metadata", DEMO / "holiday.jpg").json
    assert json.dumps(run.json["tables"]) == json.dumps(plain["tables"])
    assert assay.json("verify", case).status == 0


@point
def wrong_parameters_are_2(assay):
    assert assay.json("run", "integrity", DEMO / "holiday.jpg", "--set", "nonsense=1").status == 2
    assert assay.json("run", "integrity", DEMO / "holiday.jpg", "--set", "nonsense").status == 2
    assert assay.json("run", "no.such", DEMO / "holiday.jpg").status == 2
    assert assay.json("run", "metadata", DEMO / "holiday.jpg", "--out", assay.home / "x").status == 2


@point
def a_library_speaks_in_our_words(assay):
    """What a library says of a broken file is the detail behind a sentence that a person can act on."""
    made = {
        "nothing.heic": (b"\0\0\0\x18ftypheic\0\0\0\0heicmif1", "ask for the file again", "(libheif: "),
        "broken.jpg": (DEMO.joinpath("holiday.jpg").read_bytes().replace(b"\xff\xdb", b"\xff\xfe"), "compare the SHA-256", "(libjpeg: "),
        "broken.mp4": (DEMO.joinpath("clip.mp4").read_bytes().replace(b"avcC", b"avcX"), "compare the SHA-256", ""),
    }
    for name, (data, words, detail) in made.items():
        path = assay.home / name
        path.write_bytes(data)
        run = assay.json("run", "image", path)
        message = run.json["error"]["message"]
        assert run.status == 3 and words in message and detail in message, (name, run.status, message)


@point
def a_video_whose_key_frame_is_hidden_has_a_picture(assay):
    """A byte stream put into MP4 as it is begins before nought: its only key frame is decoded and not shown."""
    stream = shared("data", "hevc", "x_rectamp_wpp_b.hevc")
    if stream is None or shutil.which("ffmpeg") is None:
        return "ffmpeg or the shared data are not here"
    made = assay.home / "hidden.mp4"
    subprocess.run(["ffmpeg", "-v", "error", "-i", stream, "-c", "copy", made], check=True)
    packets = subprocess.run(["ffprobe", "-v", "error", "-show_entries", "packet=flags", "-of", "csv=p=0", made],
                             capture_output=True, text=True, check=True).stdout.split()
    assert packets[0].startswith("KD") and not any(flags.startswith("K_") for flags in packets), packets
    run = assay.json("run", "image", made)
    assert run.status == 0, run.err
    assert [picture["id"] for picture in run.json["images"]] == ["thumbnail", "picture"], run.json["images"]


@point
def a_missing_file_is_named_in_its_document(assay):
    for words in (("check", "no.jpg"), ("run", "metadata", "no.jpg")):
        run = assay.json(*words)
        assert run.status == 3 and [i["name"] for i in run.json["inputs"]] == ["no.jpg"], run.out
        assert run.json["inputs"][0]["sha256"] is None
    assert assay("check", "/nowhere/no.jpg").err.count("no.jpg") == 1


@point
def a_tool_that_needs_a_place_says_how_to_give_it(assay):
    run = assay.json("run", "audio.attack", DEMO / "clip.mp4")
    assert run.status == 2 and run.json["error"]["code"] == "MISSING" and "--out" in run.json["error"]["message"], run.out
    assert run.json["tool"] == "audio.attack" and run.err


@point
def no_report_is_written_over_what_it_is_about(assay):
    import os
    source = assay.home / "holiday.jpg"
    shutil.copy(DEMO / "holiday.jpg", source)
    junk = assay.scratch("junk.bin", b"")
    os.link(source, assay.home / "link.jpg")
    shutil.copy(source, assay.home / "copy.jpg")
    before = source.read_bytes()
    for out in (source, assay.home / "link.jpg", assay.home / "copy.jpg", junk):
        run = assay("check", source, junk, "--report", out, "--force")
        assert run.status == (3 if "copy" in out.name else 2) and "over" in run.err, (out, run.status, run.err)
    case = assay.new_case()
    assay.json("intake", case, source, "--no-check")
    for out in (source, *(p for p in assay.case_folder(case).rglob("*") if p.is_file() and "case.db" not in p.name)):
        data = out.read_bytes()
        run = assay("report", case, "--no-run", "--out", out, "--force")
        assert run.status == 2 and out.read_bytes() == data, (out, run.err)
    assert source.read_bytes() == before == (assay.home / "copy.jpg").read_bytes() and junk.read_bytes() == b""
    assert assay("verify", case).status == 0


@point
def structure_prints_its_headings(assay):
    out = assay("run", "structure", DEMO / "clip.mp4").out.splitlines()
    heading = next(line for line in out if "Offset" in line)
    row = out[out.index(heading) + 1]
    assert "Size" in heading and "ftyp" in row and "0x0" in row and "|" not in row, (heading, row)


@point
def settings_stand_in_no_list_of_processes(assay):
    """The key comes from a pipe that stays open, so the program waits with all its words."""
    words = ["run", "cipher.encrypt", DEMO / "clip.mp4", "--set", "key=@-", "--set", "elements=coeff_sign",
             "--set=mode=paper", "--out", assay.home / "o.mp4"]
    with subprocess.Popen([assay.program, *map(str, words)], stdin=subprocess.PIPE, env=assay.environment) as process:
        try:
            for _ in range(1000):
                line = pathlib.Path(f"/proc/{process.pid}/cmdline").read_bytes()
                if b"elements=*" in line:
                    break
                time.sleep(0.01)
            assert b"elements=**********" in line and b"mode=*****" in line, line
            assert b"coeff_sign" not in line and b"paper" not in line and b"key=@-" in line, line
        finally:
            process.kill()


finish()
