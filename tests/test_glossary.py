"""The GLOSSARY is whole and consistent, `checked` holds tables to it, and exports add up."""

import inspect
import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import netgraph
from netgraph.glossary import COUNT, FLAG, GLOSSARY, MAYBE_COUNT, MAYBE_FLAG, NULLABLE, NUMBER, TEXT, TIME
from netgraph.tables import Export, TableError, checked, combined, empty

COLUMNS = [(table, column, *GLOSSARY[table][column]) for table in GLOSSARY for column in GLOSSARY[table]]
QUESTIONS = list(GLOSSARY)[list(GLOSSARY).index("ties") + 1 :]
NO_PICTURES = {"__init__", "theme", "html", "table", "guess"}
PICTURES = sorted({path.stem for path in Path(netgraph.__file__).parent.glob("plot/*.py")} - NO_PICTURES)
SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
WRONG = {TIME: "no date", COUNT: "many", NUMBER: "much", FLAG: None, MAYBE_COUNT: "several", MAYBE_FLAG: "perhaps"}


@pytest.mark.parametrize(("table", "column", "dtype", "meaning"), COLUMNS)
def test_each_column_has_a_type_and_a_meaning(table, column, dtype, meaning):
    assert dtype in {TEXT, TIME, COUNT, NUMBER, FLAG, MAYBE_COUNT, MAYBE_FLAG}
    assert SNAKE.fullmatch(table)
    assert SNAKE.fullmatch(column)
    assert meaning == meaning.strip()
    assert len(meaning) >= 3
    assert not meaning.endswith(".")
    assert meaning.replace("_", " ") != column.replace("_", " ")


def test_one_word_has_one_type():
    types = pd.DataFrame(COLUMNS, columns=["table", "column", "dtype", "meaning"])
    several = types.groupby("column")["dtype"].nunique()
    assert list(several[several > 1].index) == []


@pytest.mark.parametrize("name", GLOSSARY)
def test_an_empty_table_keeps_its_contract(name):
    table = empty(name)
    assert {column: str(dtype) for column, dtype in table.dtypes.items()} == {
        column: dtype for column, (dtype, _) in GLOSSARY[name].items()
    }
    pd.testing.assert_frame_equal(checked(name, table), table)


@pytest.mark.parametrize(("table", "column", "dtype", "meaning"), COLUMNS)
def test_a_missing_column_is_named(table, column, dtype, meaning):  # noqa: ARG001
    with pytest.raises(TableError, match=rf"^{table}: .*\b{column}\b"):
        checked(table, empty(table).drop(columns=column))


@pytest.mark.parametrize("name", GLOSSARY)
def test_an_unknown_column_is_named_unless_asked_for(name):
    table = empty(name).assign(shoe_size=pd.Series(dtype="float64"))
    with pytest.raises(TableError, match=rf"^{name}: .*\bshoe_size\b"):
        checked(name, table)
    assert list(checked(name, table, extra=True).columns) == [*GLOSSARY[name], "shoe_size"]


@pytest.mark.parametrize(("table", "column", "dtype", "meaning"), [c for c in COLUMNS if c[2] in WRONG])
def test_a_value_of_another_type_is_refused(table, column, dtype, meaning):  # noqa: ARG001
    row = one_row(table).astype({column: "object"})
    row[column] = pd.Series([WRONG[dtype]], dtype="object")
    with pytest.raises(TableError, match=rf"^{table}: .*\b{column}\b") as refused:
        checked(table, row)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(("table", "column", "dtype", "meaning"), COLUMNS)
def test_only_some_types_may_be_missing(table, column, dtype, meaning):  # noqa: ARG001
    row = one_row(table).astype({column: "object"})
    row[column] = None
    if dtype in NULLABLE:
        assert checked(table, row)[column].isna().all()
    else:
        with pytest.raises(TableError, match=rf"^{table}: .*\b{column}\b"):
            checked(table, row)


def test_columns_come_in_the_order_of_the_glossary():
    ties = one_row("ties")
    backwards = ties[ties.columns[::-1]]
    pd.testing.assert_frame_equal(checked("ties", backwards), ties)


