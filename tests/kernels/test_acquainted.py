"""Whom two people both knew at a time, against sets."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from netgraph.kernels.acquainted import shared_before

PEOPLE = 7


@st.composite
def contacts(draw):
    """Times of first contact of the pairs of seven people, 0 where they never met."""
    upper = np.zeros((PEOPLE, PEOPLE))
    times = draw(st.lists(st.integers(0, 5), min_size=21, max_size=21))
    upper[np.triu_indices(PEOPLE, 1)] = times
    return upper + upper.T


@given(contacts(), st.lists(st.tuples(*[st.integers(0, PEOPLE - 1)] * 2, st.integers(0, 6)), max_size=12))
def test_equals_the_sets_of_those_met_before(times, questions):
    def met(person, when):
        return {other for other in range(PEOPLE) if 0 < times[person, other] < when}

    a, b, when = np.array(questions, dtype="int64").reshape(-1, 3).T
    expected = [len(met(i, t) & met(j, t)) for i, j, t in questions]
    assert shared_before(csr_array(times), a, b, when).tolist() == expected


def test_a_matrix_that_is_not_square_is_refused():
    with pytest.raises(ValueError, match="a row and a column for each person"):
        shared_before(csr_array((2, 3)), np.array([0]), np.array([1]), np.array([1]))
