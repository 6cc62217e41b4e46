"""Lines to messages: a chat's text, in which a line with a date begins a record and all others carry one on."""

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

import numpy as np
import pandas as pd

from netgraph.readers import chatdates
from netgraph.readers.chatdates import PLAIN, Stamp
from netgraph.readers.lines import Physical

MARK = "\u200e"
"""What WhatsApp puts before words of its own on iOS."""

_HEAD, _AUTHOR, _OPENING = 500, 128, 200
_SHORTEST, _NEAR, _DIGITS = 12, 4, 4
_NOISE = re.compile(r"[\s\u061c\u200b-\u200f\u2028-\u202f\u2066-\u2069\ufeff]+")
_FILED = re.compile(r"<.*>|[^\s()]+\.\w{2,5} \(.*\)")


class Head(NamedTuple):
    """The first line of a record: its number, the date, the author ('' for none) and how the text begins.

    `marked`: the app's mark stands right before the text. `shown`: the text up to a mark of the app, without
    what stands for an attached or omitted file: the same in an export with files and in one without.
    """

    line: int
    stamp: Stamp
    author: str
    opening: str
    marked: bool
    shown: str


def stamped(texts: list[str]) -> list[Head]:
    """Every line that begins with a date, of whatever layout."""
    found = []
    for number, line in enumerate(texts):
        if len(line) < _SHORTEST or line[0].isalpha():
            continue
        head = line[:_HEAD].rstrip("\r\n")
        plain = (head if head.isascii() else head.translate(PLAIN)).lstrip()
        date = chatdates.stamp(plain)
        if date:
            found.append(_head(number, date, head, plain))
    return found


def _head(number: int, date: Stamp, head: str, plain: str) -> Head:
    rest = plain[date.end :].lstrip()
    author, colon, _ = rest[: _AUTHOR + 2].partition(": ")
    if not colon and rest[-1:] == ":" and len(rest) <= _AUTHOR:
        author, colon = rest[:-1], ":"
    name = author.strip()
    if not colon or not name or _open_quote(name):
        return Head(number, date, "", rest[:_OPENING], MARK in head, rest)
    opening, raw = rest[len(author) + len(colon) :], head[date.end :].partition(colon)[2]
    shown = raw.partition(MARK)[0] if MARK in raw else opening
    marked = raw.lstrip()[:1] == MARK
    return Head(number, date, name, opening[:_OPENING], marked, "" if _is_file(shown) else shown)


@lru_cache(maxsize=4096)
def _open_quote(author: str) -> bool:
    """Whether a quotation begins and does not end there: then the colon is one of a group's name, in a notice."""
    return author.count('"') % 2 == 1 or any(author.count(a) > author.count(b) for a, b in ("“”", "«»", "「」"))


def _is_file(shown: str) -> bool:
    start, end = shown[:1], shown.rstrip()[-1:]
    return (start == "<" or end == ")") and bool(_FILED.fullmatch(shown.strip()))


def decided(heads: list[Head]) -> list[Head]:
    """Those of the one layout in which most messages of the file are dated; none where nobody writes."""
    counts = Counter(head.stamp.layout for head in heads if head.author)
    if not counts:
        return []
    layout = counts.most_common(1)[0][0]
    return [head for head in heads if head.stamp.layout == layout]


def damaged(texts: list[str], heads: list[Head]) -> list[int]:
    """Lines that look like messages but for their date: about as long before the name, which is one of the file."""
    if not heads:
        return []
    mark = {"]": "] ", ":": ": "}.get(heads[0].stamp.layout.close, " - ")
    taken, names = {head.line for head in heads}, {head.author for head in heads if head.author}
    before = {texts[head.line].find(mark, 0, _HEAD) for head in heads}
    shortest, longest = max(min(before) - _NEAR, 0), max(before) + _NEAR + len(mark)
    found = []
    for number, line in enumerate(texts):
        at = line.find(mark, shortest, longest) if len(line) >= _SHORTEST else -1
        if at >= 0 and number not in taken and _by(line, at, len(mark)) in names:
            found.append(number)
    return found


def _by(line: str, at: int, length: int) -> str | None:
    """Who wrote a line whose date ends at `at`; None where no date can stand there."""
    name, colon, _ = line[at + length : at + length + _AUTHOR + 2].partition(": ")
    is_date = sum(map(str.isdigit, line[:at])) >= _DIGITS
    return name.translate(PLAIN).strip() if colon and is_date else None


def places(text: Physical, starts: list[int]) -> pd.DataFrame:
    """Where records are that begin at these lines, each reaching to the next: line, start and size in bytes."""
    first = text.edges[np.array(starts, dtype="int64")]
    size = np.diff(np.append(first, text.edges[-1]))
    return pd.DataFrame({"line": np.array(starts, dtype="int64") + 1, "start": first, "size": size})


def checks(texts: list[str], heads: list[Head], starts: list[int], apart: re.Pattern | None = None) -> list[int]:
    """A number of 16 bits of each message's text, to tell messages of one minute apart, whatever spaces are in it.

    `starts`: the lines at which records begin, in order; those of `heads` are among them. `apart`: what to leave
    out of the lines after the first.
    """
    ends = dict(pairwise([*starts, len(texts)]))
    found = []
    for head in heads:
        rest = "".join(texts[head.line + 1 : ends[head.line]])
        rest = texts[head.line][_HEAD:] + (apart.sub("", rest) if apart else rest)
        found.append(crc32(_NOISE.sub("", head.shown + rest).encode("utf-8", "replace")) & 0xFFFF)
    return found
