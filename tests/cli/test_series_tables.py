"""Tables as people have them: names that are numbers, columns of unlike digits, doubled rows, what is no table."""
import random

from harness import finish, point

MARK = "0123456789abcdef"
KEY = ("--set", "key=open sesame")


def embed(assay, source, *settings):
    out = assay.home / f"marked-{len(list(assay.home.iterdir()))}.csv"
    return out, assay.json("run", "series.embed", source, *KEY, "--set", f"mark={MARK}", *settings, "--out", out)


def is_read(assay, source, *settings):
    answers = assay.json("run", "series.extract", source, *KEY, *settings).json["answers"]
    return answers["outcome"] == "found" and answers["mark"] == MARK


def doubled(assay, out):
    first, *rows = out.read_text().splitlines()
    return assay.scratch(f"doubled-{out.name}", ("\n".join([first] + [row for row in rows for _ in range(2)]) + "\n").encode())


@point
def a_header_may_have_numbers_for_names(assay):
    dice = random.Random(1)
    months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    days = [f"{day + 1:02}-{month}" for month in months for day in range(30)]
    years = [f"{2020 + i // 360}-{i // 30 % 12 + 1:02}-{i % 30 + 1:02}" for i in range(360)]
    for names, stamps, column in (("day,2023,2024", days, "2023"), ("date,2019,2020", years, "2020"), ("date,temp,2m", years, "2m")):
        rows = [f"{stamp},{dice.uniform(500, 2000):.1f},{dice.uniform(50, 90):.2f}" for stamp in stamps]
        source = assay.scratch(f"{column}.csv", "\n".join([names] + rows).encode() + b"\n")
        for settings in ((), ("--set", f"columns={column}")):
            out, run = embed(assay, source, *settings)
            assert run.status == 0 and run.json["metrics"]["rows"]["value"] == 360, run.err
            assert out.read_text().splitlines()[0] == names
            assert is_read(assay, out, *settings)


@point
def a_first_row_of_data_is_no_header(assay):
    dice = random.Random(2)
    rows = [f"2021-{i // 30 + 1:02}-{i % 30 + 1:02},{dice.uniform(50, 90):.2f},{dice.uniform(50, 90):.2f}" for i in range(360)]
    for first in ("NaN", "ERR", "n/a", "-", ""):
        source = assay.scratch(f"bare-{len(first)}.csv", "\n".join([f"2020-12-31,{first},70.25"] + rows).encode() + b"\n")
        _, run = embed(assay, source, "--set", "columns=#3")
        assert run.status == 0 and run.json["metrics"]["rows"]["value"] == 361, (first, run.err)


@point
def each_of_several_columns_is_marked_as_strongly_as_it_needs(assay):
    dice = random.Random(3)
    rows = [f"2021-01-{i // 96 + 1:02} {i // 4 % 24:02}:{i % 4 * 15:02},{dice.randint(55, 99)},{dice.uniform(80, 160):.2f},{dice.randint(0, 3)}"
            for i in range(1500)]
    source = assay.scratch("medical.csv", "\n".join(["time,hr,glucose,state"] + rows).encode() + b"\n")
    out, run = embed(assay, source, "--set", "columns=glucose,hr")
    assert run.status == 0, run.err
    assert is_read(assay, out, "--set", "columns=hr") and is_read(assay, out, "--set", "columns=glucose")
    out, run = embed(assay, source, "--set", "columns=glucose,state")
    assert run.status == 3 and "state" in run.err and not out.exists(), run.err
    # Whole numbers of two digits can carry, but not with the smallest step: that they hold nothing is an answer.
    read = assay.json("run", "series.extract", source, *KEY, "--set", "columns=hr").json
    assert read["answers"]["outcome"] == "none" and read["metrics"]["rows_used"]["value"] > 1400, read["metrics"]


@point
def stamps_are_found_in_rows_that_were_doubled(assay):
    dice = random.Random(4)
    count, rows = 0, []
    for i in range(3000):
        count += dice.randint(1, 9)
        rows.append(f"{i // 96 % 28 + 1:02}.{i // 2688 + 1:02}.2023 {i // 4 % 24:02}:{i % 4 * 15:02};{dice.uniform(2, 9):.3f};{count}")
    # The last stamp comes twice, so that less than half of the doubled ones differ.
    source = assay.scratch("meter.csv", "\n".join(["when;used;counter"] + rows + rows[-1:]).encode() + b"\n")
    out, run = embed(assay, source, "--set", "columns=used")
    assert run.json["answers"]["stamps"] == "when"
    assert is_read(assay, doubled(assay, out), "--set", "columns=used")


