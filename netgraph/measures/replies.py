"""How likely is an answer to the next message?"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import betaincinv, expit, logit

from netgraph.build import Network
from netgraph.glossary import GLOSSARY
from netgraph.kernels.sequences import last_before, sum_before
from netgraph.measures.contact import events, taken, windows_of
from netgraph.measures.logistic import fitted
from netgraph.measures.messages import HORIZON, sequence, times
from netgraph.tables import TableError, checked, steady

KAPPA = 8
"""For how many messages the wider rate counts where it is joined with the narrower."""

HOURS = np.array([1, 3, 6, 12, 24, 48, 96, 168])
"""Hours of waiting at which a message without an answer counts for more."""

WAITED, ANSWERS = np.array([0.25, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0]), 10
"""Share of the answers of 7 days that have come by these hours, before the log says more; worth so many answers."""

FITTED = 200
"""Messages from which on the weights may be called the log's own."""

WEIGHTS = {
    "one": -0.1,
    "pair_rate": 0.5,
    "streak": -0.5,
    "recipients": -1.5,
    "silence": 0.1,
    "stranger": -0.5,
    "quiet": 0.0,
    "mute": 0.0,
}
"""Weights before the log says more: mean of those that the made-up person and firm of `ng.synth` alone would have."""


def replies(net: Network, *, recipients: int = 1) -> pd.DataFrame:
    """The chance that a message sent now would be answered within 7 days, by any message back; the likeliest first.

    A row for each directed pair: the owner to each contact in one person's export, in a log seen whole both ways of
    all pairs with a message either way. `recipients` is how many people the message would go to. "Now" is the end of
    the last source that saw the pair, so that what no source covers is no silence.

    base_rate : share of all messages so far that were answered; recipient_rate : of others' messages to the target,
        joined with base_rate as if that were 8 messages; pair_rate : of this pair's, joined so with recipient_rate.
        In these a message still without an answer counts only for the share of all answers that come as fast as it
        has waited, so that one whose 7 days have not passed never counts as unanswered. A message to k people counts
        1/k, answered or not, as it asks nobody in particular; for the same reason it is in no streak.
    chance : logit(chance) = logit(base_rate) + weights . (1, logit(pair_rate) - logit(base_rate), log(1 + streak),
        log(recipients), log(1 + hours of silence), no earlier contact, log(1 + hours since the target
        last wrote to anybody seen), never seen to write). Hours count as no fewer and no more than those of messages
        whose answers are known, and where there are none as the mean of these. The weights are those of greatest
        posterior, normal with sd 1 around weights fitted to the made-up person and firm of `ng.synth`, on this log's
        own messages whose 7 days have passed; `fitted_on` is their number, and with few of them the weights stay near
        the made-up ones.
    ci_low, ci_high : 5 % and 95 % of Beta(n chance, n (1 - chance)), n = 8 + the pair's own messages, counted so: how
        far pairs with such parts differ, and not the doubt about the weights.
    sent, answered, undecided : what has become of the pair's own messages, groups too (see the GLOSSARY).

    It is association: whom to write to was chosen, a message back need not be an answer, and a low chance is no
    verdict on anybody. Raises TableError where `recipients` is under 1.
    """
    if recipients < 1:
        raise TableError(f"recipients={recipients}: a message goes to at least 1 person; give 1 or more")
    log = _with_next(net, recipients)
    parts, fitted_on = _chances(log, until=log["time"].max())
    might = parts[parts["event"].isna()].drop(columns="source")
    might = might.rename(columns={"sender": "source", "receiver": "target"})
    table = _counted(log, might.assign(**_interval(might), fitted_on=fitted_on))
    order = table.sort_values(["chance", "source", "target"], ascending=[False, True, True], key=steady)
    return checked("replies", order)


def foretold(net: Network, *, since: pd.Timestamp) -> pd.DataFrame:
    """What `replies` would have said of each message sent after `since`, and what came of it.

    event, time, sender, receiver, chance, answered (missing where the source ends before 7 days have passed). The
    weights are fitted to messages whose 7 days had passed at `since`, the parts of a message are made of the rows
    before it, and both by the code of `replies`.
    """
    parts, _ = _chances(sequence(net, events(net)), until=pd.Timestamp(since))
    later = parts[parts["time"] > since]
    return later[["event", "time", "sender", "receiver", "chance", "answered"]].reset_index(drop=True)


def _interval(parts: pd.DataFrame) -> dict[str, np.ndarray]:
    number, chance = KAPPA + parts["seen"], parts["chance"]
    ends = {"ci_low": 0.05, "ci_high": 0.95}
    return {end: betaincinv(number * chance, number * (1 - chance), q) for end, q in ends.items()}


