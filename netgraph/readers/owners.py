"""Whose exports these are: what the files show, and the question where they do not.

What is read at once is taken for one person's. Each reader says who the owner is where its files make that certain
(`mail_owner`, `chats`, `calendar` and their kin); what they leave open is settled from the other sources, by cards and
full names and by who is in nearly all of two of them, or asked.
"""

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations
from typing import NamedTuple

import pandas as pd

from netgraph.names import Name, named, same_name, unlike
from netgraph.readers import handles, ledger, records
from netgraph.readers.linkedin_sheet import NAME as LINKEDIN
from netgraph.tables import Export

_LOGS = ("table", "slack")
"""Readers of what an organisation may have recorded: without an owner it is seen whole."""

_WHAT = {"linkedin": "LinkedIn archive", "mail": "mailbox", "calendar": "calendar"} | dict.fromkeys(
    ("whatsapp", "signal", "telegram", "slack", "meta"), "chat"
)
_OF_NAMES = ("linkedin:", "whatsapp:", "signal:", "meta:")
_NEARLY_ALL, _OTHERS, _SELDOM, _LEAST_EVENTS, _LEAST_SOURCES, _LEAST_PARTNERS = 0.9, 0.5, 0.05, 5, 2, 3
_MOST_TOLD = 3
_GIVE = "me=[...] (or --me)"


class Account(NamedTuple):
    """The owner's handles as one file shows them."""

    file: str
    handles: tuple[str, ...]

    @property
    def first(self) -> str:
        """The handle that stands for it in words."""
        return min(self.handles, key=lambda handle: (handle == handles.OWNER, handle))


class Owners:
    """The owner of files that are read one after the other; only when all are read is it certain.

    Two files may show two owners, by two profiles or by full names that are two people's: then neither is taken,
    unless the given handles say which it is; of the others' none is. Of cards that nothing shows the owner of, it
    is `handles.OWNER`.
    """

    def __init__(self, given: tuple[str, ...]):
        self._given = given
        self._shown: dict[str, str] = {}
        self._accounts: dict[tuple[str, ...], str] = {}
        self._cards: list[pd.DataFrame] = []
        self._open: list[pd.DataFrame] = []
        self._declared = False

    def noted(self, file: str, export: Export) -> Export:
        """The export without its owner, whom only the last file can make certain."""
        self._declared = self._declared or _declares(export)
        self._cards.append(export.contacts[["handle", "name", "card"]])
        if not export.me and _personal(export):
            self._open.append(export.interactions[["source", "event", "sender", "receiver"]])
        elif (export.ledger["reader"] == LINKEDIN).any():
            self._shown = dict.fromkeys(export.me, file) | self._shown
        elif export.me:
            self._accounts.setdefault(export.me, file)
        return replace(export, me=())

    def settled(self, last: Export) -> Export:
        """The last export, with the handles of the owner, or with the problem that there are two."""
        cards = pd.concat(self._cards).drop_duplicates() if self._cards else last.contacts
        accounts = self._likely(cards)
        if rivals := self._rivals(accounts, cards):
            reason = f"two owners, {' and '.join(a.first for a in rivals)}: neither is taken; give yours with {_GIVE}"
            row = ledger.whole_file(rivals[1].file, ledger.RIVALS, reason)
            return replace(last, problems=pd.concat([last.problems, row]), me=self._given)
        found = {*self._given, *(handle for account in accounts for handle in account.handles)}
        sources = {source for log in self._open for source in log["source"].unique()}
        # With nobody known and one source there is nothing to compare, and much to hold.
        if not found <= {handles.OWNER} or len(sources) >= _LEAST_SOURCES:
            seats = _seats(self._open)
            if found <= {handles.OWNER}:
                found |= _frequent(cards, seats)
            found |= _linked(found, cards, seats)
        nobody = self._declared and not found
        return replace(last, me=(*found, *([handles.OWNER] if nobody else [])))

    def _likely(self, cards: pd.DataFrame) -> list[Account]:
        """What the files show, without what is another person's than the one given."""
        profiles = [h for h in self._shown if h.startswith("/in/")]
        if len(profiles) > 1:
            told = not set(profiles).isdisjoint(self._given)
            archives = [] if told else [Account(self._shown[h], (h,)) for h in profiles]
        else:
            archives = [Account(min(self._shown.values()), tuple(self._shown))] if self._shown else []
        mine = _full_names(self._given, cards)
        every = [*(Account(file, held) for held, file in self._accounts.items()), *archives]
        return [a for a in every if not _two(mine, _full_names(a.handles, cards))]

    def _rivals(self, accounts: list[Account], cards: pd.DataFrame) -> tuple[Account, Account] | None:
        """The first two, in the order of their handles, that are two people."""
        names = {account: _full_names(account.handles, cards) for account in accounts}
        for a, b in combinations(sorted(names, key=lambda account: (account.first, account.file)), 2):
            profiles = {h for h in (*a.handles, *b.handles) if h.startswith("/in/")}
            if _two(names[a], names[b]) or (len(profiles) > 1 and {a.first, b.first} <= self._shown.keys()):
                return a, b
        return None


