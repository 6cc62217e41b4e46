"""Files into an Export: walk what was given, let the first reader that knows a file read it, add up.

A new source is one module with NAME, sniff and read, and its name in READERS.
"""

from collections.abc import Iterator
from dataclasses import replace
from zipfile import BadZipFile
from zlib import error as ZlibError  # noqa: N812

import pandas as pd

from netgraph.readers import files, handles, ledger, linkedin, mail, table
from netgraph.readers.files import File, Options
from netgraph.readers.linkedin import OWNER
from netgraph.tables import Export, TableError, combined

READERS = (linkedin, mail, table)
NONE = "none"
UNKNOWN = "not recognised"
WHOLE = "whole file"

_UNREADABLE = (OSError, EOFError, BadZipFile, ZlibError, RuntimeError)
_NEXT = "give a LinkedIn archive, mail (mbox, Maildir, .eml) or a table with time, sender and receiver"


def read(path, *, me=(), timezone=None, region=None, dates=None, columns=None) -> Export:
    """Everything that can be read at a path: a file, a folder, a zip, or a list of those.

    `me`: handles of the owner (addresses, profile addresses), added to those the files show.
    `timezone`: IANA zone of times that state none; UTC where not given, and the ledger says so.
    `dates`: 'D/M' or 'M/D', where a file leaves the order open. `columns`: for logs, our column
    -> theirs, such as {"receiver": "recipient"}. `region`: country of phone numbers; it has no
    effect on the formats that are read today.

    Every record of every file is in the ledger: used, set aside by a named rule, or rejected
    with a row in problems. Where LinkedIn's connections are read and nothing shows whose they
    are, the owner is 'linkedin:owner'.
    Raises TableError, naming the next step, for a path that does not exist, an unknown option,
    or where no record at all could be used.
    """
    each = read_each(path, me=me, timezone=timezone, region=region, dates=dates, columns=columns)
    return useful(combined([part for _, _, part in each]))


def useful(export: Export) -> Export:
    """The same export; TableError with the reason and the next step where no record at all could be used."""
    if not (export.ledger["fate"] == ledger.USED).any():
        raise TableError(_nothing(export))
    return export


def read_each(
    path, *, me=(), timezone=None, region=None, dates=None, columns=None
) -> Iterator[tuple[File, str, Export]]:
    """What `read` adds up, one file at a time: the file, the name of its reader ('none'), what it gave.

    A folder of single messages (Maildir, .eml) comes as one file. The parts add up, by
    `tables.combined`, to just what `read` gives, the owner's handles too. Options as for `read`.
    """
    options = Options(timezone, region, dates, dict(columns or {}) or None, _owners(me))
    part, owned, cards = None, bool(options.me), False
    for file, reader in _sorted_out(path, options):
        if part:
            yield part
        export = _export(file, reader, options)
        owned, cards = owned or bool(export.me), cards or _declares(export)
        part = (file, reader.NAME if reader else NONE, replace(export, me=export.me + options.me))
    # Only the last file can tell that nothing shows whose the connections are.
    if part:
        yield part if owned or not cards else (*part[:2], replace(part[2], me=(OWNER,)))


def recognised(path, *, columns=None) -> list[tuple[File, str]]:
    """Which reader would take each file ('none' where none would), from the first bytes of each; fast."""
    options = Options(columns=dict(columns or {}) or None)
    return [(file, reader.NAME if reader else NONE) for file, reader in _sorted_out(path, options)]


def _owners(me) -> tuple[str, ...]:
    return tuple(handles.owner(h) for h in ((me,) if isinstance(me, str) else me))


def _declares(export: Export) -> bool:
    """Whether these are cards of LinkedIn's connections."""
    return bool(((export.contacts["source"] == linkedin.NAME) & export.contacts["since"].notna()).any())


def _sorted_out(path, options: Options) -> Iterator[tuple[File, object]]:
    """Files with their readers; message files wait until their folder is complete."""
    mailboxes: dict[str, list[File]] = {}
    for file in files.files(path):
        reader = _reader(file, options)
        if reader is mail and mail.is_single(file):
            mailboxes.setdefault(mail.mailbox(file), []).append(file)
        else:
            yield file, reader
    for name, parts in sorted(mailboxes.items()):
        yield File(name, sum(p.size for p in parts), parts[0].open, parts=tuple(parts)), mail


def _reader(file: File, options: Options):
    if file.rule:
        return None
    try:
        return next((reader for reader in READERS if reader.sniff(file, options)), None)
    except _UNREADABLE:
        return None


def _export(file: File, reader, options: Options) -> Export:
    if file.rule:
        return _aside(file, NONE, file.rule, "")
    if reader is None:
        return _aside(file, NONE, UNKNOWN, _hint(file, options))
    try:
        return reader.read(file, options)
    except (TableError, *_UNREADABLE) as error:
        reason = str(error) if isinstance(error, TableError) else f"{file.name}: cannot be read ({error})"
        return combined([_aside(f, reader.NAME, "not readable", reason) for f in file.parts or (file,)])


def _aside(file: File, reader: str, rule: str, reason: str) -> Export:
    books = ledger.one(file.name, reader, ledger.ASIDE, rule, size=file.size)
    problems = [{"file": file.name, "place": WHOLE, "reason": reason}] if reason else []
    return Export(ledger=books, **({"problems": pd.DataFrame(problems)} if problems else {}))


def _hint(file: File, options: Options) -> str:
    if file.name.lower().endswith(".zip"):
        return "a zip inside a zip, or a damaged one: unpack it and give the folder"
    try:
        return table.hint(file, options) or f"no reader knows this file; {_NEXT}"
    except _UNREADABLE as error:
        return f"it cannot be opened ({error}); is it damaged or protected by a password?"


def _nothing(export: Export) -> str:
    """Why nothing could be used, in one line: of a file that some reader knows, if there is one."""
    if not len(export.ledger):
        return f"there are no files there; {_NEXT}"
    if not len(export.problems):
        fates = export.ledger[export.ledger["records"] > 0].groupby("rule")["records"].sum()
        told = ", ".join(f"{n} {rule}" for rule, n in fates.items()) or "it holds no records"
        return f"{export.ledger['file'].iloc[0]}: no record could be used ({told}); {_NEXT}"
    known = export.ledger.loc[export.ledger["reader"] != NONE, "file"]
    order = ~export.problems["file"].isin(known)
    first = export.problems.loc[order.idxmin()]
    if first["reason"].startswith(first["file"]):
        return first["reason"]
    where = "" if first["place"] == WHOLE else f", {first['place']}"
    return f"{first['file']}{where}: {first['reason']}"
