"""This week's few: whom to write to and why, and for whom to wait."""

import numpy as np
import pandas as pd

from netgraph.answers.dormant import dormant
from netgraph.answers.give_and_take import give_and_take
from netgraph.answers.give_first import give_first
from netgraph.answers.introductions import introductions
from netgraph.answers.pressure import LAG, PEACE, TIME, pressure
from netgraph.answers.spared import spared
from netgraph.build import Network, done
from netgraph.measures.contact import looked_up, own_events, taken, windows_of
from netgraph.measures.introduced import introduced
from netgraph.measures.replies import replies
from netgraph.once import once
from netgraph.tables import TableError, checked, empty

REPLY, ASK, REVIVE, INTRODUCE, THANK = ACTS = ("reply", "ask for an introduction", "revive", "introduce", "thank")
"""What a plan may advise, in the order in which their turns come."""

REPLIES = 2
"""Replies in one plan, so that those who wait do not crowd out the rest."""

RESTED = 90
"""Days after which somebody whom the user calls done may be in a plan again."""

THANKED = 365
"""Days after which thanks are no reason for a message any more."""

_ENDS = ["person", "other"]


@once
def plan(net: Network, *, per_week: int = 5, to: str | None = None) -> pd.DataFrame:
    """A few things to do this week, at most `per_week`, for the owner; none is a valid plan.

    act : reply (to those who have waited longest, at most 2), then in turn: ask for an introduction (only where `to`
        names a wish: a person, an organisation or a circle, as in `introductions`), revive (a dormant tie that was both
        ways, the worthiest first), introduce (two contacts to one another, `give_first`), thank (for an introduction
        or a recommendation of the last 365 days after which nothing from the owner to that person is on record).
        Nobody is in it twice.
    when, on : write, from today on; or wait until the day `on`, where the owner wrote last and `pressure` says to give
        it time or to leave in peace. Those who wait stand last, and only where there is room.
    chance : that each message it takes is answered within 7 days: the owner's to that person (`replies`), both of an
        introduction, all on the way to whom is wished for. It is no promise, and most silence is not a verdict on you.
    last, channel : the last thing that passed between the owner and `person`, missing where nothing did.

    Left out are those who write to the owner again and again (`pressure`), those who should not be asked (`spared`;
    replies and thanks ask for nothing), and whom the overrides call done within the last 90 days, unless they wrote
    to the owner alone since. A note of the user's stands in `why` as written and decides nothing: who is to be left
    out stands under `exclude`. The same network gives the same plan. Write it to CSV for `review`.

    Empty for a log without an owner. Raises TableError where `per_week` is under 1 or `to` is nobody.
    """
    if per_week < 1:
        raise TableError(f"per_week={per_week}: a plan has room for at least 1; give 1 or more")
    found = proposals(net, to=to)
    replied = (found["act"] == REPLY).cumsum()
    found = found[(found["act"] != REPLY) | (replied <= REPLIES)]
    return checked("plan", found.loc[_once(found)].head(per_week))


def proposals(net: Network, *, to: str | None = None) -> pd.DataFrame:
    """All that a plan is taken from, in its order and with its columns; one person may be in it several times."""
    if net.me is None:
        return empty("plan")
    each = (_due(net), _wished(net, to), _old(net), _strangers(net), _owed(net))
    found = [table.assign(act=act) for act, table in zip(ACTS, each, strict=True) if len(table)]
    if not found:
        return empty("plan")
    table = pd.concat(found, ignore_index=True).reindex(columns=[*_ENDS, "act", "chance", "why"])
    table = _timed(net, _rested(net, table))
    return checked("plan", _told(net, _in_turn(table)))


def _due(net: Network) -> pd.DataFrame:
    """Those who wait for a reply, the longest first."""
    table = give_and_take(net).dropna(subset=["waiting_since"])
    return table.assign(why=table["why"] + ", " + table["waiting_days"].astype("str") + " days ago")[["person", "why"]]


def _old(net: Network) -> pd.DataFrame:
    table = dormant(net)
    return table.loc[table["reciprocated"], ["person", "why"]]


def _strangers(net: Network) -> pd.DataFrame:
    """Pairs of contacts that the owner may introduce to one another."""
    return give_first(net)[["a", "b", "chance", "why"]].set_axis([*_ENDS, "chance", "why"], axis=1)


def _wished(net: Network, to: str | None) -> pd.DataFrame:
    """The first person on each path to whom is wished for, and the last, the likeliest path first."""
    if to is None:
        return pd.DataFrame(columns=[*_ENDS, "chance", "why"])
    legs, names = introductions(net, to=to), net.people.set_index("person")["name"]
    between = legs[legs.duplicated("path", keep="last")]
    through = between["target"].map(names).groupby(between["path"]).agg(" and ".join).rename("through")
    way = legs.drop_duplicates("path").join(through, on="path", how="inner")
    direct = (100 * way["direct"]).round().astype("int64").astype("str")
    led = "a way to " + way["to"].map(names) + " leads through " + way["through"]
    why = led + "; the chance that a message of your own to them is answered: " + direct
    return way.assign(person=way["target"], other=way["to"], why=why + direct + " %")[[*_ENDS, "chance", "why"]]


