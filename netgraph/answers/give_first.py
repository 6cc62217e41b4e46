"""Which two contacts, of different circles and strangers to each other, have a reason to meet?"""

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from netgraph.answers.pressure import FINE, pressure
from netgraph.answers.spared import spared
from netgraph.build import Network
from netgraph.glossary import GLOSSARY
from netgraph.measures.circles import circles
from netgraph.measures.contact import shows_contacts_of_contacts
from netgraph.measures.replies import replies
from netgraph.measures.silence import FEWEST, alive, silences
from netgraph.once import once
from netgraph.tables import checked, empty, steady

ALIKE = 0.5
"""Share of the words of two titles that both have, from which on the titles count as alike: half."""

_SMALL = {"and", "at", "for", "in", "of", "the"}


@once
def give_first(net: Network, *, most: int = 5) -> pd.DataFrame:
    """Up to `most` pairs of the owner's contacts whom the owner might introduce to each other, the best reasons first.

    Both are in touch with the owner (on 3 days or more, and silent no longer than usual for the tie), may be
    written to now (fine in `ng.pressure`, and not to be spared, `ng.spared`), and belong to different circles
    (`ng.circles`). They do not know each other as far as the data shows: no event of any kind or size reached both. And
    there is a reason to meet: the same employer on their cards; titles that share at least half of their words; or
    circles that the owner alone joins, which is to say that nobody of the one was seen in contact with anybody of the
    other.

    Pairs with an employer and alike titles stand first, then those with one of them, of these first those whose circles
    the owner alone joins, then those likelier to answer, then by a and b; a person is in one pair only, the first in
    that order. chance : that both answer a message of the owner's within 7 days, the product of what
    `replies` says of each: as if the one did not depend on the other.

    Empty for a log without an owner, and where the data shows no contact between contacts, as there nobody can tell who
    knows whom. That two were not seen together here does not say that they never met.

    Source: bringing together whom one's own position keeps apart, the tertius iungens: Obstfeld, Adm. Sci. Q. 50:100
    (2005).
    """
    if net.me is None or not shows_contacts_of_contacts(net):
        return empty("give_first")
    groups = circles(net, resamples=0)[["person", "circle", "label"]].dropna(subset=["circle"])
    people = _candidates(net).merge(groups, on="person", validate="one_to_one")
    pairs = _pairs(net, people, joined=_joined(net, groups))
    pairs = pairs.assign(common=pairs[["employer", "titles"]].sum(axis=1))
    order = {"common": False, "apart": False, "chance": False, "a": True, "b": True}
    table = _each_once(pairs.sort_values([*order], ascending=[*order.values()], key=steady), most)
    return checked("give_first", table.assign(why=_reasons(table))[[*GLOSSARY["give_first"]]])


def _candidates(net: Network) -> pd.DataFrame:
    """Whom the owner may introduce: person, chance, organisation, title; in the order of ids."""
    ties = silences(net)
    ties = ties[(ties["a"] == net.me) & alive(net, ties) & (ties["days"] >= FEWEST)]
    ways = pressure(net)
    fine = ways.loc[(ways["source"] == net.me) & (ways["verdict"] == FINE), "target"]
    people = ties.loc[ties["b"].isin(fine) & ~ties["b"].isin(spared(net)["person"]), ["b"]].set_axis(["person"], axis=1)
    answers = replies(net).query("source == @net.me").rename(columns={"target": "person"})
    for table in (answers[["person", "chance"]], net.people[["person", "organisation", "title"]]):
        people = people.merge(table, on="person", validate="one_to_one")
    return people.sort_values("person", ignore_index=True)


def _pairs(net: Network, people: pd.DataFrame, *, joined: np.ndarray) -> pd.DataFrame:
    """Strangers of different circles with a reason to meet, and which reasons."""
    circle, employer = people["circle"].to_numpy("int64"), people["organisation"].fillna("").to_numpy("object")
    same = (employer[:, None] == employer) & (employer != "")
    reasons = {"employer": same, "titles": _alike(people["title"]), "apart": ~joined[circle[:, None], circle]}
    found = (circle[:, None] != circle) & ~_together(net, people["person"]) & np.any([*reasons.values()], axis=0)
    one, other = np.nonzero(np.triu(found, 1))
    told = people.drop(columns="circle").rename(columns={"label": "circle"})
    sides = [told.iloc[place].reset_index(drop=True).add_suffix(end) for place, end in ((one, "_a"), (other, "_b"))]
    table = pd.concat(sides, axis=1).rename(columns={"person_a": "a", "person_b": "b"})
    table = table.assign(**{name: reason[one, other] for name, reason in reasons.items()})
    return table.assign(chance=table["chance_a"] * table["chance_b"])


def _together(net: Network, people: pd.Series) -> np.ndarray:
    """Whether one event reached both, or went from the one to the other, however many others it reached."""
    log, place = net.interactions, pd.Series(range(len(people)), index=people)
    ends = pd.concat([log[["event", end]].set_axis(["event", "person"], axis=1) for end in ("sender", "receiver")])
    ends = ends[ends["person"].isin(people)].drop_duplicates()
    event, number = pd.factorize(ends["event"])
    shape = (len(people), len(number))
    part = csr_array((np.ones(len(ends), dtype="int32"), (ends["person"].map(place).to_numpy(), event)), shape=shape)
    return (part @ part.T).toarray() > 0


def _alike(titles: pd.Series) -> np.ndarray:
    """Whether two titles share at least half of the words that either has (Jaccard index)."""
    words = titles.fillna("").str.casefold().str.findall(r"\w+").map(lambda found: sorted({*found} - _SMALL))
    word = words.explode().dropna()
    code, vocabulary = pd.factorize(word)
    shape = (len(titles), len(vocabulary))
    has = csr_array((np.ones(len(word), dtype="int32"), (word.index.to_numpy(), code)), shape=shape)
    common, number = (has @ has.T).toarray(), words.map(len).to_numpy()
    return (common > 0) & (common >= ALIKE * (number[:, None] + number - common))


def _joined(net: Network, groups: pd.DataFrame) -> np.ndarray:
    """Which circles, by number, are seen in contact with which, the owner left out."""
    circle = groups.set_index("person")["circle"]
    ties = net.ties[(net.ties["kind"] != "declared") & (net.ties[["source", "target"]] != net.me).all(axis=1)]
    one, other = (ties[end].map(circle).to_numpy("int64") for end in ("source", "target"))
    joined = np.zeros((int(circle.max()) + 1,) * 2, dtype="bool")
    joined[one, other] = joined[other, one] = True
    return joined


def _each_once(pairs: pd.DataFrame, most: int) -> pd.DataFrame:
    """The first rows in which nobody is named who was named before."""
    taken = []
    while len(taken) < most and len(pairs):
        taken.append(pairs.iloc[[0]])
        gone = pairs[["a", "b"]].iloc[0].tolist()
        pairs = pairs[~pairs[["a", "b"]].isin(gone).any(axis=1)]
    return pd.concat(taken, ignore_index=True) if taken else pairs.head(0)


def _reasons(table: pd.DataFrame) -> pd.Series:
    employer = ("both at " + table["organisation_a"] + "; ").where(table["employer"], "")
    titles = (table["title_a"] + " and " + table["title_b"] + "; ").where(table["titles"], "")
    apart = table["apart"].map({True: "only you are seen in both circles; ", False: ""}).astype("str")
    one, other = ((100 * table[column]).round().astype("int64").astype("str") for column in ("chance_a", "chance_b"))
    return employer + titles + apart + "not seen together; chance of an answer " + one + " % and " + other + " %"