@point
def seconds_since_1970_are_stamps_and_not_values(assay):
    dice = random.Random(5)
    for scale, name in ((1, "s"), (1000, "ms")):
        # Some come twice, as of sensors that are asked too often.
        rows = [f"{(1700000000 + i - i % 10 // 9) * scale}\t{dice.uniform(15, 25):.2f}\t{dice.uniform(990, 1020):.4f}" for i in range(2000)]
        source = assay.scratch(f"epoch-{name}.tsv", "\n".join(["ts\ttemp\tpressure"] + rows).encode() + b"\n")
        out, run = embed(assay, source)
        assert run.json["answers"]["stamps"] == "ts" and run.json["answers"]["columns"] == "temp", run.json["answers"]
        assert is_read(assay, doubled(assay, out))


@point
def a_copy_without_stamps_is_aligned_in_another_unit_and_as_pandas_writes_it(assay):
    dice = random.Random(6)
    level, rows = 40.0, []
    for i in range(1200):
        level += dice.gauss(0, 1.5)
        rows.append(f"2021-{i // 28 % 12 + 1:02}-{i % 28 + 1:02};{abs(level) + 20:.2f}".replace(".", ","))
    source = assay.scratch("level.csv", "\n".join(["day;level"] + rows).encode() + b"\n")
    out, run = embed(assay, source, "--set", "scheme=aligned")
    assert run.status == 0, run.err
    values = [float(row.split(";")[1].replace(",", ".")) for row in out.read_text().splitlines()[1:]]
    aligned = ("--set", "scheme=aligned", "--set", f"original={source}")
    # As many decimals as a number needs, after a comma, in the only column.
    bare = assay.scratch("bare.csv", "\n".join(["level"] + [f"{value:g}".replace(".", ",") for value in values]).encode() + b"\n")
    assert is_read(assay, bare, *aligned)
    # Without a header it looks like two columns; with some rows of whole numbers and decimals more or less.
    for name, write in (("comma", "{:.2f}"), ("commas", "{:g}")):
        numbers = "\n".join(write.format(value).replace(".", ",") for value in values)
        assert is_read(assay, assay.scratch(f"{name}.csv", numbers.encode() + b"\n"), *aligned), name
    for factor in (1000, 0.001, -60):
        kept = [f"{value * factor:.5f}" for value in values if dice.random() < 0.8]
        copy = assay.scratch(f"unit{factor}.csv", "\n".join(["level"] + kept).encode() + b"\n")
        assert is_read(assay, copy, *aligned), factor
    # Rain: most of the values are 0, which fits in every unit.
    rain = [dice.uniform(5, 40) if dice.random() < 0.4 else 0 for i in range(3000)]
    source = assay.scratch("rain.csv", "\n".join(["mm"] + [f"{value:.2f}" for value in rain]).encode() + b"\n")
    out, run = embed(assay, source, "--set", "scheme=aligned")
    copy = assay.scratch("metres.csv", "\n".join(["m"] + [f"{float(row) / 1000:.6f}" for row in out.read_text().splitlines()[1:]]).encode() + b"\n")
    assert run.status == 0 and is_read(assay, copy, "--set", "scheme=aligned", "--set", f"original={source}"), run.err


@point
def a_date_and_a_time_of_day_may_have_a_column_each(assay):
    dice = random.Random(7)
    rows = [f"{i // 96 + 1:02}.01.2021;{i // 4 % 24:02}:{i % 4 * 15:02};{dice.uniform(15, 25):.2f}".replace(".", ",").replace(",01,2021", ".01.2021")
            for i in range(1440)]
    source = assay.scratch("split.csv", "\n".join(["Datum;Uhrzeit;kW"] + rows).encode() + b"\n")
    for settings in ((), ("--set", "time=Datum,Uhrzeit")):
        out, run = embed(assay, source, *settings)
        assert run.status == 0 and run.json["answers"]["stamps"] == "Datum, Uhrzeit", run.err
        assert is_read(assay, out, *settings)
    # The same stamps in one column.
    joined = assay.scratch("joined.csv", out.read_bytes().replace(b"Datum;Uhrzeit", b"Wann").replace(b".2021;", b".2021 "))
    assert is_read(assay, joined)
    _, run = embed(assay, source, "--set", "time=Datum,Stunde")
    assert run.status == 2 and "Stunde" in run.err, run.err


