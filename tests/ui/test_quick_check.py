#!/usr/bin/python3
"""Start page and quick check: the answer, what is kept of it (nothing), the report, and keeping it as a case."""
import hashlib
import os
import sys

from workbench import Bench, demo, main

PHRASES = ("No obvious signs of tampering detected", "Potential integrity anomalies detected", "Integrity compromised")


def wait_answer(app, limit=30):
    """The verdict phrase, whichever it is."""
    def find():
        return [n.name for n in app.find_all("label") if n.name in PHRASES]
    return app.wait("a verdict", find, limit)[0]


def start_page(bench: Bench):
    app = bench.start()
    for name in ("Check a file", "New case", "Main menu"):
        app.find("push button", name)
    app.find("panel", "Drop a file here to check it")
    assert app.painted_ms < 5000, app.painted_ms
    print(f"# first frame after {app.painted_ms:.0f} ms")
    bench.shot("start")


def file_of_the_command_line_is_checked(bench):
    app = bench.start(demo("holiday.jpg"))
    wait_answer(app)
    for name in ("Save report", "Keep as a case", "Show the technical details"):
        app.find("push button", name)
    app.find("label", "What this answer does not show")
    app.find("label", "What you can do next")
    bench.shot("check-clear")


def appended_data_has_reasons_in_plain_words(bench):
    app = bench.start(demo("holiday-with-something-behind.jpg"))
    assert wait_answer(app) != PHRASES[0]
    app.find("label", "The reasons")
    explain = app.find_all(None, "What does this mean?")
    assert explain, "no explanation is offered"
    assert len([n for n in explain if n.role == "toggle button"]) <= 5 or len(explain) <= 10
    bench.shot("check-reasons")


def dropped_file_is_checked(bench):
    app = bench.start()
    app.drop_file(demo("evening.jpg"))
    wait_answer(app)
    app.find("label", "evening.jpg")


def check_by_chooser_keeps_nothing(bench):
    app = bench.start()
    app.find("push button", "Check a file").click()
    bench.choose(demo("holiday.jpg"))
    wait_answer(app)
    bench.app.settle(quiet=2.6, limit=4)      # the list of recent files is written late
    bench.stop()
    kept = [path for path in bench.files_at_home() if b"holiday" in os.path.basename(path).encode() or holds(path, b"holiday")]
    assert not kept, f"traces of the checked file in {kept}"


def holds(path, needle):
    with open(path, "rb") as f:
        return needle in f.read()


def file_that_is_nothing_says_why(bench):
    empty = os.path.join(bench.session.dir, "empty.jpg")
    open(empty, "wb").close()
    app = bench.start(empty)
    app.find("label", "This file could not be checked")
    app.find("push button", "Try again")
    assert any("empty" in n.name for n in app.find_all("label"))


def report_is_saved(bench):
    target = os.path.join(bench.session.dir, "report.pdf")
    app = bench.start(demo("holiday.jpg"))
    wait_answer(app)
    app.find("push button", "Save report").click()
    bench.choose(target)
    app.wait("the report", lambda: os.path.exists(target), 40)
    app.find("label", "The report is saved", limit=20)
    with open(target, "rb") as f:
        written = f.read()
    assert written.startswith(b"%PDF-")
    app.find("label", hashlib.sha256(written).hexdigest())
    app.find("push button", "Copy: SHA-256")
    bench.shot("check-saved")


def kept_as_a_case(bench):
    app = bench.start(demo("holiday.jpg"))
    wait_answer(app)
    app.find("push button", "Keep as a case").click()
    app.find("text", "Title").wait_text("holiday.jpg")
    app.find("push button", "Create case").click()
    app.find("push button", "Verify case", limit=20)
    app.find("label", "holiday.jpg", limit=20)
    app.find("label", "1 exhibit", limit=20)


if __name__ == "__main__":
    sys.exit(main([start_page, file_of_the_command_line_is_checked, appended_data_has_reasons_in_plain_words,
                   dropped_file_is_checked, check_by_chooser_keeps_nothing, file_that_is_nothing_says_why, report_is_saved,
                   kept_as_a_case]))
