#!/usr/bin/python3
"""A copy for each recipient: the window of the register, a batch as jobs, and closing while it goes on."""
import glob
import os
import sys
import tempfile

from workbench import assert_named, demo, main

MANY = 60       # recipients: more than are done before a person can answer


def each_recipient_gets_a_copy(bench):
    app = bench.start(size=(1200, 1000))
    bench.new_case("A photograph for two")
    app.find("push button", "Add exhibits").click()
    bench.choose(demo("holiday.jpg"))
    app.find("label", "1 exhibit", limit=60)
    app.find("label", "holiday.jpg").press()
    app.find("list item", "Video mark", limit=30).press()
    app.find("push button", "Recipients*", limit=30)
    app.find("text", "Key").set_text("k")
    app.find("push button", "Recipients*").click()
    window = app.wait_new_window()
    app.find("label", "Nobody has a copy yet", limit=20)
    app.find("push button", "Make copies*").click()
    app.find("label", "Write at least one name first*", limit=20)
    app.find("text", "Names of the recipients").set_text("Ada Lovelace, ada@example.org\nBob\n")
    assert_named(app)
    bench.shot("copies")
    folder = tempfile.mkdtemp(dir=bench.home)
    app.find("push button", "Make copies*").click()
    bench.choose(folder, over=window)
    app.find("label", "2 copies were made and noted", limit=120)
    app.find("label", "Ada Lovelace", limit=20)
    bench.shot("copies-made")
    made = sorted(os.path.basename(path) for path in glob.glob(os.path.join(folder, "*")))
    assert len(made) == 2 and made[0].startswith("Ada_Lovelace-") and made[1].startswith("Bob-"), made
    assert all(name.endswith(".jpg") for name in made), made


def closing_asks_while_copies_are_made(bench):
    """The first answer goes on, the second stops: what is made by then is in the folder and in the register, and nothing else."""
    app = bench.start(size=(1200, 1000))
    bench.new_case("A clip for many")
    app.find("push button", "Add exhibits").click()
    bench.choose(demo("clip.mp4"))
    app.find("label", "1 exhibit", limit=60)
    app.find("label", "clip.mp4").press()
    app.find("list item", "Video mark", limit=30).press()
    app.find("text", "Key", limit=30).set_text("k")
    app.find("push button", "Recipients*", limit=30).click()
    window = app.wait_new_window()
    app.find("label", "Nobody has a copy yet", limit=20)
    app.find("text", "Names of the recipients").set_text("".join(f"Person {n}\n" for n in range(1, MANY + 1)))
    folder = tempfile.mkdtemp(dir=bench.home)
    app.find("push button", "Make copies*").click()
    bench.choose(folder, over=window)
    app.find("label", f"Copy * of {MANY}*", limit=120)
    close(bench, window, "Go on")
    app.wait("the end of the question", lambda: len(bench.session.windows(app.pid)) == 2, 20)
    app.find("label", f"Copy * of {MANY}*", limit=20)
    close(bench, window, "Stop and close")
    app.wait("the end of the window", lambda: bench.session.windows(app.pid) == [app.window], 60)
    bench.session.xdotool("windowfocus", app.window)
    made = len(os.listdir(folder))
    assert 0 < made < MANY, made
    app.find("push button", "Recipients*", limit=20).click()
    app.wait_new_window()
    app.find("label", "Person 1", limit=20)
    assert len(app.find_all("label", "Person *", shown=False)) == made, (made, os.listdir(folder))


def close(bench, window, answer):
    """Closes the window of copies, and answers the question that comes."""
    app = bench.app
    bench.session.xdotool("windowfocus", window)
    app.settle()
    app.keys("Escape")
    app.find("label", "Stop making copies?", limit=20)
    app.find("push button", f"*{answer}", limit=10).click()


if __name__ == "__main__":
    sys.exit(main([each_recipient_gets_a_copy, closing_asks_while_copies_are_made]))
