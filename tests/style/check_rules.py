#!/usr/bin/python3
"""Every rule that the code names is in a file of the catalogue: a finding of any other has no words.
usage: check_rules.py SOURCE-ROOT"""
import json
import pathlib
import re
import sys

LITERAL = re.compile(r'"([A-Z][A-Z0-9]+)-(\d+)"')
# Given to a finding by name, whatever it looks like.
FINDING = re.compile(r'assay_finding_builder_new \(\s*"([^"]+)"')


def ids_of(value):
    """Every "id" in a file of rules."""
    if isinstance(value, dict):
        if isinstance(value.get("id"), str):
            yield value["id"]
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from ids_of(part)


def problems_of(path, known, families):
    text = path.read_text(encoding="utf-8")
    named = {f"{family}-{number}" for family, number in LITERAL.findall(text) if family in families} | set(FINDING.findall(text))
    for rule in sorted(named - known):
        yield f"{path}: {rule} is in no file of data/rules"


def main(root):
    root = pathlib.Path(root)
    known = {rule for path in (root / "data/rules").glob("rules-*.json") for rule in ids_of(json.loads(path.read_text(encoding="utf-8")))}
    families = {rule.partition("-")[0] for rule in known}
    files = sorted((root / "core").rglob("*.c"))
    found = [problem for path in files for problem in problems_of(path, known, families)]
    print(f"1..1\n# {len(known)} rules, {len(files)} files")
    for problem in found:
        print(f"# {problem}")
    print("not ok 1 rules" if found or not known or not files else "ok 1 rules")


main(sys.argv[1])
