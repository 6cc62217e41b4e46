"""The user's names for columns of logs and of lists of contacts: ours -> theirs, as a mapping or a small TOML file."""

import os
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path

from netgraph.readers.csvheader import Finder, Head
from netgraph.tables import TableError

NEEDED = ("time", "sender", "receiver")
OPTIONAL = {
    "channel": "log",
    "kind": "message",
    "event": "",
    "recipients": "",
    "reply_to": "",
    "duration": "",
    "source": "log",
}
"""Further columns of a log, with what stands for them where they are not there."""

CARD = ("handle", "name", "organisation", "title", "since")
"""Columns of a list of contacts; several of theirs are joined by '+', as in handle=Email+Phone."""

_LOST, _SHOWN, _ENOUGH = 3, 12, 6
_HINT = 'write it as handle = "Email+Phone", a line for each of our columns'


def mapping(columns: Mapping[str, str] | str | os.PathLike | None) -> dict[str, str] | None:
    """A mapping of our columns to theirs, as it was given or as a TOML file has it; None for an empty one.

    A list of columns in the file is the same as their names joined by '+'. Raises TableError for a
    column that is none of ours, a name that is no text, or a file that cannot be read.
    """
    given = _file(Path(columns)) if isinstance(columns, (str, os.PathLike)) else dict(columns or {})
    for ours, theirs in given.items():
        if ours not in (*NEEDED, *OPTIONAL, *CARD):
            raise TableError(
                f"columns: {ours!r} is not a column of a log; those are {', '.join([*NEEDED, *OPTIONAL])}; "
                f"nor of contacts: {', '.join(CARD)}"
            )
        if not isinstance(theirs, str) or not theirs.strip():
            raise TableError(f"columns: {ours} must name a column, not {theirs!r}; {_HINT}")
    return given or None


def of_log(columns: Mapping[str, str] | None) -> dict[str, str]:
    """The part of a mapping that names columns of a log."""
    return {ours: theirs for ours, theirs in (columns or {}).items() if ours not in CARD}


def of_card(columns: Mapping[str, str] | None) -> dict[str, str]:
    """The part of a mapping that names columns of a list of contacts."""
    return {ours: theirs for ours, theirs in (columns or {}).items() if ours in CARD}


def parts(theirs: str, names: list[str]) -> list[str]:
    """The columns that a mapping names: the one called so if it is there, else those joined by '+'."""
    return [theirs] if theirs in names else [part.strip() for part in theirs.split("+")]


def completing(finder: Finder, known: Collection[str]) -> Finder:
    """A finder of headers that gives back the letters that names of columns lost, up to three of each; mended, then.

    It also finds one of which stray line ends made three lines at the start of a file.
    """

    def find(texts: list[str], delimiter: str = ",") -> Head | None:
        head = finder(texts, delimiter) or _in_pieces(finder, texts, delimiter)
        if head and not head.mended and not set(head.names) <= set(known):
            # Of one or two records the finder takes no advice, as a log may have; here the columns are known.
            again = finder([*texts[: head.last], *_ENOUGH * texts[head.last : head.last + 1]], delimiter)
            head = again if again and set(again.names) <= set(known) else head
        names = _completed(head.names, known) if head else []
        if not head or names == head.names:
            return head
        return head._replace(names=names, mended=f"its header is damaged; read as {', '.join(names[:_SHOWN])}")

    return find


def _in_pieces(finder: Finder, texts: list[str], delimiter: str) -> Head | None:
    first, rest = "".join(text.rstrip("\r\n") for text in texts[:2]), texts[2:]
    head = finder([first, *rest], delimiter) if rest else None
    return head._replace(last=head.last + 1) if head and head.mended and head.first == 0 else None


def _completed(names: list[str], known: Collection[str]) -> list[str]:
    free, found = set(known) - set(names), list(names)
    strange = [at for at, name in enumerate(names) if name not in known][:_SHOWN]
    for at in strange:
        if best := min((k for k in free if _is_left_of(found[at], k)), key=lambda k: (len(k), k), default=""):
            found[at] = best
            free.remove(best)
    return found


def _is_left_of(name: str, whole: str) -> bool:
    letters = iter(whole)
    lost = len(whole) - len(name)
    return 0 < lost <= min(_LOST, len(name)) and len(name) > 1 and all(letter in letters for letter in name)


def _file(path: Path) -> dict[str, object]:
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise TableError(f"{path.name}: cannot be read ({error.strerror}); check the path of the columns") from error
    except ValueError as error:
        raise TableError(f"{path.name}: {' '.join(str(error).split())}; {_HINT}") from error
    return {ours: _joined(theirs) for ours, theirs in given.items()}


def _joined(theirs: object) -> object:
    several = isinstance(theirs, list) and all(isinstance(name, str) for name in theirs)
    return "+".join(theirs) if several else theirs
