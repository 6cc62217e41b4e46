"""Which old ties have fallen silent, for their own rhythm?"""

import pandas as pd

from netgraph.build import Network
from netgraph.measures.contact import paired
from netgraph.measures.silence import FEWEST, FLOOR, STRETCH, silences
from netgraph.tables import checked, steady


def dormant(net: Network) -> pd.DataFrame:
    """The owner's ties that have fallen silent, returned and strongest first.

    Dormant is a tie with at least 3 days of contact whose silence is longer than 30 days,
    than 4 times its own mean gap and than any gap before. Silence counts only where a source
    covers it. strength_then is what the tie was worth on its last day. Whether such a tie would
    answer is uncertain: on public logs, revival is told apart with an AUC of only .60 to .75.

    Empty for a log without an owner. Source: Levin, Walter & Murnighan, Org. Sci. 22:923 (2011).
    """
    pairs = silences(net)
    pairs = pairs[(pairs["a"] == net.me) & (pairs["days"] >= FEWEST) & (pairs["silent_days"] > FLOOR)]
    pairs = pairs[(pairs["silent_days"] > STRETCH * pairs["rhythm"]) & (pairs["silent_days"] > pairs["longest"])]
    table = pairs.rename(columns={"b": "person", "both_ways": "reciprocated"})
    table = table.assign(strength_then=_strength_then(net, table), why=_reasons(table))
    columns = ["reciprocated", "strength_then", "person"]
    order = table.sort_values(columns, ascending=[False, False, True], key=steady)
    return checked("dormant", order.drop(columns=["a", "days", "last", "longest", "messages", "meetings"]))


def _strength_then(net: Network, table: pd.DataFrame) -> pd.Series:
    """Strength of the owner's ties on their last day of direct contact, both directions and kinds of evidence."""
    days = paired(net, net.pair_days).query("a == @net.me").rename(columns={"b": "person"})
    days = days.merge(table[["person", "last"]].rename(columns={"last": "then"}), on="person")
    each = ["person", "then", "kind", "forward", "day"]
    days = days[days["day"] <= days["then"]].groupby(each, as_index=False).agg({"count": "sum", "recipients": "min"})
    weight = net.origin.decay(days.assign(age=(days["then"] - days["day"]).dt.days))
    return table["person"].map(pd.Series(weight, index=days["person"]).groupby(level=0).sum()).astype("float64")


def _reasons(table: pd.DataFrame) -> pd.Series:
    ways = table["reciprocated"].map({True: ", both ways", False: ", one way only"}).astype("str")
    meetings = (" and " + table["meetings"].astype("str") + " meetings").where(table["meetings"] > 0, "")
    counts = table["messages"].astype("str") + " messages" + meetings + " on " + table["days"].astype("str") + " days"
    rhythm = table["rhythm"].round().astype("int64").astype("str")
    return counts + ways + "; usually every " + rhythm + " days, now silent for " + table["silent_days"].astype("str")
