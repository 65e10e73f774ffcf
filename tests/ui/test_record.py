#!/usr/bin/python3
"""Panels of tools open with what the record of the case has: the newest run of the exhibit, its settings, its files."""
import json
import os
import random
import struct
import subprocess
import sys
import wave

from workbench import assert_named, demo, main


def cli(bench, *args, text=None):
    program = os.path.join(os.path.dirname(bench.program), "assay-cli")
    done = subprocess.run([program, "--json", *args], env=bench.session.env, capture_output=True, text=True, input=text, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout) if done.stdout else None


def make_case(bench):
    """A case in which the command line has put a mark into a video and damaged another copy of it."""
    case = cli(bench, "case", "new", "--title", "Recorded", "--examiner", "A. Example")["case"]
    cli(bench, "intake", case, demo("clip.mp4"))
    cli(bench, "run", "video.attack", "--case", case, "--exhibit", "1", "--set", "attack=blur", "--set", "amount=2")
    cli(bench, "run", "video.embed", "--case", case, "--exhibit", "1", "--set", "key=@-", "--set", "mark=0123456789abcdef", text="secret key")
    return next(c["path"] for c in cli(bench, "case", "list")["cases"] if c["case"] == case)


def cli_verified(bench):
    """Nothing that the window did for looking changes the record."""
    bench.stop()
    case = json.loads(subprocess.run([os.path.join(os.path.dirname(bench.program), "assay-cli"), "--json", "verify",
                                      folder_of(bench)], env=bench.session.env, capture_output=True, text=True, timeout=120).stdout)
    assert case["passed"], case


def folder_of(bench):
    """One case for all tests."""
    if not hasattr(bench, "recorded"):
        bench.recorded = make_case(bench)
    return bench.recorded


def open_panel(bench, folder):
    app = bench.start(folder, size=(1200, 1400))
    app.find("label", "clip.mp4", limit=30).press()
    app.keys("Return")
    app.find("label", "Exhibit 1", limit=20)
    app.find("list item", "Video mark", limit=30).press()
    return app


def a_picture_is_made_for_what_has_none(bench):
    """The check of a video leaves no picture; the worker makes one when the exhibit is seen in the table."""
    picture = os.path.join(folder_of(bench), "results", "thumbnails", "1")
    assert not os.path.exists(picture)
    app = bench.start(folder_of(bench), size=(1200, 800))
    app.find("label", "clip.mp4", limit=30)
    app.wait("the picture of the video", lambda: os.path.exists(picture), limit=30)
    bench.shot("record-picture")
    cli_verified(bench)


def the_newest_run_stands_there_with_its_settings(bench):
    app = open_panel(bench, folder_of(bench))
    row = app.find(None, "Entry * of the ledger", limit=30)
    app.find("push button", "Show the pictures", limit=20)      # the marked copy is still there
    app.settle()
    app.find("push button", "Run again", limit=10)
    bench.shot("record-opened")
    row.press()
    app.find("label", "Mark", limit=10)
    app.find("label", "0123456789abcdef", limit=10)
    app.find("label", "hmac-sha256:*", limit=10)
    assert_named(app)
    bench.shot("record-newest")


def another_tool_shows_its_own(bench):
    app = open_panel(bench, folder_of(bench))
    row = app.find(None, "Entry * of the ledger", limit=30)
    app.settle()
    app.find("push button", "Run again", limit=10)
    row.press(button=4, times=30)    # back to the settings with the wheel
    app.settle()
    app.find("push button", "Tool", limit=10).press()
    app.find("label", "Change a video", limit=10).press()
    app.find(None, "Entry * of the ledger", limit=30)
    bench.shot("record-other")


def a_file_that_is_gone_is_named(bench):
    for folder, _, names in os.walk(os.path.join(folder_of(bench), "results")):
        for name in names:
            os.chmod(os.path.join(folder, name), 0o600)
            with open(os.path.join(folder, name), "ab") as file:
                file.write(b"x")
    app = open_panel(bench, folder_of(bench))
    app.find(None, "Entry * of the ledger", limit=30).press()
    app.find("label", "No longer there, or changed since", limit=10)
    bench.shot("record-lost")


def a_mark_that_was_read_names_its_recipient(bench):
    """Two people got copies; the one that turns up says whose it was, by the register of the case."""
    case = cli(bench, "case", "new", "--title", "Leak")["case"]
    copy = os.path.join(bench.home, "leak.mkv")
    cli(bench, "run", "video.embed", demo("clip.mp4"), "--set", "key=@-", "--set", "mark=7df446b7aeb163dd", "--out", copy, text="k")
    for name, mark in (("Ada", "0123456789abcdef"), ("Bob", "7df446b7aeb163dd")):
        cli(bench, "case", "recipients", "add", case, "--name", name, "--mark", mark)
    cli(bench, "intake", case, copy)
    cli(bench, "run", "video.extract", "--case", case, "--exhibit", "1", "--set", "key=@-", text="k")
    folder = next(c["path"] for c in cli(bench, "case", "list")["cases"] if c["case"] == case)
    app = bench.start(folder, size=(1200, 1400))
    app.find("label", "leak.mkv", limit=30).press()
    app.keys("Return")
    app.find("list item", "Video mark", limit=30).press()
    app.find("label", "Bob, copy 2 of the register", limit=30)
    outcome, plot = app.find("label", "Outcome", limit=20), app.find(None, "Bits as received*", limit=20, shown=False)
    assert outcome.extents()[1] < plot.extents()[1], (outcome.extents(), plot.extents())
    assert_named(app)
    bench.shot("record-recipient")


def what_others_found_stands_in_the_overview(bench):
    """The check of the file finds nothing in it, the audio examination a muted pause: the green answer does not stand alone."""
    muted = os.path.join(bench.home, "muted.wav")
    noise = random.Random(1)
    with wave.open(muted, "wb") as out:
        out.setparams((1, 2, 16000, 0, "NONE", ""))
        out.writeframes(b"".join(struct.pack("<h", 0 if 32000 <= i < 36000 else noise.randrange(-3000, 3000)) for i in range(80000)))
    case = cli(bench, "case", "new", "--title", "Muted")["case"]
    cli(bench, "intake", case, muted)
    folder = next(c["path"] for c in cli(bench, "case", "list")["cases"] if c["case"] == case)
    app = bench.start(folder, size=(1200, 1000))
    app.find("label", "muted.wav", limit=30).press()
    app.keys("Return")
    app.find("label", "No obvious signs of tampering detected", limit=30)
    assert not app.find_all("label", "With all its examinations*")
    bench.stop()
    cli(bench, "run", "replay.examine", "--case", case, "--exhibit", "1")
    app = bench.start(folder, size=(1200, 1000))
    app.find("label", "muted.wav", limit=30).press()
    app.keys("Return")
    app.find("label", "With all its examinations: Potential integrity anomalies detected", limit=30)
    assert_named(app)
    bench.shot("record-others")


if __name__ == "__main__":
    sys.exit(main([a_picture_is_made_for_what_has_none, the_newest_run_stands_there_with_its_settings, another_tool_shows_its_own,
                   a_mark_that_was_read_names_its_recipient, a_file_that_is_gone_is_named,
                   what_others_found_stands_in_the_overview]))
