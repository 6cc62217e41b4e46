"""The texts of a table's cells: what is missing stays apart from what is called so, and numbers are short."""

import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netgraph.plot.table import LONGEST, bundle, cells


def column(values, name="x", **kind):
    return [row[0] for row in cells(pd.DataFrame({name: pd.Series(values, **kind)}))["body"]]


def test_people_called_nan_keep_their_names_and_only_the_missing_are_missing():
    assert column(["NaN", "<NA>", "NaT", "...", None], dtype="str") == ["NaN", "<NA>", "NaT", "...", None]
    assert column(["None", None], dtype="object") == ["None", None]
    assert column([1, None], dtype="Int64") == ["1", None]
    assert column([True, None], dtype="boolean") == ["yes", None]
    assert column(["2026-01-01", None], dtype="datetime64[us]") == ["2026-01-01", None]


def test_numbers_of_a_column_share_as_many_decimals_as_they_need():
    assert column([1761.0, 3.0, None]) == ["1,761", "3", None]
    assert column([0.5, 0.125, -0.0]) == ["0.500", "0.125", "0.000"]
    assert column([2 / 3]) == ["0.6667"]
    assert column([12345678901234567]) == ["12,345,678,901,234,567"]


def test_flags_are_words():
    assert column([True, False]) == ["yes", "no"]
    assert column([True, "True", 1], dtype="object") == ["yes", "True", "1"]


def test_times_are_days_or_go_to_the_minute():
    days, times = ["2026-01-01", "2026-01-02"], ["2026-01-01T09:13:44", "2026-01-02T00:00:00"]
    assert column(days, dtype="datetime64[us]") == days
    assert column(times, dtype="datetime64[us]") == ["2026-01-01 09:13", "2026-01-02 00:00"]


def test_a_long_name_is_cut_and_a_sentence_of_the_package_is_not():
    assert column(["x" * 500]) == ["x" * (LONGEST - 1) + "…"]
    assert column(["x" * LONGEST]) == ["x" * LONGEST]
    assert column(["x" * 500], "reason") == ["x" * 500]


def test_row_numbers_are_left_out_and_other_indexes_stay():
    assert cells(pd.DataFrame({"n": [7]}, index=[3]))["head"] == ["n"]
    counted = pd.Series(["b", "b", "a"], name="verdict").value_counts().to_frame("pairs")
    table = cells(counted)
    assert (table["head"], table["body"]) == (["verdict", "pairs"], [["b", "2"], ["a", "1"]])
    two = counted.assign(of=1).set_index("of", append=True)
    assert cells(two)["head"] == ["verdict", "of", "pairs"]


@pytest.mark.parametrize(
    ("frame", "blank"),
    [
        (pd.DataFrame({"a": ["Ada"], "x": [float("nan")]}), True),
        (pd.DataFrame({"x": [float("nan")] * 2, "n": pd.array([None, 1], dtype="Int64")}), False),
        (pd.DataFrame({"a": ["Ada"], "flag": pd.array([None], dtype="boolean")}), False),
        (pd.DataFrame({"a": pd.Series([], dtype="str"), "x": pd.Series([], dtype="float64")}), False),
        (pd.DataFrame(), False),
    ],
)
def test_a_table_is_blank_when_it_has_rows_and_columns_of_numbers_but_no_number(frame, blank):
    assert cells(frame)["blank"] is blank


def test_a_column_is_set_by_its_type_and_by_the_length_of_its_texts():
    frame = pd.DataFrame({"n": [1.5], "id": ["42"], "name": ["x" * 30], "why": ["x" * 61], "flag": [True]})
    assert cells(frame)["kinds"] == ["number", "short", "prose", "long", "short"]


def test_of_a_long_table_the_first_sixty_rows_are_told():
    table = cells(pd.DataFrame({"n": range(100)}))
    assert (len(table["body"]), table["rows"], table["body"][-1]) == (60, 100, ["59"])


@given(st.lists(st.one_of(st.none(), st.floats(), st.text(), st.booleans(), st.integers())))
def test_any_column_becomes_json_with_a_text_for_each_value_there_is(values):
    frame = pd.DataFrame({"x": pd.Series(values, dtype="object")}).head(60)
    (told,) = json.loads(json.dumps(bundle(frame), allow_nan=False)).values()
    assert [row[0] is None for row in told["body"]] == frame["x"].isna().tolist()
