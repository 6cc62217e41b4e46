"""LinkedIn's data archive: Connections, messages and Invitations, in the header variants of all years.

Files are known by their header; the files of an archive that say nothing about contact are known
by their name. Times without a zone are UTC unless a zone is given.
"""

import re
from collections.abc import Callable

import pandas as pd

from netgraph.readers import dates, handles, ledger, records
from netgraph.readers.files import File, Options
from netgraph.readers.ledger import ASIDE, REJECTED, Ruling
from netgraph.readers.lines import lines, whole
from netgraph.readers.linkedin_people import Messages, invited, inviting, owner_of
from netgraph.readers.rows import Rows, rows, split
from netgraph.tables import Export, TableError

NAME = "linkedin"

_HEADERS = {
    "connections": {"firstname", "lastname", "connectedon"},
    "messages": {"conversationid", "from", "to", "date"},
    "invitations": {"from", "to", "sentat", "direction"},
    "profile": {"firstname", "lastname", "headline"},
}
_DATE = {"connections": "connectedon", "messages": "date", "invitations": "sentat", "profile": "headline"}
_NOT_PEOPLE = ("guidemessages", "learningroleplaymessages", "learningcoachmessages")
_UNREAD = (
    "adstargeting", "causesyoucareabout", "certifications", "companyfollows", "courses", "education", "emailaddresses",
    "endorsementgiveninfo", "endorsementreceivedinfo", "events", "eventsattended", "groups", "honors",
    "importedcontacts", "inferencesaboutyou", "instantreposts", "jobapplications", "jobseekerpreferences", "languages",
    "learning", "logins", "memberfollows", "organizations", "patents", "phonenumbers", "positions", "profilesummary",
    "projects", "publications", "reactions", "receipts", "recommendationsgiven", "recommendationsreceived",
    "registration", "richmedia", "savedjobs", "savedjobalerts", "searchqueries", "securitychallenges", "shares",
    "skills", "testscores", "verifications", "volunteering", "votes", "whatsappphonenumbers",
)  # fmt: skip


def sniff(file: File, options: Options | None = None) -> bool:  # noqa: ARG001
    """Whether this is a file of a LinkedIn archive: by its header, or by the name of one that is not read."""
    return file.name.lower().endswith(".csv") and bool(_kind(file))


def read(file: File, options: Options | None = None) -> Export:
    """Contacts or interactions of one file; its `me` holds the owner's handles where the file shows them."""
    options, kind = options or Options(), _kind(file)
    if kind in ("unread", "not people"):
        rule = ledger.OTHER_KIND if kind == "unread" else ledger.COACH
        return Export(ledger=ledger.one(file.name, NAME, ASIDE, rule, size=len(whole(file))))
    found = rows(whole(file), is_header=_is_header(kind), looks=_looks(_DATE[kind]), name=_plain)
    if found is None:
        raise TableError(f"{file.name}: its header is damaged; export it again")
    return _READ[kind](file, found, options)


def _plain(name: str) -> str:
    return re.sub(r"[\s_\ufeff]+", "", name).lower()


def _kind(file: File) -> str:
    stem = _plain(file.name.rpartition("/")[2].removesuffix(".csv").removesuffix(".CSV"))
    if stem in _NOT_PEOPLE:
        return "not people"
    for line in lines(file.head()):
        cells = {_plain(cell) for cell in split(line.text)}
        for kind, needed in _HEADERS.items():
            if needed <= cells:
                return kind
    return "unread" if stem in _UNREAD else ""


def _is_header(kind: str) -> Callable[[list[str]], bool]:
    return lambda cells: _HEADERS[kind] <= {_plain(cell) for cell in cells}


def _looks(column: str) -> Callable:
    def of(header: list[str]) -> Callable[[list[str]], bool]:
        at = header.index(column)
        # A mere number is a date in logs, not here: it would cut messages that hold rows of numbers.
        return lambda cells: len(cells) > at and dates.is_dated(cells[at]) and not cells[at].strip().isdigit()

    return of


def _column(found: Rows, *names: str) -> pd.Series:
    """The first of these columns that the file has, stripped; empty text where it has none."""
    name = next((n for n in names if n in found.fields), None)
    if name is None:
        return pd.Series("", index=found.fields.index, dtype="str")
    return found.fields[name].str.strip()


def _finished(file: File, options: Options, found: Rows, rulings: list[Ruling], **parts) -> Export:
    """The Export of a file, its books made from the rulings on each record."""
    places, overhead = found.places.assign(file=file.name), {file.name: found.overhead}
    return records.finished(NAME, places, rulings, overhead=overhead, keep=options.keep, **parts)


