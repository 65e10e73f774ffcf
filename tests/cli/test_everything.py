"""The test-only tool that uses every parameter, input, output, finding, table and plot kind, and the ones that
misbehave, through command line, ledger and report. Run with assay-cli-everything (tests/tools)."""
import os
import pathlib
import sqlite3

from harness import DEMO, finish, point

SECRET = "correct horse battery"


def folder_of_files(assay):
    folder = assay.home / "corpus"
    (folder / "sub").mkdir(parents=True)
    (folder / "a").write_bytes(b"aaaa")
    (folder / "sub" / "b").write_bytes(b"bb")
    (folder / "list.txt").write_text("a\nsub/b\n")
    return folder


@point
def every_parameter_input_and_output_goes_through(assay):
    source = assay.scratch("evidence.bin", b"hello, worker")
    other = assay.scratch("other.bin", b"123456")
    key = assay.scratch("key", SECRET.encode())
    out = assay.home / "copy.bin"
    run = assay.json("run", "test.everything", source, "--out", out, "--set", "flag=false", "--set", "count=5",
                     "--set", "level=-12.345", "--set", "choice=second", "--set", "text=äß தமிழ் 漢字",
                     "--set", f"key=@{key}", "--set", f"file={other}", "--set", f"folder={folder_of_files(assay)}",
                     "--set", "region=0-3.2@0:0,0,64,64")
    assert run.status == 0, run.err
    document = run.json
    assert document["verdict"] == "compromised" and len(document["findings"]) == 3
    assert document["answers"]["mark"] == "äß தமிழ் 漢字"
    metrics = {name: m["value"] for name, m in document["metrics"].items()}
    assert metrics["size"] == 13 and metrics["file_size"] == 6 and metrics["folder_size"] == 6
    assert metrics["key_size"] == len(SECRET)
    assert SECRET not in run.out and SECRET not in run.err
    assert [len(t["rows"]) for t in document["tables"]] == [5, 6]
    assert len(document["plots"]) == 6 and len(document["images"]) == 3
    assert out.read_bytes() == source.read_bytes()
    assert document["outputs"][0]["sha256"] == document["inputs"][0]["sha256"]


@point
def wrong_values_are_usage(assay):
    source = assay.scratch("evidence.bin", b"x")
    for setting in ("count=0", "count=many", "level=7", "choice=third", "region=9-1", "no=such", "flag=perhaps"):
        run = assay.json("run", "test.everything", source, "--set", setting)
        assert run.status == 2, (setting, run.status, run.err)


@point
def the_same_run_gives_the_same_bytes(assay):
    source = assay.scratch("evidence.bin", os.urandom(300000))
    first, second = (assay.json("run", "test.everything", source).out for _ in range(2))
    assert first == second


@point
def a_case_records_it_and_the_report_shows_it(assay):
    case = assay.new_case()
    assay.json("intake", case, DEMO / "holiday.jpg", DEMO / "clip.mp4", "--no-check")
    key = assay.scratch("key", SECRET.encode())
    run = assay.json("run", "test.everything", "--case", case, "--exhibit", "1", "--set", f"key=@{key}",
                     "--set", "exhibit=2")
    assert run.status == 0, run.err
    assert assay("verify", case).status == 0
    pdf = assay.home / "report.pdf"
    # The worker of these tests knows no other tool: an examination that it cannot do is no success.
    assert assay("report", case, "--out", pdf, "--no-run").status == 0
    assert pdf.read_bytes()[:5] == b"%PDF-"
    for path in assay.case_folder(case).rglob("*"):
        if path.is_file():
            assert SECRET.encode() not in path.read_bytes(), path


@point
def faults_are_errors_with_a_document_and_a_status(assay):
    source = assay.scratch("evidence.bin", b"x")
    expected = {"crash": (5, "DIED"), "abort": (5, "DIED"), "flood": (5, "PROTOCOL"), "garbage": (5, "PROTOCOL"),
                "hang": (5, "TIMED_OUT"), "spin": (3, "LIMIT"), "error": (3, "MALFORMED")}
    for fault, (status, code) in expected.items():
        run = assay.json("run", "test.fault", source, "--set", f"fault={fault}")
        assert run.status == status, (fault, run.status, run.err)
        assert run.json["error"]["code"] == code, (fault, run.json["error"])
        assert run.json["inputs"][0]["sha256"], fault
        assert "\033" not in run.err, fault


