"""Faultless Signal chats for the damage tests."""

import re
from itertools import pairwise

from damage import Made, times
from made_whatsapp import NAMES, events

from netgraph.synth import signal

OPTIONS = {"me": "Ada Hill"}

shown = times


def _made(name: str, data: bytes, chat, start_of: str, step: str) -> Made:
    edges = [m.start() for m in re.finditer(start_of.encode(), data, re.MULTILINE)] + [len(data)]
    spans = pairwise(edges)
    return Made(name, data, [(a, b, f"{e.time:{step}}") for (a, b), e in zip(spans, chat, strict=True)])


def makers() -> list[Made]:
    """Two people and a group, as lines of both kinds and as blocks."""
    pair, group = events(), events("ada ben cleo dan", 60)
    minutes, seconds = "%Y-%m-%d %H:%M:00", "%Y-%m-%d %H:%M:%S"
    blocks = signal.blocks(pair, {"ben": "Ben Okafor (+442079460958)"}, "ada", title="Ben Okafor (+442079460958)")
    return [
        _made("signal a.txt", signal.lines(pair, NAMES, "ada"), pair, r"^\[\d{4}", minutes),
        _made("b/chat.md", signal.lines(group, NAMES, "ada", seconds=True), group, r"^\[\d{4}", seconds),
        _made("signal c.txt", blocks, pair, "^From: ", seconds),
    ]
