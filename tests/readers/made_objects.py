"""Where the records of a faultless JSON file are, by Python's own parser."""

import json
import re
from collections.abc import Callable, Hashable
from datetime import UTC, datetime
from random import Random

from netgraph.synth.life import Event

NAMES = {
    "ada": "Ada Hill", "ben": "Ben Okafor", "cleo": "Cleo Lefèvre", "dan": "陽子 田中", "eve": "Eve O'Brien",
    "fay": "Fay Żak 🌻",
}  # fmt: skip
START = int(datetime(2024, 1, 8, 9, tzinfo=UTC).timestamp())


def spans(data: bytes, start: str, key: Callable[[dict], Hashable]) -> list[tuple[int, int, Hashable]]:
    """First byte, byte after the last, and key of every object that begins where `start` matches; no key, no record."""
    text, found = data.decode(), []
    for match in re.finditer(start, text):
        value, end = json.JSONDecoder().raw_decode(text, match.start())
        if (known := key(value)) is not None:
            found.append((len(text[: match.start()].encode()), len(text[:end].encode()), known))
    return found


def life(seed: int, count: int, *, gap: int = 3600) -> list[Event]:
    """Messages of Ada with the others, both ways, every `gap` seconds or so; every fifth to a group."""
    rng, events = Random(seed), []
    for n in range(count):
        time = datetime.fromtimestamp(START + n * gap + rng.randrange(gap * 4 // 5), UTC).replace(tzinfo=None)
        one = rng.choice(list(NAMES)[1:4])
        ends = ("ada", one) if n % 2 else (one, "ada")
        to = ends[1:]
        if n % 5 == 3:
            people = ["ada", "ben", "cleo", "dan"]
            sender = people[n // 5 % 4]
            ends, to = (sender,), tuple(p for p in people if p != sender)
        events.append(Event(n, time, ends[0], to, "chat", n, n - 10 if n % 10 == 9 and n > 10 else None))
    return events


def second(value: float) -> str:
    """Seconds since 1970 as the key that `damage.times` gives."""
    return f"{datetime.fromtimestamp(int(value), UTC):%Y-%m-%d %H:%M:%S}"
