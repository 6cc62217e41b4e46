"""What came before and after, against the definitions row by row."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netgraph.kernels.sequences import codes, first_after, last_before, sum_before

ROWS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 6), st.integers(1, 5)), max_size=20)


def columns(rows):
    return np.array(rows, dtype="int64").reshape(-1, 3).T


@given(ROWS, ROWS)
def test_equals_the_definitions_row_by_row(rows, questions):
    group, place, weight = columns(rows)
    at_group, at, _ = columns(questions)
    happened, asked = list(zip(group, place, weight, strict=True)), list(zip(at_group, at, strict=True))
    before = [[(p, w) for g, p, w in happened if g == q and p < t] for q, t in asked]
    after = [[p for g, p, _ in happened if g == q and p > t] for q, t in asked]
    assert last_before(group, place, at_group, at).tolist() == [max((p for p, _ in b), default=-1) for b in before]
    assert first_after(group, place, at_group, at).tolist() == [min(a, default=-1) for a in after]
    assert sum_before(group, place, at_group, at).tolist() == [len(b) for b in before]
    weighed = sum_before(group, place, at_group, at, weight=weight.astype("float64"))
    assert weighed.tolist() == pytest.approx([sum(w for _, w in b) for b in before])
    twice = sum_before(group, place, at_group, at, weight=np.column_stack([weight, 2.0 * weight]))
    assert twice.tolist() == [[w, 2 * w] for w in weighed]


def test_the_same_two_numbers_are_the_same_group_in_every_column():
    first, second = np.array([0, 1, 2]), np.array([1, 0, 1])
    there, back = codes((first, second), (second, first))
    assert (there[0], there[1]) == (back[1], back[0])
    assert len({*there, *back}) == 4
    assert codes((first[:0], second[:0]))[0].tolist() == []
