"""A vCard file cut into its cards, one at a time, in memory that does not grow with the file.

A card stands between the lines BEGIN:VCARD and END:VCARD. One that lacks either line is damaged, and
the next BEGIN:VCARD starts a new card all the same. A card inside a card is the AGENT of vCard 2.1:
somebody's assistant; its lines are not the outer card's.
"""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from netgraph.readers.files import File, pieces
from netgraph.readers.lines import lines, readable

CAP = 32_000_000
"""Bytes of a card that are kept, its photos included; a longer card is too large."""

NO_BEGIN = "BEGIN:VCARD is missing before these lines; write the card to a file again"
NO_END = "END:VCARD is missing, so the card may be cut off; export it again"
TRUNCATED = "truncated file: it is packed and breaks off; copy or download it again"

_LONGEST = 1 << 20
_LINE_END = re.compile(rb"\r+\n?|\n")
_MARK = re.compile(rb"[ \t]*(BEGIN|END)[ \t]*:[ \t]*VCARD[ \t]*", re.IGNORECASE)
_SPECIAL = re.compile(rb"[ \t]*(?:BEGIN|END)[ \t]*:|(?:[\w-]+\.)?AGENT\b", re.IGNORECASE)
_GLUED = re.compile(rb"[ \t]*END[ \t]*:[ \t]*VCARD[ \t]*(?=BEGIN[ \t]*:)", re.IGNORECASE)
_AGENT = re.compile(rb"(?:[\w-]+\.)?AGENT\b[^:]*:[ \t]*(BEGIN:VCARD)?[ \t]*", re.IGNORECASE)
_FILLERS = b" \t\0\x1a"
_SHARE = 4


class Card(NamedTuple):
    """One card: its first line in the file, counted from 1, and where its bytes are; the lines between BEGIN and END.

    `damage` says why it cannot be read, `large` that not all of its lines are here. Bytes between cards
    come as a Card too, with `blank`.
    """

    line: int
    start: int
    size: int
    lines: list[bytes]
    damage: str = ""
    large: bool = False
    blank: bool = False


@dataclass
class _Open:
    """A card that goes on, `depth` cards deep; 0 where lines stand outside of any card. `agent`: one may follow."""

    line: int
    start: int
    depth: int
    size: int = 0
    kept: int = 0
    agent: bool = False
    lines: list[bytes] = field(default_factory=list)

    def closed(self, damage: str) -> Card:
        return Card(self.line, self.start, self.size, self.lines, damage, self.kept > CAP)

    def take(self, taken: int, text: bytes) -> None:
        """A line that is neither BEGIN nor END."""
        self.size += taken
        self.agent = self.agent and not text.strip(_FILLERS)
        if self.depth == 1:
            self.kept += len(text)
            if self.kept <= CAP:
                self.lines.append(text)

    def assisted(self, text: bytes) -> None:
        """A line that may be AGENT: a card inside this one may follow, or begins in the line itself."""
        found = _AGENT.fullmatch(text) if self.depth else None
        if found:
            self.agent = not found[1]
            self.depth += bool(found[1])


def cards(file: File) -> Iterator[Card]:
    """Every card of a file, and what stands between them; their sizes sum to the bytes of the file, unpacked."""
    now, start, number, end = None, 0, 0, NO_END
    try:
        for number, (size, line) in enumerate(_physical(file), start=1):
            if now and not _SPECIAL.match(line):
                now.take(size, line)
                start += size
                continue
            for taken, text in _unglued(size, line):
                done, now = _step(now, _Open(number, start, 0), taken, text)
                start += taken
                yield from done
    except EOFError:
        end = TRUNCATED
        now = now or _Open(number + 1, start, 1)
    if now:
        yield now.closed(end if now.depth else NO_BEGIN)


def _step(now: _Open | None, here: _Open, taken: int, text: bytes) -> tuple[list[Card], _Open | None]:
    """The cards that are finished with this line, and the one that is open after it; `here` is one that begins here."""
    folded = now is not None and text[:1] in (b" ", b"\t")
    mark = None if folded else _MARK.fullmatch(text)
    word = mark[1].upper() if mark else b""
    if word == b"BEGIN" and not (now and now.agent):
        here.depth, here.size = 1, taken
        return ([now.closed(NO_END if now.depth else NO_BEGIN)] if now else []), here
    now = now or here
    if now is here and not text.strip(_FILLERS):
        now.size = taken
        return [now.closed("")._replace(blank=True)], None
    if not word:
        now.take(taken, text)
        if not folded:
            now.assisted(text)
        return [], now
    now.size += taken
    if word == b"END" and now.depth <= 1:
        return [now.closed("" if now.depth else NO_BEGIN)], None
    now.depth, now.agent = now.depth + (1 if word == b"BEGIN" else -1), False
    return [], now


def _unglued(taken: int, text: bytes) -> list[tuple[int, bytes]]:
    """A line; two lines where the END of a card and the BEGIN of the next have lost what separates them."""
    glued = _GLUED.match(text)
    return [(glued.end(), glued[0]), (taken - glued.end(), text[glued.end() :])] if glued else [(taken, text)]


def _physical(file: File) -> Iterator[tuple[int, bytes]]:
    """The bytes that each line takes, and its text without its end. Raises EOFError at the end where it breaks off."""
    wide = wide_coding(file.head())
    if wide:
        yield from _of_wide(file, wide)
        return
    with file.open() as stream:
        yield from _narrow(pieces(stream))


def _narrow(blocks: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
    """Lines in UTF-8 or any eight-bit coding; of an overlong one the rest comes as folded lines."""
    held, blank = b"", b""
    try:
        for block in blocks:
            held, at = held + block, 0
            clean = not blank and b"\0" not in held and BOM_UTF8 not in held
            # A CR at the very end may be half of a line end. Where no line ends, the search for one is what takes long.
            ends = len(held.rstrip(b"\r")) if b"\n" in held or b"\r" in held else 0
            for end in _LINE_END.finditer(held, 0, ends):
                line = held[at : end.start()]
                yield end.end() - at, line if clean else blank + _text(line)
                at, blank = end.end(), b""
            held = held[at:]
            if len(held) > _LONGEST:
                yield len(held), blank + _text(held)
                held, blank = b"", b" "
    except EOFError:
        if held:
            yield len(held), blank + _text(held)
        raise
    if held:
        yield len(held), blank + _text(held)


def _text(line: bytes) -> bytes:
    return line.rstrip(b"\r").removeprefix(BOM_UTF8).replace(b"\0", b"")


def wide_coding(start: bytes) -> str:
    """'utf-16-le' or 'utf-16-be' where a file that starts so is UTF-16, by its mark or by its NULs; else ''."""
    if start.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16-le" if start.startswith(BOM_UTF16_LE) else "utf-16-be"
    even, odd = (start[i::2].count(0) for i in (0, 1))
    most, least = max(even, odd), min(even, odd)
    if _SHARE * most <= len(start) // 2 or _SHARE * least > most:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _of_wide(file: File, coding: str) -> Iterator[tuple[int, bytes]]:
    data, truncated = readable(file)
    mark = BOM_UTF16_LE if coding == "utf-16-le" else BOM_UTF16_BE
    added = 0 if data.startswith(mark) else len(mark)
    for line in lines(mark[:added] + data):
        yield line.size - added, line.text.encode("utf-8", "replace").replace(b"\0", b"")
        added = 0
    if truncated:
        raise EOFError(truncated)