def _declares(export: Export) -> bool:
    """Whether these are cards of a list of contacts."""
    listed = export.contacts["card"].notna() & ~export.contacts["source"].isin(records.DIRECTORIES)
    return bool(listed.any())


def _full_names(some: Iterable[str], cards: pd.DataFrame) -> set[Name]:
    """The full names that any source shows for these handles, or that they are made of; a given name is one itself."""
    some = set(some) - {handles.OWNER}
    shown = cards.loc[cards["handle"].isin(some), "name"].dropna().unique()
    bare = [h.partition(":")[2] if h.startswith(_OF_NAMES) else h for h in some if h[:1] not in "+/" and "@" not in h]
    return {name for name in map(named, (*shown, *bare)) if name.full}


def _two(some: set[Name], others: set[Name]) -> bool:
    """Whether these are the full names of two people: no pair of them could be one person's."""
    pairs = [unlike(a, b) for a in some for b in others]
    return bool(pairs) and all(pairs)


def _one(names: Iterable[Name]) -> bool:
    """Whether full names may all be one person's."""
    return not any(unlike(a, b) for a, b in combinations(sorted(names), 2))


def _seats(logs: list[pd.DataFrame]) -> pd.DataFrame:
    """Who takes part in each event of these logs, once each: source, at (the event in its source), handle, sent."""
    log = pd.concat(logs) if logs else pd.DataFrame(columns=["source", "event", "sender", "receiver"], dtype="str")
    log = log.assign(at=log["source"] + "\x1f" + log["event"])
    ends = [
        log[["source", "at", end]].set_axis(["source", "at", "handle"], axis=1).assign(sent=end == "sender")
        for end in ("sender", "receiver")
    ]
    return pd.concat(ends, ignore_index=True).drop_duplicates()


def _linked(mine: set[str], cards: pd.DataFrame, seats: pd.DataFrame) -> set[str]:
    """Further handles of the owner in sources that show no owner (`seats`, see `_seats`).

    They stand with a handle of the owner's on one card, or show the owner's full name and nobody else's, and one
    of them is in every event of the source that none of the owner's handles is in. Who writes under the owner's
    name in a part of them may be a namesake. Nothing follows from handles that show names of two people.
    """
    found: set[str] = set()
    while new := _linked_once(mine | found, cards, seats):
        found |= new
    return found


def _linked_once(mine: set[str], cards: pd.DataFrame, seats: pd.DataFrame) -> set[str]:
    names = _full_names(mine, cards)
    left = seats[~seats["at"].isin(seats.loc[seats["handle"].isin(mine), "at"])]
    if not len(left) or not _one(names):
        return set()
    own = cards["card"].isin(cards.loc[cards["handle"].isin(mine), "card"].dropna())
    there = _regular(left)
    shown = cards[cards["handle"].isin(there)]
    known = shown.loc[[same_name(names, {named(name)}) for name in shown["name"].fillna("")], "handle"]
    likely = there.intersection([*cards.loc[own, "handle"], *known])
    keys = {h for h in likely if _one(names | _full_names([h], cards))}
    return {h for _, part in left.groupby("source") for h in _in_each(part, keys)}


def _regular(seats: pd.DataFrame) -> set[str]:
    """Handles in at least 5 % of a source's events: nobody else can be in all of it, and a big source has few."""
    counts = seats[["source", "at", "handle"]].drop_duplicates().groupby(["source", "handle"]).size()
    often = counts[counts >= _SELDOM * seats.groupby("source")["at"].nunique().reindex(counts.index, level="source")]
    return set(often.index.get_level_values("handle"))


def _in_each(part: pd.DataFrame, keys: set[str]) -> set[str]:
    """Those of `keys` that are in a source, where each of its events has just one of them."""
    held = part.loc[part["handle"].isin(keys), ["at", "handle"]].drop_duplicates()
    alone = not held["at"].duplicated().any()
    return set(held["handle"]) if alone and held["at"].nunique() == part["at"].nunique() else set()


def _frequent(cards: pd.DataFrame, seats: pd.DataFrame) -> set[str]:
    """Handles of the one who is in nearly all of at least two sources, where nobody else is; else none.

    Nearly all: 90 % of a source's events, of five or more, where nobody else is in more than half. Handles that show
    one full name count together. Who is meant both sends and receives, and has three partners or more: with fewer
    it may be the one that all of it is about, and the owner may stand under several handles.
    """
    people = {handle: _person(handle, cards) for handle in sorted(_regular(seats))}
    seats = seats.assign(person=seats["handle"].map(people).fillna(seats["handle"]))
    firsts = [_foremost(part[["at", "person"]].drop_duplicates()) for _, part in seats.groupby("source")]
    votes = pd.Series([p for p in firsts if p], dtype="str").value_counts()
    often = votes.index[votes >= _LEAST_SOURCES]
    if len(often) != 1:
        return set()
    own = seats["person"] == often[0]
    partners = seats.loc[~own & seats["at"].isin(seats.loc[own, "at"]), "person"].nunique()
    mine = set(seats.loc[own, "handle"])
    both_ways = len(set(seats.loc[own, "sent"])) > 1
    return mine if both_ways and partners >= _LEAST_PARTNERS and _one(_full_names(mine, cards)) else set()


