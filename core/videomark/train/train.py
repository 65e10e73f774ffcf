#!/usr/bin/python3
"""Trains a network in legs: each goes on where the last one stopped, and two legs give what one gives.

usage: train.py full|lean RUN_FOLDER DATA_FOLDER [--cache FOLDER] [--minutes M] [--steps N] [--seed N]
                [--threads N] [--device cuda] [--workers N]

RUN_FOLDER keeps state.pt (weights, optimisers, the step, which is also the place in the data) and log.tsv. DATA_FOLDER is
video/train of the shared data; its clips are cut out once into --cache. A leg ends after --minutes or at step --steps."""
import argparse
import pathlib
import time

import numpy as np
import torch
import torch.nn.functional as F

import block_flow
import distortion
import full
import schedule
from dataset import Segments
from layers import Network, sync_scores
from marker import ARCHITECTURES, fitting, make_generator, make_marker
from mask_loss import mask_loss

COLUMNS = ("step", "seconds", "loss", "bits", "place", "mask", "adversary", "judge", "accuracy", "psnr", "distortions")
SAVE_EVERY = 60  # seconds


class Run:
    """Everything that a step changes."""

    def __init__(self, name, seed, plan=None, device="cpu"):
        self.name, self.seed, self.step, self.device = name, seed, 0, device
        self.plan = plan or schedule.PLANS[name]
        self.marker = make_marker(name, seed).to(device)
        self.judge = Network(full.discriminator(), {"video": 3}, make_generator(seed + 1)).to(device)
        self.optimiser = torch.optim.Adam(self.groups())
        self.judge_optimiser = torch.optim.Adam(self.judge.parameters())

    def groups(self):
        """Arrays whose numbers are much smaller or larger than the others' learn at their own rate."""
        factors = getattr(ARCHITECTURES[self.name], "RATES", {})
        for part, network in (("encoder", self.marker.encoder), ("decoder", self.marker.decoder)):
            for key, values in network.arrays.items():
                name = f"{part}.{key.replace('/', '.')}"
                yield {"params": [values], "name": name, "factor": factors.get(name, 1.0)}

    def state(self):
        return {"step": self.step, "marker": self.marker.state_dict(), "judge": self.judge.state_dict(),
                "optimiser": self.optimiser.state_dict(), "judge_optimiser": self.judge_optimiser.state_dict(),
                "seed": self.seed}

    def load(self, state):
        if state["seed"] != self.seed:
            raise SystemExit(f"this run has the seed {state['seed']}")
        self.step = state["step"]
        for name in ("marker", "judge", "optimiser", "judge_optimiser"):
            getattr(self, name).load_state_dict(state[name])

    def set_rates(self, now):
        for group in self.optimiser.param_groups:
            group["lr"] = now["rate"] * group["factor"]
        for group in self.judge_optimiser.param_groups:
            group["lr"] = now["rate_adversary"]


def flow_of(card, videos):
    if "flow" not in card["encoder"]["inputs"] + card["decoder"]["inputs"]:
        return None
    return block_flow.segment_flow(videos, card["reference"])


def reading_loss(run, seen, message, place):
    """How badly the bits are read at the place where they are, how badly that place is found, and the share read right."""
    card = run.marker.card
    seen = fitting(card, seen)
    known = run.marker.read(seen, flow_of(card, seen))
    if not card["tile"]:
        logits = known[card["decoder"]["output"]].flatten(1)
        return F.binary_cross_entropy_with_logits(logits, message), logits.new_zeros(()), accuracy(logits, message)
    places = known[card["decoder"]["places"]]
    row, column = (n % card["tile"] for n in place)
    logits = places[:, :, 0, row, column]
    scores = sync_scores(places)
    right = torch.full((len(scores),), row * card["tile"] + column, device=scores.device)
    return F.binary_cross_entropy_with_logits(logits, message), F.cross_entropy(scores, right), accuracy(logits, message)


def accuracy(logits, message):
    return float(((logits > 0) == (message > 0)).float().mean())


def judged(run, video):
    return run.judge(video=video)["real"].mean((1, 2, 3, 4))


