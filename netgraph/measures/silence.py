"""How long has each pair been silent, as far as anybody could have seen?"""

import pandas as pd

from netgraph.build import Network
from netgraph.measures.contact import events, windows_of


def silences(net: Network) -> pd.DataFrame:
    """Every pair with direct contact: a, b, days, rhythm, last, silent_days, longest, messages, both_ways.

    days : distinct days of contact; rhythm, longest : mean and longest gap between them in days
    (NaN for a single day). silent_days : days from the last contact to the end of what the
    sources that saw the pair cover, at most to `net.as_of`: outside their windows silence is
    unknown, so a source that ends early makes nobody silent.
    """
    log = events(net)
    days = log.assign(day=log["time"].dt.normalize()).drop_duplicates(["a", "b", "day"]).sort_values(["a", "b", "day"])
    gaps = days.assign(gap=days.groupby(["a", "b"])["day"].diff().dt.days).groupby(["a", "b"])
    table = gaps.agg(days=("day", "size"), last=("day", "max"), rhythm=("gap", "mean"), longest=("gap", "max"))
    covered = log.assign(until=windows_of(net, log)["last"]).groupby(["a", "b"])
    table = table.join(covered.agg(until=("until", "max"), messages=("event", "nunique"), ways=("forward", "nunique")))
    silent = (table["until"].dt.normalize() - table["last"]).dt.days.clip(lower=0)
    table = table.assign(silent_days=silent.astype("int64"), both_ways=table["ways"] > 1)
    return table.drop(columns=["until", "ways"]).reset_index()
