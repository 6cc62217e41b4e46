"""Who stands between which groups, and in which role?"""

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from netgraph.build import Network
from netgraph.kernels.forward import forward_of
from netgraph.kernels.roles import Roles, expected, roles
from netgraph.measures.contact import observed
from netgraph.tables import TableError, checked, steady


def brokerage(net: Network, *, groups: str = "department") -> pd.DataFrame:
    """Every person with Gould and Fernandez' roles between groups, most often between others first.

    A person v is between s and t where s wrote to v and v to t, but s never to t. By the groups of the three:
    coordinator : all of one group. itinerant (R: consultant) : s and t of one group, v of another.
    representative : s and v of one, t of another; gatekeeper : v and t of one, s of another. liaison : three groups.
    total : all together. Counts from 0 on, of observed ties whatever their strength.
    z_... : (count - expectation) / sd if the same number of ties fell anywhere, groups as they are; far from normal
        where the expectation is small. NaN where chance allows no deviation, as where there are too few groups.

    groups : column of `net.people` by whose values people are of one group. Who has none in it is left out with all
        their ties, and has missing values: two unknown groups need not be one. (R's sna counts them as one group, and
        then has no z for anybody; to have them as one group, call them "unknown" in the people table.)

    One person's export: the owner is left out; the ties of others are seen in part, so there is no z (NaN). Where no
    observed tie links two people of known groups, all is missing.
    Raises TableError where people have no such column.

    Source: Gould & Fernandez, Sociological Methodology 19 (1989); the figures are those of `brokerage` in R's sna.
    """
    group = grouped(net, groups)
    inside, ties = np.flatnonzero(group.notna()), observed(net)
    table = _roles(csr_array(ties[inside][:, inside]), pd.factorize(group.iloc[inside])[0]).set_index(inside)
    if net.me is not None:
        table.loc[:, table.columns.str.startswith("z_")] = np.nan
    table = table.reindex(range(len(group))).assign(person=net.people["person"], group=group)
    return checked("brokerage", table.sort_values(["total", "person"], ascending=[False, True], key=steady))


def grouped(net: Network, groups: str) -> pd.Series:
    """The group of each person by that column, as text; missing for the owner and where the column has no value."""
    people = net.people
    if groups not in people.columns:
        raise TableError(f"brokerage: people have no column {groups}; they have {', '.join(people.columns)}")
    return people[groups].where(people["person"] != net.me).astype("str")


def _roles(ties: csr_array, classes: np.ndarray) -> pd.DataFrame:
    """Counts and z of each row of a directed matrix; all missing where it has no ties."""
    pairs = forward_of(ties)
    found = roles(pairs, classes)
    z = expected(pairs, classes, found).z._asdict()
    table = pd.DataFrame(found._asdict() | {f"z_{role}": z[role] for role in Roles._fields})
    return table if ties.nnz else table.astype("float64") * np.nan
