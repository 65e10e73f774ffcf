#!/usr/bin/python3
"""The compare player: what a tool made of a video beside the original, frame by frame."""
import os
import sys
import tempfile

from workbench import assert_named, demo, main

EVERYTHING = os.environ.get("ASSAY_EVERYTHING")


def open_copy(bench, name="clip.mp4", size=(1100, 1700), env=None):
    """The test tool has run and copied the exhibit; the player is there, covered."""
    bench.program, before = EVERYTHING, bench.program
    app = bench.start(demo(name), size=size, env=env)
    bench.program = before
    app.find("push button", "Show the technical details", limit=30).click()
    app.find("list item", "Everything").press()
    app.find("push button", "*A copy of the file*").click()
    bench.choose(os.path.join(tempfile.mkdtemp(dir=bench.home), name))
    app.find("push button", "Run").click()
    app.find("push button", "Show the pictures", limit=30).click()
    return app


def wait_frame(app, wanted):
    app.find("label", f"* / * · frame {wanted}", limit=20)


def frames_are_stepped_sought_and_played(bench):
    app = open_copy(bench)
    wait_frame(app, 0)
    app.find("push button", "One frame forward").click()
    wait_frame(app, 1)
    app.keys("period")
    wait_frame(app, 2)
    app.find("push button", "One frame back").click()
    wait_frame(app, 1)
    app.find("push button", "Play").click()
    wait_frame(app, 2)      # the last of the clip
    app.find("push button", "Play")
    assert_named(app)
    bench.shot("compare-side-by-side")


def a_copy_differs_nowhere(bench):
    app = open_copy(bench)
    wait_frame(app, 0)
    app.find("push button", "One frame forward").click()
    wait_frame(app, 1)
    app.keys("5")
    app.find("spin button", "Differences are multiplied by*")
    bench.shot("compare-difference")
    app.keys("4")
    bench.shot("compare-split")


def a_photo_has_one_frame(bench):
    app = open_copy(bench, "holiday.jpg")
    wait_frame(app, 0)
    app.resize(420, 1700)
    app.find("push button", "One frame forward").click()
    wait_frame(app, 0)
    bench.shot("compare-narrow")


def a_region_is_drawn(bench):
    bench.program, before = EVERYTHING, bench.program
    app = bench.start(demo("clip.mp4"), size=(1100, 900))
    bench.program = before
    app.find("push button", "Show the technical details", limit=30).click()
    app.find("list item", "Everything").press()
    app.find("push button", "Draw the region*").click()
    app.wait_new_window()
    app.find("push button", "Show the pictures").click()
    wait_frame(app, 0)
    app.find("push button", "One frame forward").click()
    wait_frame(app, 1)
    app.find("image", "Pictures").press()
    app.keys("shift+Right")
    app.find("label", "From the beginning to the end · a rectangle with 1 key frame")
    app.find("push button", "Begin here").click()
    app.find("label", "From 0.03 s to the end · *")
    bench.shot("region")
    assert_named(app)
    app.find("push button", "Use region").click()
    region = app.find("text", "Region*")
    app.wait("the region in its row", lambda: region.text().startswith("0.03") and "@" in region.text())


if __name__ == "__main__":
    if not EVERYTHING:
        print("1..0 # SKIP the program with the test tools is not built")
        sys.exit(0)
    sys.exit(main([frames_are_stepped_sought_and_played, a_copy_differs_nowhere, a_photo_has_one_frame, a_region_is_drawn]))
