"""A calendar's bytes in its components: what is a record, what belongs to none, and which lines are an event's own.

Components are found by their BEGIN and END lines, in one pass. A component that lacks one of the two ends
where the next begins, so that damage stays in it.
"""

import re
from typing import NamedTuple

EVENT, WRAPPER, ZONE = b"VEVENT", b"VCALENDAR", b"VTIMEZONE"

_OF_ZONES = {b"STANDARD", b"DAYLIGHT"}
_KINDS = {b"VTODO", b"VJOURNAL", b"VFREEBUSY", b"VAVAILABILITY"}
_MARK = re.compile(rb"^(?:\xef\xbb\xbf)?(BEGIN|END):[ \t]*([A-Z0-9-]+)[ \t]*$", re.IGNORECASE | re.MULTILINE)
_ANY = re.compile(rb"^(?:\xef\xbb\xbf)?(?:BEGIN|END):", re.IGNORECASE | re.MULTILINE)
_STARTS = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:BEGIN|END):(?:VCALENDAR|VEVENT|VTODO|VJOURNAL|VFREEBUSY|VTIMEZONE)\s", re.IGNORECASE
)
_LONGEST = 40
_CONTROL = dict.fromkeys([*range(9), *range(11, 32), 127])

NO_BEGIN, NO_END = "it has no line BEGIN:VEVENT", "it has no line END:{}, or the file breaks off within it"


class Block(NamedTuple):
    """A record: whether it is an event, where it is, why it is damaged or '', its calendar's number, its own bytes."""

    event: bool
    start: int
    size: int
    damage: str
    calendar: int
    own: bytes


class Parts(NamedTuple):
    """Records in their order, the own lines of each calendar (the first is of none), and the time zones as bytes."""

    blocks: list[Block]
    calendars: list[bytes]
    zones: list[bytes]


def starts(head: bytes) -> bool:
    """Whether a file that begins so is a calendar."""
    return bool(_STARTS.match(head))


def marked(data: bytes) -> bool:
    """Whether there is a BEGIN or END line in it."""
    return bool(_ANY.search(data.replace(b"\r", b"\n")))


def parts(data: bytes) -> Parts:
    """The components of a file."""
    walk = _Walk(data)
    for mark in _MARK.finditer(walk.plain):
        name = mark[2].upper()[:_LONGEST]
        (walk.begin if mark[1].upper() == b"BEGIN" else walk.end)(name, mark.start(), mark.end())
    walk.broken(len(data))
    return Parts(walk.blocks, [b"".join(own) for own in walk.calendars], walk.zones)


class _Walk:
    """Where the pass stands: which record or time zone is open since when, and how deep inside it."""

    def __init__(self, data: bytes):
        # Line ends of all kinds become newlines; no byte moves.
        self.data, self.plain = data, data.replace(b"\r", b"\n")
        self.blocks: list[Block] = []
        self.calendars: list[list[bytes]] = [[]]
        self.zones: list[bytes] = []
        self.open, self.since, self.depth = b"", 0, 0
        self.at, self.own = 0, []
        self.loose = 0

    def begin(self, name: bytes, start: int, end: int) -> None:
        """A BEGIN line: of a record, of a part of the open one, or of what holds records."""
        top = name in (EVENT, WRAPPER, ZONE) or name in _KINDS
        if self.open and not top:
            self._pause(start, end)
            self.depth += 1
            return
        self.broken(start)
        if name == WRAPPER:
            self.calendars.append([])
        elif name not in _OF_ZONES:
            self.open, self.since, self.depth, self.own = name, start, 0, []
        self.at = self.loose = self._after(end)

    def end(self, name: bytes, start: int, end: int) -> None:
        """An END line: of the open record, of a part of it, or of nothing that is open."""
        if self.open and name == self.open:
            self._pause(start, end)
            self._close(self._after(end), "")
        elif self.open and name not in (EVENT, WRAPPER):
            self._pause(start, end)
            self.depth = max(self.depth - 1, 0)
        elif name == EVENT:
            self.broken(self.loose)
            self.calendars[-1].append(self.data[self.loose : start])
            self._record(EVENT, self.loose, self._after(end), NO_BEGIN)
        else:
            self.broken(start)
        self.at = self._after(end)
        self.loose = self.loose if self.open else self.at

    def broken(self, at: int) -> None:
        """Whatever is open ends here without its END line; lines of a calendar up to here are its own."""
        if self.open:
            known = self.open in (EVENT, *_KINDS)
            self._pause(at, at)
            self._close(at, NO_END.format(self.open.decode()) if known or at == len(self.data) else "")
        else:
            self.calendars[-1].append(self.data[self.at : at])
        self.loose = at

    def _pause(self, start: int, end: int) -> None:
        if self.depth == 0 and self.open == EVENT:
            self.own.append(self.data[self.at : start])
        self.at = end

    def _close(self, end: int, damage: str) -> None:
        if self.open == ZONE:
            self.zones.append(self.data[self.since : end])
        else:
            self._record(self.open, self.since, end, damage)
        self.open, self.depth, self.own = b"", 0, []

    def _record(self, kind: bytes, start: int, end: int, damage: str) -> None:
        own = b"\n".join(self.own) if self.open == EVENT else b""
        self.blocks.append(Block(kind == EVENT, start, end - start, damage, len(self.calendars) - 1, own))

    def _after(self, end: int) -> int:
        """Behind the line end that stands there."""
        return end + (2 if self.data[end : end + 2] == b"\r\n" else 1 if end < len(self.data) else 0)


def lines(own: bytes) -> list[str]:
    """The unfolded lines of a component's own bytes, as text: UTF-8, or Windows-1252 where a line is not."""
    plain = own.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n ", b"").replace(b"\n\t", b"")
    return [_text(line) for line in plain.split(b"\n") if line]


def _text(line: bytes) -> str:
    try:
        return line.decode("utf-8").translate(_CONTROL)
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace").translate(_CONTROL)
