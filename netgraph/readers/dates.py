"""Times in strangers' files: one decided layout per file, never a guess per row."""

import re
from collections.abc import Callable
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import pandas as pd

from netgraph.glossary import TIME
from netgraph.tables import TableError

ASSUMED = "zone assumed: UTC"
UNDECIDED = "day and month cannot be told apart in this file; set dates='D/M' or dates='M/D' (--dates D/M)"

_FLOOR = pd.Timestamp("1971-01-01")
_SAMPLE = 1000
_SORTED, _NEARLY = 8, 0.9
_GAP, _STRAYS, _OTHERS = pd.Timedelta(days=5 * 365.25), 3, 3

_ISO = r"^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
_ZONED = r"(?:Z|[+-]\d{2}:?\d{2})$"
_SLASHED = (
    r"^(?P<first>\d{1,2})[/.-](?P<second>\d{1,2})[/.-](?P<year>\d{4}|\d{2})"
    r"(?:,? +(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<seconds>\d{2}))? ?(?P<half>[AaPp])?\.?[Mm]?\.?)?$"
)
_NAMED = ("%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%d %b %Y %H:%M", "%d %b %Y %H:%M:%S")
_DATED = re.compile(
    rf"{_ISO}|^\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2}}|^\d{{1,2}}[ -][A-Za-z]{{3}}[ -]\d{{2}}|^\d+(?:\.\d+)?$"
)


class Times(NamedTuple):
    """`time`: naive UTC, missing where unreadable. `assumed`: no zone was stated. `reason`: why unreadable, or ''."""

    time: pd.Series
    assumed: pd.Series
    reason: pd.Series


def is_dated(text: str) -> bool:
    """Whether a text begins as a date or is a number of seconds; a cheap test for one cell."""
    return bool(_DATED.match(text.strip()))


def parsed(
    texts: pd.Series, *, timezone: str | None = None, dates: str | None = None, default: str | None = None,
    numbers: bool = False,
) -> Times:  # fmt: skip
    """Times of one column, read by the one layout that fits most of it.

    Layouts: ISO 8601 and its kin (year first), '08 Feb 2026', and numbers with slashes or dots,
    whose order is `dates` ('D/M' or 'M/D'), else decided by a part above 12, else by the one
    order in which the file is sorted, else `default`; where nothing decides, no row is read and
    the reason says so. `numbers` adds seconds since 1970 (milli-, micro- or nanoseconds by size)
    and 20240315. Times without a zone are taken in `timezone`, else as UTC.
    Raises TableError for an unknown zone or order.
    """
    if dates not in (None, "D/M", "M/D"):
        raise TableError(f"dates={dates!r} is no order of dates; use 'D/M' or 'M/D'")
    plain = texts.fillna("").str.replace("\u00a0", " ", regex=False).str.replace("\u202f", " ", regex=False).str.strip()
    layouts: list[Callable] = [_iso, _named, lambda t: _slashed(t, dates, default)]
    if numbers:
        layouts = [_compact, _seconds, *layouts]
    found = _best(plain, layouts)
    bare = ~found.zoned & found.time.notna()
    time = found.time.mask(bare, local(found.time.where(bare), timezone))
    reason = _reasons(plain, time, UNDECIDED if found.undecided else "")
    return Times(time.astype(TIME), bare & (timezone is None), reason)


def local(times: pd.Series, timezone: str | None) -> pd.Series:
    """Naive UTC of clock times in `timezone` (UTC where None).

    Of an hour that the clock shows twice the first is taken; one that it skips moves forward.
    """
    if timezone is None:
        return times
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise TableError(f"timezone {timezone!r} is not known; use a name such as 'Europe/Berlin'") from error
    first = np.ones(len(times), dtype=bool)
    placed = times.dt.tz_localize(zone, ambiguous=first, nonexistent="shift_forward")
    return placed.dt.tz_convert("UTC").dt.tz_localize(None)


