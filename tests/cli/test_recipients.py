"""`case recipients`: who received which marked copy."""
import hashlib

from harness import finish, point


@point
def recipients_are_kept_and_found(assay):
    case = assay.new_case("T")
    copy = assay.home / "copy.bin"
    copy.write_bytes(b"a marked copy")
    first = assay("case", "recipients", "add", case, "--name", "Ada", "--contact", "ada@example.org", "--mark",
                  "0123456789ABCDEF", "--copy", copy)
    assert first.status == 0, first.err
    assert assay("case", "recipients", "add", case, "--name", "Bob", "--mark", "ffff").status == 0
    taken = assay("case", "recipients", "add", case, "--name", "Eve", "--mark", "0123456789abcdef")
    assert taken.status != 0 and "Ada" in taken.err
    for wrong in (("--mark", "xyz"), ("--mark", "12"), ("--mark", "abcd", "--exhibit", "9")):
        assert assay("case", "recipients", "add", case, "--name", "N", *wrong).status != 0
    listed = assay.json("case", "recipients", "list", case).json["recipients"]
    assert [(r["name"], r["mark"]) for r in listed] == [("Ada", "0123456789abcdef"), ("Bob", "ffff")]
    assert listed[0]["sha256"] == hashlib.sha256(b"a marked copy").hexdigest()
    assert listed[0]["contact"] == "ada@example.org" and listed[0]["time"]
    found = assay.json("case", "recipients", "find", case, "0123456789ABCDEF").json["recipients"]
    assert len(found) == 1 and found[0]["name"] == "Ada"
    assert assay.json("case", "recipients", "find", case, "0000").json["recipients"] == []
    assert assay("verify", case).status == 0


finish()
