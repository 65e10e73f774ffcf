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


finish()
