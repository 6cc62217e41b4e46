"""What has been written to somebody alone since that person last gave a sign?"""

import pandas as pd

from netgraph.build import Network, done
from netgraph.measures.contact import asks, taken

_WAY, _DAY = ["source", "target"], pd.Timedelta(days=1)


def unanswered(log: pd.DataFrame, last: pd.DataFrame) -> pd.DataFrame:
    """Of each directed pair with any: source, target, streak, tries, first, latest of the messages without an answer.

    Those are messages and missed calls to target alone, later than the last sign of target (`last_signs`). tries :
    distinct days with one, so that a thought sent in three pieces is one try. `log` has the rows of `contact.events`.
    """
    sent = ways(log[asks(log) & (log["recipients"] == 1)])[[*_WAY, "time", "event"]].merge(last, on=_WAY, how="left")
    sent = sent[~(sent["time"] <= sent["sign"])].assign(day=lambda rows: rows["time"].dt.normalize())
    parts = {"streak": ("event", "nunique"), "tries": ("day", "nunique")}
    return sent.groupby(_WAY, as_index=False).agg(**parts, first=("time", "min"), latest=("time", "max"))


def last_signs(signs: pd.DataFrame) -> pd.DataFrame:
    """The time of the last of the `signs` that target gave to source: source, target, sign."""
    return signs.groupby(_WAY)["time"].max().rename("sign").reset_index()


def signs(net: Network, log: pd.DataFrame) -> pd.DataFrame:
    """Signs that target gave to source: source, target, time.

    Whatever target wrote, to source alone or with others. To both of them: that they met, that a call was taken, and
    that the owner was in touch out of sight (`done` in the overrides file), by the end of that day.
    """
    wrote, spoke = log[log["kind"] != "meeting"], log[(log["kind"] == "meeting") | taken(log)]
    both = pd.concat([ways(spoke)[[*_WAY, "time"]], _told(net)])
    swapped = dict(zip(_WAY, _WAY[::-1], strict=True))
    parts = [ways(wrote).rename(columns=swapped), both, both.rename(columns=swapped)]
    return pd.concat([part[[*_WAY, "time"]] for part in parts], ignore_index=True)


def ways(log: pd.DataFrame) -> pd.DataFrame:
    """The same events with source, who sent, and target, who received."""
    return log.drop(columns="source", errors="ignore").rename(columns={"sender": "source", "receiver": "target"})


def _told(net: Network) -> pd.DataFrame:
    days = done(net) if net.me is not None else done(net)[:0]
    told = days.rename("time").rename_axis("target").reset_index().assign(source=str(net.me))
    return told.assign(time=told["time"] + _DAY - pd.Timedelta(microseconds=1))[[*_WAY, "time"]]
