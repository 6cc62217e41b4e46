"""The head of each message in a mail file, in memory that does not grow with the bodies."""

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from netgraph.readers.files import UNREADABLE, pieces

CAP = 1_000_000
"""Bytes of a message's head that are kept; a longer head is damage."""

TRUNCATED = "truncated file: it is packed and breaks off; copy or download it again"

_CHUNK = 1 << 20
# How far a damaged 'From ' line may lie before the headers that betray it, and those after one another.
_NEAR = 1 << 15
_HELD = CAP + 1001
_BEFORE = 3
_CLOCK = rb"[ 0-3]?\d [0-2]\d:[0-5]\d(?::[0-6]\d)?"
_DAY, _MONTH = rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)", rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_ZONE = rb"(?: (?:[+-]\d{4}|[A-Z]{1,5}))*"
_STAMP = rb"\b" + _DAY + rb",? " + _MONTH + rb" " + _CLOCK + _ZONE + rb" \d{4}" + _ZONE + rb" *\r?$"
_DATE = re.compile(rb"From [^\r\n]{0,800}" + _STAMP, re.MULTILINE)
_TAIL, _REMNANT = re.compile(_STAMP), re.compile(rb"\b" + _DAY + rb",? " + _MONTH + rb"\b|\b\d\d:\d\d:\d\d\b")
# A header, or the rest of one; and programs write '>From ' where a line of a body begins so.
_OTHER = re.compile(rb"[!-9;-~]+:|[ \t>]")
_END = re.compile(rb"\n\r?\n")
_LEAD = re.compile(rb"(?:\xef\xbb\xbf)?[\r\n]{0,1000}")
_TWO_LINES = re.compile(rb"([^\n]{0,1000})\n([^\n]{0,1000})\n?")
_BLOCK = re.compile(rb"(?:(?:[!-9;-~]+:|[ \t])[^\n]*\n)*+")
_ALSO = (b"\nto:", b"\nmessage-id:", b"\nreceived:", b"\nsubject:")


class Head(NamedTuple):
    """One message: its number in the file, from 1, where its bytes are, and its headers (not all if above `CAP`).

    `cut`: why the file breaks off in this message; empty where it does not.
    """

    number: int
    start: int
    size: int
    head: bytes
    cut: str = ""


def is_mbox(start: bytes) -> bool:
    """Whether a file that starts so is an mbox: a 'From ' line with a date, or a damaged one before a whole head."""
    lead = _lead(start)
    return bool(_DATE.match(start, lead)) or _hurt(start, lead) >= 0


def heads(stream: BinaryIO) -> Iterator[Head]:
    """Every message of an mbox, or the one message of a stream that is none; sizes sum to the stream's.

    In an mbox a message begins with a 'From ' line with a date, at the start or after a blank line. One
    line may be damaged: where there is no blank line, or the 'From ' line has a fault, a message's whole head
    must follow. Any other 'From ' line is text of a body. Of a packed stream that breaks off, what
    precedes the break; the error itself where nothing does.
    """
    number, start, size, head, cut = 1, 0, 0, _Collected(), ""
    try:
        for begins, data, at, end in _pieces(stream):
            if begins:
                if size:
                    yield Head(number, start, size, head.headers())
                    number, start, size = number + 1, start + size, 0
                head = _Collected(_plain_headers(data, at, end))
            head.add(data, at, end)
            size += end - at
    except UNREADABLE:
        if not size:
            raise
        cut = TRUNCATED
    if size:
        yield Head(number, start, size, head.headers(), cut)


def _plain_headers(data: bytes, at: int, end: int) -> bytes | None:
    """The headers of a message that begins there, if its 'From ' line and the blank line that ends them are plain."""
    line = _DATE.match(data, at, end)
    blank = data.find(b"\n\n", at, min(end, at + _HELD)) if line else -1
    if blank < 0 or data.find(b"\n\r\n", at, blank) >= 0:
        return None
    return data[line.end() + 1 : blank + 1]


class _Collected:
    """The head of one message, from its parts: the headers, if they are known already, else the bytes it takes."""

    def __init__(self, headers: bytes | None = None):
        self.found, self.held, self.ended = headers, bytearray(), headers is not None

    def add(self, data: bytes, at: int, end: int) -> None:
        if not self.ended:
            self.held += data[at : min(end, at + _HELD - len(self.held))]
            self.ended = len(self.held) == _HELD or bool(_END.search(self.held, _lead(self.held)))

    def headers(self) -> bytes:
        return _headers(self.held) if self.found is None else self.found


