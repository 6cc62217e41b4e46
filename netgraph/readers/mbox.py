"""The head of each message in a mail file, in memory that does not grow with the bodies."""

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

CAP = 1_000_000
"""Bytes of a message's head that are kept; a longer head is damage."""

_CHUNK = 1 << 20
_LONGEST = 1000
_HELD = CAP + _LONGEST + 1
_BEFORE = 3
_CLOCK = rb"[ 0-3]?\d [0-2]\d:[0-5]\d(?::[0-6]\d)?"
_DAY, _MONTH = rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)", rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_ZONE = rb"(?: (?:[+-]\d{4}|[A-Z]{1,5}))*"
_LINE = rb"From [^\r\n]{0,800}\b" + _DAY + rb",? " + _MONTH + rb" " + _CLOCK + _ZONE + rb" \d{4}" + _ZONE
_DATE = re.compile(_LINE + rb" *\r?$", re.MULTILINE)
_END = re.compile(rb"\n\r?\n")
_LEAD = re.compile(rb"(?:\xef\xbb\xbf)?[\r\n]*")


class Head(NamedTuple):
    """One message: its number in the file, from 1, where its bytes are, and its headers (not all if above `CAP`)."""

    number: int
    start: int
    size: int
    head: bytes


def is_mbox(start: bytes) -> bool:
    """Whether a file that starts so is an mbox: a 'From ' line with a date."""
    return bool(_DATE.match(start))


def heads(stream: BinaryIO) -> Iterator[Head]:
    """Every message of an mbox, or the one message of a stream that is none; sizes sum to the stream's.

    In an mbox a message begins with a 'From ' line with a date, at the start or after a blank line; any
    other 'From ' line is text of a body.
    """
    number, start, size, head, ended = 0, 0, 0, bytearray(), False
    for begins, piece in _pieces(stream):
        if begins and size:
            number += 1
            yield Head(number, start, size, _headers(head))
            start, size, head, ended = start + size, 0, bytearray(), False
        size += len(piece)
        if not ended:
            head += piece[: _HELD - len(head)]
            ended = len(head) == _HELD or bool(_END.search(head, _lead(head)))
    if size:
        yield Head(number + 1, start, size, _headers(head))


def _headers(head: bytearray) -> bytes:
    """Headers alone: without the 'From ' line, without what precedes them or follows the blank line."""
    begin = head.find(b"\n") + 1 if is_mbox(head) else _lead(head)
    end = _END.search(head, begin)
    return bytes(head[begin : end.start() + 1 if end else None])


def _lead(head: bytearray) -> int:
    """Where the headers of a message that is a file of its own begin: after a mark of UTF-8 and blank lines."""
    return _LEAD.match(head).end()


def _pieces(stream: BinaryIO) -> Iterator[tuple[bool, bytes]]:
    """The stream in pieces that cross no border between messages; and whether a message begins with the piece."""
    data, given, several = b"", 0, None
    while True:
        block = stream.read(_CHUNK)
        data += block
        several = is_mbox(data) if several is None else several
        # A 'From ' line near the end may go on in the next block: it waits.
        sure = max(given, len(data) - _LONGEST) if block else len(data)
        at, begins = given, False
        for cut in _cuts(data, given, sure) if several else ():
            if cut > at:
                yield begins, data[at:cut]
            at, begins = cut, True
        if sure > at:
            yield begins, data[at:sure]
        if not block:
            return
        kept = max(0, sure - _BEFORE)
        data, given = data[kept:], sure - kept


def _cuts(data: bytes, begin: int, end: int) -> Iterator[int]:
    if begin == 0 < end:
        yield 0
    at = data.find(b"\nFrom ", max(0, begin - 1)) + 1
    while 0 < at < end:
        if data[max(0, at - _BEFORE) : at].endswith((b"\n\n", b"\n\r\n")) and _DATE.match(data, at):
            yield at
        at = data.find(b"\nFrom ", at) + 1
