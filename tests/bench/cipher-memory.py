"""Peak memory of `cipher.encrypt` for a stream and for the same stream many times in sequence.

usage: cipher-memory.py BUILD-FOLDER STREAM.hevc [--times N] [--container mp4|mov|mkv]
Prints the most memory (VmHWM) that the worker had with the stream once and N times, and their difference: what does not
depend on the length is bounded by the largest access units and constants. With --container both are put into one first."""
import argparse
import pathlib
import subprocess
import tempfile
import time

WORKER = "assay-worker-media"


def watch(process):
    """The most that VmHWM of the worker that @process started said."""
    most = 0
    while process.poll() is None:
        for status in pathlib.Path("/proc").glob("[0-9]*/status"):
            try:
                lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
                if WORKER.startswith(lines["Name"].strip()) and is_below(int(lines["PPid"]), process.pid):
                    most = max(most, int(lines["VmHWM"].split()[0]))
            except (OSError, KeyError):
                continue
        time.sleep(0.02)
    return most


def is_below(pid, ancestor):
    while pid > 1:
        if pid == ancestor:
            return True
        status = pathlib.Path(f"/proc/{pid}/status").read_text()
        pid = int(next(line for line in status.splitlines() if line.startswith("PPid")).split()[1])
    return False


def main():
    options = argparse.ArgumentParser()
    options.add_argument("build", type=pathlib.Path)
    options.add_argument("stream", type=pathlib.Path)
    options.add_argument("--times", type=int, default=8)
    options.add_argument("--container")
    options = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        found = []
        key = folder / "key"  # Argon2id for a passphrase would take 64 MiB and hide the rest
        key.write_bytes(bytes(range(64)))
        for times in (1, options.times):
            source = folder / f"{times}.hevc"
            with source.open("wb") as out:
                for _ in range(times):
                    out.write(options.stream.read_bytes())
            if options.container:
                boxed = source.with_suffix("." + options.container)
                subprocess.run(["ffmpeg", "-v", "error", "-framerate", "25", "-i", source, "-c", "copy", boxed], check=True)
                source.unlink()
                source = boxed
            result = folder / ("out" + source.suffix)
            process = subprocess.Popen([options.build / "app" / "assay-cli", "--store", folder / "cases", "run", "cipher.encrypt",
                                        source, "--set", f"key_file={key}", "--out", result], stdout=subprocess.DEVNULL)
            found.append(watch(process))
            assert process.returncode == 0
            print(f"{source.stat().st_size / 1e6:8.1f} MB: at most {found[-1] / 1024:.1f} MiB")
            source.unlink()
            result.unlink()
        print(f"difference {(found[1] - found[0]) / 1024:.1f} MiB")


main()
