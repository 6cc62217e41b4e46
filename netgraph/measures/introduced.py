"""Who has probably brought two others together?"""

import pandas as pd

from netgraph.build import Network
from netgraph.log import MOST_PROJECTED
from netgraph.measures.contact import events, paired, windows_of
from netgraph.measures.messages import COVERED
from netgraph.once import once
from netgraph.tables import checked

WITHIN = pd.Timedelta(days=90)
"""Time in which the two must share something after the message that names both."""

_PAIR, _EVENT = ["a", "b"], ["event", "time"]


@once
def introduced(net: Network) -> pd.DataFrame:
    """Probable introductions, oldest first: a message to exactly two, who had shared nothing before and did so after.

    introducer wrote to a and b and to nobody else (a message; no meeting, no praise), as the first event that is known
    to name both; its source had covered at least 180 days before, and no dated contact list had named the one to the
    other before that day. followed : the first event after it that both had a part in and that the introducer did not
    send (a meeting counts whoever called it), at most 90 days later; without one there is no row. An event to more than
    25 makes nobody acquainted. So a pair is introduced at most once, and whoever writes to the same two again and again
    has not introduced them by that.

    Nothing is read, so each is `probable` only: the two may have known each other out of sight, or have been asked
    the same thing. In one person's export it shows what the owner was a part of: introductions given (the two seen
    together later in the owner's own data) and got. Empty for a selection by `only(since=...)`, which hides what was
    before.
    """
    named = _named_both(net)
    if net.origin.since is not None or named.empty:
        return checked("introduced", _worded(named.assign(followed=named["time"])[:0]))
    shared = _shared(net, named)
    first = shared.groupby(_PAIR)["time"].agg(begun="min").reset_index()
    found = named.merge(first, on=_PAIR).query("time == begun").drop_duplicates(_PAIR, keep=False)
    later = shared.merge(found[[*_PAIR, "introducer", "time"]], on=_PAIR, suffixes=("", "_then"))
    later = later[(later["time"] > later["time_then"]) & (later["by"] != later["introducer"])]
    followed = later.groupby(_PAIR)["time"].agg(followed="min").reset_index()
    found = found.merge(followed, on=_PAIR)
    found = found[(found["followed"] - found["time"] <= WITHIN) & ~_declared_before(net, found)]
    return checked("introduced", _worded(found.sort_values(["time", "introducer", *_PAIR])))


def _named_both(net: Network) -> pd.DataFrame:
    """Messages to exactly two others, once their source had covered long enough: introducer, a, b, time, channel."""
    log = net.interactions
    two = log[(log["kind"] == "message") & (log["recipients"] == 2)]
    two = two[two["time"] - windows_of(net, two)["first"] >= pd.Timedelta(days=COVERED)].sort_values("receiver")
    ends = two.groupby([*_EVENT, "sender", "channel"])["receiver"].agg(["first", "last", "size"])
    ends = ends[ends["size"] == 2].reset_index().rename(columns={"sender": "introducer"})
    return paired(net, ends, source="first", target="last")[["introducer", *_PAIR, *_EVENT, "channel"]]


def _shared(net: Network, named: pd.DataFrame) -> pd.DataFrame:
    """Every event that the two of any of these pairs had a part in: a, b, event, time, `by` (missing for a meeting)."""
    pairs, log = named[_PAIR].drop_duplicates(), net.interactions
    direct = events(net).assign(by=lambda rows: rows["sender"].mask(rows["kind"] == "meeting"))
    several = log[(log["recipients"] > 1) & (log["recipients"] <= MOST_PROJECTED) & (log["kind"] != "meeting")]
    several = several[several["receiver"].isin(pairs.to_numpy().ravel())]
    both = several.merge(several[[*_EVENT, "receiver"]], on=_EVENT, suffixes=("", "_other"))
    both = both[both["receiver"] < both["receiver_other"]].assign(by=both["sender"])
    both = paired(net, both, source="receiver", target="receiver_other")
    rows = pd.concat([part[[*_PAIR, *_EVENT, "by"]] for part in (direct, both)])
    return rows.merge(pairs, on=_PAIR).drop_duplicates()


def _declared_before(net: Network, found: pd.DataFrame) -> pd.Series:
    """Whether a contact list had named the one to the other on an earlier day."""
    declared = paired(net, net.ties[net.ties["kind"] == "declared"])[[*_PAIR, "first"]]
    known = found[_PAIR].merge(declared, on=_PAIR, how="left", validate="many_to_one").set_index(found.index)["first"]
    return known.dt.normalize() < found["time"].dt.normalize()


def _worded(found: pd.DataFrame) -> pd.DataFrame:
    days = (found["followed"].dt.normalize() - found["time"].dt.normalize()).dt.days.astype("str")
    why = (
        "probable: one message to both on " + found["time"].dt.strftime("%Y-%m-%d") + ", who had shared nothing before"
    )
    return found.drop(columns=["event", "begun"], errors="ignore").assign(
        why=why + " and did so " + days + " days later"
    )