def _with_next(net: Network, recipients: int) -> pd.DataFrame:
    """The log, and for each directed pair in it a message that might be sent when the pair's last source ends."""
    log = events(net)
    wrote = log[log["kind"] != "meeting"]
    ends = wrote.assign(time=windows_of(net, wrote)["last"]).sort_values(["time", "source"], kind="stable")
    ends = ends.drop_duplicates(["a", "b"], keep="last")
    ends = ends.assign(kind="message", recipients=recipients, event=None, reply_to=None, duration=np.nan)
    there, back = (ends.assign(sender=ends[s], receiver=ends[r]) for s, r in (("a", "b"), ("b", "a")))
    might = pd.concat([there, back]) if net.me is None else there[there["sender"] == net.me]
    return sequence(net, pd.concat([log, might.astype(log.dtypes)]).sort_values("time", kind="stable"))


@dataclass(frozen=True)
class Model:
    """What a log teaches of answers: what is usual of its messages, how soon answers come, and the weights."""

    usual: dict[str, tuple[float, float, float]]
    waited: np.ndarray
    weights: np.ndarray
    fitted_on: int

    def chance(self, parts: Mapping[str, np.ndarray]) -> np.ndarray:
        """The chance of messages with these parts."""
        features = _features(parts, self.usual)
        return expit(sum((w * f for w, f in zip(self.weights, features, strict=True)), logit(parts["base_rate"])))


def _chances(log: pd.DataFrame, *, until: pd.Timestamp) -> tuple[pd.DataFrame, int]:
    """The messages of a sequence with their parts and chance, and how many of them the weights were fitted to."""
    parts, model = learnt(log, until=until)
    return parts.assign(chance=model.chance(parts)), model.fitted_on


def learnt(log: pd.DataFrame, *, until: pd.Timestamp) -> tuple[pd.DataFrame, Model]:
    """The messages of a sequence with their parts, and the model of those whose 7 days had passed at `until`."""
    asked = log[log["asked"]]
    known = asked[asked["answered"].notna() & (asked["time"] + HORIZON <= until)]
    waited = _waited(known)
    parts = _parts(log, asked, waited=waited)
    past, outcome = parts[parts.index.isin(known.index)], known["answered"].to_numpy(dtype="float64")
    return parts, Model(_usual(past), waited, _weights(past, outcome, prior=[*WEIGHTS.values()]), len(past))


def _weights(past: pd.DataFrame, outcome: np.ndarray, *, prior: list[float]) -> np.ndarray:
    """One for each of WEIGHTS, fitted to messages with these parts and what came of them."""
    columns = [np.broadcast_to(column, len(past)) for column in _features(past, _usual(past))]
    return fitted(np.column_stack(columns), outcome, prior=prior, start=logit(past["base_rate"].to_numpy()))


def _waited(known: pd.DataFrame) -> np.ndarray:
    """Share of the answers within 7 days that had come by each of HOURS."""
    took = known.loc[known["answered"].astype("bool"), "took"]
    by = np.searchsorted(np.sort(took / pd.Timedelta(hours=1)), HOURS, side="right")
    return (by + ANSWERS * WAITED) / (len(took) + ANSWERS)


def _usual(known: pd.DataFrame) -> dict[str, tuple[float, float, float]]:
    """Least, greatest and mean of log(1 + hours) of either wait; where none is known, such as leave all as it is."""
    logs = {wait: _log_hours(known[wait]).dropna() for wait in ("silent", "quiet")}
    return {wait: (v.min(), v.max(), v.mean()) if len(v) else (0.0, np.inf, 0.0) for wait, v in logs.items()}


def _features(parts: Mapping[str, np.ndarray], usual: dict[str, tuple[float, float, float]]) -> list[np.ndarray]:
    """One column, or number for all, for each of WEIGHTS."""
    columns = {
        "one": 1.0,
        "pair_rate": logit(parts["pair_rate"]) - logit(parts["base_rate"]),
        "streak": np.log1p(parts["streak"]),
        "recipients": np.log(parts["recipients"]),
        "silence": _as_usual(parts["silent"], usual["silent"]),
        "stranger": pd.isna(parts["silent"]),
        "quiet": _as_usual(parts["quiet"], usual["quiet"]),
        "mute": pd.isna(parts["quiet"]),
    }
    return [np.asarray(columns[name], dtype="float64") for name in WEIGHTS]


def _as_usual(waits: np.ndarray, usual: tuple[float, float, float]) -> np.ndarray:
    """log(1 + hours), not beyond those that are known, as what they teach does not reach further; missing: their mean.

    Weights of parts that go together, such as two silences in one person's export, would run off there.
    """
    low, high, mean = usual
    hours = np.clip(_log_hours(waits), low, high)
    return np.where(np.isnan(hours), mean, hours)


def _log_hours(waits: np.ndarray) -> np.ndarray:
    return np.log1p(waits / np.timedelta64(1, "h"))


