"""How likely would an answer be between any two people, also those who never wrote to each other?"""

import numpy as np
import pandas as pd
import pyarrow
import pyarrow.compute

from netgraph.build import Network
from netgraph.measures.contact import asks, taken, with_met
from netgraph.measures.messages import HORIZON, sequence
from netgraph.measures.replies import HOURS, joined, learnt
from netgraph.tables import TableError

LATEST = 10_000
"""Latest events to which the weights are fitted: of many more, eight weights learn little."""

_NEVER, _NAT = np.iinfo("int64").max, np.iinfo("int64").min
_HOUR, _HORIZON = (span // pd.Timedelta(microseconds=1) for span in (pd.Timedelta(hours=1), HORIZON))


def chances(net: Network, pairs: pd.DataFrame) -> pd.Series:
    """The chance that a message from `source` to `target`, sent now, is answered within 7 days; the index of `pairs`.

    The model of `replies`, in one pass over the log for as many pairs as there are: of a pair that has a row in
    `replies` the same number, where the log has at most 10,000 events. Of a longer one the weights are fitted to the
    latest 10,000, and what is counted of people and pairs is still counted over the whole log.

    Of two others one person's export shows a part: not whether they answer each other, nor what passed between them
    alone. So their chance is made of the base rate, of how target answers the owner, of how long target has been quiet,
    and of the silence since the two last had an event in common, as far as the source of that event covers it; no
    message of theirs counts as unanswered. Two without an event in common are strangers, as with a cold message.
    Whoever answers the owner need not answer others, and any message back counts: association, and an upper bound.

    Missing where there is no event at all. Raises TableError for an id that is nobody's.
    """
    by, to = (places(net.people["person"], pairs[end]) for end in ("source", "target"))
    if (unknown := (by < 0) | (to < 0)).any():
        first = " or ".join(pairs[unknown][["source", "target"]].iloc[0])
        raise TableError(f"chances: nobody here has the id {first}; net.people lists ids")
    return pd.Series(between(net, by, to), pairs.index, dtype="float64")


def between(net: Network, by: np.ndarray, to: np.ndarray) -> np.ndarray:
    """`chances` of pairs that are given by their places in `net.people`."""
    rows, known, ids = with_met(net.interactions), net.ties[net.ties["kind"] == "projected"], net.people["person"]
    if rows.empty or not len(by):
        return np.full(len(by), np.nan)
    _, model = learnt(sequence(net, rows.tail(LATEST)), until=pd.Timestamp.max)
    ends = [(rows, "sender", "receiver"), (known, "source", "target")]
    log, common, asked = _numbered(*((places(ids, t[a]), places(ids, t[b])) for t, a, b in ends), (by, to))
    windows = net.windows.sort_values(["last", "source"], ignore_index=True)
    log = log.assign(**_kinds(net, rows), seen_by=places(windows["source"], rows["source"]))
    windows = windows.assign(**{end: _micros(windows[end]) for end in ("first", "last")})
    log = log.assign(answer=_answer(log), last=windows["last"].to_numpy()[log["seen_by"]])
    asked = _between(log, common.assign(last=_micros(known["last"])), asked, windows)
    chance = np.empty(len(asked))
    for now in asked["now"].unique():
        there = (asked["now"] == now).to_numpy()
        pairs = asked if there.all() else asked[there]
        chance[there] = model.chance(_known(log, pairs, end=windows["last"][now], waited=model.waited))
    return chance


def places(ids: pd.Series, people: pd.Series) -> np.ndarray:
    """The place of each of the people among the ids, -1 of others; Arrow is several times as fast in this as pandas."""
    found = pyarrow.compute.index_in(pyarrow.array(people), value_set=pyarrow.array(ids))
    return found.fill_null(-1).to_numpy(zero_copy_only=False).astype("int64")


def _micros(times: pd.Series) -> np.ndarray:
    return times.to_numpy(dtype="datetime64[us]").astype("int64")


def _numbered(*lists: tuple[np.ndarray, np.ndarray]) -> list[pd.DataFrame]:
    """Ends of the log, of pairs in common and of pairs asked for, numbered: `both` is the pair, `way` the directed one.

    Of those asked for, who have no event and are not seen in common are -1.
    """
    width = max(end.max(initial=0) for ends in lists for end in ends) + 1
    keys = [np.minimum(by, to) * width + np.maximum(by, to) for by, to in lists]
    known, both = np.unique(np.concatenate(keys[:2]), return_inverse=True)
    found = np.searchsorted(known, keys[2]).clip(max=len(known) - 1)
    numbers = both[: len(keys[0])], both[len(keys[0]) :], np.where(known[found] == keys[2], found, -1)
    ways = (np.where(both < 0, -1, 2 * both + (by > to)) for (by, to), both in zip(lists, numbers, strict=True))
    parts = zip(lists, numbers, ways, strict=True)
    return [pd.DataFrame({"by": by, "to": to, "both": both, "way": way}) for (by, to), both, way in parts]


def _kinds(net: Network, rows: pd.DataFrame) -> dict[str, np.ndarray]:
    """When each row was, what it counts (1/k), and whether it asks for an answer, is written, is a talk of both."""
    wrote, mine = rows["kind"] != "meeting", (net.me is None) | (rows["sender"] == net.me)
    kinds = {"asked": asks(rows) & (rows["kind"] != "call") & mine, "wrote": wrote, "spoke": ~wrote | taken(rows)}
    kinds = {column: value.to_numpy() for column, value in kinds.items()}
    return kinds | {"time": _micros(rows["time"]), "share": 1 / rows["recipients"].to_numpy()}


def _answer(log: pd.DataFrame) -> np.ndarray:
    """The time of the first message, call or praise back after each row."""
    row = np.flatnonzero(log["wrote"])
    row = np.sort(log["both"].to_numpy()[row] * len(log) + row) % len(log)
    way, time = log["way"].to_numpy()[row], log["time"].to_numpy()
    turn = np.flatnonzero(np.diff(way, prepend=-1))
    following = np.repeat(np.append(turn[1:], -1), np.diff(turn, append=len(way)))
    back = way[following] == way ^ 1
    answer = np.full(len(log), _NEVER)
    answer[row[back]] = time[row[following[back]]]
    return answer


def _between(log: pd.DataFrame, common: pd.DataFrame, asked: pd.DataFrame, windows: pd.DataFrame) -> pd.DataFrame:
    """Each pair with `now` (the source at whose end a message is sent), silent and streak."""
    # one more, the last, for whom nothing is known
    number = max(table["both"].max() for table in (log, common) if len(table)) + 2
    latest, now = np.full((2, number), -1)
    # Where a place is written to more than once, the last stays: the latest row.
    latest[common["both"]] = np.searchsorted(log["time"], common["last"])
    latest[log["both"]] = np.arange(len(log))
    np.maximum.at(now, log["both"][log["wrote"]], log["seen_by"][log["wrote"]])
    source = np.append(log["seen_by"], len(windows) - 1)[latest]
    now = np.where(now < 0, source, now)
    first, last = (windows[end].to_numpy() for end in ("first", "last"))
    silent = last[now] - log["time"].to_numpy()[latest] - (first[now] - last[source]).clip(0)
    silent = np.where(latest < 0, _NAT, silent).view("timedelta64[us]")
    both, streak = asked["both"].to_numpy(), _streak(log, number)[asked["way"]]
    return asked.assign(now=now[both], silent=silent[both], streak=streak)


def _streak(log: pd.DataFrame, number: int) -> np.ndarray:
    """Of each directed pair its messages to the other alone since that one last wrote back or the two spoke or met."""
    row, way = np.arange(len(log)), log["way"].to_numpy()
    wrote, spoke = np.full(2 * number, -1), np.full(number, -1)
    wrote[way[log["wrote"]] ^ 1] = row[log["wrote"]]
    spoke[log["both"][log["spoke"]]] = row[log["spoke"]]
    since = np.maximum(wrote, np.repeat(spoke, 2))
    return np.bincount(way[log["asked"] & (log["share"] == 1) & (row > since[way])], minlength=2 * number)


def _known(log: pd.DataFrame, pairs: pd.DataFrame, *, end: int, waited: np.ndarray) -> dict[str, np.ndarray]:
    """The parts of messages that these pairs send at this moment, by what is known then."""
    log = log[: np.searchsorted(log["time"], end, side="right")]
    sent = log.loc[log["asked"], ["time", "to", "way", "share", "answer", "last"]]
    answered = sent["answer"] <= (sent["time"] + _HORIZON).clip(upper=end)
    # As in `replies`: a wait that ends with the source is over, one that ends at this very moment is not yet known.
    waits = [((sent["last"] - sent["time"]) / _HOUR, "right"), ((end - sent["time"]) / _HOUR, "left")]
    steps = np.minimum(*(np.searchsorted(HOURS, hours, side=side) for hours, side in waits))
    heard = np.stack([np.where(answered, 1.0, np.append(0.0, waited)[steps]), answered]) * sent["share"].to_numpy()
    groups = ((sent[of].to_numpy(), pairs[of].to_numpy()) for of in ("to", "way"))
    rates = joined(heard.sum(axis=1), *(_sums(heard, *group) for group in groups))
    last = _last(log, pairs["to"])
    quiet = np.where(last < _NEVER, end - last, _NAT).view("timedelta64[us]")
    given = {part: pairs[part].to_numpy() for part in ("silent", "streak")}
    return rates | given | {"quiet": quiet, "recipients": 1}


def _sums(heard: np.ndarray, group: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """Sums of messages and answers of the groups asked for; the group -1, one more, has none."""
    number = max(group.max(initial=0), asked.max()) + 2
    return np.stack([np.bincount(group, part, minlength=number)[asked] for part in heard])


def _last(log: pd.DataFrame, asked: pd.Series) -> np.ndarray:
    """When each of those asked for last wrote to anybody."""
    by, wrote = log["by"].to_numpy(), log["wrote"].to_numpy()
    last = np.full(max(by.max(), asked.max()) + 1, _NEVER)
    last[by[wrote]] = log["time"].to_numpy()[wrote]
    return last[asked]
