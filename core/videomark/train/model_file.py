"""Model files (core/signal/assay-model-file.h) from Python."""
import hashlib
import json
import struct

import numpy as np

MAGIC, VERSION = b"ASSAYMOD", 1


def to_bytes(card, arrays):
    """@arrays: name to matrix (float32 is kept as it is, all else becomes float64)."""
    text = json.dumps(card, ensure_ascii=False, indent=2, sort_keys=True).encode()
    parts = [MAGIC, struct.pack("<IIQ", VERSION, len(arrays), len(text)), text]
    for name, values in arrays.items():
        values = np.asarray(values)
        size = 4 if values.dtype == np.float32 else 8
        rows, columns = values.shape
        if not np.isfinite(values).all():
            raise ValueError(f"{name} has numbers that are infinite or not a number")
        parts += [struct.pack("<B", len(name)), name.encode(), struct.pack("<BQQ", size, rows, columns),
                  values.astype(f"<f{size}").tobytes()]
    whole = b"".join(parts)
    return whole + hashlib.sha256(whole).digest()


def from_bytes(data):
    """(card, arrays); ValueError when the file was cut or changed."""
    if data[:8] != MAGIC or hashlib.sha256(data[:-32]).digest() != data[-32:]:
        raise ValueError("not a model file, or cut or changed since it was written")
    _, count, length = struct.unpack_from("<IIQ", data, 8)
    card, at, arrays = json.loads(data[24:24 + length]), 24 + length, {}
    for _ in range(count):
        name = data[at + 1:at + 1 + data[at]].decode()
        at += 1 + len(name)
        size, rows, columns = struct.unpack_from("<BQQ", data, at)
        arrays[name] = np.frombuffer(data, f"<f{size}", rows * columns, at + 17).reshape(rows, columns)
        at += 17 + size * rows * columns
    return card, arrays
