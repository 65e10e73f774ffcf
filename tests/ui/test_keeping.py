#!/usr/bin/python3
"""How long files are kept, which key signs, and a case that comes back from an export."""
import os
import sys
import tempfile

from workbench import demo, main, unnamed


def choose_from_menu(app, name):
    app.keys("F10")
    app.find("menu item", name, limit=10).click()


def ask(bench, name):
    """Opens the dialog of a menu entry and gives it the keyboard."""
    choose_from_menu(bench.app, name)
    bench.app.wait_new_window()


def answer(bench, name):
    """Presses a button of the dialog; the keyboard goes back to the window."""
    app = bench.app
    app.find("push button", f"{name} {name}", limit=10).click()     # that is how GTK 4.8 calls a response
    app.wait("the end of the dialog", lambda: bench.session.windows(app.pid) == [app.window], 20)
    bench.session.xdotool("windowfocus", app.window)
    app.settle()


def fill(app, name, text):
    app.find("text", name, limit=10).set_text(text)


def a_period_is_set_and_lifted(bench):
    app = bench.start()
    bench.new_case("Kept for a while")
    app.find("push button", "Add exhibits").click()
    bench.choose(demo("holiday.jpg"))
    app.find("label", "1 exhibit", limit=30)
    ask(bench, "How long files are kept…")
    fill(app, "Last day*", "2020-01-31")
    behind = "GtkToggleButton"  # inside of the drop-down behind the dialog: GTK 4.8 leaves it without a name
    assert not [control for control in unnamed(app) if behind not in control], unnamed(app)
    app.find("push button", "Keep until this day Keep until this day").click()
    app.find("label", "The period could not be set", limit=20)
    answer(bench, "Close")
    ask(bench, "How long files are kept…")
    fill(app, "Last day*", "2099-01-31")
    bench.shot("retention")
    answer(bench, "Keep until this day")
    app.settle(quiet=1, limit=10)
    ask(bench, "How long files are kept…")
    app.find("text", "Last day*").wait_text("2099-01-31", 10)
    answer(bench, "No period")
    app.settle(quiet=1, limit=10)
    ask(bench, "How long files are kept…")
    app.find("text", "Last day*").wait_text("", 10)
    answer(bench, "Cancel")


def a_new_key_signs_and_an_export_comes_back(bench):
    app = bench.start()
    app.find("label", "Kept for a while", limit=20).press()
    app.find("push button", "Verify case", limit=20)
    keys = os.path.join(bench.home, ".local/share/assay/keys")
    before = len(os.listdir(keys))
    ask(bench, "Change the signing key…")
    app.find("label", "Make a new key and sign with it?", limit=10)
    bench.shot("change-key")
    answer(bench, "Change the key")
    app.wait("the second key", lambda: len(os.listdir(keys)) > before, 20)
    app.settle(quiet=1, limit=10)
    folder = os.path.join(tempfile.mkdtemp(dir=bench.home), "export")
    choose_from_menu(app, "Export the case…")
    bench.choose(folder)
    app.wait("the export", lambda: os.path.exists(os.path.join(folder, "tagmanifest-sha256.txt")), 30)
    app.settle(quiet=1, limit=10)
    choose_from_menu(app, "Import an exported case…")
    bench.choose(folder)
    app.find("label", "The case could not be imported", limit=60)     # the store has it
    answer(bench, "Close")
    cases = os.path.join(bench.home, ".local/share/assay/cases")
    for name in os.listdir(cases):
        os.rename(os.path.join(cases, name), os.path.join(bench.home, "elsewhere"))
    choose_from_menu(app, "Import an exported case…")
    bench.choose(folder)
    app.find("label", "The case is imported and verified", limit=60)
    app.find("push button", "Verify case", limit=20)
    bench.shot("imported")


if __name__ == "__main__":
    sys.exit(main([a_period_is_set_and_lifted, a_new_key_signs_and_an_export_comes_back], limit=300))
