"""Speed of the HEVC parser and of encryption beside FFmpeg's decoder, on the same streams in one run.

usage: cipher.py BUILD-FOLDER CLIP [--rounds N] [--frames N]
Encodes CLIP, repeated, with libx265 at QP 4 (N frames) and QP 22 (four times as many) and takes the fastest of the rounds
of each, in seconds of processor time, all on one processor: the parser alone (tests/bench/cipher-parse),
`assay-cli run cipher.inspect` and `run cipher.encrypt` with their worker, the latter with a passphrase (twice Argon2id,
whatever the length of the video) and with a key file, `ffmpeg -threads 1 -i X -f null -`. Ratios above
1 mean: faster than FFmpeg decodes."""
import argparse
import ctypes
import os
import pathlib
import resource
import subprocess
import tempfile

PR_SET_CHILD_SUBREAPER = 36


def seconds(command):
    """User and system time of a command and of the worker that it leaves behind."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        while True:
            os.wait()
    except ChildProcessError:
        pass
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if run.returncode != 0:
        return None, run.stderr.strip().splitlines()[-1:]
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, None


def measure(build, stream, rounds, folder):
    cli = [build / "app" / "assay-cli", "--store", folder / "cases", "run"]
    out, key = folder / "out.hevc", folder / "key"
    key.write_bytes(bytes(range(64)))
    commands = {
        "ffmpeg": ["ffmpeg", "-v", "error", "-threads", "1", "-i", stream, "-f", "null", "-"],
        "inspect": [*cli, "cipher.inspect", stream],
        "encrypt": [*cli, "cipher.encrypt", stream, "--set", "key=bench", "--out", out],
        "key file": [*cli, "cipher.encrypt", stream, "--set", f"key_file={key}", "--out", out],
    }
    best = {}
    for _ in range(rounds):
        for name, command in commands.items():
            out.unlink(missing_ok=True)
            taken, message = seconds(command)
            if taken is None:
                best[name] = message
            elif not isinstance(best.get(name), list):
                best[name] = min(taken, best.get(name, taken))
    parse = subprocess.run([build / "tests" / "bench" / "cipher-parse", stream, str(3 * rounds)], capture_output=True,
                           text=True, check=True)
    best["parse"] = float(parse.stdout.split()[0])
    return best


def main():
    options = argparse.ArgumentParser()
    options.add_argument("build", type=pathlib.Path)
    options.add_argument("clip", type=pathlib.Path)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--frames", type=int, default=120)
    options = options.parse_args()
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    processors = os.sched_getaffinity(0)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for qp, frames in ((4, options.frames), (22, 4 * options.frames)):
            stream = folder / f"qp{qp}.hevc"
            subprocess.run(["ffmpeg", "-v", "error", "-stream_loop", "-1", "-i", options.clip, "-an", "-frames:v",
                            str(frames), "-pix_fmt", "yuv420p", "-c:v", "libx265", "-preset", "fast", "-x265-params",
                            f"log-level=none:qp={qp}", stream], check=True)
            os.sched_setaffinity(0, {min(processors)})
            megabits = stream.stat().st_size * 8 / 1e6
            best = measure(options.build, stream, options.rounds, folder)
            os.sched_setaffinity(0, processors)
            print(f"QP {qp}: {megabits:.1f} Mbit")
            for name in ("ffmpeg", "parse", "inspect", "encrypt", "key file"):
                if isinstance(best[name], list):
                    print(f"  {name:8} not measured: {' '.join(best[name])}")
                    continue
                print(f"  {name:8} {best[name]:7.3f} s {megabits / best[name]:7.1f} Mbit/s "
                      f"{best['ffmpeg'] / best[name]:5.2f} × FFmpeg")


main()
