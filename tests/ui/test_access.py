#!/usr/bin/python3
"""For everybody: every control has a name, all works with the keyboard, at 360 px, in the dark."""
import gettext
import os
import sys
import time

from workbench import CONTROLS, DARK, PROGRAM, Bench, assert_named, demo, main

NARROW = (360, 700)


def look(bench, name, roles=CONTROLS):
    bench.shot(name)
    assert_named(bench.app, roles, name)


def narrow(bench, name):
    """GTK gives no window less than its content needs, so its width tells whether all of it fits."""
    width, _ = bench.app.resize(*NARROW)
    assert width <= NARROW[0] + 10, f"{name}: the window needs {width} px"    # 10: GTK's border without a compositor
    look(bench, name)


def names_and_360_px_of_start(bench: Bench):
    bench.start()
    look(bench, "start-wide")
    narrow(bench, "start-narrow")


def names_and_360_px_of_quick_check(bench):
    app = bench.start(demo("holiday-with-something-behind.jpg"))
    app.find("label", "What you can do next", limit=30)
    look(bench, "check-wide")
    narrow(bench, "check-narrow")


def every_panel_has_names_and_fits(bench):
    app = bench.start(demo("holiday.jpg"))
    app.find("push button", "Show the technical details", limit=30).click()
    app.find("list", "Panels", limit=20)
    for panel in ("Overview", "Metadata", "Structure", "Image", "Custody", "Report"):
        app.find("list item", panel).press()
        time.sleep(1.5)
        app.settle()
        look(bench, f"panel-{panel.lower()}-wide")
        narrow(bench, f"panel-{panel.lower()}-narrow")
        app.resize(1200, 800)
        app.settle()


def words(language):
    """What the program says in that language, by the English text."""
    built = os.path.dirname(os.path.dirname(PROGRAM))
    return gettext.translation("assay", os.path.join(built, "po"), [language]).gettext


def case_fits_360_px_in(language):
    """Words are longer in other languages, and GTK makes no window narrower than they are."""
    def test(bench):
        say = words(language)
        app = bench.start(env={"LANGUAGE": language})
        app.find("push button", say("New case")).click()
        app.find("text", say("Title"))
        app.settle()
        app.type("360")
        app.keys("Return")
        app.find("push button", say("Verify case"), limit=20)
        app.settle(quiet=0.5)
        narrow(bench, f"{language}-case-empty")
        app.resize(1200, 800)
        app.drop_file(demo("evening.jpg"))
        app.find("label", "evening.jpg", limit=60)
        narrow(bench, f"{language}-case")
    test.__name__ = f"case_fits_360_px_in_{language}"
    return test


def check_fits_360_px_in(language):
    def test(bench):
        say = words(language)
        app = bench.start(demo("evening.jpg"), env={"LANGUAGE": language})
        app.find("label", say("What you can do next"), limit=60)
        narrow(bench, f"{language}-check")
        app.keys("alt+Left")
        app.find("push button", say("Check a file"), limit=20)
        app.settle(quiet=0.5)
        narrow(bench, f"{language}-start")
    test.__name__ = f"check_fits_360_px_in_{language}"
    return test


def names_of_the_windows_beside(bench):
    app = bench.start()
    for keys, label, name in (("ctrl+comma", "Appearance", "preferences"), ("F1", "What Assay does", "help"),
                              ("ctrl+question", "General", "shortcuts")):
        app.keys(keys)
        app.find("label", label, limit=10)
        if name != "shortcuts":         # GTK's own window, with a search button that GTK does not name
            look(bench, name, CONTROLS - {"list item"})     # libadwaita 1.2 does not name the choices of its own rows
        others = [w for w in bench.session.windows(app.pid) if w != app.window]
        for window in others:
            bench.session.xdotool("windowfocus", window)
            app.keys("Escape")
        app.wait(f"{name} closed", lambda: len(bench.session.windows(app.pid)) == 1)
        bench.session.xdotool("windowfocus", app.window)


def a_window_that_has_just_closed_is_asked_for(bench):
    """A screen reader counts the windows and then asks for the last, which may be gone by then. GTK 4.8 answers with the last
    window that it has, shown or not, and one that was never shown has no path to answer with: a critical, and no answer."""
    app = bench.start()
    app.find("push button", "New case")
    for opened in ((), ("ctrl+question",), ("ctrl+n",)):
        if opened:
            app.keys(*opened)
            window = app.wait_new_window()
            app.keys("Escape")
            app.wait("its end", lambda: window not in bench.session.windows(app.pid))
            bench.session.xdotool("windowfocus", app.window)
        assert app.root().get_child_at_index(99).get_role_name() == "frame", opened


def every_tool_has_names(bench):
    """The panels with settings, on a video: each control once, by its title."""
    app = bench.start(demo("clip.mp4"))
    app.find("push button", "Show the technical details", limit=60).click()
    app.find("list", "Panels", limit=20)
    for panel in ("Replay", "Waveform mark", "Video mark", "Encryption", "Verify report"):
        app.find("list item", panel).press()
        app.settle(quiet=1, limit=15)
        look(bench, f"tool-{panel.lower().replace(' ', '-')}")


