"""What is known of one person, on one page?"""

from string import Formatter

import numpy as np
import pandas as pd

from netgraph.answers.give_and_take import give_and_take
from netgraph.answers.introductions import introductions
from netgraph.answers.plan import proposals
from netgraph.answers.pressure import pressure
from netgraph.answers.spared import spared
from netgraph.build import Network, done, whom
from netgraph.measures.circles import circles
from netgraph.measures.contact import events, z
from netgraph.measures.introduced import introduced
from netgraph.measures.replies import replies
from netgraph.measures.silence import silences
from netgraph.tables import TableError, checked

MOST = 5
"""Contacts shared with the owner that are named."""

_Facts = list[tuple[str, object, str]]


def person(net: Network, who: str) -> pd.DataFrame:
    """One page about one person: each fact, what the data says of it, and what that stands on.

    who : id, handle or unambiguous name. A detail is missing where the data says nothing, and `why` says so.

    In order: name, organisation, title, handles, the user's note and what the overrides call done; first and last
    contact with the owner, silence and rhythm as in `dormant`, channels; balance (the owner's share of the messages
    with its 90 % interval, `give_and_take`), `pressure` both ways, the chance of an answer (`replies`), introductions
    given and got (`introduced`); circle (`circles`), contacts shared with the owner, the likeliest path where the two
    had no contact (`introductions`), and what `plan` would say were there room for all.

    In a log without an owner only who it is, contact with anybody, and the circle. Raises TableError where nobody,
    several people or the owner is meant.
    """
    one = whom(net, who)
    if one == net.me:
        raise TableError(f"{who!r} is the owner; give somebody else")
    log = events(net)
    log = log[((log["a"] == one) | (log["b"] == one)) & ((net.me is None) | (log["a"] == net.me))]
    facts = _card(net, one) + _contact(log)
    if net.me is not None:
        facts += _pair(net, one) + _both_ways(net, one)
    facts += _circle(net, one)
    if net.me is not None:
        facts += _shared(net, one) + _path(net, one, log) + _advice(net, one)
    return checked("person", pd.DataFrame(facts, columns=["fact", "detail", "why"], dtype="str"))


def _card(net: Network, one: str) -> _Facts:
    row, handles = net.people.set_index("person").loc[one], net.merges.loc[net.merges["person"] == one, "handle"]
    newest, last = "as the newest card has it", done(net).reindex([one]).dt.strftime("%Y-%m-%d").item()
    facts = [
        ("name", row["name"], "the fullest name that any source shows"),
        ("organisation", row["organisation"], newest),
        ("title", row["title"], newest),
        ("handles", f"{len(handles):,}", "; ".join(handles)),
        ("note", row["note"], "your own words"),
        ("done", last, "by your overrides: in touch where no source sees it"),
    ]
    return [(fact, value, why if pd.notna(value) else "none is known") for fact, value, why in facts]


