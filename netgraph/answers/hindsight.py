"""What came of those whom a question would have recommended, against others alike?"""

from inspect import signature

import numpy as np
import pandas as pd

from netgraph.answers.replay import Question, as_known, asked, by_handle, end_of, veiled
from netgraph.answers.viewed import viewed
from netgraph.build import Network, whom
from netgraph.measures.contact import events, paired
from netgraph.measures.forecast import aftermath, whole
from netgraph.measures.shares import shares
from netgraph.measures.silence import silences
from netgraph.tables import TableError, checked

FEWEST = 20
"""Recommended pairs under which no gain is told."""

SEED = 1
"""Of the draw of people whose own export is imagined."""

GROUPS = {True: "recommended", False: "alike, not recommended"}

ALIKE = ["owner", "at", "silence", "strength"]
"""Cases are alike that have all of these in common."""

ONLY = {"when": "write", "leg": 1}
"""Where a table has such a column, only rows with this value are recommendations."""

_PAIR = ["a", "b"]


def hindsight(net: Network, question, *, at, days: int = 30, of=None, most: int = 5) -> pd.DataFrame:
    """What happened after a day to those whom a question then recommended, against others alike whom it did not.

    question : a function from a network to a table of people (column `person`: the tie of the owner and that person),
        of pairs (a, b), or of legs (source, target), of which the first ones count. Its first `most` rows are its
        recommendations; rows that say to wait (column `when`) are none. Or several questions, each told for itself
        under its `__name__`.
    at : the day at whose end (UTC) it is asked, or several days. It is given a network that holds nothing later.
    days : how many days after decide: any event of the pair (message, call, meeting of both) counts as contact again.
    of : the people for whom it is asked, as if the own export of each (`ng.viewed`) were all there is, or a number of
        people, drawn anew for each day, with a fixed seed, of those in contact by then. The owner where there is one.
        A question with an argument `of`, as `ng.ways_in`, is asked of the whole log, for that person
        whatever it was bound to before.

    Alike are the owner's ties whose silence on that day, and whose strength, lie in the same doubling (15 to 30 days,
        31 to 62; strength 1/4 to 1/2, 1/2 to 1). Where the pairs recommended are of two contacts, alike are pairs of
        contacts that the owner never saw in contact either, by the longer silence and the smaller strength of the
        owner's ties to them; those who were in contact unseen are left out.
    rate : share of the group in contact, each class of those alike (owner, day, silence, strength) weighing
        n m / (n + m), n of the one group in it and m of the other, so that both are rates of the same mixture.
        ci_low, ci_high : its 90 % interval, Jeffreys' for the effective number of pairs (Kish).
    gain : rate of the recommended less that of those alike, which is the risk difference of Mantel and Haenszel;
        gain_low, gain_high its 90 % interval by Newcombe's method from those of the two rates, which does not shrink to
        nothing where nobody came. Pairs share people, and so it is somewhat narrow. NaN under 20 recommended.

    It is association: nobody followed the advice. A gain says that the question picks ties that come alive sooner than
    others as silent and as strong; none says that it does not, and not that to write is in vain.

    Raises TableError where a question has no such columns, where nobody is named in a log without an owner, or nobody
    was in contact by then, where no source covers the days after, and without a question or a day.

    Source: Mantel & Haenszel, J. Natl. Cancer Inst. 22:719 (1959); Newcombe, Stat. Med. 17:873 (1998), method 10, with
    Jeffreys' intervals; Kish, Survey Sampling (1965), ch. 11; on comparing with those alike in what was known before:
    Rosenbaum, Design of Observational Studies (2010).
    """
    questions = [question] if callable(question) else list(question)
    ends = [end_of(day) for day in ([at] if isinstance(at, str) or not np.iterable(at) else at)]
    if not (questions and ends):
        raise TableError("hindsight: nothing to ask: give at least one question and one day (at=) that the log knows")
    days_of = [(end, who) for end, who in zip(ends, _asked_for(net, of, ends), strict=True) if who]
    if not days_of:
        raise TableError(
            f"hindsight: nobody to ask for by {max(ends):%Y-%m-%d}; take a later day, or name people (of=)"
        )
    cases = pd.concat([_cases(net, questions, who, end=end, days=whole(days), most=most) for end, who in days_of])
    if len(cases) and not cases["seen"].any():
        raise TableError(f"hindsight: no source covers {days} days after {min(ends):%Y-%m-%d}; take an earlier day")
    names = [getattr(one, "__name__", "question").strip("<>") for one in questions]
    told = [compared(cases[cases["question"] == n]).assign(recommendation=name) for n, name in enumerate(names)]
    return checked("hindsight", pd.concat(told, ignore_index=True))


