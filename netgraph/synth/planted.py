"""An organisation of any size of which it is known who brokers, what bridges, who gives more, and what only sleeps."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from netgraph.tables import Export, TableError

FEWEST = 150
_CIRCLE, _KNOWN, _REACH, _FRIENDS, _ANSWERED = 15, 0.7, (3, 6), 3, 0.5
_FIRST, _DAYS, _CHAT = pd.Timestamp("2025-01-01"), 365, 240
_OLD = ("dormant", "slow", "left", "chat")
# By habit: events a year, or days between two of them where they are regular; the share that the first of the two
# writes, of pairs that talk about a half.
_HABITS = pd.DataFrame(
    [("dormant", np.nan, 7, 0.5), ("slow", np.nan, 80, 0.5), ("left", np.nan, 7, 0.5), ("chat", np.nan, 7, 0.5),
     ("sided", 30, np.nan, 0.92), ("talk", 12, np.nan, np.nan), ("stray", np.nan, _DAYS, 0.5)],
    columns=["habit", "events", "gap", "share"],
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Planted:
    """A log whose truth is known; people are handles.

    export : a year of messages from two sources, one of which, the chat, ends on day 240.
    people : handle, department (the circle).
    brokers : who knows three people in each of three to six other circles.
    bridges : pairs whose tie is the only one between their circles, save for messages astray.
    one_sided : (who writes, who hardly does).
    me : the broker whose old ties the others are. dormant : in contact every week until months ago, and alive, as they
    still write to others. slow : in contact every eighty days. left : in contact every week until months ago, when
    they fell silent towards everybody. chat : in contact every week until the chat ended.
    """

    export: Export
    people: pd.DataFrame
    me: str
    brokers: list[str]
    bridges: list[tuple[str, str]]
    one_sided: list[tuple[str, str]]
    dormant: list[str]
    slow: list[str]
    left: list[str]
    chat: list[str]


@dataclass(frozen=True, eq=False)
class _Cast:
    """Who is who, by number."""

    circle: np.ndarray
    brokers: np.ndarray
    popular: np.ndarray
    bridges: np.ndarray
    plain: np.ndarray

    def others(self, rng: np.random.Generator, who: int, number: int) -> list[np.ndarray]:
        """The plain people of so many circles that are neither this person's nor bridged with it."""
        home = self.circle[who]
        ends = self.circle[self.bridges]
        taken = ends[(ends == home).any(axis=1)].ravel()
        free = np.setdiff1d(np.arange(self.circle[-1] + 1), [home, *taken])
        return [self.of(one) for one in rng.choice(free, number, replace=False)]

    def of(self, circle: int) -> np.ndarray:
        """The plain people of a circle."""
        return self.plain[self.circle[self.plain] == circle]


