"""Somebody is to be forgotten: out of every saved network, and kept out of those to come."""

import dataclasses
import json
import os
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path, PurePosixPath

import pandas as pd

from netgraph import store
from netgraph.build import Origin, assembled, candidates, load, save, without
from netgraph.overrides import Overrides, added, line, lines, read
from netgraph.readers.handles import address, owner, profile
from netgraph.tables import EXPORT_TABLES, Export, TableError
from netgraph.traces import Traces, is_full, key, part

GONE = "(forgotten)"
"""What stands in place of a remark, a source or a channel that named them."""

MARK = "# forgotten"
HANDOUTS = ("people.csv", "ties.csv", "pairs.csv", "network.graphml", "network.gexf")
_PAGE = b'content="netgraph report: '
_KEPT_ENDINGS = {".csv", ".eml", ".gz", ".ics", ".json", ".mbox", ".md", ".parquet", ".txt", ".vcf", ".xml", ".zip"}
_NUMBERED = re.compile(r"forgotten-(\d+)")
_REMARKS = {"interactions": ["channel", "kind", "source"], "contacts": ["source"], "windows": ["source"],
            "ledger": ["reader", "rule"], "problems": ["place", "reason", "detail"]}  # fmt: skip
_KEYS = {"interactions": ["event", "reply_to"], "contacts": ["card"]}
_WORDS = {"contacts": ["name", "organisation", "title"]}
_FILES = {"ledger": ["file"], "problems": ["file"]}


@dataclass(frozen=True)
class Forgotten:
    """What became of it: the handles, saved networks rewritten and those where nothing was left, and what names them.

    `pages` are reports, handouts and notebooks that still name them; `lines` the numbers of those lines of the
    overrides file, the exclusion left out, that name one of the handles; `namesakes` people of the same name, by
    saved network and id, who stay.
    """

    handles: tuple[str, ...]
    rewritten: tuple[Path, ...]
    untouched: tuple[Path, ...]
    pages: tuple[Path, ...]
    lines: tuple[int, ...]
    namesakes: tuple[tuple[Path, str], ...]


@dataclass(frozen=True, eq=False)
class _Book:
    """Who is who in a saved network, at its last day and not narrowed, and every name that a handle is shown with."""

    folder: Path
    people: pd.DataFrame
    merges: pd.DataFrame
    names: pd.DataFrame
    mine: frozenset[str]

    def widened(self, handles: set[str]) -> set[str]:
        """The handles, and all others here of the people who have one of them."""
        person = self.merges.loc[self.merges["handle"].isin(handles), "person"]
        return handles | set(self.merges.loc[self.merges["person"].isin(person), "handle"])


def forget(person: str, folders: str | Path | Iterable[str | Path] = ".", *, overrides: str | Path) -> Forgotten:
    """Remove somebody from all saved networks below some folders, and leave them out from now on.

    person : id, handle or unambiguous name. A handle that is theirs in one network counts in all. A handle that
        is nobody's here is left out from now on too; a name that is nobody's is an error.
    overrides : the user's file of corrections; it gets a line with the handles first, and is where they remain.

    Each saved network is rewritten as if their handles had been excluded, whole or not at all: run it again after
    it was cut short. Ids, file names and remarks that name them are made neutral, and cells of others that do are
    emptied; a full name that others bear, or a name of one word, stays in the rows of others. Day, decay, `only`
    and the other corrections stay. The exports that were read are not touched, nor is any copy elsewhere.
    Raises TableError, before anything is changed, where nobody, several people or the owner is meant, or where a
    saved network or the overrides cannot be read.
    """
    below = [Path(f) for f in ([folders] if isinstance(folders, str | Path) else folders)]
    stores = list(dict.fromkeys(found for folder in below for found in _stores(folder)))
    books = [_book(folder) for folder in stores]
    handles = _meant(person, books, _remembered(overrides))
    _spared_owner(person, handles, books)
    _excluded(handles, overrides)
    asked = {person.strip()} if is_full(person) and not _is_handle(person) else set()
    everywhere = Traces(frozenset(handles), frozenset(_names(handles, books) | asked))
    # Those that know the person by what was asked come last: until all is done, asking so again finds all again.
    last = sorted(books, key=lambda book: bool(_asked_for(person, book)))
    rewritten = {book.folder for book in last if _rewritten(book, everywhere)}
    return Forgotten(
        handles=tuple(sorted(handles)),
        rewritten=tuple(folder for folder in stores if folder in rewritten),
        untouched=tuple(folder for folder in stores if folder not in rewritten),
        pages=tuple(dict.fromkeys(p for folder in below for p in _pages(folder) if everywhere.in_page(_text(p)))),
        lines=_lines(handles, overrides),
        namesakes=tuple(_namesakes(everywhere, books)),
    )