def compared(cases: pd.DataFrame) -> pd.DataFrame:
    """The two groups of the cases (see `ALIKE`; recommended, again, seen), of classes that hold both."""
    seen = cases[cases["seen"]]
    counts = [seen[seen["recommended"] == group].groupby(ALIKE)["again"].agg(["size", "sum"]) for group in GROUPS]
    n, came, m, others = pd.concat(counts, axis=1, join="inner").to_numpy("float64").T
    table = rated(n, came, m, others).assign(group=GROUPS.values())
    table["left_out"] = [(cases["recommended"] == group).sum() for group in GROUPS] - table["pairs"]
    gain, low, high = (
        difference(*table[["rate", "ci_low", "ci_high"]].to_numpy()) if n.sum() >= FEWEST else [np.nan] * 3
    )
    found = {"gain": gain, "gain_low": low, "gain_high": high, "verdict": _verdict(n.sum(), low, high)}
    return table.assign(**{name: [value, None] for name, value in found.items()})


def rated(n: np.ndarray, came: np.ndarray, m: np.ndarray, others: np.ndarray) -> pd.DataFrame:
    """Pairs, again, rate, ci_low and ci_high of both groups: `came` of n and `others` of m in each class."""
    weight = n * m / (n + m)
    table = pd.DataFrame({"pairs": [n.sum(), m.sum()], "again": [came.sum(), others.sum()]})
    if not len(weight):
        return table.assign(rate=np.nan, ci_low=np.nan, ci_high=np.nan)
    rate = np.array([np.average(part / number, weights=weight) for part, number in ((came, n), (others, m))])
    effective = np.array([weight.sum() ** 2 / (weight**2 / number).sum() for number in (n, m)])
    interval = shares(pd.Series(rate * effective), pd.Series((1 - rate) * effective))
    # Jeffreys' interval leaves the rate out where nothing, or everything, came
    low, high = np.minimum(interval["ci_low"], rate), np.maximum(interval["ci_high"], rate)
    return table.assign(rate=rate, ci_low=low, ci_high=high)


def difference(one: np.ndarray, other: np.ndarray) -> tuple[float, float, float]:
    """Of two independent rates, each with the ends of its interval, the difference with the ends of its own."""
    (rate, low, high), (base, base_low, base_high) = one, other
    gain = rate - base
    return gain, gain - np.hypot(rate - low, base_high - base), gain + np.hypot(high - rate, base - base_low)


def _verdict(recommended: float, low: float, high: float) -> str:
    if recommended < FEWEST:
        return f"too few to know (under {FEWEST})"
    if low > 0:
        return "more often in contact than others alike"
    return "less often in contact than others alike" if high < 0 else "no difference shown"


def _asked_for(net: Network, of, ends: list[pd.Timestamp]) -> list[list[str]]:
    """For each day a handle of each person for whom it is asked."""
    if of is None and net.me is None:
        raise TableError("hindsight: this log has no owner; name people with of=[...], or say how many to draw")
    handle = net.merges.sort_values("handle").drop_duplicates("person").set_index("person")["handle"]
    if not isinstance(of, int):
        named = [net.me] if of is None else [of] if isinstance(of, str) else of
        return [[handle[whom(net, person)] for person in named]] * len(ends)
    draw, log, drawn = np.random.default_rng(SEED), net.interactions, []
    for end in ends:
        active = pd.unique(log.loc[log["time"] <= end, ["sender", "receiver"]].to_numpy().ravel())
        drawn.append(list(draw.choice(np.sort(handle[active].to_numpy("object")), min(of, len(active)), replace=False)))
    return drawn


def _cases(
    net: Network, questions: list[Question], people: list[str], *, end: pd.Timestamp, days: int, most: int
) -> pd.DataFrame:
    """Whom each owner could have been told of on a day, and what came after: `ALIKE`, recommended, seen, again.

    A row for each of them and each question, by its number. All questions are asked of the same networks, so that what
    several of them need is found once.
    """
    known, after = as_known(net, end, later=False), _after(net, end, end + pd.Timedelta(days=days))
    handle = known.merges.sort_values("handle").drop_duplicates("person").set_index("person")["handle"]
    now, entire, found = handle.map(net.merges.set_index("handle")["person"]), veiled(known), []
    for who in people:
        view = known if whom(known, who) == known.me else viewed(known, who)
        hidden, ties = entire if view is known else veiled(view), _ties(net, view, after, now)
        for number, question in enumerate(questions):
            asked_of = entire if "of" in signature(question).parameters else hidden
            table = asked(question, asked_of, days=days, of=hidden.me)
            chosen = _recommended(view, by_handle(hidden, _named(table, most)))
            of_contacts = (chosen["a"] != view.me).any()
            rows = _strangers(net, view, ties, after, now) if of_contacts else ties
            found.append(_grouped(rows, chosen).assign(owner=who, at=end, question=number))
    return pd.concat(found, ignore_index=True)