def planted(people: int = 200, *, seed: int = 1) -> Planted:
    """So many people in circles of fifteen, with the truths that `Planted` names.

    Inside a circle seven in ten pairs know each other. For every forty people there is a broker, a bridge, two
    one-sided pairs, and somebody who knows everybody in two circles and yet is no broker; for every four people a
    message astray, between strangers. A pair that talks has about a dozen messages at random times; either may write
    more, and half of them are answered. The same arguments give the same rows. Raises TableError for fewer than 150
    people.

    What is recovered at 200, 2,000 and 20,000 people, at least (rules: tests/test_planted.py):
    brokers by lowest constraint: precision and recall .75; by z_liaison: .95. Bridges by weak_ties and three days of
    contact: precision .9, recall .85. One-sided pairs by the verdict of imbalance: precision .7, recall .75. Dormant
    ties that are alive by dormant and contact with anybody in the last month: precision .8, recall .95.
    """
    if people < FEWEST:
        raise TableError(f"planted: people={people} are too few for what is planted; ask for {FEWEST} or more")
    rng = np.random.default_rng(seed)
    cast = _cast(rng, people)
    old, inside = _old(rng, cast), _inside(rng, cast.circle)
    sided = _sided(rng, inside, 2 * len(cast.brokers), without=old["left"])
    talks = [cast.bridges, inside, *_reaching(rng, cast), *_knowing(rng, cast)]
    pairs = {habit: np.column_stack([np.full(len(who), cast.brokers[0]), who]) for habit, who in old.items()}
    pairs |= {"sided": sided, "talk": np.concatenate(talks), "stray": rng.integers(people, size=(people // 4, 2))}
    log = _log(rng, _ties(rng, pairs, people))
    names = np.array([f"p{number:05d}" for number in range(people)])
    log = log.assign(sender=names[log["sender"]], receiver=names[log["receiver"]])
    windows = [("chat", _FIRST, _at(_CHAT)), ("mail", _FIRST, _at(_DAYS))]
    windows = pd.DataFrame(windows, columns=["source", "first", "last"])
    roster = pd.DataFrame({"handle": names, "department": [f"circle {one:04d}" for one in cast.circle]})
    return Planted(
        Export(interactions=log, windows=windows), roster, me=str(names[cast.brokers[0]]),
        brokers=names[cast.brokers].tolist(), bridges=[tuple(pair) for pair in names[cast.bridges].tolist()],
        one_sided=[tuple(pair) for pair in names[sided].tolist()],
        **{habit: names[who].tolist() for habit, who in old.items()},
    )  # fmt: skip


def _cast(rng: np.random.Generator, people: int) -> _Cast:
    number, circle = people // 40, np.arange(people) * (people // _CIRCLE) // people
    brokers, popular, ends = np.split(rng.permutation(people)[: 4 * number], [number, 2 * number])
    bridges = ends.reshape(-1, 2)
    between = pd.DataFrame(np.sort(circle[bridges], axis=1))
    bridges = bridges[(between[0] != between[1]) & ~between.duplicated()]
    plain = np.setdiff1d(np.arange(people), [*brokers, *popular, *bridges.ravel()])
    return _Cast(circle, brokers, popular, bridges, plain)


def _old(rng: np.random.Generator, cast: _Cast) -> dict[str, np.ndarray]:
    """The old ties of the first broker by habit: people of a few circles, dealt out."""
    number = min(len(cast.circle) // 25, 40)
    near = np.concatenate(cast.others(rng, cast.brokers[0], -(-4 * number // 10)))
    return dict(zip(_OLD, np.split(rng.permutation(near)[: len(near) // 4 * 4][: 4 * number], 4), strict=True))


def _inside(rng: np.random.Generator, circle: np.ndarray) -> np.ndarray:
    """Who knows whom inside a circle."""
    people = pd.DataFrame({"one": np.arange(len(circle)), "circle": circle})
    pairs = people.merge(people.rename(columns={"one": "other"}), on="circle").query("one < other")
    return pairs[["one", "other"]].to_numpy()[rng.random(len(pairs)) < _KNOWN]


def _sided(rng: np.random.Generator, inside: np.ndarray, number: int, *, without: np.ndarray) -> np.ndarray:
    stay = inside[~np.isin(inside, without).any(axis=1)]
    return rng.permuted(rng.choice(stay, number, replace=False), axis=1)


def _reaching(rng: np.random.Generator, cast: _Cast) -> list[np.ndarray]:
    """What brokers know of other circles: of each a few people who know each other."""
    found = []
    for broker in cast.brokers:
        for members in cast.others(rng, broker, rng.integers(*_REACH, endpoint=True)):
            a, b, c = rng.choice(members, _FRIENDS, replace=False)
            found.append(np.array([(broker, a), (broker, b), (broker, c), (a, b), (b, c)]))
    return found


def _knowing(rng: np.random.Generator, cast: _Cast) -> list[np.ndarray]:
    """Those who know everybody in their own circle and in another one."""
    found = []
    for one in cast.popular:
        known = np.concatenate([cast.of(cast.circle[one]), *cast.others(rng, one, 1)])
        found.append(np.column_stack([np.full(len(known), one), known]))
    return found


def _ties(rng: np.random.Generator, pairs: dict[str, np.ndarray], people: int) -> pd.DataFrame:
    """Each pair once, by its first habit: one, other, source, share, number of events, gap in days, until which day."""
    ties = pd.DataFrame(np.concatenate(list(pairs.values())), columns=["one", "other"])
    ties["habit"] = np.repeat(list(pairs), [len(some) for some in pairs.values()])
    ends = np.sort(ties[["one", "other"]].to_numpy(), axis=1)
    ties = ties[(ends[:, 0] < ends[:, 1]) & ~pd.DataFrame(ends).duplicated()].merge(_HABITS, on="habit", how="left")
    months_ago, stay = rng.integers(160, 240, size=len(ties)), np.full(people, float(_DAYS))
    stay[pairs["left"][:, 1]] = rng.integers(160, 240, size=len(pairs["left"]))
    until = np.minimum(stay[ties["one"]], stay[ties["other"]])
    until = np.select([ties["habit"] == "dormant", ties["habit"] == "chat"], [months_ago, _CHAT], until)
    rate = ties["events"].fillna(0) * rng.lognormal(0, 0.5, len(ties)) * until / _DAYS
    number = np.where(ties["gap"].notna(), until // ties["gap"].fillna(1), 1 + rng.poisson(rate))
    share = ties["share"].fillna(pd.Series(rng.beta(6, 6, len(ties))))
    source = np.where(ties["habit"] == "chat", "chat", "mail")
    return ties.assign(number=number.astype("int64"), until=until, share=share, source=source)


def _log(rng: np.random.Generator, ties: pd.DataFrame) -> pd.DataFrame:
    """The events of the ties, in the order of time."""
    log = ties.loc[ties.index.repeat(ties["number"])]
    turn = log.groupby(level=0).cumcount()
    regular = log["until"] - log["gap"] * (turn + rng.random(len(log)))
    day = regular.where(log["gap"].notna(), log["until"] * rng.random(len(log)))
    forth = pd.Series(rng.random(len(log)) < log["share"])
    # An answer follows the message before it, and goes the other way.
    answers = (turn % 2 == 1) & (log["habit"] == "talk") & (rng.random(len(log)) < _ANSWERED)
    day = day.mask(answers, day.shift() + rng.exponential(0.3, len(log))).clip(0, log["until"])
    forth = forth.mask(answers, ~forth.shift(fill_value=False))
    log = log.assign(
        time=_at(day), sender=log["one"].where(forth, log["other"]), kind="message", recipients=1,
        receiver=log["other"].where(forth, log["one"]), channel=log["source"], reply_to=None, duration=np.nan,
    ).sort_values(["time", "sender", "receiver"])  # fmt: skip
    return log.assign(event=[f"e{number:07d}" for number in range(len(log))])[
        ["event", "time", "sender", "receiver", "channel", "kind", "recipients", "reply_to", "duration", "source"]
    ]


def _at(day):
    """The second at which so many days have passed."""
    return _FIRST + pd.to_timedelta(np.floor(day * 86400) - 1, unit="s")
