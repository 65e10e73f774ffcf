"""A marker as one model file, and back."""
import numpy as np
import torch

import model_file
from marker import Marker


def matrices(part, network):
    """Names and matrices of FORMAT.md: rows are output channels."""
    for key, values in network.arrays.items():
        values = values.detach().cpu().numpy().astype(np.float32)
        rows = 1 if values.ndim == 1 else len(values)
        yield f"{part}.{key.replace('/', '.')}", values.reshape(rows, -1)


def parts(marker):
    """Names and networks; `starts` only where there is one."""
    found = {"encoder": marker.encoder, "decoder": marker.decoder}
    return {**found, "starts": marker.starts} if marker.starts is not None else found


def plain(description):
    """Without `in`, which a reader knows from the layer before."""
    return {**description, "layers": [{k: v for k, v in layer.items() if k != "in"} for layer in description["layers"]]}


def to_bytes(marker, training):
    card = {**marker.card, **{part: plain(marker.card[part]) for part in parts(marker)}, "training": training}
    arrays = {name: values for part, network in parts(marker).items() for name, values in matrices(part, network)}
    return model_file.to_bytes(card, arrays)


def with_inputs(description, part, arrays):
    for layer in description["layers"]:
        if layer["kind"] == "linear":
            layer["in"] = arrays[f"{part}.{layer['name']}.weight"].shape[1]
    return description


def from_bytes(data):
    card, arrays = model_file.from_bytes(data)
    for part in ("encoder", "decoder", "starts"):
        if part in card:
            with_inputs(card[part], part, arrays)
    marker = Marker(card, 0)
    with torch.no_grad():
        for part, network in parts(marker).items():
            for key, values in network.arrays.items():
                values.copy_(torch.from_numpy(arrays[f"{part}.{key.replace('/', '.')}"].copy()).view_as(values))
    return marker
