#!/usr/bin/python3
"""Takes the pictures of data/screenshots with the demonstration files: run it after a change that can be seen, and look at them.

    tests/ui/take_screenshots.py FOLDER
"""
import os
import sys

import gui_driver
from workbench import DARK, Bench, demo

FILES = ("holiday.jpg", "holiday-with-something-behind.jpg", "evening.jpg", "clip.mp4", "clip-cut.mp4")
BORDER = 5                      # what GTK draws around a window without a compositor
WIDE, NARROW = (1200 + 2 * BORDER, 800 + 2 * BORDER), (360 + 2 * BORDER, 640 + 2 * BORDER)


def take(bench, folder, name):
    bench.app.settle(quiet=0.5)
    bench.session.xdotool("mousemove", 1390, 990)
    bench.app.settle(quiet=0.8)
    x, y, w, h = bench.session.geometry(bench.app.window)
    bench.session.screenshot(os.path.join(folder, name + ".png"), (x + BORDER, y + BORDER, w - 2 * BORDER, h - 2 * BORDER))


def panel(bench, name):
    bench.app.find("list item", name).press()


def main(folder):
    os.makedirs(folder, exist_ok=True)
    with gui_driver.Session(size=(1400, 1000), limit=300) as session:
        bench = Bench(session)

        app = bench.start(size=WIDE)
        app.find("push button", "New case", limit=20)
        take(bench, folder, "start")
        bench.stop()

        app = bench.start(demo("evening.jpg"), size=WIDE)
        app.find("label", "What you can do next", limit=60)
        take(bench, folder, "quick-check")
        bench.stop()

        app = bench.start(size=WIDE)
        bench.new_case("Threats by messenger, spring 2026")
        app.drop_file(*[demo(name) for name in FILES])
        app.find("label", f"{len(FILES)} exhibits", limit=60)
        app.wait("all checked", lambda: not any(n.name == "Not checked" for n in app.find_all("label")), 60)
        app.settle(quiet=4, limit=12)           # the toast leaves
        take(bench, folder, "case")
        app.find("label", "evening.jpg").press()
        app.find("label", "Exhibit *", limit=20)
        panel(bench, "Structure")
        app.find("label", "APP1", limit=20).press()
        app.settle(quiet=1, limit=10)
        take(bench, folder, "exhibit-structure")
        panel(bench, "Report")
        app.settle(quiet=3, limit=30)
        take(bench, folder, "report-preview")
        bench.stop()

        app = bench.start(demo("clip-cut.mp4"), size=NARROW, env=DARK)
        app.find("label", "What you can do next", limit=60)
        take(bench, folder, "narrow-dark")
        bench.stop()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