# whom


def _stores(folder: Path) -> Iterator[Path]:
    """Folders of saved networks, in order. Links are not followed."""
    if not folder.is_dir():
        raise TableError(f"{folder}: there is no such folder; give one with saved networks below it")
    for place, inner, files in os.walk(folder):
        inner.sort()
        if "current.json" in files and _is_ours(Path(place)):
            yield Path(place)


def _is_ours(folder: Path) -> bool:
    """Whether a network was saved here; some other program may have a file of that name."""
    try:
        return "save" in json.loads((folder / "current.json").read_bytes())
    except (ValueError, TypeError):
        return any(folder.glob("save-*"))


def _book(folder: Path) -> _Book:
    try:
        net = load(folder)
    except TableError as error:
        raise TableError(f"{folder}: {error}, or delete it; then run this again") from error
    origin = net.origin
    last = origin.last_day
    narrowed = origin.channels is not None or origin.since is not None or origin.kept is not None
    if narrowed or net.as_of < last:
        day = net.as_of if pd.isna(last) else max(net.as_of, last)
        net = assembled(dataclasses.replace(origin, channels=None, since=None, kept=None), day)
    shown = [origin.export.contacts[["handle", "name"]]]
    if origin.attributes is not None and "name" in origin.attributes:
        shown.append(origin.attributes[["handle", "name"]].astype("str"))
    by_handle = net.merges.merge(net.people[["person", "name"]], on="person")[["handle", "name"]]
    parts = by_handle.assign(name=by_handle["handle"].map(part))
    names = pd.concat([*shown, by_handle[by_handle["name"] != by_handle["handle"]], parts[parts["name"] != ""]])
    return _Book(folder, net.people, net.merges, names.dropna().drop_duplicates(), frozenset(origin.export.me))


def _remembered(overrides: str | Path) -> list[frozenset[str]]:
    """The handles of each person who was forgotten before, as a line of the overrides file has them."""
    if not Path(overrides).exists():
        return []
    read(overrides)
    rows = Path(overrides).read_text(encoding="utf-8-sig").splitlines()
    return [
        frozenset(tomllib.loads(row)["exclude"]) for row in rows if row.endswith(MARK) and row.startswith("exclude")
    ]


def _meant(person: str, books: list[_Book], before: list[frozenset[str]]) -> set[str]:
    """All handles of the person, as any of the networks or an earlier run that was cut short knows them."""
    handles = _found(person, books)
    if not handles:
        handles = next((set(group) for group in before if _is_told(person, group)), set())
    if not handles and not _is_handle(person):
        among = f"{len(books):,} saved network{'s' * (len(books) != 1)}"
        raise TableError(f"nobody in {among} here is called {person!r}; give a handle, or the folder with the network")
    handles = handles or {owner(person)}
    wider: set[str] = set()
    while wider != handles:
        wider = handles
        handles = handles.union(*(book.widened(handles) for book in books), *(g for g in before if g & handles))
    return handles


def _found(person: str, books: list[_Book]) -> set[str]:
    """Handles of the one person who is meant; TableError where two people of different names and handles are."""
    meant = []
    for book in books:
        found = _asked_for(person, book)
        if len(found) > 1:
            raise TableError(f"{person!r} may be {', '.join(sorted(found)[:5])} in {book.folder}; give a handle")
        meant += [(book, who) for who in found]
    if len({key(_name(book, who)) for book, who in meant}) > 1 and not _linked([_handles(b, w) for b, w in meant]):
        told = " and ".join(f"{who} in {book.folder}" for book, who in meant[:5])
        raise TableError(f"{person!r} is {told}; give a handle of the one you mean")
    return {handle for book, who in meant for handle in _handles(book, who)}


def _asked_for(person: str, book: _Book) -> set[str]:
    """Ids of the people who may be meant, also by a name that a handle is shown with where theirs is a fuller one."""
    handles = book.names.loc[book.names["name"].map(key) == key(person), "handle"]
    return candidates(book, person) or set(book.merges.loc[book.merges["handle"].isin(handles), "person"])


