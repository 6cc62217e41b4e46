"""When the meetings of a calendar took place: their starts in UTC, and the occurrences of those that recur."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

import pandas as pd

from netgraph.glossary import TIME
from netgraph.readers import dates, ledger
from netgraph.readers.clocks import Clocks, utc
from netgraph.readers.meetings import Meeting, Moment, recurrence
from netgraph.readers.recurrence import LAST, Budget, RuleError, unrolled

_DAY, _BEHIND = timedelta(days=1), timedelta(days=5 * 365)
# Cells of a table of days that take as long as one time to UTC.
_CONVERSION = 100
_FORM = "%Y%m%dT%H%M%S"


class Span(NamedTuple):
    """Up to when a file is evidence: its latest stamp (None where it has none), and the last start in it."""

    stamp: datetime | None
    last: datetime


class Unrolled(NamedTuple):
    """Rows of occurrences (record, time, name); for each record why it was not unrolled: reason and detail, or ''."""

    occurrences: pd.DataFrame
    reason: pd.Series
    detail: pd.Series


def placed(table: pd.DataFrame, clocks: Clocks) -> dict[str, pd.Series]:
    """For each record its start in UTC, the rule that flags its zone, and the occurrence that it stands for, or ''."""
    starts, flags, instead = [], [], []
    for said, calendar in zip(table["said"], table["calendar"], strict=True):
        zone, flag = clocks.of(said.start.zone, calendar) if said.start else (None, "")
        starts.append(utc(said.start.at, zone) if said.start else None)
        flags.append(flag)
        instead.append(_named(_utc(said.instead, calendar, clocks)) if said.instead else "")
    texts = {"flag": flags, "instead": instead}
    series = {name: pd.Series(values, index=table.index, dtype="str") for name, values in texts.items()}
    return {"time": pd.Series(starts, index=table.index, dtype=TIME), **series}


def span(stamps: pd.Series, starts: pd.Series) -> Span:
    """Up to when a file is evidence. Stamps and starts that no record can have do not count."""
    written = pd.to_datetime(stamps, format=_FORM, errors="coerce").astype(TIME)
    latest = written[~dates.implausible(written)].max()
    last = starts[~dates.implausible(starts)].max()
    stamp = None if pd.isna(latest) else latest.to_pydatetime()
    return Span(stamp, LAST if pd.isna(last) else min(last.to_pydatetime(), LAST))


def occurrences(table: pd.DataFrame, within: Span, clocks: Clocks, budget: Budget) -> Unrolled:
    """All times up to the end of `within` of the records of a table, as `calendar` has judged it."""
    moved = defaultdict(list)
    for uid, said, answer in zip(table["uid"], table["said"], table["answer"], strict=True):
        # Who answers for one occurrence does not move it.
        if said.instead and uid and not answer:
            moved[uid].append(said.instead)
    rows, refused = [], {}
    taken = table.loc[table["takes"], ["said", "calendar", "uid", "receivers", "instead"]]
    for record, said, calendar, uid, receivers, instead in taken.itertuples():
        apart = moved[uid] if uid and not said.instead else ()
        try:
            times = _times(said, calendar, apart, within=within, clocks=clocks, budget=budget)
            budget.fill(len(times) * len(receivers) if said.rules or said.added else 0)
        except RuleError as why:
            refused[record] = (ledger.TOO_LARGE if why.large else ledger.BAD_VALUE, str(why))
            continue
        rows += [(record, time, _suffix(said, time, instead)) for time in times]
    found = pd.DataFrame(rows, columns=["record", "time", "name"]).astype({"time": TIME, "name": "str", "record": int})
    told = [refused.get(record, ("", "")) for record in table.index]
    return Unrolled(found, *(pd.Series([t[i] for t in told], index=table.index, dtype="str") for i in (0, 1)))


def _suffix(said: Meeting, time: datetime, instead: str) -> str:
    if instead:
        return f"@{instead}"
    return f"@{_named(time)}" if said.rules or said.added else ""


def _named(time: datetime) -> str:
    return f"{time.isoformat(timespec='seconds').replace('-', '').replace(':', '')}Z"


def _utc(moment: Moment, calendar: int, clocks: Clocks) -> datetime:
    return utc(moment.at, clocks.of(moment.zone, calendar)[0])


def _times(
    said: Meeting, calendar: int, apart: Iterable[Moment], *, within: Span, clocks: Clocks, budget: Budget
) -> list[datetime]:
    """Starts in UTC, ascending; those in `apart` are records of their own."""
    zone = clocks.of(said.start.zone, calendar)[0]
    found: dict[datetime, date] = {utc(said.start.at, zone): said.start.at.date()}
    for text in said.rules if not said.instead else ():
        found |= dict(_by_rule(text, said.start, zone=zone, within=within, budget=budget))
    found |= {_utc(m, calendar, clocks): m.at.date() for m in said.added}
    out = (*said.excluded, *apart)
    days, moments = {m.at.date() for m in out if m.day}, {_utc(m, calendar, clocks) for m in out if not m.day}
    end = within.stamp or datetime.max
    return sorted(t for t, day in found.items() if t <= end and day not in days and t not in moments)


def _by_rule(text: str, start: Moment, *, zone, within: Span, budget: Budget) -> Iterator[tuple[datetime, date]]:
    """Times in UTC with their local days, by one rule."""
    try:
        rule, until = recurrence(text)
    except (ValueError, OverflowError, TypeError) as error:
        raise RuleError(f"its rule '{text[:40]}' cannot be read") from error
    bounded = until is not None or "COUNT" in rule
    end = within.stamp or (min(within.last + _BEHIND, LAST) if bounded else within.last)
    last = datetime.max
    if until is not None:
        last = until.at if until.zone else utc(until.at, zone)
        end = min(end, last)
    times = unrolled(rule, start.at, min(end, LAST) + _DAY, budget)
    budget.spend(_CONVERSION * len(times))
    for local in times.tolist():
        time = utc(local, zone)
        if time <= min(end, last):
            yield time, local.date()
