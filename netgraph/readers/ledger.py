"""The books: what became of every record of a file, and of every byte."""

from collections.abc import Callable
from typing import NamedTuple

import pandas as pd

USED, ASIDE, REJECTED = "used", "set aside", "rejected"
OVERHEAD = "preamble, header or blank line"


class Ruling(NamedTuple):
    """Records where `mask` holds meet this fate, by this rule; `reason` (one, or one per record) if rejected."""

    mask: pd.Series
    fate: str
    rule: str
    reason: pd.Series | str = ""


def judged(places: pd.DataFrame, rulings: list[Ruling]) -> pd.DataFrame:
    """`places` with fate, rule and reason: those of the first ruling that holds, 'used' where none does."""
    open_ = pd.Series(True, index=places.index)
    fate, rule, reason = (pd.Series(text, index=places.index, dtype="str") for text in (USED, "", ""))
    for ruling in rulings:
        now = open_ & ruling.mask.astype(bool)
        if not now.any():
            continue
        open_ &= ~now
        fate, rule = fate.mask(now, ruling.fate), rule.mask(now, ruling.rule)
        if ruling.fate == REJECTED:
            reason = reason.mask(now, ruling.reason)
    return places.assign(fate=fate, rule=rule, reason=reason)


def books(
    reader: str, verdicts: pd.DataFrame, overhead: dict[str, int], place: Callable[[pd.DataFrame], pd.Series]
) -> dict[str, pd.DataFrame]:
    """Ledger and problems of some files.

    `verdicts`: one row per record with file, size, fate, rule, reason. `overhead`: bytes per file
    that are no record's: preamble, header, blank lines; they count as set aside. `place` says in
    words where given records are.
    """
    counted = verdicts.groupby(["file", "fate", "rule"], as_index=False).agg(
        records=("size", "count"), bytes=("size", "sum")
    )
    silent = set(overhead) - set(counted["file"])
    rest = [(file, ASIDE, OVERHEAD, 0, size) for file, size in overhead.items() if size or file in silent]
    rest = pd.DataFrame(rest, columns=counted.columns)
    ledger = pd.concat([t for t in (counted, rest) if len(t)] or [rest], ignore_index=True)
    ledger = ledger.sort_values(["file", "fate", "rule"], ascending=[True, False, True], ignore_index=True)
    rejected = verdicts[verdicts["fate"] == REJECTED]
    problems = rejected[["file", "reason"]].assign(place=place(rejected))
    return {"ledger": ledger.assign(reader=reader), "problems": problems}


def one(file: str, reader: str, fate: str, rule: str, *, records: int = 0, size: int = 0) -> pd.DataFrame:
    """A ledger of one row, for a file that is judged as a whole."""
    row = {"file": file, "reader": reader, "fate": fate, "rule": rule, "records": records, "bytes": size}
    return pd.DataFrame([row])


def line_places(records: pd.DataFrame) -> pd.Series:
    """Where records are, in words: first line, counted from 1, and bytes, counted from 0."""
    return _places("line", records["line"], records)


def message_places(records: pd.DataFrame) -> pd.Series:
    """The same for mail: number of the message in its file, and bytes."""
    return _places("message", records["number"], records)


def _places(word: str, number: pd.Series, records: pd.DataFrame) -> pd.Series:
    end = records["start"] + (records["size"] - 1).clip(lower=0)
    where = zip(number.tolist(), records["start"].tolist(), end.tolist(), strict=True)
    return pd.Series([f"{word} {n}, bytes {a}-{b}" for n, a, b in where], index=records.index, dtype="str")


def window(source: pd.Series | str, times: pd.Series) -> pd.DataFrame:
    """First and last dated record per source; no rows where nothing is dated."""
    dated = pd.DataFrame({"source": source, "time": times}).dropna()
    return dated.groupby("source", as_index=False).agg(first=("time", "min"), last=("time", "max"))
