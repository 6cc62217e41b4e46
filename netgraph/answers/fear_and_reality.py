"""How often does a reach-out get an answer: the first ever, after long silence, and in the middle of contact?"""

import numpy as np
import pandas as pd
from scipy.stats import beta

from netgraph.build import Network
from netgraph.measures.contact import asks, events, windows_of
from netgraph.tables import checked

HORIZON = pd.Timedelta(days=7)
DORMANT = pd.Timedelta(days=30)
COVERED = pd.Timedelta(days=180)
"""What the source must have covered before a message may be called the first ever."""

FEWEST = 20
"""Messages of a kind under which no rate is given."""

KINDS = ("first-ever", "dormant", "warm")


def fear_and_reality(net: Network) -> pd.DataFrame:
    """How many one-to-one messages were followed by any message back within 7 days, by what came before.

    first-ever : the pair's first event of any kind, where the source had covered at least 180 days before;
    dormant : after more than 30 days without any; warm : sooner. Messages sent less than 7 days
    before their source ends are left out, and so are calls, meetings and praise. Of the owner's messages
    in one person's export, of everybody's in a log without an owner. ci_low, ci_high : 90 % interval (Jeffreys).

    What it is not: a cause. Who writes to whom is chosen, a message back need not be an answer
    (so the rate is an upper bound), and most silence is no verdict on the one who wrote.
    """
    sent = outcomes(net)
    table = sent.groupby("kind")["answered"].agg(sent="size", answered="sum").reindex(KINDS, fill_value=0)
    few = table["sent"] < FEWEST
    posterior = beta(table["answered"] + 0.5, table["sent"] - table["answered"] + 0.5)
    table["rate"] = (table["answered"] / table["sent"].clip(1)).mask(few)
    table["ci_low"] = pd.Series(posterior.ppf(0.05), index=table.index).mask(few)
    table["ci_high"] = pd.Series(posterior.ppf(0.95), index=table.index).mask(few)
    table["verdict"] = np.where(few, "too few to know", "ok")
    return checked("fear_and_reality", table.rename_axis("kind").reset_index())


def outcomes(net: Network) -> pd.DataFrame:
    """The messages that `fear_and_reality` counts: event, time, sender, receiver, kind, answered."""
    log = events(net)
    before = log["time"] - log.groupby(["a", "b"])["time"].shift()
    window = windows_of(net, log)
    covered, left = log["time"] - window["first"], window["last"] - log["time"]
    # of a time cut off by `only(since=)` it is known that something may have come before
    first = before.isna() & (covered >= COVERED) & (net.origin.since is None)
    kind = np.select([first, before > DORMANT, before.notna()], KINDS, "unknown")
    counted = asks(log) & (log["kind"] != "call") & (log["recipients"] == 1) & (left >= HORIZON) & (kind != "unknown")
    if net.me is not None:
        counted &= log["sender"] == net.me
    table = log.assign(kind=kind, answered=(_answer_after(log) - log["time"]) <= HORIZON)[counted]
    return table[["event", "time", "sender", "receiver", "kind", "answered"]].reset_index(drop=True)


def _answer_after(log: pd.DataFrame) -> pd.Series:
    """For each row of a log in order the time of the next row from its receiver to its sender."""
    asked = log[["sender", "receiver"]].assign(row=log.index)
    back = asked.rename(columns={"sender": "receiver", "receiver": "sender"}).assign(answer=log["time"])
    back = back[log["kind"] != "meeting"]
    by = ["sender", "receiver"]
    return pd.merge_asof(asked, back, on="row", by=by, direction="forward", allow_exact_matches=False)["answer"]
