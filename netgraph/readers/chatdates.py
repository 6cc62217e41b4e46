"""The date at the start of a chat's line: which layout it has, and the clock times of a whole file in one layout."""

import re
from collections.abc import Hashable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from netgraph.glossary import TIME
from netgraph.readers import dates
from netgraph.tables import TableError

OTHER_CALENDAR = (
    "its years are not of the Gregorian calendar; set the phone's calendar to Gregorian, and export it again"
)

# Marks of direction that stand anywhere in a line, and the spaces that stand for a plain one.
PLAIN = dict.fromkeys([0x200E, 0x200F, 0x61C, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]) | dict.fromkeys(
    [0xA0, 0x202F, 0x2009, 0x3000], " "
)
_STAMP = re.compile(
    r"(\[?)(\d{4}|\d{1,2})([./-] ?|[年년] ?)(\d{1,2})([./-] ?|[月월] ?)(\d{4}|\d{1,2})(\D{1,16})"
    r"(\d{1,2})([:.٫]| ?h ?)(\d{2})(?:[:.٫](\d{2}))?( ?[^\W\d_][^\d\[\]:]{0,11}?)?(\] ?| [-–] |: )"  # noqa: RUF001
)
_GLUE = {
    "", "klo", "kl", "à", "um", "às", "as", "lúc", "в", "o", "ob", "u", "at", "a las", "alle", "ore", "om", "kell",
    "plkst", "日", "일",
}  # fmt: skip
_FORENOON = {
    "am", "ص", "قظ", "öö", "上午", "凌晨", "清晨", "早上", "午前", "오전", "sa", "πμ", "पूर्वाह्न", "পূর্বাহ্ণ",
    "fm", "de", "pg", "ap", "vm", "дп", "лпнצ", "לפנהצ", "pd", "eb", "ก่อนเที่ยง",
}  # fmt: skip
_AFTERNOON = {
    "pm", "م", "بظ", "ös", "下午", "晚上", "傍晚", "午後", "오후", "ch", "μμ", "अपराह्न", "অপরাহ্ণ", "em", "du",
    "ptg", "ip", "nm", "пп", "אחהצ", "md", "ep", "หลังเที่ยง",
}  # fmt: skip
_NOON = {"中午"}
_OCLOCK = {"uhr", "น", "hs", "hrs", "h"}
_YEAR_FIRST = {"上午", "凌晨", "清晨", "早上", "午前", "오전", "下午", "晚上", "傍晚", "午後", "오후", "中午"}
_NOT_LETTERS = re.compile(r"[\s.,،/'’׳״\"]+")  # noqa: RUF001
_BUDDHIST = 543


class Stamp(NamedTuple):
    """A date as it stands: its layout, the three numbers of the day, hour, minute, second, half of the day; its end."""

    layout: Hashable
    numbers: tuple[int, ...]
    half: str
    end: int


class Layout(NamedTuple):
    """What all dates of one file have alike, whatever day they name."""

    open: str
    year: str
    marks: tuple[str, str]
    glue: str
    clock: str
    seconds: bool
    half: bool
    close: str


def stamp(plain: str) -> Stamp | None:
    """The date that a line, already without marks of direction, begins with; None where it begins otherwise."""
    found = _STAMP.match(plain)
    if not found:
        return None
    open_, a, mark, b, second_mark, c, glue, hour, clock, minute, seconds, tail, close = found.groups()
    shape = (open_, len(a) == 4, mark, second_mark, len(c) == 4, glue, clock, seconds is not None, tail or "", close)
    known = _layout(shape)
    if known is None:
        return None
    numbers = (int(a), int(b), int(c), int(hour), int(minute), int(seconds or 0))
    return Stamp(known[0], numbers, known[1], found.end())


@lru_cache(maxsize=4096)
def _layout(shape: tuple) -> tuple[Layout, str] | None:
    """The layout of a date of this shape, and its half of the day; None where it holds a word that no date has."""
    open_, first, mark, second_mark, last, glue, clock, seconds, tail, close = shape
    # Lines of program logs begin with the year too, and have seconds, but no brackets.
    if (first and last) or bool(open_) != close.startswith("]") or (first and seconds and not open_):
        return None
    words = [_NOT_LETTERS.sub("", word) for word in (glue.lower().replace("日", "").replace("일", ""), tail.lower())]
    # "a las 9:15" is a phrase, "9:15 a. m." a half of the day: each has its place.
    halves = [word for word in words if word in _FORENOON | _AFTERNOON | _NOON]
    spoken = " ".join(re.findall(r"[^\W\d_]+", glue.lower().replace("日", "").replace("일", "")))
    strange = (words[0] not in halves and spoken not in _GLUE) or (words[1] and words[1] not in _OCLOCK and not halves)
    if len(halves) > 1 or strange:
        return None
    half = halves[0] if halves else ""
    year = "first" if first or half in _YEAR_FIRST else "last" if last else "short"
    joint = "" if words[0] in halves and halves else glue
    return Layout(open_, year, (mark, second_mark), joint, clock, seconds, bool(half), close.rstrip()), _part(half)


