#!/usr/bin/python3
"""Keys: made in the preferences, chosen for a tool's secret."""
import sys

from test_panels import EVERYTHING, open_panel
from workbench import assert_named, main


def fill(app, name, text):
    app.find(None, name).press()
    app.type(text)


def a_key_is_made_and_removed(bench):
    app = bench.start()
    app.keys("ctrl+comma")
    app.find("label", "Appearance")
    app.find("page tab", "Keys").press()
    app.find("push button", "Manage keys*").press()
    app.find("label", "There is no key yet")
    assert_named(app)
    app.find("push button", "Make key").press()
    app.find("label", "Give the key a name.")
    fill(app, "Name of the key", "markets")
    app.find("push button", "Make key").press()
    app.find("label", "Fingerprint *", limit=20)
    bench.shot("keys")
    app.find("push button", "Remove: markets").press()
    app.find("push button", "Remove key*").press()
    app.find("label", "There is no key yet", limit=20)


def a_tool_takes_a_stored_key(bench):
    if not EVERYTHING:
        print("# the program with the test tools is not built")
        return
    app = open_panel(bench, "Everything", program=EVERYTHING)
    app.find("push button", "Choose a stored key", limit=30).press()
    fill(app, "Name of the key", "court")
    app.find("push button", "Make key").press()
    app.find("push button", "Use: court", limit=20).press()
    app.find("push button", "Run")
    bench.shot("key-chosen")


if __name__ == "__main__":
    sys.exit(main([a_key_is_made_and_removed, a_tool_takes_a_stored_key]))
