"""What the end-to-end tests of assay-cli share: a program with a home of its own, and TAP output.

usage in a test:  from harness import Assay, point, finish"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import traceback

SOURCE = pathlib.Path(__file__).resolve().parents[2]
DEMO = SOURCE / "data" / "demo"
_points = []


def shared(*parts):
    """A path of the workplace's real media, or None when they do not stand beside the checkout."""
    path = pathlib.Path(os.environ.get("ASSAY_SHARED", SOURCE.parent / "shared")).joinpath(*parts)
    return path if path.exists() else None


class Result:
    def __init__(self, run):
        self.status = run.returncode
        self.out = run.stdout
        self.err = run.stderr

    @property
    def documents(self):
        return [json.loads(line) for line in self.out.splitlines() if line.strip()]

    @property
    def json(self):
        documents = self.documents
        assert len(documents) == 1, f"expected one document, got {len(documents)}: {self.out[:300]} {self.err[:300]}"
        return documents[0]


class Assay:
    """assay-cli with its own home, removed afterwards."""

    def __init__(self, program):
        self.program = program
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="assay-cli-test-"))
        self.store = self.home / "cases"
        self.environment = {**os.environ, "HOME": str(self.home), "XDG_DATA_HOME": str(self.home / "data"),
                            "XDG_CONFIG_HOME": str(self.home / "config"), "XDG_CACHE_HOME": str(self.home / "cache"),
                            "LC_ALL": "C.UTF-8", "TZ": "UTC"}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        subprocess.run(["chmod", "-R", "u+w", str(self.home)], check=False)
        shutil.rmtree(self.home, ignore_errors=True)

    def __call__(self, *words, timeout=120, env=None, stdin=None):
        command = [self.program, "--store", str(self.store), *map(str, words)]
        return Result(subprocess.run(command, capture_output=True, text=True, errors="surrogateescape", timeout=timeout,
                                     env={**self.environment, **(env or {})}, input=stdin))

    def json(self, *words, **more):
        return self("--json", *words, **more)

    def new_case(self, title="Case"):
        return self.json("case", "new", "--title", title).json["case"]

    def case_folder(self, case):
        return next(p for p in self.store.iterdir() if case in p.name)

    def scratch(self, name, data=b""):
        path = self.home / name
        path.write_bytes(data)
        return path


def point(function):
    """Registers a test point; its name is the function's."""
    _points.append(function)
    return function


def finish():
    """Runs all points with a fresh Assay each."""
    program = sys.argv[1]
    print(f"1..{len(_points)}")
    for number, function in enumerate(_points, 1):
        name = function.__name__.replace("_", " ")
        try:
            with Assay(program) as assay:
                skip = function(assay)
            print(f"ok {number} {name}" + (f" # SKIP {skip}" if skip else ""))
        except Exception:  # one failed point must not hide the others
            print(f"not ok {number} {name}")
            traceback.print_exc()  # to stderr: meson's summary shows no other
        sys.stdout.flush()
