"""Which file of a LinkedIn archive this is, and which of its columns is which, also where a header is damaged."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from netgraph.readers import contacts, dates, table
from netgraph.readers.columns import completing, parts
from netgraph.readers.csvheader import Finder, Head, header_like
from netgraph.readers.fields import split
from netgraph.readers.files import File, Options
from netgraph.readers.lines import lines, whole
from netgraph.readers.linkedin_sheet import plain
from netgraph.readers.rows import Rows, rows
from netgraph.tables import TableError

COACH, UNREAD = "coach", "unread"


class Kind(NamedTuple):
    """A file of the archive: its name, columns it must have, columns it may have, the one with its dates.

    `ours`: which of its columns a mapping may name, by our names for them.
    """

    stem: str
    needed: tuple[str, ...]
    others: tuple[str, ...]
    date: str
    ours: dict[str, tuple[str, ...]]


_NAME = ("First Name", "Last Name")
_TALK = {"sender": ("FROM",), "receiver": ("TO",)}
_PRAISED = ("Endorsement Date", "Skill Name")
_PROFILES = ("inviterProfileUrl", "inviteeProfileUrl")
KINDS = {
    "connections": Kind(
        "connections", (*_NAME, "Connected On"), ("URL", "Email Address", "Company", "Position"), "Connected On",
        {"name": _NAME, "since": ("Connected On",), "organisation": ("Company",), "title": ("Position",),
         "handle": ("URL", "Email Address")},
    ),
    "messages": Kind(
        "messages", ("CONVERSATION ID", "FROM", "TO", "DATE"),
        ("CONVERSATION TITLE", "SENDER PROFILE URL", "RECIPIENT PROFILE URLS", "SUBJECT", "CONTENT", "FOLDER",
         "ATTACHMENTS", "IS MESSAGE DRAFT", "IS CONVERSATION DRAFT"), "DATE", {"time": ("DATE",), **_TALK},
    ),
    "invitations": Kind(
        "invitations", ("From", "To", "Sent At", "Direction"), ("Message", *_PROFILES), "Sent At",
        {"time": ("Sent At",), **_TALK},
    ),
    "endorsements given": Kind(
        "endorsementgiveninfo", (*_PRAISED, "Endorsee First Name", "Endorsee Last Name"),
        ("Endorsee Public Url", "Endorsement Status"), "Endorsement Date",
        {"time": ("Endorsement Date",), "receiver": ("Endorsee First Name", "Endorsee Last Name")},
    ),
    "endorsements received": Kind(
        "endorsementreceivedinfo", (*_PRAISED, "Endorser First Name", "Endorser Last Name"),
        ("Endorser Public Url", "Endorsement Status"), "Endorsement Date",
        {"time": ("Endorsement Date",), "sender": ("Endorser First Name", "Endorser Last Name")},
    ),
    "recommendations given": Kind(
        "recommendationsgiven", (*_NAME, "Text", "Creation Date"), ("Company", "Job Title", "Status"), "Creation Date",
        {"time": ("Creation Date",), "receiver": _NAME},
    ),
    "recommendations received": Kind(
        "recommendationsreceived", (*_NAME, "Text", "Creation Date"), ("Company", "Job Title", "Status"),
        "Creation Date", {"time": ("Creation Date",), "sender": _NAME},
    ),
    "imported": Kind(
        "importedcontacts", (*_NAME, "Emails"),
        ("Middle Name", "Maiden Name", "NickName", "Name Prefix", "Name Suffix", "Title", "Phone Numbers", "Companies",
         "Source", "CreatedAt", "UpdatedAt", "CountryCode", "RegionCode", "ThirdPartyVerified", "Location",
         "Addresses", "Sites", "FullName"), "CreatedAt", {"name": _NAME, "since": ("CreatedAt",)},
    ),
    "positions": Kind(
        "positions", ("Company Name", "Title", "Started On"), ("Description", "Location", "Finished On"), "", {}
    ),
    "profile": Kind("profile", (*_NAME, "Headline"), ("Maiden Name", "Address", "Birth Date", "Summary", "Industry",
        "Zip Code", "Geo Location", "Twitter Handles", "Websites", "Instant Messengers"), "", {"name": _NAME}),
}  # fmt: skip
_TALKS = (
    "CONVERSATION ID", "CONVERSATION TITLE", "FROM", "SENDER PROFILE URL", "TO", "RECIPIENT PROFILE URLS", "DATE",
    "SUBJECT", "CONTENT", "FOLDER", "ATTACHMENTS", "IS MESSAGE DRAFT", "IS CONVERSATION DRAFT",
)  # fmt: skip
_CARDS = (*_NAME, "URL", "Email Address", "Company", "Position", "Connected On")
_RECOMMENDED = (*_NAME, "Company", "Job Title", "Text", "Creation Date", "Status")
# The orders that the years have had; shorter ones are their beginnings.
_ORDERS = {
    "connections": (_CARDS, (*_NAME, *_CARDS[3:], "URL")),
    "messages": (_TALKS, (*_TALKS[:5], *_TALKS[6:])),
    "invitations": (("From", "To", "Sent At", "Message", "Direction", *_PROFILES),),
    "endorsements given": ((*KINDS["endorsements given"].needed, *KINDS["endorsements given"].others),),
    "endorsements received": ((*KINDS["endorsements received"].needed, *KINDS["endorsements received"].others),),
    "recommendations given": (_RECOMMENDED,),
    "recommendations received": (_RECOMMENDED,),
}
_COACH = re.compile(r"guidemessages|learning.*(?:roleplay|coach).*|coachmessages")
_UNREAD = (
    "adstargeting", "adsclicked", "causesyoucareabout", "certifications", "comments", "companyfollows", "courses",
    "education", "emailaddresses", "events", "eventsattended", "groups", "hashtagfollows", "honors",
    "inferencesaboutyou", "instantreposts", "jobapplications", "jobapplicantsavedanswers", "jobseekerpreferences",
    "languages", "learning", "logins", "memberfollows", "organizations", "patents", "phonenumbers", "positions",
    "profilesummary", "projects", "publications", "reactions", "receipts", "receiptsv2", "registration", "richmedia",
    "saveditems", "savedjobs", "savedjobalerts", "searchqueries", "securitychallenges", "shares", "skills",
    "testscores", "verifications", "volunteering", "votes", "whatsappphonenumbers",
)  # fmt: skip
_COPY = re.compile(r"(?:\(\d+\)|-copy)$")
_BY_NAME = tuple(k for k in KINDS if k not in ("positions", "profile"))
# What is left of their headers is enough to know these; others have columns as many a table has.
_BY_RUIN = ("connections", "messages", "invitations", "endorsements given", "endorsements received")
_WORD = re.compile(r"[^\W\d_][^\d@/\"]{0,29}")
_FEWEST = 3


def kind_of(file: File, options: Options) -> str:
    """Which file of an archive this is: one of KINDS, COACH, UNREAD for one without contact, or '' for another file.

    A header that is whole decides; then the name and what is left of a header; then the name alone or what is
    left of a header, unless the file is a log or an address book.
    """
    stem = _COPY.sub("", plain(file.name.rpartition("/")[2].lower().removesuffix(".csv")))
    if _COACH.fullmatch(stem):
        return COACH
    texts = [line.text for line in lines(file.head())]
    heads = [{plain(cell) for cell in split(text)} for text in texts]
    fits = [k for k, kind in KINDS.items() if any({*map(plain, kind.needed)} <= cells for cells in heads)]
    named = next((k for k in _BY_NAME if KINDS[k].stem == stem), "")
    if fits:
        return named if named in fits else fits[0]
    if named and _finder(named, {})(texts):
        return named
    if table.sniff(file, options) or _address_book(file, options, named):
        return ""
    return named or next((k for k in _BY_RUIN if _finder(k, {})(texts)), UNREAD if stem in _UNREAD else "")


def _address_book(file: File, options: Options, named: str) -> bool:
    """Whether the file is a list of contacts; one called as a file of the archive is so only if the user says so."""
    asked = options.columns or {}
    return contacts.is_whole(file, options) if not named or ("handle" in asked and "since" not in asked) else False


def columns_of(file: File, kind: str, options: Options) -> Rows:
    """The records of a file of that kind. TableError names what its header lacks, and how to name a column of it."""
    alias = _alias(KINDS[kind], options.columns or {})
    found = rows(whole(file), finder=_finder(kind, alias), looks=_looks(plain(KINDS[kind].date)))
    if found is None:
        raise TableError(f"{file.name} {_lacking(file, KINDS[kind], alias)}")
    return found


def _finder(kind: str, alias: dict[str, str]) -> Finder:
    asked = set(alias.values())
    # Of a name that the user's mapping gives in one column, no second one is needed.
    split_names = [c for several in KINDS[kind].ours.values() if len(several) > 1 for c in map(plain, several)]
    spared = set(split_names) - asked if asked & set(split_names) else set()
    needed = {plain(column) for column in KINDS[kind].needed} - spared
    known = needed | {plain(column) for column in KINDS[kind].others}
    finder = completing(header_like(known, needed, _namer(alias)), known)

    def find(texts: list[str], delimiter: str = ",") -> Head | None:
        head = finder(texts, delimiter)
        return _as_written(head, _ORDERS.get(kind, ()), needed) if head and head.mended else head

    return find


def _as_written(head: Head, orders: tuple[tuple[str, ...], ...], needed: set[str]) -> Head:
    """A mended header with the columns in an order in which the archive writes that many, if one is like it."""
    width, found = len(head.names), set(head.names)
    written = [[plain(column) for column in order[:width]] for order in orders if len(order) >= width]
    like = [names for names in written if needed <= set(names) and 2 * len(found & set(names)) >= width]
    if not like or head.names in like:
        return head
    names = max(like, key=lambda names: sum(map(str.__eq__, names, head.names)))
    return head._replace(names=names, mended=f"its header is damaged; read as {', '.join(names)}")


def _namer(alias: dict[str, str]) -> Callable[[str], str]:
    return lambda cell: alias.get(plain(cell), plain(cell))


def _alias(kind: Kind, columns: Mapping[str, str]) -> dict[str, str]:
    """Column of the file -> column of the archive, both plain, as far as the user's mapping says so."""
    own = {plain(column) for column in (*kind.needed, *kind.others)}
    pairs = [
        (plain(theirs), plain(column))
        for ours, named in columns.items()
        for theirs, column in zip(parts(named, []), kind.ours.get(ours, ()), strict=False)
    ]
    return {theirs: column for theirs, column in pairs if theirs not in own}


