"""Which ties live: who has been in contact with whom within the last year that the sources cover?"""

import pandas as pd

from netgraph.build import Network
from netgraph.log import MOST_PROJECTED
from netgraph.measures.chances import places
from netgraph.measures.contact import own_events

YEAR = 365
"""Covered days within which a tie must show contact to count as living."""


def living(net: Network) -> pd.DataFrame:
    """Pairs in contact within the last 365 days that a source of the channel covers: a, b, channel; a and b as places.

    a < b in the order of `people`, one row for each channel. Of the owner only what passed between the two counts:
    messages either way, calls and meetings; to be in copy of a third's mail is not to know each other. Of two others
    also events that reached both. Events of more than 25 people make no tie.
    """
    others = net.pair_days[(net.pair_days[["source", "target"]] != net.me).all(axis=1)]
    others = others[["source", "target", "channel", "last", "recipients"]]
    log = pd.concat([others] if net.me is None else [others, _own(net)], ignore_index=True)
    since = _ends(net).reindex(log["channel"]).set_axis(log.index) - pd.Timedelta(days=YEAR)
    log = log[(log["recipients"] <= MOST_PROJECTED) & (log["last"] >= since)]
    ends = pd.DataFrame({end: places(net.people["person"], log[end]) for end in ("source", "target")})
    found = pd.DataFrame({"a": ends.min(axis=1), "b": ends.max(axis=1), "channel": log["channel"].to_numpy()})
    return found.drop_duplicates().sort_values(["a", "b", "channel"], ignore_index=True)


def _own(net: Network) -> pd.DataFrame:
    log = own_events(net)[["sender", "receiver", "channel", "time", "recipients"]]
    return log.rename(columns={"sender": "source", "receiver": "target", "time": "last"})


def _ends(net: Network) -> pd.Series:
    """Channel -> the end of what the last of its sources covers."""
    seen = net.interactions[["channel", "source"]].drop_duplicates().merge(net.windows, on="source")
    return seen.groupby("channel")["last"].max()
