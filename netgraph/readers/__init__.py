"""Files into an Export: walk what was given, let the first reader that knows a file read it, add up.

A new source is one module with NAME, sniff and read, and its name in READERS.
"""

from collections.abc import Iterator

import pandas as pd

from netgraph.readers import files, handles, ledger, linkedin, mail, table, unread
from netgraph.readers.files import UNREADABLE, File, Options
from netgraph.readers.owners import WHOLE, Owners, owner_question, ownerless
from netgraph.tables import Export, TableError, combined

READERS = (linkedin, mail, table)
NONE = "none"

__all__ = ["READERS", "WHOLE", "owner_question", "ownerless", "read", "read_each", "recognised", "useful"]


def read(path, *, me=(), timezone=None, region=None, dates=None, columns=None) -> Export:
    """Everything that can be read at a path: a file, a folder, a zip, or a list of those.

    `me`: handles of the owner (addresses, profile addresses), added to those the files show.
    `timezone`: IANA zone of times that state none; UTC where not given, and the ledger says so.
    `dates`: 'D/M' or 'M/D', where a file leaves the order open. `columns`: for logs, our column
    -> theirs, such as {"receiver": "recipient"}. `region`: country of phone numbers; it has no
    effect on the formats that are read today.

    Every record of every file is in the ledger: used, set aside by a named rule, or rejected
    with a row in problems. Where LinkedIn's connections are read and nothing shows whose they
    are, the owner is 'linkedin:owner'; where two archives show two owners, a row in problems says
    so and neither is taken.
    Raises TableError, naming the next step, for a path that does not exist or is a saved network,
    an unknown option, or where no record at all could be used.
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
    options = Options(timezone, region, dates, table.mapping(columns), _owners(me))
    part, owners = None, Owners(options.me)
    for file, reader in _sorted_out(path, options):
        if part:
            yield part
        part = (file, reader.NAME if reader else NONE, owners.noted(file.name, _export(file, reader, options)))
    if part:
        yield (*part[:2], owners.settled(part[2]))


def recognised(path, *, columns=None) -> list[tuple[File, str]]:
    """Which reader would take each file ('none' where none would), from the first bytes of each; fast."""
    options = Options(columns=table.mapping(columns))
    return [(file, reader.NAME if reader else NONE) for file, reader in _sorted_out(path, options)]


def _owners(me) -> tuple[str, ...]:
    return tuple(handles.owner(h) for h in ((me,) if isinstance(me, str) else me))


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
    except UNREADABLE:
        return None


def _export(file: File, reader, options: Options) -> Export:
    if file.rule or reader is None:
        return _aside(file, NONE, *unread.verdict(file, options))
    try:
        return reader.read(file, options)
    except (TableError, *UNREADABLE) as error:
        reason = str(error) if isinstance(error, TableError) else f"{file.name}: cannot be read ({_in_a_line(error)})"
        return combined([_aside(f, reader.NAME, "not readable", reason) for f in file.parts or (file,)])


def _in_a_line(error: Exception) -> str:
    return " ".join(str(error).split())


def _aside(file: File, reader: str, rule: str, reason: str) -> Export:
    books = ledger.one(file.name, reader, ledger.ASIDE, rule, size=file.size)
    problems = [{"file": file.name, "place": WHOLE, "reason": reason}] if reason else []
    return Export(ledger=books, **({"problems": pd.DataFrame(problems)} if problems else {}))


def _nothing(export: Export) -> str:
    """Why nothing could be used, in one line: of a file that some reader knows, if there is one."""
    if not len(export.ledger):
        return f"there are no files there; {unread.NEXT}"
    if not len(export.problems):
        fates = export.ledger[export.ledger["records"] > 0].groupby("rule")["records"].sum()
        rules = sorted(set(export.ledger["rule"]) - {"", ledger.OVERHEAD})
        told = ", ".join([f"{n} {rule}" for rule, n in fates.items()] or rules) or "it holds no records"
        return f"{export.ledger['file'].iloc[0]}: no record could be used ({told}); {unread.NEXT}"
    known = export.ledger.loc[export.ledger["reader"] != NONE, "file"]
    order = ~export.problems["file"].isin(known)
    first = export.problems.loc[order.idxmin()]
    if first["reason"].startswith(first["file"]):
        return first["reason"]
    where = "" if first["place"] == WHOLE else f", {first['place']}"
    return f"{first['file']}{where}: {first['reason']}"
