"""An encoder and a decoder with what stands between them in FORMAT.md: the residual's size and what the picture says."""
import torch
import torch.nn.functional as F

import full
import lean
from layers import Network

ARCHITECTURES = {"full": full, "lean": lean}
CHANNELS = {"video": 3, "flow": 2}


def make_generator(seed):
    return torch.Generator().manual_seed(seed)


def scaled(residual, alpha, clip_sigma, clip_times):
    """Clipped to mean ± some deviations, then each frame to its length."""
    for _ in range(clip_times):
        mean = residual.mean((1, 2, 3, 4), keepdim=True)
        deviation = residual.std((1, 2, 3, 4), unbiased=False, keepdim=True)
        residual = torch.maximum(torch.minimum(residual, mean + clip_sigma * deviation), mean - clip_sigma * deviation)
    length = torch.sqrt((residual ** 2).sum((1, 3, 4), keepdim=True) + 1e-18) + 1e-9
    height, width = residual.shape[-2:]
    return residual * (alpha * (height * width / 16384) ** 0.5) / length


def fitting(card, video):
    """As a network needs it that has no tile: the last frame repeated, every picture brought to its size."""
    if not card["side"]:
        return video
    at = torch.arange(card["frames"], device=video.device).clamp(max=video.shape[2] - 1)
    x = video[:, :, at].transpose(1, 2)
    x = F.interpolate(x.flatten(0, 1), (card["side"],) * 2, mode="bilinear", align_corners=False).view(*x.shape[:3],
                                                                                             *(card["side"],) * 2)
    return x.transpose(1, 2)


class Marker(torch.nn.Module):
    """A network of a card; its weights random by @seed, then as the architecture starts."""

    def __init__(self, card, seed):
        super().__init__()
        self.card = card
        channels = dict(CHANNELS, message=card["bits"], host=card["bits"])
        generator = make_generator(seed)
        self.encoder = Network(card["encoder"], channels, generator)
        self.decoder = Network(card["decoder"], channels, generator)
        # Learnt by itself, after the others (starts.py).
        self.starts = Network(card["starts"], {"readings": 1}, generator) if "starts" in card else None
        if card["name"] in ARCHITECTURES:
            ARCHITECTURES[card["name"]].start(self)

    def inputs(self, description, **given):
        return {name: given[name] for name in description["inputs"]}

    def read(self, video, flow=None):
        """All of the decoder's tensors."""
        return self.decoder(**self.inputs(self.card["decoder"], video=video, flow=flow))

    def logits(self, known):
        """Batch x bits of what read() gave, at the place (0, 0) if there are several."""
        places = self.card["decoder"].get("places")
        return known[places][:, :, 0, 0, 0] if places else known[self.card["decoder"]["output"]].flatten(1)

    def host(self, video, flow=None):
        with torch.no_grad():
            return self.logits(self.read(video, flow))[..., None, None, None]

    def residual(self, video, message, flow=None, alpha=None, gains=1.0):
        """@message: batch x bits of 0 and 1. @gains: how loud each is."""
        host = self.host(video, flow) if "host" in self.card["encoder"]["inputs"] else None
        given = self.inputs(self.card["encoder"], video=video, flow=flow, host=host,
                            message=((message - 0.5) * gains)[..., None, None, None])
        raw = self.encoder(**given)[self.card["encoder"]["output"]]
        return scaled(raw, alpha or self.card["alpha"], self.card["clip_sigma"], self.card["clip_times"])

    def mark(self, video, message, flow=None, alpha=None, gains=1.0):
        return torch.clamp(video + self.residual(video, message, flow, alpha, gains), -1, 1)

    def gains(self, video, message, flow=None, alpha=None, feedback=None):
        """Those of the card's feedback, or of another one: batch x bits."""
        gains = torch.ones_like(message)
        feedback = feedback or self.card.get("feedback", {"rounds": 0})
        for _ in range(feedback["rounds"]):
            marked = self.mark(video, message, flow, alpha, gains)
            rounded = torch.round((marked + 1) * 127.5) / 127.5 - 1
            right = self.logits(self.read(rounded, flow)) * (2 * message - 1)
            mean = right.mean(1, keepdim=True)
            changed = gains * (1 + feedback["rate"] * (1 - right / mean)).clamp(0.5, 2)
            gains = torch.where(mean > 0, changed.clamp(0.25, 4), gains)
        return gains


def make_marker(name, seed):
    return Marker(ARCHITECTURES[name].card(), seed)
