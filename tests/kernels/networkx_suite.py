"""networkx's own tests of the functions that the backend offers, run on the backend: for `make nightly`.

As `NETWORKX_TEST_BACKEND=netgraph NETWORKX_FALLBACK_TO_NX=True pytest --pyargs networkx...` does it. Prints how many
calls really ran on the kernels, and how many `can_run` refused, so that networkx answered itself.
"""

import os
import sys
from collections import Counter
from collections.abc import Callable
from functools import wraps

import pytest

# What tests the functions, and what calls them.
MODULES = [
    "networkx.algorithms.centrality.tests.test_betweenness_centrality",
    "networkx.algorithms.centrality.tests.test_betweenness_centrality_subset",
    "networkx.algorithms.centrality.tests.test_dispersion",
    "networkx.algorithms.centrality.tests.test_percolation_centrality",
    "networkx.algorithms.components.tests.test_biconnected",
    "networkx.algorithms.connectivity.tests.test_edge_augmentation",
    "networkx.algorithms.connectivity.tests.test_edge_kcomponents",
    "networkx.algorithms.isomorphism.tests.test_isomorphism",
    "networkx.algorithms.tests.test_bridges",
    "networkx.algorithms.tests.test_chains",
    "networkx.algorithms.tests.test_cluster",
    "networkx.algorithms.tests.test_polynomials",
    "networkx.algorithms.tests.test_reciprocity",
    "networkx.algorithms.tests.test_smallworld",
    "networkx.algorithms.tests.test_structuralholes",
    "networkx.algorithms.tests.test_threshold",
    "networkx.algorithms.tests.test_triads",
]
EXPECTED: dict[str, str] = {}
"""Tests that fail on the backend, by the end of their names, each with its reason. Of networkx 3.6.1 there is none."""


class Counting:
    """A plugin that counts calls, and marks the tests that are expected to fail."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()

    def pytest_configure(self) -> None:
        from _nx_netgraph import FUNCTIONS
        from netgraph.kernels import backend

        self.calls.update(dict.fromkeys(FUNCTIONS, 0))
        for name in FUNCTIONS:
            setattr(backend, name, self.called(name, getattr(backend, name)))
        backend.can_run = self.asked(backend.can_run)

    def called(self, name: str, function: Callable) -> Callable:
        @wraps(function)
        def wrapper(*args, **kwargs):
            self.calls[name] += 1
            return function(*args, **kwargs)

        return wrapper

    def asked(self, can_run: Callable) -> Callable:
        def wrapper(name: str, args: tuple, kwargs: dict) -> bool | str:
            answer = can_run(name, args, kwargs)
            if isinstance(answer, str):
                self.refused[f"{name}: {answer}"] += 1
            return answer

        return wrapper

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            for name in (name for name in EXPECTED if item.nodeid.endswith(name)):
                item.add_marker(pytest.mark.xfail(reason=EXPECTED[name], strict=True))


def main(*options: str) -> int:
    """0 if all tests passed, or failed as expected, and every function ran."""
    os.environ.update(NETWORKX_TEST_BACKEND="netgraph", NETWORKX_FALLBACK_TO_NX="True")
    counting = Counting()
    # Without this project's settings, which are stricter than networkx's own.
    own = ["-c", os.devnull, "-p", "no:cacheprovider", "-q", "-rx", *options, "--pyargs", *MODULES]
    failed = int(pytest.main(own, plugins=[counting]))
    for word, counts in (("ran on the kernels", counting.calls), ("were refused", counting.refused)):
        print(f"{counts.total()} calls {word}:")
        print(*(f"{number:6}  {name}" for name, number in sorted(counts.items())), sep="\n")
    return failed or int(0 in counting.calls.values())


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
