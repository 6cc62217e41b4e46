"""One look for all pictures: colours with a fixed meaning, and labels that cannot carry markup."""

import textwrap
from collections.abc import Iterable

import pandas as pd
import plotly.graph_objects as go

# Okabe and Ito's colours, which people with any common colour blindness tell apart.
A = "#0072b2"  # the first of a pair, what was sent, the thing itself
B = "#d55e00"  # the other of a pair, what was received, what stands out
C = "#009e73"  # a third series
NEUTRAL = "#8c8c8c"  # balanced, unknown, background
INK = "#22262b"
GRID = "#e6e8eb"
POINTS = 600  # points of a cloud
ROW_NAME = 19  # characters of a row's name that leave room for the picture on a telephone
GROUPS = (A, B, C, "#cc79a7", "#e69f00", "#56b4e9")
# Steps within a power of ten on a logarithmic axis, from coarse to fine.
STEPS = (1, 3), (1, 2, 3, 5), range(1, 10), [n / 2 for n in range(2, 20)], [n / 10 for n in range(10, 100)]

_AXIS = {
    "automargin": True,
    "gridcolor": GRID,
    "linecolor": NEUTRAL,
    "zerolinecolor": GRID,
    "title": {"standoff": 10, "font": {"size": 13}},
}

TEMPLATE = go.layout.Template(
    layout={
        "font": {"family": "system-ui, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif", "size": 13, "color": INK},
        "title": {"x": 0, "xref": "container", "xanchor": "left", "y": 1, "yref": "container", "yanchor": "top"}
        | {"pad": {"t": 12, "l": 2}, "font": {"size": 16, "weight": 600}},
        "legend": {"orientation": "h", "xref": "container", "x": 0, "yref": "container", "y": 0, "yanchor": "bottom"},
        "margin": {"l": 12, "r": 20, "t": 48, "b": 12},
        "hoverlabel": {"bgcolor": "#fffdf7", "bordercolor": NEUTRAL, "font": {"color": INK}, "align": "left"},
        "hovermode": "closest",
        "dragmode": False,
        "paper_bgcolor": "white",
        "plot_bgcolor": "white",
        "colorway": GROUPS,
        "xaxis": _AXIS,
        "yaxis": _AXIS,
    }
)


def figure(title: str, x: str = "", y: str = "", *, height: int = 420) -> go.Figure:
    """An empty figure in the house's look, its width that of the page; `x` and `y` name the axes with their units."""
    return go.Figure(
        layout={
            "template": TEMPLATE,
            "title": {"text": title},
            "height": height,
            "xaxis": {"title": {"text": x}},
            "yaxis": {"title": {"text": y}},
        }
    )


def nothing(title: str, why: str) -> go.Figure:
    """A figure without traces that says why there is nothing to draw; the reason is also in `layout.meta`."""
    blank = figure(title, height=160)
    blank.update_layout(meta={"why": why}, xaxis={"visible": False}, yaxis={"visible": False})
    return blank.add_annotation(text=wrapped(why), x=0, y=1, xref="paper", yref="paper", align="left", showarrow=False)


def escaped(text: object) -> str:
    """Text from data as a label that shows it literally: plotly would read `<b>`, `<a href>` and entities as markup."""
    return str(text).replace("&", "&amp;").replace("<", "&lt;")


def labels(texts: pd.Series, width: int = 200) -> list[str]:
    """Escaped labels, 'unknown' where missing; those longer than `width` characters are cut and end in '…'."""
    whole = texts.fillna("unknown").astype(str)
    cut = whole.where(whole.str.len() <= width, whole.str.slice(0, width - 1) + "…")
    return [escaped(text) for text in cut]


def wrapped(text: str, width: int = 46) -> str:
    """Escaped text in lines of at most `width` characters."""
    return "<br>".join(escaped(line) for line in textwrap.wrap(text, width))


def values(numbers: pd.Series, digits: int = 3) -> list[float | int | None]:
    """Plain rounded numbers, None where missing: what a notebook stores stays readable and the same everywhere."""
    return [None if pd.isna(n) else n for n in numbers.round(digits).tolist()]


def thinned(table: pd.DataFrame, by: list[str], most: int = POINTS) -> pd.DataFrame:
    """At most so many rows, evenly taken along the order of `by`: a cloud keeps its shape and the page its size."""
    ordered = table.sort_values(by)
    return ordered if len(ordered) <= most else ordered.iloc[[i * len(ordered) // most for i in range(most)]]


def counted(name: str, drawn: int, all_: int) -> str:
    """The name of a series, saying how many of all are drawn where some are not."""
    return name if drawn == all_ else f"{name} ({drawn:,} of {all_:,})"


def rows(chart: go.Figure, names: pd.Series, *, width: int = ROW_NAME) -> list[int]:
    """Name one row of the vertical axis after each entry, the first on top, and return the rows' places.

    Places are numbers, because two people of the same name must not share a row.
    """
    places = list(range(len(names)))
    chart.update_yaxes(tickvals=places, ticktext=labels(names, width), range=[len(names) - 0.4, -0.6])
    chart.update_yaxes(showgrid=False, zeroline=False, ticklabelstandoff=6)
    chart.update_layout(height=150 + 26 * len(names))
    return places


def spans(chart: go.Figure, left: list, right: list, color: str = NEUTRAL) -> None:
    """A thin line in each row from `left` to `right`."""
    ends = [(x, row) for row, pair in enumerate(zip(left, right, strict=True)) for x in (*pair, None)]
    x, y = ([end[i] for end in ends] for i in (0, 1))
    chart.add_scatter(x=x, y=y, mode="lines", line={"color": color, "width": 2}, hoverinfo="skip", showlegend=False)


def logarithmic(chart: go.Figure) -> None:
    """A logarithmic horizontal axis with plain numbers at 1, 3, 10, 30 and so on, or at finer steps on a short one."""
    known = [x for trace in chart.data for x in trace.x if x is not None]
    ticks = next((t for t in map(_ticks, STEPS) if sum(min(known) <= x <= max(known) for x in t) > 1), _ticks(STEPS[0]))
    texts = [f"{tick:g}" if tick < 1000 else f"{tick / 1000:g}k" for tick in ticks]
    chart.update_xaxes(type="log", tickvals=ticks, ticktext=texts, tickangle=0, tickfont={"size": 11})


def _ticks(steps: Iterable[float]) -> list[float]:
    return [float(f"{step}e{power}") for power in range(-4, 7) for step in steps]


def counts(most: int) -> dict[str, object]:
    """An axis of counts from 0 to `most`: whole numbers only, where plotly would put 0.2 on a short axis."""
    step = 1 if most <= 5 else 2 if most <= 10 else None
    return {"rangemode": "tozero", "dtick": step, "tickformat": ",d"}
