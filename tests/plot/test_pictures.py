"""What every picture owes: hostile names stay text, tables without rows say why, the same table gives the same JSON."""

import json
from collections.abc import Iterator

import pandas as pd
import pytest

from netgraph import plot
from netgraph.glossary import GLOSSARY, NULLABLE, TEXT, TIME
from netgraph.tables import TableError, empty

HOSTILE = '<img src=x onerror=alert(1)></script><b>"&amp;'
PICTURES = sorted({*plot.__all__} - {"guess"})
NAMELESS = {"reply_reliability", "timeline"}


def filled(name: str, text: str) -> pd.DataFrame:
    """A table of that name with two rows, every text column holding `text` where it is free."""
    fixed = {"verdict": "one-sided: a writes more", "measure": text, "kind": text}
    dummy = {"int64": 3, "Int64": 3, "float64": 0.4, "bool": True, "boolean": True, TIME: pd.Timestamp("2026-01-01")}
    row = {c: fixed.get(c, text) if t == TEXT else dummy[t] for c, (t, _) in GLOSSARY[name].items()}
    return pd.DataFrame([row, row]).astype({c: t for c, (t, _) in GLOSSARY[name].items()})


def texts(node: object) -> Iterator[str]:
    """Every string of a figure's JSON."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from texts(value)


@pytest.mark.parametrize("name", PICTURES)
def test_a_hostile_name_is_shown_as_text_in_every_field(name):
    figure = json.loads(getattr(plot, name)(filled(name, HOSTILE)).to_json())
    assert figure["data"]
    ours = ("<br>", "<extra></extra>")
    shown = [text.replace(ours[0], "").replace(ours[1], "") for text in texts(figure)]
    assert [text for text in shown if "<" in text or "&amp;" in text.replace("&amp;amp;", "")] == []
    assert name in NAMELESS or any("&lt;img" in text for text in shown)


@pytest.mark.parametrize("name", PICTURES)
def test_a_table_without_rows_says_why(name):
    figure = getattr(plot, name)(empty(name))
    assert len(figure.data) == 0
    assert figure.layout.meta["why"].endswith(".")


COUNTED = {"brokerage", "give_and_take", "organisations", "pressure", "ranks", "resilience", "timeline"}
"""What they draw is counts or days, which are there or not."""


@pytest.mark.parametrize("name", [n for n in PICTURES if n not in COUNTED])
def test_a_table_whose_numbers_are_all_missing_says_why(name):
    table = filled(name, "Ada")
    numbers = [c for c, (t, _) in GLOSSARY[name].items() if t == "float64" and t in NULLABLE]
    figure = getattr(plot, name)(table.assign(**dict.fromkeys(numbers, float("nan"))))
    assert len(figure.data) == 0
    assert figure.layout.meta["why"]


@pytest.mark.parametrize("name", PICTURES)
def test_the_same_table_gives_the_same_json_and_is_left_alone(name):
    table = filled(name, "Ada")
    before = table.copy()
    picture = getattr(plot, name)
    assert picture(table).to_json() == picture(table).to_json()
    pd.testing.assert_frame_equal(table, before)


@pytest.mark.parametrize("name", PICTURES)
def test_a_table_of_another_kind_is_refused_in_words(name):
    with pytest.raises(TableError, match=f"{name}: no column"):
        getattr(plot, name)(pd.DataFrame({"other": [1]}))


@pytest.mark.parametrize("name", PICTURES)
def test_titles_fit_a_telephone(name):
    figure = getattr(plot, name)(filled(name, "Ada"))
    assert len(figure.layout.title.text) <= 40
    assert figure.layout.width is None
