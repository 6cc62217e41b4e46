"""JSON that strangers wrote, an object at a time: damage costs the record it hits, and memory stays small.

A format says by a pattern over the raw bytes where its records surely begin. No record goes on past such a
place, so that every byte is parsed a bounded number of times whatever the file holds. Between those places
records are found one after the other, whatever their first key is.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from netgraph.readers import files
from netgraph.readers.files import File

TRUNCATED = "truncated file: it is packed and breaks off; copy or download it again"
LONGEST = 200
"""Characters of a name or id that are kept."""

_BLOCK, _MOST = 4_000_000, 16_000_000
_BEFORE, _WIDTH, _EDGE = 200, 65_536, 16
_EFFORT, _FREE = 4, 1_000_000
_SEPARATORS = " \t\r\n,"
# An object that is no value of a key: such a value belongs to the object around it.
_LISTED = re.compile(r'(?<!:)(?<!: )\{\s*+"')
_SURROGATE = re.compile("[\ud800-\udfff]")
_DECODER = json.JSONDecoder()


class Format(NamedTuple):
    """How a format's records are told from the rest.

    `starts` matches, at the brace, where a record surely begins, and as group 'gap' where none goes on; it
    must match nowhere inside a sound record. `marks` is what only records hold: bytes outside any sound
    object that have it are a damaged record. `is_record`: whether an object that stands elsewhere is one.
    """

    starts: re.Pattern[bytes]
    marks: re.Pattern[bytes]
    is_record: Callable[[dict], bool]


class Piece(NamedTuple):
    """A part of a file: a record (`value`), a damaged one (`damage` says why, in words), or what lies between.

    Pieces follow one another without a hole; sizes are in bytes. `raw` holds the bytes where there is no value.
    """

    start: int
    size: int
    value: dict | None
    damage: str
    raw: bytes


def pieces(file: File, form: Format) -> Iterator[Piece]:
    """A file as pieces, in its order. A packed file that breaks off ends in a damaged piece of no bytes."""
    broken, start = [], 0
    with file.open() as stream:
        for data, sure in _stretches(_blocks(stream, broken), form.starts):
            at = 0
            for size, value, damage in _parted(data, form, sure=sure):
                raw = b"" if value is not None else data[at : at + size]
                yield Piece(start + at, size, value, damage, raw)
                at += size
            start += at
    if broken:
        yield Piece(start, 0, None, TRUNCATED, b"")


def plain(value) -> str:
    """The text of a JSON value that is text or a number, stripped, of at most `LONGEST` characters; else empty."""
    if not isinstance(value, str):
        return str(value) if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**30 else ""
    text = value.strip()[:LONGEST]
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def whole_number(value) -> int | None:
    """The value as an integer of at most 18 digits, also where it is text or has decimals; else None."""
    try:
        number = int(value[:LONGEST]) if isinstance(value, str) else int(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if abs(number) < 10**18 and not isinstance(value, bool) else None


def _blocks(stream: BinaryIO, broken: list[bool]) -> Iterator[bytes]:
    """The stream in blocks of some size; `broken` is no longer empty where it breaks off."""
    held, size = [], 0
    try:
        for piece in files.pieces(stream):
            held.append(piece)
            size += len(piece)
            if size >= _BLOCK:
                yield b"".join(held)
                held, size = [], 0
    except EOFError:
        broken.append(True)
    yield b"".join(held)


def _stretches(blocks: Iterator[bytes], starts: re.Pattern[bytes]) -> Iterator[tuple[bytes, bool]]:
    """The bytes from each place that `starts` knows up to the next, and whether a record begins there."""
    data, sure = b"", False
    for block in blocks:
        data, begin = data + block, 0
        for at, is_record in _places(data, starts):
            if at > begin:
                yield data[begin:at], sure
            begin, sure = at, is_record
        data = data[begin:]
        # What has no end in sight is cut: a file without any known place must not fill the memory.
        if len(data) > _MOST:
            yield data, sure
            data, sure = b"", False
    if data:
        yield data, sure


def _places(data: bytes, starts: re.Pattern[bytes]) -> Iterator[tuple[int, bool]]:
    for found in starts.finditer(data):
        at = found.start()
        gap = found.lastgroup == "gap"
        if gap or not data[max(0, at - _BEFORE) : at].rstrip().endswith(b":"):
            yield at, not gap


def _parted(data: bytes, form: Format, *, sure: bool) -> Iterator[tuple[int, dict | None, str]]:
    """Size, value and damage of each part of a stretch, at whose start a record begins if that is `sure`."""
    text = data.decode("utf-8", "surrogateescape")
    at, why = 0, ""
    if sure:
        value, end, why = _decoded(text, 0)
        if not why:
            at = end
            yield _size(text[:at]), value, ""
    yield from _between(text, at, why, form)


def _between(text: str, begin: int, why: str, form: Format) -> Iterator[tuple[int, dict | None, str]]:
    """The same for a text from `begin` on; `why`: the damage of the record that begins there, if one does."""
    at, loose = begin, []
    if text[begin:].strip(_SEPARATORS):
        for first, end, value in _objects(text, begin + bool(why)):
            loose.append(text[at:first])
            at = end
            if form.is_record(value):
                yield from _outside(text[begin:first], loose, why, form)
                yield _size(text[first:end]), value, ""
                begin, why, loose = end, "", []
    yield from _outside(text[begin:], [*loose, text[at:]], why, form)


def _outside(text: str, loose: list[str], why: str, form: Format) -> Iterator[tuple[int, None, str]]:
    """A part without value: damaged if `why` says so, or if `loose`, its bytes in no object, has a record's marks."""
    if not why and form.marks.search("".join(loose).encode("utf-8", "surrogateescape")):
        why = "no record can be made out"
    if text:
        yield _size(text), None, why


def _objects(text: str, at: int) -> Iterator[tuple[int, int, dict]]:
    """Begin, end and value of the sound objects from `at` on that are no other's value; the effort is bounded."""
    effort = _EFFORT * (len(text) - at) + _FREE
    while effort > 0 and (found := _LISTED.search(text, at)):
        first = found.start()
        value, end, why = _decoded(text, first)
        if why:
            effort -= end - first
            at = first + 1
        else:
            yield first, end, value
            at = end


def _decoded(text: str, at: int) -> tuple[dict | None, int, str]:
    """The object that begins there, its end, and why it is none, or ''; the end is then how far it was looked at."""
    # An error costs as much as the text before it is long: a short text is tried first.
    for width in (_WIDTH, 16 * _WIDTH, len(text)):
        part = text[at : at + width]
        try:
            value, end = _DECODER.raw_decode(part)
        except json.JSONDecodeError as error:
            open_ = error.msg.startswith("Unterminated")
            end, why = len(part) if open_ else error.pos, error.msg[0].lower() + error.msg[1:]
            if at + width < len(text) and (open_ or end > len(part) - _EDGE):
                continue
            return None, at + end, f"it is no object of JSON: {why}"
        except (ValueError, RecursionError, MemoryError):
            return None, at + len(part), "it is nested too deeply or holds a number too long"
        return value, at + end, ""
    raise AssertionError("the last width is the whole text")


def _size(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogateescape"))


def is_json(name: str, head: bytes) -> bool:
    """Whether a file may be JSON at all: by the end of its name, or by the first byte that is no space."""
    return name.lower().endswith((".json", ".json.gz")) or head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")