def implausible(times: pd.Series, *, floor: bool = True) -> pd.Series:
    """Which dates no record can have: before 1971 (with `floor`), or strays far in the future.

    Strays: at most three that lie more than five years after all others, the others being at
    least three times as many. Nothing here reads the clock.
    """
    early = times < _FLOOR if floor else pd.Series(False, index=times.index)
    ordered = np.sort(times[~early].dropna().to_numpy())
    for k in range(min(_STRAYS, len(ordered) // (_OTHERS + 1)), 0, -1):
        if ordered[-k] - ordered[-k - 1] > _GAP:
            return early | (times >= ordered[-k])
    return early


class _Found(NamedTuple):
    time: pd.Series
    zoned: pd.Series
    undecided: bool = False


def _best(texts: pd.Series, layouts: list[Callable]) -> _Found:
    """The layout with most hits. An undecided order has none: it wins only where nothing else fits."""
    filled = texts[texts != ""]
    sample = filled.iloc[:: max(1, len(filled) // _SAMPLE)]
    tried = []
    # The likeliest first: one that fits every row needs no comparison.
    for layout in sorted(layouts, key=lambda of: -of(sample).time.notna().sum()):
        tried.append(layout(texts))
        if len(filled) == tried[-1].time.notna().sum() > 0:
            break
    return max(tried, key=lambda found: (found.time.notna().sum(), found.undecided))


def _flags(texts: pd.Series, value: bool) -> pd.Series:
    return pd.Series(value, index=texts.index)


def _iso(texts: pd.Series) -> _Found:
    fits = texts.str.contains(_ISO, regex=True)
    if not fits.any():
        return _Found(pd.Series(pd.NaT, index=texts.index, dtype=TIME), fits)
    day = texts.str.slice(0, 10).str.replace(r"[/.]", "-", regex=True)
    clean = day + texts.str.slice(10).str.replace(r" *(?:UTC|GMT)$", "Z", regex=True).str.replace(" +", " ", regex=True)
    clean = clean.str.replace(r" ([+-]\d{2}:?\d{2})$", r"\1", regex=True)
    time = pd.to_datetime(clean.where(fits), format="ISO8601", utc=True, errors="coerce")
    zoned = clean.str.slice(10).str.contains(_ZONED, regex=True)
    return _Found(time.dt.tz_localize(None).astype(TIME), zoned)


def _named(texts: pd.Series) -> _Found:
    if not texts.str.contains(r"^\d{1,2}[ -][A-Za-z]{3}[ -]", regex=True).any():
        return _Found(pd.Series(pd.NaT, index=texts.index, dtype=TIME), _flags(texts, False))
    tried = [pd.to_datetime(texts, format=f, errors="coerce").astype(TIME) for f in _NAMED]
    return _Found(max(tried, key=lambda t: t.notna().sum()), _flags(texts, False))


def _slashed(texts: pd.Series, dates: str | None, default: str | None) -> _Found:
    parts = texts.str.extract(_SLASHED)
    missing = pd.Series(pd.NaT, index=texts.index, dtype=TIME)
    if parts["first"].isna().all():
        return _Found(missing, _flags(texts, False))
    numbers = parts.drop(columns="half").apply(pd.to_numeric)
    by_order = {order: _assembled(numbers, parts["half"], order) for order in ("D/M", "M/D")}
    order = dates or _order(numbers, by_order) or default
    return _Found(by_order.get(order, missing), _flags(texts, False), order is None)


def _order(numbers: pd.DataFrame, by_order: dict[str, pd.Series]) -> str | None:
    day_first, month_first = (numbers["first"] > 12).any(), (numbers["second"] > 12).any()
    if day_first or month_first:
        return None if day_first and month_first else "D/M" if day_first else "M/D"
    # A file that is sorted in one order only tells by that; few dates may be so by chance.
    known = {order: times.dropna() for order, times in by_order.items()}
    runs = [o for o, t in known.items() if t.is_monotonic_increasing or t.is_monotonic_decreasing]
    if min(t.nunique() for t in known.values()) < _SORTED:
        return None
    return runs[0] if len(runs) == 1 else None


def _assembled(numbers: pd.DataFrame, half: pd.Series, order: str) -> pd.Series:
    day, month = ("first", "second") if order == "D/M" else ("second", "first")
    short = numbers["year"] < 100
    century = np.where(numbers["year"] < 70, 2000, 1900)
    hour = numbers["hour"].fillna(0)
    twelve = (hour % 12).where(half.str.lower() != "p", hour % 12 + 12).where(half.notna(), hour)
    pieces = {
        "year": numbers["year"].mask(short, numbers["year"] + century), "month": numbers[month], "day": numbers[day],
        "hour": twelve, "minute": numbers["minute"].fillna(0), "second": numbers["seconds"].fillna(0),
    }  # fmt: skip
    return pd.to_datetime(pd.DataFrame(pieces), errors="coerce").astype(TIME)


def _compact(texts: pd.Series) -> _Found:
    # Seconds that nearly all happen to be calendar days of eight digits do not occur; such dates do.
    days = _days(texts)
    return _Found(days.where(_are_days(texts, days)), _flags(texts, False))


def _days(texts: pd.Series) -> pd.Series:
    """Days of eight digits, as 20240315; missing for anything else."""
    time = pd.to_datetime(texts.where(texts.str.len() == 8), format="%Y%m%d", errors="coerce").astype(TIME)
    return time.where(time.dt.year.between(1900, 2099))


def _are_days(texts: pd.Series, days: pd.Series) -> pd.Series:
    """Whether nearly all that is filled in are such days: a damaged one does not turn the others into seconds."""
    return _flags(texts, bool(days.notna().sum() >= max(1, _NEARLY * (texts != "").sum())))


def _seconds(texts: pd.Series) -> _Found:
    numbers = pd.to_numeric(texts, errors="coerce")
    return _Found(moments(numbers.mask(_are_days(texts, _days(texts)))), _flags(texts, True))


def moments(numbers: pd.Series) -> pd.Series:
    """Times of numbers since 1970: seconds; where the median is above 1e11, 1e14, 1e17: milli-, micro-, nanoseconds."""
    size = numbers.abs().median()
    scale = next((s for bound, s in ((1e17, 1e-3), (1e14, 1.0), (1e11, 1e3)) if size > bound), 1e6)
    ticks = numbers.where(numbers.abs() * scale < 2.0e17)
    return pd.to_datetime((ticks * scale).round().astype("Int64"), unit="us").astype(TIME)


def _reasons(texts: pd.Series, times: pd.Series, undecided: str) -> pd.Series:
    why = undecided or "it fits no known layout, or not that of the other dates; write it as 2024-03-15 09:30"
    shown = "date '" + texts.str.slice(0, 40) + f"': {why}"
    return shown.mask(texts == "", "no date").mask(times.notna(), "").astype("str")
