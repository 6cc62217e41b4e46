"""Who is who: handles become people, each merge with its reason.

Links between handles come from certain keys (the owner's own list, one card that holds
several handles) and from one cautious rule on full names; an overrides file always wins.
Wrongly merged people are worse than unmerged ones, so doubt keeps them apart.
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from netgraph.readers.linkedin import OWNER
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
    try:
        given = tomllib.loads(Path(path).read_text(encoding="utf-8"))
        lists = {key: tuple(map(tuple, given.pop(key, ()))) for key in ("same", "different")}
        exclude = tuple(given.pop("exclude", ()))
    except (OSError, tomllib.TOMLDecodeError, TypeError) as error:
        raise TableError(
            f"{Path(path).name}: {error}; write same = [[...]], different = [[...]], exclude = [...]"
        ) from error
    if given:
        raise TableError(f"{Path(path).name}: unknown key {', '.join(given)}; use same, different, exclude")
    return Overrides(**lists, exclude=exclude)


def identify(export: Export, *, corrections: Overrides, roster=(), until: pd.Timestamp) -> pd.DataFrame:
    """The table `merges`: every handle known by then, with its person, evidence and probability.

    Handles of the `roster` and of the owner are known always, others from their first record on.
    Only links learned by the end of the day `until` count, yet a person's id is the one that
    the whole export gives, so that tables of two days align by id.
    """
    seen, end = _first_seen(export, roster), until + pd.Timedelta(days=1)
    links = _links(export, seen, corrections)
    groups, _ = _grouped(seen.index, links, corrections)
    person = groups.map(_ids(groups, export))
    known = seen.index[~(seen >= end) | seen.index.isin(_always(export, roster))]
    then, evidence = _grouped(known, links[~(links["learned"] >= end)], corrections)
    table = pd.DataFrame({"handle": known, "person": _split(person[known], then).to_numpy()})
    table = table.merge(evidence, on="handle", how="left", validate="one_to_one")
    table = table.fillna({"evidence": "the only handle", "probability": 1.0})
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


def _always(export: Export, roster) -> pd.Index:
    return pd.Index([*export.me, *roster], dtype="str").unique()


def _first_seen(export: Export, roster) -> pd.Series:
    """Handle -> first time any source shows it (missing for an undated card), sorted by handle."""
    log, cards = export.interactions, export.contacts
    columns = [log.set_index("sender")["time"], log.set_index("receiver")["time"], cards.set_index("handle")["since"]]
    given = pd.Series(pd.NaT, index=_always(export, roster), dtype="datetime64[us]")
    return pd.concat([*columns, given]).groupby(level=0).min().sort_index()


def _links(export: Export, seen: pd.Series, corrections: Overrides) -> pd.DataFrame:
    """Pairs of handles that belong together: a, b, evidence, probability, learned (missing = always known)."""
    user = [(group[0], other, "your overrides say so") for group in corrections.same for other in group[1:]]
    owner = [(export.me[0], other, "named as yours") for other in export.me[1:]]
    certain = pd.DataFrame(user + owner, columns=["a", "b", "evidence"], dtype="str").assign(
        probability=1.0, learned=pd.NaT
    )
    certain = certain.astype({"learned": "datetime64[us]"})
    known = certain["a"].isin(seen.index) & certain["b"].isin(seen.index)
    return pd.concat([certain[known], _card_links(export.contacts), _name_links(export, seen)], ignore_index=True)


def _card_links(contacts: pd.DataFrame) -> pd.DataFrame:
    """One card of a contact list holds several handles, at most one of them a profile."""
    key = ["source", "name", "organisation", "title", "since"]
    cards = contacts.dropna(subset=["name", "since"]).drop_duplicates([*key, "handle"])
    group = cards.groupby(key, dropna=False)["handle"]
    profiles = cards["handle"].str.startswith("/in/").groupby([cards[k] for k in key], dropna=False).transform("sum")
    one = cards.assign(a=group.transform("min"))[(group.transform("size") > 1) & (profiles <= 1)]
    links = one[one["a"] != one["handle"]].rename(columns={"handle": "b", "since": "learned"})
    return links[["a", "b", "learned"]].assign(evidence="one card holds both", probability=1.0)


def _name_links(export: Export, seen: pd.Series) -> pd.DataFrame:
    """Handles that share a full name, unless two employers, two profiles or two nameless chats speak against it."""
    names = export.contacts.dropna(subset=["name"])[["handle", "name"]].drop_duplicates()
    names = names.assign(key=names["name"].map(lambda n: slug(straightened(n))))
    names = names[names["key"].str.contains("-") & ~names["handle"].str.startswith("linkedin:member in ")]
    names = names.drop_duplicates(["key", "handle"]).sort_values(["key", "handle"])
    domain = names["handle"].str.extract(r"@(.+)$", expand=False)
    employer = domain.notna() & ~domain.isin(PERSONAL_DOMAINS)
    against = pd.DataFrame(
        {"key": names["key"], "employer": employer, "profile": names["handle"].str.startswith("/in/")}
    )
    doubtful = (against.groupby("key")[["employer", "profile"]].sum() > 1).any(axis=1)
    clear = names[~names["key"].isin(doubtful.index[doubtful])]
    clear = clear.assign(a=clear.groupby("key")["handle"].transform("min")).rename(columns={"handle": "b"})
    clear = clear[clear["a"] != clear["b"]]
    learned = pd.concat([clear["a"].map(seen), clear["b"].map(seen)], axis=1).max(axis=1)
    evidence = "the same full name, " + clear["name"].astype("str")
    return clear[["a", "b"]].assign(evidence=evidence, probability=SAME_NAME, learned=learned.astype("datetime64[us]"))


def _grouped(handles: pd.Index, links: pd.DataFrame, corrections: Overrides) -> tuple[pd.Series, pd.DataFrame]:
    """Handle -> smallest handle of its group, and the evidence by which a handle joined."""
    root = {handle: handle for handle in {*links["a"], *links["b"]}}
    members = {handle: {handle} for handle in root}
    joined = []
    for link in links.sort_values(["probability", "a", "b"], ascending=[False, True, True]).itertuples():
        low, high = sorted((root[link.a], root[link.b]))
        if low == high or _forbidden(members[low], members[high], corrections.different):
            continue
        joined += [(link.b if link.b != low else link.a, link.evidence, link.probability)]
        root.update(dict.fromkeys(members[high], low))
        members[low] |= members.pop(high)
    evidence = pd.DataFrame(joined, columns=["handle", "evidence", "probability"]).astype(
        {"handle": "str", "evidence": "str"}
    )
    groups = pd.Series([root.get(handle, handle) for handle in handles], index=handles, dtype="str")
    return groups, evidence.drop_duplicates("handle")


def _forbidden(one: set[str], other: set[str], different: tuple[tuple[str, ...], ...]) -> bool:
    return any(one & set(group) and other & set(group) for group in different)


def _ids(groups: pd.Series, export: Export) -> pd.Series:
    """Smallest handle of a group -> id: slug of the name, collisions suffixed in the order of the smallest handle."""
    label = names_of(groups, export.contacts)
    label = label.reindex(sorted(groups.unique())).fillna(pd.Series({OWNER: "me"}))
    ids = label.where(label.notna(), label.index.to_series()).map(slug)
    while ids.duplicated().any():
        again = ids.groupby(ids).cumcount()
        ids = ids.where(again == 0, ids + "-" + (again + 1).astype("str"))
    return ids


def names_of(groups: pd.Series, contacts: pd.DataFrame) -> pd.Series:
    """Group -> the fullest name that a source shows for one of its handles: most words, then longest."""
    shown = contacts.dropna(subset=["name"]).assign(group=lambda c: c["handle"].map(groups)).dropna(subset=["group"])
    shown = shown.assign(name=shown["name"].map(straightened))
    shown = shown.assign(words=shown["name"].str.count(" "), length=shown["name"].str.len())
    best = shown.sort_values(["group", "words", "length", "name"], ascending=[True, False, False, True])
    return best.drop_duplicates("group").set_index("group")["name"]


def _split(person: pd.Series, then: pd.Series) -> pd.Series:
    """Ids for groups that only later evidence unites: the one with the smallest handle keeps the person's id."""
    anchor = then.groupby(person).transform("min")
    return person.where(then == anchor, person + "-" + then.map(slug))