def _linked(groups: list[set[str]]) -> bool:
    """Whether handles in common make the groups one."""
    whole, left = set(groups[0]), groups[1:]
    while near := [group for group in left if group & whole]:
        whole = whole.union(*near)
        left = [group for group in left if not group & whole]
    return not left


def _handles(book: _Book, person: str) -> set[str]:
    return set(book.merges.loc[book.merges["person"] == person, "handle"])


def _name(book: _Book, person: str) -> str:
    return book.people.set_index("person")["name"][person]


def _is_handle(person: str) -> bool:
    told = person.strip()
    return bool(address(told) or profile(told) or told.startswith("+") or re.fullmatch(r"[a-z]+:\S.*", told))


def _is_told(person: str, group: frozenset[str]) -> bool:
    """Whether this is who was forgotten before: by a handle, or by first and last word of a name that one has."""
    if {person.strip(), owner(person)} & group:
        return True
    words = key(person).split("-")
    return is_full(person) and any({words[0], words[-1]} <= set(key(handle).split("-")) for handle in group)


def _spared_owner(person: str, handles: set[str], books: list[_Book]) -> None:
    for book in books:
        if handles & book.mine:
            raise TableError(f"{person!r} is the owner of {book.folder}, who cannot be forgotten; delete the folder")


def _names(handles: set[str], books: list[_Book]) -> set[str]:
    shown = pd.concat([book.names for book in books]) if books else pd.DataFrame({"handle": [], "name": []})
    return {*shown.loc[shown["handle"].isin(handles), "name"], *filter(None, map(part, handles))}


def _namesakes(traces: Traces, books: list[_Book]) -> Iterator[tuple[Path, str]]:
    full = {key(name) for name in traces.names if is_full(name)}
    for book in books:
        others = book.names[~book.names["handle"].isin(traces.handles)]
        same = others.loc[others["name"].map(key).isin(full), "handle"]
        people = book.merges.loc[book.merges["handle"].isin(same), "handle"]
        yield from ((book.folder, handle) for handle in sorted(people))


# the overrides file


def _excluded(handles: set[str], overrides: str | Path) -> None:
    there = set(read(overrides).exclude) if Path(overrides).exists() else set()
    there |= set(map(owner, there))
    if missing := sorted(handles - there):
        added(overrides, [f"{line('exclude', *missing)}  {MARK}"])


def _lines(handles: set[str], overrides: str | Path) -> tuple[int, ...]:
    """Numbers of the lines that name a handle, exclusions left out."""
    said = [s for s in lines(overrides) if s.kind != "exclude"]
    named = [s for s in said if handles & {w for word in s.words for w in (word, owner(word))}]
    return tuple(sorted({s.number for s in named}))


# the saved networks


def _rewritten(book: _Book, everywhere: Traces) -> bool:
    """Rewrite a saved network without them; False where nothing of them was in it."""
    net = load(book.folder)
    borne = set(book.names.loc[~book.names["handle"].isin(everywhere.handles), "name"].map(key))
    traces = Traces(everywhere.handles, frozenset(n for n in everywhere.names if key(n) not in borne))
    origin = _without_traces(net.origin, traces)
    if changed := not _same(net.origin, origin):
        save(assembled(origin, net.as_of), book.folder)
    _tidied(book.folder)
    return changed


def _tidied(folder: Path) -> None:
    try:
        store.tidied(folder)
    except OSError as error:
        what = f"{folder}: what an earlier save left there cannot be removed ({error.strerror})"
        raise TableError(f"{what}; it may name them, so delete it by hand") from error


def _without_traces(origin: Origin, traces: Traces) -> Origin:
    export, roster = without(origin.export, origin.attributes, traces.handles)
    channels = origin.channels and frozenset(_remark(channel, traces) for channel in origin.channels)
    kept = origin.kept if origin.kept is None else origin.kept - traces.handles
    return dataclasses.replace(
        origin,
        export=_neutral(export, traces),
        attributes=None if roster is None else _own_words(roster, traces),
        corrections=_corrected(origin.corrections, traces),
        channels=channels,
        kept=kept,
    )


