"""How contact fades: what one day of contact weighs as of a later day.

A decay is called with a table of active days (columns age: whole days, count: events,
recipients: fewest recipients k) and returns one weight per row; a tie's strength is their sum.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from netgraph.tables import TableError


@dataclass(frozen=True)
class Decay:
    """A named decay; two of the same name and parameters are equal."""

    label: str
    weigh: Callable[[pd.DataFrame], np.ndarray] = field(repr=False, compare=False)

    def __call__(self, days: pd.DataFrame) -> np.ndarray:
        return self.weigh(days)


def active_day(tau: float = 7, gamma: float = 0.5) -> Decay:
    """One weight per active day, `k^-gamma / (1 + age / tau)`, whatever the number of events on it.

    tau : days until a day of contact weighs half, > 0. gamma : how far an event to k
    recipients is shared out among them, 0 (not at all) to 1 (evenly). The heavy tail needs no
    half-life chosen per log.
    """
    tau, gamma = float(tau), float(gamma)
    if not (0 < tau < math.inf and 0 <= gamma <= 1):
        raise TableError(f"active_day(tau={tau}, gamma={gamma}): tau must be above 0, gamma in 0..1")
    return Decay(
        f"active_day(tau={_told(tau)}, gamma={_told(gamma)})",
        lambda days: days["recipients"].to_numpy() ** -float(gamma) / (1 + days["age"].to_numpy() / tau),
    )


def exponential(half_life: float) -> Decay:
    """Every event weighs `2^(-age / half_life)`, half_life in days, > 0."""
    half_life = float(half_life)
    if not 0 < half_life < math.inf:
        raise TableError(f"exponential({half_life}): the half-life must be above 0 days")
    return Decay(
        f"exponential(half_life={_told(half_life)})",
        lambda days: days["count"].to_numpy() * 2.0 ** (-days["age"].to_numpy() / half_life),
    )


count = Decay("count", lambda days: days["count"].to_numpy(dtype="float64"))
"""Every event weighs 1, however old."""

active_days = Decay("active_days", lambda days: np.ones(len(days)))
"""Every day with an event weighs 1, however old."""


def _told(number: float) -> str:
    """A number without needless digits, and with all that it needs."""
    return f"{number:g}" if float(f"{number:g}") == number else repr(number)


def named_decay(label: str) -> Decay:
    """The decay that a label such as 'active_day(tau=7, gamma=0.5)' stands for; how one is stored.

    Raises TableError for a label that none of these decays has.
    """
    word, _, rest = label.partition("(")
    if label in (known := {"count": count, "active_days": active_days}):
        return known[label]
    if word not in (makers := {"active_day": active_day, "exponential": exponential}):
        raise TableError(
            f"a decay called {label!r} cannot be stored; use active_day, exponential, count or active_days"
        )
    pairs = (part.split("=") for part in rest.rstrip(")").split(", "))
    return makers[word](**{key: float(value) for key, value in pairs})
