"""The tools over made files give the expected results, and the same in a second run.
usage: test_golden.py ASSAY-CLI      ASSAY_GOLDEN=update rewrites the expected results: review the difference like code"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import make_inputs

HERE = pathlib.Path(__file__).parent
RUNS = [("integrity", None), ("structure", None), ("metadata", {".jpg", ".png"}), ("image", {".jpg"})]


def run(cli, tool, path):
    done = subprocess.run([cli, "--json", "run", tool, str(path)], capture_output=True, text=True, timeout=60)
    if done.returncode not in (0, 3) or not done.stdout:
        raise RuntimeError(f"{tool} {path.name}: status {done.returncode}: {done.stderr[:200]}")
    document = json.loads(done.stdout)
    for plot in document.get("plots") or []:
        plot.pop("series", None)  # the values are tested where they are computed
    for finding in document.get("findings") or []:
        for words in ("title", "explanation", "innocent"):
            finding.pop(words, None)  # words may be improved without review of every result
    document["tables"] = [t for t in document.get("tables") or [] if t["id"] != "checks"]  # grows with each new rule
    return document


def main(cli):
    update = os.environ.get("ASSAY_GOLDEN") == "update"
    files = make_inputs.inputs()
    cases = [(tool, name) for tool, endings in RUNS for name in sorted(files) if endings is None or pathlib.Path(name).suffix in endings]
    print(f"1..{len(cases)}")
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            (pathlib.Path(folder) / name).write_bytes(data)
        for number, (tool, name) in enumerate(cases, 1):
            path = pathlib.Path(folder) / name
            first, second = run(cli, tool, path), run(cli, tool, path)
            text = json.dumps(first, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
            expected = HERE / f"{tool}-{name}.json"
            if update:
                expected.write_text(text, encoding="utf-8")
            known = expected.read_text(encoding="utf-8") if expected.exists() else ""
            good = first == second and text == known
            print(f"{'ok' if good else 'not ok'} {number} {tool} {name}")
            if not good:
                show(known, text)


def show(known, text):
    import difflib
    for line in list(difflib.unified_diff(known.splitlines(), text.splitlines(), "expected", "got", lineterm=""))[:40]:
        print("# " + line)


main(sys.argv[1])
