#!/usr/bin/python3
"""Every C file is as clang-format 14 writes it, and within the sizes of the house.
usage: check_format.py SOURCE-ROOT"""
import pathlib
import shutil
import subprocess
import sys

LONGEST_FILE = 500


def main(root):
    root = pathlib.Path(root)
    tool = shutil.which("clang-format-14")
    files = [p for top in ("app", "ui", "core", "tests") for p in sorted((root / top).rglob("*.[ch]"))]
    print("1..2")
    if tool is None:
        print("ok 1 format # SKIP clang-format-14 is not installed")
    else:
        run = subprocess.run([tool, "--dry-run", "-Werror", *map(str, files)], capture_output=True, text=True, cwd=root)
        for line in [x for x in run.stderr.splitlines() if "error:" in x][:20]:
            print(f"# {line}")
        print("ok 1 format" if run.returncode == 0 else "not ok 1 format")
    long = [(p, n) for p in files if (n := len(p.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE]
    for path, lines in long:
        print(f"# {path.relative_to(root)} has {lines} lines")
    print("not ok 2 file length" if long else "ok 2 file length")


main(sys.argv[1])
