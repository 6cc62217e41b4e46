"""Bars of roles: the twenty most often between others, each bar as long as the total."""

import pandas as pd

from netgraph import plot
from netgraph.plot.brokerage import MOST, ROLES


def people(totals, **other):
    """As many people, each role an equal part of the total."""
    parts = {role: [None if total is None else total // 5 for total in totals] for role in ROLES}
    names = [f"Person {i:02}" for i in range(len(totals))]
    table = pd.DataFrame({"person": names, "group": "x", **parts, "total": totals})
    table = table.astype(dict.fromkeys([*ROLES, "total"], "Int64"))
    return table.assign(**{f"z_{role}": 0.0 for role in [*ROLES, "total"]}, **other)


def test_brokerage_adds_the_roles_up_to_the_total():
    figure = plot.brokerage(people([5, 50, 10, None, 0]))
    assert figure.layout.yaxis.ticktext == ("Person 01", "Person 02", "Person 00")
    assert [bar.name.split()[0] for bar in figure.data] == list(ROLES)
    assert [sum(bar.x[row] for bar in figure.data) for row in range(3)] == [50, 10, 5]
    assert figure.layout.barmode == "stack"


def test_brokerage_draws_at_most_twenty_and_names_show_literally():
    figure = plot.brokerage(people([5 * n for n in range(30)], group="<b>x"))
    assert [len(bar.y) for bar in figure.data] == [MOST] * 5
    assert figure.data[0].customdata[0] == "Person 29, &lt;b>x: 145 pairs"


def test_brokerage_says_why_there_is_nothing():
    for totals in ([], [None, None], [0, 0]):
        figure = plot.brokerage(people(totals))
        assert not figure.data
        assert "no such ties are recorded" in figure.layout.meta["why"].replace("<br>", " ")
