"""The records of a phone's backup in XML: its sms, mms and call elements, found one by one in a stream.

No XML parser stands behind this: a document type, its entities and whatever else a parser would
expand mean nothing here. As '<' cannot stand inside a value, the beginning of an element is found by its
name, whatever came before it, and damage to one element does not reach the next. An element that stands
in a comment counts as one.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

CAP = 1_000_000
"""Bytes of a tag that are kept; a longer one is damage, but for the content of a multimedia message."""

MOST_ADDRESSES = 5_000
_RECORDS, _WRAPPERS, _MARKUP = ("sms", "mms", "call"), ("smses", "calls", "/smses", "/calls"), ("!", "?")
# A record's name alone begins none: an attribute must follow.
_KNOWN = (
    rb"(?:sms|mms|call)(?=\s{1,4}[\w:.-]{1,40}=[\"'])|/(?:sms|mms|call)(?=[\s>])"
    rb"|/?(?:smses|calls|parts?|addrs?)(?=[\s/>])|!(?=--|[\[A-Z])|[?](?=[A-Za-z])"
)
_OPENS, _NAME = re.compile(rb"<(?=" + _KNOWN + rb")"), re.compile(_KNOWN)
_LONGEST, _TAIL = 64, 64
_KEY, _VALUE = rb"[^\s=/><\"'&]++", rb"(?:\"[^\"<]*+\"|'[^'<]*+')"
_TAG = re.compile(rb"/?[a-z]++(?:\s++" + _KEY + rb"\s*+=\s*+" + _VALUE + rb")*+\s*+/?>")
# No space before the first: from inside a long run of spaces nothing is tried again.
_ATTRIBUTE = re.compile(rb"(?<!\s)\s++(" + _KEY + rb")\s*+=\s*+(" + _VALUE + rb")")
_ASIDE = re.compile(rb"!--(?s:.*?)-->|!DOCTYPE[^>\[]*\[|[!?][^>]*>(?:\s*\]>)?")
_BLANK = re.compile(rb"(?:\xef\xbb\xbf)?\s*")
_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(\w{1,32}));")
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_UNENDED, _BROKEN = "it has no end before the next record", "its quotes or attributes are damaged"
_REMAINS, _LONG = "it begins as no message and no call", f"a tag of more than {CAP:,} bytes"


class Element(NamedTuple):
    """A record: `name` is sms, mms or call, or '' for what is left of one; where its bytes are; why it cannot be read.

    `tag` is the text of its start tag, `addresses` those of the addr elements inside.
    """

    name: str
    start: int
    size: int
    tag: bytes
    addresses: tuple[bytes, ...]
    damage: str


def elements(blocks: Iterable[bytes]) -> Iterator[Element]:
    """Every record, in order; bytes in none of them are space, comments and what wraps them.

    Memory does not grow with the content of multimedia messages.
    """
    part = None
    for piece in _pieces(blocks):
        if part and piece.name in (*_RECORDS, *_WRAPPERS):
            yield part.done(_UNENDED)
            part = None
        part = _taken(piece, part)
        if part and part.closed:
            yield part.done()
            part = _remains(piece, part.end)
    if part:
        yield part.done(_UNENDED)


def attributes(tag: bytes) -> dict[str, bytes]:
    """The attributes of a tag, their values as they are written. Raises ValueError where one stands twice."""
    found = _ATTRIBUTE.findall(tag)
    values = {key.decode("utf-8", "replace"): value[1:-1] for key, value in found}
    if len(values) < len(found):
        raise ValueError("an attribute stands twice")
    return values


def text(value: bytes) -> str:
    """What a value says: references resolved, emoji put together where each half is a reference of its own.

    Raises ValueError for an entity that XML does not have by itself.
    """
    said = value.decode("utf-8", "replace")
    if "&" not in said:
        return said
    # Halves of an emoji become one character; one without the other becomes U+FFFD.
    return _REFERENCE.sub(_resolved, said).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _resolved(reference: re.Match) -> str:
    if name := reference[3]:
        if name not in _ENTITIES:
            raise ValueError(f"entity &{name}; is not known")
        return _ENTITIES[name]
    code = int(reference[1]) if reference[1] else int(reference[2], 16)
    return chr(code) if code <= 0x10FFFF else "\ufffd"


class _Piece(NamedTuple):
    """The stream from one known tag to before the next: its name, '' before the first, and its text after the '<'.

    `offset` is where the text begins in the stream, `end` where it ends less the space there, `whole` whether
    that is a '>'. Of a piece longer than `CAP` only the beginning is in `text`.
    """

    name: str
    start: int
    size: int
    offset: int
    end: int
    text: bytes
    whole: bool

    def tag(self) -> re.Match | None:
        """The tag that it begins with; None where it is damaged or too long."""
        return _TAG.match(self.text) if self.size <= CAP else None


@dataclass(slots=True)
class _Part:
    """A record of which more may come, or what is left of one (`name` is '')."""

    name: str
    start: int
    end: int
    tag: bytes = b""
    damage: str = ""
    closed: bool = False
    addresses: list[bytes] = field(default_factory=list)

    def done(self, unended: str = "") -> Element:
        damage = self.damage or (unended if not self.closed else "")
        return Element(self.name, self.start, self.end - self.start, self.tag, tuple(self.addresses), damage)

    def damaged(self, end: int, why: str) -> None:
        self.end, self.damage = end, self.damage or why


def _taken(piece: _Piece, part: _Part | None) -> _Part | None:
    """What is open after a piece."""
    if piece.name in _RECORDS:
        return _begun(piece)
    if not piece.name or piece.name in _WRAPPERS or piece.name in _MARKUP:
        end = _apart(piece)
        if part and piece.end > end:
            part.damaged(piece.end, _REMAINS)
        return part or _remains(piece, end)
    if part is None:
        part = _Part("", piece.start, piece.end, damage=_REMAINS)
    if piece.name in ("/sms", "/mms", "/call"):
        _closed(part, piece)
    else:
        _grown(part, piece)
    return part


def _begun(piece: _Piece) -> _Part:
    """A record from its start tag; one whose tag is damaged goes on only where it may have content."""
    if found := piece.tag():
        tag, end = found[0], piece.offset + found.end()
        part = _Part(piece.name, piece.start, end, tag, closed=tag.endswith(b"/>"))
        if not part.closed and piece.end > end:
            part.damaged(piece.end, _BROKEN)
        return part
    why = _LONG if piece.size > CAP else _BROKEN
    return _Part(piece.name, piece.start, piece.end, damage=why, closed=piece.name != "mms")


def _apart(piece: _Piece) -> int:
    """Where markup ends that is no record's; where the piece begins if it is none."""
    shape = _ASIDE if piece.name in _MARKUP else _TAG if piece.name else _BLANK
    found = shape.match(piece.text)
    return piece.offset + found.end() if found else piece.start


