"""Bytes to text, without losing count of the bytes."""

import re
from typing import NamedTuple

from netgraph.readers.files import File, pieces
from netgraph.tables import TableError

_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_TEXT_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_MOST, _RATIO = 256_000_000, 100


class Line(NamedTuple):
    """One physical line: its text without the line end, and where its bytes are in the file."""

    text: str
    start: int
    size: int
    end: str


def whole(file: File) -> bytes:
    """All bytes of a file, unpacked. Raises TableError where it breaks off, or unpacks to a far bigger one."""
    data, truncated = readable(file)
    if truncated:
        raise TableError(f"{file.name}: {truncated}")
    return data


def readable(file: File) -> tuple[bytes, str]:
    """The bytes of a file that can be unpacked, and, in words, that it breaks off; empty where it is whole.

    Raises TableError where a small file unpacks to a huge one.
    """
    found, total = [], 0
    try:
        with file.open() as stream:
            for piece in pieces(stream):
                found.append(piece)
                total += len(piece)
                if total > max(_MOST, _RATIO * file.size):
                    raise TableError(f"{file.name}: unpacks to more than {_RATIO} times its size; unpack it yourself")
    except EOFError:
        return b"".join(found), "truncated file: it is packed and breaks off; copy or download it again"
    return b"".join(found), ""


def lines(data: bytes) -> list[Line]:
    """Physical lines, whatever ends them; their sizes sum to that of `data`.

    UTF-16 is known by its mark; else UTF-8, else (where more lines contradict UTF-8 than use
    it) Windows-1252. Bytes that fit nothing become U+FFFD.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _wide(data, "utf-16-le" if data[0] == 0xFF else "utf-16-be")
    coding = _coding(data)
    found, start = [], 0
    for match in _LINE.finditer(data):
        found.append(_line(match[0].decode(coding, "replace"), start, len(match[0])))
        start = match.end()
    return _unmarked(found)


def _wide(data: bytes, coding: str) -> list[Line]:
    text = data[: len(data) // 2 * 2].decode(coding, "surrogatepass")
    found, start = [], 0
    for match in _TEXT_LINE.finditer(text):
        size = len(match[0].encode(coding, "surrogatepass"))
        found.append(_line(match[0], start, size))
        start += size
    if len(data) % 2 and found:
        found[-1] = found[-1]._replace(size=found[-1].size + 1)
    return _unmarked(found)


def _line(text: str, start: int, size: int) -> Line:
    bare = text.rstrip("\r\n")
    return Line(bare, start, size, text[len(bare) :])


def _unmarked(found: list[Line]) -> list[Line]:
    if found:
        found[0] = found[0]._replace(text=found[0].text.removeprefix("\ufeff"))
    return found


def _coding(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        beyond = [line for line in data.splitlines() if not line.isascii()]
        return "utf-8" if 2 * sum(map(is_utf8, beyond)) > len(beyond) else "cp1252"
    return "utf-8"


def is_utf8(data: bytes) -> bool:
    """Whether these bytes are UTF-8 text."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
