"""Who is seen with whom: the events of an owner's exports, or of an organisation's log."""

from dataclasses import dataclass, field
from random import Random

import pandas as pd

from netgraph.synth.identity_handles import MAIL, Handle, by_person
from netgraph.synth.identity_people import DAY, SPAN, Cast, Circle
from netgraph.synth.identity_shown import Noise

START = pd.Timestamp("2023-07-01")
_GROUPS = {  # how circles meet
    "family": (("whatsapp", 60), ("mail", 25), ("calendar", 15)),
    "team": (("mail", 55), ("calendar", 25), ("slack", 20)),
    "club": (("mail", 50), ("whatsapp", 30), ("telegram", 10), ("calendar", 10)),
}
_DIRECT = {
    **dict.fromkeys(MAIL, ("mail",)), "phone": ("call", "call", "sms"), "landline": ("call",), "slack": ("slack",),
    "linkedin": ("linkedin",), "telegram": ("telegram",), "whatsapp": ("whatsapp",), "meta": ("facebook",)}  # fmt: skip
A_MEMBER = 3.0
"""Events of several, over the three years, for each member of a circle: few, as most groups write more often."""
_USUAL = {"family": ("private", "second"), "team": ("work",), "club": ("private", "second")}
_KINDS = {"call": "call", "calendar": "meeting"}
SOURCES = {"call": "phone:calls", "sms": "phone:sms", "facebook": "meta"}


@dataclass
class Log:
    """Events as they are made, one tuple a row, and what making them needs.

    `me` maps a channel to the owner's handle there, and is empty without an owner; `mine` are the handles of each
    person, `mates` the others of each person's circles.
    """

    me: dict[str, str]
    mine: dict[int, list[Handle]]
    mates: dict[int, list[int]]
    rows: list[tuple[int, int, str, str, str, int]] = field(default_factory=list)
    events: int = 0

    def add(self, time: int, sender: str, receivers: list[str], channel: str) -> None:
        """One event to all receivers."""
        self.rows += [(self.events, time, sender, r, channel, len(receivers)) for r in receivers]
        self.events += 1

    def table(self) -> pd.DataFrame:
        """The interactions, in order of time and numbered so."""
        log = pd.DataFrame(self.rows, columns=["event", "time", "sender", "receiver", "channel", "recipients"])
        log = log.sort_values(["time", "event"], kind="stable", ignore_index=True)
        number = pd.Series(pd.factorize(log["event"])[0]).astype("str")
        source = log["channel"].replace(SOURCES)
        if "mail" in self.me:
            source = source.mask(log["channel"] == "mail", f"mail:{self.me['mail']}")
        return pd.DataFrame({
            "event": log["channel"] + ":" + number,
            "time": (START + pd.to_timedelta(log["time"], unit="s")).astype("datetime64[us]"),
            "sender": log["sender"], "receiver": log["receiver"], "channel": log["channel"],
            "kind": log["channel"].map(_KINDS).fillna("message"), "recipients": log["recipients"],
            "reply_to": pd.Series(pd.NA, index=log.index, dtype="str"),
            "duration": (log["time"] % 1_800).astype("float64").where(log["channel"] == "call"), "source": source,
        })  # fmt: skip


def interactions(
    cast: Cast, made: list[Handle], me: dict[str, str], seed: int, noise: Noise, *, on_cards: set[str]
) -> pd.DataFrame:
    """All events. Handles that are on no card have at least one, so that every one of them is seen somewhere."""
    rng, log = Random(f"{seed} log"), Log(me, by_person(made), _mates(cast))
    for circle in cast.circles:
        for _ in range(1 + int(rng.expovariate(1 / (A_MEMBER * len(circle.members))))):
            _together(rng, log, circle, noise)
    for handle in made:
        if handle.handle not in on_cards or rng.random() < 0.8:
            _alone(rng, log, handle)
    return log.table()


def _mates(cast: Cast) -> dict[int, list[int]]:
    mates: dict[int, list[int]] = {}
    for circle in cast.circles:
        numbers = [m[0] for m in circle.members]
        for number in numbers:
            mates.setdefault(number, []).extend(n for n in numbers if n != number)
    return mates


def _together(rng: Random, log: Log, circle: Circle, noise: Noise) -> None:
    """One event of several of the circle, and of the owner where there is one."""
    ways = _GROUPS[circle.kind]
    channel = rng.choices([w for w, _ in ways], [s for _, s in ways])[0]
    if not log.me and channel in ("whatsapp", "telegram"):
        channel = "slack"
    time = rng.randrange(SPAN)
    there = [n for n, first, last in circle.members if first <= time < last]
    chosen = rng.sample(there, min(len(there), rng.randint(2, 8)))
    seen = [h for n in chosen for h in [_used(rng, log.mine.get(n, ()), channel, time, _USUAL[circle.kind])] if h]
    if channel == "mail" and seen and rng.random() < noise.both_addresses:
        seen += [h.handle for h in log.mine.get(chosen[0], ()) if h.kind in MAIL and h.handle not in seen][:1]
    if log.me:
        seen.insert(0 if rng.random() < 0.4 else len(seen), log.me[channel])
    if len(seen) >= 2:
        log.add(time, seen[0], seen[1:], channel)


def _used(rng: Random, handles: list[Handle], channel: str, time: int, usual: tuple[str, ...]) -> str | None:
    """The handle that somebody uses then in a channel: in mail mostly one of the usual kinds."""
    if channel in ("mail", "calendar"):
        open_ = [h for h in handles if h.kind in MAIL and h.first <= time < h.last]
        best = [h for h in open_ if h.kind in usual]
        return rng.choice(best if best and rng.random() < 0.85 else open_).handle if open_ else None
    # Chats show those by number whom the owner has not saved: every other phone.
    fits = [h for h in handles if h.kind == channel or (channel == "whatsapp" and h.kind == "phone" and _unsaved(h))]
    return fits[-1].handle if fits else None


def _unsaved(handle: Handle) -> bool:
    return handle.people[0] % 2 == 0


def _alone(rng: Random, log: Log, handle: Handle) -> None:
    """Some events between the handle and the owner, or in an organisation one colleague."""
    channel = rng.choice(_DIRECT[handle.kind])
    if not log.me and channel not in ("mail", "slack"):
        return
    for _ in range(1 + int(rng.expovariate(1 / 3))):
        time = rng.randrange(handle.first, max(handle.first + DAY, handle.last))
        other = log.me.get(channel) or _colleague(rng, log, handle, channel, time)
        if other:
            ends = (handle.handle, other) if rng.random() < 0.5 else (other, handle.handle)
            log.add(time, ends[0], [ends[1]], channel)


def _colleague(rng: Random, log: Log, handle: Handle, channel: str, time: int) -> str | None:
    others = log.mates.get(handle.people[0])
    for _ in range(5 if others else 0):
        other = _used(rng, log.mine.get(rng.choice(others), ()), channel, time, ("work",))
        if other and other != handle.handle:
            return other
    return None