def _remains(piece: _Piece, end: int) -> _Part | None:
    """What follows a record or markup in the same piece, up to the next tag: a record whose beginning is damaged."""
    if piece.end <= end:
        return None
    at = max(0, end - piece.offset)
    blank = _BLANK.match(piece.text, at).end() - at
    return _Part("", end + blank, piece.end, damage=_REMAINS)


def _closed(part: _Part, piece: _Piece) -> None:
    found = piece.tag()
    part.closed, part.end = True, piece.offset + found.end() if found else piece.end
    if not found or (part.name and piece.name != f"/{part.name}"):
        part.damaged(part.end, _BROKEN)


def _grown(part: _Part, piece: _Piece) -> None:
    """A record with one more tag inside; the content of a multimedia message is counted and not looked at."""
    part.end, found = piece.end, piece.tag()
    whole = piece.whole if piece.name == "part" else found and piece.offset + found.end() == piece.end
    if not whole:
        part.damaged(piece.end, _BROKEN)
    elif piece.name == "addr" and len(part.addresses) < MOST_ADDRESSES:
        part.addresses.append(found[0])
    elif piece.name == "addr":
        part.damaged(piece.end, f"more than {MOST_ADDRESSES:,} addresses")


def _pieces(blocks: Iterable[bytes]) -> Iterator[_Piece]:
    """The stream cut before each known tag; sizes sum to the stream's."""
    start, size, text, tail, known = 0, 0, b"", b"", False
    for first, *others in _cut(blocks):
        size += len(first)
        text += first if len(text) <= CAP else b""
        tail = (tail + first[-_TAIL:])[-_TAIL:]
        for part in others:
            if size:
                yield _piece(start, size, text, tail, known=known)
            start, size, text, tail, known = start + size, len(part) + 1, part, part[-_TAIL:], True
    if size:
        yield _piece(start, size, text, tail, known=known)


def _piece(start: int, size: int, text: bytes, tail: bytes, *, known: bool) -> _Piece:
    name = _NAME.match(text)[0].decode() if known else ""
    last = tail if size > CAP else text
    filled = last.rstrip()
    return _Piece(name, start, size, start + known, start + size - len(last) + len(filled), text, filled[-1:] == b">")


def _cut(blocks: Iterable[bytes]) -> Iterator[list[bytes]]:
    """The stream in lists of parts: before each but the first of a list stood the '<' of a known tag."""
    rest = b""
    for block in chain(blocks, (b"",)):
        data = rest + block
        # A tag near the end may go on in the next block: it waits.
        sure = data.find(b"<", max(0, len(data) - _LONGEST)) if block else -1
        rest = data[sure:] if sure >= 0 else b""
        yield _OPENS.split(data[:sure] if sure >= 0 else data)
