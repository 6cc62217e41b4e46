"""Who should not be asked for anything now?"""

from collections.abc import Iterable

import pandas as pd

from netgraph.answers.give_and_take import waiting
from netgraph.answers.pressure import PEACE, judged, reasons, standing
from netgraph.build import Network
from netgraph.measures.contact import alone, own_events
from netgraph.measures.imbalance import FEWEST, turns
from netgraph.measures.introduced import introduced
from netgraph.measures.shares import shares
from netgraph.once import once
from netgraph.tables import checked, empty

DAYS = 90
"""Days within which what was asked of somebody still counts."""

_DAY = pd.Timedelta(days=1)


@once
def spared(net: Network, *, people: Iterable[str] | None = None) -> pd.DataFrame:
    """Contacts of the owner who should not be asked for anything now, each once, with every reason and until when.

    people : ids of those who matter; all contacts unless given. Three reasons, joined by "; ":

    asked often lately : in the last 90 days the owner began with that person, alone (a turn, as in `imbalance`), or was
        introduced by that person, and such favours are clearly more than those that went back (the other began, or the
        owner introduced them): at least 5 in all, and the owner's share of them above 1/2 with probability > .95. A
        friend who begins as often is not worn out.
    waiting for your reply : as in `give_and_take`. To answer is better than to ask.
    leave in peace : on the stop list of `pressure`, in either direction.

    until : the day from which none of these holds if nothing happens; missing where a reply is due first.
    Empty for a log without an owner.
    """
    if net.me is None:
        return empty("spared")
    log = own_events(net, people=None if people is None else set(people))
    stands = standing(net) if people is None else judged(net, log)
    parts = pd.concat([_asked(net, log), _waiting(net, stands), _stopped(net, stands)], ignore_index=True)
    parts = parts[parts["person"].isin(log["b"])].assign(open=parts["until"].isna())
    table = parts.groupby("person").agg(why=("why", "; ".join), until=("until", "max"), open=("open", "any"))
    return checked("spared", table.assign(until=table["until"].mask(table.pop("open"))).reset_index())


def _asked(net: Network, log: pd.DataFrame) -> pd.DataFrame:
    """Whom the owner asked often lately."""
    asked = _favours(net, log)
    asked = asked[asked["time"] >= net.as_of - (DAYS - 1) * _DAY].sort_values("time", ascending=False, kind="stable")
    counts = asked.assign(theirs=~asked["mine"], number=1).groupby("person")[["mine", "theirs", "number"]].sum()
    often = (counts["number"] >= FEWEST) & (shares(counts["mine"], counts["theirs"])["above_half"] > 0.95)
    # once the fifth newest is so old, fewer than five are left
    fifth = asked[asked["mine"]].groupby("person").nth(FEWEST - 1).set_index("person")["time"].dt.normalize()
    counts = counts[often].astype("str")
    why = f"asked often lately: in {DAYS} days you began or were introduced " + counts["mine"]
    until = fifth.reindex(counts.index) + DAYS * _DAY
    return pd.DataFrame({"why": why + " times, they " + counts["theirs"], "until": until}).reset_index()


def _favours(net: Network, log: pd.DataFrame) -> pd.DataFrame:
    """Turns of the owner and one other alone, and introductions: person, time, and whether it was the owner's gain."""
    begun = log[turns(net, log) & alone(log)].rename(columns={"b": "person", "forward": "mine"})
    made = introduced(net)
    got = made[made["a"] == net.me].assign(person=made["introducer"], mine=True)
    given = made[made["introducer"] == net.me].assign(mine=False)
    parts = [begun, got, *(given.assign(person=given[end]) for end in ("a", "b"))]
    return pd.concat([part[["person", "time", "mine"]].astype({"mine": "bool"}) for part in parts], ignore_index=True)


def _waiting(net: Network, stands: pd.DataFrame) -> pd.DataFrame:
    found = waiting(net, stands).reset_index(names="person")
    why = "waiting for your reply since " + found["waiting_since"].dt.strftime("%Y-%m-%d")
    return found[["person"]].assign(why=why, until=found["waiting_since"].mask(why.notna()))


def _stopped(net: Network, stands: pd.DataFrame) -> pd.DataFrame:
    stopped = stands[stands["verdict"] == PEACE]
    mine = stopped["source"] == net.me
    lead = mine.map({True: "leave in peace: you wrote, ", False: "leave in peace: they wrote, "}).astype("str")
    person = stopped["target"].where(mine, stopped["source"])
    return pd.DataFrame({"person": person, "why": lead + reasons(stopped), "until": stopped["again_on"]})
