"""What the rival gets to see: one record for each group of handles that a certain key holds together.

The certain keys are the owner's list and cards that hold several handles, as in our own linkage but written anew. Names
and employers are read by `netgraph.names` and `netgraph.employers`, so that both sides begin with the same words and
differ in how they link.
"""

import re
from collections import Counter

import networkx as nx
import numpy as np
import pandas as pd

from netgraph.employers import of_card, of_domain
from netgraph.names import Name, agreement, consonants, forms, in_address, keys, named, run_together, spelled
from netgraph.tables import Export

ROLES = re.compile(
    r"^(?:info|sales|office|support|kontakt|contact|team|hello|hallo|mail|admin|help|service|billing|jobs|hr|press|"
    r"noreply|no-reply|accounts|enquiries|reception|buero|vertrieb|marketing|events)\b"
)
"""Local parts of addresses that belong to a role, so to nobody."""

MOST_TOGETHER = 40
"""An event of more people says nothing about who knows whom."""

MOST_KNOWN = 0.05
"""Who appears with more than this share of all groups is a hub, and shared by chance."""

RARE = 8
"""A correspondent of at most so many groups is a rare one."""


def certain(export: Export) -> pd.Series:
    """Handle -> smallest handle of its group by certain keys alone."""
    log, contacts = export.interactions, export.contacts
    graph = nx.Graph()
    graph.add_nodes_from(pd.concat([log["sender"], log["receiver"], contacts["handle"]]).unique())
    nx.add_path(graph, export.me)
    cards = contacts.dropna(subset=["card"])
    cards = cards[~cards["handle"].isin(_shared(cards)) & ~cards["handle"].str.match(ROLES)]
    profiles = cards["handle"].str.startswith("/in/").groupby(cards["card"]).transform("sum")
    for _, handles in cards[profiles <= 1].groupby("card")["handle"]:
        nx.add_path(graph, handles)
    groups = ((min(group), handle) for group in nx.connected_components(graph) for handle in group)
    return pd.Series({handle: smallest for smallest, handle in groups}, dtype="str").sort_index()


def _shared(cards: pd.DataFrame) -> set[str]:
    """Handles on cards of people whose given names differ, such as the number of a household."""
    named_cards = cards.dropna(subset=["name"])[["handle", "name"]].drop_duplicates()
    several = named_cards[named_cards["handle"].duplicated(keep=False)]
    names = several.groupby("handle")["name"].agg(lambda shown: [named(name) for name in shown])
    return {handle for handle, group in names.items() if not _alike(group)}


def nobodys(export: Export, groups: pd.Series) -> set[str]:
    """Groups that several people share: role addresses, and handles shown with foreign given names."""
    roles = groups[groups.index.str.match(ROLES)]
    shown = export.contacts.dropna(subset=["name"])[["handle", "name"]].drop_duplicates()
    shown = shown[shown["handle"].str.contains(r"@|^\+")]
    names = shown.groupby("handle")["name"].agg(lambda name: [named(n) for n in name])
    # Chinese and Korean names have readings that no rule tells from the signs.
    latin = names.map(lambda group: [name for name in group if not name.in_signs])
    return {*roles, *(groups[handle] for handle, group in latin.items() if group and not _alike(group))}


def _alike(group: list[Name]) -> bool:
    """Whether all could be names of one person: they agree, or at least the given names do, as after a wedding."""
    return not any(_foreign(name, group[0]) for name in group[1:])


def _foreign(one: Name, other: Name) -> bool:
    if not one.words or not other.words or agreement(one, other):
        return False
    return not _readings(one.words[:1]) & _readings(other.words)


def _readings(words: tuple[str, ...]) -> set[str]:
    return {reading for word in words for reading in (*forms(word), spelled(word), consonants(word) or word)}


def records(export: Export, groups: pd.Series) -> pd.DataFrame:
    """One row a group: names, local parts, employers, activity, correspondents; missing where nothing is known."""
    names, locals_, employers = _names(export, groups), _locals(groups), _employers(export, groups)
    table = names.join(locals_, how="left").join(employers, how="left").join(_activity(export, groups), how="left")
    table = table.join(_correspondents(export, groups), how="left").join(_accounts(groups), how="left")
    return _spellings(table).rename_axis("unique_id").reset_index()


def _names(export: Export, groups: pd.Series) -> pd.DataFrame:
    shown = export.contacts.dropna(subset=["name"])[["handle", "name"]]
    shown = shown.assign(group=shown["handle"].map(groups), read=shown["name"].map(named))
    local = groups.index.to_series().str.extract(r"^([^@/]+)@", expand=False).dropna()
    spelled_out = pd.DataFrame({"group": groups[local.index], "read": local.map(in_address)})
    rows = {}
    by_group = shown.groupby("group")["read"].agg(list)
    spare = spelled_out.groupby("group")["read"].agg(list)
    for group in sorted(set(groups)):
        rows[group] = _name_columns(by_group.get(group, []), spare.get(group, []))
    return pd.DataFrame.from_dict(rows, orient="index")


def _name_columns(shown: list[Name], spare: list[Name]) -> dict:
    """The name most often shown in full, else the fullest; else what an address spells."""
    known = [name for name in shown if name.words] or [name for name in spare if name.full]
    if not known:
        return dict.fromkeys(["full_name", "given", "family", "words", "names", "given_forms", "keys"])
    often = Counter(known)
    best = max(often, key=lambda name: (name.full, often[name], len(name.words), name.words))
    full = [name for name in often if name.full]
    return {
        "full_name": _ends(best) if best.full else None,
        "heard": " ".join(sorted(map(spelled, _ends(best).split()))) if best.full else None,
        # Signs have no sure border between given and family name.
        "given": "".join(best.words) if best.in_signs else best.words[0],
        "family": best.words[-1] if len(best.words) > 1 and not best.in_signs else None,
        "words": sorted({word for word in best.words if len(word) > 1}) or None,
        "names": sorted(set(map(_ends, full))) or None,
        "given_forms": sorted({f for n in often for f in (["".join(n.words)] if n.in_signs else forms(n.words[0]))}),
        "keys": sorted({key for name in often for key in keys(name)}) or None,
        "compact": sorted({text for name in full for text in run_together(name)}) or None,
    }


