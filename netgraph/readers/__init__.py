"""Files into an Export: walk what was given, let the first reader that knows a file read it, add up.

A new source is one module with NAME, sniff and read, and its name in READERS. A source whose files belong
together, as a folder of single messages does, has `bundle(file)` too: the name that they share, or '' for a
file that stands alone. Its `read` gets one File then, with the files as its parts.
"""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
import phonenumbers

from netgraph.glossary import GLOSSARY
from netgraph.readers import (
    calendar,
    contacts,
    files,
    handles,
    ledger,
    linkedin,
    mail,
    meta,
    phone,
    records,
    signal,
    slack,
    table,
    telegram,
    unread,
    vcard,
    whatsapp,
)
from netgraph.readers import dates as times
from netgraph.readers.columns import mapping
from netgraph.readers.files import UNREADABLE, File, Options
from netgraph.readers.ledger import WHOLE
from netgraph.readers.owners import Owners, by_handle, owner_question, ownerless, taken
from netgraph.readers.watch import Watch, watched
from netgraph.tables import Export, TableError, combined

READERS = (linkedin, contacts, vcard, calendar, whatsapp, signal, telegram, slack, meta, phone, mail, table)
NONE, UNREAD = "none", "files that no reader reads"
_NO_TIMES = pd.Series([], dtype="str")

__all__ = ["READERS", "WHOLE", "owner_question", "ownerless", "read", "read_each", "recognised", "taken", "useful"]


def read(path, *, me=(), timezone=None, region=None, dates=None, columns=None, keep=()) -> Export:
    """Everything that can be read at a path: a file, a folder, a zip, or a list of those.

    `me`: handles of the owner (addresses, profile addresses, phone numbers) or the name that a chat or a
    card shows, added to those the files show, unless these show another person's full name.
    `timezone`: IANA zone of times that state none; UTC where not given, and the ledger says so.
    `dates`: 'D/M' or 'M/D', where a file leaves the order open. `columns`: for logs and lists of contacts,
    our column -> theirs, such as {"receiver": "recipient"} or {"handle": "Email+Phone"}, or the path of a
    TOML file that says so. `region`: two-letter country of phone numbers that state none, such as 'DE'.
    `keep`: rules that set aside what no person wrote to a person (`ledger.NOT_PEOPLE`, such as 'mailing
    list'), to be switched off.

    Every record of every file is in the ledger: used, set aside by a named rule, or rejected
    with a row in problems. Where LinkedIn's connections are read and nothing shows whose they
    are, the owner is 'the owner'; where two files show two owners, a row in problems says
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
    path, *, me=(), timezone=None, region=None, dates=None, columns=None, keep=(), watch: Watch | None = None
) -> Iterator[tuple[File, str, Export]]:
    """What `read` adds up, one file at a time: the file, the name of its reader ('none'), what it gave.

    Files that belong together, such as a folder of single messages (Maildir, .eml), come as one, and so do,
    at the end, all files that no reader reads. The parts add up, by `tables.combined` and `useful`, to just what
    `read` gives; whose they are is in the last, as only all of them show it. Options as for `read`. While a file
    is read, `watch` is given its name, of a part of several the part's, and how many of its bytes have been read.
    """
    options = _options(Options(timezone, region, dates, mapping(columns), me, keep))
    part, owners, unread_ones = None, Owners(options.me), []
    for file, reader in _sorted_out(path, options):
        if reader is None:
            unread_ones.append(file)
            continue
        if part:
            yield part
        part = (file, reader.NAME, owners.noted(file.name, _export(watched(file, watch), reader, options)))
    if unread_ones:
        if part:
            yield part
        part = (_together(UNREAD, unread_ones), NONE, _unread(unread_ones, options))
    if part:
        yield (*part[:2], owners.settled(part[2]))


def recognised(path, *, columns=None) -> list[tuple[File, str]]:
    """Which reader would take each file ('none' where none would), from the first bytes of each; fast."""
    options = Options(columns=mapping(columns))
    return [(file, reader.NAME if reader else NONE) for file, reader in _sorted_out(path, options)]


def _options(given: Options) -> Options:
    """The options in one spelling; TableError for what none of them can be, whether a file needs it or not."""
    # Nothing is parsed here: this asks whether zone and order are known.
    times.local(times.parsed(_NO_TIMES, dates=given.dates).time, given.timezone)
    region = given.region and given.region.strip().upper()
    if region and region not in phonenumbers.SUPPORTED_REGIONS:
        raise TableError(f"region {given.region!r} is not known; use a country's two letters, such as 'DE' or 'GB'")
    return replace(given, region=region or None, me=_owners(given.me, region), keep=ledger.kept(given.keep))


def _owners(me, region: str | None) -> tuple[str, ...]:
    """Handles of the owner in one spelling, and phone numbers without a country as those of `region` too."""
    known = [handles.owner(h) for h in ((me,) if isinstance(me, str) else me)]
    numbers = [handles.phone(h, region) for h in known] if region else []
    return (*known, *(n for n in numbers if n.startswith("+") and n not in known))


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
        yield _together(name, parts), by_name[reader]


def _together(name: str, parts: list[File]) -> File:
    return File(name, sum(p.size for p in parts), parts[0].open, parts=tuple(parts))


def _reader(file: File, options: Options):
    if file.rule:
        return None
    try:
        return next((reader for reader in READERS if reader.sniff(file, options)), None)
    except UNREADABLE:
        return None


def _export(file: File, reader, options: Options) -> Export:
    try:
        return reader.read(file, options)
    except (TableError, *UNREADABLE) as error:
        return combined([records.refused(part, error, reader=reader.NAME) for part in file.parts or (file,)])


def _unread(several: list[File], options: Options) -> Export:
    """The books of files that no reader reads, all at once, as there may be many."""
    verdicts = [(file, *unread.verdict(file, options)) for file in several]
    books = [(file.name, NONE, ledger.ASIDE, rule, 0, file.size) for file, rule, _ in verdicts]
    problems = [(file.name, WHOLE, rule, detail) for file, rule, detail in verdicts if detail]
    tables = {"ledger": books, "problems": problems}
    filled = {name: pd.DataFrame(rows, columns=list(GLOSSARY[name])) for name, rows in tables.items() if rows}
    return Export(**filled)


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
