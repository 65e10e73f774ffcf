#!/usr/bin/python3
"""How the verdicts of `check` stand to the labels of a media set.

usage: validation.py ASSAY-CLI MEDIA-FOLDER [--table] [--rules] [--write RULES-FOLDER] [--tap]

MEDIA-FOLDER holds manifest.json with a truth label and the tamperings of each file. Prints the table of labels
against verdicts; --rules also prints how often each rule fired. With --tap it is a test: at least 85 % of the files with
a labelled tampering are flagged (attention, compromised or refused with exit 3), and at most 5 % of the believed camera
originals. --write puts the counts into the member `measured` of the rules.

The thresholds marked `threshold` in the rules were chosen on this same set, so its figures are optimistic. Out of
sample, the rules that these grew from fired on 17 % of 60 other believed originals.
"""
import collections
import json
import pathlib
import subprocess
import sys

LEAST_FLAGGED = 0.85
MOST_ORIGINALS = 0.05
VERDICTS = ("clear", "attention", "compromised", "refused")


def check(cli, folder, names):
    """Documents of `check`, by name. One call, one JSON document a line."""
    command = [cli, "--json", "check", *[str(folder / name) for name in names]]
    run = subprocess.run(command, capture_output=True, text=True, timeout=600)
    lines = [json.loads(line) for line in run.stdout.splitlines() if line]
    if len(lines) != len(names):
        sys.exit(f"{len(lines)} documents for {len(names)} files: {run.stderr[:300]}")
    return dict(zip(names, lines))


def verdict(document):
    return "refused" if document.get("error") else document["verdict"]


def findings(document):
    """Rules that fired above information, and all that fired."""
    fired = {f["rule"]: f["severity"] for f in document.get("findings") or []}
    return fired


def measure(manifest, documents):
    entries = []
    for entry in manifest["files"]:
        document = documents[entry["file"]]
        entries.append((entry, verdict(document), findings(document)))
    return entries


def print_table(entries):
    table = collections.defaultdict(collections.Counter)
    kinds = collections.defaultdict(collections.Counter)
    for entry, said, _ in entries:
        table[entry["truth"]][said] += 1
        for kind in entry["tampering"] or []:
            kinds[kind][said] += 1
    for title, rows in (("label", table), ("tampering", kinds)):
        print(f"{title:28}" + "".join(f"{v:>13}" for v in VERDICTS))
        for name in sorted(rows):
            print(f"{name:28}" + "".join(f"{rows[name][v]:>13}" for v in VERDICTS))
        print()


def rule_counts(entries):
    """For each rule: fired on altered files, on originals (at whatever severity)."""
    altered = [e for e in entries if e[0]["tampering"]]
    originals = [e for e in entries if e[0]["truth"] == "camera-original"]
    counts = collections.defaultdict(lambda: [0, 0])
    for column, group in ((0, altered), (1, originals)):
        for _, _, fired in group:
            for rule in fired:
                counts[rule][column] += 1
    return counts, len(altered), len(originals)


def print_rules(entries):
    counts, altered, originals = rule_counts(entries)
    for rule in sorted(counts):
        print(f"{rule:10} {counts[rule][0]:3} of {altered} altered, {counts[rule][1]:2} of {originals} originals")


def write_rules(entries, folder):
    """Replaces the member `measured` line by line, so that the rest of the files stays as people wrote it."""
    counts, altered, originals = rule_counts(entries)
    for path in sorted(pathlib.Path(folder).glob("rules-*.json")):
        rules = {r["id"]: r for r in json.loads(path.read_text(encoding="utf-8"))["rules"]}
        lines, rule = [], None
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith('      "measured":'):
                continue
            lines.append(line)
            if line.startswith('      "id":'):
                rule = rules[json.loads("{" + line.strip().rstrip(",") + "}")["id"]]
                if "when" in rule:
                    tuned = "true" if "threshold" in rule else "false"
                    lines.append(f'      "measured": {{"altered": {counts[rule["id"]][0]}, "of_altered": {altered}, '
                                 f'"originals": {counts[rule["id"]][1]}, "of_originals": {originals}, "tuned": {tuned}}},')
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def report(entries, tap):
    altered = [e for e in entries if e[0]["tampering"]]
    originals = [e for e in entries if e[0]["truth"] == "camera-original"]
    flagged = [e for e in altered if e[1] != "clear"]
    false = [e for e in originals if e[1] != "clear"]
    lead = "# " if tap else ""
    print(f"{lead}flagged: {len(flagged)} of {len(altered)} altered files ({100 * len(flagged) / len(altered):.1f} %)")
    print(f"{lead}flagged: {len(false)} of {len(originals)} believed camera originals "
          f"({100 * len(false) / len(originals):.1f} %)")
    for entry, _, fired in [e for e in altered if e[1] == "clear"]:
        print(f"{lead}not found: {entry['file']} ({', '.join(entry['tampering'])}) {' '.join(sorted(fired))}")
    for entry, said, fired in false:
        print(f"{lead}false: {entry['file']} {said}: {' '.join(sorted(fired))}")
    return len(flagged) / len(altered) >= LEAST_FLAGGED, len(false) / len(originals) <= MOST_ORIGINALS


def main(arguments):
    options = {a for a in arguments if a.startswith("--")}
    positional = [a for a in arguments if not a.startswith("--")]
    cli, folder = positional[0], pathlib.Path(positional[1])
    if "--tap" in options and not (folder / "manifest.json").exists():
        print("1..0 # SKIP the shared media are not beside this checkout")
        return 0
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    entries = measure(manifest, check(cli, folder, [e["file"] for e in manifest["files"]]))
    if "--tap" in options:
        print("1..2")
    if "--table" in options:
        print_table(entries)
    if "--rules" in options:
        print_rules(entries)
    if "--write" in options:
        write_rules(entries, positional[2])
    found, honest = report(entries, "--tap" in options)
    if "--tap" in options:
        print(("ok" if found else "not ok") + " 1 altered files are flagged")
        print(("ok" if honest else "not ok") + " 2 camera originals are not")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
