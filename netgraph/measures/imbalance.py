"""Where does one of two people give more than the other?"""

import numpy as np
import pandas as pd

from netgraph.build import Network
from netgraph.measures.contact import own_events, windows_of
from netgraph.measures.shares import fitted_prior, shares
from netgraph.tables import checked, steady

FEWEST = 5
"""Fewest messages of a pair on which a verdict is given."""

TURN = pd.Timedelta(hours=24)
"""Time without contact after which who writes first takes a turn to begin."""


def imbalance(net: Network) -> pd.DataFrame:
    """Every pair with what went both ways, the surest imbalance first; once by messages and once by turns.

    share : posterior mean of a's share of the messages, (sent + A) / (sent + received + A + B),
        with a Beta(A, B) prior fitted to all pairs (Jeffreys' where it cannot be fitted), so that
        a pair with few messages is judged like the others; ci_low, ci_high its 90 % interval.
    verdict : one-sided only where the share is above (or below) 1/2 with probability > .95 (`above_half`) and
        there are at least 5 messages; under 5, too few to know.
    turns_... : the same of turns, with a prior of their own. A turn is a message, call and the like after at least 24
        hours without contact of any kind, as far as its source covers these: who begins, and not who writes at length
        or in many pieces. What came in the first 24 hours of a source is no turn, as nobody saw what was before.

    Only observed ties count. One person's export shows both directions only of the owner's own
    pairs, so only these are in it; in a log seen whole the prior knows no side (A = B).
    """
    table = _counts(net)
    begun = _judged(net, table["turns_sent"], table["turns_received"])
    begun = begun.rename(columns={"ci_low": "low", "ci_high": "high"}).add_prefix("turns_")
    table = table.join(_judged(net, table["sent"], table["received"])).join(begun)
    sure = (table["above_half"] - 0.5).abs()
    order = table.assign(sure=sure).sort_values(["sure", "a", "b"], ascending=[False, True, True], key=steady)
    return checked("imbalance", order.drop(columns="sure"))


def _counts(net: Network) -> pd.DataFrame:
    """The pairs with what went from a to b and back, and the turns among it."""
    log = own_events(net)
    turn = turns(net, log)
    sides = {"sent": log["forward"], "received": ~log["forward"]}
    begun = {f"turns_{side}": there & turn for side, there in sides.items()}
    log = log.assign(**sides, **begun)[log["kind"] != "meeting"]
    return log.groupby(["a", "b"], as_index=False)[[*sides, *begun]].sum()


def turns(net: Network, log: pd.DataFrame) -> pd.Series:
    """Which rows of `contact.events` come after at least 24 hours without contact of their pair, as far as seen."""
    before = log["time"] - log.groupby(["a", "b"])["time"].shift()
    return (log["time"] - windows_of(net, log)["first"] >= TURN) & ~(before < TURN)


def _judged(net: Network, sent: pd.Series, received: pd.Series) -> pd.DataFrame:
    posterior = shares(sent, received, prior=_prior(sent, received, sided=net.me is not None))
    return posterior.assign(verdict=_verdicts(posterior["above_half"], sent + received))


def common_prior(net: Network) -> tuple[float, float]:
    """The Beta prior of a's share of a pair's messages."""
    table = _counts(net)
    return _prior(table["sent"], table["received"], sided=net.me is not None)


def _prior(sent: pd.Series, received: pd.Series, *, sided: bool) -> tuple[float, float]:
    sent, received = sent.to_numpy("float64"), received.to_numpy("float64")
    if sided:
        return fitted_prior(sent, received)
    # each pair from both sides, so that which id is smaller cannot matter
    a, b = fitted_prior(np.r_[sent, received], np.r_[received, sent])
    return (a + b) / 2, (a + b) / 2


def _verdicts(above_half: pd.Series, messages: pd.Series) -> np.ndarray:
    cases = [messages < FEWEST, above_half > 0.95, above_half < 0.05]
    words = ["too few to know", "one-sided: a writes more", "one-sided: b writes more"]
    return np.select(cases, words, default="balanced")
