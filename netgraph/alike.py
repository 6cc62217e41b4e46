"""Which units are called alike, and how many others may be called so.

A unit is a set of handles that certain keys already join. Its names are those that sources show of its handles, and
what its addresses spell.
"""

from collections import Counter

import numpy as np
import pandas as pd

from netgraph import names
from netgraph.employers import of_card, of_domain
from netgraph.names import SHORT, SPELLING, TYPO

MOST_IN_BLOCK = 100
"""Where more units than this share a key of their names, only those that also share an employer are compared."""
CULTURE = 2.0
"""Given and family names go together by culture, so that they meet more often than by chance."""
RELATIVES = 0.015
"""How many others near somebody bear the full name all the same: parent and child, colleagues of one name."""
_SPREAD = {SHORT: 2.0, SPELLING: 2.0, TYPO: 6.0}
"""By how much more names of other people agree so far than the frequencies of the words say."""
_PRIOR_SHARE, _PRIOR_WEIGHT = 0.001, 300
"""How common a word is before any is counted, and how many people that is worth."""


def cleaned(contacts: pd.DataFrame) -> pd.DataFrame:
    """The contacts, names without an employer after a comma that any card or address here names.

    A family name before the comma stays what it is: 'Hill, Grace' is no Hill at Grace.
    """
    parts = contacts["name"].str.extract(r"^(?P<name>.*\S \S.*),(?P<employer>[^,]*)$")
    if parts["employer"].isna().all():
        return contacts
    domains = contacts["handle"].str.extract(r"@(.+)$", expand=False).dropna().drop_duplicates()
    shown = contacts["organisation"].dropna().drop_duplicates()
    known = frozenset([*shown.map(of_card), *domains.map(of_domain)]) - {""}
    behind = parts["employer"].fillna("").map(of_card).isin(known)
    return contacts.assign(name=contacts["name"].mask(behind, parts["name"]))


def told(contacts: pd.DataFrame, units: pd.Series) -> pd.DataFrame:
    """What units are called: unit, text, name (a Name), shown (by a source, not spelled by an address).

    `units` maps handles to their units; others are left out.
    """
    shown = contacts.dropna(subset=["name"])[["handle", "name"]]
    shown = shown[shown["handle"].isin(units.index) & ~shown["handle"].str.startswith("linkedin:member in ")]
    shown = pd.DataFrame({"unit": shown["handle"].map(units), "text": shown["name"], "shown": True})
    local = units.index.to_series().str.extract(r"^([^@]+)@", expand=False).dropna()
    spelled = pd.DataFrame({"unit": units[local.index], "text": local, "shown": False})
    table = pd.concat([shown, spelled], ignore_index=True).drop_duplicates(ignore_index=True)
    name = [names.named(t) if s else names.in_address(t) for t, s in zip(table["text"], table["shown"], strict=True)]
    table = table.assign(name=pd.Series(name, dtype="object", index=table.index))
    return _read_aloud(table[_is(table["name"], lambda name: name.words)])


def _read_aloud(called: pd.DataFrame) -> pd.DataFrame:
    """The table, names in signs also as they are read, where any unit is shown in signs and in letters.

    Of several readings the most frequent one counts.
    """
    signs = _is(called["name"], lambda name: name.in_signs)
    if not signs.any():
        return called.reset_index(drop=True)
    letters = called[~signs & called["shown"] & _is(called["name"], lambda name: len(name.words) == 2)]
    both = called[signs].assign(signs=called["name"].map(lambda name: "".join(sorted(name.words))))
    heard = both[["unit", "signs"]].drop_duplicates().merge(letters[["unit", "text", "name"]], on="unit")
    heard = heard[_is(heard["name"], lambda name: name.full)]
    heard = heard.assign(words=heard["name"].map(lambda name: " ".join(sorted(name.words))))
    counts = heard.groupby(["signs", "words"], as_index=False).agg(n=("unit", "nunique"), text=("text", "min"))
    best = counts.sort_values(["n", "words"], ascending=[False, True]).drop_duplicates("signs")[["signs", "text"]]
    read = both[["unit", "shown", "signs"]].merge(best, on="signs").drop(columns="signs")
    read = read.assign(name=pd.Series([names.named(text) for text in read["text"]], dtype="object", index=read.index))
    return pd.concat([called, read], ignore_index=True).drop_duplicates(["unit", "text", "shown"], ignore_index=True)


