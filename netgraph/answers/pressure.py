"""Who should be left in peace for a while, and from when is it fine to write again?"""

import numpy as np
import pandas as pd

from netgraph.build import Network
from netgraph.measures.contact import asks, own_events
from netgraph.measures.messages import HORIZON, sequence
from netgraph.measures.silence import FEWEST, STRETCH, gaps, sources
from netgraph.measures.unanswered import last_signs, signs, unanswered, ways
from netgraph.once import once
from netgraph.tables import checked

STREAK = 3
"""Days written to in vain from which on it is time to stop: once to ask, once in case it was lost, once to be sure."""

LATELY = 30
"""Days that count as lately."""

MOST = 15
"""Days lately above which somebody writes on most of them; where a source covers fewer, nobody is known to."""

QUIET, LONGEST = 90, 365
"""Days for which somebody is left in peace at least, once it is time to stop, and at most: a season and a year."""

LAG = 7
"""Days by which a source may end before the network's day and still count as covering it."""

PEACE, TIME, UNKNOWN, FINE = VERDICTS = ("leave in peace", "give it time", "unknown", "fine")

_PAIR, _WAY, _DAY = ["a", "b"], ["source", "target"], pd.Timedelta(days=1)


@once
def pressure(net: Network) -> pd.DataFrame:
    """Both ways of every pair with a message: whether source should write to target again. The stop list comes first.

    The rows `leave in peace` are the stop list: whom the owner writes at, and who writes at the owner; in a log without
    an owner, of all pairs. An answer is any sign of target: a message to source, alone or with others, a meeting of
    both, a call that was taken, or contact that the overrides file says is done.

    streak : messages and missed calls to target alone since then. A message to several asks nobody in particular, so
        it is in no streak, but it counts in `days_written`. Verdicts, in this order:
    unknown : the pair's sources ended more than a week before `net.as_of`; outside the windows silence says nothing.
    leave in peace : written to in vain, and not answered lately. In vain is on 3 days or more of the streak (three
        messages on one evening are one try) or, the last message being without an answer, on more than 15 of the last
        30 days that the pair's sources cover, to whomever else it went. Answered lately is a sign on half as many of
        these 30 days as were written on, or more: where two talk daily, three days of silence are no refusal. It ends
        with an answer, or when the last try is 4 times the pair's rhythm old, but 90 days at least, a year at most.
    give it time : there is a streak, but the time in which an answer usually comes, or the usual gap of the pair (the
        longer of them, at most 90 days), has not passed since its last message. Usual is the time of nine in ten of
        target's answers to source within 7 days, 7 days where fewer than 3 are known. Where target answers lately, and
        on more than 15 days, there is no need to wait.
    fine : neither. again_on : the day from which it would be fine if nothing happens; missing where it is now.

    It says what was recorded, and never why: silence has many causes, and is no verdict on who wrote. The limits are
    customs, the same for everybody; the times are the pair's own.
    """
    order = standing(net)
    order = order.assign(place=order["verdict"].map(VERDICTS.index), why=reasons(order))
    order = order.sort_values(["place", "streak", *_WAY], ascending=[True, False, True, True])
    columns = [*_WAY, "streak", "last", "silent_days", "rhythm", "days_written", "verdict", "again_on", "why"]
    return checked("pressure", order[columns])


@once
def standing(net: Network) -> pd.DataFrame:
    """The rows of `pressure` as `judged` has them."""
    return judged(net, own_events(net))


def judged(net: Network, log: pd.DataFrame) -> pd.DataFrame:
    """The rows of `pressure` for some `contact.events`, with all that they are judged by, in no order.

    Beside its columns: sign, the last of target; of the streak `tries`, `first`, `latest`; until and covered, of the
    pair's sources; of the days lately `wrote` and `back`; usual, the days in which an answer usually comes.
    """
    log = log.assign(day=log["time"].dt.normalize())
    given = signs(net, log)
    table, last = _seen(net, log), last_signs(given)
    for part in (last, unanswered(log, last), _lately(log, given, table), _usual(net, log)):
        table = table.merge(part, on=_WAY, how="left", validate="one_to_one")
    return _judged(net, table.fillna(dict.fromkeys(["streak", "tries", "wrote", "back"], 0)))


def _seen(net: Network, log: pd.DataFrame) -> pd.DataFrame:
    """Both ways of every pair with a message: source, target, last, silent_days, rhythm, until, covered.

    until : the last day that the pair's sources cover; covered : how many of the LATELY days up to it they do.
    """
    wrote = log[log["kind"] != "meeting"]
    pairs = wrote[_PAIR].drop_duplicates().merge(_covered(net, log), on=_PAIR)
    pairs = pairs.merge(log.groupby(_PAIR)["day"].max().rename("touched"), on=_PAIR)
    pairs = pairs.merge(gaps(net, log).groupby(_PAIR)["gap"].mean().rename("rhythm"), on=_PAIR, how="left")
    pairs = pairs.assign(silent_days=(pairs["until"] - pairs["touched"]).dt.days.clip(lower=0))
    table = pd.concat([pairs.rename(columns=dict(zip(_PAIR, way, strict=True))) for way in (_WAY, _WAY[::-1])])
    return table.merge(ways(wrote).groupby(_WAY)["time"].max().rename("last"), on=_WAY, how="left")