def _ends(name: Name) -> str:
    """First and last word in alphabetical order, as some write the family name first; of signs all."""
    return " ".join(sorted(name.words if name.in_signs else (name.words[0], name.words[-1])))


def _locals(groups: pd.Series) -> pd.DataFrame:
    """Local parts of addresses, and slugs of profiles without their hash; roles left out.

    `locals` in letters alone, to compare with names; `chosen` with the digits, to compare with each other.
    """
    handles = groups.index.to_series()
    text = handles.str.extract(r"^(?:/in/)?([^@:/+]+)(?:@.*)?$", expand=False)
    slugs = handles.str.startswith("/in/")
    text = text.mask(slugs, text.str.replace(r"-[0-9a-f]*\d[0-9a-f]*$", "", regex=True))
    text = text[handles.str.contains("@") | slugs].str.lower()
    text = text[~text.str.match(ROLES)]
    letters, chosen = (text.str.replace(sign, "", regex=True) for sign in (r"[^a-z]", r"[^a-z0-9]"))
    return pd.DataFrame({"locals": _lists(letters, groups), "chosen": _lists(chosen, groups)})


def _lists(text: pd.Series, groups: pd.Series) -> pd.Series:
    text = text[text.str.len() > 3]
    return text.groupby(groups[text.index]).agg(lambda found: sorted(set(found)))


def _employers(export: Export, groups: pd.Series) -> pd.Series:
    """Employers by the domain of addresses and by the organisation on cards."""
    work = groups.index.to_series().str.extract(r"@(.+)$", expand=False).dropna().map(of_domain)
    cards = export.contacts.dropna(subset=["organisation"]).drop_duplicates(["handle", "organisation"])
    both = pd.concat([work, cards.set_index("handle")["organisation"].map(of_card)])
    both = both[both != ""]
    return both.groupby(groups.reindex(both.index).to_numpy()).agg(lambda e: sorted(set(e))).rename("employers")


def _activity(export: Export, groups: pd.Series) -> pd.DataFrame:
    log = export.interactions
    seen = pd.concat([log[["time", "sender"]].set_axis(["time", "handle"], axis=1),
                      log[["time", "receiver"]].set_axis(["time", "handle"], axis=1)])  # fmt: skip
    days = (seen["time"] - pd.Timestamp("1970-01-01")).dt.days
    return days.groupby(seen["handle"].map(groups)).agg(first="min", last="max").astype("float64")


def _correspondents(export: Export, groups: pd.Series) -> pd.DataFrame:
    """Groups that take part in the same events, the owner and hubs left out; the rare ones apart too."""
    log = export.interactions
    part = pd.concat([log[["event", "sender"]].set_axis(["event", "handle"], axis=1),
                      log[["event", "receiver"]].set_axis(["event", "handle"], axis=1)])  # fmt: skip
    part = part.assign(group=part["handle"].map(groups))[["event", "group"]].drop_duplicates()
    part = part[~part["group"].isin(groups.reindex(list(export.me)))]
    size = part.groupby("event")["group"].transform("size")
    part = part[(size > 1) & (size <= MOST_TOGETHER)]
    codes, names = pd.factorize(part["group"], sort=True)
    if not len(codes):
        return pd.DataFrame(columns=["known", "rare"], dtype="object")
    one = part[["event"]].assign(code=codes)
    pairs = one.merge(one, on="event", suffixes=("", "_other"))
    pairs = pairs.loc[pairs["code"] != pairs["code_other"], ["code", "code_other"]].drop_duplicates()
    degree = np.bincount(pairs["code_other"], minlength=len(names))
    pairs = pairs[degree[pairs["code_other"]] <= max(RARE, MOST_KNOWN * len(names))]
    pairs = pairs.assign(name=names[pairs["code_other"]], few=degree[pairs["code_other"]] <= RARE)
    known = pairs.groupby("code")["name"].agg(sorted)
    rare = pairs[pairs["few"]].groupby("code")["name"].agg(sorted)
    return pd.DataFrame({"known": known, "rare": rare}).set_axis(names[known.index], axis=0)


def _accounts(groups: pd.Series) -> pd.Series:
    """Kinds of account of which a person mostly has one: a profile, a Slack, Telegram or Meta account."""
    kind = groups.index.to_series().str.extract(r"^(/in/|slack:|telegram:|meta:)", expand=False).dropna()
    return kind.groupby(groups[kind.index]).agg(lambda k: sorted(set(k))).rename("accounts")


def _spellings(table: pd.DataFrame) -> pd.DataFrame:
    """For blocks: local parts beside the ways in which an address may spell the name, and the longest local part.

    A local part that is a mere given name is that of too many.
    """
    chosen = [[text for text in _list(v) if text not in _list(forms)]
              for v, forms in zip(table["chosen"], table["given_forms"], strict=True)]  # fmt: skip
    joined = [sorted({*_list(a), *_list(b)}) or None for a, b in zip(table["locals"], table["compact"], strict=True)]
    longest = [max(texts, key=len, default=None) for texts in chosen]
    return table.assign(chosen=[texts or None for texts in chosen], spellings=joined, local=longest)


def _list(value) -> list:
    return value if isinstance(value, list) else []
