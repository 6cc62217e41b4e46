"""The user's own word on who is who, and on what was done: one plain file that one pasted line adds to.

    same = ["grace@x.example", "+447700900123"]       # one person
    different = ["emre@old.example", "/in/emre-a7fb"]  # two people of one name
    exclude = ["press@example.com"]                    # left out altogether
    notes = { "grace@x.example" = "met in Lyon" }      # shown with the person
    done = { "grace@x.example" = "2026-11-20" }        # in touch that day, where no source sees it: a call, a coffee

It is TOML, but that a key may stand as often as it likes, in any place, and its lists add up.
"""

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from netgraph.readers.handles import owner
from netgraph.store import replaced
from netgraph.tables import Export, TableError, checked

EXAMPLES = {
    "same": 'same = ["a", "b"]',
    "different": 'different = ["a", "b"]',
    "exclude": 'exclude = ["a"]',
    "notes": 'notes = { "a" = "a note" }',
    "done": 'done = { "a" = "2026-11-20" }',
}
_TABLES = ("notes", "done")
HEADER = f"""\
# Who is who, and what was done: corrections for netgraph. One line settles a case, and lines may stand in any order:
# {", ".join(EXAMPLES.values())}
"""
# A key at the beginning of a line, or the header of a TOML table, begins a statement.
_BEGINS = re.compile(r"[ \t]*[A-Za-z][\w-]*[ \t]*=|\[[A-Za-z][\w.-]*\][ \t]*(?:#|$)")
_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


@dataclass(frozen=True)
class Overrides:
    """A user's corrections, handles as they were written: the same person, different ones, left out, (handle, note).

    done : (handle, day), a day like '2026-11-20' on which the user was in touch with somebody outside of all sources.
    """

    same: tuple[tuple[str, ...], ...] = ()
    different: tuple[tuple[str, ...], ...] = ()
    exclude: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    done: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Line:
    """One thing that the file says: a group of handles, or a handle with note or day, and the line where it begins."""

    number: int
    kind: str
    words: tuple[str, ...]


def read(path: str | Path | None) -> Overrides:
    """The corrections in a file; none without a path.

    Raises TableError, with the line, where the file cannot be read, says what it cannot, or contradicts itself.
    """
    said = [] if path is None else lines(path)
    groups = {kind: tuple(s.words for s in said if s.kind == kind) for kind in EXAMPLES}
    return Overrides(**groups | {"exclude": tuple(dict.fromkeys(h for group in groups["exclude"] for h in group))})


def lines(path: str | Path) -> list[Line]:
    """What the file says, in its order. Raises TableError as `read` does."""
    name = Path(path).name
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise TableError(f"{name}: cannot be read ({error.strerror}); check the path of the overrides") from error
    return _said(name, content)


def line(kind: str, *words: str) -> str:
    """The line to paste: handles of one case, or for `notes` a handle and its note, for `done` a handle and a day.

    `read` gives exactly these texts back: what does not print, a line break too, is written as its number. Raises
    TableError for another kind, too few handles, no day, and for half a character (a surrogate), which no text file
    holds.
    """
    if kind not in EXAMPLES or not words or (kind in _TABLES and len(words) != 2):
        example = EXAMPLES.get(kind, EXAMPLES["same"])
        raise TableError(f"{kind} of {len(words)} texts is no line of overrides; write like {example}")
    quoted = [_quoted(word) for word in words]
    text = f"{{ {quoted[0]} = {quoted[-1]} }}" if kind in _TABLES else f"[{', '.join(quoted)}]"
    _said("overrides", f"{kind} = {text}".encode())
    return f"{kind} = {text}"


def added(path: str | Path, more: Iterable[str]) -> Path:
    """Append lines to the file, in one step; what stands there stays byte for byte. A missing file is begun.

    Raises TableError, and changes nothing, where the file or what it would become cannot be read.
    """
    path = Path(path).resolve()
    try:
        former = path.read_bytes() if path.exists() else HEADER.encode()
        _said(path.name, former)
        end = b"\r\n" if b"\r\n" in former else b"\n"
        gap = b"" if not former or former.endswith(b"\n") else end
        content = former + gap + b"".join(text.encode() + end for text in more)
        _said(path.name, content)
        replaced(path, content)
    except OSError as error:
        raise TableError(
            f"{path.name}: cannot be written ({error.strerror}); check the path of the overrides"
        ) from error
    return path


