"""Does what is called likely happen as often as that?"""

import numpy as np
import pandas as pd

from netgraph.answers.replay import PROBABILITY, Question, tried
from netgraph.build import Network
from netgraph.measures.shares import shares
from netgraph.tables import TableError, checked

BINS = 10


def reliability(net: Network, question: Question, *, at, days: int = 30, score: str | None = None) -> pd.DataFrame:
    """Ten bins of a probability, such as `ng.forecast`'s: the mean of what was said, and the share of what came.

    predicted : mean probability of the cases between `low` and `high`. happened : share of them with contact in the
    `days` after `at`; ci_low, ci_high its 90 % interval (Jeffreys, which takes pairs for independent: those that
    share a person are not, and it is too narrow for them). NaN in a bin without cases. Where happened lies below
    predicted, the question promises too much. Arguments, and what is left out, are those of `backtest`.

    Raises TableError as `backtest` does, and where the score is not a column `probability` within 0..1.

    Source: reliability diagram, Murphy & Winkler, Appl. Stat. 26:41 (1977).
    """
    trial = tried(net, question, at=at, days=days, score=score)
    if not trial.probability:
        raise TableError(f"reliability: {trial.label} is no probability; a question such as forecast has one")
    table = binned(trial.cases["score"], trial.cases["again"])
    return checked("reliability", table.assign(score=trial.label))


def binned(probability: pd.Series, again: pd.Series) -> pd.DataFrame:
    """Cases in ten bins of equal width: low, high, pairs, predicted, happened, ci_low, ci_high."""
    if not probability.between(0, 1).all():
        raise TableError(f"{PROBABILITY} runs from {probability.min():g} to {probability.max():g}; it must be in 0..1")
    bins = (probability * BINS).astype("int64").clip(upper=BINS - 1)
    cases = pd.DataFrame({"predicted": probability, "happened": again.astype("float64")})
    table = cases.groupby(bins).mean().reindex(range(BINS))
    table["pairs"] = bins.value_counts().reindex(range(BINS), fill_value=0)
    came = (table["happened"] * table["pairs"]).fillna(0)
    interval = shares(came, table["pairs"] - came)[["ci_low", "ci_high"]]
    table = table.join(interval.where(table["pairs"] > 0))
    edges = np.arange(BINS + 1) / BINS
    return table.assign(low=edges[:-1], high=edges[1:])