@point
def what_else_could_have_the_stamps_is_said_where_no_mark_is(assay):
    """A copy that was marked by its number column, before date and time of day were taken."""
    dice = random.Random(12)
    rows = [f"{1000 + i};{i // 96 + 1:02}.01.2021;{i // 4 % 24:02}:{i % 4 * 15:02};{dice.uniform(15, 25):.3f};{dice.randint(1, 3)}" for i in range(1440)]
    source = assay.scratch("id.csv", "\n".join(["ID;Datum;Uhrzeit;kW;Stufe"] + rows).encode() + b"\n")
    out, run = embed(assay, source, "--set", "columns=kW", "--set", "time=ID")
    assert run.status == 0 and is_read(assay, out, "--set", "columns=kW", "--set", "time=ID")
    read = assay.json("run", "series.extract", out, *KEY, "--set", "columns=kW").json
    (finding,) = read["findings"]
    assert finding["rule"] == "MRK-03" and finding["observed"]["mark.time"] == "Datum, Uhrzeit", finding
    assert finding["observed"]["mark.time_others"] == "ID", finding
    # Nothing else is offered where a mark was found or the column was named.
    other, _ = embed(assay, source, "--set", "columns=kW")
    for table, settings in ((other, ()), (out, ("--set", "time=Datum,Uhrzeit"))):
        read = assay.json("run", "series.extract", table, *KEY, "--set", "columns=kW", *settings).json
        assert "mark.time_others" not in read["findings"][0]["observed"], read["findings"]


@point
def a_clock_of_numbers_is_never_marked(assay):
    dice = random.Random(11)
    rows = [f"2021-01-{i // 96 + 1:02},{i // 4 % 24:02}{i % 4 * 15:02},{dice.uniform(15, 25):.3f}" for i in range(1440)]
    source = assay.scratch("clock.csv", "\n".join(["Date,Time,Price"] + rows).encode() + b"\n")
    named = ("--set", "time=Date,Time")
    out, run = embed(assay, source, *named)
    assert run.status == 0 and run.json["answers"]["columns"] == "Price", run.out + run.err
    assert [line.split(",")[:2] for line in out.read_text().splitlines()] == [
        line.split(",")[:2] for line in source.read_text().splitlines()]
    assert is_read(assay, out, *named)
    _, run = embed(assay, source, *named, "--set", "columns=Time")
    assert run.status == 2 and "Time" in run.err, run.err


@point
def a_sum_below_the_rows_and_empty_lines_are_no_rows(assay):
    dice = random.Random(8)
    values = [dice.uniform(15, 25) for i in range(900)]
    rows = [f"2019-{i // 28 % 12 + 1:02}-{i % 28 + 1:02} {i // 336:02}:00,\"  {value:.2f}\"" for i, value in enumerate(values)]
    source = assay.scratch("sum.csv", "\n".join(["when,amount"] + rows + ["", f"Total,{sum(values):.2f}"]).encode() + b"\n")
    out, run = embed(assay, source)
    assert run.json["metrics"]["rows"]["value"] == 901 and run.json["metrics"]["marked_cells"]["value"] <= 900, run.json["metrics"]
    (finding,) = run.json["findings"]
    assert finding["rule"] == "MRK-14" and finding["observed"]["mark.unstamped"] == 1, finding
    assert out.read_text().splitlines()[-1] == f"Total,{sum(values):.2f}" and is_read(assay, out)
    assert all(line.split(",")[1].startswith('"  ') for line in out.read_text().splitlines()[1:901])