def alike(called: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """Pairs of units (a < b) whose names agree: level, others, spelled, text_a, text_b.

    Each by the two of its names that agree best, and of equals those that fewest others may bear. others : how many
    other people here may have a name that agrees so far; spelled : whether one of the two is what an address spells,
    which counts where no source shows a full name. `held` are the employers of units, by which large blocks are cut.
    """
    full = called["shown"] & _is(called["name"], lambda name: name.full)
    called = called[full | ~called["unit"].isin(called.loc[full, "unit"])]
    known = list(dict.fromkeys(called["name"]))
    pairs = _candidates(called, held)
    called = called.assign(name=called["name"].map({name: n for n, name in enumerate(known)}).astype("int64"))
    both = pairs.merge(called.add_suffix("_a"), left_on="a", right_on="unit_a")
    both = both.merge(called.add_suffix("_b"), left_on="b", right_on="unit_b")
    both = both.merge(_agreeing(both[["name_a", "name_b"]].drop_duplicates(), known), on=["name_a", "name_b"])
    both = both.assign(spelled=~(both["shown_a"] & both["shown_b"]))
    order = ["a", "b", "rank", "spelled", "others", "text_a", "text_b"]
    return both.sort_values(order).drop_duplicates(["a", "b"])[["a", "b", "level", *order[3:]]]


def _agreeing(pairs: pd.DataFrame, known: list[names.Name]) -> pd.DataFrame:
    """Those pairs of names (by number) that agree: level, its rank, others."""
    found = [names.agreement(known[a], known[b]) for a, b in pairs.itertuples(index=False)]
    pairs = pairs.assign(found=pd.Series(found, dtype="object", index=pairs.index)).dropna(subset=["found"])
    others = _Others(known)
    level = pairs["found"].map(lambda found: found.level).astype("str")
    return pairs.assign(
        level=level,
        rank=level.map({level: rank for rank, level in enumerate(names.LEVELS)}),
        others=np.array([others(found) for found in pairs["found"]], dtype="float64"),
    ).drop(columns="found")


def _is(values: pd.Series, what) -> pd.Series:
    return values.map(what).astype("bool")


def _candidates(called: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """Pairs of units (a < b) that share a key of their names. A large block is cut into those of one employer each."""
    keyed = called[["unit"]].assign(key=called["name"].map(names.keys)).explode("key").dropna().drop_duplicates()
    keyed = keyed.astype({"key": "str"})
    first = called["name"].map(lambda name: name.words[0])
    alone = set(first[_is(called["name"], lambda name: len(name.words) == 1) & called["shown"]])
    given = called[["unit"]].assign(key=first + ".")[first.isin(alone)].drop_duplicates()
    keyed = pd.concat([keyed, given])
    held = held.astype({"unit": "int64"})
    at_work = called[["unit"]].assign(key=first + "@")[first.isin(alone)]
    work = pd.concat([keyed[_large(keyed)], at_work]).drop_duplicates().merge(held[["unit", "employer"]], on="unit")
    cut = work.assign(key=work["key"] + work["employer"])[["unit", "key"]]
    return paired(pd.concat([keyed[~_large(keyed)], cut[~_large(cut)]]))


def _large(keyed: pd.DataFrame) -> pd.Series:
    return keyed.groupby("key")["unit"].transform("size") > MOST_IN_BLOCK


def paired(keyed: pd.DataFrame) -> pd.DataFrame:
    """Pairs of units (a < b) that share a key."""
    keyed = keyed[keyed["key"].duplicated(keep=False)].astype({"unit": "int64", "key": "str"})
    pairs = keyed.merge(keyed, on="key", suffixes=("_a", "_b"))
    pairs = pairs.loc[pairs["unit_a"] < pairs["unit_b"], ["unit_a", "unit_b"]]
    return pairs.set_axis(["a", "b"], axis=1).drop_duplicates(ignore_index=True)


class _Others:
    """How many other people here may bear a name that agrees so far: their number times how common the words are.

    Each full name counts once, however many handles show it, as they are likely one person's.
    """

    def __init__(self, called: list[names.Name]):
        known = {frozenset(map(names.folded, name.words)) for name in called if name.several}
        self.names = len(known)
        self._count = Counter(word for words in known for word in {*words, *(f"{word[0]}." for word in words)})

    def __call__(self, found: names.Agreement) -> float:
        shares = [self._share(a, b) for a, b in found.words]
        culture = CULTURE if len(shares) > 1 else 1.0
        return RELATIVES + self.names * culture * _SPREAD.get(found.level, 1.0) * float(np.prod(shares))

    def _share(self, a: str, b: str) -> float:
        """How common the more common of two words is, or their initial where one is no more; the name itself aside."""
        words = (a, b) if min(len(a), len(b)) > 1 or not a.isascii() else (f"{a[0]}.",)
        seen = max(self._count[names.folded(word)] for word in words) - 1
        return (max(seen, 0) + _PRIOR_SHARE * _PRIOR_WEIGHT) / (self.names + _PRIOR_WEIGHT)


def full_names(called: pd.DataFrame) -> dict[int, list[names.Name]]:
    """Unit -> the names of several words that sources show."""
    full = called[called["shown"] & _is(called["name"], lambda name: name.several)]
    return full.groupby("unit")["name"].agg(list).to_dict()


def differing(pairs: pd.DataFrame, called: pd.DataFrame) -> np.ndarray:
    """Whether full names are shown of both units of each pair, and none of one agrees with any of the other."""
    of = full_names(called)
    return np.array([differ(of.get(a), of.get(b)) for a, b in zip(pairs["a"], pairs["b"], strict=True)], dtype=bool)


def differ(some: list[names.Name] | None, others: list[names.Name] | None) -> bool:
    """Whether both have full names, and none agrees with any of the other."""
    return bool(some and others) and all(names.contradict(one, other) for one in some for other in others)
