"""By how many ways that do not depend on each other is an organisation reached?"""

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from netgraph.answers.living import living
from netgraph.build import Network
from netgraph.measures.organisations import organisations
from netgraph.tables import checked, empty


def access(net: Network) -> pd.DataFrame:
    """Every organisation of at least one contact with the ways that lead there; the fewest first.

    A way is a living tie (contact within the last 365 covered days, see `living`) of the owner with somebody there, or
    two such ties by way of one contact from outside. ways : how many there are at most that share nobody; as many
    people, at least, would have to go before no way is left. 1 is access that hangs on one person, 0 none that lives.
    contacts : people there with a living tie to the owner. In a log without an owner a way is a tie of anybody outside
    with anybody inside, and contacts are those inside who have one.

    through : the people of one such set: contacts there, and whoever leads to a further person; of several sets of the
    same size one, always the same. Longer ways count for none: they hang on two people whom the owner does not know.
    Employers are those of the newest cards.

    Source: Menger, Fund. Math. 10:96 (1927); König's theorem on matchings.
    """
    named = organisations(net)["organisation"]
    if named.empty:
        return empty("access")
    ways = _inward(net)
    rows = [(name, *_disjoint(ways[ways["organisation"] == name], net.me)) for name in named]
    table = pd.DataFrame(rows, columns=["organisation", "contacts", "own", "further"])
    more = table["further"].map(len)
    table = table.assign(ways=table["own"].map(len) + more, through=(table["own"] + table["further"]).map("; ".join))
    names = net.people.set_index("person")["name"]
    led = (table["own"] + table["further"]).map(lambda people: ", ".join(names[people]))
    counts = table["contacts"].astype("str") + " in contact there, " + more.astype("str")
    what = " further by way of one contact each" if net.me else " ways in from outside that share nobody"
    why = counts + what + (": " + led).where(led != "", "")
    order = table.assign(why=why).sort_values(["ways", "contacts", "organisation"])
    return checked("access", order.drop(columns=["own", "further"]))


def _inward(net: Network) -> pd.DataFrame:
    """Every living tie that leads into an organisation: a from outside, b inside, organisation.

    Where there is an owner a is the owner or somebody whom the owner knows, who may be of any organisation themself.
    """
    work, ids = net.people.set_index("person")["organisation"].str.strip(), net.people["person"].to_numpy()
    ties = living(net)[["a", "b"]].drop_duplicates()
    both = pd.concat([ties, ties.set_axis(["b", "a"], axis=1)], ignore_index=True)
    both = both.assign(a=ids[both["a"]], b=ids[both["b"]])
    if net.me is not None:
        known = both.loc[both["a"] == net.me, "b"]
        both = both[((both["a"] == net.me) | both["a"].isin(known)) & (both["b"] != net.me)]
    inside = work.reindex(both["b"]).to_numpy()
    both = both.assign(organisation=inside)
    outside = (work.reindex(both["a"]).to_numpy() != inside) | (both["a"] == net.me).to_numpy()
    return both[outside].dropna(subset="organisation")


def _disjoint(ways: pd.DataFrame, me: str | None) -> tuple[int, list[str], list[str]]:
    """How many contacts there are, the owner's, and one from outside for each further person who can be reached."""
    own = sorted(ways.loc[ways["a"] == me, "b"])
    further = ways[(ways["a"] != me) & ~ways["b"].isin(own)]
    return len(own) if me else ways["b"].nunique(), own, _matched(further)


def _matched(ways: pd.DataFrame) -> list[str]:
    """Those from outside in a largest set of ways that share nobody."""
    (a, ids), (b, _) = (pd.factorize(ways[end], sort=True) for end in ("a", "b"))
    if not len(ids):
        return []
    pairs = csr_array((np.ones(len(a)), (a, b)))
    return ids[maximum_bipartite_matching(pairs, perm_type="column") >= 0].tolist()