def _headers(head: bytearray) -> bytes:
    """Headers alone: without the 'From ' line, without what precedes them or follows the blank line."""
    lead = _lead(head)
    begin = head.find(b"\n", lead) + 1 if _DATE.match(head, lead) else max(lead, _hurt(head, lead))
    end = _END.search(head, max(begin - 1, lead))
    return bytes(head[begin : end.start() + 1 if end else None])


def _lead(head: bytes | bytearray) -> int:
    """Where a message begins in a file: after a mark of UTF-8 and blank lines."""
    return _LEAD.match(head).end()


def _blocks(stream: BinaryIO) -> Iterator[tuple[bytes, bool, Exception | None]]:
    """What a stream gives, in blocks; whether it is the last, and the error that ends it."""
    held, size, error = [], 0, None
    try:
        for piece in pieces(stream):
            held.append(piece)
            size += len(piece)
            if size >= _CHUNK:
                yield b"".join(held), False, None
                held, size = [], 0
    except UNREADABLE as broken:
        error = broken
    yield b"".join(held), True, error


def _pieces(stream: BinaryIO) -> Iterator[tuple[bool, bytes, int, int]]:
    """The stream as parts of blocks that cross no border between messages; whether a message begins with the part."""
    data, given, seen, several, cuts = b"", 0, 0, None, []
    for block, last, error in _blocks(stream):
        data += block
        if several is None and len(data) < 2 * _NEAR and not last:
            continue
        several = is_mbox(data) if several is None else several
        # What lies near the end may need what follows; a border may come to light some way after it.
        sure = len(data) if last else max(seen, len(data) - _NEAR)
        cuts += _cuts(data, seen, sure, cuts[-1] if cuts else -1) if several else ()
        upto = len(data) if last else max(given, sure - _NEAR)
        borders = [cut for cut in cuts if cut < upto]
        for at, end in zip([given, *borders], [*borders, upto], strict=True):
            if end > at:
                yield at in borders[:1] or at > given, data, at, end
        if error:
            raise error
        kept = max(0, upto - _BEFORE)
        cuts = [cut - kept for cut in cuts if cut >= upto]
        data, given, seen = data[kept:], upto - kept, sure - kept


def _cuts(data: bytes, begin: int, end: int, floor: int) -> Iterator[int]:
    """Where messages begin, as shows between `begin` and `end`; `floor`: the last such place before, or -1."""
    if begin == 0 < end:
        yield 0
        floor = _lead(data)
        begin = floor + 1
    for cut in [*_plain(data, begin, end), end]:
        yield from _mended(data, begin, cut, floor)
        if cut < end:
            yield cut
            begin, floor = cut, cut


def _plain(data: bytes, begin: int, end: int) -> Iterator[int]:
    """Where 'From ' lines with a date begin messages."""
    at = data.find(b"\nFrom ", begin - 1) + 1
    while 0 < at < end:
        line = _DATE.match(data, at)
        if line and (data[max(0, at - _BEFORE) : at].endswith((b"\n\n", b"\n\r\n")) or _whole(data, line.end() + 1)):
            yield at
        at = data.find(b"\nFrom ", at) + 1


def _mended(data: bytes, begin: int, end: int, floor: int) -> Iterator[int]:
    """Where messages begin by their heads, which follow a blank line and what is left of a 'From ' line."""
    looked, hit = 0, data.find(b"\nFrom:", begin, end + 5)
    while hit >= 0:
        low = max(looked, floor, hit - _NEAR, 0)
        blank = max(data.rfind(b"\n\n", low, hit), data.rfind(b"\n\r\n", low, hit))
        at = data.find(b"\n", blank + 1) + 1
        if blank >= 0 and at > floor and _hurt(data, at) >= 0:
            yield at
            floor = at
        looked, hit = hit, data.find(b"\nFrom:", hit + 1, end + 5)


def _hurt(data: bytes | bytearray, at: int) -> int:
    """Where the headers begin after what may be a damaged 'From ' line, in one or two parts; -1 for anything else."""
    lines = _TWO_LINES.match(data, at)
    for part in (1, 2) if lines else ():
        text = data[at : lines.end(part)].replace(b"\n", b"")
        dated = _TAIL.search(text) or (text.startswith(b"From ") and _REMNANT.search(text))
        if dated and not _OTHER.match(text) and _whole(data, lines.end(part) + 1):
            return lines.end(part) + 1
    return -1


def _whole(data: bytes | bytearray, at: int) -> bool:
    """Whether a message's whole head begins there: From, Date and another that every message has."""
    block = b"\n" + _BLOCK.match(data, at, at + _NEAR)[0].lower()
    return b"\nfrom:" in block and b"\ndate:" in block and any(name in block for name in _ALSO)
