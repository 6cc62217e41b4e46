"""Faultless files of Facebook's and Instagram's conversations with the place of each message, and minified."""

import json

from damage import Made, times
from made_objects import NAMES, life, second, spans

from netgraph.synth import meta

shown = times
_START = r'\{\s*"sender_name":'


def inbox(app: str) -> dict[str, bytes]:
    """All conversations of Ada on one of the two."""
    return meta.inbox(life(3, 150), "ada", NAMES, app=app)


def makers() -> list[Made]:
    """The files."""
    both = {f"{app}/{name}": data for app in ("facebook", "instagram") for name, data in inbox(app).items()}
    small = {f"small/{n}": json.dumps(json.loads(d), separators=(",", ":")).encode() for n, d in list(both.items())[:2]}
    return [Made(n, d, spans(d, _START, _key)) for n, d in (both | small).items()]


def _key(value: dict) -> str | None:
    return None if "named the group" in value.get("content", "") else second(value["timestamp_ms"] / 1000)
