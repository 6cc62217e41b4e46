"""How long has each pair been silent, as far as anybody could have seen?"""

import pandas as pd

from netgraph.build import Network
from netgraph.measures.contact import events, taken, windows_of

FLOOR = 30
"""Silence of a month or less is never called dormant."""

STRETCH = 4
"""How many times the mean gap a silence must last: about where, on four logs, persistence began to fall."""

FEWEST = 3
"""Days of contact that it takes to speak of a rhythm."""

_PAIR = ["a", "b"]


def silences(net: Network) -> pd.DataFrame:
    """Every pair in contact, with what passed, and how long it has been silent.

    a, b, days, last, silent_days, rhythm, longest, sent, received, calls, meetings, both_ways.

    days : distinct days of contact. silent_days : days from the last of them to the end of what
    the sources that saw the pair cover. rhythm, longest : mean and longest gap in days between
    days of contact, of gaps that one of these sources covers (NaN without any). Outside the
    windows silence is unknown, so a source that ends early makes nobody silent, and a time that
    no source covers is no gap. sent, received : events from a to b and from b to a; calls : those
    that somebody took, which are in neither; meetings : of both. both_ways : whether both wrote or
    called; a meeting has no direction.
    """
    log = events(net)
    log = log.assign(day=log["time"].dt.normalize(), until=windows_of(net, log)["last"])
    table = log.groupby(_PAIR).agg(days=("day", "nunique"), last=("day", "max"), until=("until", "max"))
    table = table.join(_counts(log)).join(_gaps(net, log))
    silent = (table["until"].dt.normalize() - table["last"]).dt.days.clip(lower=0)
    return table.assign(silent_days=silent.astype("int64")).drop(columns="until").reset_index()


def allowed(pairs: pd.DataFrame) -> pd.Series:
    """Days up to which a silence is usual for the pair's rhythm and longest gap; NaN where no rhythm is known."""
    return pairs[["rhythm", "longest"]].assign(rhythm=pairs["rhythm"] * STRETCH).max(axis=1).clip(lower=FLOOR)


def alive(net: Network, pairs: pd.DataFrame) -> pd.Series:
    """Which pairs are seen to be in contact still: silent no longer than usual, or than a month without a rhythm.

    It takes 3 days of contact to speak of a rhythm. Silent to the network's day, so that of whom a source told that has
    ended nothing is known.
    """
    usual = allowed(pairs).where(pairs["days"] >= FEWEST).fillna(FLOOR)
    return (net.as_of - pairs["last"]).dt.days <= usual


def _counts(log: pd.DataFrame) -> pd.DataFrame:
    """Pair -> sent, received, calls, meetings and both_ways; an event that two sources hold counts once."""
    once = log.drop_duplicates([*_PAIR, "event"])
    met, spoke = once["kind"] == "meeting", taken(once)
    there, back = once["forward"] & ~met, ~once["forward"] & ~met
    parts = {"sent": there & ~spoke, "received": back & ~spoke, "calls": spoke, "meetings": met}
    found = once[_PAIR].assign(**parts, there=there, back=back).groupby(_PAIR).sum()
    return found.assign(both_ways=(found.pop("there") > 0) & (found.pop("back") > 0))


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