def fitted(corrections: Overrides, export: Export, *, roster: pd.DataFrame | None = None) -> Overrides:
    """The corrections in the spelling of the export: a handle as it is written where it occurs so, else in our one.

    Raises TableError where they leave out the owner, make the owner two people, or contradict themselves once they
    are spelled so; `read` has found every contradiction in a file already.
    """
    there = _occurring(corrections, export, roster)

    def fit(handle: str) -> str:
        return handle if handle in there else owner(handle)

    same, different = (
        tuple(tuple(map(fit, g)) for g in groups) for groups in (corrections.same, corrections.different)
    )
    exclude = tuple(dict.fromkeys(map(fit, corrections.exclude)))
    if mine := set(exclude) & set(export.me):
        raise TableError(f"overrides: {', '.join(sorted(mine))} is the owner's; take it out of exclude")
    for a, b, _ in _clashes(same, different):
        raise TableError(f"overrides: different parts {a} and {b}, which same joins; take them out of one of the two")
    for a, b, _ in _clashes([*same, export.me], different):
        raise TableError(f"overrides: {a} and {b} are both the owner's; take one of them out of different")
    tables = (tuple((fit(handle), word) for handle, word in getattr(corrections, kind)) for kind in _TABLES)
    return Overrides(same, different, exclude, *tables)


def unused(overrides: Overrides | str | Path, export: Export, *, roster: pd.DataFrame | None = None) -> pd.DataFrame:
    """Handles in the overrides that occur nowhere in the export, nor in the people table `roster`: handle, key.

    Each is a slip of spelling, or somebody who is not in this export. A row for each key that it stands under,
    in order of keys and handles.
    """
    corrections = overrides if isinstance(overrides, Overrides) else read(overrides)
    there = _occurring(corrections, export, roster)
    rows = {(h, kind) for kind, h in _mentioned(corrections) if h not in there and owner(h) not in there}
    table = pd.DataFrame(sorted(rows, key=lambda row: row[::-1]), columns=["handle", "key"])
    return checked("unused", table)


def _mentioned(corrections: Overrides) -> Iterator[tuple[str, str]]:
    """Kind and handle of all that the corrections name."""
    for kind in ("same", "different"):
        yield from ((kind, handle) for group in getattr(corrections, kind) for handle in group)
    yield from (("exclude", handle) for handle in corrections.exclude)
    yield from ((kind, handle) for kind in _TABLES for handle, _ in getattr(corrections, kind))


def _occurring(corrections: Overrides, export: Export, roster: pd.DataFrame | None) -> set[str]:
    """Those handles of the corrections, as written or in our spelling, that the export or the roster has."""
    named = {handle for _, handle in _mentioned(corrections)}
    named |= {owner(handle) for handle in named}
    log, cards = export.interactions, export.contacts
    columns = [log["sender"], log["receiver"], cards["handle"], *([] if roster is None else [roster["handle"]])]
    return named & {*export.me, *(h for values in columns if named for h in values[values.isin(named)].unique())}


# reading


def _said(name: str, content: bytes) -> list[Line]:
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        number = content.count(b"\n", 0, error.start) + 1
        raise TableError(f"{name}, line {number}: is not UTF-8; save the file as UTF-8 in your editor") from error
    statements = sorted(_statements(text))
    said = [said for number, statement in statements for said in _parsed(name, number, statement)]
    _agree(name, said)
    return said


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Number of the first line and text of each statement.

    A line that is a statement in itself is one wherever it stands, inside a longer one too, as people paste.
    """
    begun, held, whole = 1, [], []
    for number, row in enumerate(text.split("\n"), 1):
        if _BEGINS.match(row) and _is_whole(row):
            whole.append((number, row))
            row = ""  # the lines below keep their number
        elif _BEGINS.match(row):
            yield begun, "\n".join(held)
            begun, held = number, []
        held.append(row)
    yield begun, "\n".join(held)
    yield from whole


def _is_whole(row: str) -> bool:
    """Whether a row that begins a statement also ends it; what a table's header begins goes on below."""
    try:
        return not row.startswith("[") and bool(tomllib.loads(row))
    except ValueError:
        return False


