"""The other methods of `series.embed` and `series.extract`: aligned, values, paper."""
import random

from harness import finish, point, shared

MARK = "0123456789abcdef"
SHORT = "deadbeef"


def table(assay, rows=2500):
    dice = random.Random(5)
    level, lines = 60.0, ["day,level"]
    for i in range(rows):
        level = min(400.0, max(20.0, level * dice.uniform(0.85, 1.18)))
        lines.append(f"{1990 + i // 336}-{i // 28 % 12 + 1:02}-{i % 28 + 1:02},{level:.1f}")
    return assay.scratch("table.csv", ("\n".join(lines) + "\n").encode())


def run(assay, tool, source, out=None, **settings):
    words = [word for name, value in settings.items() for word in ("--set", f"{name}={value}")]
    return assay.json("run", tool, source, *words, *(["--out", out] if out else []))


def embed(assay, source, scheme, mark):
    out = assay.home / f"marked-{scheme}.csv"
    done = run(assay, "series.embed", source, out, scheme=scheme, key="k", mark=mark, columns="level")
    assert done.status == 0, done.err
    return out, done.json["metrics"]


def attacked(assay, source, number, attack, amount):
    out = assay.home / f"{attack}-{number}.csv"
    assert run(assay, "series.attack", source, out, attack=attack, amount=amount, seed=2, columns="level").status == 0
    return out


def without_stamps(assay, source):
    lines = source.read_text().splitlines()
    return assay.scratch("bare-" + source.name, ("\n".join(line.split(",")[1] for line in lines) + "\n").encode())


def read(assay, source, scheme, mark, key="k", **more):
    done = run(assay, "series.extract", source, scheme=scheme, key=key, bits=4 * len(mark), expect=mark, columns="level", **more)
    assert done.status == 0, done.err
    return done.json


@point
def aligned_reads_copies_that_lost_their_stamps(assay):
    source = table(assay)
    out, metrics = embed(assay, source, "aligned", MARK)
    assert metrics["change"]["value"] < 0.55
    for number, (attack, amount) in enumerate((("delete", 50), ("edit", 50), ("insert", 50), ("crop", 65), ("scale", 0.7), ("scale", -1.5))):
        bare = without_stamps(assay, attacked(assay, out, number, attack, amount))
        document = read(assay, bare, "aligned", MARK, original=source)
        assert document["answers"] == {"outcome": "found", "mark": MARK}, (attack, document["answers"], document["metrics"])
    assert read(assay, without_stamps(assay, out), "aligned", MARK, key="z", original=source)["answers"]["outcome"] != "found"
    assert read(assay, source, "aligned", MARK, original=source)["answers"]["outcome"] != "found"


@point
def aligned_reads_copies_without_their_header(assay):
    """The key is derived by the name of the original's column, whatever the copy calls its own."""
    source = table(assay)
    out, _ = embed(assay, source, "aligned", MARK)
    numbers = [line.split(",")[1] for line in out.read_text().splitlines()]
    for name, lines in (("none", numbers[1:]), ("other", ["pegel", *numbers[1:]])):
        bare = assay.scratch(f"{name}.csv", ("\n".join(lines) + "\n").encode())
        done = run(assay, "series.extract", bare, scheme="aligned", key="k", original=source)
        assert done.status == 0 and done.json["answers"] == {"outcome": "found", "mark": MARK}, (name, done.err)
        for columns in (["#1=level"] if name == "none" else ["#1=level", "pegel=level"]):
            done = run(assay, "series.extract", bare, scheme="aligned", key="k", original=source, columns=columns)
            assert done.status == 0 and done.json["answers"] == {"outcome": "found", "mark": MARK}, (columns, done.err)


@point
def aligned_needs_the_original(assay):
    assert run(assay, "series.extract", table(assay), scheme="aligned", key="k").status == 2


