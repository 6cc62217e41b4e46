"""What lies under a path: files, zip members and folders, each as a name, a size and a way to open it."""

import gzip
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from lzma import LZMAError
from pathlib import Path
from struct import error as StructError  # noqa: N812
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812

import pandas as pd

from netgraph.tables import TableError

HIDDEN = "hidden file"
HIDDEN_FOLDER = "hidden folder, not looked into"
LINK = "link to a folder, not followed"
CLOSED = "folder that cannot be opened"
NO_FILE = "broken link or device, not a file"
EMPTY = "empty file"
UNDELIVERED = "Maildir: not delivered yet"
BOMB = "zip member that unpacks to more than 200 times its size"
OUTSIDE = "zip member outside its folder"
SAVED = "a saved network"
CURRENT = "current.json"
UNREADABLE = (OSError, EOFError, BadZipFile, ZlibError, LZMAError, RuntimeError)
SAVED_NEXT = f"{SAVED}: open it with ng.load or give it to ng.network"

_BY_THE_SYSTEM = {"thumbs.db", "desktop.ini", "__macosx"}
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_BOMB_RATIO, _BOMB_SIZE = 200, 100_000_000
_UNPACKED_RATIO, _UNPACKED_SIZE = 40, 16_000_000
_CHUNK = 1 << 20
_SAVE = re.compile(r"save-\w+")
_SAVED_TABLE = re.compile(r"((?:.*/)?)save-\w+/[^/]+\.parquet")
_MOST_ABOUT = 10_000_000


@dataclass(frozen=True)
class File:
    """One file to read.

    `name` is its path below what was given, with forward slashes, and U+FFFD for what cannot be
    shown: control characters and bytes that are no text. `size` is in bytes: of a zip
    member unpacked, of a .gz file as stored. `open()` gives a fresh binary stream, of a .gz file
    unpacked; it raises TableError where that is more than 40 times the file. `rule` says why the file is
    set aside unread; empty for a file to be read. `parts` are the files of a source whose files belong
    together, such as a mail folder, which is read as one mailbox.
    """

    name: str
    size: int
    open: Callable[[], BinaryIO]
    rule: str = ""
    parts: tuple["File", ...] = ()

    def __post_init__(self):
        object.__setattr__(self, "name", _UNPRINTABLE.sub("\ufffd", self.name))

    def head(self, size: int = 8192) -> bytes:
        """The first bytes, for a look at what the file is; fewer where a packed file breaks off."""
        found = b""
        with self.open() as stream:
            try:
                while len(found) < size and (piece := stream.read1(size - len(found))):
                    found += piece
            except EOFError:
                if not found:
                    raise
        return found


def pieces(stream: BinaryIO) -> Iterator[bytes]:
    """All that a stream gives, as it comes: where a packed file breaks off, nothing before that is lost."""
    while piece := stream.read1(_CHUNK):
        yield piece


@dataclass(frozen=True)
class Options:
    """How to read what a file leaves open.

    `timezone`: IANA name for times without a zone (UTC, and flagged, where None). `dates`: 'D/M'
    or 'M/D'. `columns`: our column name -> theirs, for logs and lists of contacts. `me`: handles or
    names of the owner. `region`: two-letter country of phone numbers that state none. `keep`: rules of
    `ledger.NOT_PEOPLE` that set nothing aside.
    """

    timezone: str | None = None
    region: str | None = None
    dates: str | None = None
    columns: Mapping[str, str] | None = None
    me: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()


def files(path) -> Iterator[File]:
    """Every file at `path`: a file, a folder or a zip (in sorted order), or a list of those.

    Files that no reader should see carry the `rule` that sets them aside. Of a list, names begin
    with that of the folder or zip given, numbered where two are called the same.
    Raises TableError for a path that does not exist, that is a saved network, or for what is no path.
    """
    if not isinstance(path, (str, os.PathLike)):
        seen = Counter()
        for one in _paths(path):
            seen[one.name] += 1
            name = one.name if seen[one.name] == 1 else f"{one.name} ({seen[one.name]})"
            yield from _below(one, f"{name}/", name)
        return
    yield from _below(Path(path), "", Path(path).name)


def _paths(given) -> list[Path]:
    """The paths of a list; TableError, naming what would be one, for anything else."""
    several = isinstance(given, Iterable) and not isinstance(given, (bytes, Mapping, pd.DataFrame))
    listed = list(given) if several else [given]
    for one in listed:
        if not isinstance(one, (str, os.PathLike)):
            table = "; ng.network takes tables" if isinstance(one, pd.DataFrame) else ""
            kind = type(one).__name__
            raise TableError(f"{kind} is no path: give a file, a folder, a zip, or a list of those{table}")
    return [Path(one) for one in listed]


def _is_zip(path: Path) -> bool:
    if path.suffix.lower() != ".zip" or not path.is_file():
        return False
    try:
        with ZipFile(path):
            return True
    except (*UNREADABLE, ValueError, StructError):
        return False


def _below(path: Path, prefix: str, name: str) -> Iterator[File]:
    if path.is_dir():
        if os.access(path, os.X_OK) and _is_saved(path):
            raise TableError(f"{path.name or '.'}: {SAVED_NEXT}")
        yield from _folder(path, prefix)
    elif _is_zip(path):
        yield from _zip(path, prefix)
    elif path.is_file():
        yield _plain(path, name)
    else:
        raise TableError(f"{path.name}: there is no such file or folder; check the spelling")


