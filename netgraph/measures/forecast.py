"""Will two people be in contact again within the next days?"""

import numpy as np
import pandas as pd
from scipy.special import expit

from netgraph.build import Network
from netgraph.measures.contact import events, paired, windows_of
from netgraph.measures.logistic import fitted
from netgraph.measures.silence import silences
from netgraph.measures.strength import strength
from netgraph.measures.weak_ties import weak_ties
from netgraph.tables import TableError, checked, steady

FEWEST_PAIRS, FEWEST_EVENTS = 500, 50
"""Pairs, and of these with contact and without, from which on all coefficients are refitted."""

FEWEST_FOR_LEVEL = 10
"""Pairs with contact and without from which on the level is refitted."""

SHIPPED = {"level": -0.84, "by_strength": 1.48, "by_silence": -0.07, "by_overlap": 2.99, "by_activity": -0.18}
"""Coefficients of 30 days for a network without a past: docs/decisions/018 says what they were fitted to."""

PER_LOG_DAYS = 1.08
"""What the shipped level gains with the logarithm of the days."""

_LOOSE = 10.0
"""How far, as an sd, refitted coefficients may lie from those shipped: far, but not without end."""
_PAIR = ["a", "b"]


def forecast(net: Network, *, days: int = 30) -> pd.DataFrame:
    """Probability that each pair is in contact again within the next `days`, the likeliest first, and its parts.

    probability : of any event of the pair (message, call, meeting of both) in the `days` after `net.as_of`,
        1 / (1 + exp(-(level + by_strength + by_silence + by_overlap + by_activity))).
    level, by_... : what each part adds to the log odds: a coefficient times log(1 + strength), log(1 + silent_days),
        overlap (0 where it is undefined), log(1 + idle_days).
    silent_days, idle_days : days from the pair's last event, and from the last event with anybody of that end who
        has been quiet for longer, to the end of what the pair's sources cover.
    coefficients : 'refitted' on the last `days` that the sources cover, with what was known before them, where at
        least 500 pairs can be judged, 50 of them with contact and 50 without; 'level refitted' from 10 and 10 on;
        else 'shipped'.

    The shipped ones were fitted to two logs of badges and two made-up samples, for 1 to 90 days: their order of pairs
    carries over, their level may be far off. Refitted ones take for granted that the pace of the last days goes on.
    It is the contact that these sources would record; whether somebody is alive or cares, no silence tells.

    Pairs without an event are left out; in one person's export all but the owner's are, as others' are seen in part.
    Raises TableError where `days` is no whole number above 0. `ng.backtest(net, ng.forecast, at=...)` tries it.

    Source: logistic regression by greatest likelihood (Cox, JRSS B 20:215, 1958); each coefficient normal around the
    shipped one with sd 10, which matters only where nothing else holds it.
    """
    known = _features(net)
    coefficients, how = _coefficients(net, whole(days))
    parts = _terms(known) * coefficients
    table = known.join(parts).assign(probability=expit(parts.sum(axis=1)), coefficients=how)
    order = ["probability", *_PAIR]
    return checked("forecast", table.sort_values(order, ascending=[False, True, True], key=steady))


def whole(days: int) -> int:
    """The same number of days; TableError where it is no whole number above 0."""
    if isinstance(days, bool) or not isinstance(days, int | np.integer) or days < 1:
        raise TableError(f"days={days!r}; give a whole number from 1 on")
    return days


def aftermath(net: Network, *, after: pd.Timestamp, until: pd.Timestamp, by: tuple[str, ...] = ("a", "b")):
    """Every pair, or person, with an event up to `after`: count, last, again, seen; with `again` any event later.

    again : whether there is an event after `after`, up to `until`. seen : whether a source that saw the pair before
    covers the day of `until`; elsewhere nobody can know.
    """
    log = events(net)
    log = log.assign(ends=windows_of(net, log)["last"])
    if "person" in by:
        log = pd.concat([log.assign(person=log[end]) for end in ("sender", "receiver")])
    before, later = log[log["time"] <= after], log[(log["time"] > after) & (log["time"] <= until)]
    columns = {"count": ("time", "size"), "last": ("time", "max"), "ends": ("ends", "max")}
    table = before.groupby(list(by)).agg(**columns).reset_index()
    again = later[list(by)].drop_duplicates().assign(again=True)
    table = table.merge(again, on=list(by), how="left", validate="one_to_one")
    seen = table.pop("ends").dt.normalize() >= until.normalize()
    return table.assign(again=table["again"].notna(), seen=seen)