def _connections(file: File, found: Rows, options: Options) -> Export:
    since = dates.parsed(_column(found, "connectedon"), dates=options.dates)
    first, last = _column(found, "firstname"), _column(found, "lastname")
    cards = pd.DataFrame({
        "name": (first + " " + last).str.strip(), "url": _column(found, "url", "profileurl").map(handles.profile),
        "address": _column(found, "emailaddress", "email").map(handles.address),
        "organisation": _column(found, "company"), "title": _column(found, "position"),
        "since": since.time.dt.normalize(),
    })  # fmt: skip
    cards["url"] = cards["url"].mask((cards["url"] == "") & (cards["name"] != ""), "linkedin:" + cards["name"])
    cards["handles"] = [tuple(h for h in both if h) for both in zip(cards["url"], cards["address"], strict=True)]
    unknown = (cards["url"] == "") & (cards["address"] == "")
    dated = _column(found, "connectedon") != ""
    strange = dates.implausible(since.time)
    rulings = [
        Ruling(unknown & (since.time.notna()), ASIDE, "hidden member"),
        Ruling(unknown, REJECTED, ledger.NOBODY, "no name, profile or address"),
        Ruling(dated & since.time.isna(), REJECTED, ledger.UNDATED, since.reason),
        Ruling(strange, REJECTED, ledger.IMPLAUSIBLE, records.implausible(since.time)),
    ]
    return _finished(
        file, options, found, rulings,
        contacts=lambda used: records.cards(cards[used], source=NAME),
        windows=ledger.window(NAME, since.time.mask(strange)),
    )  # fmt: skip


def _messages(file: File, found: Rows, options: Options) -> Export:
    when = dates.parsed(_column(found, "date"), timezone=options.timezone, dates=options.dates)
    said = Messages(
        conversation=_column(found, "conversationid"), name=_column(found, "from"),
        url=_column(found, "senderprofileurl"), to=_column(found, "to"), urls=_column(found, "recipientprofileurls"),
    )  # fmt: skip
    sponsored = (said.url == "") & _column(found, "content").str.contains("spinmail", case=False, regex=False)
    folder = _column(found, "folder").str.upper()
    draft = _yes(_column(found, "ismessagedraft")) | _yes(_column(found, "isconversationdraft")) | (folder == "DRAFTS")
    strange = dates.implausible(when.time)
    sent = pd.DataFrame({"time": when.time, "sender": said.sender, "receivers": said.receivers})
    rulings = [
        Ruling(sponsored, ASIDE, ledger.SPONSORED),
        Ruling(draft, ASIDE, "draft"),
        Ruling(folder.isin(["SPAM", "TRASH"]), ASIDE, "spam or trash"),
        *records.message_rulings(when, strange, sent),
    ]
    return _finished(
        file, options, found, rulings,
        interactions=lambda used: records.interactions(sent[used], channel=NAME, source=NAME),
        contacts=lambda used: said.shown(used), windows=ledger.window(NAME, when.time.mask(strange)),
        me=lambda used: owner_of(said, used & ~draft),
    )  # fmt: skip


def _yes(flags: pd.Series) -> pd.Series:
    return flags.str.lower().isin(["yes", "true", "1"])


def _invitations(file: File, found: Rows, options: Options) -> Export:
    # The vendor writes these in US order; evidence in the file goes before that.
    when = dates.parsed(_column(found, "sentat"), timezone=options.timezone, dates=options.dates, default="M/D")
    from_, to = inviting(_column(found, "from"), _column(found, "inviterprofileurl")), \
        inviting(_column(found, "to"), _column(found, "inviteeprofileurl"))  # fmt: skip
    receivers = to["handle"].map(lambda h: (h,) if h else ())
    sent = pd.DataFrame({"time": when.time, "sender": from_["handle"], "receivers": receivers})
    strange = dates.implausible(when.time)
    direction = _column(found, "direction").str.upper()
    owner = from_["handle"].where(direction == "OUTGOING", to["handle"])[direction.isin(["OUTGOING", "INCOMING"])]
    return _finished(
        file, options, found, records.message_rulings(when, strange, sent),
        interactions=lambda used: records.interactions(sent[used], channel=NAME, source=NAME, kind="invitation"),
        contacts=lambda used: invited(pd.concat([from_[used], to[used]])),
        windows=ledger.window(NAME, when.time.mask(strange)),
        me=lambda used: _most_common(owner[used[owner.index]]),
    )  # fmt: skip


def _most_common(of: pd.Series) -> tuple[str, ...]:
    counts = of.value_counts()
    return tuple(sorted(counts.index[counts > counts.sum() / 2]))


def _profile(file: File, found: Rows, options: Options) -> Export:
    name = (_column(found, "firstname") + " " + _column(found, "lastname")).str.strip()
    rulings = [Ruling(name.notna(), ASIDE, "Profile: read for the owner's name only")]
    shown = name[(found.places["damage"] == "") & (name != "")]
    # A table of many profiles is somebody's list of prospects: none of them is the owner.
    return _finished(file, options, found, rulings, me=tuple("linkedin:" + shown) if len(name) == 1 else ())


_READ = {
    "connections": _connections, "messages": _messages, "invitations": _invitations, "profile": _profile,
}  # fmt: skip
