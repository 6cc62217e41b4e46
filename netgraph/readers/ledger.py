"""The books: what became of every record of a file, and of every byte."""

from collections.abc import Callable
from typing import NamedTuple

import pandas as pd

from netgraph.tables import TableError

USED, ASIDE, REJECTED = "used", "set aside", "rejected"
OVERHEAD = "preamble, header or blank line"
WHOLE = "whole file"
"""The place of a problem that is not one record's."""

DAMAGED, UNDATED, IMPLAUSIBLE = "not a record", "unreadable date", "implausible date"
NO_SENDER, NO_RECIPIENTS, NOBODY, BAD_VALUE = "no sender", "no recipients", "nobody named", "bad value"
HEADERS, TOO_LARGE = "header damage", "too large"
RECORD_REASONS = (
    DAMAGED, UNDATED, IMPLAUSIBLE, NO_SENDER, NO_RECIPIENTS, NOBODY, BAD_VALUE, HEADERS, TOO_LARGE,
)  # fmt: skip
"""Why a record is rejected."""

UNREADABLE, UNKNOWN, PACKED, RIVALS = "not readable", "not recognised", "packed, to be unpacked first", "two owners"
OTHER_KIND, CUT = "no contact between people in it", "perhaps cut off"
FILE_REASONS = (UNREADABLE, UNKNOWN, PACKED, RIVALS, OTHER_KIND, CUT, "a saved network")
"""Why a whole file needs a word."""

REASONS = (*RECORD_REASONS, *FILE_REASONS)
"""Every reason that `problems` may give."""

LIST, NO_REPLY, AUTO, BOT = "mailing list", "no-reply sender", "auto-reply", "bot"
SERVICE, ROOM, NOTICE, SPONSORED = "service number", "room or resource", "system notice", "sponsored"
COACH, SELF = "a guide or role-play, not between people", "self-message"
CHANNEL, BLAST = "channel or broadcast", "sent to more than 25 people in a chat"
NOT_PEOPLE = (LIST, NO_REPLY, AUTO, BOT, SERVICE, ROOM, NOTICE, SPONSORED, COACH, SELF, CHANNEL, BLAST)
"""Rules that set records aside since no person wrote to a person; `keep=` switches any of them off."""


class Ruling(NamedTuple):
    """Records where `mask` holds meet this fate, by this rule; `detail` if rejected. One text, or one per record."""

    mask: pd.Series
    fate: str
    rule: pd.Series | str
    detail: pd.Series | str = ""


def kept(rules) -> tuple[str, ...]:
    """The rules of NOT_PEOPLE to switch off, as they were given; TableError for one that is none of them."""
    rules = (rules,) if isinstance(rules, str) else tuple(rules)
    if unknown := [rule for rule in rules if rule not in NOT_PEOPLE]:
        raise TableError(f"keep: {unknown[0]!r} is no rule that can be switched off; those are {', '.join(NOT_PEOPLE)}")
    return rules


def judged(places: pd.DataFrame, rulings: list[Ruling], *, keep: tuple[str, ...] = ()) -> pd.DataFrame:
    """`places` with fate, rule and detail: those of the first ruling that holds, 'used' where none does.

    Of `keep`, rules that set records aside do not hold.
    """
    open_ = pd.Series(True, index=places.index)
    fate, rule, detail = (pd.Series(text, index=places.index, dtype="str") for text in (USED, "", ""))
    for ruling in rulings:
        now = open_ & ruling.mask.astype(bool)
        if not now.any() or (ruling.fate == ASIDE and isinstance(ruling.rule, str) and ruling.rule in keep):
            continue
        open_ &= ~now
        fate, rule = fate.mask(now, ruling.fate), rule.mask(now, ruling.rule)
        if ruling.fate == REJECTED:
            detail = detail.mask(now, ruling.detail)
    return places.assign(fate=fate, rule=rule, detail=detail)


def books(
    reader: str, verdicts: pd.DataFrame, overhead: dict[str, int], place: Callable[[pd.DataFrame], pd.Series]
) -> dict[str, pd.DataFrame]:
    """Ledger and problems of some files.

    `verdicts`: one row per record with file, size, fate, rule, detail. `overhead`: bytes per file
    that are no record's: preamble, header, blank lines; they count as set aside. `place` says in
    words where given records are. The rule of a rejected record, one of REASONS, is its reason.
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
    problems = rejected[["file", "detail"]].assign(place=place(rejected), reason=rejected["rule"])
    return {"ledger": ledger.assign(reader=reader), "problems": problems}


def one(file: str, reader: str, fate: str, rule: str, *, records: int = 0, size: int = 0) -> pd.DataFrame:
    """A ledger of one row, for a file that is judged as a whole."""
    row = {"file": file, "reader": reader, "fate": fate, "rule": rule, "records": records, "bytes": size}
    return pd.DataFrame([row])


def whole_file(file: str, reason: str, detail: str) -> pd.DataFrame:
    """A row of problems about a file as a whole; `reason` is one of REASONS."""
    return pd.DataFrame([{"file": file, "place": WHOLE, "reason": reason, "detail": detail}])


def line_places(records: pd.DataFrame) -> pd.Series:
    """Where records are, in words: first line, counted from 1, and bytes, counted from 0."""
    return _places("line", records["line"], records)


def message_places(records: pd.DataFrame) -> pd.Series:
    """The same for mail: number of the message in its file, and bytes."""
    return _places("message", records["number"], records)


def record_places(records: pd.DataFrame) -> pd.Series:
    """The same for records that are no lines: number of the record in its file, and bytes."""
    return _places("record", records["number"], records)


def _places(word: str, number: pd.Series, records: pd.DataFrame) -> pd.Series:
    end = records["start"] + (records["size"] - 1).clip(lower=0)
    where = zip(number.tolist(), records["start"].tolist(), end.tolist(), strict=True)
    return pd.Series([f"{word} {n}, bytes {a}-{b}" for n, a, b in where], index=records.index, dtype="str")


def window(source: pd.Series | str, times: pd.Series) -> pd.DataFrame:
    """First and last dated record per source; no rows where nothing is dated."""
    dated = pd.DataFrame({"source": source, "time": times}).dropna()
    return dated.groupby("source", as_index=False).agg(first=("time", "min"), last=("time", "max"))
