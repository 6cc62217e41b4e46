"""What went out and what came back, and who is waiting for my reply?"""

import pandas as pd

from netgraph.build import Network
from netgraph.measures.contact import events
from netgraph.tables import checked

PATIENCE = 30
"""Days after which somebody who got no reply has gone on without it."""


def give_and_take(net: Network) -> pd.DataFrame:
    """Everybody with whom the owner exchanged one-to-one messages; those waiting for a reply first.

    sent, received : messages to that person alone, and from that person to the owner alone.
    waiting_since : the first of the messages to the owner alone that came since the owner last
        wrote to that person (alone or with others), where that was at most 30 days before
        `net.as_of`; waiting_days since then. What a source that ended before would have shown is
        unknown, so nobody known from it alone is waiting.

    Empty for a log without an owner.
    """
    mine = events(net)
    mine = mine[(mine["a"] == net.me) & (mine["kind"] != "meeting")]
    alone = mine[mine["recipients"] == 1]
    counts = alone.groupby("b")["forward"].agg(sent="sum", number="size")
    table = counts.assign(received=counts["number"] - counts["sent"]).drop(columns="number")
    table = table.join(_waiting(net, mine)).rename_axis("person").reset_index()
    order = ["waiting_since", "received", "person"]
    return checked("give_and_take", table.sort_values(order, ascending=[True, False, True]))


def _waiting(net: Network, mine: pd.DataFrame) -> pd.DataFrame:
    """Contact -> waiting_since and waiting_days, for those who wrote lately and not in vain for long."""
    answered = mine[mine["forward"]].groupby("b")["time"].max().reindex(mine["b"]).to_numpy()
    unanswered = mine[~mine["forward"] & (mine["recipients"] == 1) & ~(mine["time"] <= answered)]
    since = unanswered.groupby("b").agg(waiting_since=("time", "min"))
    days = (net.as_of - since["waiting_since"].dt.normalize()).dt.days
    return since.assign(waiting_days=days.astype("float64"))[days <= PATIENCE]
