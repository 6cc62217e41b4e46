"""People with many handles, and who is who among them: labelled data for linking handles to people.

The data is made from people, without a look at how handles are linked: names as common as names are, several handles
for most, shown untidily, seen in cards and in the company of the same circles.
"""

from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from netgraph.synth.identity_cards import cards, contacts
from netgraph.synth.identity_handles import Handle, handles, recycled
from netgraph.synth.identity_log import interactions
from netgraph.synth.identity_people import Cast, cast
from netgraph.synth.identity_shown import Noise
from netgraph.tables import Export, TableError

__all__ = ["Identities", "Noise", "identities"]

_OWNER = "Mila Quist"


@dataclass(frozen=True, eq=False)
class Identities:
    """An export whose truth is known.

    export: what readers would give. truth: handle, person (an id such as 'p00007'; 'me' for the owner; 's00003' for
    a handle that several people share, which is nobody's alone); every handle of the export once. namesakes: a, b
    (a < b), the pairs of handles of different people with the same given and family names, however they came by them.
    people: person, name (without noise), planted (namesake, colleague or relative: of those who got somebody's name).
    """

    export: Export
    truth: pd.DataFrame
    namesakes: pd.DataFrame
    people: pd.DataFrame


def identities(people: int = 1000, *, seed: int = 4, noise: Noise | None = None, owner: bool = True) -> Identities:
    """Handles of so many people over three years, and who is who.

    With an `owner` it is one person's exports, and every event involves `export.me`; without one an organisation's
    log of mail, meetings and chat between all, and nobody is `me`. `noise` is how untidy names, cards and handles
    are, by default as is common. The same arguments give the same rows. Raises TableError for fewer than 2 people.
    """
    if people < 2:
        raise TableError(f"identities: people={people} are too few to tell apart; ask for 2 or more")
    noise = Noise() if noise is None else noise
    crew = cast(people, seed, noise, owner=owner)
    made = recycled(handles(crew, seed, noise, owner=owner), crew, seed, noise)
    dealt = cards(crew, made, seed, noise, owner=owner)
    me = _me(crew) if owner else {}
    log = interactions(crew, made, me, seed, noise, on_cards={h for card in dealt for h in card.handles})
    shown = contacts(crew, made, dealt, log, seed, noise)
    named = _with_me(shown, log, me)
    export = Export(contacts=named, interactions=log, windows=_windows(log, shown), me=tuple(me.values()))
    truth = _truth(export, made, me)
    return Identities(export, truth, _namesakes(crew, made, truth), _people(crew))


def _me(crew: Cast) -> dict[str, str]:
    """The owner's handle in each channel."""
    local = _OWNER.lower().replace(" ", ".")
    return {
        "mail": f"{local}@example.org", "calendar": f"{local}@{crew.employers[0].domain}", "slack": "slack:U1000",
        "telegram": "telegram:user1000", "whatsapp": f"whatsapp:{_OWNER}", "facebook": f"meta:{_OWNER}",
        "linkedin": "/in/mila-quist", "call": "the owner", "sms": "the owner"}  # fmt: skip


def _with_me(shown: pd.DataFrame, log: pd.DataFrame, me: dict[str, str]) -> pd.DataFrame:
    """The contacts, and the owner named by each source that names people."""
    own = log.loc[log["sender"].isin(me.values()) & ~log["channel"].isin(["call", "sms"]), ["sender", "source"]]
    own = own.drop_duplicates().sort_values(["source", "sender"]).rename(columns={"sender": "handle"})
    return pd.concat([shown, own.assign(name=_OWNER)], ignore_index=True) if len(own) else shown


def _windows(log: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    """Of each source that has dates: those of its events, and of declarations in a contact list."""
    declared = shown.loc[shown["since"].notna(), ["source", "since"]].rename(columns={"since": "time"})
    times = pd.concat([log[["source", "time"]], declared], ignore_index=True)
    return times.groupby("source", as_index=False).agg(first=("time", "min"), last=("time", "max"))


def _truth(export: Export, made: list[Handle], me: dict[str, str]) -> pd.DataFrame:
    named = {h.handle: _id(h, place) for place, h in enumerate(made)} | dict.fromkeys(me.values(), "me")
    log = export.interactions
    seen = pd.concat([export.contacts["handle"], log["sender"], log["receiver"]]).drop_duplicates().sort_values()
    return pd.DataFrame({"handle": seen, "person": seen.map(named)}).reset_index(drop=True)


def _id(handle: Handle, place: int) -> str:
    return f"p{handle.people[0]:05d}" if len(handle.people) == 1 else f"s{place:05d}"


def _namesakes(crew: Cast, made: list[Handle], truth: pd.DataFrame) -> pd.DataFrame:
    seen = set(truth["handle"])
    groups: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for handle in made:
        if len(handle.people) == 1 and handle.handle in seen:
            name = crew.people[handle.people[0]].name
            groups.setdefault((name.given.native, name.family.native), []).append((handle.people[0], handle.handle))
    pairs = [
        sorted((a[1], b[1])) for group in groups.values() for a, b in combinations(group, 2) if a[0] != b[0]
    ]  # fmt: skip
    return pd.DataFrame(pairs, columns=["a", "b"], dtype="str").sort_values(["a", "b"], ignore_index=True)


def _people(crew: Cast) -> pd.DataFrame:
    numbers = range(len(crew.people))
    return pd.DataFrame({
        "person": [f"p{n:05d}" for n in numbers], "name": [p.name.everyday for p in crew.people],
        "planted": pd.Series([crew.namesakes.get(n) for n in numbers], dtype="str"),
    })  # fmt: skip
