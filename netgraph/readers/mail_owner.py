"""Whose mailbox it is: by what was sent from it and delivered to it, or by who is in nearly all of it."""

from collections import Counter
from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd

from netgraph.names import Name, named, same_name, unlike
from netgraph.readers.mail_columns import Mailbox, repeats
from netgraph.readers.mail_rules import DAMAGED, LIST, SENT, SPAM

_SHARE, _LEAST, _SENT_SHARE, _FOREIGN = 0.6, 5, 0.9, 0.1


class _Letters(NamedTuple):
    """The messages that say whose mailbox it is: no lists, no spam, no copies.

    `mails`: message (its number), sender, person, delivered, own (whether it was sent from here). `ends`: message
    and address of their receivers. `box`: what the numbers mean.
    """

    mails: pd.DataFrame
    ends: pd.DataFrame
    box: Mailbox


def owners(box: Mailbox, me: tuple[str, ...]) -> tuple[str, ...]:
    """Addresses of the one whose mailbox this is, the main one first; none where it is not certain.

    The main one is whom 90 % of what was sent from here is by, all its addresses of one full name together; else
    whom 60 % was delivered to. Neither holds for a mailbox from which people of several names write. Else it is a
    given handle that takes part, else whoever both sends and receives, in at least 60 % of the messages, in five,
    and in twice as many as anybody else: who only sends may be a correspondent, who only receives a list.
    Further ones are those that mail came in by or was sent from and that only bear the main one's full name.
    """
    letters = _letters(box)
    parts = _parts(letters)
    given = {a: parts[a] for a in me if parts[a]}
    main = _by_carrier(letters) or min(given, key=lambda a: (-given[a], a), default="") or _everywhere(letters, parts)
    return (main, *_aliases(letters, main)) if main else ()


def _letters(box: Mailbox) -> _Letters:
    real = (~box.has(DAMAGED | LIST | SPAM)).to_numpy(copy=True)
    real &= ~repeats(box.mails, real)
    mails = box.mails[["sender", "person", "delivered"]][real].assign(own=box.has(SENT)[real])
    mails.insert(0, "message", np.flatnonzero(real))
    return _Letters(mails, box.ends[real[box.ends["message"]]], box)


def _by_carrier(letters: _Letters) -> str:
    """Who sent what was sent from here, else whom it was delivered to; empty where several people write from here."""
    mails, box = letters.mails, letters.box
    sent, delivered = _counted(box, mails["sender"][mails["own"]]), _counted(box, mails["delivered"])
    receiving = _top(delivered, max(_SHARE * delivered.total(), min(_LEAST, delivered.total())))
    at = box.addresses.eq(receiving).to_numpy() if receiving else np.zeros(len(box.addresses), dtype=bool)
    if _several_people(letters, mails["own"] | at[mails["sender"]]):
        return ""
    names = _names(letters, list(sent))
    most = _top(sent, 1)
    of_one = sum(n for a, n in sent.items() if a == most or _one_person(names[most], names[a])) if most else 0
    if most and of_one >= _SENT_SHARE * sent.total():
        return most
    return receiving if receiving in ("", most) or not sent else ""


def _several_people(letters: _Letters, own: pd.Series) -> bool:
    """Whether one in ten of these messages, and two, bear the full name of another person than most do."""
    people = letters.mails["person"][own].value_counts()
    counts = Counter()
    for text, n in zip(letters.box.people["name"].reindex(people.index), people, strict=True):
        if (name := named(text)).several:
            counts[name] += n
    if len(counts) < 2:
        return False
    most = min(counts, key=lambda name: (-counts[name], name.words))
    foreign = sum(n for name, n in counts.items() if unlike(most, name))
    return foreign >= max(2, _FOREIGN * counts.total())


def _everywhere(letters: _Letters, parts: Counter) -> str:
    mails, box = letters.mails, letters.box
    both = set(box.addresses.iloc[np.intersect1d(mails["sender"], letters.ends["address"])])
    second = [*sorted(parts.values(), reverse=True), 0, 0][1]
    alone = Counter({a: n for a, n in parts.items() if a in both and n >= 2 * second})
    most = _top(alone, max(_SHARE * len(mails), _LEAST))
    at = box.addresses.eq(most).to_numpy()
    return "" if most and _several_people(letters, pd.Series(at[mails["sender"]], index=mails.index)) else most


def _aliases(letters: _Letters, main: str) -> list[str]:
    """Other addresses that mail came in by, or was sent from here, which show the main one's full name and no other."""
    mails, box = letters.mails, letters.box
    number = int(np.flatnonzero(box.addresses.eq(main))[0])
    known = letters.ends["message"].isin(letters.ends["message"][letters.ends["address"] == number])
    alone = ~letters.ends["message"].duplicated(keep=False)
    outgoing = mails["message"][mails["own"] | (mails["sender"] == number)]
    came_by = letters.ends["address"][alone & ~known & ~letters.ends["message"].isin(outgoing)]
    numbers = {*came_by.unique(), *mails["delivered"].unique(), *mails["sender"][mails["own"]].unique()}
    others = sorted({box.addresses.iloc[n] for n in numbers} - {main, ""})
    names = _names(letters, [main, *others])
    return [a for a in others if _one_person(names[main], names[a])]


def _names(letters: _Letters, addresses: list[str]) -> dict[str, list[Name]]:
    """The full names that each address writes under; where it writes under none, those that others give it."""
    box = letters.box
    people = box.people[box.addresses.isin(addresses).to_numpy()[box.people["address"]]]
    people = people.assign(full=people["name"].map(named), address=box.addresses.array.take(people["address"]))
    people = people[people["full"].map(lambda name: name.full).astype(bool)]
    writes = people.index.isin(letters.mails["person"].unique())
    heard = people.index.isin(box.seen["person"][box.seen["message"].isin(letters.mails["message"])].unique())
    own, told = ({a: list(n) for a, n in people[mask].groupby("address")["full"]} for mask in (writes, heard))
    return {a: own.get(a) or told.get(a, []) for a in addresses}


def _one_person(some: list[Name], others: list[Name]) -> bool:
    """Whether two lists of names have a full name in common and nothing that speaks of two people."""
    return same_name(some, others) and not any(unlike(a, b) for a, b in product(some, others))


def _parts(letters: _Letters) -> Counter:
    """In how many messages each address takes part."""
    sender = letters.box.mails["sender"].to_numpy()[letters.ends["message"]]
    receivers = letters.ends["address"][letters.ends["address"].to_numpy() != sender]
    return _counted(letters.box, pd.concat([letters.mails["sender"], receivers]))


def _counted(box: Mailbox, numbers: pd.Series) -> Counter:
    counts = np.bincount(numbers, minlength=len(box.addresses))
    found = zip(box.addresses, counts.tolist(), strict=True)
    return Counter({address: n for address, n in found if n and address})


def _top(counts: Counter, least: float) -> str:
    """The most frequent address; empty where it does not reach `least` or shares its rank."""
    first, second = [*counts.most_common(2), ("", 0), ("", 0)][:2]
    return first[0] if first[1] >= least > 0 and first[1] > second[1] else ""
