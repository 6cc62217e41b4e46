"""What went out and what came back, and who is waiting for my reply?"""

import pandas as pd

from netgraph.answers.pressure import FINE, TIME, standing
from netgraph.build import Network
from netgraph.measures.contact import PRAISE, alone, asks, own_events
from netgraph.measures.imbalance import common_prior, turns
from netgraph.measures.intervals import covered_days
from netgraph.measures.introduced import introduced
from netgraph.measures.messages import HORIZON, sequence
from netgraph.measures.shares import shares
from netgraph.once import once
from netgraph.tables import checked, empty

PATIENCE = 30
"""Days after which somebody who got no reply has gone on without it."""

LATELY = 365
"""Covered days that count as lately."""


@once
def give_and_take(net: Network) -> pd.DataFrame:
    """Everybody with whom the owner exchanged something one to one; those waiting for a reply first.

    sent, received : messages, calls and the like to that person alone, and from that person to the owner alone;
        sent_lately, received_lately : those of the last 365 days that any source covers.
    share : posterior mean of the owner's share of sent and received, with the prior of `imbalance` (of all messages of
        the owner's pairs, to several too); ci_low, ci_high its 90 % interval. NaN where none passed, as with somebody
        known from an introduction only.
    turns_sent, turns_received : those of them after 24 hours or more without contact: who begins.
    replies_given, replies_got : messages of theirs that the owner followed with any message within 7 days, and the
        other way. Many a message needs no reply, so the rest is no neglect.
    introductions_given : `introduced` by the owner, the person one of the two; introductions_got : of the owner, by
        that person. Endorsements and recommendations are those of a LinkedIn archive.
    waiting_since : the first of the messages (or calls that nobody took) to the owner alone since the owner last wrote
        to that person (alone or with others), or they spoke or met, or the overrides file says it is done; where the
        latest is at most 30 days old, and `pressure` does not say that this person writes on without waiting.
        waiting_days since then. What a source that ended more than a week before `net.as_of` would have shown is
        unknown, so nobody known from it alone waits.

    Counts are of what was recorded; they do not say what it was worth, or who owes whom.
    Empty for a log without an owner, and without any event.
    """
    if net.me is None or net.interactions.empty:
        return empty("give_and_take")
    log, stands = own_events(net), standing(net)
    parts = [_messages(net, log), _replies(net, log), _introductions(net), *(_praise(log, kind) for kind in PRAISE)]
    table = pd.concat(parts, axis=1).fillna(0).astype("int64")
    wrote_last = stands[stands["source"] == net.me].set_index("target")["latest"]
    table = table.join(_share(net, table)).join(waiting(net, stands)).join(wrote_last)
    table = table.rename_axis("person").reset_index()
    table = table.assign(why=_reasons(table)).drop(columns="latest")
    order = ["waiting_since", "received", "person"]
    return checked("give_and_take", table.sort_values(order, ascending=[True, False, True]))


def waiting(net: Network, stands: pd.DataFrame) -> pd.DataFrame:
    """Contact -> waiting_since and waiting_days, of those who wrote lately and do not write on without waiting.

    `stands` is a table of `pressure.judged`.
    """
    wrote = stands[(stands["target"] == net.me) & stands["verdict"].isin([TIME, FINE])].set_index("source")
    found = wrote.loc[(net.as_of - wrote["latest"].dt.normalize()).dt.days <= PATIENCE, "first"]
    days = (net.as_of - found.dt.normalize()).dt.days.astype("Int64")
    return pd.DataFrame({"waiting_since": found, "waiting_days": days})


def _messages(net: Network, log: pd.DataFrame) -> pd.DataFrame:
    """Contact -> what passed between the two alone, lately, and the turns among it."""
    lately, begun = log["time"] >= covered_days(net)[-LATELY:].min(), turns(net, log)
    sides = {"sent": log["forward"], "received": ~log["forward"]}
    late = {f"{side}_lately": there & lately for side, there in sides.items()}
    counts = sides | late | {f"turns_{side}": there & begun for side, there in sides.items()}
    return log[["b"]].assign(**counts)[alone(log)].groupby("b").sum()


def _replies(net: Network, log: pd.DataFrame) -> pd.DataFrame:
    """Contact -> messages to one alone that the other followed with one back in time."""
    log = sequence(net, log)
    came = log[asks(log) & alone(log) & (log["took"] <= HORIZON)]
    return came[["b"]].assign(replies_given=~came["forward"], replies_got=came["forward"]).groupby("b").sum()


def _introductions(net: Network) -> pd.DataFrame:
    made = introduced(net)
    mine = made[made["introducer"] == net.me]
    got = made.loc[made["a"] == net.me, "introducer"]
    counts = {"given": pd.concat([mine["a"], mine["b"]]), "got": got}
    return pd.DataFrame({f"introductions_{way}": people.value_counts() for way, people in counts.items()})


def _praise(log: pd.DataFrame, kind: str) -> pd.DataFrame:
    log = log[log["kind"] == kind]
    return log[["b"]].assign(**{f"{kind}s_given": log["forward"], f"{kind}s_got": ~log["forward"]}).groupby("b").sum()


def _share(net: Network, table: pd.DataFrame) -> pd.DataFrame:
    some = table[table["sent"] + table["received"] > 0]
    return shares(some["sent"], some["received"], prior=common_prior(net))[["share", "ci_low", "ci_high"]]


def _reasons(table: pd.DataFrame) -> pd.Series:
    text = table.select_dtypes("int64").astype("str")
    words = "you wrote " + text["sent"] + " and they " + text["received"] + ", one to one"
    words += "; answered: " + text["replies_given"] + " by you, " + text["replies_got"] + " by them"
    for what in ("introductions", "endorsements", "recommendations"):
        given, got = f"{what}_given", f"{what}_got"
        said = f"; {what}: " + text[given] + " given, " + text[got] + " got"
        words += said.where(table[[given, got]].any(axis=1), "")
    since = "; waiting for your reply since " + table["waiting_since"].dt.strftime("%Y-%m-%d")
    last = "; you wrote last, on " + table["latest"].dt.strftime("%Y-%m-%d")
    return words + since.fillna("") + last.fillna("")