@point
def what_cannot_be_read_or_marked_is_said_by_its_name(assay):
    dice = random.Random(9)
    def grouped(value):
        return f"{value:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    rows = [f"{i % 28 + 1:02}.{i // 28 % 12 + 1:02}.{2010 + i // 336};{grouped(dice.uniform(1000, 9000))};EUR;{grouped(dice.uniform(10, 99))}"
            for i in range(1500)]
    source = assay.scratch("bank.csv", "\n".join(["Tag;Betrag;Art;Zins"] + rows).encode() + b"\n")
    for column, word in (("Betrag", "thousands"), ("Zins,Art", "“Art”")):
        out, run = embed(assay, source, "--set", f"columns={column}")
        assert run.status == 3 and word in run.err and not out.exists(), (column, run.err)
    thirds = "\n".join(["day,third"] + [f"2020-01-{i // 96 + 1:02}T{i // 4 % 24:02}:{i % 4 * 15:02},{dice.randint(1, 9)}.{'3' * 300}" for i in range(900)])
    for settings in ((), ("--set", "columns=third")):
        out, run = embed(assay, assay.scratch("thirds.csv", thirds.encode() + b"\n"), *settings)
        assert run.status == 3 and "“third”" in run.err and "64 characters" in run.err and not out.exists(), run.err
    # One such cell is not the reason, neither of this column nor of one that nobody meant.
    bank = rows[:]
    bank[7] = bank[7].replace(";EUR;", "1" * 70 + ";EUR;")
    out, run = embed(assay, assay.scratch("long.csv", "\n".join(["Tag;Betrag;Art;Zins"] + bank).encode() + b"\n"), "--set", "columns=Betrag")
    assert run.status == 3 and "thousands" in run.err and "64 characters" not in run.err, run.err
    words = "\n".join(["day,word"] + [f"2020-01-{i // 96 + 1:02}T{i // 4 % 24:02}:{i % 4 * 15:02},{'x' if i else '1' * 70}" for i in range(900)])
    out, run = embed(assay, assay.scratch("words.csv", words.encode() + b"\n"))
    assert run.status == 3 and "no column of numbers" in run.err and "64 characters" not in run.err, run.err
    coarse = "\n".join(["t,v"] + [f"2020-01-{i // 96 + 1:02}T{i // 4 % 24:02}:{i % 4 * 15:02},{dice.randint(55, 99)}" for i in range(1200)])
    out, run = embed(assay, assay.scratch("coarse.csv", coarse.encode() + b"\n"))
    assert [f["rule"] for f in run.json["findings"]] == ["MRK-15"] and run.json["metrics"]["change"]["value"] > 0.5, run.json["findings"]
    # The mark is told as it will be read, and no length that hexadecimal digits cannot have is looked for.
    run = assay.json("run", "series.embed", out, *KEY, "--set", "mark=0xABCD", "--out", assay.home / "spelt.csv")
    assert run.json["answers"]["mark"] == "abcd", run.err
    assert assay.json("run", "series.extract", out, *KEY, "--set", "bits=65").status == 2


@point
def columns_of_one_name_are_told_apart_by_their_number(assay):
    dice = random.Random(12)
    rows = [f"2020-01-{i // 96 + 1:02}T{i // 4 % 24:02}:{i % 4 * 15:02},{dice.uniform(100, 999):.2f},{dice.uniform(100, 999):.2f}" for i in range(900)]
    source = assay.scratch("twice.csv", "\n".join(["date,v,v"] + rows).encode() + b"\n")
    out, run = embed(assay, source, "--set", "columns=v")
    assert run.status == 2 and "#2, #3" in run.err and not out.exists(), run.err
    out, run = embed(assay, source, "--set", "columns=#3")
    assert run.status == 0 and run.json["answers"]["columns"] == "#3", run.err
    cells = [[line.split(",") for line in path.read_text().splitlines()] for path in (source, out)]
    assert [row[:2] for row in cells[0]] == [row[:2] for row in cells[1]] and cells[0] != cells[1]
    assert is_read(assay, out, "--set", "columns=#3")
    # Of stamps too the first one would be a guess.
    stamped = assay.scratch("stamped.csv", "\n".join(["t,t,v"] + [f"{row.split(',')[0]},{i},{row.split(',')[1]}" for i, row in enumerate(rows)]).encode() + b"\n")
    out, run = embed(assay, stamped, "--set", "columns=v", "--set", "time=t")
    assert run.status == 2 and "#1, #2" in run.err and not out.exists(), run.err
    out, run = embed(assay, stamped, "--set", "columns=v", "--set", "time=#1")
    assert run.status == 0 and is_read(assay, out, "--set", "columns=v", "--set", "time=#1"), run.err


