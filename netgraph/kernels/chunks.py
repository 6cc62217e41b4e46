"""Ranges of rows, shared among threads."""

import os
import threading
from collections.abc import Callable

import numpy as np

PIECES = 64
"""Ranges that the rows are cut into, whatever the number of threads: sums by range then never depend on it."""


def number(threads: int | None) -> int:
    """The number of threads to use: the one given, else as many as this process may run at once."""
    if threads is None:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if threads < 1:
        raise ValueError(f"threads is {threads}; give 1 or more, or None for all there are")
    return threads


def balanced(work: np.ndarray, pieces: int = PIECES) -> np.ndarray:
    """Bounds of at most so many ranges of rows with about the same sum of `work` each: from 0 to the number of rows."""
    done = np.cumsum(work, dtype="float64")
    total = done[-1] if len(done) else 0.0
    cuts = np.searchsorted(done, np.linspace(0, total, pieces + 1)[1:-1], side="left") + 1
    return np.unique(np.concatenate([[0], cuts.clip(max=len(done)), [len(done)]])).astype("int64")


def run(
    piece: Callable[..., None], bounds: np.ndarray, *, threads: int | None, scratch: Callable[[], tuple] = tuple
) -> None:
    """Call `piece(number, low, high, *scratch)` for each range, on so many threads, each with a scratch of its own.

    An error of any of them is raised here, and no further range is begun.
    """
    ranges = iter(list(zip(range(len(bounds)), bounds[:-1].tolist(), bounds[1:].tolist(), strict=False)))
    lock, errors = threading.Lock(), []

    def work(own: tuple) -> None:
        try:
            while not errors:
                with lock:
                    found = next(ranges, None)
                if found is None:
                    return
                piece(*found, *own)
        except BaseException as error:  # raised again where the work was asked for
            errors.append(error)

    # Threads of their own, as a pool takes ten times as long to begin, and does not outlive a fork.
    # What they work in is reserved here: memory that a short-lived thread reserves is new, and slow, each time.
    helpers = [
        threading.Thread(target=work, args=(scratch(),)) for _ in range(min(number(threads), len(bounds) - 1) - 1)
    ]
    for helper in helpers:
        helper.start()
    work(scratch())
    for helper in helpers:
        helper.join()
    if errors:
        raise errors[0]
