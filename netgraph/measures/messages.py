"""What the questions about answers stand on: each message, what came before it, and whether an answer came."""

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from netgraph.build import Network
from netgraph.kernels.acquainted import shared_before
from netgraph.kernels.sequences import codes, first_after, last_before
from netgraph.measures.contact import asks, events, windows_of

HORIZON = pd.Timedelta(days=7)
"""An answer is any message back within this time."""

DORMANT = pd.Timedelta(days=30)
"""Silence that is longer has fallen dormant."""

COVERED = 180
"""Days that the source must have covered before a message may be called the first ever."""

TIES = ("first-ever", "dormant", "warm")


def messages(net: Network, *, covered: int = COVERED) -> pd.DataFrame:
    """The messages whose answers are counted, with what `sequence` says of them."""
    log = sequence(net, events(net), covered=covered)
    return log[log["asked"]].reset_index(drop=True)


def sequence(net: Network, log: pd.DataFrame, *, covered: int = COVERED) -> pd.DataFrame:
    """A log in the order of time, its rows numbered, with what came before and after each.

    asked : whether it is a message that asks for an answer: no call, meeting or praise; in one person's export one
        of the owner's, as others' answers to one another are seen in part.
    tie : first-ever (no contact of any kind before, and the source had covered `covered` days before), dormant
        (silent for more than 30 days), warm (in contact within 30 days), or unknown where nobody can have seen it.
    silent : time since the pair's last contact of any kind, as far as the source of the one or of the other covers
        it; NaT without any.
    answer : row of the first message, call or praise back, however late; -1 without. took : time until then, or NaT.
    left : time until the source ends. answered : whether an answer came within 7 days; missing where the source ends
        before they have passed, answer or not, as of those only the quick answers are known.
    sent_by, sent_to, pair, back, both : numbers of sender, receiver, the directed pair, its reverse, and the two.

    A row without an event is one that only might be sent: it asks, and is no contact and no answer to another.
    """
    log = log.reset_index(drop=True)
    log = log.assign(**_numbers(net, log), **windows_of(net, log)[["first", "last"]])
    log["asked"] = asks(log) & (log["kind"] != "call") & ((net.me is None) | (log["sender"] == net.me))
    log = log.assign(**_before(log, covered=covered, whole=net.origin.since is None))
    wrote = np.flatnonzero(log["event"].notna() & (log["kind"] != "meeting"))
    log["answer"] = first_after(log["pair"].to_numpy()[wrote], wrote, log["back"].to_numpy(), log.index.to_numpy())
    log = log.assign(took=times(log, log["answer"]) - log["time"], left=log["last"] - log["time"])
    within = (log["took"] <= HORIZON).astype("boolean")
    return log.assign(answered=within.mask(log["left"] < HORIZON))


def known_to_both(net: Network, sent: pd.DataFrame) -> np.ndarray:
    """How many people sender and receiver had both been in contact with, directly or in one event, before each."""
    known, ids = net.ties[net.ties["kind"] != "declared"], pd.Index(net.people["person"])
    ends = (ids.get_indexer(known["source"]), ids.get_indexer(known["target"]))
    start = known["first"].min() - pd.Timedelta(days=1)
    time = (known["first"] - start) / pd.Timedelta(seconds=1)
    first = pd.DataFrame({"a": np.minimum(*ends), "b": np.maximum(*ends), "time": time}).groupby(["a", "b"]).min()
    a, b = (first.index.get_level_values(end).to_numpy() for end in ("a", "b"))
    times = np.tile(first["time"].to_numpy(), 2), (np.r_[a, b], np.r_[b, a])
    when = (sent["time"] - start) / pd.Timedelta(seconds=1)
    return shared_before(csr_array(times, shape=(len(ids),) * 2), sent["sent_by"], sent["sent_to"], when)


def times(log: pd.DataFrame, rows: pd.Series, column: str = "time") -> pd.Series:
    """The times of some rows of a log, NaT for the row -1, with the index of `rows`."""
    return log[column].reindex(rows).set_axis(rows.index)


def _numbers(net: Network, log: pd.DataFrame) -> dict[str, np.ndarray]:
    ids = pd.Index(net.people["person"])
    sent_by, sent_to = ids.get_indexer(log["sender"]), ids.get_indexer(log["receiver"])
    pair, back = codes((sent_by, sent_to), (sent_to, sent_by))
    return {"sent_by": sent_by, "sent_to": sent_to, "pair": pair, "back": back, "both": np.minimum(pair, back)}


def _before(log: pd.DataFrame, *, covered: int, whole: bool) -> dict[str, np.ndarray | pd.Series]:
    """Silent and tie; `whole` is whether the log begins where its sources do, and not where `only` cut it."""
    happened, both = np.flatnonzero(log["event"].notna()), log["both"].to_numpy()
    row = pd.Series(last_before(both[happened], happened, both, log.index.to_numpy()))
    since = log["time"] - times(log, row)
    # between the end of the earlier contact's source and the beginning of this one's nobody can have seen anything
    unseen = (log["first"] - times(log, row, "last")).clip(lower=pd.Timedelta(0))
    first = since.isna() & (log["time"] - log["first"] >= pd.Timedelta(days=covered)) & whole
    silent = since - unseen
    return {"silent": silent, "tie": np.select([first, silent > DORMANT, since <= DORMANT], TIES, "unknown")}
