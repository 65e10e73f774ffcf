#!/usr/bin/python3
"""Reads every #include against the table of who may know whom (tests/style/includes.txt).
usage: check_includes.py SOURCE-ROOT"""
import pathlib
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^">]+)[">]', re.M)
# What marks a library as one that only some folders may use.
LIBRARIES = {"gtk": "gtk/", "adwaita": "adwaita", "gdk": "gdk/", "sqlite": "sqlite3", "ffmpeg": "libav", "swscale": "libsw",
             "exif": "libexif/", "hpdf": "hpdf", "cairo": "cairo", "pango": "pango/", "seccomp": "seccomp", "jpeg": "jpeglib", "zlib": "zlib.h",
             "heif": "libheif/", "openssl": "openssl/", "qrencode": "qrencode.h", "harfbuzz": "hb", "fontconfig": "fontconfig/", "gst": "gst/"}


def read_table(path):
    table = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        line = line.split("#")[0].strip()
        if line:
            folder, _, allowed = line.partition(":")
            table[folder.strip()] = set(allowed.split())
    return table


def library_of(header):
    return next((name for name, prefix in LIBRARIES.items() if header.startswith(prefix)), None)


def folder_of(root, path):
    parts = path.relative_to(root).parts
    return parts[1] if parts[0] == "core" else parts[0]


def problems_of(root, path, table):
    folder = folder_of(root, path)
    allowed = table.get(folder)
    if allowed is None:
        yield f"{path}: folder {folder} is not in the table"
        return
    for quote, header in INCLUDE.findall(path.read_text(encoding="utf-8")):
        library = library_of(header)
        if library and f"<{library}>" not in allowed:
            yield f"{path}: {folder} may not use {header}"
        other = header.split("/")[0] if quote == '"' and "/" in header else None
        if other and other != folder and other not in allowed and header not in allowed:
            yield f"{path}: {folder} may not know {header}"
        if other and other != folder and header.endswith("-private.h"):
            yield f"{path}: {header} is private to {other}"


def main(root):
    root = pathlib.Path(root)
    table = read_table(root / "tests/style/includes.txt")
    files = [p for top in ("app", "ui", "core") for p in sorted((root / top).rglob("*.[ch]"))]
    found = [problem for path in files for problem in problems_of(root, path, table)]
    print(f"1..1\n# {len(files)} files")
    for problem in found:
        print(f"# {problem}")
    print("not ok 1 includes" if found or not files else "ok 1 includes")


main(sys.argv[1])
