"""Places follow from ranks: the owner in the middle, strong ties near."""

import numpy as np
import pandas as pd
import pytest
from logs import weighted

import netgraph as ng


def test_strong_ties_are_near_and_the_owner_is_in_the_middle():
    table = ng.picture(weighted([("me", "far", 1), ("me", "near", 9), ("near", "far", 2)], me=["me"]))
    mine = table[table["a"] == "me"].set_index("b")
    assert (mine[["x_a", "y_a"]] == 0).all(axis=None)
    radius = np.hypot(mine["x_b"], mine["y_b"])
    assert radius["near"] < radius["far"] <= 1


def test_everybody_has_one_place():
    table = ng.picture(weighted([("a", "b", 1), ("b", "c", 2), ("c", "a", 3)]))
    ends = [
        table[[f"{what}_{side}" for what in "xy"]].set_axis(["x", "y"], axis=1).assign(p=table[side]) for side in "ab"
    ]
    assert all(len(places.drop_duplicates()) == places["p"].nunique() for places in ends)


def test_people_of_one_group_stand_side_by_side():
    people = pd.DataFrame({"handle": list("abcdef"), "city": ["x", "y"] * 3, "born": range(6)})
    edges = [(one, other, 1) for one in "abc" for other in "def"]
    net = ng.network(
        pd.DataFrame([("2024-01-01", *edge[:2]) for edge in edges], columns=["time", "sender", "receiver"]),
        people=people,
    )
    table = ng.picture(net)
    spots = pd.concat(
        table[[s, f"group_{s}", f"x_{s}", f"y_{s}"]].set_axis(["p", "group", "x", "y"], axis=1) for s in "ab"
    )
    angle = np.arctan2(spots["y"], spots["x"]) % (2 * np.pi)
    assert (
        spots.assign(angle=angle).groupby("group")["angle"].max()["x"]
        < spots.assign(angle=angle).groupby("group")["angle"].min()["y"]
    )
    with pytest.raises(ng.TableError, match="no column 'town'"):
        ng.picture(net, group="town")
