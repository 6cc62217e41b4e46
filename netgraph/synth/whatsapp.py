"""One WhatsApp chat as text, as an iPhone or an Android phone exports it."""

from collections.abc import Callable
from datetime import datetime

from netgraph.synth.life import Event

_TEXTS = (
    "Are we still on for Thursday?", "Yes! At the usual place.", "Running late, sorry\nTen minutes",
    "Thanks 😊", "Who brings the cake: you or me?", "Haha", "https://example.org/map", "Ok")  # fmt: skip
_ENCRYPTED = (
    "Messages and calls are end-to-end encrypted. Only people in this chat can read, listen to, or share them. "
    "Learn more")  # fmt: skip
_DELETED = "This message was deleted"
_FILES = ("IMG-20240304-WA0003.jpg", "PTT-20240304-WA0001.opus", "DOC-20240304-WA0000.pdf")
_KINDS = ("image", "audio", "video", "sticker")
_MARK, _NARROW = "\u200e", "\u202f"


def _us(time: datetime) -> str:
    return f"{time.month}/{time.day}/{time:%y}, {time.hour % 12 or 12}:{time:%M}{_NARROW}{'AP'[time.hour >= 12]}M"


ANDROID: dict[str, Callable[[datetime], str]] = {
    "GB": lambda t: f"{t:%d/%m/%Y, %H:%M}",
    "US": _us,
    "DE": lambda t: f"{t:%d.%m.%y, %H:%M}",
    "FI": lambda t: f"{t.day}.{t.month}.{t.year} klo {t.hour}.{t:%M}",
}
"""How a phone set to a country writes a time."""


def android(events: list[Event], names: dict[str, str], *, country: str = "GB", media: bool = False) -> bytes:
    """The messages of one chat, oldest first, to the minute; with `media` files are named, else left out."""
    at, ordered = ANDROID[country], sorted(events, key=lambda e: (e.time, e.number))
    lines = [f"{at(ordered[0].time)} - {_ENCRYPTED}"]
    lines += [f"{at(e.time)} - {names[e.sender]}: {_android_text(e.number, media)}" for e in ordered]
    return "".join(f"{line}\n" for line in lines).encode()


def _android_text(number: int, media: bool) -> str:
    if number % 9 == 4:
        return f"{_FILES[number % 3]} (file attached)" if media else "<Media omitted>"
    return _DELETED if number % 23 == 11 else _TEXTS[number % len(_TEXTS)]


def ios(events: list[Event], names: dict[str, str], *, title: str = "", media: bool = False) -> bytes:
    """The same as an iPhone set to Britain writes it: to the second, with marks of direction before its own words.

    `title`: of a group, whose notices stand under its name; of two people, the name of the other.
    """
    ordered = sorted(events, key=lambda e: (e.time, e.number))
    first = ordered[0].time
    lines = [f"[{first:%d/%m/%Y, %H:%M:%S}] {title or names[ordered[0].sender]}: {_MARK}{_ENCRYPTED}"]
    for event in ordered:
        said = _ios_text(event.number, media)
        mark = _MARK if said.startswith(_MARK) else ""
        lines.append(f"{mark}[{event.time:%d/%m/%Y, %H:%M:%S}] {names[event.sender]}: {said}")
    return "".join(f"{line}\r\n" for line in lines).encode()


def _ios_text(number: int, media: bool) -> str:
    if number % 9 == 4:
        return (
            f"{_MARK}<attached: {number:08}-{_FILES[number % 3]}>" if media else f"{_MARK}{_KINDS[number % 4]} omitted"
        )
    return f"{_MARK}{_DELETED}." if number % 23 == 11 else _TEXTS[number % len(_TEXTS)]
