#!/usr/bin/python3
"""Encryption in the window: what changes outside of a region is shown, and decryption says what came of it."""
import os
import re
import subprocess
import sys
import tempfile

from workbench import DARK, ROOT, assert_named, main

SHARED = os.environ.get("ASSAY_SHARED", os.path.join(ROOT, "..", "shared"))
CLIP = os.path.join(SHARED, "data", "media", "vid_apple_iphone6.mov")
STREAM = os.path.join(SHARED, "data", "hevc", "x_rectamp_wpp_b.hevc")
OUTSIDE = re.compile(r"Changed pixels: (\d+\.\d) per cent within the region, (\d+\.\d) per cent outside of it")


def open_tool(bench, path, tool, size=(1100, 1900), env=None):
    app = bench.start(path, size=size, env=env)
    app.find("push button", "Show the technical details", limit=30).click()
    app.find("list item", "Encryption").press()
    app.find("push button", "Tool").press()
    app.find("label", tool, limit=10).press()
    return app


def shares(app):
    """Per cent of the pixels that are changed: within the region, outside of it."""
    inside, outside = OUTSIDE.fullmatch(app.find("label", "Changed pixels: *", limit=20).name).groups()
    return float(inside), float(outside)


def painted(app):
    """The pixels of the pictures, as they are on the screen."""
    node = app.find("image", "Pictures")
    x, y = node.centre()
    _, _, width, height = node.extents()
    app.settle()
    rgb = app.session.pixels((x - width // 2, y - height // 2, width, height))[2]
    return [rgb[i:i + 3] for i in range(0, len(rgb), 3)]


def drift_outside_a_region_is_marked(bench):
    app = open_tool(bench, STREAM, "Encrypt a video", env=DARK)
    app.find("push button", "Show the pictures", limit=30).click()
    app.find("label", "* / * · frame 0", limit=20)
    assert not app.find_all("label", "Changed pixels: *"), "there is no region"
    assert not app.find_all("check box", "Mark changes outside"), "there is no region"
    app.find("text", "Region*").set_text("@0:64,64,64,64")
    inside, outside = shares(app)
    assert inside > 50 > outside, (inside, outside)
    for frame in (1, 2):
        app.find("push button", "One frame forward").click()
        app.find("label", f"* / * · frame {frame}", limit=20)
    drifted = shares(app)
    assert drifted[1] > outside, (outside, drifted)
    app.find("text", "Region*").set_text("@0:64,64,48,64")
    app.find("text", "Region*").set_text("@0:64,64,64,64")     # before the pictures of the first change have come
    app.find("label", "* / * · frame 2", limit=20)
    mark = app.find("check box", "Mark changes outside")
    app.find("image", "Pictures").press()
    plain = painted(app)
    app.keys("m")
    mark.wait_state("checked", limit=10)
    marked = [new for old, new in zip(plain, painted(app)) if old != new]
    orange = sum(red > blue + 60 for red, _, blue in marked)    # but for edges, where it is mixed
    assert orange > 100 and orange > 0.8 * len(marked), (orange, len(marked))
    assert_named(app)
    bench.shot("drift-dark")
    app.keys("m")
    mark.wait_state("checked", False, limit=10)
    app.find("text", "Region*").set_text("0.5-0.7@0:64,64,64,64")
    app.find("label", "No region at this moment; changed: * per cent of the pixels", limit=20)
    app.find("text", "Region*").set_text("rubbish")
    refused = app.find("label", "*rubbish*", limit=10).name
    assert app.find_all("label", refused)
    app.find("text", "Region*").set_text("0.5-0.7@0:64,64,64,64")
    app.wait("what is said of it to go", lambda: not app.find_all("label", refused), limit=10)
    width, _ = app.resize(360, 1900)
    assert width <= 370, f"the share needs {width} px"
    bench.shot("drift-narrow")


def encrypt(bench, passphrase):
    """The stream encrypted by the command line, which takes the same steps."""
    folder = tempfile.mkdtemp(dir=bench.home)
    secret = os.path.join(folder, "secret.hevc")
    cli = os.path.join(os.path.dirname(bench.program), "assay-cli")
    subprocess.run([cli, "--store", os.path.join(folder, "cases"), "run", "cipher.encrypt", STREAM, "--set", f"key={passphrase}",
                    "--out", secret], check=True, capture_output=True)
    return secret, os.path.join(folder, "back.hevc")


def decryption_says_what_came_of_it(bench):
    """A right passphrase brings the file back, and the panel says that it is whole; a wrong one afterwards is told, and what
    the run before had made does not stay as if it were its answer."""
    secret, back = encrypt(bench, "correct horse battery")
    app = open_tool(bench, secret, "Decrypt a video")
    app.find("text", "Passphrase*", limit=20).set_text("correct horse battery")
    app.find("push button", "*Decrypted video*").click()
    bench.choose(back)
    app.find("push button", "Decrypt").click()
    app.find("label", "Decrypted bits", limit=120)
    with open(back, "rb") as made, open(STREAM, "rb") as was:
        assert made.read() == was.read(), "it did not come back"
    app.find("push button", "Show the pictures", limit=30).click()
    app.find("label", "* / * · frame 0", limit=30)
    for title in ("Encrypted video", "Decrypted video"):
        app.find("label", title, limit=10)
    assert_named(app)
    bench.shot("decrypted")
    app.find("text", "Passphrase*").set_text("another")
    app.find("push button", "*Decrypted video*").click()
    bench.choose(back + ".wrong.hevc")
    app.find("push button", "Decrypt").click()
    app.find("label", "*The key is not the one that this video was encrypted with*", limit=120)
    assert not app.find_all("label", "Decrypted bits"), "a result of the run before"
    assert not app.find_all("label", "* / * · frame *"), "pictures of the run before"
    assert not app.find_all("push button", "Show the pictures"), "pictures of the run before"
    assert not os.path.exists(back + ".wrong.hevc"), "something was written"
    bench.shot("decrypted-wrong")


def a_slip_of_the_hand_costs_no_video(bench):
    """The passphrase is typed twice before anything is encrypted with it. The pictures stand above the settings."""
    out = os.path.join(tempfile.mkdtemp(dir=bench.home), "secret.hevc")
    app = open_tool(bench, STREAM, "Encrypt a video", size=(1100, 1000))
    again = app.find("text", "Passphrase, once more", limit=20)
    assert "sensitive" not in again.states(), "there is nothing to repeat"
    app.find("text", "Passphrase").set_text("correct horse battery")
    again.wait_state("sensitive", limit=10)
    again.set_text("correct horse batttery")
    app.find("push button", "*Encrypted video*").click()
    bench.choose(out)
    app.find("push button", "Encrypt").click()
    app.find("label", "What was typed into both fields is not the same*", limit=10)
    assert not os.path.exists(out), "something was written"
    bench.shot("slip")
    again.set_text("correct horse battery")
    app.find("push button", "Encrypt").click()
    app.find("label", "Encrypted bits", limit=120)
    assert os.path.getsize(out) > 1000
    # Without a window manager a window takes any size: what does not fit stands outside of it.
    width, _ = app.resize(370, 1000)
    x, _, w, _ = app.find("push button", "Copy: Encrypted bits").extents()
    assert x + w <= width, f"the result is cut off at {x + w} of {width} px"
    app.resize(1100, 1000)
    pictures, settings = (app.find(role, name).extents()[1] for role, name in (("push button", "Show the pictures"),
                                                                               ("text", "Passphrase")))
    assert pictures < settings, "what follows the settings is out of sight"
    assert_named(app)
    # Pressed once more, the same place is not taken again without a question.
    with open(out, "rb") as made:
        first = made.read()
    app.keys("Tab")     # GTK 4.8 warns of a text field that loses the keyboard to another row by a program
    app.find("push button", "Encrypt").click()
    app.find("label", "Choose where “Encrypted video” shall be written.", limit=20)
    with open(out, "rb") as made:
        assert made.read() == first, "it was replaced"


def what_others_still_see_is_what_help_opens_at(bench):
    """The button does not leave a person at the top of a page to look for it."""
    app = open_tool(bench, STREAM, "Encrypt a video", size=(1200, 900))
    main_window = app.window
    app.find("push button", "What others can still see").click()
    other = app.wait("the help", lambda: [w for w in app.session.windows(app.pid) if w != main_window])[0]
    app.settle()
    heading, above = app.find("label", "What others can still see"), app.find("label", "What it does", shown=False)
    bench.shot("cipher-help")
    assert above.extents()[1] < heading.extents()[1], "the page is not the one of encryption"
    x, y, width, height = app.session.geometry(other)
    assert heading.on_screen() and heading.extents()[1] < y + 200, (heading.extents(), (x, y, width, height))
    app.session.xdotool("windowfocus", other)
    app.keys("Escape")
    app.wait("the help to close", lambda: other not in app.session.windows(app.pid))


def other_video_is_offered_to_be_made_hevc(bench):
    """A telephone's H.264: what happens is said before anything is refused, the original plays, one press shows what others
    would see and what comes back. All that is missing is marked at once; after the run it is said what to keep, and the
    three pictures stay."""
    app = open_tool(bench, CLIP, "Encrypt a video", size=(1100, 1400))
    app.find("label", "This video is of the kind “h264”*", limit=20)
    app.find("push button", "Show the pictures").click()
    app.find("label", "* / * · frame 0", limit=20)
    app.find("push button", "One frame forward").click()
    app.find("label", "* / * · frame 1", limit=20)
    assert len(app.find_all("label", "This video is of the kind “h264”*")) == 1, "it is said twice"
    bench.shot("other-video")
    app.find("push button", "Make HEVC of it first").click()
    app.wait("the offer to go", lambda: not app.find_all("label", "This video is of the kind*"), limit=10)
    app.find("label", "Without the key", limit=30)
    app.wait("pictures of what comes back", lambda: app.find_all("label", "Decrypted video"), limit=30)
    app.find("label", "* / * · frame 1", limit=30)
    assert_named(app)
    bench.shot("other-video-anew")
    width, _ = app.resize(360, 1400)
    assert width <= 370, f"it needs {width} px"
    _, _, moment, _ = app.find("label", "* / * · frame 1").extents()
    assert moment > 130, f"{moment} px for the moment and the length"
    bench.shot("other-video-narrow")
    app.resize(1100, 1400)
    app.find("push button", "Encrypt").click()
    app.find("label", "“Passphrase” is needed. Choose where “Encrypted video” shall be written.", limit=10)
    app.find("text", "Passphrase").set_text("correct horse battery")
    app.find("text", "Passphrase, once more").set_text("correct horse battery")
    app.find("push button", "*Encrypted video*").click()
    out = os.path.join(tempfile.mkdtemp(dir=bench.home), "secret.mov")
    bench.choose(out)
    app.keys("Tab")
    app.find("push button", "Encrypt").click()
    app.find("label", "The video is encrypted. Keep the passphrase*", limit=200)
    assert os.path.getsize(out) > 1000
    app.find("label", "* / * · frame 1", limit=30)
    for title in ("Original", "Encrypted video", "Decrypted video"):
        app.find("label", title, limit=10)
    assert_named(app)
    bench.shot("other-video-done")


def elements_and_a_drawn_region_change_the_pictures(bench):
    """Each element is a switch, and the pictures follow it before anything is encrypted; so they do the rectangle that the
    mouse has drawn and the keyboard enlarged."""
    app = open_tool(bench, STREAM, "Encrypt a video")
    app.find("push button", "Show the pictures", limit=30).click()
    app.find("label", "* / * · frame 0", limit=30)
    every = painted(app)
    app.find("list item", "Elements").press()
    signs = app.find("check box", "Coefficient signs", limit=10)
    signs.click()
    app.find("label", "5 of 6", limit=10)
    app.wait("pictures without flipped signs", lambda: painted(app) != every, limit=30)
    bench.shot("elements")
    signs.click()
    app.wait("the pictures as they were", lambda: painted(app) == every, limit=30)
    app.find("push button", "Draw the region*").click()
    app.wait_new_window()
    app.settle()
    app.find_all("push button", "Show the pictures")[-1].click()    # of the new window
    app.wait("the picture to draw on", lambda: len(app.find_all("label", "* / * · frame 0")) == 2, limit=30)
    app.settle()
    # The new window stands in the corner of the screen, above what belongs to the first one.
    x, y = min(app.find_all("image", "Pictures"), key=lambda node: node.extents()[1]).centre()
    bench.session.xdotool("mousemove", str(x - 40), str(y - 40), "mousedown", "1")
    for step in range(1, 5):
        bench.session.xdotool("mousemove", str(x - 40 + 20 * step), str(y - 40 + 20 * step))
    bench.session.xdotool("mouseup", "1")
    app.find("label", "From the beginning to the end · a rectangle with 1 key frame", limit=10)
    app.keys("shift+Right")
    bench.shot("drawn")
    app.find("push button", "Use region").click()
    region = app.find("text", "Region*")
    app.wait("the region in its row", lambda: region.text().startswith("@0:"))


if __name__ == "__main__":
    if not os.path.exists(STREAM):
        print("1..0 # SKIP the shared data is not here")
        sys.exit(0)
    sys.exit(main([drift_outside_a_region_is_marked, elements_and_a_drawn_region_change_the_pictures,
                   decryption_says_what_came_of_it, a_slip_of_the_hand_costs_no_video,
                   other_video_is_offered_to_be_made_hevc, what_others_still_see_is_what_help_opens_at], size=(1200, 1950)))
