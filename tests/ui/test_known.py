#!/usr/bin/python3
"""Known genuine recordings: noted on the Replay panel, and compared with by the next run."""
import os
import sys

from test_sound import make_wav
from workbench import assert_named, main


def a_known_recording_is_noted_and_compared_with(bench):
    app = bench.start(size=(1200, 1000))
    bench.new_case("Two recordings")
    app.find("push button", "Add exhibits").click()
    bench.choose(make_wav(bench, "known.wav"))
    app.find("label", "1 exhibit", limit=60)
    app.find("push button", "Add exhibits").click()
    bench.choose(make_wav(bench, "asked.wav"))
    app.find("label", "2 exhibits", limit=60)
    app.find("label", "Exhibit 2", limit=60)    # what was added last is shown
    app.find("push button", "Close the exhibit").click()
    app.settle()
    app.find("label", "known.wav").press()
    app.keys("Return")
    app.find("label", "Exhibit 1", limit=20)
    app.find("list item", "Replay", limit=30).press()
    app.find("label", "Known genuine recordings", limit=30).press()
    app.find("text", "This recording is known*", limit=20).type("Ada")
    app.keys("Return")
    app.settle()
    bench.shot("known-noted")
    app.find("push button", "Close the exhibit").click()
    app.settle()
    app.find("label", "asked.wav").press()
    app.keys("Return")
    app.find("label", "Exhibit 2", limit=20)
    app.find("list item", "Replay", limit=30).press()
    app.find("label", "1 of 1", limit=30).press()
    app.find("check box", "1 * known.wav", limit=20)
    assert_named(app)
    app.find("push button", "Run").click()
    app.find("label", "Recordings known to be genuine", limit=120)
    bench.shot("known-compared")


if __name__ == "__main__":
    sys.exit(main([a_known_recording_is_noted_and_compared_with]))
