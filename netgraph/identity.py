"""Who is who: handles become people, each merge with its reason.

Links between handles come from certain keys (the owner's own list, one card that holds
several handles) and from one cautious rule on full names; an overrides file always wins.
Wrongly merged people are worse than unmerged ones, so doubt keeps them apart.
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from netgraph.readers.handles import OWNER, owner
from netgraph.tables import Export, TableError, checked

SAME_NAME = 0.97
"""Probability given to a merge by full name; a prior judgement, shown with each such merge."""

_PROVIDERS = """
gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com icloud.com me.com mac.com aol.com gmx.com
gmx.net gmx.de web.de mail.com mail.ru yandex.ru proton.me protonmail.com pm.me fastmail.com zoho.com
example.org example.com example.net
"""
PERSONAL_DOMAINS = frozenset(_PROVIDERS.split())
"""Domains where anybody can have an address, so that they name no employer (the example ones: made-up people)."""

# Latin letters that no accent can be taken from
_UNACCENTED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})  # noqa: RUF001
_TITLES_AFTER_COMMA = {"jr", "sr", "ii", "iii", "phd", "md", "mba", "cpa", "esq", "dr", "msc"}


@dataclass(frozen=True)
class Overrides:
    """A user's corrections: handles that are the same person, that differ, that stay out."""

    same: tuple[tuple[str, ...], ...] = ()
    different: tuple[tuple[str, ...], ...] = ()
    exclude: tuple[str, ...] = ()


def overrides(path: str | Path | None) -> Overrides:
    """Read a TOML file with `same` and `different` (lists of lists of handles) and `exclude` (a list of handles)."""
    if path is None:
        return Overrides()
    name, hint = Path(path).name, 'write same = [["a", "b"]], different = [["a", "b"]], exclude = ["a"]'
    try:
        given = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise TableError(f"{name}: cannot be read ({error.strerror}); check the path of the overrides") from error
    except ValueError as error:
        raise TableError(f"{name}: {error}; {hint}") from error
    if unknown := given.keys() - {"same", "different", "exclude"}:
        raise TableError(f"{name}: unknown key {', '.join(sorted(unknown))}; {hint}")
    groups = {key: tuple(_handles(name, group) for group in given.get(key, [])) for key in ("same", "different")}
    return Overrides(**groups, exclude=_handles(name, given.get("exclude", [])))


def _handles(name: str, group: object) -> tuple[str, ...]:
    if not isinstance(group, list) or not all(isinstance(handle, str) for handle in group):
        raise TableError(f"{name}: {group!r} is no list of handles; put them in brackets and quotes")
    return tuple(owner(handle) for handle in group)


def known(export: Export, until: pd.Timestamp) -> Export:
    """What the export would have held at the end of that UTC day: no later event, no later card.

    A row without a date is known with the handle's first event: one that only names a handle, or one of a
    list without dates, which is as old as its export.
    """
    end = until + pd.Timedelta(days=1)
    log, cards = export.interactions, export.contacts
    if not (log["time"] >= end).any() and not (cards["since"] >= end).any():
        return export
    log = log[log["time"] < end]
    met = cards["handle"].isin(log["sender"]) | cards["handle"].isin(log["receiver"])
    return replace(export, interactions=log, contacts=cards[(cards["since"] < end) | (cards["since"].isna() & met)])


