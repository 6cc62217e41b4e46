"""How long has each pair been silent, as far as anybody could have seen?"""

import pandas as pd

from netgraph.build import Network
from netgraph.measures.contact import events, windows_of

FLOOR = 30
"""Silence of a month or less is never called dormant."""

STRETCH = 4
"""How many times the mean gap a silence must last: about where, on four logs, persistence began to fall."""

FEWEST = 3
"""Days of contact that it takes to speak of a rhythm."""

_PAIR = ["a", "b"]


def silences(net: Network) -> pd.DataFrame:
    """Every pair in contact: a, b, messages, meetings, days, last, silent_days, rhythm, longest, both_ways.

    days : distinct days of contact. silent_days : days from the last of them to the end of what
    the sources that saw the pair cover. rhythm, longest : mean and longest gap in days between
    days of contact, of gaps that one of these sources covers (NaN without any). Outside the
    windows silence is unknown, so a source that ends early makes nobody silent, and a time that
    no source covers is no gap. both_ways : whether both wrote; a meeting has no direction.
    """
    log = events(net)
    log = log.assign(day=log["time"].dt.normalize(), met=log["kind"] == "meeting", until=windows_of(net, log)["last"])
    grouped = log.groupby(_PAIR)
    table = grouped.agg(days=("day", "nunique"), last=("day", "max"), until=("until", "max"))
    wrote = log[~log["met"]].groupby(_PAIR).agg(messages=("event", "nunique"), ways=("forward", "nunique"))
    met = log[log["met"]].groupby(_PAIR).agg(meetings=("event", "nunique"))
    table = table.join(wrote).join(met).fillna({"messages": 0, "ways": 0, "meetings": 0})
    silent = (table["until"].dt.normalize() - table["last"]).dt.days.clip(lower=0)
    table = table.assign(silent_days=silent, both_ways=table["ways"] > 1).join(_gaps(net, log))
    counts = ["messages", "meetings", "silent_days"]
    return table.astype(dict.fromkeys(counts, "int64")).drop(columns=["until", "ways"]).reset_index()


def _gaps(net: Network, log: pd.DataFrame) -> pd.DataFrame:
    """Pair -> rhythm and longest: mean and longest of its gaps."""
    return gaps(net, log).groupby(_PAIR)["gap"].agg(rhythm="mean", longest="max")


def gaps(net: Network, log: pd.DataFrame) -> pd.DataFrame:
    """Every day of contact of each pair but its first, in order: a, b, day, and the `gap` before it in days.

    Only where one source of the pair covers the gap from end to end: a time that nobody saw is none.
    """
    days = log.drop_duplicates([*_PAIR, "day"])[[*_PAIR, "day"]].sort_values([*_PAIR, "day"])
    days = days.assign(before=days.groupby(_PAIR)["day"].shift()).dropna(subset=["before"])
    pairs = days.merge(sources(net, log), on=_PAIR)
    covered = (pairs["first"].dt.normalize() <= pairs["before"]) & (pairs["day"] <= pairs["last"])
    found = pairs[covered].drop_duplicates([*_PAIR, "day"])
    return found.assign(gap=(found["day"] - found["before"]).dt.days)[[*_PAIR, "day", "gap"]]


def sources(net: Network, log: pd.DataFrame) -> pd.DataFrame:
    """What each source that saw a pair covers: a, b, source, first, last."""
    return log.drop_duplicates([*_PAIR, "source"])[[*_PAIR, "source"]].merge(net.windows, on="source")