def names_in_the_questions_of_a_case(bench):
    app = bench.start()
    bench.new_case("Questions")
    app.find("push button", "Add exhibits").click()
    bench.choose(demo("holiday.jpg"))
    app.find("label", "1 exhibit", limit=60)
    app.find("label", "holiday.jpg").press()
    app.find("label", "Exhibit 1", limit=30)
    for entry in ("Edit the case…", "Add a note…", "How long files are kept…", "Change the signing key…",
                  "Delete the files of the selected exhibits…", "Move the case to the trash…"):
        app.keys("F10")
        app.find("menu item", entry, limit=10).click()
        window = app.wait_new_window()
        app.settle()
        look(bench, "question-" + entry.split()[0].lower())
        assert app.find_all("push button", "Cancel"), entry
        bench.session.xdotool("windowfocus", window)
        app.keys("Escape")
        app.wait("the end of the question", lambda: bench.session.windows(app.pid) == [app.window], 20)
        bench.session.xdotool("windowfocus", app.window)
        app.settle()


def dark(bench):
    app = bench.start(demo("holiday-with-something-behind.jpg"), env=DARK)
    app.find("label", "What you can do next", limit=30)
    bench.shot("check-dark")
    x, y, w, h = bench.session.geometry(app.window)
    _, _, rgb = bench.session.pixels((x + w // 2, y + h - 60, 1, 1))
    assert max(rgb) < 110, f"the page is not dark: {list(rgb)}"


def a_case_by_keyboard_alone(bench):
    app = bench.start()
    app.keys("ctrl+n")
    app.find("text", "Title")
    app.settle()
    app.type("By keyboard")
    app.keys("Return")
    app.find("push button", "Verify case", limit=20)
    app.keys("ctrl+i")
    bench.choose(demo("evening.jpg"))
    app.find("label", "Exhibit 1", limit=30)
    app.keys("ctrl+Page_Down")
    app.find("list item", "Metadata").wait_state("selected")
    app.keys("Escape")
    app.wait("the table alone", lambda: not app.find_all("label", "Exhibit 1"))
    app.keys("ctrl+r")
    app.find("label", "The case is intact", limit=60)
    app.keys("Escape")
    app.wait("the dialog closed", lambda: not app.find_all("label", "The case is intact"))
    app.keys("alt+Left")
    app.find("push button", "Check a file")


def focused(app):
    return next((node for _, node in app.walk() if "focused" in node.states()), None)


def tab_to(app, name, most=40):
    """Presses Tab until the control of that name has the keyboard; what it passed."""
    passed = []
    for _ in range(most):
        app.keys("Tab")
        app.settle()
        node = focused(app)
        passed.append(node.name if node else "")
        if passed[-1] == name:
            return passed
    raise AssertionError(f"Tab never gets to {name!r}: {passed}")


def the_tab_key_gets_through(bench):
    app = bench.start(demo("evening.jpg"))
    app.find("push button", "Show the technical details", limit=60)
    app.settle()
    passed = tab_to(app, "Show the technical details")
    assert "Checks that could not run" in passed and "Keep the original" in passed, passed
    app.keys("Return")
    row = app.find("list item", "Overview", limit=20)
    row.wait_state("focused")
    app.keys("Tab")     # the list of panels is one stop: the next is in the panel, and no other panel is chosen
    app.settle(quiet=0.6)
    assert "selected" in app.find("list item", "Overview").states(), "Tab chose another panel"
    node = focused(app)
    assert node and node.role != "list item", node
    app.keys("shift+Tab")
    app.find("list item", "Overview").wait_state("focused")
    app.keys("Down")
    app.find("list item", "Metadata").wait_state("focused")
    app.find("list item", "Metadata").wait_state("selected")


def a_grab_while_a_button_is_held(bench):
    """What workbench.HARMLESS tells of GTK: its own context menu, and the window moved by its header bar. stop() sees to it that
    nothing else is said."""
    app = bench.start()
    app.find("push button", "New case").click()
    x, y = app.find("text", "Title").centre()
    app.settle()
    bench.session.xdotool("mousemove", x, y, "mousedown", 3, "sleep", 0.4, "mouseup", 3)
    app.settle()
    app.keys("Escape")
    app.settle()
    app.keys("Escape")
    app.settle()
    bench.session.xdotool("mousemove", 700, 30, "mousedown", 1, "sleep", 0.2, "mousemove", 740, 40, "sleep", 0.2,
                          "mousemove", 760, 40, "sleep", 0.2, "mouseup", 1)
    app.settle()
    app.find("push button", "New case").click()
    app.find("text", "Title")


if __name__ == "__main__":
    LANGUAGES = [fits(language) for language in ("de", "es") for fits in (case_fits_360_px_in, check_fits_360_px_in)]
    sys.exit(main([names_and_360_px_of_start, names_and_360_px_of_quick_check, *LANGUAGES,
                   every_panel_has_names_and_fits, a_window_that_has_just_closed_is_asked_for, every_tool_has_names,
                   names_in_the_questions_of_a_case, names_of_the_windows_beside, dark, a_case_by_keyboard_alone,
                   the_tab_key_gets_through, a_grab_while_a_button_is_held]))
