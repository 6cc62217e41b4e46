"""Bytes to text, without losing count of the bytes."""

import re
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np

from netgraph.readers.files import File, pieces
from netgraph.tables import TableError

_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_WIDE_ENDS = {
    "utf-16-le": re.compile(rb"\r\0\n\0|\n\0|\r\0"),
    "utf-16-be": re.compile(rb"\0\r\0\n|\0\n|\0\r"),
}
_SAMPLE, _START, _LEAST_NULS, _FEW = 65_536, 48, 0.15, 3
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_BEYOND_ASCII = bytes(range(128, 256))


class Line(NamedTuple):
    """One physical line: its text without the line end, and where its bytes are in the file."""

    text: str
    start: int
    size: int
    end: str


class Physical(NamedTuple):
    """All physical lines of a file: their texts with the line ends; line n takes bytes edges[n] to edges[n + 1]."""

    texts: list[str]
    edges: np.ndarray


def whole(file: File) -> bytes:
    """All bytes of a file, unpacked. Raises TableError where it breaks off."""
    data, truncated = readable(file)
    if truncated:
        raise TableError(f"{file.name}: {truncated}")
    return data


def readable(file: File) -> tuple[bytes, str]:
    """The bytes of a file that can be unpacked, and, in words, that it breaks off; empty where it is whole."""
    found = []
    try:
        with file.open() as stream:
            for piece in pieces(stream):
                found.append(piece)
    except EOFError:
        return b"".join(found), "truncated file: it is packed and breaks off; copy or download it again"
    return b"".join(found), ""


def lines(data: bytes) -> list[Line]:
    """Physical lines, whatever ends them; their sizes sum to that of `data`. Encodings: see `physical`."""
    texts, edges = physical(data)
    places = zip(texts, edges[:-1].tolist(), np.diff(edges).tolist(), strict=True)
    bare = [(text.rstrip("\r\n"), text, start, size) for text, start, size in places]
    return [Line(text, start, size, full[len(text) :]) for text, full, start, size in bare]


def physical(data: bytes) -> Physical:
    r"""Physical lines, each ended by \n, \r\n or \r.

    UTF-16 is known by its mark, or by every other byte being NUL. Else each line is UTF-8, or where it is
    not, Windows-1252 if the file contradicts UTF-8 more often than it uses it. Bytes that fit nothing
    become U+FFFD.
    """
    wide = _wide(data)
    raw = _wide_lines(data, wide) if wide else data.splitlines(keepends=True)
    if wide:
        texts = [_wide_text(line, wide) for line in raw]
    elif is_utf8(data):
        texts = [line.decode() for line in raw]
    else:
        other = _other(data)
        texts = [line.decode("utf-8" if is_utf8(line) else other, "replace") for line in raw]
    if texts:
        texts[0] = texts[0].removeprefix("\ufeff")
    return Physical(texts, np.fromiter(accumulate(map(len, raw), initial=0), dtype=np.int64, count=len(raw) + 1))


def _wide(data: bytes) -> str:
    """The byte order of UTF-16; empty for other text."""
    if data[:2] in _MARKS:
        return _MARKS[data[:2]]
    nul = np.frombuffer(data[:_SAMPLE], dtype=np.uint8) == 0
    alone = nul[1:-1] & ~nul[:-2] & ~nul[2:]
    # A block of NULs, as a disk leaves behind, is no UTF-16: there each NUL stands between other bytes.
    if len(alone) < 2 or alone.mean() < _LEAST_NULS or alone.sum() < 0.9 * nul[1:-1].sum():
        return ""
    start = nul[:_START]
    return "utf-16-le" if start[1::2].sum() >= start[::2].sum() else "utf-16-be"


def _wide_lines(data: bytes, coding: str) -> list[bytes]:
    """Each line by itself, so that a byte too many in one does not shift the next."""
    ends = [match.end() for match in _WIDE_ENDS[coding].finditer(data)]
    edges = [0, *ends, *([len(data)] if len(data) > (ends[-1] if ends else 0) else [])]
    return [data[a:b] for a, b in pairwise(edges)]


def _wide_text(line: bytes, coding: str) -> str:
    end = next(_WIDE_ENDS[coding].finditer(line), None)
    text = line[: end.start()] if end else line
    ended = end[0].replace(b"\0", b"").decode() if end else ""
    is_odd, misplaced = len(text) % 2, text[coding == "utf-16-be" :: 2].count(0)
    before, after = _halves(text, coding) if is_odd or misplaced > _FEW else (text, b"")
    whole = before.decode(coding, "replace") + after.decode(coding, "replace")
    return whole.replace("\r", " ").replace("\n", " ") + ended


def _halves(line: bytes, coding: str) -> tuple[bytes, bytes]:
    """A line with a byte too many or too few, before and after that place: where the NULs change sides.

    They do so to the wrong side or, where the order of bytes was told from what follows, to the right one.
    """
    nul = np.frombuffer(line, dtype=np.uint8) == 0
    first = np.arange(len(line)) % 2 == (coding == "utf-16-le")
    right, wrong = (np.concatenate([[0], np.cumsum(nul & side)]) for side in (first, ~first))
    score, late = right + wrong[-1] - wrong, wrong + right[-1] - right
    at, since = int(np.argmax(score)), int(np.argmax(late))
    if late[since] > score[at]:
        return line[1 : since - 1 + since % 2], line[since + since % 2 :]
    if score[at] <= score[-1] + (0 if len(line) % 2 else _FEW):
        # Whole but for its last byte. Some letters beyond Latin have a NUL on the other side.
        is_odd = len(line) % 2
        return (line[: len(line) - is_odd] if coding == "utf-16-be" else line + b"\0" * is_odd), b""
    return line[: at - at % 2], line[at + 1 - at % 2 :]


def _other(data: bytes) -> str:
    """The encoding of lines that are no UTF-8."""
    used = sum(map(len, _MULTIBYTE.findall(data)))
    beyond = len(data) - len(data.translate(None, _BEYOND_ASCII))
    return "utf-8" if 2 * used > beyond else "cp1252"


def is_utf8(data: bytes) -> bool:
    """Whether these bytes are UTF-8 text."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