@point
def values_need_neither_stamps_nor_order(assay):
    source = table(assay)
    out, _ = embed(assay, source, "values", SHORT)
    for number, (attack, amount) in enumerate((("shuffle", 0), ("delete", 50), ("edit", 50), ("zero", 50))):
        document = read(assay, without_stamps(assay, attacked(assay, out, number, attack, amount)), "values", SHORT)
        assert document["metrics"]["ber"]["value"] == 0, (attack, document["metrics"])
        answers = document["answers"]
        assert answers["mark" if answers["outcome"] == "found" else "read"] == SHORT and document["metrics"]["expect_log10_p"]["value"] <= -6, (attack, document["metrics"])
    assert read(assay, out, "values", SHORT, key="z")["answers"]["outcome"] != "found"
    assert read(assay, source, "values", SHORT)["answers"]["outcome"] != "found"


@point
def values_are_read_in_another_unit_and_with_other_decimals(assay):
    source = table(assay)
    out, _ = embed(assay, source, "values", SHORT)
    dice = random.Random(6)
    copies = {
        "watts": lambda value: f"{value * 1000:.0f}",
        "pandas": lambda value: repr(value * 1000),
        "mega": lambda value: f"{value / 1000:.6f}",
        "zeros": lambda value: f"{value:.8f}",
        "factor": lambda value: repr(value * 1.2),
        "joule": lambda value: repr(value * 3.6e6),
    }
    values = [float(line.split(",")[1]) for line in out.read_text().splitlines()[1:]]
    for name, write in copies.items():
        copy = assay.scratch(f"{name}.csv", ("level\n" + "\n".join(write(value) for value in values if dice.random() < 0.8) + "\n").encode())
        document = read(assay, copy, "values", SHORT)
        assert document["answers"] == {"outcome": "found", "mark": SHORT}, (name, document["answers"], document["metrics"])
        # Each unit and each factor is a hypothesis; two ways to look are always counted.
        assert document["findings"][0]["observed"]["mark.log10_hypotheses"] > 32 * 0.30103 + 2, name
    wrong = read(assay, copy, "values", SHORT, key="z")
    assert wrong["answers"]["outcome"] != "found", wrong["metrics"]


@point
def values_with_many_decimals_stand_rounding(assay):
    """A fine value is not put on the border of its cell, from where the first rounding would take it into the next."""
    dice = random.Random(7)
    lines = [f"{i},{60 * dice.lognormvariate(0, 0.6):.14f}" for i in range(6000)]
    source = assay.scratch("fine.csv", ("n,level\n" + "\n".join(lines) + "\n").encode())
    out, _ = embed(assay, source, "values", SHORT)
    for decimals in (8, 2):
        rounded = "\n".join(f"{line.split(',')[0]},{float(line.split(',')[1]):.{decimals}f}" for line in out.read_text().splitlines()[1:])
        document = read(assay, assay.scratch(f"rounded{decimals}.csv", ("n,level\n" + rounded + "\n").encode()), "values", SHORT)
        assert document["answers"] == {"outcome": "found", "mark": SHORT}, (decimals, document["metrics"])


@point
def numbers_of_sixteen_digits_are_values_too(assay):
    dice = random.Random(3)
    lines = [f"{i},{60 * dice.lognormvariate(0, 0.6):.14f}" for i in range(6000)]
    source = assay.scratch("long.csv", ("n,level\n" + "\n".join(lines) + "\n").encode())
    out, _ = embed(assay, source, "values", SHORT)
    assert all(len(line.rsplit(".", 1)[1]) == 14 for line in out.read_text().splitlines()[1:])
    assert read(assay, out, "values", SHORT)["metrics"]["ber"]["value"] == 0
    assert read(assay, source, "values", SHORT)["answers"]["outcome"] != "found"


@point
def cells_without_a_number_have_no_vote(assay):
    source = assay.scratch("gaps.csv", "".join(["t,v\n"] + [f"{i},{'NaN' if i % 5 == 0 else 20 + i % 97}\n" for i in range(1000)]).encode())
    read = run(assay, "series.extract", source, scheme="values", key="k", bits=8, columns="v").json
    assert read["metrics"]["rows"]["value"] == 1000 and read["metrics"]["rows_used"]["value"] == 800, read["metrics"]


