"""What lies in a case folder beside what the entries name: verify tells of it, and the case stays intact."""
import shutil

from harness import DEMO, finish, point


def remarks(assay, case):
    run = assay.json("verify", case)
    assert run.status == 0 and run.json["passed"] and not run.json["findings"], run.out
    return [(remark["code"], remark["exhibit"], remark["detail"]) for remark in run.json["remarks"]]


@point
def a_used_case_has_nothing_beside_it(assay):
    """Reports, receipts and outputs that somebody keeps in the case folder are known by their hash."""
    case = assay.new_case()
    assert assay.json("intake", case, DEMO / "holiday.jpg", DEMO / "clip.mp4").status == 0
    folder = assay.case_folder(case)
    for tool, exhibit in (("image", 1), ("structure", 2)):
        assert assay.json("run", tool, "--case", case, "--exhibit", exhibit).status == 0, tool
    key = assay.json("key", "new", "mine")
    assert key.status == 0, key.err
    marked = assay.json("run", "video.embed", "--case", case, "--exhibit", 2, "--set", "key=@key:mine",
                        "--set", "mark=0123456789abcdef")
    assert marked.status == 0, marked.err
    kept = assay.json("run", "video.embed", "--case", case, "--exhibit", 2, "--set", "key=@key:mine",
                      "--set", "mark=0123456789abcde0", "--out", folder / "reports" / "copy.mp4")
    assert kept.status == 0, kept.err
    assert assay.json("report", case, "--out", folder / "reports" / "report.pdf").status == 0
    assert assay.json("receipt", case, 1, "--out", folder / "reports" / "receipt.txt").status == 0
    assert remarks(assay, case) == []


@point
def strange_files_are_named(assay):
    case = assay.new_case()
    assert assay.json("intake", case, DEMO / "holiday.jpg").status == 0
    folder = assay.case_folder(case)
    assert assay.json("report", case, "--out", folder / "reports" / "report.pdf").status == 0
    with open(folder / "reports" / "report.pdf", "ab") as report:
        report.write(b"\n")
    (folder / "notes.txt").write_text("x")
    found = remarks(assay, case)
    assert [code for code, _, _ in found] == ["file-unknown"] * 2, found
    assert "“notes.txt”" in found[0][2] and "“reports/report.pdf”" in found[1][2], found
    words = assay("verify", case)
    assert words.status == 0 and "unchanged" in words.out, words.out
    assert "neither evidence nor ledger" in words.out and "[file-unknown] “notes.txt”" in words.out, words.out


@point
def small_pictures_are_missed(assay):
    case = assay.new_case()
    assert assay.json("intake", case, DEMO / "holiday.jpg", DEMO / "evening.jpg").status == 0
    pictures = assay.case_folder(case) / "results" / "thumbnails"
    first, second = sorted(pictures.glob("*-*"))
    shutil.copyfile(second, first)
    found = remarks(assay, case)
    assert [remark[:2] for remark in found] == [("thumbnail-differs", 1)] and first.name in found[0][2], found
    first.write_bytes(b"no picture")
    assert [remark[:2] for remark in remarks(assay, case)] == [("thumbnail-differs", 1)]
    first.unlink()
    second.unlink()
    found = remarks(assay, case)
    assert [remark[:2] for remark in found] == [("thumbnail-missing", 1), ("thumbnail-missing", 2)], found
    assert first.name in found[0][2] and second.name in found[1][2], found
    assert assay.json("erase", case, 1, "--reason", "asked for").status == 0
    assert [remark[:2] for remark in remarks(assay, case)] == [("thumbnail-missing", 2)]


@point
def an_imported_case_tells_the_same(assay):
    case = assay.new_case()
    assert assay.json("intake", case, DEMO / "holiday.jpg").status == 0
    bag = assay.home / "bag"
    assert assay.json("export", case, "--out", bag).status == 0
    other = ("--store", assay.home / "other")
    assert assay.json(*other, "import", bag).status == 0
    run = assay.json(*other, "verify", case)
    assert run.status == 0 and run.json["remarks"] == [], run.out


finish()
