#!/usr/bin/python3
"""Speed of replay.features at k = 6 on one core, beside the numpy/scipy prototype in the same run.

usage: replay.py BUILD PROTOTYPE [SECONDS]

BUILD is the build folder, PROTOTYPE the file replay_features.py of the workplace. Both compute CF and CM with
deltas, accelerations and normalisation of the same made voice (default 300 s of 16 kHz, 16 bits). The tool's times
are of whole processes: decoding, features, plots and the file included; two, because a run makes one feature.
Seconds of processor time (one core, its neighbour may be busy), best of three. Needs numpy and scipy."""
import importlib.util
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import wave

os.environ["OPENBLAS_NUM_THREADS"] = "1"
import numpy as np  # noqa: E402: the number of threads is read when it is loaded
from scipy.signal import lfilter  # noqa: E402


def make_voice(seconds):
    """Pulses of a gliding pitch through a few resonances, with pauses and a noise floor."""
    rng = np.random.default_rng(1)
    t = np.arange(int(seconds * 16000)) / 16000
    pitch = 120 + 30 * np.sin(2 * np.pi * 0.7 * t)
    phase = np.cumsum(pitch) / 16000
    voice = np.diff(np.floor(phase), prepend=0)
    for f, b in ((500, 80), (1500, 120), (2500, 160)):
        r = np.exp(-np.pi * b / 16000)
        voice = voice + lfilter([1], [1, -2 * r * np.cos(2 * np.pi * f / 16000), r * r], voice)
    voice *= np.maximum(0, np.sin(2 * np.pi * 1.5 * t))
    voice = voice / np.abs(voice).max() * 0.5 + 0.001 * rng.standard_normal(len(t))
    return np.round(voice * 32767).astype("<i2")


def best(function, who):
    """Seconds of processor time of this process or of its children."""
    def used():
        usage = resource.getrusage(who)
        return usage.ru_utime + usage.ru_stime

    times = []
    for _ in range(3):
        start = used()
        function()
        times.append(used() - start)
    return min(times)


def main():
    build, prototype = pathlib.Path(sys.argv[1]), sys.argv[2]
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 300
    os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[0]})
    spec = importlib.util.spec_from_file_location("prototype", prototype)
    features = importlib.util.module_from_spec(spec)
    sys.modules["prototype"] = features
    spec.loader.exec_module(features)
    samples = make_voice(seconds)
    with tempfile.TemporaryDirectory() as folder:
        sound, matrix = pathlib.Path(folder, "voice.wav"), pathlib.Path(folder, "matrix.npy")
        with wave.open(str(sound), "wb") as file:
            file.setparams((1, 2, 16000, 0, "NONE", ""))
            file.writeframes(samples.tobytes())

        def tool():
            for feature in "cf", "cm":
                matrix.unlink(missing_ok=True)
                subprocess.run([build / "app/assay-cli", "run", "replay.features", sound, "--set", f"feature={feature}",
                                "--out", matrix], check=True, stdout=subprocess.DEVNULL)

        ours = best(tool, resource.RUSAGE_CHILDREN)
    theirs = best(lambda: features.features(samples / 32768, features.Config()), resource.RUSAGE_SELF)
    print(f"prototype, CF and CM in one pass: {seconds / theirs:.0f} x real time")
    print(f"replay.features, one feature: {2 * seconds / ours:.0f} x real time; both features {theirs / ours:.1f} times "
          f"the prototype's speed")


main()
