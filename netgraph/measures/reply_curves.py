"""How soon do answers come, and how many?"""

import numpy as np
import pandas as pd

from netgraph.build import Network
from netgraph.measures.messages import COVERED, HORIZON, TIES, messages
from netgraph.measures.shares import shares
from netgraph.tables import checked, empty

HOURS = (1, 3, 6, 12, 24, 48, 72, 96, 120, 144, 168)

FEWEST = 20
"""Messages under which no curve is given."""

_GROUP = ["channel", "tie"]


def reply_curves(net: Network, *, covered: int = COVERED) -> pd.DataFrame:
    """Kaplan-Meier curves of answers to one-to-one messages, by channel and by what came before, up to 7 days.

    A message without an answer counts for as long as its source was still recording, and is no refusal: rate is
    1 - product over the times t of answers until then of (1 - answers at t / messages still without one just before
    t). Kinds and `covered` are those of `fear_and_reality`; the messages are the owner's in one person's export,
    everybody's in a log without an owner. Rows of channel "all" come first, and each channel's where there are several.

    ci_low, ci_high : 90 % interval of Jeffreys on the effective number of messages, rate (1 - rate) / Greenwood's
    variance, which is their number where none is cut off; where the rate is 0 or 1 the number at risk before that time.
    Censoring is taken to say nothing of the answer that would have come.

    Source: Kaplan & Meier, JASA 53:457 (1958); Dorey & Korn, Stat. Med. 6:679 (1987), for the effective number.
    """
    sent = messages(net, covered=covered)
    sent = sent[(sent["recipients"] == 1) & (sent["tie"] != "unknown")]
    if sent.empty:
        return empty("reply_curves")
    both = [sent.assign(channel="all"), *([sent] if len(sent["channel"].unique()) > 1 else [])]
    curves = _curves(pd.concat(both)).rename(columns={"tie": "kind"})
    place = curves["kind"].map({kind: place for place, kind in enumerate(TIES)})
    order = curves.assign(each=curves["channel"] != "all", place=place)
    order = order.sort_values(["each", "channel", "place", "hours"]).drop(columns=["each", "place"])
    return checked("reply_curves", order)


def _curves(sent: pd.DataFrame) -> pd.DataFrame:
    """The columns of the table for each group and each of HOURS."""
    steps = _steps(sent)
    grid = steps[_GROUP].drop_duplicates().merge(pd.DataFrame({"hours": HOURS}), how="cross")
    grid = grid.assign(length=pd.to_timedelta(grid["hours"], unit="h").astype(steps["length"].dtype))
    steps = steps.assign(reached=steps["length"]).sort_values("length", kind="stable")
    grid = pd.merge_asof(grid.sort_values("length", kind="stable"), steps, on="length", by=_GROUP)
    few = grid["all"] < FEWEST
    interval = shares(grid["rate"] * grid["worth"], (1 - grid["rate"]) * grid["worth"])[["ci_low", "ci_high"]]
    # who is cut off at the very hour was still seen then
    gone = grid["came"].where(grid["reached"] == grid["length"], grid["number"])
    grid = grid.assign(at_risk=grid["at_risk"] - gone, **interval, verdict=np.where(few, "too few to know", "ok"))
    grid = grid.assign(**grid[["rate", *interval]].mask(few))
    return grid[[*_GROUP, "hours", "at_risk", "rate", *interval, "verdict"]]


def _steps(sent: pd.DataFrame) -> pd.DataFrame:
    """Where each curve steps: messages that end there, those of them answered, all at risk, the rate from there on.

    `worth` is the effective number of messages. Each curve has a step before its beginning, at which nothing happens.
    """
    length = pd.concat([sent["took"], sent["left"]], axis=1).min(axis=1).clip(upper=HORIZON)
    ended = sent[_GROUP].assign(length=length, came=sent["took"] <= length)
    steps = ended.groupby([*_GROUP, "length"], as_index=False).agg(number=("came", "size"), came=("came", "sum"))
    begin = steps[_GROUP].drop_duplicates().assign(length=-pd.Timedelta(hours=1), number=0, came=0)
    steps = pd.concat([begin.astype(steps.dtypes), steps], ignore_index=True).sort_values([*_GROUP, "length"])
    total = steps.groupby(_GROUP)["number"].transform("sum")
    at_risk = total - steps.groupby(_GROUP)["number"].cumsum() + steps["number"]
    steps = steps.assign(all=total, at_risk=at_risk, left=1 - steps["came"] / at_risk)
    # Greenwood's sum has no value where all are answered, and none is needed
    part = (steps["came"] / (at_risk * (at_risk - steps["came"])).where(steps["left"] > 0)).fillna(0)
    left, greenwood = steps.groupby(_GROUP)["left"].cumprod(), part.groupby([steps[c] for c in _GROUP]).cumsum()
    worth = ((1 - left) / (left * greenwood).where((left > 0) & (left < 1))).fillna(at_risk)
    return steps.drop(columns="left").assign(rate=1 - left, worth=worth)
