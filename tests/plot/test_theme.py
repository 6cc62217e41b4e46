"""What all pictures share: labels that show text literally, and figures that say why they are empty."""

import html
import re

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from netgraph.plot import theme


@given(st.text())
def test_an_escaped_label_holds_no_markup_and_reads_as_the_text(text):
    label = theme.escaped(text)
    assert "<" not in label
    assert re.fullmatch(r"([^&]|&amp;|&lt;)*", label, re.S)
    assert label.replace("&lt;", "<").replace("&amp;", "&") == text


def test_long_labels_are_cut_before_they_are_escaped():
    assert theme.labels(pd.Series(["<" * 30]), 5) == ["&lt;&lt;&lt;&lt;…"]
    assert theme.labels(pd.Series(["abcde", "abcdef", None], dtype="str"), 5) == ["abcde", "abcd…", "unkno…"[:4] + "…"]


def test_values_are_plain_numbers_and_none_where_missing():
    assert theme.values(pd.Series([0.12345, float("nan")])) == [0.123, None]
    assert theme.values(pd.Series([3, 4])) == [3, 4]


def test_nothing_says_why_in_the_figure_and_in_its_meta():
    why = "Only contacts are known; export <messages> & mail, and the picture has something to draw."
    blank = theme.nothing("Brokers", why)
    assert len(blank.data) == 0
    assert blank.layout.meta == {"why": why}
    assert html.unescape(blank.layout.annotations[0].text.replace("<br>", " ")) == why


@given(st.floats(0.001, 5e5), st.floats(1.25, 1000))
def test_a_logarithmic_axis_shows_at_least_two_numbers_within_its_values(low, ratio):
    chart = theme.figure("Title").add_scatter(x=[low, None, low * ratio], y=[1, 2, 3])
    theme.logarithmic(chart)
    axis = chart.layout.xaxis
    within = [text for tick, text in zip(axis.tickvals, axis.ticktext, strict=True) if low <= tick <= low * ratio]
    assert 2 <= len(within) <= 15


def test_a_long_logarithmic_axis_keeps_to_ones_and_threes():
    chart = theme.figure("Title").add_scatter(x=[1, 30], y=[1, 2])
    theme.logarithmic(chart)
    assert {text.lstrip("0.")[0] for text in chart.layout.xaxis.ticktext} == {"1", "3"}


@given(st.integers(0, 10))
def test_a_short_axis_of_counts_steps_in_whole_numbers(most):
    assert theme.counts(most)["dtick"] in (1, 2)


def test_no_figure_has_a_width_of_its_own():
    assert theme.figure("Title", "x (days)").layout.width is None
