#!/usr/bin/python3
"""How long files are kept, which key signs, and a case that comes back from an export."""
import contextlib
import glob
import json
import os
import sqlite3
import sys
import tempfile

from workbench import assert_named, demo, main


def choose_from_menu(app, name):
    app.keys("F10")
    app.find("menu item", name, limit=10).click()


def ask(bench, name):
    """Opens the dialog of a menu entry and gives it the keyboard."""
    choose_from_menu(bench.app, name)
    bench.app.wait_new_window()


def answer(bench, name):
    """Presses a button of the dialog; the keyboard goes back to the window. What the answer fails with may open the next
    dialog at once."""
    app = bench.app
    app.find("push button", name, limit=10)
    asking = set(bench.session.windows(app.pid)) - {app.window}
    app.find_all("push button", name)[-1].click()      # the title bar has a “Close” too
    app.wait("the end of the dialog", lambda: asking.isdisjoint(bench.session.windows(app.pid)), 20)
    bench.session.xdotool("windowfocus", app.window)
    app.settle()


def fill(app, name, text):
    app.find("text", name, limit=10).set_text(text)


def events(bench):
    """What the record of the only case has, as it stands on disk."""
    base, = glob.glob(os.path.join(bench.home, ".local/share/assay/cases/*/case.db"))
    with contextlib.closing(sqlite3.connect(base)) as db:
        return [json.loads(body)["event"] for body, in db.execute("SELECT body FROM ledger ORDER BY seq")]


def a_period_is_set_and_lifted(bench):
    app = bench.start()
    bench.new_case("Kept for a while")
    app.find("push button", "Add exhibits").click()
    bench.choose(demo("holiday.jpg"))
    app.find("label", "1 exhibit", limit=30)
    ask(bench, "How long files are kept…")
    fill(app, "Last day*", "2020-01-31")
    assert_named(app)
    app.find("push button", "Keep until this day").click()
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


def change_key(bench):
    ask(bench, "Change the signing key…")
    bench.app.find("label", "Make a new key and sign with it?", limit=10)
    bench.shot("change-key")
    answer(bench, "Change the key")


def a_new_key_signs_and_an_export_comes_back(bench):
    app = bench.start()
    app.find("label", "Kept for a while", limit=20).press()
    app.find("push button", "Verify case", limit=20)
    keys = os.path.join(bench.home, ".local/share/assay/keys")
    before = len(os.listdir(keys))
    public, = glob.glob(os.path.join(bench.home, ".local/share/assay/cases/*/keys"))
    # The new key cannot come into the case, twice: one key is made and stays, the case keeps its own.
    os.rename(public, public + ".away")
    open(public, "w").close()
    for _ in range(2):
        change_key(bench)
        app.find("label", "The key could not be changed", limit=20)
        app.find("label", "You have a new key, but this case is still signed with the one before.*", limit=5)
        bench.shot("change-key-failed")
        answer(bench, "Close")
        assert len(os.listdir(keys)) == before + 1, os.listdir(keys)
        assert "key.add" not in events(bench)
    os.unlink(public)
    os.rename(public + ".away", public)
    change_key(bench)
    app.wait("the change in the record", lambda: "key.retire" in events(bench), 20)
    assert len(os.listdir(keys)) == before + 1, os.listdir(keys)
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
    app.wait("the imported case", lambda: glob.glob(os.path.join(cases, "*/case.db")), 60)
    app.find("label", "3 exhibits", limit=60)   # and it is shown; the toast would be gone on a slow machine
    bench.shot("imported")


def a_note_is_written_and_files_are_deleted(bench):
    app = bench.start()
    app.find("label", "Kept for a while", limit=20).press()
    app.find("push button", "Add exhibits", limit=20)
    app.drop_file(demo("evening.jpg"), demo("clip.mp4"))
    app.find("label", "3 exhibits", limit=30)
    app.find(None, "holiday.jpg").press()
    app.find("label", "Exhibit 1", limit=20)
    ask(bench, "Add a note…")
    app.find("label", "Note on exhibit 1", limit=10)
    fill(app, "Note", "Handed over by its owner")
    answer(bench, "Save the note")
    app.wait("the note in the record", lambda: "note" in events(bench), 20)
    app.find("push button", "Close the exhibit").click()
    app.wait("the table alone", lambda: not app.find_all("label", "Exhibit 1"))
    app.find("label", "holiday.jpg").press()
    app.keys("ctrl+a")
    ask(bench, "Delete the files of the selected exhibits…")
    app.find("label", "Delete the files of 3 exhibits?", limit=10)
    fill(app, "Reason", "No longer needed")
    bench.shot("delete")
    answer(bench, "Delete the file")
    app.wait("three entries", lambda: events(bench).count("dispose") == 3, 30)
    app.wait("three deleted files", lambda: len(app.find_all("label", "Deleted")) == 3, 30)
    app.find("push button", "Verify case").click()
    app.find("label", "The case is intact", limit=60)
    app.keys("Escape")


def a_case_is_handed_over_and_closed(bench):
    app = bench.start()
    app.find("label", "Kept for a while", limit=20).press()
    app.find("push button", "Verify case", limit=20)
    ask(bench, "Hand over…")
    app.find("label", "Hand over the case?", limit=10)
    answer(bench, "Hand over")     # to nobody
    app.find("label", "The hand-over could not be recorded", limit=20)
    answer(bench, "Close")
    assert "transfer" not in events(bench)
    ask(bench, "Hand over…")
    fill(app, "Name of who receives it", "Bo Chen")
    assert_named(app)
    bench.shot("hand-over")
    answer(bench, "Hand over")
    app.wait("the hand-over in the record", lambda: "transfer" in events(bench), 20)
    app.settle(quiet=1, limit=10)
    ask(bench, "Close the case…")
    app.find("label", "Close the case?", limit=10)
    assert_named(app)
    bench.shot("close")
    answer(bench, "Close the case")
    app.wait("the end of the record", lambda: events(bench)[-1] == "case.close", 20)


if __name__ == "__main__":
    sys.exit(main([a_period_is_set_and_lifted, a_note_is_written_and_files_are_deleted, a_case_is_handed_over_and_closed,
                   a_new_key_signs_and_an_export_comes_back]))