def one_step(run, videos):
    """A step of the judge and of encoder and decoder; what goes into the log."""
    now = schedule.at(run.plan, run.step)
    run.set_rates(now)
    rng = np.random.default_rng([run.seed, 7, run.step])
    message = rng.integers(0, 2, (len(videos), run.marker.card["bits"])).astype(np.float32)
    message = torch.from_numpy(message).to(videos.device)
    flow = flow_of(run.marker.card, videos)
    with torch.no_grad():
        gains = run.marker.gains(videos, message, flow, now["alpha"], {"rounds": now["feedback"], "rate": 0.6})
    residual = run.marker.residual(videos, message, flow, now["alpha"], gains)
    marked = torch.clamp(videos + residual, -1, 1)
    bits = place = videos.new_zeros(())
    right, names = [], []
    for _ in range(run.plan["views"]):
        seen, where, name = distortion.distorted(marked, now["shares"], rng, now["strength"])
        view = reading_loss(run, seen, message, where)
        bits, place = bits + view[0] / run.plan["views"], place + view[1] / run.plan["views"]
        right.append(view[2])
        names.append(name)
    masked = mask_loss(videos, residual)
    adversary = videos.new_zeros(())
    if now["adversary"] > 0:
        adversary = F.softplus(-judged(run, marked)).mean()
    loss = bits + run.plan["place"] * place + now["mask"] * masked + now["adversary"] * adversary
    run.optimiser.zero_grad()
    loss.backward()
    run.optimiser.step()
    judge = train_judge(run, videos, marked.detach()) if now["adversary"] > 0 else 0.0
    run.step += 1
    psnr = -10 * float(torch.log10(((marked - videos) ** 2).mean() / 4))
    return (loss.item(), bits.item(), place.item(), float(masked), adversary.item(), judge, np.mean(right), psnr,
            ",".join(f"{n} {100 * r:.1f}" for n, r in zip(names, right)))


def train_judge(run, videos, marked):
    run.judge_optimiser.zero_grad()
    loss = F.softplus(-judged(run, videos)).mean() + F.softplus(judged(run, marked)).mean()
    loss.backward()
    run.judge_optimiser.step()
    return loss.item()


def save(run, folder):
    part = folder / "state.part"
    torch.save(run.state(), part)
    part.rename(folder / "state.pt")


def trim_log(path, step):
    """Without the steps after the state that was saved last: they are done again."""
    if not path.exists():
        path.write_text("\t".join(COLUMNS) + "\n")
    lines = path.read_text().splitlines()
    path.write_text("".join(line + "\n" for line in lines if line.startswith("step") or int(line.split("\t")[0]) < step))


def leg(run, segments, folder, minutes, steps, workers=0):
    """Until the time is over or step @steps is reached."""
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / "state.pt").exists():
        run.load(torch.load(folder / "state.pt", map_location=run.device))
    trim_log(folder / "log.tsv", run.step)
    start = saved = time.monotonic()
    checked, needed = run.plan["learnt"]
    batches = segments.batches(run.step, run.plan["batch"], workers)
    with open(folder / "log.tsv", "a", buffering=1) as log:
        while run.step < steps and time.monotonic() - start < 60 * minutes:
            step = run.step
            found = one_step(run, next(batches).to(run.device))
            values = [f"{v:.5g}" if isinstance(v, float) else str(v) for v in found]
            log.write("\t".join([str(step), f"{time.monotonic() - start:.1f}", *values]) + "\n")
            if step == checked and found[6] < needed:
                raise SystemExit(f"only {100 * found[6]:.1f} % read at step {step}: start again with another seed")
            if time.monotonic() - saved > SAVE_EVERY:
                save(run, folder)
                saved = time.monotonic()
    save(run, folder)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("architecture", choices=ARCHITECTURES)
    parser.add_argument("run", type=pathlib.Path)
    parser.add_argument("data")
    parser.add_argument("--cache", default="/var/tmp/assay-train")
    parser.add_argument("--minutes", type=float, default=8.5)
    parser.add_argument("--steps", type=int, default=10 ** 9)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--workers", type=int, default=0, help="processes that make segments ahead")
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    run = Run(given.architecture, given.seed, device=given.device)
    segments = Segments(given.data, given.cache, run.plan["side"], given.seed)
    leg(run, segments, given.run, given.minutes, min(given.steps, run.plan["steps"]), given.workers)


if __name__ == "__main__":
    main()
