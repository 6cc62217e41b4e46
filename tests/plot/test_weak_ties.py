"""One point a pair, marked by how weak the tie is."""

import pandas as pd

from netgraph import plot

NAN = float("nan")


def pairs(**columns):
    rest = {"kind": "observed", "dispersion": 0.0, "disparity": 0.5, "why": "", "shared": 1.0, "bridge": False}
    table = pd.DataFrame({"a": "Ada"} | columns)
    return table.assign(**{c: value for c, value in rest.items() if c not in table}).astype({"bridge": "boolean"})


def test_weak_ties_marks_each_kind_and_leaves_out_what_has_no_overlap():
    table = pairs(
        b=["Grace", "Ken", "Alan", "Mary"],
        strength=[2.0, 0.5, 1.0, 3.0],
        overlap=[0.25, 0.0, NAN, 0.75],
        bridge=[False, True, None, False],
        weakness=["moderately weak", "bridge", None, "close"],
    )
    close, moderate, bridges = plot.weak_ties(table).data
    assert (close.x, close.y) == ((3.0,), (0.75,))
    assert (moderate.x, moderate.y) == ((2.0,), (0.25,))
    assert (bridges.x, bridges.y, bridges.customdata) == ((0.5,), (0.0,), ("Ada · Ken",))


def test_a_large_cloud_is_thinned_evenly_and_says_so():
    table = pairs(b=[f"p{i:04}" for i in range(1200)], strength=range(1, 1201), overlap=0.5, weakness="moderately weak")
    close, moderate, bridges = plot.weak_ties(table.astype({"strength": "float64"})).data
    assert moderate.x == tuple(float(s) for s in range(1, 1201, 2))
    assert moderate.name == "moderately weak (600 of 1,200)"
    assert (close.x, bridges.x) == ((), ())
