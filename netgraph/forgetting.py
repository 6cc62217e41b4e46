"""Somebody is to be forgotten: out of every saved network, and kept out of those to come."""

import dataclasses
import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from netgraph import store
from netgraph.build import assembled, candidates, load, save
from netgraph.neutral import same, without_traces
from netgraph.overrides import added, line, lines, read
from netgraph.readers.handles import address, owner, profile
from netgraph.tables import TableError
from netgraph.traces import Traces, chat_name, is_full, key

MARK = "# forgotten"
HANDOUTS = ("people.csv", "ties.csv", "pairs.csv", "network.graphml", "network.gexf")
_PAGE = b'content="netgraph report: '


@dataclass(frozen=True)
class Forgotten:
    """What became of it: the handles, saved networks rewritten and those where nothing was left, and what names them.

    `pages` are reports, handouts and notebooks that still name them; `lines` the numbers of those lines of the
    overrides file, the exclusion left out, that name one of the handles; `namesakes` others of the same full name
    who stay: the saved network, and of each of them the smallest handle that has the name.
    """

    handles: tuple[str, ...]
    rewritten: tuple[Path, ...]
    untouched: tuple[Path, ...]
    pages: tuple[Path, ...]
    lines: tuple[int, ...]
    namesakes: tuple[tuple[Path, str], ...]


@dataclass(frozen=True, eq=False)
class _Book:
    """Who is who in a saved network, at its last day and not narrowed.

    names : every name that a handle is shown with: handle, name, key.
    """

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
    Raises TableError, before anything is changed, where nobody, several people or the owner is meant, where a saved
    network or the overrides cannot be read, or where a first save was cut short.
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
    """Folders of saved networks, in order. Links are not followed. TableError where a first save was cut short."""
    if not folder.is_dir():
        raise TableError(f"{folder}: there is no such folder; give one with saved networks below it")
    for place, inner, files in os.walk(folder):
        inner.sort()
        if "current.json" in files and _is_ours(Path(place)):
            yield Path(place)
        elif left := _cut_short(Path(place), inner, files):
            what = f"{place}: a save that was cut short left {', '.join(left)} there, and no network"
            raise TableError(f"{what}; that may name them, so delete it, then run this again")


def _is_ours(folder: Path) -> bool:
    """Whether a network was saved here; some other program may have a file of that name."""
    try:
        return "save" in json.loads((folder / "current.json").read_bytes())
    except (ValueError, TypeError):
        return any(folder.glob("save-*"))


def _cut_short(folder: Path, inner: list[str], files: list[str]) -> list[str]:
    """What a first save has there that was killed, or still goes on. It is for the user to tell, and to remove."""
    saves = [folder / name for name in inner if name.startswith("save-")]
    begun = [save.name for save in saves if not save.is_symlink() and any(save.glob("*.parquet"))]
    return begun + [name for name in files if name == ".current.json.partial"]


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
    chats = by_handle.assign(name=by_handle["handle"].map(chat_name))
    names = pd.concat([*shown, by_handle[by_handle["name"] != by_handle["handle"]], chats[chats["name"] != ""]])
    names = names.dropna().drop_duplicates()
    names = names.assign(key=names["name"].map(key))
    return _Book(folder, net.people, net.merges, names, frozenset(origin.export.me))


def _remembered(overrides: str | Path) -> list[frozenset[str]]:
    """The handles of each person who was forgotten before: of an exclusion whose first line ends with the mark."""
    if not Path(overrides).exists():
        return []
    excluded = [said for said in lines(overrides) if said.kind == "exclude"]
    rows = Path(overrides).read_text(encoding="utf-8-sig").split("\n")
    return [frozenset(said.words) for said in excluded if rows[said.number - 1].rstrip().endswith(MARK)]


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
    handles = book.names.loc[book.names["key"] == key(person), "handle"]
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
    return {*shown.loc[shown["handle"].isin(handles), "name"], *filter(None, map(chat_name, handles))}


def _namesakes(traces: Traces, books: list[_Book]) -> Iterator[tuple[Path, str]]:
    """Folder and smallest handle of each person left who is shown with one of the full names, once, in order."""
    full = {key(name) for name in traces.names if is_full(name)}
    for book in books:
        bearers = book.names.loc[book.names["key"].isin(full), "handle"]
        rows = book.merges[book.merges["handle"].isin(bearers) & ~book.merges["handle"].isin(traces.handles)]
        yield from ((book.folder, handle) for handle in sorted(rows.groupby("person")["handle"].min()))


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
    borne = set(book.names.loc[~book.names["handle"].isin(everywhere.handles), "key"])
    traces = Traces(everywhere.handles, frozenset(n for n in everywhere.names if key(n) not in borne))
    origin = without_traces(net.origin, traces)
    if changed := not same(net.origin, origin):
        save(assembled(origin, net.as_of), book.folder)
    _tidied(book.folder)
    return changed


def _tidied(folder: Path) -> None:
    try:
        store.tidied(folder)
    except OSError as error:
        what = f"{folder}: what an earlier save left there cannot be removed ({error.strerror})"
        raise TableError(f"{what}; it may name them, so delete it by hand") from error


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