@point
def a_fault_in_a_case_is_recorded_and_nothing_breaks(assay):
    case = assay.new_case()
    assay.json("intake", case, DEMO / "holiday.jpg", "--no-check")
    before = entries(assay, case)
    run = assay.json("run", "test.fault", "--case", case, "--exhibit", "1", "--set", "fault=crash")
    assert run.status == 5, run.err
    assert entries(assay, case) == before + 1
    assert assay("verify", case).status == 0


def entries(assay, case):
    with sqlite3.connect(assay.case_folder(case) / "case.db") as database:
        names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        table = next(name for name in names if name in ("ledger", "entries", "ledger_entry"))
        return database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


@point
def an_output_is_not_replaced_and_not_left_half_done(assay):
    source = assay.scratch("evidence.bin", b"x")
    out = assay.scratch("there.bin", b"old")
    assert assay.json("run", "test.everything", source, "--out", out).status != 0
    assert out.read_bytes() == b"old"
    half = assay.home / "half.bin"
    assert assay.json("run", "test.fault", source, "--set", "fault=fill", "--out", half).status == 5
    assert not half.exists() and not [p for p in assay.home.iterdir() if p.name.endswith(".part")]


@point
def a_robustness_test_sweeps_the_strength(assay):
    source = assay.scratch("marked.bin", b"k" * 40)
    run = assay.json("run", "test.robustness", source, "--set", "key=k", "--set", "runs=2")
    assert run.status == 0, run.err
    document = run.json
    metrics = {name: m["value"] for name, m in document["metrics"].items()}
    assert metrics == {"tries": 14, "found": 8, "found_percent": 57.1}, metrics
    withstood, tries = (next(t for t in document["tables"] if t["id"] == i) for i in ("withstood", "tries"))
    assert withstood["rows"] == [["zero", "0, 25, 50", "75, 100", "%"], ["cut", "50", "90", "%"]], withstood
    assert len(tries["rows"]) == 14 and tries["rows"][-1][4:6] == ["unreadable", "too short"], tries["rows"][-1]
    # One plot a change, named like it: the share found and what else is in per cent.
    assert [(p["id"], p["title"], len(p["series"])) for p in document["plots"]] == [("found_zero", "Zeros", 2), ("found_cut", "Cut short", 2)]
    one = assay.json("run", "test.robustness", source, "--set", "key=k", "--set", "attack=cut").json
    assert one["metrics"]["tries"]["value"] == 6
    wrong = assay.json("run", "test.robustness", source, "--set", "key=x")
    assert wrong.status == 3 and "No mark of this key is found" in wrong.json["error"]["message"], wrong.out
    # What no try gave is no plot: cut to less than it can read, there is no share of marked bytes.
    short = assay.json("run", "test.robustness", assay.scratch("short.bin", b"k" * 8), "--set", "key=k").json
    assert [len(p["series"]) for p in short["plots"]] == [2, 1], short["plots"]