def _parsed(name: str, number: int, statement: str) -> Iterator[Line]:
    try:
        given = tomllib.loads(statement)
    except ValueError as error:
        place = _PLACE.search(str(error))
        at = number if place is None or place[1] is None else number + int(place[1]) - 1
        problem = _PLACE.sub("", str(error))
        hint = EXAMPLES.get(re.split(r"[\s=]", statement.strip(), maxsplit=1)[0], EXAMPLES["same"])
        raise TableError(
            f"{name}, line {at}: {problem}; write it like {hint}, each bracket and quote closed"
        ) from error
    for key, value in given.items():
        if key not in EXAMPLES:
            near = difflib.get_close_matches(key, EXAMPLES, 1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(EXAMPLES)}"
            raise TableError(f"{name}, line {number}: unknown key {key}; {hint}")
        yield from (Line(number, key, words) for words in _groups(f"{name}, line {number}", key, value))


def _groups(place: str, kind: str, value: object) -> list[tuple[str, ...]]:
    """Groups of handles, or (handle, note) or (handle, day) each."""
    if kind in _TABLES:
        return list(_notes(place, value) if kind == "notes" else _done(place, value))
    listed = value if isinstance(value, list) else [value]
    several = kind != "exclude" and bool(listed) and all(isinstance(group, list) for group in listed)
    groups = listed if several else [value] if listed else []
    for group in groups:
        if not isinstance(group, list) or not all(isinstance(handle, str) for handle in group):
            raise TableError(f"{place}: {kind} is no list of handles; write {EXAMPLES[kind]}, in brackets and quotes")
        if not all(handle.strip() for handle in group):
            raise TableError(f"{place}: {kind} has an empty handle; take it out")
        if kind != "exclude" and len(set(group)) < 2:
            raise TableError(f"{place}: {kind} needs two handles or more; write {EXAMPLES[kind]}")
    return [tuple(group) for group in groups]


def _notes(place: str, value: object) -> Iterator[tuple[str, str]]:
    if not isinstance(value, dict) or not all(isinstance(note, str) for note in value.values()):
        raise TableError(f"{place}: notes go with handles in quotes; write {EXAMPLES['notes']}")
    if not all(handle.strip() and note.strip() for handle, note in value.items()):
        raise TableError(f"{place}: notes has an empty handle or note; take it out")
    yield from value.items()


def _done(place: str, value: object) -> Iterator[tuple[str, str]]:
    """A day may stand without quotes too, which makes it one of TOML's own."""
    if not isinstance(value, dict) or not all(handle.strip() for handle in value):
        raise TableError(f"{place}: done goes with handles in quotes; write {EXAMPLES['done']}")
    for handle, day in value.items():
        if not _is_day(str(day)):
            raise TableError(f"{place}: done has {str(day)!r}, which is no day; write {EXAMPLES['done']}")
        yield handle, str(day)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _agree(name: str, said: list[Line]) -> None:
    """TableError where `different` parts what `same` joins, be it through several groups."""
    same, different = ([s for s in said if s.kind == kind] for kind in ("same", "different"))
    spelled = {kind: [tuple(map(owner, s.words)) for s in given] for kind, given in (("s", same), ("d", different))}
    for a, b, at in _clashes(spelled["s"], spelled["d"]):
        whole = united(spelled["s"])[a]
        joined = sorted({s.number for s, group in zip(same, spelled["s"], strict=True) if whole.intersection(group)})
        places = f"line{'s' * (len(joined) > 1)} {', '.join(map(str, joined[:5]))}"
        raise TableError(
            f"{name}, line {different[at].number}: different parts {a} and {b}, which same joins ({places}); "
            "take one of these lines out"
        )


def _clashes(same: list[tuple[str, ...]], different: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, str, int]]:
    """Two handles of one group of `different` that `same` joins, and the number of that group."""
    joined = united(same)
    for number, group in enumerate(different):
        first = {}
        for handle in dict.fromkeys(group):
            other = first.setdefault(id(joined.get(handle, handle)), handle)
            if other != handle:
                yield other, handle, number


def united(groups: Iterable[tuple[str, ...]]) -> dict[str, set[str]]:
    """Handle -> all handles that the groups join with it, those of one person as the same set."""
    joined = {}
    for group in groups:
        whole = set(group).union(*(joined.get(handle, ()) for handle in group))
        joined |= dict.fromkeys(whole, whole)
    return joined


def _quoted(text: str) -> str:
    return '"' + "".join(_escaped(c) for c in text) + '"'


def _escaped(c: str) -> str:
    if "\ud800" <= c <= "\udfff":
        raise TableError("a handle or note holds half a character, which no text file can; give another handle")
    if c in '"\\':
        return f"\\{c}"
    return c if c.isprintable() else f"\\u{ord(c):04x}" if ord(c) < 0x10000 else f"\\U{ord(c):08x}"
