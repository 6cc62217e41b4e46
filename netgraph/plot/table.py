"""A table as a page shows it: the text of each cell, told by the kernel that still knows the types."""

from collections.abc import Callable

import pandas as pd
from pandas.api.types import is_bool_dtype, is_datetime64_any_dtype, is_integer_dtype, is_numeric_dtype

MIME = "application/vnd.netgraph.table+json"
MOST, DECIMALS = 60, 4
LONGEST = 160  # characters of a cell; a longer name would push all other rows off the screen
SENTENCES = {"reason", "why", "how", "answers", "definition", "evidence"}  # the package's own words, never cut
SHORT, PROSE = 20, 60  # characters up to which a cell does not wrap, and wraps in a narrow column


def bundle(frame: pd.DataFrame) -> dict[str, dict]:
    """What a kernel stores of a table beside pandas' own forms."""
    return {MIME: cells(frame)}


def cells(frame: pd.DataFrame) -> dict[str, object]:
    """The first 60 rows as JSON: `head` and `kinds` by column, `body` by row, `rows` of the whole table, `blank`.

    A missing value is None, so that a person may be called NaN. `kinds` is number, or short, prose or long by the
    length of the texts. `blank` says that the table has columns of numbers, and rows, and not one number.
    """
    shown = _columns(frame.head(MOST))
    told = [_texts(name, column) for name, column in shown]
    numbers = frame.select_dtypes("number")
    return {
        "head": [name for name, _ in shown],
        "kinds": [_kind(column, texts) for (_, column), texts in zip(shown, told, strict=True)],
        "body": [list(row) for row in zip(*told, strict=True)],
        "rows": len(frame),
        "blank": bool(numbers.size and numbers.isna().all(axis=None)),
    }


def _columns(frame: pd.DataFrame) -> list[tuple[str, pd.Series]]:
    """Names and columns, those of the index first unless it merely numbers the rows."""
    index = frame.index
    levels = [] if index.name is None and is_integer_dtype(index) else range(index.nlevels)
    named = [(index.names[i] or "", pd.Series(index.get_level_values(i))) for i in levels]
    named += [(name, frame.iloc[:, i]) for i, name in enumerate(frame.columns)]
    return [(" ".join(map(str, name)) if isinstance(name, tuple) else str(name), column) for name, column in named]


def _texts(name: str, column: pd.Series) -> list[str | None]:
    write = _writer(name, column)
    return [None if gone else write(value) for value, gone in zip(column.tolist(), column.isna(), strict=True)]


def _writer(name: str, column: pd.Series) -> Callable[[object], str]:
    """How the values of a column are written: alike, with no more digits than its values need."""
    if is_datetime64_any_dtype(column):
        days = (column.dropna() == column.dropna().dt.normalize()).all()
        return ("{:%Y-%m-%d}" if days else "{:%Y-%m-%d %H:%M}").format
    if _is_number(column):
        return ("{:,}" if is_integer_dtype(column) else f"{{:z,.{_decimals(column)}f}}").format
    longest = None if name in SENTENCES else LONGEST
    return lambda value: _words(value, longest)


def _is_number(column: pd.Series) -> bool:
    return is_numeric_dtype(column) and not is_bool_dtype(column)


def _decimals(column: pd.Series) -> int:
    known = column.dropna()
    return next(d for d in range(DECIMALS + 1) if (known.round(d) == known.round(DECIMALS)).all())


def _words(value: object, longest: int | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    return text if longest is None or len(text) <= longest else text[: longest - 1] + "…"


def _kind(column: pd.Series, texts: list[str | None]) -> str:
    longest = max((len(text) for text in texts if text), default=0)
    return "number" if _is_number(column) else "short" if longest <= SHORT else "prose" if longest <= PROSE else "long"