def _covered(net: Network, log: pd.DataFrame) -> pd.DataFrame:
    """Pair -> until and covered."""
    seen = sources(net, log)
    until = seen.groupby(_PAIR)["last"].transform("max").dt.normalize()
    begin = until - (LATELY - 1) * _DAY
    seen = seen.assign(until=until, first=seen["first"].dt.normalize().clip(lower=begin))[seen["last"] >= begin]
    seen = seen.groupby(_PAIR, as_index=False).agg(until=("until", "max"), first=("first", "min"))
    return seen.assign(covered=(seen["until"] - seen["first"]).dt.days + 1).drop(columns="first")


def _lately(log: pd.DataFrame, given: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Days lately on which source wrote to target, alone or with others (`wrote`), and got a sign (`back`)."""
    parts = {"wrote": ways(log[asks(log)]), "back": given}
    rows = pd.concat([part[[*_WAY, "time"]].assign(what=what) for what, part in parts.items()])
    rows = rows[rows["time"] >= table["until"].min() - LATELY * _DAY]
    rows = rows.assign(day=rows["time"].dt.normalize()).drop_duplicates([*_WAY, "what", "day"])
    rows = rows.merge(table[[*_WAY, "until"]], on=_WAY)
    rows = rows[rows["until"] - rows["day"] < LATELY * _DAY]
    return rows.assign(**{what: rows["what"] == what for what in parts}).groupby(_WAY, as_index=False)[[*parts]].sum()


def _usual(net: Network, log: pd.DataFrame) -> pd.DataFrame:
    """Days in which nine in ten of target's answers to source came, where at least a few are known."""
    sent = ways(sequence(net, log))
    took = sent.loc[asks(sent) & (sent["took"] <= HORIZON), [*_WAY, "took"]].groupby(_WAY)["took"]
    usual = (took.quantile(0.9) / _DAY)[took.size() >= FEWEST]
    return usual.rename("usual").reset_index()


def _judged(net: Network, table: pd.DataFrame) -> pd.DataFrame:
    """The table with days_written, verdict and again_on."""
    written, answered = table["wrote"] / table["covered"], table["last"] <= table["sign"]
    daily, vain = (table["wrote"] > MOST) & ~answered, table["tries"] >= STREAK
    mutual = (table["back"] > 0) & (table["back"] >= table["wrote"] / 2)
    talk = mutual & (table["back"] > MOST)
    pressed, waits = (daily | vain) & ~mutual, (table["streak"] > 0) & ~talk
    last = table["latest"].mask(daily & ~mutual, table["last"]).dt.normalize()
    again = last + pd.to_timedelta(np.ceil(_wait(table, pressed)), unit="D")
    over = ~(pressed | waits) | (again <= net.as_of)
    unseen = (net.as_of - table["until"]).dt.days > LAG
    verdict = pd.Series(np.select([unseen, over, pressed], [UNKNOWN, FINE, PEACE], TIME), index=table.index)
    return table.assign(days_written=written, verdict=verdict, again_on=again.where(verdict.isin([PEACE, TIME])))


def _wait(table: pd.DataFrame, pressed: pd.Series) -> pd.Series:
    """Days from the last try to the next."""
    usual, rhythm = table["usual"].fillna(HORIZON.days), table["rhythm"].fillna(0)
    short, long = np.maximum(usual, rhythm).clip(upper=QUIET), (STRETCH * rhythm).clip(QUIET, LONGEST)
    return short.mask(pressed, long)


def reasons(table: pd.DataFrame) -> pd.Series:
    """The counts in words."""
    number = table[["streak", "tries", "wrote", "covered", "back"]].astype("int64").astype("str")
    text = {column: _told(table[column], "{:%Y-%m-%d}") for column in ("latest", "until")}
    parts = (("streak", " message"), ("tries", " day"), ("covered", " day"))
    messages, days, covered = (number[column] + _plural(table[column], word) for column, word in parts)
    streak = messages + " on " + days + " without an answer, the last on " + text["latest"]
    words = streak.where(table["streak"] > 0, "nothing to this person alone is without an answer")
    lately = "; wrote on " + number["wrote"] + " of the last " + covered + ", a sign back on "
    words += (lately + number["back"]).where(table["wrote"] > 0, "")
    usual = _told(table["usual"], "; answers came within {:.1f} days as a rule")
    rhythm = _told(table["rhythm"], "; in contact every {:.0f} days")
    return words + usual + rhythm + ("; no source since " + text["until"]).where(table["verdict"] == UNKNOWN, "")


def _plural(number: pd.Series, word: str) -> np.ndarray:
    return np.where(number == 1, word, f"{word}s")


def _told(values: pd.Series, words: str) -> pd.Series:
    """The values in words, nothing where missing."""
    return values.map(words.format, na_action="ignore").astype("str").fillna("")