def _owed(net: Network) -> pd.DataFrame:
    """Those who introduced or recommended the owner lately and heard nothing after it, the latest first."""
    got = pd.concat([_introductions_got(net), _recommendations_got(net)])
    got = got.sort_values(["since", "person", "why"], ascending=[False, True, True]).drop_duplicates("person")
    log = own_events(net)
    heard = log[log["forward"] | (log["kind"] == "meeting") | taken(log)].groupby("b")["time"].max()
    seen = windows_of(net, log)["last"].groupby(log["b"]).max()
    late = (net.as_of - got["since"].dt.normalize()).dt.days > THANKED
    unseen = (net.as_of - looked_up(got["person"], seen).dt.normalize()).dt.days > LAG
    return got[~late & ~unseen & ~(looked_up(got["person"], heard) > got["since"])][["person", "why"]]


def _introductions_got(net: Network) -> pd.DataFrame:
    found = introduced(net)
    found = found[(found["a"] == net.me) | (found["b"] == net.me)]
    other = found["b"].where(found["a"] == net.me, found["a"]).map(net.people.set_index("person")["name"])
    why = "introduced you to " + other + " on " + found["time"].dt.strftime("%Y-%m-%d") + " (probable)"
    table = found.assign(person=found["introducer"], since=found["time"], why=why + ", and nothing from you since")
    return table[["person", "since", "why"]]


def _recommendations_got(net: Network) -> pd.DataFrame:
    log = net.interactions
    log = log[(log["kind"] == "recommendation") & (log["receiver"] == net.me)]
    why = "recommended you on " + log["time"].dt.strftime("%Y-%m-%d") + ", and nothing from you since"
    return log.assign(person=log["sender"], since=log["time"], why=why)[["person", "since", "why"]]


def _rested(net: Network, table: pd.DataFrame) -> pd.DataFrame:
    """Without those who are done; a reply is due to those only who wrote after it (`give_and_take`)."""
    lately = _latest(table, done(net)) >= net.as_of - pd.Timedelta(days=RESTED)
    return table[~lately | (table["act"] == REPLY)]


def _timed(net: Network, table: pd.DataFrame) -> pd.DataFrame:
    """When to write to each, without those who are to be left alone."""
    tries = pressure(net)
    tries = tries[tries["verdict"].isin([PEACE, TIME])]
    mine = tries[tries["source"] == net.me].set_index("target")
    theirs = tries.loc[(tries["target"] == net.me) & (tries["verdict"] == PEACE), "source"]
    held = table[_ENDS].isin(mine.index).any(axis=1)
    asks = table["act"].isin([REVIVE, INTRODUCE, ASK])
    away = table[_ENDS].isin(theirs).any(axis=1) | (asks & ~held & table[_ENDS].isin(spared(net)["person"]).any(axis=1))
    until = _latest(table, mine["again_on"]).clip(lower=net.as_of + pd.Timedelta(days=1))
    table = table.assign(when=np.where(held, "wait", "write"), on=until.where(held, net.as_of))
    reason = looked_up(table["person"], mine["why"]).fillna(looked_up(table["other"], mine["why"]))
    return table.assign(why=table["why"].where(~held, table["why"] + "; but wait: " + reason))[~away]


def _in_turn(table: pd.DataFrame) -> pd.DataFrame:
    """Those to write to first; of these the replies, then one of each act after the other."""
    table = table.assign(wait=table["when"] == "wait", later=table["act"] != REPLY)
    table["number"] = table["act"].map(ACTS.index)
    table["turn"] = table.groupby(["wait", "act"]).cumcount()
    return table.sort_values(["wait", "later", "turn", "number"], kind="stable")


def _told(net: Network, table: pd.DataFrame) -> pd.DataFrame:
    """The rows with chance and its meaning, the last thing that passed, and the user's note."""
    latest = own_events(net).drop_duplicates("b", keep="last").set_index("b")
    odds = replies(net).query("source == @net.me").set_index("target")["chance"]
    chance = table["chance"].astype("float64").fillna(table["person"].map(odds))
    note = table["person"].map(net.people.set_index("person")["note"])
    why = table["why"] + _odds(chance, table["act"]) + ("; your note: " + note).fillna("")
    last = {
        "last": looked_up(table["person"], latest["time"]),
        "channel": looked_up(table["person"], latest["channel"]),
    }
    return table.assign(chance=chance, why=why, as_of=net.as_of, **last)[[*empty("plan").columns]]


def _odds(chance: pd.Series, act: pd.Series) -> pd.Series:
    """What the chance means, in words, where the reason has not said it yet."""
    percent = (100 * chance).round().astype("Int64").astype("str")
    who = act.map({REPLY: "they answer", THANK: "they answer", INTRODUCE: "both answer", ASK: "all on the way answer"})
    return ("; the chance that " + who + " within 7 days is " + percent + " %").fillna("")


def _latest(table: pd.DataFrame, times: pd.Series) -> pd.Series:
    """The later of the times of both people of a row."""
    return pd.concat([looked_up(table[end], times) for end in _ENDS], axis=1).max(axis=1)


def _once(table: pd.DataFrame) -> np.ndarray:
    """Which rows name nobody that a row before them, itself kept, has named."""
    seen, kept = set(), []
    for ends in table[_ENDS].itertuples(index=False):
        named = {end for end in ends if isinstance(end, str)}
        kept.append(not named & seen)
        seen |= named if kept[-1] else set()
    return np.array(kept, dtype="bool")
