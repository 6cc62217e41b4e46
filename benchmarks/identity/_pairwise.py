"""How well handles were joined: pairwise precision and recall against the truth, counted exactly."""

from typing import NamedTuple

import pandas as pd


class Score(NamedTuple):
    """Of pairs of handles: how many of the joined ones belong together, and how many of those that belong are joined.

    Both from 0 to 1, and missing where there is no such pair.
    """

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean of the two; 0 where no pair was joined rightly."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both > 0 else 0.0


def pairwise(joined: pd.DataFrame, truth: pd.DataFrame) -> Score:
    """Compare two tables `handle, person` over all pairs of the handles that the truth names.

    A handle of the truth that `joined` lacks stands alone; handles that only `joined` has do not count. Pairs are
    counted from the sizes of groups (n handles make n (n - 1) / 2 pairs), so that millions of them cost nothing.
    """
    both = truth.merge(joined, on="handle", how="left", suffixes=("_true", "_said"), validate="one_to_one")
    said = both["person_said"].astype("str").fillna("alone: " + both["handle"].astype("str"))
    right = _pairs(both.groupby(["person_true", said]).size())
    claimed, real = _pairs(said.value_counts()), _pairs(both["person_true"].value_counts())
    return Score(right / claimed if claimed else float("nan"), right / real if real else float("nan"))


def _pairs(sizes: pd.Series) -> int:
    return int((sizes * (sizes - 1) // 2).sum())
