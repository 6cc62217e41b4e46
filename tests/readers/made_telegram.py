"""Faultless Telegram exports, with the place of each message: whole, one chat, and minified."""

import json

from damage import Made, times
from made_objects import NAMES, life, second, spans

from netgraph.synth import telegram

shown = times
_START = r'\{\s*"id":\s*\d+,\s*"type":\s*"message"'


def makers() -> list[Made]:
    """The files."""
    events = life(1, 60)
    one = [e for e in events if {e.sender, *e.to} == {"ada", "ben"}]
    group = [e for e in life(4, 400) if len(e.to) > 1]
    whole = telegram.export(events, "ada", NAMES)
    files = {
        "result.json": whole, "export/result.json": telegram.chat(one, "ada", NAMES),
        "group.json": telegram.chat(group, "ada", NAMES),
        "small.json": json.dumps(json.loads(whole), separators=(",", ":")).encode(),
    }  # fmt: skip
    return [Made(n, d, spans(d, _START, lambda v: second(int(v["date_unixtime"])))) for n, d in files.items()]