@point
def what_may_be_a_mark_between_thousands_is_told(assay):
    dice = random.Random(13)
    days = [f"2020-01-{i // 96 + 1:02}T{i // 4 % 24:02}:{i % 4 * 15:02}" for i in range(900)]
    people = [dice.randint(100, 9999) for _ in days]
    for name, values, told in (
        ("people", [f"{n:,}".replace(",", ".") for n in people], True),
        ("measured", [f"{n / 1000:.3f}" for n in people], False),
        ("whole", [str(n) for n in people], False),
        ("mixed", [f"{n / 1000:.3f}" if n % 3 else f"{n / 10:.1f}" for n in people], False),
    ):
        source = assay.scratch(f"{name}.csv", "\n".join(["t;v"] + [f"{d};{v}" for d, v in zip(days, values)]).encode() + b"\n")
        out, run = embed(assay, source)
        grouped = [f["observed"] for f in run.json["findings"] if f["rule"] == "MRK-18"]
        assert run.status == 0 and grouped == ([{"mark.grouped": "v"}] if told else []), (name, run.out)


@point
def a_change_that_is_named_alone_does_something_sensible(assay):
    dice = random.Random(10)
    rows = [f"2020-01-{i // 96 + 1:02}T{i // 4 % 24:02}:{i % 4 * 15:02},{dice.uniform(11, 29):.2f}" for i in range(2000)]
    source = assay.scratch("plain.csv", "\n".join(["t,v"] + rows).encode() + b"\n")
    def attack(*settings):
        out = assay.home / f"attacked-{len(list(assay.home.iterdir()))}.csv"
        run = assay.json("run", "series.attack", source, *(word for name in settings for word in ("--set", name)), "--out", out)
        lines = out.read_text().splitlines()[1:] if run.status == 0 else []
        return run, [float(line.split(",")[1]) for line in lines]
    before = [float(row.split(",")[1]) for row in rows]
    assert all(value == int(value) for value in attack("attack=round")[1])
    assert len(attack("attack=resample")[1]) == 1000 and len(attack("attack=delete")[1]) == 1800
    assert all(abs(b / a - 1.1) < 0.001 for a, b in zip(before, attack("attack=scale")[1]))
    run, after = attack("attack=round", "amount=5")
    assert after == before and run.json["metrics"]["cells_changed"]["value"] == 0 and run.json["findings"][0]["rule"] == "MRK-13"
    # Blanks inside of quotes are no change, and stay, in one column as in several.
    for columns in ("v", "w", "w,v"):
        padded = assay.scratch("padded.csv", ("t,v,w\n" + "".join(f'{i},"  {10 + i % 7}.25 ",\t{i % 9}.5\n' for i in range(300))).encode())
        for amount, changes in ((5, 0), (0, 300 * len(columns.split(",")))):
            out = assay.home / f"unpadded-{columns}-{amount}.csv"
            run = assay.json("run", "series.attack", padded, "--set", "attack=round" if amount else "attack=scale", "--set", f"amount={amount}",
                             "--set", f"columns={columns}", "--out", out)
            assert run.status == 0 and run.json["metrics"]["cells_changed"]["value"] <= changes, run.json["metrics"]
            assert amount == 0 or out.read_bytes() == padded.read_bytes(), (columns, out.read_text()[:80])
            assert all(line.split(",")[1].startswith('"  1') and line.split(",")[1].endswith(' "') for line in out.read_text().splitlines()[1:]), columns
    run, _ = attack("attack=delete", "rows=1-5")
    assert run.status == 2 and "rows=" in run.err, run.err


@point
def what_cannot_be_aligned_again_is_not_marked(assay):
    rows = "".join(f"{20 + i % 97 / 7:.3f}\n" for i in range(63300))
    source = assay.scratch("long.csv", b"v\n" + rows.encode())
    out, run = embed(assay, source, "--set", "scheme=aligned")
    assert run.status == 3 and "63245" in run.err and not out.exists(), run.err
    short = assay.scratch("short.csv", b"v\n" + rows[:20000].encode())
    empty = assay.scratch("empty.csv", b"")
    read = assay.json("run", "series.extract", short, *KEY, "--set", "scheme=aligned", "--set", f"original={empty}")
    assert read.status == 3 and "original=" in read.err, read.err


@point
def a_nul_byte_anywhere_is_no_table(assay):
    rows = "".join(f"2021-01-01T{i // 3600:02}:{i // 60 % 60:02}:{i % 60:02},{20 + i % 97 / 7:.3f}\n" for i in range(9000)).encode()
    for at in (100, 70000, 200000):
        source = assay.scratch(f"nul-{at}.csv", b"t,v\n" + rows[:at] + b"\0" + rows[at:])
        out, run = embed(assay, source)
        assert run.status == 3 and "plain text" in run.err and not out.exists(), (at, run.err)


finish()
