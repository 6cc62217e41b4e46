"""What went out and what came back, and who is waiting for my reply?"""

import pandas as pd

from netgraph.build import Network
from netgraph.measures.contact import asks, events, taken, windows_of
from netgraph.tables import checked

PATIENCE = 30
"""Days after which somebody who got no reply has gone on without it."""

STREAK = 3
"""Unanswered messages in a row above which somebody writes without waiting for replies (see `imbalance`)."""

LAG = 7
"""Days by which a source may end before the network's day and still count as covering it."""


def give_and_take(net: Network) -> pd.DataFrame:
    """Everybody with whom the owner exchanged one-to-one messages; those waiting for a reply first.

    sent, received : messages, calls and the like to that person alone, and from that person to the owner alone.
    waiting_since : the first of the messages to the owner alone that came since the owner last
        wrote to that person (alone or with others) or they spoke, where the latest is at most 30 days
        old and there are at most three; waiting_days since then. A call that nobody took waits like a
        message; one that was taken answers both sides, and praise asks for no answer. What a source that
        ended more than a week before `net.as_of` would have shown is unknown, so nobody known from it alone
        waits.

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
    """Contact -> waiting_since and waiting_days, for those who wrote lately and not time and again in vain."""
    answered = mine[mine["forward"] | taken(mine)].groupby("b")["time"].max().reindex(mine["b"]).to_numpy()
    unanswered = mine[asks(mine) & ~mine["forward"] & (mine["recipients"] == 1) & ~(mine["time"] <= answered)]
    ended = windows_of(net, unanswered)["last"].dt.normalize()
    unanswered = unanswered.assign(ended=(net.as_of - ended).dt.days)
    parts = {"waiting_since": ("time", "min"), "latest": ("time", "max"), "streak": ("event", "nunique")}
    found = unanswered.groupby("b").agg(**parts, ended=("ended", "min"))
    lately = (net.as_of - found["latest"].dt.normalize()).dt.days <= PATIENCE
    found = found[lately & (found["streak"] <= STREAK) & (found["ended"] <= LAG)]
    days = (net.as_of - found["waiting_since"].dt.normalize()).dt.days
    return found[["waiting_since"]].assign(waiting_days=days.astype("Int64"))
