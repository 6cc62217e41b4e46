"""Who is who: handles become people, each merge with its reason.

Certain keys come first: the user's overrides, the owner's own list, one card that holds several handles. What they
leave apart is compared by names, employers, shared contacts and time (linkage.py); overrides always win. Wrongly
merged people are worse than unmerged ones, so doubt keeps them apart; `ng.suggestions` asks the user about it.
"""

import re
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import NamedTuple

import pandas as pd

from netgraph import alike, linkage
from netgraph.alike import differ
from netgraph.employers import PERSONAL_DOMAINS
from netgraph.linkage import APPS
from netgraph.names import (
    GIVEN,
    Name,
    agreement,
    contradict,
    in_address,
    named,
    slug,
    straightened,
    strongly,
    two_people,
)
from netgraph.overrides import Overrides, united
from netgraph.readers.handles import OWNER
from netgraph.readers.linkedin_sheet import NAME as LINKEDIN
from netgraph.readers.mail_rules import of_sender
from netgraph.tables import Export, checked, steady

_ROLES = """
info office sales support contact kontakt contacto hello hallo team admin administrator mail email post posta
service services press presse hr jobs karriere careers billing invoices accounts accounting buchhaltung
rechnung help helpdesk enquiries inquiries secretary sekretariat secretariat reception empfang
webmaster postmaster marketing orders bestellung booking bookings events news newsletter feedback legal
vertrieb einkauf verwaltung direction accueil ventas oficina administracion family familie famille familia the
"""
ROLES = frozenset(_ROLES.split())
"""First words of addresses that belong to an office or a household, not to a person."""
SEVERAL, DISPLAYED = "several people's", "whose mails and chats say, not whose cards do"
"""What names that differ make of a handle."""
_LAST = frozenset(["family", "familie", "famille", "familia", "team", "office"])
_AND = frozenset(["and", "und", "et", "og", "och", "ve"])
_UNJOINED = pd.DataFrame({"a": [], "b": [], "one": [], "other": [], "evidence": [], "probability": []}).astype(
    dict.fromkeys(["a", "b", "one", "other", "evidence"], "str")
)


@dataclass(frozen=True, eq=False)
class Groups:
    """Handles in groups that are people, and how it came to that.

    root : handle -> the smallest handle of its group. unit : the same of the groups that certain keys alone make.
    joins : a row for each time that two groups became one: a, b (the smallest handle of either then, a < b),
        one, other (the handles of the link), evidence, probability.
    pairs : what was compared by likelihood, as `linkage.scored` gives it.
    """

    root: pd.Series
    unit: pd.Series
    joins: pd.DataFrame
    pairs: pd.DataFrame


def known(export: Export, until: pd.Timestamp) -> Export:
    """What the export would have held at the end of that UTC day: no later event, no later card.

    A row without a date is known with the handle's first event: one that only names a handle, or one of a
    list without dates, which is as old as its export. What cards say of employers is of their export's day.
    """
    end = until + pd.Timedelta(days=1)
    log, cards = export.interactions, export.contacts
    if not (log["time"] >= end).any() and not (cards["since"] >= end).any():
        return export
    log = log[log["time"] < end]
    met = cards["handle"].isin(log["sender"]) | cards["handle"].isin(log["receiver"])
    cards = cards[(cards["since"] < end) | (cards["since"].isna() & met)]
    unknown = {column: pd.Series(None, index=cards.index, dtype="str") for column in ("organisation", "title")}
    return replace(export, interactions=log, contacts=cards.assign(**unknown))


