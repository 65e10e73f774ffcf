#!/usr/bin/python3
"""A case: exhibits by chooser and by drop, the panels, verification, cancelling, reopening."""
import contextlib
import glob
import json
import os
import shutil
import sqlite3
import subprocess
import sys

from workbench import Bench, demo, main

TITLE = "Two letters in spring"


def exhibits_by_chooser_and_by_drop(bench: Bench):
    app = bench.start()
    bench.new_case(TITLE)
    app.find("label", "No exhibits yet")
    app.find("push button", "Add exhibits").click()
    bench.choose(demo("holiday.jpg"))
    app.find("label", "1 exhibit", limit=30)
    app.drop_file(demo("evening.jpg"), demo("holiday-with-something-behind.jpg"))
    app.find("label", "3 exhibits", limit=30)
    for name in ("holiday.jpg", "evening.jpg", "holiday-with-something-behind.jpg"):
        app.find("label", name)
    app.wait("all checked", lambda: not any(n.name == "Not checked" for n in app.find_all("label")), 40)
    bench.shot("case")


def the_first_intake_is_watched_and_stopped(bench):
    big = os.path.join(bench.home, "big.bin")
    with open(big, "wb") as file:
        # so long that it is not done before it is cancelled, however late that is seen
        file.truncate(min(8_000_000_000, shutil.disk_usage(bench.home).free // 2))
    app = bench.start()
    bench.new_case("Big")
    app.find("push button", "Add exhibits").click()
    bench.choose(big)
    app.find("label", "1 of 1: big.bin, * of *GB", limit=60)
    app.find("push button", "Cancel").press()
    app.find("label", "Cancelled: nothing was added", limit=60)


def case_is_found_again_and_verifies(bench):
    app = bench.start()
    row = app.find("label", TITLE, limit=20)
    row.press()
    app.find("push button", "Verify case", limit=20).click()
    app.find("label", "The case is intact", limit=60)
    app.find("push button", "Copy the checkpoint")
    bench.shot("verified")
    app.keys("Escape")


def case_folder_of_the_command_line_opens(bench):
    folder = case_folder(bench)
    app = bench.start(folder)
    app.find("label", "3 exhibits", limit=20)
    app.find("label", "evening.jpg").press()
    app.find("label", "Exhibit 2", limit=20)
    app.find("push button", "Close the exhibit").click()
    app.wait("the table alone", lambda: not app.find_all("label", "Exhibit 2"))
    bench.stop()
    with contextlib.closing(sqlite3.connect(os.path.join(folder, "case.db"))) as db:
        views = [json.loads(body) for body, in db.execute("SELECT body FROM ledger ORDER BY seq")]
    assert [v["data"]["item"] for v in views if v["event"] == "view"][-1] == 2, "looking at exhibit 2 is not in the record"


def one_click_opens_where_it_is_narrow(bench):
    app = bench.start(case_folder(bench), size=(370, 650))
    app.find("label", "3 exhibits", limit=20)
    app.find("label", "evening.jpg").press()
    app.find("label", "Exhibit 2", limit=20)
    bench.shot("case-narrow")


def text_and_verdict_filter(bench):
    app = bench.start(case_folder(bench))
    app.find("label", "3 exhibits", limit=20)
    app.find(None, "Filter the exhibits").type("evening")
    app.find("label", "1 of 3 exhibits")
    app.find(None, "Filter the exhibits").type("nothing has this name")
    app.find("push button", "Show all exhibits").click()
    app.find("label", "3 exhibits")


def a_deleted_exhibit_says_so_where_it_is_narrow(bench):
    folder = case_folder(bench)
    cli = os.path.join(os.path.dirname(bench.program), "assay-cli")
    subprocess.run([cli, "erase", folder, "1", "--reason", "asked for"], check=True, capture_output=True, env=bench.session.env)
    app = bench.start(folder, size=(370, 650))
    app.find("label", "Deleted · *", limit=20)
    bench.shot("case-narrow-deleted")


def a_strange_file_breaks_nothing_and_is_named(bench):
    folder = case_folder(bench)
    stranger = os.path.join(folder, "reports", "invoice from somebody.docx")
    with open(stranger, "wb") as file:
        file.write(b"x")
    pictures = os.path.join(folder, "results", "thumbnails")
    os.unlink(os.path.join(pictures, sorted(name for name in os.listdir(pictures) if "-" in name)[0]))
    app = bench.start(folder, size=(370, 650))
    app.find("push button", "Verify case", limit=20).click()
    app.find("label", "The case is intact", limit=60)
    app.find("label", "Also seen")
    app.find("label", "*“reports/invoice from somebody.docx”*")
    app.find("label", "Exhibit *: * · Small picture is missing")
    assert not app.find_all("label", "What differs")
    bench.shot("beside")
    app.keys("Escape")
    os.unlink(stranger)


def changed_vault_is_named(bench):
    """A byte of a stored file is changed: verification must say so, or it is worth nothing."""
    folder = case_folder(bench)
    victim = sorted(glob.glob(os.path.join(folder, "vault", "objects", "*", "*")), key=os.path.getsize)[-1]
    os.chmod(victim, 0o600)
    with open(victim, "r+b") as f:
        f.seek(1000)
        byte = f.read(1)
        f.seek(1000)
        f.write(bytes([byte[0] ^ 1]))
    app = bench.start(folder)
    app.find("push button", "Verify case", limit=20).click()
    app.find("label", "The case was changed", limit=60)
    app.find("label", "What differs")
    app.find("label", "Exhibit *: * · Evidence was changed")
    bench.shot("differs")
    app.keys("Escape")


def a_changed_table_is_told_without_being_asked(bench):
    """Somebody edits what the table of exhibits is drawn from: the page says so by itself, and nothing can be added."""
    folder = case_folder(bench)
    with contextlib.closing(sqlite3.connect(os.path.join(folder, "case.db"))) as db:
        (size,) = db.execute("SELECT size FROM exhibit WHERE item=1").fetchone()
        db.execute("UPDATE exhibit SET size=5 WHERE item=1")
        db.commit()
    app = bench.start(folder)
    app.find("label", "This case was changed from outside:*", limit=60)
    assert "sensitive" not in app.find("push button", "Add exhibits").states()
    bench.shot("changed-table")
    bench.stop()
    with contextlib.closing(sqlite3.connect(os.path.join(folder, "case.db"))) as db:
        db.execute("UPDATE exhibit SET size=? WHERE item=1", (size,))
        db.commit()


def refused_file_is_named(bench):
    link = os.path.join(bench.session.dir, "link.jpg")
    os.symlink(demo("holiday.jpg"), link)
    app = bench.start(case_folder(bench))
    app.find("push button", "Add exhibits", limit=20)
    app.drop_file(link)
    app.find("label", "1 file was not added", limit=20)
    assert any("link.jpg" in n.name for n in app.find_all("label"))
    app.keys("Escape")


def broken_case_says_why(bench):
    broken = os.path.join(bench.session.dir, "broken")
    os.makedirs(broken)
    with open(os.path.join(broken, "case.db"), "wb") as f:
        f.write(b"no database")
    app = bench.start(broken)
    app.find("label", "This case cannot be opened", limit=20)
    app.find("push button", "Try again")


def case_folder(bench):
    found = [path for path in glob.glob(os.path.join(bench.home, ".local/share/assay/cases/*")) if os.path.isdir(path)]
    assert len(found) == 1, found
    return found[0]


if __name__ == "__main__":
    sys.exit(main([exhibits_by_chooser_and_by_drop, case_is_found_again_and_verifies, case_folder_of_the_command_line_opens,
                   one_click_opens_where_it_is_narrow, text_and_verdict_filter, refused_file_is_named,
                   broken_case_says_why, a_deleted_exhibit_says_so_where_it_is_narrow,
                   a_strange_file_breaks_nothing_and_is_named, a_changed_table_is_told_without_being_asked, changed_vault_is_named,
                   the_first_intake_is_watched_and_stopped]))
