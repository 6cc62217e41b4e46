"""What does the network look like?"""

import numpy as np
import pandas as pd

from netgraph.build import Network
from netgraph.glossary import GLOSSARY
from netgraph.measures.strength import strength
from netgraph.tables import TableError, checked, steady

MOST = 2_000
"""Strongest pairs that are drawn: more would be slow to draw and impossible to read."""


def picture(net: Network, *, group: str | None = None) -> pd.DataFrame:
    """The strongest pairs, each with the places of its two people in a plane.

    The owner stands in the centre; everybody else stands around in the order of `group` (a
    column of people; unknown last), the nearer the stronger the tie to the owner. Without an
    owner, the nearer the stronger all ties of the person. Places follow from ranks, not from
    chance, so that the same data gives the same picture.

    group : the organisation, or where nobody has one the first attribute that sorts people into
        at most 30 groups. Raises TableError for a column that people do not have.
    """
    if group and group not in net.people.columns:
        raise TableError(f"picture: people have no column {group!r}; they have {', '.join(net.people.columns)}")
    pairs = strength(net).dropna(subset=["strength"]).head(MOST)[["a", "b", "strength"]]
    groups = net.people.set_index("person")[group or _grouping(net.people)].astype("str").fillna("unknown")
    places = _places(net, pairs, groups)
    for side in ("a", "b"):
        at = places.loc[pairs[side]]
        pairs = pairs.assign(**{f"group_{side}": pairs[side].map(groups), f"x_{side}": at["x"].to_numpy()})
        pairs = pairs.assign(**{f"y_{side}": at["y"].to_numpy()})
    return checked("picture", pairs)


def _grouping(people: pd.DataFrame) -> str:
    own = [column for column in people.columns if column not in GLOSSARY["people"]]
    sorting = [column for column in own if 1 < people[column].nunique() <= 30]
    return "organisation" if people["organisation"].notna().any() or not sorting else sorting[0]


def _places(net: Network, pairs: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    """Person -> x, y on rings: angle by rank within the order of groups, radius by rank of strength."""
    ends = pd.concat(
        [pairs[["a", "b", "strength"]], pairs[["b", "a", "strength"]].set_axis(["a", "b", "strength"], axis=1)]
    )
    counted = ends if net.me is None else ends[ends["b"] == net.me]
    weight = counted.groupby("a")["strength"].sum().reindex(sorted(set(ends["a"]))).fillna(0).rename_axis("person")
    table = weight[weight.index != net.me].reset_index().assign(group=lambda t: t["person"].map(groups))
    table = table.assign(unknown=table["group"] == "unknown", strength=steady(table["strength"]))
    table = table.sort_values(["unknown", "group", "person"])
    angle = 2 * np.pi * np.arange(len(table)) / max(len(table), 1)
    radius = 0.25 + 0.75 * table["strength"].rank(ascending=False, pct=True).to_numpy()
    spots = pd.DataFrame({"x": radius * np.cos(angle), "y": radius * np.sin(angle)}, index=table["person"])
    return spots if net.me is None else pd.concat([spots, pd.DataFrame({"x": 0.0, "y": 0.0}, index=[net.me])])
