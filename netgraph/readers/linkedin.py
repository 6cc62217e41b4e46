"""LinkedIn's data archive: who is connected, writes, invites, endorses and recommends, in the headers of all years.

Files are known by their header, also by one that is damaged or has other columns, else by their name; those of
an archive that say nothing about contact are known by their name alone. Times without a zone are UTC unless a
zone is given.
"""

import re
from collections.abc import Callable

import pandas as pd

from netgraph.readers import dates, handles, ledger, linkedin_praise, records
from netgraph.readers.files import File, Options
from netgraph.readers.ledger import ASIDE, REJECTED, Ruling
from netgraph.readers.lines import whole
from netgraph.readers.linkedin_header import COACH, columns_of, kind_of
from netgraph.readers.linkedin_people import HIDDEN, Messages, hidden, invited, inviting, owner_of
from netgraph.readers.linkedin_sheet import NAME, Sheet
from netgraph.tables import Export, TableError

__all__ = ["NAME", "read", "sniff"]

IMPORTED = "linkedin:imported"
POSITIONS = "Positions: the owner's own career, not used"
PROFILE = "Profile: read for the owner's name only"


def sniff(file: File, options: Options | None = None) -> bool:
    """Whether this is a file of a LinkedIn archive: by its header, or by its name where no other reader knows it."""
    return file.name.lower().endswith(".csv") and bool(kind_of(file, options or Options()))


def read(file: File, options: Options | None = None) -> Export:
    """Contacts or interactions of one file; its `me` holds the owner's handles where the file shows them."""
    options, kind = options or Options(), kind_of(file, options or Options())
    if kind == COACH:
        return _coach(file, options)
    if kind.startswith("recommendations") and not re.search("given|received", file.name.rpartition("/")[2].lower()):
        raise TableError(f"{file.name}: given or received? call it Recommendations_Given.csv or _Received.csv")
    if kind not in _READ:
        return Export(ledger=ledger.one(file.name, NAME, ASIDE, ledger.OTHER_KIND, size=len(whole(file))))
    return _READ[kind](Sheet(file, columns_of(file, kind, options), options))


def _coach(file: File, options: Options) -> Export:
    """Talks with a guide or a coach, or in a role-play, in the columns of messages: set aside, unless to be kept."""
    if ledger.COACH in options.keep:
        return _messages(Sheet(file, columns_of(file, "messages", options), options))
    try:
        sheet = Sheet(file, columns_of(file, "messages", options), options)
    except TableError:
        return Export(ledger=ledger.one(file.name, NAME, ASIDE, ledger.COACH, size=len(whole(file))))
    return _aside(sheet, ledger.COACH)


def _aside(sheet: Sheet, rule: str, **parts) -> Export:
    return sheet.finished([Ruling(pd.Series(True, index=sheet.found.places.index), ASIDE, rule)], **parts)


def _connections(sheet: Sheet) -> Export:
    since = dates.parsed(sheet.column("Connected On"), dates=sheet.options.dates)
    name, profile = sheet.name(), sheet.column("URL", "Profile URL").map(handles.profile)
    first = profile.mask((profile == "") & (name != ""), "linkedin:" + name)
    both = zip(first, sheet.column("Email Address", "Email").map(handles.address), strict=True)
    cards = pd.DataFrame({
        "name": name, "handles": _tuples([[h for h in each if h] for each in both], name.index),
        "organisation": sheet.column("Company"), "title": sheet.column("Position"),
    })  # fmt: skip
    return _carded(sheet, cards, since, "Connected On", source=NAME)


def _imported(sheet: Sheet) -> Export:
    """Cards of the address book that the owner once let LinkedIn read; a cell holds several addresses or numbers."""
    since = dates.parsed(sheet.column("CreatedAt"), dates=sheet.options.dates, default="M/D")
    name, region = sheet.name(), sheet.options.region
    listed = [sheet.column(c).str.split(r"[,;]", regex=True) for c in ("Emails", "Phone Numbers")]
    found = [
        [h for h in (*map(handles.address, mails), *(handles.phone(n, region) for n in numbers)) if h]
        for mails, numbers in zip(*listed, strict=True)
    ]
    held = [all_ or ([f"linkedin:{shown}"] if shown else []) for all_, shown in zip(found, name, strict=True)]
    cards = pd.DataFrame({
        "name": name, "handles": _tuples(held, name.index),
        "organisation": sheet.column("Companies"), "title": sheet.column("Title"),
    })  # fmt: skip
    return _carded(sheet, cards, since, "CreatedAt", source=IMPORTED)


def _tuples(each: list[list[str]], index: pd.Index) -> pd.Series:
    return pd.Series([tuple(dict.fromkeys(one)) for one in each], index=index, dtype=object)


