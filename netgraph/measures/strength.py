"""How strong is each pair's tie?"""

import numpy as np
import pandas as pd

from netgraph.build import Network
from netgraph.measures.contact import paired
from netgraph.tables import checked, steady

LATELY = 30
"""Days that count as of late."""

_PAIR = ["a", "b"]
_PARTS = ["w_ab", "w_ba", "w_projected"]


def strength(net: Network) -> pd.DataFrame:
    """Every pair with a tie of any kind, strongest first, with the parts that make the score.

    Strength is the decayed weight of all evidence at `net.as_of`, w_ab + w_ba + w_projected: what a sent b, what
    b sent a, and what merely shows both together (a meeting, a mail to both). By default each is the sum over its
    days of contact of `k^-1/2 / (1 + age / 7 days)`, so 1 is one direct message today and 1/2 the same a week ago.
    All channels weigh 1.

    lately : distinct days of contact among the last 30, `net.as_of` one of them. days_ago : from the last event to
    `net.as_of`, in whole days; of the record, not of the two: what no source covers has faded all the same. why :
    the counts in words. Pairs that only a contact list declares have no strength and no parts (NaN).
    """
    columns = {"count": ("count", "sum"), "days": ("days", "sum"), "first": ("first", "min"), "last": ("last", "max")}
    grouped = paired(net, net.ties).groupby(_PAIR)
    table = grouped.agg(**columns).assign(strength=grouped["strength"].sum(min_count=1))
    weight, events = _parts(net, "strength"), _parts(net, "count")
    table = table.join(weight).join(_days(net)).fillna({"lately": 0})
    table["days_ago"] = (net.as_of - table["last"].dt.normalize()).dt.days.astype("Int64")
    table["why"] = _reasons(table, events.reindex(table.index).fillna(0).astype("int64"))
    order = ["strength", *_PAIR]
    table = table.drop(columns="distinct").reset_index()
    return checked("strength", table.sort_values(order, ascending=[False, True, True], key=steady))


def _parts(net: Network, column: str) -> pd.DataFrame:
    """A column of the ties by pair: from a to b, from b to a, and projected; 0 where there is none of a part."""
    ties = paired(net, net.ties[net.ties["kind"] != "declared"])
    part = np.select([ties["kind"] == "projected", ties["forward"]], ["w_projected", "w_ab"], "w_ba")
    table = ties.assign(part=part).pivot_table(index=_PAIR, columns="part", values=column, aggfunc="sum")
    return table.reindex(columns=_PARTS).fillna(0.0)


def _days(net: Network) -> pd.DataFrame:
    """Distinct days of contact of each pair, and those among the last 30."""
    days = paired(net, net.pair_days).drop_duplicates([*_PAIR, "day"])
    days = days.assign(late=days["day"] > net.as_of - pd.Timedelta(days=LATELY))
    return days.groupby(_PAIR).agg(distinct=("day", "size"), lately=("late", "sum"))


def _reasons(table: pd.DataFrame, events: pd.DataFrame) -> pd.Series:
    sent = events["w_ab"].astype("str") + " from a, " + events["w_ba"].astype("str") + " from b"
    together = events["w_projected"].astype("str") + " together"
    counts = sent.where(events["w_projected"] == 0, sent + ", " + together)
    counts = counts.where(events[["w_ab", "w_ba"]].any(axis=1), together)
    distinct, lately = (table[column].fillna(0).astype("int64") for column in ("distinct", "lately"))
    days = distinct.astype("str") + np.where(distinct == 1, " day, ", " days, ")
    last = " of them in the last 30; last on " + table["last"].dt.strftime("%Y-%m-%d")
    return (counts + " on " + days + lately.astype("str") + last).fillna("in a contact list only, no event recorded")
