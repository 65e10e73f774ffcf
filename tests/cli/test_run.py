"""`tools` and `run`: any tool, on files and in a case."""
import json

from harness import DEMO, finish, point


@point
def tools_describe_themselves(assay):
    tools = assay.json("tools").json["tools"]
    ids = [t["id"] for t in tools]
    for wanted in ("integrity", "metadata", "structure", "image"):
        assert wanted in ids, ids
    for tool in tools:
        assert tool["version"] and tool["title"] and tool["summary"] and tool["media"], tool["id"]
        assert [t["id"] for t in assay.json("tools", tool["id"]).json["tools"]] == [tool["id"]]
    assert "--set generator=aes  aes|chaos|null\n" in assay("tools", "cipher.encrypt").out
    assert assay("tools", "no.such").status == 2


@point
def every_tool_of_the_integrity_folder_runs(assay):
    for tool in ("integrity", "metadata", "structure", "image"):
        for name in ("holiday.jpg", "clip.mp4"):
            run = assay.json("run", tool, DEMO / name)
            assert run.status == 0, (tool, name, run.err)
            assert run.json["tool"] == tool and run.json["error"] is None


@point
def structure_has_offsets_inside_the_file(assay):
    document = assay.json("run", "structure", DEMO / "clip.mp4").json
    table = document["tables"][0]
    offset = table["columns"].index("offset")
    size = (DEMO / "clip.mp4").stat().st_size
    assert table["depth"] and all(0 <= row[offset] < size for row in table["rows"] if row[offset] is not None)


@point
def a_run_in_a_case_is_recorded(assay):
    case = assay.new_case()
    assay.json("intake", case, DEMO / "holiday.jpg", "--no-check")
    before = assay.json("case", "show", case).json["entries"]
    run = assay.json("run", "metadata", "--case", case, "--exhibit", 1)
    assert run.status == 0, run.err
    assert assay.json("case", "show", case).json["entries"] == before + 1
    plain = assay.json("run", "metadata", DEMO / "holiday.jpg").json
    assert json.dumps(run.json["tables"]) == json.dumps(plain["tables"])
    assert assay.json("verify", case).status == 0


@point
def wrong_parameters_are_2(assay):
    assert assay.json("run", "integrity", DEMO / "holiday.jpg", "--set", "nonsense=1").status == 2
    assert assay.json("run", "integrity", DEMO / "holiday.jpg", "--set", "nonsense").status == 2
    assert assay.json("run", "no.such", DEMO / "holiday.jpg").status == 2
    assert assay.json("run", "metadata", DEMO / "holiday.jpg", "--out", assay.home / "x").status == 2


finish()