@point
def too_few_values_are_refused(assay):
    source = assay.scratch("same.csv", b"day,level\n" + b"".join(b"2020-01-%02d,50.0\n" % (i % 28 + 1) for i in range(900)))
    out = assay.home / "out.csv"
    done = run(assay, "series.embed", source, out, scheme="values", key="k", mark=SHORT, columns="level")
    assert done.status == 3 and not out.exists() and "pairs" in done.err


@point
def values_whose_decimals_vary_and_crowd_are_marked(assay):
    """What a program writes of single floats: 13 to 17 decimals; a fifth of the values in a hundredth of their range."""
    dice = random.Random(4)
    values = [6 + dice.random() * 0.2 if i % 5 == 0 else dice.lognormvariate(1.5, 0.7) for i in range(9000)]
    lines = [f"{i},{str(round(value, 3)) if i % 3 == 0 else repr(value)}" for i, value in enumerate(values)]
    source = assay.scratch("floats.csv", ("n,level\n" + "\n".join(lines) + "\n").encode())
    out, _ = embed(assay, source, "values", SHORT)
    changed = [(a, b) for a, b in zip(lines, out.read_text().splitlines()[1:]) if a != b]
    assert all(len(a.rsplit(".", 1)[1]) == len(b.rsplit(".", 1)[1]) for a, b in changed), changed[:5]
    assert sum(int(a.split(",")[0]) % 3 == 0 for a, _ in changed) > 500, len(changed)
    fresh = read(assay, out, "values", SHORT)
    assert fresh["answers"] == {"outcome": "found", "mark": SHORT} and fresh["metrics"]["log10_p"]["value"] < -20, fresh["metrics"]
    path = shared("data", "timeseries", "ETTh1.csv")
    for column in "HUFL HULL MUFL MULL LUFL OT".split() if path else ():
        assert run(assay, "series.embed", path, assay.home / f"{column}.csv", scheme="values", key="k", mark=SHORT, columns=column).status == 0


@point
def values_are_not_marked_where_the_mark_could_not_be_told_from_chance(assay):
    path = shared("data", "timeseries", "ETTh1.csv")
    if path is None:
        return "the shared time series are not here"
    for key in "abc":
        out = assay.home / f"{key}.csv"
        done = run(assay, "series.embed", path, out, scheme="values", key=key, mark="89abcdef", columns="MUFL")
        if done.status == 3:
            assert "10^-6" in done.err and not out.exists(), done.err
            continue
        fresh = run(assay, "series.extract", out, scheme="values", key=key, bits=32, columns="MUFL")
        assert fresh.json["answers"] == {"outcome": "found", "mark": "89abcdef"}, (key, fresh.json["answers"])


