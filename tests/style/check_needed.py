#!/usr/bin/python3
"""Checks with readelf that host programs hold no decoder and workers no renderer, store or window.
usage: check_needed.py PROGRAM FORBIDDEN,… [PROGRAM FORBIDDEN,… …]"""
import subprocess
import sys


def needed(program):
    text = subprocess.run(["readelf", "-d", program], capture_output=True, text=True, check=True).stdout
    return [line.split("[")[1].rstrip("]") for line in text.splitlines() if "(NEEDED)" in line]


def main(arguments):
    pairs = list(zip(arguments[::2], arguments[1::2]))
    print(f"1..{len(pairs)}")
    for number, (program, forbidden) in enumerate(pairs, 1):
        found = [name for name in needed(program) if any(name.startswith(f"lib{bad}") for bad in forbidden.split(","))]
        name = program.rsplit("/", 1)[-1]
        print(f"{'not ok' if found else 'ok'} {number} {name} needs none of {forbidden}{' but ' + str(found) if found else ''}")


main(sys.argv[1:])