def _neutral(export: Export, traces: Traces) -> Export:
    """The export with every text that names them replaced; handles of others stay, whatever they look like."""
    tables = {name: getattr(export, name) for name in EXPORT_TABLES}
    renamed = _renaming(tables["ledger"]["file"], traces)
    ways: list[tuple[dict[str, list[str]], Callable[[str], str | None]]] = [
        (_REMARKS, lambda text: _remark(text, traces)),
        (_KEYS, lambda text: _fingerprint(text) if traces.in_key(text) else text),
        (_WORDS, lambda text: None if traces.in_words(text) else text),
        (_FILES, renamed),
    ]
    for columns, change in ways:
        for name, listed in columns.items():
            tables[name] = tables[name].assign(**{c: _changed(tables[name][c], change) for c in listed})
    return dataclasses.replace(export, **tables)


def _remark(text: str, traces: Traces) -> str:
    return GONE if traces.in_key(text) else text


def _fingerprint(text: str) -> str:
    """The same for the same id in every network, so that events that overlap still meet, and answers their event."""
    return f"forgotten:{blake2b(text.encode(errors='replace'), digest_size=8).hexdigest()}"


def _renaming(files: pd.Series, traces: Traces) -> Callable[[str], str]:
    """Gives each part of a path that names them a number; names of parts that do not are kept."""
    taken = [int(number) for file in files.unique() for number in _NUMBERED.findall(file)]
    numbers: dict[str, str] = {}

    def step(name: str) -> str:
        if _NUMBERED.match(name) or not traces.in_file(name):
            return name
        ending = PurePosixPath(name).suffix.lower()
        number = max(taken, default=0) + len(numbers) + 1
        return numbers.setdefault(name, f"forgotten-{number}{ending if ending in _KEPT_ENDINGS else ''}")

    return lambda file: "/".join(map(step, file.split("/")))


def _own_words(roster: pd.DataFrame, traces: Traces) -> pd.DataFrame:
    """An analyst's attributes of the others, without cells and headings that name them."""
    texts = [c for c in roster if c != "handle" and not pd.api.types.is_numeric_dtype(roster[c])]
    for column in texts:
        values = roster[column]
        if isinstance(values.dtype, pd.CategoricalDtype):
            values = values.cat.remove_unused_categories()  # a file keeps those that no row has
            values = values.astype("str") if any(traces.in_words(str(v)) for v in values.cat.categories) else values
        if isinstance(values.dtype, pd.StringDtype):
            values = _changed(values, lambda text: None if traces.in_words(text) else text)
        roster = roster.assign(**{column: values})
    heads = {c: f"forgotten {n}" for n, c in enumerate(roster.columns, 1) if c != "handle" and traces.in_words(str(c))}
    return roster.rename(columns=heads)


def _changed(values: pd.Series, change: Callable[[str], str | None]) -> pd.Series:
    """The texts with what `change` makes of them; the very same column where it changes none."""
    told = {text: new for text in values.dropna().unique() if (new := change(text)) != text}
    return values if not told else values.map(lambda text: told.get(text, text), na_action="ignore").astype("str")


def _corrected(corrections: Overrides, traces: Traces) -> Overrides:
    def left(groups: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
        groups = tuple(tuple(h for h in group if h not in traces.handles) for group in groups)
        return tuple(group for group in groups if len(group) > 1)

    return Overrides(
        same=left(corrections.same),
        different=left(corrections.different),
        exclude=tuple(h for h in corrections.exclude if h not in traces.handles),
        notes=tuple(
            (handle, GONE if traces.in_words(note) else note)
            for handle, note in corrections.notes
            if handle not in traces.handles
        ),
    )


def _same(one: Origin, other: Origin) -> bool:
    tables = [(getattr(one.export, t), getattr(other.export, t)) for t in EXPORT_TABLES]
    if one.attributes is not None:
        tables.append((one.attributes, other.attributes))
    plain = all(getattr(one, part) == getattr(other, part) for part in ("corrections", "channels", "kept"))
    return plain and all(a.equals(b) for a, b in tables)


# what else names them


def _pages(folder: Path) -> Iterator[Path]:
    """Reports and handouts of ours, and notebooks, also what a writing of them that was cut short left."""
    partial = {f".{name}.partial" for name in HANDOUTS}
    for place, inner, files in os.walk(folder):
        inner.sort()
        for path in (Path(place) / name for name in sorted(files)):
            ours = path.name in HANDOUTS or path.name in partial or path.suffix == ".ipynb"
            if ours or (path.name.removesuffix(".partial").endswith(".html") and _PAGE in _text(path, 1000).encode()):
                yield path


def _text(path: Path, most: int = -1) -> str:
    try:
        with path.open("rb") as file:
            return file.read(most).decode(errors="replace")
    except OSError:
        return ""