def _part(half: str) -> str:
    return "noon" if half in _NOON else "pm" if half in _AFTERNOON else "am" if half else ""


def times(stamps: list[Stamp], dates_order: str | None, name: str) -> pd.Series:
    """Clock times of the dates of one file, which have one layout; missing where no calendar has such a day.

    The order of day and month is `dates_order` ('D/M' or 'M/D'), else decided by a part above 12, else the one
    order in which no day comes before that of the line above. Years 2450 and later are those of the Thai
    calendar, also where all are given by two digits and lie beyond 2051.
    Raises TableError, with the name of the file, where nothing decides the order or the calendar is another.
    """
    if dates_order not in (None, "D/M", "M/D"):
        raise TableError(f"dates={dates_order!r} is no order of dates; use 'D/M' or 'M/D'")
    numbers = np.array([s.numbers for s in stamps], dtype="int64").reshape(-1, 6)
    half = np.array([s.half for s in stamps], dtype=object)
    clock = (_hours(numbers[:, 3], half), numbers[:, 4], numbers[:, 5])
    layout: Layout = stamps[0].layout
    if layout.year == "first":
        return _assembled(_years(numbers[:, 0], name), numbers[:, 1], numbers[:, 2], clock)
    years, first, second = _years(numbers[:, 2], name), numbers[:, 0], numbers[:, 1]
    orders = {"D/M": (second, first), "M/D": (first, second)}
    # "18. 6. 13." may be a day of 2018 as well as one of 2013.
    if dates_order is None and layout[1:3] == ("short", (". ", ". ")) and layout.glue.startswith("."):
        raise TableError(f"{name}: year and day cannot be told apart in this file; export it with years of four digits")
    order = dates_order or _order(years, first, second)
    if order is None:
        raise TableError(f"{name}: {dates.UNDECIDED}")
    return _assembled(years, *orders[order], clock)


def _order(years: np.ndarray, first: np.ndarray, second: np.ndarray) -> str | None:
    day_first, month_first = bool(((first > 12) & (second <= 12)).any()), bool(((second > 12) & (first <= 12)).any())
    if day_first or month_first:
        return None if day_first and month_first else "D/M" if day_first else "M/D"
    # A chat is written from the oldest message to the newest.
    sorted_in = [
        order
        for order, month, day in (("D/M", second, first), ("M/D", first, second))
        if (np.diff((years * 12 + month) * 31 + day) >= 0).all()
    ]
    return sorted_in[0] if len(sorted_in) == 1 else None


def _years(years: np.ndarray, name: str) -> np.ndarray:
    full = np.where(years < 70, 2000 + years, np.where(years < 100, 1900 + years, years))
    middle = np.median(full)
    if middle >= 2450 or (years.max() < 100 and full.min() > 2051):
        return full - _BUDDHIST + np.where(full < 2450, 500, 0)
    if middle < 1900:
        raise TableError(f"{name}: {OTHER_CALENDAR}")
    return full


def _hours(hours: np.ndarray, half: np.ndarray) -> np.ndarray:
    noon = np.where(hours < 6, hours + 12, hours)
    # What says 0:08 a. m. or 21:15 p. m. has a clock of 24 hours.
    twelve = np.select([half == "am", half == "pm", half == "noon"], [hours % 12, hours % 12 + 12, noon], hours)
    return np.where(hours > 12, hours, twelve)


def _assembled(years: np.ndarray, months: np.ndarray, days: np.ndarray, clock: tuple[np.ndarray, ...]) -> pd.Series:
    pieces = {"year": years, "month": months, "day": days} | dict(zip(("hour", "minute", "second"), clock, strict=True))
    good = (years >= 1700) & (years <= 2200) & (clock[0] < 24) & (clock[1] < 60) & (clock[2] < 60)
    found = pd.to_datetime(pd.DataFrame(pieces), errors="coerce").astype(TIME)
    return found.where(good)
