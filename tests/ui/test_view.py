#!/usr/bin/python3
"""A tool's view of the exhibit beside its settings: what others would see of a video, before it is encrypted."""
import os
import sys

from workbench import ROOT, assert_named, main

SHARED = os.environ.get("ASSAY_SHARED", os.path.join(ROOT, "..", "shared"))
STREAM = os.path.join(SHARED, "data", "hevc", "x_rectamp_wpp_b.hevc")


def open_encryption(bench, size=(1100, 1900)):
    app = bench.start(STREAM, size=size)
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


if __name__ == "__main__":
    if not os.path.exists(STREAM):
        print("1..0 # SKIP the shared data is not here")
        sys.exit(0)
    sys.exit(main([the_view_follows_the_settings], limit=300))
