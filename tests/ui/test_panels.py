#!/usr/bin/python3
"""The panels of an exhibit: metadata, structure with its bytes, plots, custody, the report's preview, and the generic tool panel."""
import os
import sys

from workbench import assert_named, demo, main

EVERYTHING = os.environ.get("ASSAY_EVERYTHING")


def open_panel(bench, panel, name="holiday.jpg", size=(1100, 900), program=None):
    """The workbench with the details of a quick check open at @panel."""
    if program:
        bench.program, before = program, bench.program
    app = bench.start(demo(name), size=size)
    if program:
        bench.program = before
    app.find("push button", "Show the technical details", limit=30).click()
    app.find("list item", panel).press()
    return app


def metadata_is_found_and_explained(bench):
    app = open_panel(bench, "Metadata")
    app.limit = 60      # a hundred rows take long to walk over AT-SPI
    app.find("label", "Size of the file")
    app.find(None, "Search in the table").press()
    app.type("Make")
    app.find("label", "* of * rows")
    assert not app.find_all("label", "Width of the picture"), "a row that does not match is still shown"
    app.find("label", "Maker of the device (EXIF Make)").press()
    app.find("label", "Maker of the device (EXIF Make) · exif.ifd0.Make")      # the name that rules and --json have
    app.find("push button", "Show these bytes")
    assert_named(app)
    bench.shot("panel-metadata")


def structure_shows_the_bytes_of_an_element(bench):
    app = open_panel(bench, "Structure")
    app.find("label", "SOI", limit=20).press()
    app.find("label", "0x0: ff (255)*2 bytes selected")
    app.find(None, "Go to offset").press()
    app.type("0x2")
    app.keys("Return")
    app.find("label", "0x2: ff*")
    app.keys("Right")
    app.find("label", "0x3: *")
    bench.shot("panel-structure")


def plots_read_values_by_keys(bench):
    app = open_panel(bench, "Image")
    plot = app.find("image", "Luminance histogram*", limit=30)
    assert "highest at" in plot.name, plot.name
    plot.press()
    app.keys("Escape", "Right", "Right")
    app.find("label", "* · *%")
    assert_named(app)
    bench.shot("panel-image")


def custody_of_a_quick_check_says_why_it_is_empty(bench):
    app = open_panel(bench, "Custody")
    app.find("label", "A quick check keeps no record")


def report_is_previewed_page_by_page(bench):
    app = open_panel(bench, "Report")
    app.find("label", "1 of *", limit=30)
    app.find("image", "Page 1 of the report")
    app.find("push button", "Next page").click()
    app.find("label", "2 of *")
    page = app.find("image", "Page 2 of the report")
    assert len(page.description) > 200, "the preview has no text for a screen reader"
    bench.shot("panel-report")


def a_setting_that_is_missing_is_named(bench):
    app = open_panel(bench, "Video mark", "clip.mp4")
    app.find("push button", "Run", limit=20).click()
    app.find("label", "“Key” is needed.*", limit=10)


def a_tool_runs_with_every_kind_of_setting(bench):
    if not EVERYTHING:
        print("# the program with the test tools is not built")
        return
    app = open_panel(bench, "Everything", program=EVERYTHING)
    for name in ("Flag", "Count", "Level"):
        app.find(None, name)
    app.find("push button", "Run").click()
    app.find("push button", "Run again", limit=30)
    # The page moves, or nothing would be seen of the answer below so many settings.
    wave, height = app.find("image", "Wave*"), app.session.geometry(app.window)[3]
    app.wait("the answer to be seen", lambda: 0 < wave.extents()[1] < height - 60, 20)
    app.find(None, "Show the picture")
    assert_named(app)
    bench.shot("panel-everything")


if __name__ == "__main__":
    sys.exit(main([metadata_is_found_and_explained, structure_shows_the_bytes_of_an_element, plots_read_values_by_keys,
                   custody_of_a_quick_check_says_why_it_is_empty, report_is_previewed_page_by_page,
                   a_setting_that_is_missing_is_named, a_tool_runs_with_every_kind_of_setting]))
