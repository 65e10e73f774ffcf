#!/usr/bin/python3
"""A tool's view of the exhibit beside its settings: what others would see of a video, before it is encrypted."""
import os
import re
import sys

from workbench import ROOT, assert_named, demo, main

SHARED = os.environ.get("ASSAY_SHARED", os.path.join(ROOT, "..", "shared"))
STREAM = os.path.join(SHARED, "data", "hevc", "x_rectamp_wpp_b.hevc")


def open_encryption(bench, size=(1100, 1900), name=STREAM):
    app = bench.start(name, size=size)
    app.find("push button", "Show the technical details", limit=30).click()
    app.find("list item", "Encryption").press()
    app.find("push button", "Tool").press()
    app.find("label", "Encrypt a video", limit=10).press()
    return app


def the_view_follows_the_settings(bench):
    app = open_encryption(bench)
    app.find("push button", "Show the pictures", limit=30).click()
    app.find("label", "* / * · frame 0", limit=20)
    app.find("push button", "One frame forward").click()
    app.find("label", "* / * · frame 1", limit=20)
    for title in ("Original", "Without the key", "Decrypted video"):
        app.find("label", title, limit=10)
    bench.shot("view-all")
    app.find("list item", "Elements*").press()
    app.find("check box", "Coefficient signs*").press()
    app.find("label", "5 of 6", limit=10)
    app.find("label", "* / * · frame 1", shown=False, limit=20)
    assert_named(app)
    bench.shot("view-less")


def what_others_see_is_told_before(bench):
    app = open_encryption(bench, size=(1100, 900))
    app.find("push button", "Encrypt", limit=10)
    app.find("push button", "What others can still see").click()
    app.wait_new_window()
    app.find("label", "Outlines, and where and how fast something moves*", limit=10)
    bench.shot("view-caution")
    app.keys("Escape")
    app.wait("the end of the help", lambda: bench.session.windows(app.pid) == [app.window])
    bench.session.xdotool("windowfocus", app.window)


def one_picture_at_a_time_where_it_is_narrow(bench):
    app = open_encryption(bench, size=(1100, 1900))
    app.find("push button", "Show the pictures", limit=30).click()
    app.find("label", "* / * · frame 0", limit=20)
    width, _ = app.resize(360, 1900)
    assert width <= 370, f"the panel needs {width} px"
    app.find("push button", "Without the key", limit=10).click()
    assert_named(app)
    bench.shot("view-narrow")
    app.resize(1100, 1900)
    app.find("label", "Without the key", limit=10)
    app.keys("5")       # the pictures have the focus since they were uncovered
    app.find("spin button", "Differences are multiplied by*", limit=10)
    width, _ = app.resize(360, 1900)
    assert width <= 370, f"the difference needs {width} px"


def a_video_that_is_not_hevc_is_told(bench):
    """What the tool cannot preview is not an empty picture: the original stands there, and why there is no other."""
    app = open_encryption(bench, name=demo("clip.mp4"))
    app.find("push button", "Show the pictures", limit=30).click()
    app.find("label", "*HEVC*", limit=20)
    bench.shot("view-not-hevc")
    percent = [n.name for n in app.find_all("label") if re.fullmatch(r"\d+ %", n.name)]
    assert all(int(p.split()[0]) <= 400 for p in percent), percent


if __name__ == "__main__":
    if not os.path.exists(STREAM):
        print("1..0 # SKIP the shared data is not here")
        sys.exit(0)
    sys.exit(main([the_view_follows_the_settings, what_others_see_is_told_before, one_picture_at_a_time_where_it_is_narrow,
                   a_video_that_is_not_hevc_is_told]))
