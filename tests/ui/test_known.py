#!/usr/bin/python3
"""Known genuine recordings: noted on the Replay panel, and compared with by the next run; those of one person at a
time."""
import os
import sys

from test_sound import make_wav
from workbench import assert_named, main


def open_exhibit(app, name, number):
    app.find("label", name).press()
    app.keys("Return")
    app.find("label", f"Exhibit {number}", limit=20)
    app.find("list item", "Replay", limit=30).press()


def choose(app, recording, subject):
    app.settle()                                # the list still scrolls, and the answer to the last choice may move it
    app.find("check box", recording, limit=20).press()
    app.find("label", f"1 of 2, of {subject}", limit=20)


def close_exhibit(app):
    app.find("push button", "Close the exhibit").click()
    app.settle()


def a_known_recording_is_noted_and_compared_with(bench):
    app = bench.start(size=(1200, 1000))
    bench.new_case("Three recordings")
    for number, name in enumerate(("known.wav", "other.wav", "asked.wav"), 1):
        app.find("push button", "Add exhibits").click()
        bench.choose(make_wav(bench, name, number))
        app.find("label", f"{number} exhibit*", limit=60)
    app.find("label", "Exhibit 3", limit=60)    # what was added last is shown
    close_exhibit(app)
    for number, (name, subject) in enumerate((("known.wav", "Ada"), ("other.wav", "Bob")), 1):
        open_exhibit(app, name, number)
        app.find("label", "Known genuine recordings", limit=30).press()
        app.find("text", "This recording is known*", limit=20).type(subject)
        app.keys("Return")
        app.settle()
        bench.shot(f"known-noted-{number}")
        close_exhibit(app)
    open_exhibit(app, "asked.wav", 3)
    app.find("label", "None of 2 is chosen*", limit=30).press()
    app.find("push button", "Run").focus()      # scrolls to the end of the settings
    choose(app, "1 * known.wav", "Ada")
    choose(app, "2 * other.wav", "Bob")
    choose(app, "1 * known.wav", "Ada")
    bench.shot("known-chosen")
    assert_named(app)
    app.find("push button", "Run").click()
    app.find("label", "Recordings known to be genuine", limit=120)
    bench.shot("known-compared")


if __name__ == "__main__":
    sys.exit(main([a_known_recording_is_noted_and_compared_with]))
