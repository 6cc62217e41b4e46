"""Which old ties have fallen silent, for their own rhythm, and which of them are worth a message?"""

import pandas as pd

from netgraph.build import Network
from netgraph.glossary import GLOSSARY
from netgraph.measures.contact import paired
from netgraph.measures.replies import replies
from netgraph.measures.silence import FEWEST, alive, allowed, silences
from netgraph.measures.words import if_any, many, told
from netgraph.once import once
from netgraph.tables import checked, steady


@once
def dormant(net: Network) -> pd.DataFrame:
    """The owner's ties that have fallen silent, those most worth a message first.

    Dormant is a tie with at least 3 days of contact whose silence is longer than 30 days, than 4 times its own mean
    gap and than any gap before. Silence counts only where a source covers it.

    worth : novelty x trust x chance, each in 0..1, highest first; NaN, and last, where there is no chance.
    novelty : 1 - familiar x (1 - new). familiar : share of the owner's ties of 3 days and more with less time together,
        equal ones for half. new : share of the contacts seen of that person whom neither the owner nor anybody in touch
        with the owner (silent no longer than usual) is seen in contact with; counts as 0 where none is seen. So either
        makes it new: little time together, or ways to people whom nobody else reaches.
    trust : share of the contact that was mutual, (2 x the fewer of messages sent and received + calls taken + meetings)
        / (all of it + 1), so that it takes more than a few to come near 1. 0 where only one side ever wrote.
    chance, ci_low, ci_high : that a message now is answered within 7 days, as in `replies`; NaN where none ever passed.
    strength_then : what the tie was worth on its last day. reciprocated : whether both ever wrote or called.

    The three parts weigh alike, as nothing here could tell how much each matters. Take the order as a suggestion:
    ci_low to ci_high is wide, and on public logs which silent ties revive was told with an AUC of only .60 to .75.

    Empty for a log without an owner. Source: old ties bring what is new and can be trusted: Levin, Walter & Murnighan,
    Org. Sci. 22:923 (2011); those with whom little time was spent bring more: Walter, Levin & Murnighan, Org. Sci.
    26:1447 (2015); the mutual share: Squartini et al., Sci. Rep. 3:2729 (2013), of a single pair.
    """
    pairs = silences(net)
    pairs = pairs[pairs["a"] == net.me].rename(columns={"b": "person", "both_ways": "reciprocated"})
    pairs = pairs.assign(**_time_together(pairs))
    table = pairs[(pairs["days"] >= FEWEST) & (pairs["silent_days"] > allowed(pairs))]
    table = table.merge(_reach(net, pairs), on="person", how="left", validate="one_to_one")
    answers = replies(net)[["source", "target", "chance", "ci_low", "ci_high"]].query("source == @net.me")
    table = table.merge(answers.rename(columns={"target": "person"}), on="person", how="left", validate="one_to_one")
    table = table.assign(strength_then=_strength_then(net, table), **_parts(table))
    table = table.assign(worth=table["novelty"] * table["trust"] * table["chance"], why=_reasons(table))
    order = table.sort_values(["worth", "person"], ascending=[False, True], key=steady)
    return checked("dormant", order[[*GLOSSARY["dormant"]]])


def _time_together(pairs: pd.DataFrame) -> dict[str, pd.Series | int]:
    """Of the ties of 3 days of contact and more: how many there are, with more days, and the share with fewer."""
    days = pairs["days"].where(pairs["days"] >= FEWEST)
    number = int(days.notna().sum())
    closer, familiar = days.rank(ascending=False, method="min") - 1, (days.rank() - 0.5) / max(number, 1)
    return {"closer": closer, "number": number, "familiar": familiar}


def _reach(net: Network, pairs: pd.DataFrame) -> pd.DataFrame:
    """Person -> contacts seen but the owner, `known`, and those whom nobody in touch reaches, `new`."""
    ties = net.ties[net.ties["kind"] != "declared"]
    ties = ties[(ties[["source", "target"]] != net.me).all(axis=1)]
    ends = pd.concat([ties[["source", "target"]], ties[["target", "source"]].set_axis(["source", "target"], axis=1)])
    ends = ends.drop_duplicates()
    living = pairs.loc[alive(net, pairs), "person"]
    reached = pd.concat([living, ends.loc[ends["source"].isin(living), "target"]])
    ends = ends.assign(person=ends["source"], new=~ends["target"].isin(reached))
    return ends.groupby("person", as_index=False).agg(known=("new", "size"), new=("new", "sum"))


def _parts(table: pd.DataFrame) -> dict[str, pd.Series]:
    """novelty and trust."""
    met = table["calls"] + table["meetings"]
    fewer, all_ = table[["sent", "received"]].min(axis=1), table["sent"] + table["received"] + met
    new = (table["new"] / table["known"]).fillna(0)
    return {"novelty": 1 - table["familiar"] * (1 - new), "trust": (2 * fewer + met) / (all_ + 1)}


def _strength_then(net: Network, table: pd.DataFrame) -> pd.Series:
    """Strength of the owner's ties on their last day of direct contact, both directions and kinds of evidence."""
    days = paired(net, net.pair_days).query("a == @net.me").rename(columns={"b": "person"})
    days = days.merge(table[["person", "last"]].rename(columns={"last": "then"}), on="person")
    each = ["person", "then", "kind", "forward", "day"]
    days = days[days["day"] <= days["then"]].groupby(each, as_index=False).agg({"count": "sum", "recipients": "min"})
    weight = net.origin.decay(days.assign(age=(days["then"] - days["day"]).dt.days))
    return table["person"].map(pd.Series(weight, index=days["person"]).groupby(level=0).sum()).astype("float64")


def _reasons(table: pd.DataFrame) -> pd.Series:
    """The counts behind each part, in words."""
    messages = many(table["sent"] + table["received"], "message") + told(" (", table["sent"], " sent, ")
    met = if_any(" and ", table["calls"], "call") + if_any(" and ", table["meetings"], "meeting")
    counts = messages + told("", table["received"], " received)") + met + " on " + many(table["days"], "day")
    rhythm = told("; usually every ", table["rhythm"].round(), " days, now silent for ")
    time = told("; more time with ", table["closer"]) + told(" of ", table["number"], " ties")
    new = told("; nobody in touch with you reaches ", table["new"]) + told(" of their ", table["known"], " contacts")
    chance, low, high = ((100 * table[column]).round() for column in ("chance", "ci_low", "ci_high"))
    odds = told("; chance of an answer ", chance, " %") + told(" (", low) + told(" to ", high, ")")
    unseen = "; whom else they know is not seen"
    silent = table["silent_days"].astype("str")
    return counts + rhythm + silent + time + new.where(table["known"].notna(), unseen) + odds
