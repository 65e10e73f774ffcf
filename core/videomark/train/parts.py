"""Short words for the layers that the architectures are lists of."""

LEAKY = {"act": "leaky", "slope": 0.01}


def conv(name, source, out, kernel=(3, 3, 3), stride=(1, 1, 1), act=LEAKY, bias=True):
    return {"name": name, "kind": "conv", "from": [source], "out": out, "kernel": list(kernel), "stride": list(stride),
            "pad": [k // 2 for k in kernel], **({} if bias else {"bias": False}), **(act or {})}


def linear(name, source, inputs, out, act=None, bias=True):
    """@inputs: numbers of the source; for the making of the weights, a reader needs it not."""
    return {"name": name, "kind": "linear", "from": [source], "in": inputs, "out": out, **({} if bias else {"bias": False}),
            **(act or {})}


def layer(name, kind, *sources, **more):
    return {"name": name, "kind": kind, "from": list(sources), **more}


def down(name, source, out):
    """Half the size along every axis, then once more at that size."""
    return [conv(name + ".1", source, out, stride=(2, 2, 2)), conv(name + ".2", name + ".1", out)]


def up(name, source, skip, out):
    """The size of @skip, seen together with it, twice."""
    return [layer(name + ".large", "up", source, skip), layer(name + ".with", "concat", name + ".large", skip),
            conv(name + ".1", name + ".with", out), conv(name + ".2", name + ".1", out)]
