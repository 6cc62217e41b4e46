"""The header of a stranger's CSV file, found even where some bytes of it are damaged."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from functools import cache
from itertools import islice, pairwise
from typing import NamedTuple

from netgraph.readers.fields import split

MOST_COLUMNS = 10_000

_LINES, _RECORDS, _AGREE, _SAMPLE = 100, 50, 3, 50_000
_MOST_UNKNOWN, _BEGINNING, _LOST, _LONGEST = 12, 3, 3, 200
_STRAY = re.compile(r"[^\x20-\x7e]|[\",;|]")


class Head(NamedTuple):
    """A header: a name for each field of a record, and the lines that it takes.

    Those are `first`, counted from 0, up to but not including `last`. `mended` says in words that
    something had to be guessed; it is empty where the header is whole.
    """

    names: list[str]
    first: int
    last: int
    mended: str = ""


Namer = Callable[[str], str]
Finder = Callable[[list[str], str], Head | None]


def _lower(names: list[str]) -> set[str]:
    return {name.lower() for name in names}


class _Words(NamedTuple):
    known: dict[str, str]
    needed: frozenset[str]
    name: Namer

    def names(self, cells: list[str]) -> list[str]:
        return [self.name(cell) for cell in cells]

    def strange(self, cell: str) -> bool:
        return self.name(cell).lower() not in self.known

    def whole(self, names: list[str]) -> int:
        """How many of the names are known ones."""
        return len(self.known.keys() & _lower(names))

    def unknown(self, names: list[str]) -> int:
        """How many of the names are no known ones: of two ways to mend a header, the fewer the likelier."""
        return sum(name.lower() not in self.known for name in names)

    def any_in(self, text: str) -> bool:
        """Whether a needed name stands anywhere in the text."""
        plain = self.name(text).lower()
        return any(name in plain for name in self.needed)

    def enough(self, names: list[str]) -> bool:
        return self.needed <= _lower(names)


def header_like(known: Collection[str], needed: Collection[str], name: Namer = str.strip) -> Finder:
    """A function of the lines of a file and its delimiter that finds the header; None where there is none.

    The header is the first line with all `needed` names, in any case. Before that, among the first
    hundred lines, a damaged one will do, or two that a stray line end cut apart: where one needed name
    is whole and each other can be told from what is left of it. That is at least half its letters, in
    order; quotes, NULs and bytes beyond ASCII are passed over. A comma too many or too few, and a first
    record that ran into the header, show in the number of fields that the records have.
    `known`: all names that such files have, as `name` gives them.
    """
    words = _Words({k.lower(): k for k in (*needed, *known)}, frozenset(n.lower() for n in needed), name)

    def find(lines: list[str], delimiter: str = ",") -> Head | None:
        widths = cache(lambda at: _widths(lines, at, delimiter))
        start = "".join(line.rstrip("\r\n") for line in lines[: _LINES + 1])
        # Without one needed name there is nothing to mend: that is quickly seen.
        near = _LINES if words.any_in(start) else 0
        for at in range(min(near, len(lines))):
            head = _header_at(lines, at, delimiter, words, widths)
            if head:
                return head
        for at in range(near, len(lines)):
            names = words.names(split(lines[at].rstrip("\r\n"), delimiter))
            if words.enough(names):
                return Head(names, at, at + 1)
        return None

    return find


def _widths(lines: list[str], at: int, delimiter: str) -> Counter:
    """How many of the first fifty records from line `at` have how many fields."""
    found, seen = Counter(), 0
    sample = islice(lines, at, at + 4 * _RECORDS)
    # What was counted before a damaged record is a sample too.
    with suppress(csv.Error):
        for row in islice(csv.reader(sample, delimiter=delimiter), _RECORDS):
            found[len(row)] += len(row) > 1
            seen += sum(map(len, row))
            if seen > _SAMPLE:
                break
    return +found


def _header_at(lines: list[str], at: int, delimiter: str, words: _Words, widths) -> Head | None:
    """The header that begins in this line, if one does: as it stands, or else as it may once have been."""
    near, as_it_stands = [], None
    plain, behind = (words.names(split(line.rstrip("\r\n"), delimiter)) for line in (lines[at], _line(lines, at + 1)))
    next_is_one = words.enough(behind) and _agrees(widths(at + 2), len(behind))
    for count, cells in _readings(lines, at, delimiter, words):
        names = words.names(cells)
        if words.needed.isdisjoint(_lower(names)) or (count == 2 and next_is_one):
            continue
        if count == 2 and words.enough(behind) and words.whole(names) <= words.whole(behind):
            continue  # this line adds nothing to the next
        of_records, whole = widths(at + count), words.enough(names)
        if whole and _agrees(of_records, len(names)):
            return _head(_resolved(cells, words, damaged=True), at, count, plain)
        if whole and count == 1:
            as_it_stands = as_it_stands or Head(names, at, at + 1)
        width = of_records.most_common(1)[0][0] if of_records else len(cells)
        if count == 1 or abs(len(cells) - width) <= 1:
            near += [_head(guess, at, count, plain) for guess in _guesses(cells, width, words)]
    fit = [head for head in near if words.enough(head.names)]
    # Where the next line is no record, it may be the other part of a header that was cut.
    longest = not widths(at + 2)[len(behind)]
    fit.sort(key=lambda head: (words.unknown(head.names), at - head.last if longest else 0))
    if fit and fit[0].last - at == 2 and at + 1 < len(lines):
        # The last line of a preamble and a damaged header look like a header that was cut apart.
        alone = _header_at(lines, at + 1, delimiter, words, widths)
        fit = [] if alone and alone.last - alone.first == 1 else fit
    return fit[0] if fit else as_it_stands


def _line(lines: list[str], at: int) -> str:
    return lines[at] if at < len(lines) else ""


def _agrees(widths: Counter, width: int) -> bool:
    """Whether records have that many fields: a fifth of them at least, or so few are there that they prove nothing."""
    return widths.total() < _AGREE or 5 * widths[width] >= widths.total()


def _readings(lines: list[str], at: int, delimiter: str, words: _Words) -> Iterator[tuple[int, list[str]]]:
    """The cells of this line, and of this and the next as one: by quotes, and without regard to them."""
    first, second = (line.rstrip("\r\n") for line in (lines[at], _line(lines, at + 1)))
    if not first.strip():
        return
    if first.count(delimiter) + second.count(delimiter) > MOST_COLUMNS:
        yield 1, split(first, delimiter)
        return
    both = [(2, first + second)]
    if words.known.keys() & _lower(words.names(split(first, delimiter))):
        both.append((2, first + delimiter + second))
    for count, text in ((1, first), *both):
        cells, bare = split(text, delimiter), text.replace('"', "").split(delimiter)
        yield count, cells
        if bare != cells:
            yield count, bare


def _head(names: list[str], at: int, count: int, plain: list[str]) -> Head:
    mended = "" if count == 1 and names == plain else f"its header is damaged; read as {_shown(names)}"
    return Head(names, at, at + count, mended)


def _shown(names: list[str]) -> str:
    more = ", ..." if len(names) > _MOST_UNKNOWN else ""
    return ", ".join("".join(filter(str.isprintable, n))[:30] for n in names[:_MOST_UNKNOWN]) + more


def _guesses(cells: list[str], width: int, words: _Words) -> Iterator[list[str]]:
    """Names for `width` fields that these cells may once have been, likeliest first."""
    over = len(cells) - width
    guesses = {0: lambda *_: [cells], 1: _joined, -1: _parted}.get(over, lambda *_: [])
    yield from (_resolved(guess, words) for guess in guesses(cells, words))
    yield from _cut_off(cells, width, words)


def _resolved(cells: list[str], words: _Words, *, damaged: bool = False) -> list[str]:
    """The names of the cells, each strange one taken for a known name of which it may be left.

    With `damaged` only those that hold what no name does, such as a quote or a NUL.
    """
    names = words.names(cells)
    free = set(words.known) - _lower(names)
    strange = [i for i, name in enumerate(names) if words.strange(cells[i]) and (not damaged or _STRAY.search(name))]
    for i in strange[:_MOST_UNKNOWN]:
        best = _likeliest(names[i], free, words)
        if best:
            names[i] = words.known[best]
            free.remove(best)
    missing = free & words.needed
    if len(strange) == len(missing) == 1 and _is_left_of(names[strange[0]], max(missing), share=0):
        # One place, one name: a single letter of it is enough.
        names[strange[0]] = words.known[missing.pop()]
    return names


def _likeliest(name: str, free: Collection[str], words: _Words) -> str:
    """The known name of which this one may be left; '' where there is none. Needed names and short ones first."""
    fit = [k for k in free if _is_left_of(name, k)]
    return min(fit, key=lambda k: (k not in words.needed, len(k), k), default="")


def _is_left_of(cell: str, name: str, *, share: float = 0.5, least: int = 1) -> bool:
    """Whether the cell is letters of the name in order, so large a share of them, and nothing else."""
    if len(cell) > _LONGEST:
        return False
    left, letters = _STRAY.sub("", cell.lower()), iter(_STRAY.sub("", name))
    return len(left) >= max(least, share * len(name)) and all(letter in letters for letter in left)


def _joined(cells: list[str], words: _Words) -> Iterator[list[str]]:
    """One cell fewer: two that a stray comma cut apart are one again."""
    blank = [not cell.strip() for cell in cells]
    # A name that stands twice may be the end of another one, as 'Last Name' is of 'Phonetic Last Name'.
    often = Counter(words.names(cells))
    strange = [blank[i] or words.strange(cell) or often[words.name(cell)] > 1 for i, cell in enumerate(cells)]
    pairs = [i for i in range(len(cells) - 1) if (strange[i] and strange[i + 1]) or blank[i] or blank[i + 1]]
    merged = [(i, cells[i] + cells[i + 1]) for i in pairs[:_MOST_UNKNOWN]]
    known = [(i, cell) for i, cell in merged if words.known.keys() & _lower(_resolved([cell], words))]
    # Where nothing tells which two it were, all other columns must keep their places.
    one_run = all(b == a + 1 for a, b in pairwise(pairs))
    for i, cell in known or (merged if one_run else []):
        yield [*cells[:i], cell, *cells[i + 2 :]]


def _parted(cells: list[str], words: _Words) -> Iterator[list[str]]:
    """One cell more: the one in which a comma was lost is two again."""
    strange = [i for i, cell in enumerate(cells) if words.strange(cell)]
    taken = _lower(words.names(cells))
    free = [k for k in words.known if k not in taken]
    for i in strange[:_MOST_UNKNOWN]:
        bare = words.name(cells[i]).lower()
        both = [(a, b) for a in free for b in free if a != b and _is_left_of(bare, a + b, least=len(a + b) - _LOST)]
        both.sort(key=lambda ab: (-sum(x in words.needed for x in ab), len(ab[0] + ab[1]), ab))
        one = [(k, bare[n:]) for k in free if (n := _shared(bare, k)) >= max(_BEGINNING, len(k) - _LOST)]
        one += [(bare[:-n], k) for k in free if (n := _shared(bare[::-1], k[::-1])) >= max(_BEGINNING, len(k) - _LOST)]
        yield from ([*cells[:i], *pair, *cells[i + 1 :]] for pair in (*both[:1], *one))
    if len(strange) == 1:
        yield [*cells[: strange[0] + 1], "", *cells[strange[0] + 1 :]]


def _shared(a: str, b: str) -> int:
    """How many first letters two words share."""
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _cut_off(cells: list[str], width: int, words: _Words) -> Iterator[list[str]]:
    """The header alone, where the first record ran into it: as many cells again follow, none of them a known name."""
    head, rest = cells[:width], cells[width:]
    if not 0 < width - 2 <= len(rest) or not all(map(words.strange, rest)):
        return
    last, free = words.name(head[-1]).lower(), set(words.known) - _lower(words.names(head))
    begun = [k for k in free if _shared(last, k) >= max(_BEGINNING, len(k) - _LOST)]
    best = max(begun, key=lambda k: (k in words.needed, len(k), k), default=head[-1])
    yield _resolved([*head[:-1], best] if words.strange(head[-1]) else head, words)
