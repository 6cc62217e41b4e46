"""How strong is each pair's tie?"""

import pandas as pd

from netgraph.build import Network
from netgraph.measures.contact import paired
from netgraph.tables import checked, steady


def strength(net: Network) -> pd.DataFrame:
    """Every pair with a tie of any kind, strongest first.

    Strength is the decayed weight of both directions together, w_ab + w_ba, at `net.as_of`:
    by default the sum over days of contact of `k^-1/2 / (1 + age / 7 days)`, so 1 is one direct
    message today and 1/2 the same a week ago. All channels weigh 1. Pairs that only a contact
    list declares have no strength (NaN). Counts, days and dates are what it is made of.
    """
    parts = {"count": ("count", "sum"), "days": ("days", "sum"), "first": ("first", "min"), "last": ("last", "max")}
    grouped = paired(net, net.ties).groupby(["a", "b"])
    table = grouped.agg(**parts).assign(strength=grouped["strength"].sum(min_count=1)).reset_index()
    order = table.sort_values(["strength", "a", "b"], ascending=[False, True, True], key=steady)
    return checked("strength", order)