def identify(
    export: Export, *, whole: Export, corrections: Overrides, roster: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The table `merges` of an export: every handle with its person, evidence and probability.

    `export` is what is known by a day, `whole` all there is: links follow from what is known,
    but a person's id is the one that the whole gives, so that tables of two days align by id.
    Handles of the `roster` (a people table) and of the owner are known always.
    """
    groups, evidence = _grouped(export, roster, corrections)
    everybody = groups if export is whole else _grouped(whole, roster, corrections)[0]
    person = _ids(groups, everybody, _names(whole, roster), owners=export.me)
    table = pd.DataFrame({"handle": groups.index, "person": person.to_numpy()})
    table = table.merge(evidence, on="handle", how="left", validate="one_to_one")
    alone = ~table["person"].duplicated(keep=False)
    table["evidence"] = table["evidence"].mask(table["evidence"].isna() & alone, "the only handle")
    table = table.fillna({"evidence": "the first of several", "probability": 1.0})
    return checked("merges", table[["person", "handle", "evidence", "probability"]].sort_values(["person", "handle"]))


def straightened(name: str) -> str:
    """A name as it is spoken: 'Okafor, Ben' becomes 'Ben Okafor'; white space is folded."""
    name = " ".join(name.split()).strip("'\" ")
    last, comma, first = name.partition(", ")
    turn = comma and first and "," not in first and first.lower().strip(".") not in _TITLES_AFTER_COMMA
    return f"{first} {last}" if turn else name


def slug(text: str) -> str:
    """Lower-case words joined by hyphens; Latin letters without accents, other scripts as they are."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    plain = unicodedata.normalize("NFC", re.sub(r"(?<=[a-z])[\u0300-\u036f]+", "", apart))
    return re.sub(r"[^\w]+", "-", plain.translate(_UNACCENTED)).strip("-") or "unnamed"


def _all_handles(export: Export, roster: pd.DataFrame | None) -> pd.Index:
    log = export.interactions
    listed = [] if roster is None else roster["handle"]
    columns = [log["sender"], log["receiver"], export.contacts["handle"], pd.Series(export.me, dtype="str")]
    return pd.Index(pd.concat([*columns, pd.Series(listed, dtype="str")]).unique()).sort_values()


def _links(export: Export, handles: pd.Index, corrections: Overrides) -> pd.DataFrame:
    """Pairs of handles that belong together: a, b, evidence, probability."""
    groups = [[handle for handle in group if handle in handles] for group in corrections.same]
    user = [(group[0], other, "your overrides say so") for group in groups for other in group[1:]]
    mine = [(export.me[0], other, "named as yours") for other in export.me[1:]]
    certain = pd.DataFrame(user + mine, columns=["a", "b", "evidence"], dtype="str").assign(probability=1.0)
    keys = unshared(export.contacts)
    return pd.concat([certain, _card_links(keys), _name_links(keys)], ignore_index=True)


def unshared(contacts: pd.DataFrame) -> pd.DataFrame:
    """The contacts without handles of several people, such as the number of a household or an info@ address.

    Those stand on cards of different names: none of the names has all the words of the others. Of an
    address that stands on one card with a profile, which its owner had to confirm, that card stays.
    """
    named = contacts.dropna(subset=["card", "name"])[["handle", "name"]].drop_duplicates()
    named = named[named["handle"].duplicated(keep=False)]
    words = named["name"].map(lambda name: frozenset(slug(straightened(name)).split("-")))
    shared = [h for h, names in words.groupby(named["handle"]) if frozenset().union(*names) != max(names, key=len)]
    doubtful = contacts["handle"].isin(shared)
    if not doubtful.any():
        return contacts
    profile = (
        contacts["handle"].where(contacts["handle"].str.startswith("/in/")).groupby(contacts["card"]).transform("min")
    )
    confirmed = profile.where(doubtful).groupby(contacts["handle"]).transform("nunique") == 1
    return contacts[~doubtful | (confirmed & profile.notna())]


def _card_links(contacts: pd.DataFrame) -> pd.DataFrame:
    """One card of a contact list holds several handles, at most one of them a profile."""
    cards = contacts.dropna(subset=["card"]).drop_duplicates(["card", "handle"])
    group = cards.groupby("card")["handle"]
    profiles = cards["handle"].str.startswith("/in/").groupby(cards["card"]).transform("sum")
    one = cards.assign(a=group.transform("min"))[(group.transform("size") > 1) & (profiles <= 1)]
    links = one[one["a"] != one["handle"]].rename(columns={"handle": "b"})
    return links[["a", "b"]].assign(evidence="one card holds both", probability=1.0)


def _name_links(contacts: pd.DataFrame) -> pd.DataFrame:
    """Handles that share a full name, unless two employers or two profiles speak against it."""
    names = contacts.dropna(subset=["name"])[["handle", "name"]].drop_duplicates()
    names = names[~names["handle"].str.startswith("linkedin:member in ")]
    names = names.assign(name=names["name"].map(straightened)).pipe(lambda n: n[n["name"].map(_is_full).astype("bool")])
    names = names.assign(key=names["name"].map(slug)).drop_duplicates(["key", "handle"]).sort_values(["key", "handle"])
    domain = names["handle"].str.extract(r"@(.+)$", expand=False)
    employer = domain.mask(domain.isin(PERSONAL_DOMAINS))
    against = names.assign(employer=employer, profile=names["handle"].where(names["handle"].str.startswith("/in/")))
    several = against.groupby("key")[["employer", "profile"]].agg("nunique").max(axis=1)
    clear = names[~names["key"].isin(several.index[several > 1])]
    clear = clear.assign(a=clear.groupby("key")["handle"].transform("min")).rename(columns={"handle": "b"})
    clear = clear[clear["a"] != clear["b"]]
    evidence = "the same full name, " + clear["name"].astype("str")
    return clear[["a", "b"]].assign(evidence=evidence, probability=SAME_NAME)


def _is_full(name: str) -> bool:
    """Whether a name has at least two words with letters, and is no address."""
    return "@" not in name and sum(any(c.isalpha() for c in word) for word in name.split()) > 1


def _grouped(export: Export, roster: pd.DataFrame | None, corrections: Overrides) -> tuple[pd.Series, pd.DataFrame]:
    """Handle -> smallest handle of its group, in order of handles, and why each further handle joined."""
    handles = _all_handles(export, roster)
    links = _links(export, handles, corrections)
    root = {handle: handle for handle in {*links["a"], *links["b"]}}
    members = {handle: {handle} for handle in root}
    joined = []
    for link in links.sort_values(["probability", "a", "b"], ascending=[False, True, True]).itertuples():
        low, high = sorted((root[link.a], root[link.b]))
        if low == high or _forbidden(members[low], members[high], corrections.different):
            continue
        joined += [(high, link.evidence, link.probability)]
        root.update(dict.fromkeys(members[high], low))
        members[low] |= members.pop(high)
    evidence = pd.DataFrame(joined, columns=["handle", "evidence", "probability"]).astype(
        {"handle": "str", "evidence": "str"}
    )
    groups = pd.Series([root.get(handle, handle) for handle in handles], index=handles, dtype="str")
    return groups, evidence


def _forbidden(one: set[str], other: set[str], different: tuple[tuple[str, ...], ...]) -> bool:
    return any(one & set(group) and other & set(group) for group in different)


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


def _names(export: Export, roster: pd.DataFrame | None) -> pd.DataFrame:
    """Names of handles: as sources show them, and as the people table has them."""
    shown = unshared(export.contacts)[["handle", "name"]]
    if roster is None or "name" not in roster:
        return shown
    return pd.concat([shown, roster[["handle", "name"]].astype("str")], ignore_index=True)


def names_of(groups: pd.Series, names: pd.DataFrame) -> pd.Series:
    """Group -> the fullest of the names of its handles: most words, then longest, then first in order."""
    shown = names.dropna(subset=["name"]).assign(group=lambda c: c["handle"].map(groups)).dropna(subset=["group"])
    shown = shown.assign(name=shown["name"].map(straightened))
    shown = shown.assign(words=shown["name"].str.count(" "), length=shown["name"].str.len())
    best = shown.sort_values(["group", "words", "length", "name"], ascending=[True, False, False, True])
    return best.drop_duplicates("group").set_index("group")["name"]