def _after(net: Network, end: pd.Timestamp, until: pd.Timestamp) -> pd.DataFrame:
    """Every pair with an event up to `until`: a, b, whether there was one `before`, `again`, and what is `seen`."""
    before = aftermath(net, after=end, until=until)[[*_PAIR, "seen"]].assign(before=True)
    log = events(net)
    later = log.loc[(log["time"] > end) & (log["time"] <= until), _PAIR].drop_duplicates().assign(again=True)
    return before.merge(later, on=_PAIR, how="outer", validate="one_to_one")


def _named(table: pd.DataFrame, most: int) -> pd.DataFrame:
    """The first people or pairs that a question's table recommends."""
    for column, kept in ONLY.items():
        table = table[table[column] == kept] if column in table else table
    ends = next((ends for ends in (_PAIR, ["source", "target"], ["person"]) if set(ends) <= set(table.columns)), None)
    if ends is None:
        raise TableError(
            f"hindsight: no column person, a and b, or source and target; it has {', '.join(table.columns)}"
        )
    return table[ends].drop_duplicates().head(most)


def _recommended(view: Network, handles: pd.DataFrame) -> pd.DataFrame:
    """The pairs, a and b, of those whom a question named, who are given by a handle."""
    person = view.merges.set_index("handle")["person"]
    found = handles.apply(lambda end: end.map(person))
    pairs = found.set_axis(["one", "other"][-found.shape[1] :], axis=1)
    return paired(view, pairs.assign(one=pairs.get("one", view.me)), source="one", target="other")[_PAIR]


def _ties(net: Network, view: Network, after: pd.DataFrame, now: pd.Series) -> pd.DataFrame:
    """The owner's ties, how silent and strong each is, and what came after."""
    strength = paired(view, view.ties).groupby(_PAIR, as_index=False)["strength"].sum()
    ties = silences(view).merge(strength, on=_PAIR, validate="one_to_one")
    ties = ties[ties["a"] == view.me].reset_index(drop=True)
    return ties.assign(**_came(net, ties, after, now))


def _grouped(rows: pd.DataFrame, chosen: pd.DataFrame) -> pd.DataFrame:
    """The rows and those recommended, with their classes, and whether each was recommended, seen and came again."""
    rows = rows.merge(chosen.assign(recommended=True), on=_PAIR, how="outer", validate="one_to_one")
    flags = {flag: rows[flag].eq(True) for flag in ("recommended", "seen", "again")}
    return rows.assign(silence=_doubling(rows["silent_days"] + 1), strength=_doubling(rows["strength"]), **flags)


def _came(net: Network, rows: pd.DataFrame, after: pd.DataFrame, now: pd.Series) -> pd.DataFrame:
    """`before`, `seen` and `again` of each pair, whose people the whole network may know by other ids by now."""
    ids = pd.DataFrame({"one": rows["a"].map(now), "other": rows["b"].map(now)})
    pairs = paired(net, ids, source="one", target="other")[_PAIR]
    came = pairs.merge(after, on=_PAIR, how="left", validate="many_to_one").set_axis(rows.index)
    return came[["before", "seen", "again"]].eq(True)


def _strangers(net: Network, view: Network, ties: pd.DataFrame, after: pd.DataFrame, now: pd.Series) -> pd.DataFrame:
    """Pairs of contacts never seen in contact: the longer silence, the smaller strength, seen where both ties are.

    Who were in contact out of the owner's sight are not seen either, as they are no strangers.
    """
    one, other = np.triu_indices(len(ties), 1)
    sides = [ties.iloc[place].reset_index(drop=True) for place in (one, other)]
    columns = {
        "silent_days": np.maximum(*(side["silent_days"] for side in sides)),
        "strength": np.minimum(*(side["strength"] for side in sides)),
        "covered": np.logical_and(*(side["seen"] for side in sides)),
    }
    rows = pd.DataFrame({"one": sides[0]["b"], "other": sides[1]["b"]} | columns)
    met = paired(view, view.ties)[_PAIR].drop_duplicates().assign(met=True)
    rows = paired(view, rows, source="one", target="other").merge(met, on=_PAIR, how="left", validate="one_to_one")
    rows = rows[rows["met"].isna()].reset_index(drop=True)
    came = _came(net, rows, after, now)
    return rows.assign(again=came["again"], seen=rows["covered"] & ~came["before"])


def _doubling(numbers: pd.Series) -> np.ndarray:
    """Which doubling a number lies in: 1 to 2 is one, 2 to 4 the next, 1/2 to 1 the one before; apart, those of 0."""
    known = numbers.fillna(0).to_numpy("float64")
    return np.where(known > 0, np.frexp(known)[1], np.iinfo("int32").min)
