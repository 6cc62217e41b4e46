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

_NEVER = np.iinfo("int64").max
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
    for now, pairs in asked.groupby("now"):
        chance[pairs.index] = model.chance(_known(log, pairs, end=windows["last"][now], waited=model.waited))
    return chance


def places(ids: pd.Series, people: pd.Series) -> np.ndarray:
    """The place of each of the people among the ids, -1 of others; Arrow is several times as fast in this as pandas."""
    found = pyarrow.compute.index_in(pyarrow.array(people), value_set=pyarrow.array(ids))
    return found.fill_null(-1).to_numpy(zero_copy_only=False).astype("int64")


def _micros(times: pd.Series) -> np.ndarray:
    return times.to_numpy(dtype="datetime64[us]").astype("int64")


def _numbered(*ends: tuple[np.ndarray, np.ndarray]) -> list[pd.DataFrame]:
    """Each list of ends with a number for the pair, `both`, and one for the directed pair, `way`."""
    width = max(end.max(initial=0) for pair in ends for end in pair) + 1
    keys = [np.minimum(by, to) * width + np.maximum(by, to) for by, to in ends]
    numbers = np.split(pd.factorize(np.concatenate(keys))[0], np.cumsum([len(key) for key in keys])[:-1])
    parts = zip(ends, numbers, strict=True)
    return [pd.DataFrame({"by": by, "to": to, "both": both, "way": 2 * both + (by > to)}) for (by, to), both in parts]


def _kinds(net: Network, rows: pd.DataFrame) -> dict[str, np.ndarray]:
    """When each row was, and whether it asks for an answer, is something written, and is a talk of both."""
    wrote, mine = rows["kind"] != "meeting", (net.me is None) | (rows["sender"] == net.me)
    kinds = {"asked": asks(rows) & (rows["kind"] != "call") & mine, "wrote": wrote, "spoke": ~wrote | taken(rows)}
    return {"time": _micros(rows["time"])} | {column: value.to_numpy() for column, value in kinds.items()}


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
    number = max(table["both"].max() for table in (log, common, asked) if len(table)) + 1
    latest, now = np.full((2, number), -1)
    # Where a place is written to more than once, the last stays: the latest row.
    latest[common["both"]] = np.searchsorted(log["time"], common["last"])
    latest[log["both"]] = np.arange(len(log))
    np.maximum.at(now, log["both"][log["wrote"]], log["seen_by"][log["wrote"]])
    latest, now = latest[asked["both"]], now[asked["both"]]
    source = np.append(log["seen_by"], len(windows) - 1)[latest]
    now = np.where(now < 0, source, now)
    first, last = (windows[end].to_numpy() for end in ("first", "last"))
    silent = last[now] - log["time"].to_numpy()[latest] - (first[now] - last[source]).clip(0)
    silent = pd.Series(pd.to_timedelta(silent, unit="us")).where(latest >= 0)
    return asked.assign(now=now, silent=silent, streak=_streak(log, number)[asked["way"]])


def _streak(log: pd.DataFrame, number: int) -> np.ndarray:
    """Of each directed pair its messages since the other last wrote back or the two spoke or met."""
    row, way = np.arange(len(log)), log["way"].to_numpy()
    wrote, spoke = np.full(2 * number, -1), np.full(number, -1)
    wrote[way[log["wrote"]] ^ 1] = row[log["wrote"]]
    spoke[log["both"][log["spoke"]]] = row[log["spoke"]]
    since = np.maximum(wrote, np.repeat(spoke, 2))
    return np.bincount(way[log["asked"] & (row > since[way])], minlength=2 * number)


def _known(log: pd.DataFrame, pairs: pd.DataFrame, *, end: int, waited: np.ndarray) -> pd.DataFrame:
    """Pairs whose message is sent at this moment, with the rates and the quiet of the target as known by then."""
    log = log[: np.searchsorted(log["time"], end, side="right")]
    sent, wrote = log[log["asked"]], log[log["wrote"]]
    answered = sent["answer"] <= (sent["time"] + _HORIZON).clip(upper=end)
    # As in `replies`: a wait that ends with the source is over, one that ends at this very moment is not yet known.
    waits = [((sent["last"] - sent["time"]) / _HOUR, "right"), ((end - sent["time"]) / _HOUR, "left")]
    steps = np.minimum(*(np.searchsorted(HOURS, hours, side=side) for hours, side in waits))
    weight = np.where(answered, 1.0, np.append(0.0, waited)[steps])
    heard = np.stack([weight, answered])
    rates = joined(heard.sum(axis=1), *(_sums(heard, sent[group], pairs[group]) for group in ("to", "way")))
    last = np.full(max(wrote["by"].max(), pairs["to"].max()) + 1, _NEVER)
    last[wrote["by"]] = wrote["time"]
    last = last[pairs["to"]]
    quiet = pd.Series(pd.to_timedelta(end - last, unit="us"), pairs.index).where(last < _NEVER)
    return pairs.assign(**rates, quiet=quiet, recipients=1)


def _sums(heard: np.ndarray, group: pd.Series, asked: pd.Series) -> np.ndarray:
    """Sums of messages and answers of the groups asked for."""
    return np.stack([np.bincount(group, part, minlength=asked.max() + 1)[asked] for part in heard])
