"""Who wrote to whom in a LinkedIn archive: handles of senders and recipients, and which of them is the owner."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from netgraph.readers import handles, ledger, records
from netgraph.readers.ledger import ASIDE, REJECTED, Ruling
from netgraph.readers.linkedin_sheet import MEMBER, NAME

HIDDEN = "hidden member"


def inviting(names: pd.Series, urls: pd.Series) -> pd.DataFrame:
    """Name and handle of the people in two columns: the profile's slug, else 'linkedin:<name>', else empty."""
    slugs = urls.map(handles.profile)
    return pd.DataFrame({"name": names, "handle": slugs.mask((slugs == "") & (names != ""), "linkedin:" + names)})


def invited(people: pd.DataFrame) -> pd.DataFrame:
    """Contacts of people with name and handle: which name the source shows for which handle."""
    return records.named(people[people["name"] != MEMBER], source=NAME)


def hidden(people: pd.DataFrame, times: pd.Series) -> list[Ruling]:
    """What becomes of records that do not say who the other person is: hidden members, if there is a date at least."""
    nobody = people["handle"] == ""
    unknown = nobody | (people["handle"] == f"linkedin:{MEMBER}")
    return [
        Ruling(unknown & times.notna(), ASIDE, HIDDEN),
        Ruling(nobody, REJECTED, ledger.NOBODY, "no name, profile or address"),
    ]


@dataclass(frozen=True)
class Messages:
    """The columns of messages.csv that say who, one row per message; empty text where the file says nothing."""

    conversation: pd.Series
    name: pd.Series
    url: pd.Series
    to: pd.Series
    urls: pd.Series

    @cached_property
    def sender(self) -> pd.Series:
        """Handle of each sender."""
        found = inviting(self.name, self.url)["handle"]
        return found.mask(found == f"linkedin:{MEMBER}", self._member)

    @cached_property
    def _member(self) -> pd.Series:
        return "linkedin:member in " + self.conversation

    @cached_property
    def _names(self) -> list[list[str]]:
        """Names in TO. They hold commas themselves: a TO that is some sender's whole name is one name."""
        known = set(self.name)
        return [[t] if t in known else [n.strip() for n in t.split(",")] if t else [] for t in self.to]

    @cached_property
    def receivers(self) -> pd.Series:
        """Handles of the recipients of each message: profiles where the file has them, else names."""
        each = zip(self.urls, self._names, self._member, strict=True)
        found = [_receivers(urls, names, member) for urls, names, member in each]
        return pd.Series(found, index=self.to.index, dtype=object)

    def shown(self, used: pd.Series) -> pd.DataFrame:
        """Contacts: the name that the file shows for each handle, as far as it says which belongs to which."""
        sender = pd.DataFrame({"handle": self.sender, "name": self.name})[used]
        pairs = zip(self.receivers[used], [n for n, u in zip(self._names, used, strict=True) if u], strict=True)
        told = [p for who, names in pairs if len(who) == len(names) for p in zip(who, names, strict=True)]
        return invited(pd.concat([sender, pd.DataFrame(told, columns=["handle", "name"], dtype="str")]))


def _receivers(urls: str, names: list[str], member: str) -> tuple[str, ...]:
    slugs = [s for s in map(handles.profile, urls.split(",")) if s]
    if not slugs:
        found = [member if n == MEMBER else f"linkedin:{n}" for n in names if n]
    else:
        # The unknown stands among the profiles where it stands among the names, so that both still agree.
        hidden = MEMBER in names and len(slugs) < len(names)
        at = names.index(MEMBER) if hidden else 0
        found = [*slugs[:at], member, *slugs[at:]] if hidden else slugs
    return tuple(dict.fromkeys(found))


def owner_of(said: Messages, used: pd.Series) -> tuple[str, ...]:
    """Handles of the one person who takes part in every conversation; none if there is no such one.

    Conversations must be two at least, three where only a name tells, for names are written in many
    ways. The person must both send and receive: a correspondent who only writes may stand alone
    where the owner's name or profile changed. The person is looked for by handle, then by name, for
    in some years the file gives the owner's profile as sender but not as recipient.
    """
    talks = said.conversation[used]
    if talks.nunique() < 2:
        return ()
    people = said.shown(used)[["handle", "name"]]
    sent = pd.DataFrame({"talk": talks, "handle": said.sender[used]})
    got = pd.DataFrame({"talk": talks, "handle": said.receivers[used]}).explode("handle")
    seats = pd.concat([sent, got]).drop_duplicates().astype("str")
    by_handle = _in_all(seats, "handle", talks.nunique())
    if talks.nunique() < 3 and not by_handle.startswith("/in/"):
        return ()
    if by_handle:
        return (by_handle,) if _both_ways([by_handle], sent, got) else ()
    named = seats.merge(people, on="handle")
    name = _in_all(named, "name", talks.nunique())
    mine = tuple(sorted(set(named.loc[named["name"] == name, "handle"]))) if name else ()
    one_profile = sum(h.startswith("/in/") for h in mine) <= 1
    return mine if one_profile and _both_ways(mine, sent, got) else ()


def _both_ways(person: Iterable[str], sent: pd.DataFrame, got: pd.DataFrame) -> bool:
    return bool(sent["handle"].isin(person).any() and got["handle"].isin(person).any())


def _in_all(seats: pd.DataFrame, column: str, talks: int) -> str:
    counts = seats.groupby(column)["talk"].nunique()
    everywhere = counts.index[counts == talks]
    return everywhere[0] if len(everywhere) == 1 else ""
