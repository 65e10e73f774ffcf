#!/usr/bin/python3
"""The panel Report: what goes into the report, seen in the preview at once and remembered by the case."""
import os
import re
import subprocess
import sys

from workbench import assert_named, demo, main

PAGES = re.compile(r"\d+ of (\d+)$")


def count(label):
    """The pages of the preview; 0 while there is none."""
    app = label.app
    app.ping()
    match = PAGES.match(label.text())
    return int(match[1]) if match else 0


def open_report(app):
    """The label that counts the pages; the choices are shown."""
    app.find("label", "holiday.jpg", limit=60).press()
    app.find("list item", "Report", limit=60).press()
    # Not that of the intake, "1 of 1: holiday.jpg, …", which may still slide away.
    label = app.wait("the first page", lambda: [n for n in app.find_all("label", "1 of *") if PAGES.match(n.name)], 120)[0]
    app.find("push button", "What goes into the report").click()
    app.find("check box", "Everything in full", limit=60)
    return label


def is_on(app, name):
    return "checked" in app.find("check box", name, limit=20).states()


def saved_text(bench, name):
    app = bench.app
    target = os.path.join(bench.session.dir, name)
    app.find("push button", "Save report").click()
    bench.choose(target)
    app.wait("the report", lambda: os.path.exists(target), 60)
    app.wait_new_window()
    app.keys("Escape")
    app.settle()
    return subprocess.run(["pdftotext", "-layout", target, "-"], check=True, capture_output=True, text=True).stdout


def the_long_form_is_asked_for(bench):
    app = bench.start()
    bench.new_case("Short and long")
    app.find("push button", "Add exhibits").click()
    bench.choose(demo("holiday.jpg"))
    app.find("label", "1 exhibit", limit=30)
    label = open_report(app)
    short = count(label)
    assert not is_on(app, "Everything in full") and not is_on(app, "Annex: structure, in full")
    app.find("check box", "Everything in full").click()
    app.wait("a longer preview", lambda: count(label) > short, 120)
    assert is_on(app, "Annex: structure, in full")
    # A section that is left out has no form, and the switch above all follows those below.
    app.find("check box", "Annex: structure").click()
    app.find("check box", "Annex: structure, in full").wait_state("sensitive", False)
    app.find("check box", "Findings, in full").click()
    app.find("check box", "Everything in full").wait_state("checked", False)
    assert_named(app, what="the choices")
    bench.shot("report-choices")


def names_are_left_out(bench):
    app = bench.start()
    app.find("label", "Short and long", limit=30).press()
    open_report(app)
    # Remembered by the case.
    assert is_on(app, "Annex: metadata, in full") and not is_on(app, "Findings, in full")
    assert not is_on(app, "Annex: structure")
    anonymous = app.find("check box", "Anonymous")
    anonymous.wait_state("sensitive", False)
    app.find("text", "Examiner").set_text("Ada Examiner")
    app.find("check box", "Redacted").click()
    app.find("check box", "Anonymous").wait_state("sensitive")
    app.find("check box", "Anonymous").click()
    app.settle(quiet=1.5, limit=20)
    text = saved_text(bench, "anonymous.pdf")
    assert "Ada Examiner" not in text and "[redacted]" in text


def another_case_begins_anew(bench):
    app = bench.start()
    bench.new_case("Another")
    app.find("push button", "Add exhibits").click()
    bench.choose(demo("holiday.jpg"))
    app.find("label", "1 exhibit", limit=30)
    open_report(app)
    assert is_on(app, "Annex: structure") and not is_on(app, "Anonymous") and not is_on(app, "Redacted")
    app.find("text", "Examiner").wait_text("")


def what_a_report_would_lack_is_said_and_run(bench):
    app = bench.start(size=(1100, 900))
    bench.new_case("Missing")
    app.find("push button", "Add exhibits").click()
    bench.choose(demo("clip.mp4"))
    app.find("label", "Exhibit 1", limit=60)
    app.find("list item", "Report", limit=20).press()
    app.find("push button", "Run them now", limit=30).click()
    app.wait("nothing to be missing", lambda: not app.find_all("push button", "Run them now")
             and not app.find_all("label", "Examinations are run…"), limit=60)
    bench.shot("report-examined")


if __name__ == "__main__":
    sys.exit(main([the_long_form_is_asked_for, names_are_left_out, another_case_begins_anew,
                   what_a_report_would_lack_is_said_and_run]))
