"""Counts in words, whole columns at a time, for the reasons that rows give."""

import pandas as pd


def told(before: str, numbers: pd.Series, after: str = "") -> pd.Series:
    """Each whole number between the words, nothing where it is missing."""
    known = numbers.astype("Int64")
    return (before + known.astype("str") + after).where(known.notna(), "")


def many(numbers: pd.Series, what: str) -> pd.Series:
    """'1 call', '2 calls'."""
    return numbers.astype("str") + (numbers == 1).map({True: f" {what}", False: f" {what}s"}).astype("str")


def if_any(before: str, numbers: pd.Series, what: str) -> pd.Series:
    """The same after some words, nothing where there is none."""
    return (before + many(numbers, what)).where(numbers > 0, "")