def _features(net: Network) -> pd.DataFrame:
    """Each pair that has been in contact: a, b, strength, silent_days, overlap, idle_days."""
    pairs = silences(net)
    pairs = pairs if net.me is None else pairs[pairs["a"] == net.me]
    for measure, column in ((strength, "strength"), (weak_ties, "overlap")):
        pairs = pairs.merge(measure(net)[[*_PAIR, column]], on=_PAIR, how="left", validate="one_to_one")
    log = events(net)
    last = pd.concat([log.set_index(end)["time"] for end in ("sender", "receiver")]).groupby(level=0).max()
    quiet = pd.Series(np.minimum(*(last.reindex(pairs[end]).to_numpy() for end in _PAIR)), index=pairs.index)
    covered = pairs["last"] + pd.to_timedelta(pairs["silent_days"], unit="D")
    idle = (covered - quiet.dt.normalize()).dt.days.clip(lower=0)
    return pairs.assign(idle_days=idle)[[*_PAIR, "strength", "silent_days", "overlap", "idle_days"]]


def _terms(known: pd.DataFrame) -> pd.DataFrame:
    """What the coefficients are of, named after them, in their order."""
    return pd.DataFrame({
        "level": 1.0,
        "by_strength": np.log1p(known["strength"].fillna(0)),
        "by_silence": np.log1p(known["silent_days"]),
        "by_overlap": known["overlap"].fillna(0),
        "by_activity": np.log1p(known["idle_days"]),
    }, index=known.index)  # fmt: skip


def _coefficients(net: Network, days: int) -> tuple[pd.Series, str]:
    """The coefficients for so many days, and where they come from."""
    shipped = pd.Series(SHIPPED)
    shipped["level"] += PER_LOG_DAYS * np.log(days / 30)
    later, after = _later(net, days)
    fewest = later["again"].value_counts().reindex([True, False], fill_value=0).min()
    if fewest < FEWEST_FOR_LEVEL:
        return shipped, "shipped"
    past = _features(net.at(after)).merge(later, on=_PAIR, validate="one_to_one")
    terms, again = _terms(past), past["again"].to_numpy("float64")
    if len(later) >= FEWEST_PAIRS and fewest >= FEWEST_EVENTS:
        return pd.Series(fitted(terms.to_numpy(), again, prior=shipped, spread=_LOOSE), shipped.index), "refitted"
    rest = (terms * shipped).drop(columns="level").sum(axis=1).to_numpy()
    level = fitted(terms[["level"]].to_numpy(), again, prior=shipped[["level"]], start=rest, spread=_LOOSE)
    return shipped.where(shipped.index != "level", level[0]), "level refitted"


def _later(net: Network, days: int) -> tuple[pd.DataFrame, pd.Timestamp]:
    """Pairs with whether contact came in the last `days` that the sources cover, and the moment before these.

    The end is that of the middle pair's sources: one that ended long ago must not take the others along.
    """
    log = paired(net, net.interactions, source="sender", target="receiver")
    ends = windows_of(net, log)["last"].groupby([log["a"], log["b"]]).max().sort_values()
    middle = ends.iloc[(len(ends) - 1) // 2] if len(ends) else net.as_of
    until = middle.normalize() + pd.Timedelta(days=1, microseconds=-1)
    after = until - pd.Timedelta(days=days)
    pairs = aftermath(net, after=after, until=until)
    mine = (net.me is None) | (pairs["a"] == net.me)
    return pairs.loc[pairs["seen"] & mine, [*_PAIR, "again"]], after
