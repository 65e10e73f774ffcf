"""`key`: keys by name, and what a tool makes of them."""
from harness import DEMO, finish, point


@point
def a_key_is_made_listed_exported_and_removed(assay):
    made = assay.json("key", "new", "Märkte")
    assert made.status == 0, made.err
    (key,) = made.json["keys"]
    assert key["name"] == "Märkte" and len(key["fingerprint"]) == 16 and not key["locked"]
    assert assay.json("key", "list").json["keys"] == [key]
    out = assay.home / "key.txt"
    assert assay.json("key", "export", "Märkte", "--out", out).status == 0
    assert out.stat().st_mode & 0o777 == 0o600 and len(out.read_text()) == 65
    assert assay.json("key", "export", "Märkte", "--out", out).status != 0
    again = assay.json("key", "import", "copy", out).json["keys"]
    assert again[0]["fingerprint"] == key["fingerprint"]
    assert assay.json("key", "remove", "Märkte").status == 2
    assert assay.json("key", "remove", "Märkte", "--force").status == 0
    assert [k["name"] for k in assay.json("key", "list").json["keys"]] == ["copy"]


@point
def a_locked_key_needs_its_passphrase(assay):
    word = assay.home / "word"
    word.write_text("open sesame\n")
    wrong = assay.home / "wrong"
    wrong.write_text("open barley\n")
    assert assay.json("--passphrase-file", word, "key", "new", "safe").json["keys"][0]["locked"]
    assert assay.json("key", "export", "safe", "--out", assay.home / "a").status != 0
    assert assay.json("--passphrase-file", wrong, "key", "export", "safe", "--out", assay.home / "a").status != 0
    assert not (assay.home / "a").exists()
    assert assay.json("--passphrase-file", word, "key", "export", "safe", "--out", assay.home / "a").status == 0


@point
def names_that_are_no_names_are_refused(assay):
    for name in ("", "a\nb", "x" * 101):
        assert assay.json("key", "new", name).status != 0
    assert assay.json("key").status == 2
    assert assay.json("key", "export", "missing", "--out", assay.home / "a").status != 0
    assert assay.json("run", "metadata", DEMO / "holiday.jpg", "--set", "key=@key:missing").status == 2


@point
def a_secret_may_come_from_a_file_or_the_store(assay):
    """`tools` says how; a bare word that is a stored key's name is the key itself, and is told so."""
    told = assay("tools", "series.embed").out
    assert all(form in told for form in ("@FILE", "@-", "@key:NAME")), told
    assert assay.json("key", "new", "mine").status == 0
    source = assay.scratch("t.csv", b"t,v\n" + b"".join(b"2020-01-%02d %02d:00,%d.25\n" % (i // 24 + 1, i % 24, 50 + i % 37) for i in range(600)))
    marked = assay.home / "m.csv"
    assert assay.json("run", "series.embed", source, "--set", "key=@key:mine", "--set", "mark=01234567", "--out", marked).err == ""
    found, literal = (assay.json("run", "series.extract", marked, "--set", f"key={key}", "--set", "bits=32") for key in ("@key:mine", "mine"))
    assert found.json["answers"] == {"outcome": "found", "mark": "01234567"} and found.err == ""
    assert literal.json["answers"] == {"outcome": "none"} and "@key:mine" in literal.err, literal.err


finish()
