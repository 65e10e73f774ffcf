#!/usr/bin/python3
"""How long a person waits for the window: first frame, a case of many exhibits, and the longest pause while it is scrolled.

    tests/ui/bench_window.py [CASE-FOLDER]        without a folder a case of 10,000 exhibits is made first (minutes)

All times are taken from the screen: the program is not asked anything meanwhile, for walking the accessible tree of a
table costs the program more than what is measured here.
Environment: ASSAY_PROGRAM as in workbench.py; assay-cli is looked for beside it.
"""
import json
import os
import subprocess
import sys
import time

import gui_driver
from workbench import TABLES, Bench, demo

EXHIBITS, STARTS, OPENINGS, PAGES = 10_000, 7, 5, 40
LOOK = 0.01         # pause between two looks at the screen
QUIET = 2.0         # a screen that does not change for so long is finished
TURNS = 6           # of the wheel, about a page


def make_case(bench):
    cli = os.path.join(os.path.dirname(bench.program), "assay-cli")
    case = json.loads(subprocess.check_output([cli, "--json", "case", "new", "--title", "Many"], env=bench.session.env))["case"]
    began = time.monotonic()
    for _ in range(EXHIBITS // 100):
        subprocess.run([cli, "intake", case, "--no-check"] + [demo("holiday.jpg")] * 100, env=bench.session.env, check=True,
                       stdout=subprocess.DEVNULL)
    print(f"{EXHIBITS} exhibits taken in: {time.monotonic() - began:.0f} s")
    return os.path.join(bench.home, ".local/share/assay/cases", case)


def median(values):
    return sorted(values)[len(values) // 2]


def first_frame(bench):
    times = []
    for _ in range(STARTS):
        app = bench.start()
        times.append(app.painted_ms)
        bench.stop()
        blacken(bench)
    print(f"first frame: {times[0]:.0f} ms at first, then {sorted(times[1:])[len(times) // 2 - 1]:.0f} ms (median of {STARTS - 1})")


def blacken(bench):
    """The next start must find a black screen."""
    while bench.session.painted():
        time.sleep(0.05)


def film(session, limit):
    """What was on the screen from when on, until nothing changed for a while: (monotonic time, pixels)."""
    frames, end = [(time.monotonic(), session.screen())], time.monotonic() + limit
    while time.monotonic() < end:
        now = session.screen()
        if now != frames[-1][1]:
            frames.append((time.monotonic(), now))
        elif len(frames) > 1 and time.monotonic() - frames[-1][0] > QUIET:
            break
        time.sleep(LOOK)
    return frames


def since(session, frames, box):
    """When the pixels in box were first as they are at the end, to stay so."""
    last, when = session.crop(frames[-1][1], box), frames[-1][0]
    for moment, pixels in reversed(frames):
        if session.crop(pixels, box) != last:
            break
        when = moment
    return when


def open_once(bench, folder):
    """Seconds from the start of the program until the first row can be read, and until all that is to be seen of the
    case is on the screen, pictures included; the running program and where its table is."""
    session = bench.session
    session.xdotool("mousemove", session.size[0] - 1, session.size[1] - 1)      # no tooltip on the picture
    app = bench.app = session.app([bench.program, folder], limit=60, env={"G_DEBUG": "fatal-criticals"})
    frames = film(session, 60)
    app.wait_window()
    while not (tables := [node for _, node in app.walk(skip=TABLES) if node.role in TABLES and node.on_screen()]):
        frames += film(session, 60)
    table = tables[0]
    name = next(node for _, node in app.walk(table) if node.role == "label" and node.name.endswith(".jpg") and node.on_screen())
    x, y = app.frame_offset()
    boxes = [(left + x, top + y, width, height) for left, top, width, height in (name.extents(), table.extents())]
    return since(session, frames, boxes[0]) - app.started, frames[-1][0] - app.started, boxes[1]


def open_case(bench, folder):
    """Leaves the program of the last time running and gives the box of its table."""
    rows, all_of_it = [], []
    for i in range(OPENINGS):
        row, complete, table = open_once(bench, folder)
        rows.append(row)
        all_of_it.append(complete)
        if i < OPENINGS - 1:
            bench.stop()
            blacken(bench)
    print(f"case opened, from the start of the program: first row {1000 * rows[0]:.0f} ms at first, then "
          f"{1000 * median(rows[1:]):.0f} ms (median of {OPENINGS - 1}; worst {1000 * max(rows):.0f}); "
          f"with all pictures {1000 * median(all_of_it):.0f} ms")
    return table


def scroll(bench, table):
    """The longest time from a turn of the wheel to the first change of the table."""
    session, app, waits = bench.session, bench.app, []
    x, y, width, height = table
    session.xdotool("mousemove", x + width // 2, y + height // 2)
    app.settle()
    for _ in range(PAGES):
        before = session.crop(session.screen(), table)
        began = time.monotonic()
        session.xdotool("click", "--repeat", TURNS, "--delay", "1", "5")
        while session.crop(session.screen(), table) == before and time.monotonic() - began < 5:
            time.sleep(0.002)
        waits.append(time.monotonic() - began)
        app.settle(quiet=0.1, limit=1)
    print(f"{PAGES} pages scrolled: {1000 * median(waits):.0f} ms from the wheel to the picture, longest {1000 * max(waits):.0f} ms "
          "(xdotool's own start included)")


def main(folder):
    with gui_driver.Session(size=(1400, 1000), limit=1800) as session:
        bench = Bench(session)
        first_frame(bench)
        scroll(bench, open_case(bench, folder or make_case(bench)))
        bench.stop()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
