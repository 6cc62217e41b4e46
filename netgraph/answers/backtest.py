"""Does a score foretell who is in contact again?"""

import numpy as np
import pandas as pd

from netgraph.answers.reliability import binned
from netgraph.answers.replay import Question, tried
from netgraph.build import Network
from netgraph.tables import checked

DRAWS = 500
"""Resamples behind each interval."""

SEED = 1

FEWEST = 10
"""Cases with contact, and without, under which no interval is given."""


def backtest(net: Network, question: Question, *, at, days: int = 30, score: str | None = None) -> pd.DataFrame:
    """How well a question such as `ng.strength`, asked on an earlier day, told who would be in contact after it.

    question : any function from a network to a table with a row for each pair (a, b) or person. If it takes `days`,
        it is asked for the same ones. score : its column of numbers, the first one unless named; higher counts as
        likelier.
    at : the day at whose end (UTC) it is asked, as in `net.at`; with a time of day, that very moment, and days count
        from there. What follows until `at` + `days` decides: any event of the pair (message, call, meeting of both).

    The first row is the question's score; `count` and `recency`, the number of events until then and the last one's
    time, are what it must beat, on the same cases. Cases are pairs with an event until then and a score (in one
    person's export the owner's only; a person stands for the pair with the owner, or in a log seen whole for anybody's
    contact with that person). unscored : those without a score. unknown : those whose sources do not cover the days
    after. Both are left out.

    auc : chance that a case with contact has the higher score than one without, 1/2 for chance, ties count half.
    average_precision : sum over scores, from the top, of precision times the gain in recall; the base rate for chance.
    brier_skill, ece : of a column called `probability` only. 1 - mean squared error / that of the base rate, 0 for
        knowing only how many, negative for worse; and the mean gap between said and come in ten bins of equal width.
    auc_lead, precision_lead : how far the question is ahead of this row, with 90 % intervals by 500 resamples of the
        cases, the same for both (percentile bootstrap, fixed seed); NaN under 10 cases with contact or 10 without.
        Cases that share a person are not independent, so the intervals are somewhat narrow.

    The question never sees what came later. It is given a network whose export ends at that moment, and once more one
    with later records in reach; in the first, people go by ids that occur nowhere else. Its answers must be equal, or
    a TableError says that it looks ahead: this catches a look at `net.export` and at tables brought along that go by
    id, not one that goes by name. So a question that needs one person must name it by handle or name, not by id.

    Raises TableError where there is no such row or column, no day, no contact before it or no source after it, or
    where all or none were in contact.

    Source: Fawcett, Pattern Recognit. Lett. 27:861 (2006); Brier, Mon. Weather Rev. 78:1 (1950); Naeini et al., AAAI
    (2015); Efron & Tibshirani, An Introduction to the Bootstrap (1993), ch. 13.
    """
    trial = tried(net, question, at=at, days=days, score=score)
    cases, again = trial.cases, trial.cases["again"].to_numpy()
    scores = {trial.label: cases["score"], "count": cases["count"], "recency": cases["last"]}
    table = compared(list(scores.values()), again).assign(score=list(scores), pairs=len(cases), again=again.sum())
    table[["brier_skill", "ece"]] = np.nan
    if trial.probability:
        table.loc[0, ["brier_skill", "ece"]] = brier_skill(cases["score"], again), ece(cases["score"], cases["again"])
    return checked("backtest", table.assign(unknown=trial.unknown, unscored=trial.unscored))


def compared(scores: list[pd.Series], again: np.ndarray) -> pd.DataFrame:
    """AUC and average precision of each score, and the lead of the first over each other, with its 90 % interval."""
    ranks = [score.rank(method="dense").to_numpy("int64") - 1 for score in scores]
    rng, cases = np.random.default_rng(SEED), len(again)
    draws = (np.bincount(rng.integers(cases, size=cases), minlength=cases) for _ in range(DRAWS))
    drawn = np.array([_figures(ranks, again, weight) for weight in draws])
    now = _figures(ranks, again, np.ones(cases))
    table = pd.DataFrame(now, columns=["auc", "average_precision"])
    for place, name in enumerate(["auc", "precision"]):
        low, high = np.nanpercentile(drawn[:, :1, place] - drawn[:, :, place], [5, 95], axis=0)
        if min(again.sum(), (~again).sum()) < FEWEST:
            low, high = np.nan, np.nan
        lead = {f"{name}_lead": now[0, place] - now[:, place], f"{name}_low": low, f"{name}_high": high}
        table = table.assign(**lead)
        table.loc[0, list(lead)] = np.nan
    return table


def _figures(ranks: list[np.ndarray], again: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """AUC and average precision, the columns, of each ranking; NaN where the weights leave one outcome only."""
    rows = []
    for rank in ranks:
        up, down = (np.bincount(rank, weight * outcome) for outcome in (again, ~again))
        rows.append((auc(up, down), average_precision(up, down)))
    return np.array(rows)


def auc(up: np.ndarray, down: np.ndarray) -> float:
    """Area under the ROC curve from the cases with and without contact at each distinct score, lowest first."""
    if not up.any() or not down.any():
        return np.nan
    return up @ (np.cumsum(down) - down / 2) / (up.sum() * down.sum())


def average_precision(up: np.ndarray, down: np.ndarray) -> float:
    """Average precision of the same: cases of equal score are taken together, so that their order does not matter."""
    if not up.any():
        return np.nan
    hits, shown = np.cumsum(up[::-1]), np.cumsum((up + down)[::-1])
    return up[::-1] @ (hits / np.maximum(shown, 1)) / up.sum()


def brier_skill(probability: pd.Series, again: np.ndarray) -> float:
    """1 - mean squared error / that of saying the share of cases with contact for every one."""
    return 1 - ((probability - again) ** 2).mean() / again.var()


def ece(probability: pd.Series, again: pd.Series) -> float:
    """Expected calibration error: mean over cases of the gap between said and come in their bin."""
    bins = binned(probability, again)
    return ((bins["predicted"] - bins["happened"]).abs() * bins["pairs"]).sum() / len(again)
