#!/usr/bin/python3
"""How long a person waits for the window: first frame, a case of many exhibits, and the longest pause while it is scrolled.

    tests/ui/bench_window.py [CASE-FOLDER]        without a folder a case of 10,000 exhibits is made first (minutes)

Environment: ASSAY_PROGRAM as in workbench.py; assay-cli is looked for beside it.
"""
import json
import os
import subprocess
import sys
import time

import gui_driver
from workbench import TABLES, Bench, demo

EXHIBITS, STARTS, PAGES = 10_000, 7, 40


def make_case(bench):
    cli = os.path.join(os.path.dirname(bench.program), "assay-cli")
    case = json.loads(subprocess.check_output([cli, "--json", "case", "new", "--title", "Many"], env=bench.session.env))["case"]
    began = time.monotonic()
    for _ in range(EXHIBITS // 100):
        subprocess.run([cli, "intake", case, "--no-check"] + [demo("holiday.jpg")] * 100, env=bench.session.env, check=True,
                       stdout=subprocess.DEVNULL)
    print(f"{EXHIBITS} exhibits taken in: {time.monotonic() - began:.0f} s")
    return os.path.join(bench.home, ".local/share/assay/cases", case)


def first_frame(bench):
    times = []
    for _ in range(STARTS):
        app = bench.start()
        times.append(app.painted_ms)
        bench.stop()
        while bench.session.painted():      # the next start must find a black screen
            time.sleep(0.05)
    print(f"first frame: {times[0]:.0f} ms at first, then {sorted(times[1:])[len(times) // 2 - 1]:.0f} ms (median of {STARTS - 1})")


def open_case(bench, folder):
    app = bench.start(folder)
    began = app.started
    # Past the table: walking its cells takes longer than what is measured here.
    app.wait("the case", lambda: any(node.name == f"{EXHIBITS} exhibits" for _, node in app.walk(skip=TABLES)), 60)
    app.wait("a row", lambda: any(node.name == "holiday.jpg" for _, node in app.walk()), 60)
    print(f"case open and listed {1000 * (time.monotonic() - began):.0f} ms after the start of the program")
    return app


def scroll(app):
    """The longest time in which the window answered nothing."""
    worst = 0
    app.keys("Tab")
    for _ in range(PAGES):
        app.keys("Page_Down")
        began = time.monotonic()
        app.ping()
        worst = max(worst, time.monotonic() - began)
    print(f"{PAGES} pages scrolled, longest pause {1000 * worst:.0f} ms")


def main(folder):
    with gui_driver.Session(size=(1400, 1000), limit=1800) as session:
        bench = Bench(session)
        first_frame(bench)
        scroll(open_case(bench, folder or make_case(bench)))
        bench.stop()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
