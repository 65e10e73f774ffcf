"""Pictures and videos to and from arrays of 8 bits through ffmpeg."""
import subprocess

import numpy as np


def size_of(path):
    probe = subprocess.run(["ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "stream=width,height", "-of",
                            "csv=p=0", path], capture_output=True, text=True, check=True)
    return tuple(map(int, probe.stdout.strip().strip(",").split(",")[:2]))


def read(path, filters=()):
    """Frames x rows x columns x RGB. @filters must keep the size."""
    width, height = size_of(path)
    chain = ["-vf", ",".join(filters)] if filters else []
    raw = subprocess.run(["ffmpeg", "-v", "error", "-noautorotate", "-i", path, *chain, "-fps_mode", "passthrough", "-f",
                          "rawvideo", "-pix_fmt", "rgb24", "-"], capture_output=True, check=True).stdout
    return np.frombuffer(raw, np.uint8).reshape(-1, height, width, 3)


def through_h264(frames, crf):
    """What x264 with its defaults makes of RGB frames of even sides, as decoded to RGB again."""
    _, height, width, _ = frames.shape
    raw = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}", "-r", "25"]
    coded = subprocess.run(["ffmpeg", "-v", "error", "-threads", "1", *raw, "-i", "-", "-c:v", "libx264", "-threads", "1",
                            "-crf", str(crf), "-pix_fmt", "yuv420p", "-f", "matroska", "-"],
                           input=np.ascontiguousarray(frames).tobytes(), capture_output=True, check=True).stdout
    back = subprocess.run(["ffmpeg", "-v", "error", "-threads", "1", "-i", "-", "-fps_mode", "passthrough", "-f", "rawvideo",
                           "-pix_fmt", "rgb24", "-"], input=coded, capture_output=True, check=True).stdout
    return np.frombuffer(back, np.uint8).reshape(-1, height, width, 3)
