"""Truths counted from the events themselves, for the parts that chance has a hand in."""

from collections.abc import Callable, Iterable
from datetime import datetime

import pandas as pd

from netgraph.synth.life import Event


def log(events: Iterable[Event], name: Callable[[Event], str], channel: Callable[[Event], str]) -> pd.DataFrame:
    """The events as interactions, one row per receiver: what a faultless reader would return, without its ids."""
    events = sorted(events, key=lambda e: (e.time, e.number))
    names = {e.number: name(e) for e in events}
    rows = [
        (names[e.number], e.time, e.sender, to, channel(e), e.kind, len(e.to), names.get(e.answers), e.source)
        for e in events
        for to in e.to
    ]
    columns = ["event", "time", "sender", "receiver", "channel", "kind", "recipients", "reply_to", "source"]
    return pd.DataFrame(rows, columns=columns)


def pairs(log: pd.DataFrame) -> pd.DataFrame:
    """Messages both ways of each pair of handles: a < b, sent (a to b), received, n, share of a."""
    log = log[log["kind"] == "message"]
    counts = log.groupby(["sender", "receiver"]).size()
    both = pd.DataFrame({"sent": counts, "received": counts.swaplevel().reindex(counts.index, fill_value=0)})
    mirrored = both.swaplevel()[["received", "sent"]].set_axis(["sent", "received"], axis=1)
    both = pd.concat([both, mirrored]).rename_axis(["a", "b"]).reset_index()
    both = both[both["a"] < both["b"]].drop_duplicates(["a", "b"])
    both["n"] = both["sent"] + both["received"]
    both["share"] = both["sent"] / both["n"]
    return both.sort_values(["a", "b"], ignore_index=True)


def one_sided(counted: pd.DataFrame, least: int) -> list[tuple[str, str]]:
    """Pairs (who writes, who hardly answers) of at least `least` messages, 90 % or more of them one way."""
    many = counted[counted["n"] >= least]
    from_a, from_b = many[many["share"] >= 0.9], many[many["share"] <= 0.1]
    return sorted([*zip(from_a["a"], from_a["b"], strict=True), *zip(from_b["b"], from_b["a"], strict=True)])


def balanced(counted: pd.DataFrame, least: int) -> list[tuple[str, str]]:
    """Pairs (a, b) of at least `least` messages of which either wrote 45 to 55 %."""
    even = counted[(counted["n"] >= least) & counted["share"].between(0.45, 0.55)]
    return list(zip(even["a"], even["b"], strict=True))


def waiting(log: pd.DataFrame, me: Iterable[str], since: datetime) -> list[str]:
    """Who wrote to me alone at or after `since`, and has had no message from me after that."""
    me, log = set(me), log[log["kind"] == "message"]
    asked = log[log["receiver"].isin(me) & (log["recipients"] == 1) & (log["time"] >= since)]
    told = log[log["sender"].isin(me)].groupby("receiver")["time"].max()
    last = asked.groupby("sender")["time"].max()
    return sorted(last.index[~(told.reindex(last.index) > last)])