@pytest.mark.parametrize("name", QUESTIONS)
def test_each_question_is_a_function_that_explains_itself(name):
    function = getattr(netgraph, name)
    assert callable(function)
    assert function.__name__ == name
    assert len(inspect.getdoc(function) or "") > 40


@pytest.mark.parametrize("name", PICTURES)
def test_each_picture_bears_the_name_of_its_question(name):
    assert name in QUESTIONS
    assert callable(getattr(netgraph.plot, name))


def one_row(name: str) -> pd.DataFrame:
    values = {TEXT: "x", TIME: "2024-05-01", COUNT: 1, NUMBER: 0.5, FLAG: True, MAYBE_COUNT: 1, MAYBE_FLAG: True}
    return pd.DataFrame({c: pd.Series([values[t]]).astype(t) for c, (t, _) in GLOSSARY[name].items()})


HANDLES = st.sampled_from(["ada@example.org", "ben@example.org", "/in/grace-hill", "cleo@example.com"])
SOURCES = st.sampled_from(["linkedin", "mail:ada@example.org", "log"])
DAYS = st.dates(pd.Timestamp("2023-01-01").date(), pd.Timestamp("2024-12-31").date()).map(str)


@st.composite
def exports(draw) -> Export:
    """Exports that overlap, as readers write them: a row with the same key is the same row wherever it stands."""
    keys = draw(st.sets(st.tuples(st.integers(0, 5), HANDLES, HANDLES, SOURCES), max_size=6))
    rows = [
        (f"<{n}@example.org>", f"2024-05-0{n + 1}", sender, receiver, "mail", "message", 1, None, None, source)
        for n, sender, receiver, source in keys
    ]
    cards = [
        (handle, name, None, None, None, None, source)
        for handle, name, source in draw(st.sets(st.tuples(HANDLES, st.sampled_from(["Ada", "Ben"]), SOURCES)))
    ]
    windows = [
        (source, *sorted(ends))
        for source, ends in draw(st.dictionaries(SOURCES, st.tuples(DAYS, DAYS), max_size=3)).items()
    ]
    ledger = [("inbox.mbox", "mail", "used", "", len(rows), 100 * len(rows))]
    me = tuple(draw(st.sets(HANDLES, max_size=2)))
    return Export(
        table("contacts", cards),
        table("interactions", rows),
        table("ledger", ledger),
        empty("problems"),
        table("windows", windows),
        me,
    )


def table(name: str, rows: list[tuple]) -> pd.DataFrame:
    types = {column: dtype for column, (dtype, _) in GLOSSARY[name].items()}
    return pd.DataFrame(rows, columns=list(types)).astype(types)


@given(exports(), exports())
def test_the_order_of_exports_does_not_matter(one, other):
    assert (one + other).digest == (other + one).digest
    assert (one + other).me == (other + one).me


@given(exports(), exports(), exports())
def test_the_grouping_of_exports_does_not_matter(a, b, c):
    assert ((a + b) + c).digest == (a + (b + c)).digest == combined([c, a, b]).digest


@given(exports())
def test_an_export_added_to_itself_changes_nothing(export):
    assert (export + export).digest == export.digest
    assert (export + Export()).digest == export.digest


@given(exports(), exports())
def test_the_ledgers_of_both_are_kept(one, other):
    both = one + other
    assert both.ledger["records"].sum() == one.ledger["records"].sum() + other.ledger["records"].sum()
    assert len(both.interactions) <= len(one.interactions) + len(other.interactions)


@given(exports(), exports())
def test_a_window_covers_both_windows(one, other):
    both = (one + other).windows.set_index("source")
    for windows in (one.windows, other.windows):
        at = both.loc[windows["source"]]
        assert (at["first"].to_numpy() <= windows["first"].to_numpy()).all()
        assert (at["last"].to_numpy() >= windows["last"].to_numpy()).all()


def test_a_new_event_changes_the_digest():
    one = Export(interactions=one_row("interactions"))
    assert one.digest != Export(interactions=one_row("interactions").assign(sender="ben@example.org")).digest
    assert one.digest != Export().digest