def _contact(log: pd.DataFrame) -> _Facts:
    """Spans and channels of some events."""
    log = log.drop_duplicates("event")
    if log.empty:
        return [(fact, None, "no contact is on record") for fact in ("first contact", "last contact", "channels")]
    first, last = log.iloc[0], log.iloc[-1]
    counts = log["channel"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    channels = ", ".join(f"{channel} {number:,}" for channel, number in counts.items())
    return [
        ("first contact", f"{first['time']:%Y-%m-%d}", f"{first['kind']}, {first['channel']}"),
        ("last contact", f"{last['time']:%Y-%m-%d}", f"{last['kind']}, {last['channel']}"),
        ("channels", channels, f"{len(log):,} events on {log['time'].dt.normalize().nunique():,} days"),
    ]


def _pair(net: Network, one: str) -> _Facts:
    """Silence, rhythm, balance and the chance of an answer."""
    silence, talk = _row(silences(net), a=net.me, b=one), _row(give_and_take(net), person=one)
    odds = _row(replies(net), source=net.me, target=one)
    tried = "{sent:,} messages of yours whose 7 days have passed, {answered:,} of them answered; {streak:,} open"
    return [
        _told("silence", "{silent_days:,} days", silence, "as far as a source of the two of you covers"),
        _told("rhythm", "every {rhythm:.0f} days", silence, "mean gap between days of contact, as far as covered"),
        _told("balance", "{share:.0%} yours, 90 % interval {ci_low:.0%} to {ci_high:.0%}", talk, "{why}"),
        _told("chance of an answer", "{chance:.0%}, 90 % interval {ci_low:.0%} to {ci_high:.0%}", odds, tried),
    ]


def _both_ways(net: Network, one: str) -> _Facts:
    """Pressure in both directions, and introductions given and got."""
    tries, made = pressure(net), introduced(net)
    names = net.people.set_index("person")["name"]
    facts = []
    for fact, source, target in (("your writing", net.me, one), ("their writing", one, net.me)):
        row = _row(tries, source=source, target=target)
        until = "" if pd.isna(row.get("again_on")) else " until {again_on:%Y-%m-%d}"
        facts.append(_told(fact, "{verdict}" + until, row, "{why}"))
    for fact, by, to in (("introductions given to them", net.me, one), ("introductions got from them", one, net.me)):
        found = made[(made["introducer"] == by) & ((made["a"] == to) | (made["b"] == to))]
        others = found["b"].where(found["a"] == to, found["a"]).map(names)
        facts.append((fact, ", ".join(others) or None, "; ".join(found["why"]) or "none was seen"))
    return facts


def _circle(net: Network, one: str) -> _Facts:
    row = _row(circles(net), person=one)
    return [_told("circle", "{label}", row, "{size:,} people, {verdict}; {why}", "no contact with others is seen")]


def _shared(net: Network, one: str) -> _Facts:
    """Those of the owner's contacts who are seen in contact with the person, most contact first."""
    contact, names = z(net), net.people["name"].to_numpy()
    row, mine = (contact[[np.flatnonzero(net.people["person"] == who)[0]]].toarray()[0] for who in (one, net.me))
    both = np.flatnonzero((row > 0) & (mine > 0))
    both = both[np.lexsort((both, -row[both].round(10)))]
    few = ", ".join(names[both[:MOST]])
    return [("shared contacts", few or None, f"{len(both):,} people are seen in contact with both of you")]


def _path(net: Network, one: str, log: pd.DataFrame) -> _Facts:
    """The likeliest path, where nothing has passed between the two."""
    if len(log):
        return [("path", "direct", f"{log['event'].nunique():,} events between the two of you")]
    legs = introductions(net, to=one, most=1)
    if legs.empty:
        return [("path", None, "no contact of yours is seen in contact with them")]
    names = net.people.set_index("person")["name"]
    way = " - ".join([names[net.me], *legs["target"].map(names)])
    return [("path", f"{way}: {legs['chance'].iloc[0]:.0%}", "; ".join(legs["why"]))]


def _advice(net: Network, one: str) -> _Facts:
    """What a plan with room for all would say, and whether to ask for anything now."""
    found = proposals(net)
    found = found[(found["person"] == one) | (found["other"] == one)]
    value = [f"{row.act}: {row.when} from {row.on:%Y-%m-%d}" for row in found.itertuples()]
    why = "; ".join(found["why"]) or "no reply is due, the tie is not dormant, and nobody is seen whom to introduce"
    apart = _row(spared(net), person=one)
    asked = ("no", apart["why"]) if apart else ("yes", "neither asked often lately, nor waiting, nor on the stop list")
    return [("plan", "; ".join(value) or None, why), ("may be asked now", *asked)]


def _row(table: pd.DataFrame, **keys: str) -> dict[str, object]:
    """The one row of a table with these keys; empty where there is none."""
    found = table[np.logical_and.reduce([table[column] == key for column, key in keys.items()])]
    return found.iloc[0].to_dict() if len(found) else {}


def _told(fact: str, value: str, row: dict[str, object], why: str, none: str = "nothing on record tells") -> tuple:
    """A fact with value and reason filled from a row; without a value where the row, or what it needs, is missing."""
    needed = [row.get(field) for _, field, _, _ in Formatter().parse(value) if field]
    if not row or any(pd.isna(needed)):
        return fact, None, none
    return fact, value.format(**row), why.format(**row)
