"""One point a pair, bridges marked."""

import pandas as pd

from netgraph import plot

NAN = float("nan")


def test_weak_ties_marks_the_bridges_and_leaves_out_what_has_no_overlap():
    pairs = pd.DataFrame(
        {
            "a": "Ada",
            "b": ["Grace", "Ken", "Alan"],
            "strength": [2.0, 0.5, 1.0],
            "overlap": [0.25, 0.0, NAN],
            "shared": [3.0, 0.0, NAN],
            "bridge": pd.array([False, True, None], dtype="boolean"),
        }
    )
    others, bridges = plot.weak_ties(pairs).data
    assert (others.x, others.y) == ((2.0,), (0.25,))
    assert (bridges.x, bridges.y, bridges.customdata) == ((0.5,), (0.0,), ("Ada · Ken",))


def test_a_large_cloud_is_thinned_evenly_and_says_so():
    pairs = pd.DataFrame({"a": "Ada", "b": [f"p{i:04}" for i in range(1200)], "strength": range(1, 1201)})
    pairs = pairs.astype({"strength": "float64"}).assign(overlap=0.5, shared=1.0, bridge=False)
    others, bridges = plot.weak_ties(pairs.astype({"bridge": "boolean"})).data
    assert others.x == tuple(float(s) for s in range(1, 1201, 2))
    assert others.name == "some contact is shared (600 of 1,200)"
    assert bridges.x == ()
