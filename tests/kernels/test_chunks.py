"""Ranges cover all rows once, errors come out of threads, and kernels work where nothing can be kept on the disk."""

import threading
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba.core import caching

from netgraph.kernels import chunks, compiled


@given(st.lists(st.integers(0, 50), max_size=60), st.integers(1, 20))
def test_ranges_cover_all_rows_once_and_are_balanced(work, pieces):
    bounds = chunks.balanced(np.array(work, dtype="int64"), pieces)
    assert bounds[0] == 0
    assert bounds[-1] == len(work)
    assert (np.diff(bounds) > 0).all()
    assert len(bounds) <= pieces + 1
    sums = [sum(work[low:high]) for low, high in pairwise(bounds.tolist())]
    assert all(total <= sum(work) / pieces + max(work) for total in sums)


@pytest.mark.parametrize("threads", [1, 2, 7, None])
def test_each_range_is_run_once_each_thread_with_its_own_scratch(threads):
    seen, owners = [], {}

    def piece(number, low, high, own):
        owners.setdefault(id(own), set()).add(threading.get_ident())
        seen.append((number, low, high))

    bounds = np.array([0, 3, 4, 9, 20])
    rooms = []
    chunks.run(piece, bounds, threads=threads, scratch=lambda: (rooms.append([]) or rooms[-1],))
    assert sorted(seen) == [(0, 0, 3), (1, 3, 4), (2, 4, 9), (3, 9, 20)]
    assert all(len(threads_) == 1 for threads_ in owners.values())
    assert len(rooms) == min(chunks.number(threads), 4)


@pytest.mark.parametrize("threads", [1, 3])
def test_an_error_comes_out_and_no_further_range_is_begun(threads):
    seen = []

    def piece(number, *_):
        seen.append(number)
        raise LookupError(f"in range {number}")

    with pytest.raises(LookupError, match="in range"):
        chunks.run(piece, np.arange(100), threads=threads)
    assert len(seen) <= threads


def test_nothing_to_do():
    chunks.run(lambda *_: pytest.fail("there is no range"), np.array([0]), threads=2)


def test_where_nothing_can_be_kept_kernels_are_compiled_all_the_same(monkeypatch):
    monkeypatch.setattr(caching.CacheImpl, "_locator_classes", [])
    double = compiled.compiled(lambda number: number * 2)
    assert double(21) == 42
    assert double.stats.cache_path is None