def _carded(sheet: Sheet, cards: pd.DataFrame, since: dates.Times, column: str, *, source: str) -> Export:
    """The Export of a list of cards; those of hidden members have a date and nothing else."""
    unknown, strange = cards["handles"].map(len) == 0, dates.implausible(since.time)
    undated = (sheet.column(column) != "") & since.time.isna()
    rulings = [
        Ruling(unknown & since.time.notna(), ASIDE, HIDDEN),
        Ruling(unknown, REJECTED, ledger.NOBODY, "no name, profile or address"),
        Ruling(undated, REJECTED, ledger.UNDATED, since.reason),
        Ruling(strange, REJECTED, ledger.IMPLAUSIBLE, records.implausible(since.time)),
    ]
    cards = cards.assign(since=since.time.dt.normalize())
    return sheet.finished(
        rulings,
        contacts=lambda used: records.cards(cards[used], source=source),
        windows=ledger.window(source, since.time.mask(strange)),
    )


def _messages(sheet: Sheet) -> Export:
    when = dates.parsed(sheet.column("DATE"), timezone=sheet.options.timezone, dates=sheet.options.dates)
    said = Messages(
        conversation=sheet.column("CONVERSATION ID"), name=sheet.column("FROM"),
        url=sheet.column("SENDER PROFILE URL"), to=sheet.column("TO"), urls=sheet.column("RECIPIENT PROFILE URLS"),
    )  # fmt: skip
    sponsored = (said.url == "") & sheet.column("CONTENT").str.contains("spinmail", case=False, regex=False)
    folder = sheet.column("FOLDER").str.upper()
    flagged = _yes(sheet.column("IS MESSAGE DRAFT")) | _yes(sheet.column("IS CONVERSATION DRAFT"))
    draft = flagged | (folder == "DRAFTS")
    strange = dates.implausible(when.time)
    sent = pd.DataFrame({"time": when.time, "sender": said.sender, "receivers": said.receivers})
    rulings = [
        Ruling(sponsored, ASIDE, ledger.SPONSORED),
        Ruling(draft, ASIDE, "draft"),
        Ruling(folder.isin(["SPAM", "TRASH"]), ASIDE, "spam or trash"),
        *records.message_rulings(when, strange, sent),
    ]
    return sheet.finished(
        rulings,
        interactions=lambda used: records.interactions(sent[used], channel=NAME, source=NAME),
        contacts=lambda used: said.shown(used), windows=ledger.window(NAME, when.time.mask(strange)),
        me=lambda used: owner_of(said, used & ~draft),
    )  # fmt: skip


def _yes(flags: pd.Series) -> pd.Series:
    return flags.str.lower().isin(["yes", "true", "1"])


def _invitations(sheet: Sheet) -> Export:
    # The vendor writes these in US order; evidence in the file goes before that.
    options = sheet.options
    when = dates.parsed(sheet.column("Sent At"), timezone=options.timezone, dates=options.dates, default="M/D")
    from_ = inviting(sheet.column("From"), sheet.column("inviterProfileUrl"))
    to = inviting(sheet.column("To"), sheet.column("inviteeProfileUrl"))
    receivers = to["handle"].map(lambda h: (h,) if h else ())
    sent = pd.DataFrame({"time": when.time, "sender": from_["handle"], "receivers": receivers})
    strange = dates.implausible(when.time)
    direction = sheet.column("Direction").str.upper()
    owner = from_["handle"].where(direction == "OUTGOING", to["handle"])[direction.isin(["OUTGOING", "INCOMING"])]
    members = [hidden(people, when.time)[0] for people in (from_, to)]
    return sheet.finished(
        [*members, *records.message_rulings(when, strange, sent)],
        interactions=lambda used: records.interactions(sent[used], channel=NAME, source=NAME, kind="invitation"),
        contacts=lambda used: invited(pd.concat([from_[used], to[used]])),
        windows=ledger.window(NAME, when.time.mask(strange)),
        me=lambda used: _most_common(owner[used[owner.index]]),
    )


def _most_common(of: pd.Series) -> tuple[str, ...]:
    counts = of.value_counts()
    return tuple(sorted(counts.index[counts > counts.sum() / 2]))


def _profile(sheet: Sheet) -> Export:
    name = sheet.name()
    shown = name[(sheet.found.places["damage"] == "") & (name != "")]
    # A table of many profiles is somebody's list of prospects: none of them is the owner.
    return _aside(sheet, PROFILE, me=tuple("linkedin:" + shown) if len(name) == 1 else ())


def _positions(sheet: Sheet) -> Export:
    return _aside(sheet, POSITIONS)


_READ: dict[str, Callable[[Sheet], Export]] = {
    "connections": _connections,
    "messages": _messages,
    "invitations": _invitations,
    "endorsements given": linkedin_praise.endorsements_given,
    "endorsements received": linkedin_praise.endorsements_received,
    "recommendations given": linkedin_praise.recommendations_given,
    "recommendations received": linkedin_praise.recommendations_received,
    "imported": _imported,
    "profile": _profile,
    "positions": _positions,
}
