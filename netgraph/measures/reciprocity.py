"""How far is contact returned in the network as a whole?"""

import numpy as np
import pandas as pd

from netgraph.build import Network
from netgraph.tables import checked


def reciprocity(net: Network) -> pd.DataFrame:
    """The usual figures, each under its own name: measure, value, definition.

    With L directed ties among N people and density a = L / (N (N - 1)): edgewise r = share of
    ties that are returned; rho = (r - a) / (1 - a), which is 0 for chance and negative where
    ties avoid being returned; weighted = sum of min(w_ij, w_ji) / sum of w on message counts;
    dyadic = share of connected pairs with ties both ways. NaN where the denominator is 0. Only
    observed ties count: projected and declared ones have no direction.

    Source: Garlaschelli & Loffredo, PRL 93:268701 (2004); Squartini et al., Sci. Rep. 3:2729 (2013).
    """
    ties = net.ties.loc[net.ties["kind"] == "observed", ["source", "target", "count"]]
    back = ties.rename(columns={"source": "target", "target": "source", "count": "back"})
    both = ties.merge(back, on=["source", "target"], how="left", validate="one_to_one").fillna({"back": 0})
    returned, number, people = int((both["back"] > 0).sum()), len(both), len(net.people)
    density = _ratio(number, people * (people - 1))
    edgewise = _ratio(returned, number)
    rows = [
        ("directed ties", number, "ordered pairs of people of whom the first sent the second something"),
        ("edgewise", edgewise, "share of directed ties that are returned"),
        ("rho", _ratio(edgewise - density, 1 - density), "edgewise reciprocity beyond that of chance, at most 1"),
        ("weighted", _ratio(np.minimum(both["count"], both["back"]).sum(), both["count"].sum()),
         "share of messages that are matched by one the other way"),
        ("dyadic", _ratio(returned / 2, number - returned / 2), "share of connected pairs with ties both ways"),
    ]  # fmt: skip
    return checked("reciprocity", pd.DataFrame(rows, columns=["measure", "value", "definition"]))


def _ratio(part: float, whole: float) -> float:
    return float(part) / float(whole) if whole else float("nan")
