"""How far is contact returned in the network as a whole?"""

import numpy as np
import pandas as pd

from netgraph.build import Network
from netgraph.kernels.reciprocity import dyadic, edgewise, rho, rho_weighted, weighted
from netgraph.measures.contact import observed
from netgraph.tables import checked

_NAN = float("nan")


def reciprocity(net: Network) -> pd.DataFrame:
    """The usual figures, each under its own name: measure, value, by_chance, definition.

    With L directed ties among N people (isolated ones too), n = N (N - 1) ordered pairs and W messages:
    density a = L / n. edgewise r = share of ties that are returned. edgewise lrr = log(r / a), the log relative risk.
    rho = (r - a) / (1 - a): 0 by chance, negative where ties avoid being returned. dyadic = share of connected pairs
    with ties both ways (dyadic.nonnull in R's sna). dyadic all = share of all pairs with both or none (dyadic there).
    weighted r_w = sum of min(w_ij, w_ji) / W on message counts. rho weighted = (r_w - c) / (1 - c), where c is what
    r_w is by chance.

    by_chance : what is expected where every ordered pair has a tie with probability a (a of edgewise, a / (2 - a) of
    dyadic, a^2 + (1 - a)^2 of dyadic all), or as many messages in the weighted random graph, in which they are
    drawn alike for all ordered pairs: c = W / (2 W + n). Neither null knows that some people write more than others:
    busy ones who write to busy ones count as reciprocity.

    NaN where undefined: all but the density without ties, rho where every tie exists, lrr where none is returned.
    Only observed ties count: projected and declared ones have no direction.

    Source: Garlaschelli & Loffredo, PRL 93:268701 (2004); Squartini et al., Sci. Rep. 3:2729 (2013), supplement, for
    the weighted random graph; Butts, sna, grecip, for the dyadic figures and lrr.
    """
    ties = observed(net)
    ordered = ties.shape[0] * (ties.shape[0] - 1)
    a, r, total = ties.nnz / ordered if ordered else _NAN, edgewise(ties), ties.sum()
    matched = "share of messages that are matched by one the other way"
    rows = [
        ("directed ties", ties.nnz, _NAN, "ordered pairs of people of whom the first sent the second something"),
        ("density", a, _NAN, "directed ties as a share of all ordered pairs"),
        ("edgewise", r, a, "share of directed ties that are returned"),
        ("edgewise lrr", np.log(r / a) if r > 0 else _NAN, 0, "log of edgewise over density"),
        ("rho", rho(ties), 0, "edgewise reciprocity beyond that of chance, at most 1"),
        ("dyadic", dyadic(ties), a / (2 - a), "share of connected pairs with ties both ways"),
        ("dyadic all", 1 - 2 * a * (1 - r), a**2 + (1 - a) ** 2, "share of all pairs with ties both ways or none"),
        ("weighted", weighted(ties), total / (2 * total + ordered) if total else _NAN, matched),
        ("rho weighted", rho_weighted(ties), 0, "weighted reciprocity beyond that of chance, at most 1"),
    ]
    table = pd.DataFrame(rows, columns=["measure", "value", "by_chance", "definition"])
    return checked("reciprocity", table.astype({"value": "float64", "by_chance": "float64"}))
