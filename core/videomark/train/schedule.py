"""What a step of training uses: strengths that rise and fall over the steps, and shares of the distortions."""

# Of the paper's schedule; H.264 most of the time once the message is learnt.
FULL = {
    "batch": 16, "side": 128, "views": 1, "steps": 60000, "rate": 1e-4, "rate_adversary": 1e-5, "halve": 30000,
    "alpha": [(0, 25.0), (1500, 25.0), (2000, 5.915)], "mask": [(2000, 0.0), (4000, 10.0)],
    "adversary": [(3000, 0.0), (10000, 5e-4)], "strength": [(3000, 0.0), (6000, 1.0)], "place": 0.0, "scale": [(0, 1.0)],
    "feedback": [(0, 0)],
    "shares": [(0, {"nothing": 1}), (3000, {"h264": 0.86, "average": 0.02, "drop": 0.02, "swap": 0.02, "crop": 0.03,
                                            "noise": 0.03, "blur": 0.02})],
    # The message has to be learnt by this step, else the seed was a bad one.
    "learnt": (1500, 0.8),
}

# From filters that already read: no need of a loud start. Three distortions of each marked batch share the encoder's cost;
# without the discriminator, which would double it. From step 200 on marked as it is used, after a round of feedback, and
# with more of what is still read badly then: codecs and small parts.
LEAN = {
    "batch": 4, "side": 128, "views": 3, "steps": 4000, "rate": 5e-4, "rate_adversary": 1e-4, "halve": 1500,
    "alpha": [(0, 5.915)], "mask": [(0, 0.05)], "adversary": [(0, 0.0)], "strength": [(0, 0.8), (200, 1.0)], "place": 0.02,
    "scale": [(199, 1.0), (200, 0.6), (450, 0.1)], "feedback": [(199, 0), (200, 1)],
    "shares": [(0, {"h264": 0.3, "real_h264": 0.1, "crop": 0.25, "noise": 0.1, "blur": 0.1, "drop": 0.05, "average": 0.05,
                    "nothing": 0.05}),
               (200, {"h264": 0.2, "real_h264": 0.3, "crop": 0.3, "noise": 0.05, "blur": 0.05, "drop": 0.1})],
    "learnt": (0, 0.0),
}

PLANS = {"full": FULL, "lean": LEAN}


def between(points, step):
    """Linear between (step, value) pairs, constant outside."""
    before, after = points[0], points[-1]
    for point in points:
        if point[0] <= step:
            before = point
    for point in reversed(points):
        if point[0] >= step:
            after = point
    if step <= before[0] or before[0] >= after[0]:
        return before[1]
    return before[1] + (after[1] - before[1]) * (step - before[0]) / (after[0] - before[0])


def at(plan, step):
    """The settings of one step."""
    shares = [value for first, value in plan["shares"] if first <= step][-1]
    slower = 0.5 ** (step / plan["halve"]) * between(plan["scale"], step)
    return {"alpha": between(plan["alpha"], step), "mask": between(plan["mask"], step), "shares": shares,
            "adversary": between(plan["adversary"], step), "strength": between(plan["strength"], step),
            "rate": plan["rate"] * slower, "rate_adversary": plan["rate_adversary"] * slower,
            "feedback": round(between(plan["feedback"], step))}
