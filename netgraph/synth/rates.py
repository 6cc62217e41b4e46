"""A made-up log of which it is known how often each person writes to each other."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from netgraph.tables import Export, TableError

LAST = pd.Timestamp("2026-06-30")
_CIRCLE = 10
_USUAL, _SPREAD = 0.15, 1.0
"""Messages of a pair on an average day: median, and standard deviation of its logarithm."""


@dataclass(frozen=True, eq=False)
class Rates:
    """A log whose rates are known.

    export: what a reader would give, with a window of all days. rates: source, target, rate (messages on an average
    day, above 0), a row for each direction of each pair that has contact. days: the UTC days of the log, the last one
    2026-06-30, as an index.
    """

    export: Export
    rates: pd.DataFrame
    days: pd.DatetimeIndex
    weekends: float
    bursts: float

    @cached_property
    def active(self) -> np.ndarray:
        """Probability of a message: a row for each of `rates`, a column for each of `days`."""
        mean = self.rates["rate"].to_numpy()[:, None] * by_day(self.days, self.weekends)
        return -np.expm1(-np.log1p(mean * self.bursts) / self.bursts) if self.bursts else -np.expm1(-mean)


def rates(people: int = 60, *, days: int = 180, weekends=1.0, bursts=0.0, seed: int = 1, draw: int = 1) -> Rates:
    """Circles of ten people, more contact inside them than between, and one of each circle who knows many elsewhere.

    Each direction of each pair has its own rate, lognormal for the pair and shared out unevenly between the two; the
    messages of a day are Poisson. `seed` draws pairs and rates, `draw` the messages: so that one truth can be seen
    many times. `weekends`, at least 0, is what is written on a Saturday or Sunday relative to other days. `bursts`, at
    least 0, is the variance of a factor of mean 1 that each direction has anew each week (gamma); 0 for a steady rate.
    Raises TableError for fewer than 2 people or 1 day, and for negative options.
    """
    if people < 2 or days < 1 or weekends < 0 or bursts < 0:
        raise TableError(
            f"rates: people={people}, days={days}, weekends={weekends}, bursts={bursts}: "
            "give 2 people, 1 day and 0 or more each"
        )
    rng, calendar = np.random.default_rng((seed, people)), pd.date_range(end=LAST, periods=days, unit="us")
    ids = np.array([f"p{n:0{len(str(people - 1))}d}" for n in range(people)])
    one, other = _pairs(rng, people)
    total, share = _USUAL * np.exp(rng.normal(0, _SPREAD, len(one))), rng.beta(4, 4, len(one))
    table = pd.DataFrame({
        "source": ids[np.r_[one, other]], "target": ids[np.r_[other, one]],
        "rate": np.r_[total * share, total * (1 - share)],
    }).sort_values(["source", "target"], ignore_index=True)  # fmt: skip
    log = _log(np.random.default_rng((draw, seed, people)), table, calendar, (weekends, bursts))
    return Rates(_export(ids, log, calendar), table, calendar, weekends, bursts)


def by_day(days: pd.DatetimeIndex, weekends: float) -> np.ndarray:
    """How much of an average day's messages each day has; over a week the mean is 1."""
    return np.where(days.day_of_week < 5, 1.0, weekends) * 7 / (5 + 2 * weekends)


def _pairs(rng: np.random.Generator, people: int) -> tuple[np.ndarray, np.ndarray]:
    """Pairs that have contact: more than half of each circle, a few at random, and those of the brokers."""
    everybody = np.arange(people)
    near = [(everybody[:-gap], everybody[gap:]) for gap in range(1, min(_CIRCLE, people))]
    one, other = (np.concatenate(ends) for ends in zip(*near, strict=True))
    inside = (one // _CIRCLE == other // _CIRCLE) & (rng.random(len(one)) < 0.6)
    brokers = everybody[::_CIRCLE]
    far = np.concatenate([rng.integers(people, size=people // 2), np.repeat(brokers, 5)])
    one, other = np.r_[one[inside], far], np.r_[other[inside], rng.integers(people, size=len(far))]
    found = np.unique(np.sort(np.c_[one, other][one != other], axis=1), axis=0)
    return found[:, 0], found[:, 1]


def _log(rng, table: pd.DataFrame, days: pd.DatetimeIndex, rhythm: tuple[float, float]) -> pd.DataFrame:
    """The messages in the order of time."""
    weekends, bursts = rhythm
    mean = table["rate"].to_numpy()[:, None] * by_day(days, weekends)
    if bursts:
        weeks = np.arange(len(days)) // 7
        mean = mean * rng.gamma(1 / bursts, bursts, (len(table), weeks[-1] + 1))[:, weeks]
    row, day = np.divmod(np.repeat(np.arange(mean.size), rng.poisson(mean).ravel()), len(days))
    time = days.to_numpy()[day] + rng.integers(86_400, size=len(day)).astype("timedelta64[s]")
    ends = {"sender": table["source"].to_numpy()[row], "receiver": table["target"].to_numpy()[row]}
    log = pd.DataFrame({"time": time, **ends}).sort_values(["time", "sender", "receiver"], ignore_index=True)
    same = {"channel": "mail", "kind": "message", "recipients": 1, "reply_to": None, "duration": np.nan}
    return log.assign(event=[f"e{n:07d}" for n in range(len(log))], source="log", **same)


def _export(ids: np.ndarray, log: pd.DataFrame, days: pd.DatetimeIndex) -> Export:
    """The log and its people, also those who wrote nothing; the window is all days, whatever was written."""
    end = days[-1] + pd.Timedelta(days=1) - pd.Timedelta(microseconds=1)
    cards = pd.DataFrame({"handle": ids, "card": ids, "source": "log"})
    cards = cards.assign(name=None, organisation=None, title=None, since=pd.NaT)
    windows = pd.DataFrame({"source": ["log"], "first": [days[0]], "last": [end]})
    return Export(contacts=cards, interactions=log, windows=windows)
