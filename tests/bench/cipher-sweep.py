#!/usr/bin/python3
"""cipher.inspect, cipher.encrypt and cipher.decrypt over every file of a folder of shared data: each comes back, or is refused.

usage: cipher-sweep.py BUILD-FOLDER SHARED-DATA
Takes all of media/, hevc/ and video/ (of its photographs twenty), broken ones too; what is no HEVC is encoded anew. Prints the
exit statuses, what was said how often, and what is wrong: other statuses than 0 and 3, files that did not come back, files
left behind. Exit status 1 if there is any."""
import collections
import json
import pathlib
import subprocess
import sys
import tempfile

ENDINGS = {".mp4": ".mp4", ".mov": ".mov", ".hevc": ".hevc"}


def run(program, tool, *words):
    made = subprocess.run([program, "--json", "run", f"cipher.{tool}", *words], capture_output=True, text=True, check=False)
    try:
        return made.returncode, (json.loads(made.stdout)["error"] or {}).get("message", "")
    except (ValueError, KeyError):
        return made.returncode, "no document"


def sweep(program, source, folder, count, said):
    """What is wrong with one file, as a list."""
    ending = ENDINGS.get(source.suffix, ".mkv")
    secret, back, key = folder / f"e{ending}", folder / f"d{ending}", folder / "key"
    key.write_bytes(bytes(range(7, 71)))
    words = ["--set", f"key_file={key}"]
    wrong, expected = [], {key}
    steps = {"inspect": [source], "encrypt": [source, *words, "--set", "others=keep", "--set", "transcode=true", "--set",
                                              "quality=35", "--out", secret]}
    for tool, more in steps.items():
        status, message = run(program, tool, *more)
        count[tool, status] += 1
        said[message[:90]] += 1
        if status not in (0, 3) or (status == 3 and not message):
            wrong.append((source.name, tool, status, message))
    if status == 0:
        expected |= {secret, back}
        status, message = run(program, "decrypt", secret, *words, "--out", back)
        count["decrypt", status] += 1
        if status != 0 or (ending == ".hevc" and back.read_bytes() != source.read_bytes()):
            wrong.append((source.name, "decrypt", status, message))
    wrong += [(source.name, "left behind", path.name) for path in set(folder.iterdir()) - expected]
    for path in folder.iterdir():
        path.unlink()
    return wrong


def main():
    program, data = pathlib.Path(sys.argv[1]) / "app" / "assay-cli", pathlib.Path(sys.argv[2])
    files = [p for name in ("media", "hevc") for p in sorted((data / name).iterdir()) if p.is_file()]
    video = [p for p in sorted((data / "video").rglob("*")) if p.is_file()]
    files += [p for p in video if p.suffix != ".jpg"] + [p for p in video if p.suffix == ".jpg"][:20]
    count, said, wrong = collections.Counter(), collections.Counter(), []
    with tempfile.TemporaryDirectory() as folder:
        for source in files:
            wrong += sweep(program, source, pathlib.Path(folder), count, said)
    print(len(files), "files")
    for (tool, status), n in sorted(count.items()):
        print(f"{tool}: {n} with exit status {status}")
    for message, n in said.most_common():
        print(n, message or "(no error)")
    print(*wrong, sep="\n")
    return 1 if wrong else 0


sys.exit(main())