@point
def the_paper_s_method_marks_without_a_key(assay):
    path = shared("data", "timeseries", "daily-min-temperatures.csv")
    if path is None:
        return "the shared time series are not here"
    out = assay.home / "paper.csv"
    done = run(assay, "series.embed", path, out, scheme="paper", mark="deadbe", columns="Temp")
    assert done.status == 0, done.err
    # Table 1: 8.9 %; within 1.5 points.
    assert abs(done.json["metrics"]["change"]["value"] - 8.9) < 1.5
    done = run(assay, "series.extract", out, scheme="paper", bits=24, expect="deadbe", columns="Temp")
    assert done.json["metrics"]["ber"]["value"] == 0
    # The first row is the first place that is looked at; of the 3000 others 24 bits are too few, and without a mark to compare with
    # nothing is found: nothing is called a mark, in the finding neither.
    assert done.json["answers"] == {"outcome": "found", "mark": "deadbe"}, done.json["answers"]
    lines = out.read_text().splitlines(keepends=True)
    cut = run(assay, "series.extract", assay.scratch("later.csv", "".join(lines[:1] + lines[100:]).encode()), scheme="paper", bits=24, expect="deadbe", columns="Temp")
    without = run(assay, "series.extract", out, scheme="paper", bits=24, columns="Temp")
    for inconclusive in (cut, without):
        assert inconclusive.json["answers"] == {"outcome": "inconclusive", "read": "deadbe"}, inconclusive.json["answers"]
        assert "mark.value" not in inconclusive.json["findings"][0]["observed"]
    # With db7 a later section looks clearer than the first: where a section begins it may be expected.
    later = assay.home / "db7.csv"
    assert run(assay, "series.embed", path, later, scheme="paper", mark="0abcde", columns="Temp", wavelet="db7").status == 0
    done = run(assay, "series.extract", later, scheme="paper", bits=24, expect="0abcde", columns="Temp", wavelet="db7")
    assert done.json["answers"] == {"outcome": "found", "mark": "0abcde"}, done.json["answers"]
    done = run(assay, "series.extract", out, scheme="paper", bits=24, expect="deadbe", columns="Temp", sync="start")
    assert done.json["answers"] == {"outcome": "found", "mark": "deadbe"}, done.json["answers"]
    long = assay.home / "long.csv"
    refused = run(assay, "series.embed", path, long, scheme="paper", mark=MARK, columns="Temp", f_bin=11)
    assert refused.status == 3 and "f_bin=4" in refused.err and not long.exists(), refused.err
    # Without f_bin what fits: of 303 coefficients the paper's 11 for 24 bits, an odd number for 64.
    by_default, by_name = ([assay.home / f"{name}-{bits}.csv" for bits in (24, 64)] for name in ("default", "named"))
    for mark, f_bin, first, second in (("deadbe", 11, by_default[0], by_name[0]), (MARK, 3, by_default[1], by_name[1])):
        assert run(assay, "series.embed", path, first, scheme="paper", mark=mark, columns="Temp").status == 0
        assert run(assay, "series.embed", path, second, scheme="paper", mark=mark, columns="Temp", f_bin=f_bin).status == 0
        assert first.read_bytes() == second.read_bytes() != path.read_bytes(), f_bin
        for more in ({}, {"f_bin": f_bin}):
            read = run(assay, "series.extract", first, scheme="paper", bits=4 * len(mark), expect=mark, columns="Temp", **more)
            assert read.json["answers"] == {"outcome": "found", "mark": mark}, read.json["answers"]
    refused = run(assay, "series.embed", path, long, scheme="paper", mark=MARK, columns="Temp", f_barker=100)
    assert refused.status == 3 and "carries 53 bits" in refused.err and not long.exists(), refused.err


@point
def the_paper_s_marks_find_its_sections(assay):
    source, out = table(assay), assay.home / "complex.csv"
    settings = {"scheme": "paper", "columns": "level", "sync": "marks"}
    assert run(assay, "series.embed", source, out, mark="deadbe", **settings).status == 0
    lines = out.read_text().splitlines()
    assert lines[0] == "day,level,imaginary"
    parts = [int(line.rsplit(",", 1)[1]) for line in lines[1:]]
    assert [i for i, part in enumerate(parts) if part == 1] == [0, 600, 1200, 1800] and [i for i, part in enumerate(parts) if part == -1] == [2, 602, 1202, 1802]
    # Rows before the section, and a section that was cut, do not matter.
    cut = assay.scratch("cut.csv", ("\n".join(lines[:1] + lines[1 + 250:1 + 1900]) + "\n").encode())
    done = run(assay, "series.extract", cut, bits=24, expect="deadbe", **settings)
    assert done.status == 0 and done.json["metrics"]["ber"]["value"] == 0, done.json["metrics"]
    wrong = run(assay, "series.extract", cut, bits=24, expect="deadbe", **{**settings, "sync": "start"})
    assert wrong.json["metrics"]["ber"]["value"] > 20
    refused = run(assay, "series.embed", out, assay.home / "twice.csv", mark="deadbe", **settings)
    assert refused.status != 0 and "imaginary" in refused.err and not (assay.home / "twice.csv").exists()
    assert "imaginary" in run(assay, "series.extract", source, bits=24, **settings).err


@point
def other_methods_need_a_key(assay):
    out = assay.home / "out.csv"
    for scheme in ("timestamp", "aligned", "values"):
        assert run(assay, "series.embed", table(assay), out, scheme=scheme, mark=SHORT).status == 2
    assert not out.exists()


finish()