@point
def nothing_that_a_run_reads_is_written_over(assay):
    """DESIGN: the original is never touched. Whatever --force says, by whatever path."""
    source = assay.scratch("evidence.bin", b"the only copy there is")
    other = assay.scratch("other.bin", b"123456")
    reference = assay.scratch("reference.bin", b"654321")
    key = assay.scratch("key", SECRET.encode())
    passphrase = assay.scratch("passphrase", b"open")
    folder = folder_of_files(assay)
    hard, soft = assay.home / "hard.bin", assay.home / "soft.bin"
    os.link(source, hard)
    soft.symlink_to(source)
    elsewhere = assay.home / "elsewhere"  # a second name of a file of the folder
    os.link(folder / "a", elsewhere)
    (assay.home / "here").symlink_to(assay.home)
    outs = [source, hard, soft, assay.home / "here" / "evidence.bin", f"{assay.home}/./evidence.bin", other, reference,
            key, passphrase, folder / "a", folder / "sub" / "b", folder / "list.txt", elsewhere]
    before = {path: path.read_bytes() for path in map(pathlib.Path, outs)}
    for out in outs:
        run = assay.json("--passphrase-file", passphrase, "run", "test.everything", source, "--out", out, "--force",
                         "--input", f"reference={reference}", "--set", f"key=@{key}", "--set", f"file={other}",
                         "--set", f"folder={folder}")
        assert run.status == 2, (out, run.status, run.out[:200])
        error = run.json["error"]
        assert error["code"] in ("INVALID", "EXISTS") and os.path.basename(out) in error["message"], (out, error)
    assert {path: path.read_bytes() for path in before} == before
    assert soft.is_symlink()
    assert not [p for p in assay.home.rglob("*.part")]
    # A file of its own beside them is written as ever, and replaced.
    for _ in range(2):
        run = assay.json("run", "test.everything", source, "--out", assay.home / "new.bin", "--force", "--set",
                         f"folder={folder}")
        assert run.status == 0, run.err


@point
def nothing_within_a_case_or_of_the_keys_is_written_over(assay):
    case = assay.new_case()
    assay.json("intake", case, DEMO / "holiday.jpg", "--no-check")
    assert assay("key", "new", "mine").status == 0
    folder = assay.case_folder(case)
    keys = assay.home / "data" / "assay" / "keys"
    inside = [p for top in (folder, keys) for p in top.rglob("*") if p.is_file() and p.name != "case.db-shm"]
    before = {path: path.read_bytes() for path in inside}
    assert any("vault" in str(p) for p in inside) and any("named" in str(p) for p in inside)
    source = assay.scratch("evidence.bin", b"x")
    for out in inside:
        for words in ((source,), ("--case", case, "--exhibit", "1")):
            run = assay.json("run", "test.everything", *words, "--out", out, "--force")
            assert run.status == 2, (out, run.out[:200])
        if out.name in ("case.db", "case.db-wal"):
            continue  # the failed runs in the case are recorded there
        assert out.read_bytes() == before[out], out
    assert assay("verify", case).status == 0


@point
def tables_have_headings_and_columns_that_line_up(assay):
    source = assay.scratch("evidence.bin", b"hello, worker")
    run = assay("run", "test.everything", source, "--set", "count=5")
    document = assay.json("run", "test.everything", source, "--set", "count=5").json
    assert run.status == 0, run.err
    lines = run.out.splitlines()
    at = lines.index("  Rows")
    heading, rows = lines[at + 1], lines[at + 2:at + 2 + len(document["tables"][0]["rows"])]
    assert heading.endswith("  Hash") and len(rows) == 5, lines[at:at + 8]
    for title in ("Text", "Term", "Whole number", "Number (dB)", "Offset", "Size (bytes)", "Time", "Hash"):
        assert title in heading, (title, heading)
    assert heading.startswith("    Text") and all(row.startswith("    row ") for row in rows), rows
    # Numbers end where their heading does, what is no number begins there.
    end = heading.index("Whole number") + len("Whole number") - heading.index("Term")
    for value, row in enumerate(rows):
        start = row.index("Yes")  # signs of the first cell take no room of their own
        assert row[start:start + end].endswith(f" {value}"), (heading, row)
    tree = lines.index("  Tree")
    assert [len(line) - len(line.lstrip()) for line in lines[tree + 1:tree + 8]] == [4, 4, 6, 8, 8, 6, 4], lines[tree:]


@point
def a_released_program_does_not_know_them(assay):
    """The test tools are compiled into the test programs; nothing in the environment brings them back."""
    released = os.path.join(os.path.dirname(assay.program), "..", "..", "app", "assay-cli")
    plain = type(assay)(released)
    with plain:
        ids = [tool["id"] for tool in plain.json("tools").json["tools"]]
        assert ids and not [i for i in ids if i.startswith("test.")], ids
        assert plain("run", "test.everything", assay.scratch("x", b"x")).status == 2


finish()