def _folder(folder: Path, prefix: str) -> Iterator[File]:
    if not os.access(folder, os.R_OK | os.X_OK):
        yield _nothing(prefix or f"{folder.name}/", CLOSED)
        return
    saved = _is_saved(folder)
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        name = prefix + entry.name
        if saved and (entry.name == CURRENT or _SAVE.fullmatch(entry.name)):
            yield from _of_save(entry, name)
        elif entry.is_dir():
            rule = LINK if entry.is_symlink() else HIDDEN_FOLDER if _is_private(entry) else ""
            if rule:
                yield _nothing(f"{name}/", rule)
            else:
                yield from _folder(entry, f"{name}/")
        elif _is_zip(entry):
            yield from _zip(entry, f"{name}/")
        elif entry.is_file():
            yield _plain(entry, name)
        else:
            yield _nothing(name, NO_FILE)


def _nothing(name: str, rule: str) -> File:
    """What is no file, or none that can be looked into: it has its line in the books, without bytes."""
    return File(name, 0, partial(open, os.devnull, "rb"), rule)


def _is_saved(folder: Path) -> bool:
    """Whether a network is saved there: its current.json names the folder that holds the tables."""
    current = folder / CURRENT
    if not current.is_file() or current.stat().st_size > _MOST_ABOUT:
        return False
    try:
        about = json.loads(current.read_bytes())
    except (ValueError, RecursionError):
        return False
    return isinstance(about, dict) and bool(_SAVE.fullmatch(str(about.get("save", ""))))


def _of_save(entry: Path, name: str) -> Iterator[File]:
    inside = sorted(p for p in entry.iterdir() if p.is_file()) if entry.is_dir() else [entry]
    for path in inside:
        yield replace(_plain(path, name if path == entry else f"{name}/{path.name}"), rule=SAVED)


def _is_private(folder: Path) -> bool:
    # The folders of a Maildir begin with a dot too.
    return _is_hidden(folder.name) and not _is_maildir(folder)


def _is_maildir(folder: Path) -> bool:
    return (folder / "cur").is_dir() or (folder / "new").is_dir()


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or name.lower() in _BY_THE_SYSTEM


def _plain(path: Path, name: str) -> File:
    size = path.stat().st_size
    tmp = path.parent.name == "tmp" and _is_maildir(path.parent.parent)
    plain = partial(open, path, "rb")
    opener = partial(_Unpacked, plain, name, size) if path.suffix.lower() == ".gz" else plain
    return File(name, size, opener, _rule(path.name, size, undelivered=tmp))


def _rule(name: str, size: int, *, undelivered: bool) -> str:
    tests = ((_is_hidden(name), HIDDEN), (size == 0, EMPTY), (undelivered, UNDELIVERED))
    return next((rule for holds, rule in tests if holds), "")


def _zip(path: Path, prefix: str) -> Iterator[File]:
    # Members are opened from this one handle: it is closed when the last File of it is forgotten.
    archive = ZipFile(path)
    members = [m for m in archive.infolist() if not m.is_dir()]
    maildirs = {m.filename.rsplit("/", 2)[0] for m in members if m.filename.split("/")[-2:-1] in (["cur"], ["new"])}
    saved = _saved_in({m.filename for m in members})
    for member in sorted(members, key=lambda m: m.filename):
        file = _member(archive, member, prefix, maildirs)
        yield replace(file, rule=SAVED) if member.filename in saved else file


def _saved_in(names: set[str]) -> set[str]:
    """Members of a zip that are saved networks: current.json, and the tables in a folder save-... beside it."""
    homes = {n.removesuffix(CURRENT) for n in names if n.rpartition("/")[2] == CURRENT}
    tables = {n: found[1] for n in names if (found := _SAVED_TABLE.fullmatch(n)) and found[1] in homes}
    return set(tables) | {home + CURRENT for home in tables.values()}


def _member(archive: ZipFile, member: ZipInfo, prefix: str, maildirs: set[str]) -> File:
    folder, last = member.filename.rpartition("/")[::2]
    parent, kind = folder.rpartition("/")[::2]
    parts = [p for p in member.filename.replace("\\", "/").split("/") if p != "."]
    hidden = next((p for p in parts if _is_hidden(p) and not _mail_folder(p, folder)), last)
    rule = _rule(hidden, member.file_size, undelivered=kind == "tmp" and parent in maildirs)
    if ".." in parts or member.filename.startswith("/"):
        rule = OUTSIDE
    if not rule and member.file_size > max(_BOMB_SIZE, _BOMB_RATIO * member.compress_size):
        rule = BOMB
    gz = last.lower().endswith(".gz")
    plain = partial(archive.open, member)
    opener = partial(_Unpacked, plain, member.filename, member.file_size) if gz else plain
    return File(prefix + member.filename, member.file_size, opener, rule)


def _mail_folder(part: str, folder: str) -> bool:
    return part.startswith(".") and folder.endswith((f"{part}/cur", f"{part}/new", f"{part}/tmp"))


class _Unpacked(gzip.GzipFile):
    """What a packed file unpacks to. Raises TableError where that is far more than the file: work for nothing."""

    def __init__(self, source: Callable[[], BinaryIO], name: str, size: int):
        super().__init__(fileobj=source(), mode="rb")
        self._called, self._most = name, max(_UNPACKED_SIZE, _UNPACKED_RATIO * size)

    def read(self, size: int | None = -1) -> bytes:
        if size is None or size < 0:
            return b"".join(pieces(self))
        return self._within(super().read(size))

    def read1(self, size: int = -1) -> bytes:
        return self._within(super().read1(size))

    def readinto(self, buffer) -> int:
        return self._within(super().readinto(buffer))

    def _within(self, read):
        if self.tell() > self._most:
            times = f"{_UNPACKED_RATIO} times its size"
            raise TableError(f"{self._called}: unpacks to more than {times}; unpack it yourself")
        return read

    def close(self) -> None:
        # GzipFile closes only a file that it opened itself.
        source = self.fileobj
        super().close()
        if source:
            source.close()