def _looks(date: str) -> Callable:
    def of(header: list[str]) -> Callable[[list[str]], bool]:
        if date not in header:
            return lambda cells: len(cells) == len(header)
        at = header.index(date)
        # A mere number is a date in logs, not here: it would cut messages that hold rows of numbers.
        return lambda cells: len(cells) > at and dates.is_dated(cells[at]) and not cells[at].strip().isdigit()

    return of


def _lacking(file: File, kind: Kind, alias: dict[str, str]) -> str:
    """In words, what the header lacks; what it has is told only of what looks like a header and not like a message."""
    heads = [[cell.strip() for cell in split(line.text)] for line in lines(file.head())[:20]]
    shown = next((h for h in heads if len(h) >= _FEWEST and all(_WORD.fullmatch(cell) for cell in h)), [])
    there = {alias.get(plain(cell), plain(cell)) for cell in shown}
    missing = [column for column in kind.needed if plain(column) not in there]
    how = [f"{ours}=..." for ours, columns in kind.ours.items() if set(columns) & set(missing)]
    has = f"it has {', '.join(shown)}" if shown else "its header is missing or damaged: export it again"
    named = f"; name it with --columns {' '.join(how)}" if shown and how else ""
    return f"misses column {', '.join(missing)}; {has}{named}"
