"""How did the network grow, month by month?"""

import pandas as pd

from netgraph.build import Network
from netgraph.measures.contact import paired
from netgraph.tables import checked


def timeline(net: Network) -> pd.DataFrame:
    """One row per month from the first record to `net.as_of`, months without contact included.

    events : events of the month. active_pairs, new_pairs : pairs with contact in the month, and
    with their first. new_declared : contacts that a list declares from that month on.
    """
    days = paired(net, net.pair_days).assign(month=_month(net.pair_days["day"]))
    first = days.groupby(["a", "b"])["month"].min()
    declared = net.ties.loc[net.ties["kind"] == "declared", "first"]
    events = net.interactions.drop_duplicates("event")["time"]
    columns = {
        "events": _month(events).value_counts(),
        "active_pairs": days.drop_duplicates(["a", "b", "month"])["month"].value_counts(),
        "new_pairs": first.value_counts(),
        "new_declared": _month(declared).value_counts(),
    }
    table = pd.DataFrame(columns).rename_axis("month")
    months = pd.period_range(table.index.min(), net.as_of, freq="M").to_timestamp() if len(table) else table.index
    return checked("timeline", table.reindex(months).fillna(0).rename_axis("month").reset_index())


def _month(times: pd.Series) -> pd.Series:
    return times.dt.to_period("M").dt.to_timestamp()