def _person(handle: str, cards: pd.DataFrame) -> str:
    """The full name that a handle shows, in one spelling, else the handle."""
    words = {" ".join(sorted(name.words)) for name in _full_names([handle], cards)}
    return words.pop() if len(words) == 1 else handle


def _foremost(held: pd.DataFrame) -> str:
    """Who is in nearly all of a source (at, person), where nobody else is in more than half; '' for none."""
    events = held["at"].nunique()
    first, second = [*held["person"].value_counts().head(2), 0][:2]
    certain = events >= _LEAST_EVENTS and first >= _NEARLY_ALL * events and second <= _OTHERS * events
    return held["person"].value_counts().index[0] if certain else ""


def by_handle(export: Export) -> Export:
    """The export, an owner who is given by a name that some source shows by the handles that have it."""
    log, cards = export.interactions, export.contacts
    unknown = [h for h in export.me if not any((ends == h).any() for ends in (log["sender"], log["receiver"]))]
    name = cards["name"].str.casefold()
    shown = {h: tuple(cards.loc[name == h.casefold(), "handle"].unique()) for h in unknown}
    if not any(shown.values()):
        return export
    return replace(export, me=tuple(one for h in export.me for one in shown.get(h) or (h,)))


def ownerless(export: Export) -> bool:
    """Whether somebody's own export was read, and nobody knows whose: `me` is empty.

    A log is nobody's in particular, whatever its channels and sources are called.
    """
    return not export.me and bool(_personal(export))


def owner_question(export: Export) -> str:
    """The question that an `ownerless` export leaves open, with up to three handles, those in most of its events."""
    often = _shares(export.interactions).drop_duplicates("handle").head(_MOST_TOLD)
    what = _WHAT.get(_personal(export)[0], "export")
    frequent = f"; most frequent are {', '.join(_told(often))}" if len(often) else ""
    return f"whose {what} is this? give your address or name with {_GIVE}{frequent}"


def taken(export: Export, given: Iterable[str] = ()) -> str:
    """In one line, who was taken for the owner, and how much of each source they are in; '' where it was `given`.

    Named are up to three handles, those in most events first; not those that were given, by handle or by name.
    """
    told = {one.casefold() for one in given} | {handles.owner(one).casefold() for one in given}
    named_so = export.contacts.loc[export.contacts["name"].str.casefold().isin(told), "handle"]
    mine = {h for h in export.me if h.casefold() not in told} - {handles.OWNER, *named_so}
    if not mine:
        return ""
    shares = _shares(export.interactions, among=mine)
    unseen = sorted(mine - set(shares["handle"]))
    each = [*_told(shares.head(_MOST_TOLD)), *unseen][:_MOST_TOLD]
    more = len(shares) + len(unseen) - len(each)
    also = f", and {more:,} more" if more else ""
    return f"you are {'also ' * bool(told)}taken to be {', '.join(each)}{also}; give --me if not"


def _shares(log: pd.DataFrame, *, among: set[str] | None = None) -> pd.DataFrame:
    """Handle, source (without what follows its colon), in how many of its events, and of how many; the most first."""
    kind = log["source"].str.replace(r":.*", "", regex=True)
    log = log[["event", "sender", "receiver"]].assign(source=kind)
    events = log[["source", "event"]].drop_duplicates().groupby("source").size()
    ends = [log[["source", "event", e]].set_axis(["source", "event", "handle"], axis=1) for e in ("sender", "receiver")]
    each = pd.concat([e if among is None else e[e["handle"].isin(among)] for e in ends]).drop_duplicates()
    counts = each.groupby(["handle", "source"], as_index=False).size().assign(of=lambda c: c["source"].map(events))
    return counts.sort_values(["size", "handle", "source"], ascending=[False, True, True], ignore_index=True)


def _told(shares: pd.DataFrame) -> list[str]:
    each = zip(shares["handle"], shares["size"], shares["of"], shares["source"], strict=True)
    return [f"{handle} in {size:,} of {of:,} events of {source}" for handle, size, of, source in each]


def _personal(export: Export) -> list[str]:
    """The readers of personal exports that gave records, as the ledger says."""
    used = export.ledger[(export.ledger["fate"] == ledger.USED) & (export.ledger["records"] > 0)]
    return sorted(set(used["reader"]) - {*_LOGS}, key=list(used["reader"]).index)
