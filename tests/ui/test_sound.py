#!/usr/bin/python3
"""The sound screen: waveform, spectrogram, selection and player, over a made recording."""
import math
import os
import random
import re
import struct
import sys
import tempfile
import wave

from workbench import DARK, assert_named, demo, main

RATE, SECONDS = 16000, 8


def make_wav(bench, name="tones.wav", seed=1):
    """A tone that steps up every second, in noise that comes from arithmetic."""
    path = os.path.join(bench.home, name)
    state, frames = seed, bytearray()
    for i in range(RATE * SECONDS):
        state = (state * 1103515245 + 12345) % 2147483648
        hz = 400 * (1 + i // RATE)
        frames += struct.pack("<h", int(9000 * math.sin(2 * math.pi * hz * i / RATE) + state / 2147483648 * 800 - 400))
    with wave.open(path, "wb") as out:
        out.setparams((1, 2, RATE, 0, "NONE", ""))
        out.writeframes(bytes(frames))
    return path


def open_replay(bench, size=(1200, 1000), env=None):
    app = bench.start(make_wav(bench), size=size, env=env)
    app.find("push button", "Show the technical details", limit=60).click()
    app.find("list item", "Replay", limit=30).press()
    app.find("image", "Waveform and spectrogram: 1 channel, 16000 Hz, length 0:08.0", limit=30)
    return app


def view(app):
    return app.find("image", "Waveform and spectrogram: *")


def choose_tool(app, name):
    app.find("push button", "Tool").press()
    app.find("label", name, limit=10).press()


def a_recording_is_seen_and_read(bench):
    app = open_replay(bench)
    assert_named(app)
    bench.shot("sound-light")
    view(app).press()                           # the middle: a tone of 2 kHz begins at 4 s
    app.find("label", "0:0*Hz*dB", limit=20)
    app.keys("plus")
    app.keys("plus")
    bench.shot("sound-zoomed")
    app.keys("Home")


def a_selection_becomes_the_region_of_a_tool(bench):
    app = open_replay(bench)
    view(app).press()
    app.keys("ctrl+a")
    app.find("label", "0:00.000 – 0:08.000 (8.000 s)", limit=10)
    bench.shot("sound-selected")
    choose_tool(app, "Replay score")
    app.wait("the selection in the tool's region", lambda: [n for n in app.find_all("text") if n.text() == "0-8"], 20)
    view(app).press()
    app.keys("Escape")
    app.find("label", "Drag to select a part", limit=10)


def keys_select_from_the_cursor_on(bench):
    """And a pointer that rests over the picture does not take the cursor back."""
    app = open_replay(bench)
    view(app).press()                           # leaves the pointer in the middle
    app.keys("plus", "plus", "Left", "Left")
    app.settle()
    for _ in range(3):
        app.keys("shift+Right")
        app.settle()
    # Two of the eight seconds are seen; a step is a hundredth of them.
    app.find("label", "0:0*(0.060 s)", limit=10)


def the_picture_goes_into_the_report_as_it_is_seen(bench):
    """Window, scale, levels and the part that is shown become settings of the tool that the report prints."""
    app = open_replay(bench)
    view(app).press()
    app.keys("plus")                            # half of the eight seconds, the cursor stays in their middle
    app.find(None, "Spectrogram settings").press()
    app.find("label", "Frequency scale", limit=10)
    for keys in (("space", "Down", "Return"), (), (), (), ("space", "Down", "Return"), ("space", "Down", "Down", "Return")):
        for key in (*keys, "Tab"):
            app.keys(key)
            app.settle()
    bench.shot("sound-settings-filled")
    app.find("push button", "Fill in the tool “Spectrogram”").click()
    part = r"(\d\.\d+)-(\d\.\d+)"
    texts = app.wait("the part that is shown", lambda: [n for n in app.find_all("text") if re.fullmatch(part, n.text())], 20)
    start, end = map(float, re.fullmatch(part, texts[0].text()).groups())
    assert 1 < start < 3 and abs(end - start - 4) < 0.01, (start, end)
    window = [n.text() for n in app.find_all("spin button", "Window*")]
    assert window and window[0] not in ("", "1024"), window
    for value in ("−20 dB", "Mel"):
        app.find("label", value, limit=10)
    app.find("push button", "Run").click()
    app.find("push button", "Run again", limit=60)
    bench.shot("sound-spectrogram-made")


def values_of_a_plot_are_saved(bench):
    """Where the plot is seen: the command line has the same numbers in its JSON document."""
    app = open_replay(bench)
    choose_tool(app, "Replay features")
    app.find("push button", "Run").click()
    app.find("push button", "Run again", limit=60)
    path = os.path.join(tempfile.mkdtemp(dir=bench.home), "response.csv")
    app.find("push button", "What can be done with this plot", limit=20).click()
    app.find("menu item", "Save as CSV…", limit=10).click()
    bench.choose(path)
    app.wait("the file", lambda: os.path.exists(path) and os.path.getsize(path) > 0, 20)
    with open(path, encoding="utf-8") as saved:
        lines = saved.read().splitlines()
    assert "Frequency (Hz)" in lines[0], lines[0]
    assert {line.split(",")[0] for line in lines[1:]} >= {f"k = {k}" for k in range(9)}, lines[:3]


def steps_of_a_plot_begin_at_the_one_of_the_run(bench):
    app = open_replay(bench)
    choose_tool(app, "Replay features")
    app.find("spin button", "Spatial differentiations*", limit=10).set_value(4)
    app.find("push button", "Run").click()
    app.find("push button", "Run again", limit=60)
    slider = app.find("slider", "Response of a band", limit=20)
    assert slider.value() == 4, slider.value()
    shown = app.find("image", "Response of a band.*").name
    assert "k = 0" in shown and "k = 4" in shown and "k = 1" not in shown, shown
    # Whoever scrolls past it moves the page, not the plot of the run.
    top = slider.extents()[1]
    slider.press(button=4, times=2)
    app.wait("the page to move", lambda: slider.extents()[1] > top, 10)
    assert slider.value() == 4, slider.value()
    slider.set_value(7)
    app.find("image", "Response of a band.*k = 7*", limit=10)
    bench.shot("sound-steps")
    app.find("push button", "What can be done with this plot").click()
    app.find("menu item", "Show all", limit=10).click()
    app.find("image", "Response of a band.*k = 1*", limit=10)


def the_wheel_over_a_table_moves_the_page(bench):
    """At 600 px the table scrolls sideways; GTK 4.8 would end every turn of the wheel there."""
    app = open_replay(bench, size=(600, 900))
    choose_tool(app, "Replay score")
    app.find("push button", "Run").click()
    app.find("push button", "Run again", limit=60)
    app.settle()
    tables = [n for n in app.find_all(None, "Recording against training") if n.role != "label"]
    table = tables[0]
    while table.extents()[1] > 500:
        top = table.extents()[1]
        app.session.xdotool("mousemove", 584, 450, "click", 5)
        app.settle()
        assert table.extents()[1] < top, "the page does not move"
    before = table.extents()[1]
    table.press(button=4, times=2)
    app.settle()
    assert table.extents()[1] > before, (before, table.extents())


def why_there_is_no_answer_is_in_sight(bench):
    """The sentence comes below the button, which the height of this window hides."""
    path = os.path.join(bench.home, "silence.wav")
    with wave.open(path, "wb") as out:
        out.setparams((1, 2, RATE, 0, "NONE", ""))
        out.writeframes(bytes(2 * RATE * 3))
    app = bench.start(path, size=(1200, 980))
    app.find("push button", "Show the technical details", limit=60).click()
    app.find("list item", "Replay", limit=30).press()
    app.find("push button", "Run", limit=30).click()
    said = app.find("label", "The sound is digital silence*", limit=30)
    app.wait("the sentence on the screen", lambda: said.extents()[1] + said.extents()[3] < 980, 10)
    bench.shot("sound-silence-refused")


def it_plays_pauses_and_stops(bench):
    app = open_replay(bench, env=DARK)
    app.find("push button", "Play again and again").click()
    app.find("push button", "Play").click()
    app.find("push button", "Pause", limit=30)
    app.find("label", "0:0[1-7].* / 0:08.0", limit=60)
    bench.shot("sound-playing-dark")
    app.find("push button", "Pause").click()
    app.find("push button", "Play", limit=10)
    app.find("push button", "Stop").click()
    app.find("label", "0:00.0 / 0:08.0", limit=10)


def it_fits_a_narrow_window(bench):
    app = open_replay(bench, env=DARK)
    app.resize(370, 1000)
    app.find("push button", "Play", limit=20)
    bench.shot("sound-narrow-dark")
    app.find(None, "Spectrogram settings").press()
    app.find("label", "Frequency scale", limit=10)
    bench.shot("sound-settings")


def a_marked_copy_is_heard_beside_the_original(bench):
    app = bench.start(make_wav(bench), size=(1200, 1000))
    app.find("push button", "Show the technical details", limit=60).click()
    app.find("list item", "Waveform mark", limit=30).press()
    app.find("push button", "*Choose: Marked sound*", limit=30).click()
    bench.choose(os.path.join(tempfile.mkdtemp(dir=bench.home), "marked.flac"))
    for entry in app.find_all("text", "*"):
        if entry.name in ("Key", "Mark"):
            entry.set_text("k" if entry.name == "Key" else "00112233445566778899aabbccddeeff")
    app.find("push button", "Run").click()
    app.find("push button", "Run again", limit=60)
    app.find("push button", "What is heard*", limit=30)
    assert_named(app)
    bench.shot("sound-compared")


def even_noise_shows_no_seams(bench):
    """Where two tiles of the spectrogram meet no line may be seen: it would look like a cut."""
    path = os.path.join(bench.home, "noise.wav")
    with wave.open(path, "wb") as out:
        out.setparams((1, 2, RATE, 0, "NONE", ""))
        out.writeframes(b"".join(random.Random(i).randbytes(2 * RATE) for i in range(200)))
    app = bench.start(path, size=(1187, 1000))
    app.find("push button", "Show the technical details", limit=60).click()
    app.find("list item", "Replay", limit=30).press()
    screen = app.find("image", "Waveform and spectrogram: *length 3:20.0*", limit=60)
    x, y, w, h = screen.extents()
    box = (x + 70, y + h * 6 // 10, w - 90, h * 3 // 10)

    def columns():
        width, height, rgb = bench.session.pixels(box)
        return [sum(rgb[3 * (row * width + column)] for row in range(height)) / height for column in range(width)]

    def is_even(cursor=0):      # columns of it
        values = sorted(columns())
        return values[cursor] > 0.92 * values[len(values) // 2] > 20
    app.wait("the whole spectrogram", lambda: sorted(columns())[10] > 20, 30)
    app.settle()
    bench.shot("sound-even")
    assert is_even(), min(columns())
    screen.press()
    for _ in range(3):
        app.keys("plus")
        app.settle()
        app.wait("its finer tiles", lambda: is_even(cursor=2), 10)


def a_silent_video_has_no_player(bench):
    app = bench.start(demo("clip-cut.mp4"), size=(1000, 800))
    app.find("push button", "Show the technical details", limit=60).click()
    app.find("list item", "Replay", limit=30).press()
    app.find("label", "The file holds no sound that can be decoded", limit=30)
    app.wait("no player", lambda: not app.find_all("push button", "Play"), 10)
    app.find("push button", "Run", limit=10)


if __name__ == "__main__":
    sys.exit(main([a_recording_is_seen_and_read, a_selection_becomes_the_region_of_a_tool, keys_select_from_the_cursor_on,
                   the_picture_goes_into_the_report_as_it_is_seen, values_of_a_plot_are_saved,
                   steps_of_a_plot_begin_at_the_one_of_the_run, the_wheel_over_a_table_moves_the_page, why_there_is_no_answer_is_in_sight,
                   it_plays_pauses_and_stops,
                   it_fits_a_narrow_window, a_marked_copy_is_heard_beside_the_original, even_noise_shows_no_seams,
                   a_silent_video_has_no_player]))
