#!/usr/bin/python3
"""A copy for each recipient: the window of the register, and a batch through the run queue."""
import glob
import os
import sys
import tempfile

from workbench import demo, main, unnamed


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
    app.wait_new_window()
    app.find("label", "Nobody has a copy yet", limit=20)
    app.find("push button", "Make copies*").click()
    app.find("label", "Write at least one name first*", limit=20)
    app.find("text", "Names of the recipients").set_text("Ada Lovelace, ada@example.org\nBob\n")
    behind = "GtkToggleButton"  # inside of the case's drop-down, behind this window: GTK 4.8 leaves it without a name
    assert not [control for control in unnamed(app) if behind not in control], unnamed(app)
    bench.shot("copies")
    folder = tempfile.mkdtemp(dir=bench.home)
    app.find("push button", "Make copies*").click()
    app.wait_new_window()
    app.settle()
    app.keys("ctrl+a")
    app.type(folder)
    app.settle()
    app.keys("Return")
    app.find("label", "2 copies were made and noted", limit=120)
    app.find("label", "Ada Lovelace", limit=20)
    bench.shot("copies-made")
    made = sorted(os.path.basename(path) for path in glob.glob(os.path.join(folder, "*")))
    assert len(made) == 2 and made[0].startswith("Ada_Lovelace-") and made[1].startswith("Bob-"), made
    assert all(name.endswith(".jpg") for name in made), made


if __name__ == "__main__":
    sys.exit(main([each_recipient_gets_a_copy], limit=400))
