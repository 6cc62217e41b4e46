"""Files into an Export: walk what was given, let the first reader that knows a file read it, add up.

A new source is one module with NAME, sniff and read, and its name in READERS. A source whose files belong
together, as a folder of single messages does, has `bundle(file)` too: the name that they share, or '' for a
file that stands alone. Its `read` gets one File then, with the files as its parts.
"""

from collections.abc import Iterator

import pandas as pd

from netgraph.readers import files, handles, ledger, linkedin, mail, table, unread
from netgraph.readers.files import UNREADABLE, File, Options
from netgraph.readers.owners import WHOLE, Owners, by_handle, owner_question, ownerless
from netgraph.tables import Export, TableError, combined

READERS = (linkedin, mail, table)
NONE = "none"

__all__ = ["READERS", "WHOLE", "owner_question", "ownerless", "read", "read_each", "recognised", "useful"]


def read(path, *, me=(), timezone=None, region=None, dates=None, columns=None, keep=()) -> Export:
    """Everything that can be read at a path: a file, a folder, a zip, or a list of those.

    `me`: handles of the owner (addresses, profile addresses, phone numbers) or the name that a chat or a
    card shows, added to those the files show.
    `timezone`: IANA zone of times that state none; UTC where not given, and the ledger says so.
    `dates`: 'D/M' or 'M/D', where a file leaves the order open. `columns`: for logs, our column
    -> theirs, such as {"receiver": "recipient"}. `region`: two-letter country of phone numbers that
    state none, such as 'DE'. `keep`: rules that set aside what no person wrote to a person
    (`ledger.NOT_PEOPLE`, such as 'mailing list'), to be switched off.

    Every record of every file is in the ledger: used, set aside by a named rule, or rejected
    with a row in problems. Where LinkedIn's connections are read and nothing shows whose they
    are, the owner is 'the owner'; where two archives show two owners, a row in problems says
    so and neither is taken.
    Raises TableError, naming the next step, for a path that does not exist or is a saved network,
    an unknown option, or where no record at all could be used.
    """
    each = read_each(path, me=me, timezone=timezone, region=region, dates=dates, columns=columns, keep=keep)
    return useful(combined([part for _, _, part in each]))


def useful(export: Export) -> Export:
    """The same export, an owner who was given by name by handle; TableError where no record at all could be used."""
    if not (export.ledger["fate"] == ledger.USED).any():
        raise TableError(_nothing(export))
    return by_handle(export)


def read_each(
    path, *, me=(), timezone=None, region=None, dates=None, columns=None, keep=()
) -> Iterator[tuple[File, str, Export]]:
    """What `read` adds up, one file at a time: the file, the name of its reader ('none'), what it gave.

    Files that belong together, such as a folder of single messages (Maildir, .eml), come as one. The parts
    add up, by `tables.combined` and `useful`, to just what `read` gives. Options as for `read`.
    """
    options = Options(timezone, region, dates, table.mapping(columns), _owners(me), ledger.kept(keep))
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
    """Files with their readers; files that belong together wait until all are there."""
    bundles: dict[tuple[str, str], list[File]] = {}
    for file in files.files(path):
        reader = _reader(file, options)
        name = reader.bundle(file) if hasattr(reader, "bundle") else ""
        if name:
            bundles.setdefault((reader.NAME, name), []).append(file)
        else:
            yield file, reader
    by_name = {reader.NAME: reader for reader in READERS}
    for (reader, name), parts in sorted(bundles.items()):
        yield File(name, sum(p.size for p in parts), parts[0].open, parts=tuple(parts)), by_name[reader]


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
        return combined([_aside(f, reader.NAME, ledger.UNREADABLE, reason) for f in file.parts or (file,)])


def _in_a_line(error: Exception) -> str:
    return " ".join(str(error).split())


def _aside(file: File, reader: str, rule: str, detail: str) -> Export:
    books = ledger.one(file.name, reader, ledger.ASIDE, rule, size=file.size)
    problems = [{"file": file.name, "place": WHOLE, "reason": rule, "detail": detail}] if detail else []
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
    if first["detail"].startswith(first["file"]):
        return first["detail"]
    where = "" if first["place"] == WHOLE else f", {first['place']}"
    return f"{first['file']}{where}: {first['detail']}"
