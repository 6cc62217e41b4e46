"""Pairs from ties: none lost, none twice, each from its end with fewer ties, whatever the order of rows."""

import numpy as np
import pytest
from graphs import SHAPES, Ties, large, pairs_of, ties
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array, tril

from netgraph.kernels.forward import forward, forward_of


def square(pairs) -> np.ndarray:
    """What the pairs say, as a full matrix by person: z above and below the diagonal."""
    full = np.zeros((pairs.people, pairs.people))
    full[pairs.pairs] = pairs.weight
    return full + full.T


@given(ties(weights=(0.0, 0.5, 1.0, 2.0)))
def test_pairs_hold_all_ties_once(some):
    pairs, full = pairs_of(some), some.matrix()
    assert (square(pairs) == full + full.T).all()
    assert len(pairs.columns) == len(tril(csr_array(full + full.T)).tocsr().data)
    a, b = pairs.pairs
    assert (pairs.codes == (full[a, b] > 0) + 2 * (full[b, a] > 0)).all()


@given(ties())
def test_rows_are_sorted_and_go_up_in_ties(some):
    pairs = pairs_of(some)
    for row in range(pairs.people):
        columns = pairs.columns[pairs.indptr[row] : pairs.indptr[row + 1]].tolist()
        assert columns == sorted(set(columns))
        assert all(column > row for column in columns)
    number = np.bincount([*some.source, *some.target], minlength=some.people)
    loops = [a for a, b in zip(some.source, some.target, strict=True) if a == b]
    number = number - 2 * np.bincount(loops, minlength=some.people).astype(int)
    assert pairs.order.tolist() == sorted(range(some.people), key=lambda person: (number[person], person))


@given(ties(), st.randoms(use_true_random=False))
def test_the_order_of_ties_changes_nothing(some, random):
    order = list(range(len(some.source)))
    random.shuffle(order)
    other = Ties(some.people, *([column[i] for i in order] for column in some[1:]))
    one, two = pairs_of(some), pairs_of(other)
    assert (one.columns == two.columns).all()
    assert (one.weight == two.weight).all()  # weights that floats add exactly


@pytest.mark.parametrize("threads", [1, 2, 3, 7])
def test_threads_change_nothing(threads):
    some = large(3000)
    one, two = pairs_of(some), pairs_of(some, threads=threads)
    assert all((getattr(one, x) == getattr(two, x)).all() for x in ("order", "indptr", "columns", "weight", "codes"))


def test_long_rows_are_sorted_too(monkeypatch):
    monkeypatch.setattr("netgraph.kernels.forward.LONG", 8)
    some = SHAPES["all with all"]._replace(people=200)
    rng = np.random.default_rng(0)
    source, target = rng.permutation([(a, b) for a in range(200) for b in range(a)]).T.tolist()
    some = some._replace(source=source * 2, target=target * 2, weight=rng.random(len(source) * 2).tolist())
    pairs, full = pairs_of(some), some.matrix()
    assert len(pairs.columns) == 200 * 199 / 2
    assert square(pairs) == pytest.approx(full + full.T, rel=1e-15)


@given(ties())
def test_a_matrix_gives_the_pairs_of_its_ties(some):
    full = some.matrix()
    assert (square(forward_of(csr_array(full))) == full + full.T).all()


def test_nobody():
    pairs = forward([], [], people=0)
    assert (pairs.people, len(pairs.columns), pairs.bounds.tolist()) == (0, 0, [0])


def test_without_weights_every_tie_weighs_one():
    assert forward([0, 1, 1], [1, 0, 2], people=3).weight.tolist() == [1, 2]  # 2 is in fewer ties than 0


@pytest.mark.parametrize(
    ("source", "target", "weight", "told"),
    [
        ([0], [3], None, "numbered from 0 to 2; a tie has 3"),
        ([-1], [0], None, "numbered from 0 to 2; a tie has -1"),
        ([0], [1], [-1.0], "negative"),
        ([0], [1], [np.nan], "missing"),
        ([0], [1], [np.inf], "infinite"),
        ([0, 1], [1], None, "equally many"),
        ([0], [1], [1.0, 2.0], "equally many"),
    ],
)
def test_what_cannot_be_ties_is_refused(source, target, weight, told):
    with pytest.raises(ValueError, match=told):
        forward(source, target, weight, people=3)
