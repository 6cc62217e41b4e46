"""From pair-days to ties: how strong each directed tie is as of a day."""

import pandas as pd

from netgraph.decay import Decay
from netgraph.tables import checked

_TIE = ["source", "target", "kind"]


def ties(pair_days: pd.DataFrame, declared: pd.DataFrame, *, as_of: pd.Timestamp, decay: Decay) -> pd.DataFrame:
    """The table `ties` of pair-days up to `as_of` and of declared ties (source, target, first).

    Strength sums the decay over the active days of a tie, all channels of a day together
    (its fewest recipients count), at age = whole days from that day to `as_of`. A tie of
    weight zero is no tie. Declared ties carry no strength.
    """
    days = weighed(pair_days, as_of=as_of, decay=decay)
    parts = {"count": ("count", "sum"), "days": ("day", "size"), "strength": ("strength", "sum")}
    seen = days.groupby(_TIE, as_index=False).agg(**parts, first=("first", "min"), last=("last", "max"))
    said = declared.assign(kind="declared", count=0, days=0, strength=float("nan"), last=pd.NaT)
    table = pd.concat([t for t in (seen[seen["strength"] > 0], said) if len(t)] or [seen])
    return checked("ties", table.sort_values(_TIE))


def weighed(pair_days: pd.DataFrame, *, as_of: pd.Timestamp, decay: Decay) -> pd.DataFrame:
    """The active days of each tie up to `as_of`, all channels together, with `age` and what each adds to `strength`."""
    parts = {"count": "sum", "recipients": "min", "first": "min", "last": "max"}
    days = pair_days[pair_days["day"] <= as_of].groupby([*_TIE, "day"], as_index=False).agg(parts)
    days = days.assign(age=(as_of - days["day"]).dt.days)
    return days.assign(strength=decay(days))