def identify(
    export: Export, *, whole: Export, corrections: Overrides, roster: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The table `merges` of an export: every handle with its person, evidence and probability.

    `export` is what is known by a day, `whole` all there is: links follow from what is known,
    but a person's id is the one that the whole gives, so that tables of two days align by id.
    Handles of the `roster` (a people table) and of the owner are known always.
    """
    groups = grouped(export, corrections=corrections, roster=roster)
    everybody = groups if export is whole else grouped(whole, corrections=corrections, roster=roster)
    person = _ids(groups.root, everybody.root, shown_names(whole, roster), owners=export.me)
    evidence = groups.joins[["b", "evidence", "probability"]].rename(columns={"b": "handle"})
    table = pd.DataFrame({"handle": person.index, "person": person.to_numpy()})
    table = table.merge(evidence, on="handle", how="left", validate="one_to_one")
    alone = ~table["person"].duplicated(keep=False)
    table["evidence"] = table["evidence"].mask(table["evidence"].isna() & alone, "the only handle")
    table = table.fillna({"evidence": "the first of several", "probability": 1.0})
    return checked("merges", table[["person", "handle", "evidence", "probability"]].sort_values(["person", "handle"]))


def grouped(export: Export, *, corrections: Overrides, roster: pd.DataFrame | None = None) -> Groups:
    """The groups of all handles of an export and of the `roster`: certain keys first, then what is likely."""
    export = replace(export, contacts=alike.cleaned(export.contacts))
    handles = _all_handles(export, roster)
    what = contested(export.contacts)
    cards = own_keys(export.contacts, what=what)
    alone = pd.Series(handles, index=handles, dtype="str")
    told_apart = _Apart(corrections.different)
    told, words = _joined(alone, _users_links(export, handles, corrections), told_apart)
    certain, joins = _joined(told, _card_links(cards), told_apart)
    office = certain.index.to_series().map(is_role).astype("bool").to_numpy()
    single = certain[~office & ~certain.index.isin(what.index[what == SEVERAL])]
    me = next((certain[h] for h in export.me if h in certain.index), "")
    pairs = linkage.scored(replace(export, contacts=cards), single, owner=me)
    never = pairs.loc[pairs["exclusive"], ["a", "b"]]
    apart = _Apart(corrections.different, never=never, names=alike.full_names(alike.told(cards, single)))
    root, more = _joined(certain, linkage.likely(pairs), apart)
    return Groups(root, certain, pd.concat([words, joins, more], ignore_index=True), pairs)


def _all_handles(export: Export, roster: pd.DataFrame | None) -> pd.Index:
    log = export.interactions
    listed = [] if roster is None else roster["handle"]
    columns = [log["sender"], log["receiver"], export.contacts["handle"], pd.Series(export.me, dtype="str")]
    return pd.Index(pd.concat([*columns, pd.Series(listed, dtype="str")]).unique()).sort_values()


def _users_links(export: Export, handles: pd.Index, corrections: Overrides) -> pd.DataFrame:
    """Pairs of handles that the user's word joins: a, b, evidence, probability (1)."""
    together = {frozenset(group) for group in united(corrections.same).values()}
    groups = sorted([handle for handle in sorted(group) if handle in handles] for group in together)
    user = [(group[0], other, "your overrides say so") for group in groups for other in group[1:]]
    mine = [(export.me[0], other, "named as yours") for other in export.me[1:]]
    return pd.DataFrame(user + mine, columns=["a", "b", "evidence"], dtype="str").assign(probability=1.0)


def is_role(handle: str) -> bool:
    """Whether an address belongs to an office, a household or a robot: info@, hill.family@, no-reply@."""
    local, at, _ = handle.partition("@")
    words = re.split(r"[^a-z]+", local)
    office = words[0] in ROLES or words[-1] in _LAST or bool(_AND.intersection(words[1:-1])) or bool(of_sender(handle))
    return bool(at) and office


def contested(contacts: pd.DataFrame) -> pd.Series:
    """Handles that are shown with names of more than one person, it seems, and what that makes of them.

    several people's : the number of a household, an address of two. whose mails and chats say, not whose cards do :
    those agree on a name, as that of an assistant, while cards do not, as the chief's has the number too.
    """
    shown = contacts.dropna(subset=["name"])[["handle", "name", "card"]].drop_duplicates()
    if shown.empty:
        return pd.Series(dtype="str")
    several = shown.drop_duplicates(["handle", "name"])["handle"]
    shown = shown[shown["handle"].isin(several[several.duplicated()])]
    held = contacts[contacts["card"].isin(shown["card"].dropna())].groupby("card")["handle"].agg(list).to_dict()
    cards: dict[str, list[Card]] = {handle: [] for handle in shown["handle"]}
    told: dict[str, list[Name]] = {handle: [] for handle in shown["handle"]}
    for handle, name, card in shown.itertuples(index=False):
        if card in held:
            cards[handle].append(Card(named(name), _spelled(held[card], handle)))
        elif named(name).words:
            told[handle].append(named(name))
    found = {handle: _of_several(handle, cards[handle], told[handle]) for handle in cards}
    found |= dict.fromkeys(households(contacts), SEVERAL)
    return pd.Series({handle: what for handle, what in found.items() if what}, dtype="str")


class Card(NamedTuple):
    """What one card says of a handle on it: the name, and the names that the other addresses on it spell."""

    name: Name
    spelled: list[Name]


def _spelled(handles: list[str], but: str) -> list[Name]:
    return [in_address(handle.partition("@")[0]) for handle in handles if "@" in handle and handle != but]


def _one_card(a: Card, b: Card, own: Name) -> bool:
    """Whether two cards with one handle are one person's beyond doubt; `own` is what that handle spells."""
    if not a.name.words or not b.name.words or strongly(a.name, b.name):
        return True
    elsewhere = any(strongly(x, y) for x, y in product([a.name, *a.spelled], [b.name, *b.spelled]))
    if contradict(a.name, b.name):
        return elsewhere and not two_people(a.name, b.name)
    found = agreement(a.name, b.name)
    return elsewhere or strongly(own, a.name) or strongly(own, b.name) or (found is not None and found.level == GIVEN)


def households(contacts: pd.DataFrame) -> frozenset[str]:
    """Addresses that are a family's name in the plural, such as hills@, of somebody called Hill."""
    shown = contacts.dropna(subset=["name"])
    shown = shown[shown["handle"].str.contains(r"^[a-z]{4,}s@")][["handle", "name"]].drop_duplicates()
    words = [named(name).words for name in shown["name"]]
    plural = [handle.startswith(f"{word[-1]}s@") for handle, word in zip(shown["handle"], words, strict=True) if word]
    return frozenset(shown["handle"][[bool(word) for word in words]][plural])


def _of_several(handle: str, cards: list[Card], told: list[Name]) -> str:
    """What the names of a handle make of it, on cards and in mails and chats; '' where all may be of one person.

    An account of an app is one person's. An address at work is too, unless two cards say that it is not. A number or
    a private address may be a household's.
    """
    if handle.startswith(APPS):
        return ""
    carded, (local, _, domain) = [card.name for card in cards], handle.partition("@")
    if domain and domain not in PERSONAL_DOMAINS:
        several = any(two_people(a, b) for a, b in combinations(carded, 2))
    else:
        own = in_address(local) if domain else Name()
        several = not all(_one_card(a, b, own) for a, b in combinations(cards, 2))
        several |= any(two_people(a, b) for a, b in [*combinations(told, 2), *product(carded, told)])
    if not several:
        return ""
    one = any(name.several for name in told) and not any(
        agreement(a, b) is None and a.in_signs == b.in_signs for a, b in combinations(told, 2)
    )
    return DISPLAYED if one else SEVERAL


def unshared(contacts: pd.DataFrame, *, what: pd.Series | None = None) -> pd.DataFrame:
    """The contacts without the rows by which a handle would be several people's (`what` is `contested` of them).

    An address on a LinkedIn card is its own, as a member has to confirm it: there that card stays.
    """
    what = contested(contacts) if what is None else what
    if what.empty:
        return contacts
    what = contacts["handle"].map(what)
    carded = contacts["card"].notna()
    confirmed = (contacts["source"] == LINKEDIN) & carded & contacts["handle"].str.contains("@") & what.notna()
    once = contacts["card"].where(confirmed).groupby(contacts["handle"]).transform("nunique") == 1
    gone = (what == SEVERAL) | ((what == DISPLAYED) & carded)
    return contacts[~gone | (confirmed & once)]


def own_keys(contacts: pd.DataFrame, *, what: pd.Series) -> pd.DataFrame:
    """The contacts whose handles are each one person's key: not shared (`what` is contested), not an office's."""
    kept = unshared(contacts, what=what)
    return kept[~kept["handle"].map(is_role).astype("bool")]


def _card_links(contacts: pd.DataFrame) -> pd.DataFrame:
    """One card of a contact list holds several handles, at most one of them a profile."""
    cards = contacts.dropna(subset=["card"]).drop_duplicates(["card", "handle"])
    group = cards.groupby("card")["handle"]
    profiles = cards["handle"].str.startswith("/in/").groupby(cards["card"]).transform("sum")
    one = cards.assign(a=group.transform("min"))[(group.transform("size") > 1) & (profiles <= 1)]
    links = one[one["a"] != one["handle"]].rename(columns={"handle": "b"})
    return links[["a", "b"]].assign(evidence="one card holds both", probability=1.0)


def _joined(start: pd.Series, links: pd.DataFrame, apart: "_Apart") -> tuple[pd.Series, pd.DataFrame]:
    """Groups joined by links (a, b, evidence, probability), the most probable first, save where `apart` forbids it."""
    if links.empty:
        return start, _UNJOINED.copy()
    root = start[start.isin(start.loc[start.index.isin([*links["a"], *links["b"]])])].to_dict()
    members: dict[str, set[str]] = {}
    for handle, group in root.items():
        members.setdefault(group, set()).add(handle)
    joins = []
    order = {"by": ["probability", "a", "b"], "ascending": [False, True, True], "key": steady}
    for link in links.sort_values(**order).itertuples():
        low, high = sorted((root[link.a], root[link.b]))
        if low == high or apart(members[low], members[high]):
            continue
        joins.append((low, high, link.a, link.b, link.evidence, link.probability))
        root.update(dict.fromkeys(members[high], low))
        members[low] |= members.pop(high)
    table = pd.DataFrame(joins, columns=list(_UNJOINED)).astype(_UNJOINED.dtypes.to_dict())
    merged = pd.Series(root, dtype="str").reindex(start.index).fillna(start)
    return merged, table


class _Apart:
    """Whether two groups of handles must not become one."""

    def __init__(self, different, *, never: pd.DataFrame | None = None, names: dict[str, list[Name]] | None = None):
        self._different = [set(group) for group in different]
        self._never: dict[str, set[str]] = {}
        for a, b in [] if never is None else zip(never["a"], never["b"], strict=True):
            self._never.setdefault(a, set()).add(b)
            self._never.setdefault(b, set()).add(a)
        self._names = names or {}

    def __call__(self, one: set[str], other: set[str]) -> bool:
        """By the user's word, by a pair that excludes each other, or by full names of which none agree."""
        if any(one & group and other & group for group in self._different):
            return True
        if any(self._never.get(handle, set()) & other for handle in one):
            return True
        mine, theirs = (self._names.keys() & handles for handles in (one, other))
        return any(differ(self._names[a], self._names[b]) for a in mine for b in theirs)


def _ids(groups: pd.Series, everybody: pd.Series, names: pd.DataFrame, *, owners: tuple[str, ...]) -> pd.Series:
    """Handle -> id. A group that later evidence unites with others has the id only if it holds the smallest handle.

    The owner's group keeps the id in any case; the others are told apart by their own smallest handle.
    """
    roots = pd.Series(sorted(everybody.unique()), dtype="str")
    label = (
        roots.map(names_of(everybody, names)).astype("str").fillna(roots.replace(OWNER, "me")).map(slug).astype("str")
    )
    ids = pd.Series(_distinct(label).to_numpy(), index=roots)
    if groups is everybody:
        return groups.map(ids)
    parts = pd.DataFrame({"root": sorted(groups.unique())}).astype("str")
    parts = parts.assign(id=parts["root"].map(everybody).map(ids).astype("str"))
    mine = parts["root"].isin(groups.reindex(owners))
    first = ~parts.assign(mine=~mine).sort_values(["mine", "root"])["id"].duplicated().sort_index()
    apart = parts["id"].where(first, parts["id"] + "-" + parts["root"].map(slug).astype("str"))
    apart = _distinct(apart.where(first | ~apart.isin(ids), apart + "-then"))
    return groups.map(pd.Series(apart.to_numpy(), index=parts["root"]))


def _distinct(ids: pd.Series) -> pd.Series:
    """The ids, those that stand again suffixed -2, -3, ... in their order."""
    while ids.duplicated().any():
        again = ids.groupby(ids).cumcount()
        ids = ids.where(again == 0, ids + "-" + (again + 1).astype("str"))
    return ids


def shown_names(export: Export, roster: pd.DataFrame | None) -> pd.DataFrame:
    """Names of handles: as sources show them, and as the people table has them."""
    shown = unshared(alike.cleaned(export.contacts))[["handle", "name"]]
    if roster is None or "name" not in roster:
        return shown
    return pd.concat([shown, roster[["handle", "name"]].astype("str")], ignore_index=True)


def names_of(groups: pd.Series, names: pd.DataFrame) -> pd.Series:
    """Group -> the fullest of the names of its handles: most words, then most letters, least else, first in order.

    Words and letters are those of the name, so that no title, employer or emoji makes it fuller.
    """
    shown = names.dropna(subset=["name"]).assign(group=lambda c: c["handle"].map(groups)).dropna(subset=["group"])
    shown = shown.assign(name=shown["name"].map(straightened)).drop_duplicates(["group", "name"])
    parsed = [named(text) for text in shown["name"]]
    shown = shown.assign(
        words=[2 if name.in_signs else len(name.words) for name in parsed],
        letters=[sum(map(len, name.words)) for name in parsed],
        length=shown["name"].str.len(),
    )
    order = ["group", "words", "letters", "length", "name"]
    best = shown.sort_values(order, ascending=[True, False, False, True, True])
    return best.drop_duplicates("group").set_index("group")["name"]
