"""Which places in a ranking are sure, given how much was seen?"""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from netgraph.build import Network, assembled
from netgraph.log import reduced
from netgraph.measures.sensitivity import names, ranked
from netgraph.tables import TableError, checked
from netgraph.ties import weighed

_TIE = ["source", "target", "kind"]
_ROW = [*_TIE, "day", "channel"]


def ranks(net: Network, measure: Callable[[Network], pd.DataFrame], *, runs: int = 200, seed: int = 1) -> pd.DataFrame:
    """The ranking of a measure, such as `ng.brokers`, with the 90 % interval of each place.

    The events are drawn anew `runs` times, as many as there are, with repetition (bootstrap), each with all of its
    recipients, and the measure is taken of the ties that follow: a day of contact weighs what the mean of its events
    was drawn. rank_low, rank_high : 5th and 95th percentile of the places, and never without the place now. Who has
    lost all contact in a run is last there. apart_from : from that rank on, all intervals lie wholly behind this one:
    these rows are distinguishable from this one, those between are not.

    A rank is the place in the measure's own order; rows that are wholly missing have none and are left out. Drawing
    from what was seen adds doubt and takes none away, so that the intervals reach further towards the middle than they
    need, and say nothing of contact that was never seen, nor of who is who (`sensitivity`). Events that come in bursts
    are taken as independent. Measures that use the log itself get the drawn events too, at their times.

    Raises TableError where the measure has no table with one row for each person or each pair, and for fewer than 20
    runs. Source: Efron, Annals of Statistics 7:1 (1979); Hall & Miller, Annals of Statistics 37:3929 (2009), for ranks.
    """
    if runs < 20:
        raise TableError(f"ranks: runs={runs} are too few for an interval; ask for 20 or more")
    now = ranked(measure, net)
    keys = list(now.columns.drop("rank"))
    rows, number = pd.MultiIndex.from_frame(now[keys]), len(now)
    places = np.full((runs, number), number)
    for run, drawn in enumerate(_resampled(net, runs, seed)):
        there = ranked(measure, drawn)
        at = rows.get_indexer(pd.MultiIndex.from_frame(there[keys]))
        places[run, at[at >= 0]] = there["rank"][at >= 0]
    return checked("ranks", _spread(now["rank"].to_numpy(), places).assign(who=names(net, now)))


def _spread(rank: np.ndarray, places: np.ndarray) -> pd.DataFrame:
    """Ranks with the interval of the places (a row for each run), and from which rank on none reaches into it."""
    low = np.minimum(np.quantile(places, 0.05, axis=0, method="lower"), rank)
    high = np.maximum(np.quantile(places, 0.95, axis=0, method="higher"), rank)
    # The least beginning of an interval from each row on only grows from row to row.
    least = np.minimum.accumulate(low[::-1])[::-1]
    apart = pd.Series(np.searchsorted(least, high, side="right") + 1)
    return pd.DataFrame(
        {"rank": rank, "rank_low": low, "rank_high": high, "apart_from": apart.where(apart <= len(rank))}
    )


def _resampled(net: Network, runs: int, seed: int) -> Iterator[Network]:
    """Networks of as many events, drawn with repetition."""
    rng, log, pair_days = np.random.default_rng(seed), net.interactions, net.pair_days
    events, parts = _parts(net)
    ties = _ties(net)
    place = events.get_indexer(log["event"])
    for _ in range(runs):
        times = np.bincount(rng.integers(max(len(events), 1), size=len(events)), minlength=len(events))
        count = np.bincount(parts["row"], weights=times[parts["place"]], minlength=len(pair_days)).astype("int64")
        days = pair_days.assign(count=count)[count > 0].reset_index(drop=True)
        yield replace(net, ties=ties(count), pair_days=days, interactions=_again(log, times[place]))


def _parts(net: Network) -> tuple[pd.Index, pd.DataFrame]:
    """All events, and for each pair-day (`row`) the events (`place`) that it is made of."""
    # Also events of somebody who is left out here: one that reached two who are not makes a tie between them.
    whole = net if net.origin.kept is None else assembled(replace(net.origin, kept=None), net.as_of)
    log = whole.interactions
    events = pd.Index(log["event"].unique())
    channel = log.drop_duplicates("event")["channel"].to_numpy()
    # An event's own name in place of its channel keeps the events of one day apart.
    alone = reduced(log.assign(channel=log["event"]), co_recipients=net.me is not None)
    place = events.get_indexer(alone["channel"])
    alone = alone.assign(place=place, channel=channel[place])
    return events, alone[[*_ROW, "place"]].merge(net.pair_days[_ROW].assign(row=np.arange(len(net.pair_days))), on=_ROW)


def _ties(net: Network) -> Callable[[np.ndarray], pd.DataFrame]:
    """Ties as a function of how many events of each pair-day there are; a day weighs in proportion."""
    days = weighed(net.pair_days, as_of=net.as_of, decay=net.origin.decay)
    day = _places(days[[*_TIE, "day"]], net.pair_days)
    kinds, declared = days[_TIE].drop_duplicates(ignore_index=True), net.ties[net.ties["kind"] == "declared"]
    tie, weight = _places(kinds, days), (days["strength"] / days["count"]).to_numpy()
    first, last = days["first"].to_numpy(), days["last"].to_numpy()

    def ties(count: np.ndarray) -> pd.DataFrame:
        drawn = np.bincount(day, weights=count, minlength=len(days))
        there = np.flatnonzero(drawn)
        which, start, number = np.unique(tie[there], return_index=True, return_counts=True)
        sums = {"count": drawn, "strength": drawn * weight}
        sums = {name: np.bincount(tie, weights=part, minlength=len(kinds))[which] for name, part in sums.items()}
        dates = {"first": first[there][start], "last": last[there][start + number - 1]}
        table = kinds.iloc[which].assign(**sums, **dates, days=number)
        return checked("ties", pd.concat([t for t in (table, declared) if len(t)] or [table]).sort_values(_TIE))

    return ties


def _places(rows: pd.DataFrame, table: pd.DataFrame) -> np.ndarray:
    """Where each row of the table stands among the rows."""
    return pd.MultiIndex.from_frame(rows).get_indexer(pd.MultiIndex.from_frame(table[list(rows.columns)]))


def _again(log: pd.DataFrame, times: np.ndarray) -> pd.DataFrame:
    """The rows so many times; copies are events of their own."""
    drawn = log.iloc[np.repeat(np.arange(len(log)), times)].reset_index(drop=True)
    copy = np.arange(len(drawn)) - np.repeat(np.cumsum(times) - times, times)
    suffix = pd.Series(["", *(f"#{n}" for n in range(1, times.max(initial=1)))], dtype="str")
    return drawn.assign(event=drawn["event"] + suffix.iloc[copy].to_numpy())