def _parts(log: pd.DataFrame, asked: pd.DataFrame, *, waited: np.ndarray) -> pd.DataFrame:
    """The messages with what was known of each when it was sent, from the rows before it."""
    seen = _seen(log, asked[asked["event"].notna()], waited)
    everybody = _sums(seen, asked.assign(everybody=0), "everybody")
    rates = joined(everybody, *(_sums(seen, asked, group) for group in ("sent_to", "pair")))
    return asked.assign(**rates, streak=_streak(log, asked), quiet=_quiet(log, asked))


def joined(everybody: np.ndarray, to: np.ndarray, own: np.ndarray) -> dict[str, np.ndarray]:
    """The rates from (messages, answers) of everybody, to the same person, and of the pair itself."""
    base_rate = (everybody[1] + 1) / (everybody[0] + 2)
    # not under 0, where rounding leaves something of a sum less its only part
    others, answered = (to - own).clip(0)
    recipient_rate = (answered + KAPPA * base_rate) / (others + KAPPA)
    pair_rate = (own[1] + KAPPA * recipient_rate) / (own[0] + KAPPA)
    return {"seen": own[0], "base_rate": base_rate, "recipient_rate": recipient_rate, "pair_rate": pair_rate}


def _seen(log: pd.DataFrame, sent: pd.DataFrame, waited: np.ndarray) -> pd.DataFrame:
    """What becomes known of each message, and after which row (`place`): parts of its `weight`, and its `answer`.

    A message that has waited one of HOURS, as far as its source covers, weighs what `waited` has grown by then; an
    answer makes up for the rest of 1. All of a message to k people counts 1/k.
    """
    took, left = ((sent[column] / pd.Timedelta(hours=1)).to_numpy()[:, None] for column in ("took", "left"))
    passed, steps = ~(took <= HOURS) & (left >= HOURS), np.diff(waited, prepend=0.0)
    message, step = np.nonzero(passed)
    until = sent["time"].to_numpy()[message] + HOURS[step] * np.timedelta64(1, "h")
    place = np.searchsorted(log["time"].to_numpy(), until, side="right") - 1
    ends, part = sent[["pair", "sent_to"]].assign(everybody=0), 1 / sent["recipients"].to_numpy()
    waiting = ends.iloc[message].assign(place=place, weight=steps[step] * part[message], answer=0.0)
    came = (sent["took"] <= HORIZON).to_numpy()
    rest = (1 - passed @ steps) * part
    answers = ends[came].assign(place=sent["answer"][came], weight=rest[came], answer=part[came])
    return pd.concat([waiting, answers])


def _sums(seen: pd.DataFrame, asked: pd.DataFrame, group: str) -> np.ndarray:
    """Weight of the messages, and answers, that were known of a group before each message."""
    rows = seen[group].to_numpy(), seen["place"].to_numpy(), asked[group].to_numpy(), asked.index.to_numpy()
    return sum_before(*rows, weight=seen[["weight", "answer"]].to_numpy()).T


def _streak(log: pd.DataFrame, asked: pd.DataFrame) -> np.ndarray:
    """Messages to that person alone since the person last wrote back, or the two spoke or met."""
    happened, met = log["event"].notna(), log["kind"] == "meeting"
    alone = log["asked"] & (log["recipients"] == 1)
    sent, wrote, spoke = log[happened & alone], log[happened & ~met], log[happened & (met | taken(log))]
    row, since = asked.index.to_numpy(), np.full(len(asked), -1)
    for found, group, at in ((wrote, "pair", "back"), (spoke, "both", "both")):
        last = last_before(found[group].to_numpy(), found.index.to_numpy(), asked[at].to_numpy(), row)
        since = np.maximum(since, last)
    rows = sent["pair"].to_numpy(), sent.index.to_numpy(), asked["pair"].to_numpy()
    return sum_before(*rows, row) - sum_before(*rows, since + 1)


def _quiet(log: pd.DataFrame, asked: pd.DataFrame) -> pd.Series:
    """Time since the receiver last wrote to anybody; NaT if never."""
    wrote = log[log["event"].notna() & (log["kind"] != "meeting")]
    asked_of = asked["sent_to"].to_numpy(), asked.index.to_numpy()
    last = last_before(wrote["sent_by"].to_numpy(), wrote.index.to_numpy(), *asked_of)
    return asked["time"] - times(log, pd.Series(last, index=asked.index))


def _counted(log: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    """The columns of the table: what has become of each pair's messages, and the times in days."""
    sent = log[log["asked"] & log["event"].notna()]
    sent = sent.assign(undecided=sent["answered"].isna() & ~(sent["took"] <= sent["left"]))
    counts = {"sent": ("answered", "count"), "answered": ("answered", "sum"), "undecided": ("undecided", "sum")}
    counted = sent.groupby("pair").agg(**counts).reindex(parts["pair"]).fillna(0).set_index(parts.index)
    days = {"silent_days": parts["silent"].dt.days, "quiet_days": parts["quiet"].dt.days.astype("Int64")}
    return parts.drop(columns="answered").assign(**counted, **days)[[*GLOSSARY["replies"]]]
