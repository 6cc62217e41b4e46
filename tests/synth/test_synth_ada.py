"""The truths of Ada's sample hold in its events."""

from datetime import timedelta
from itertools import combinations

import networkx as nx
import pandas as pd
import pytest

from netgraph import synth

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def log(ada_sample):
    return ada_sample.truth["interactions"]


@pytest.fixture(scope="module")
def between(ada_sample, log):
    """Ada's events with one handle: (log, handle) -> rows, with a column `mine`."""
    me = ada_sample.truth["me"]

    def rows(handle):
        sent = log["sender"].isin(me) & (log["receiver"] == handle)
        got = log["receiver"].isin(me) & (log["sender"] == handle)
        return log[sent | got].assign(mine=sent)

    return rows


def test_about_200_contacts_over_three_years(ada_sample, log):
    assert 190 <= ada_sample.truth["people"]["person"].nunique() <= 210
    assert (log["time"].min().date().isoformat(), log["time"].max().date().isoformat()) == ("2023-07-01", "2026-06-30")
    assert ada_sample.truth["people"]["handle"].is_unique


def test_brokers_have_the_lowest_constraint(ada_sample, ada_ties, lowest_constraint):
    brokers = ada_sample.truth["brokers"]
    assert len(brokers) >= 3
    assert lowest_constraint(ada_ties, len(brokers)) == set(brokers)


@pytest.mark.parametrize("seed", [2, 3])
def test_brokers_of_other_seeds_too(seed, ties, lowest_constraint):
    truth = synth.ada(seed).truth
    graph = ties(truth["interactions"], without=truth["me"], projected=True)
    assert lowest_constraint(graph, len(truth["brokers"])) == set(truth["brokers"])


def test_circles_are_dense_and_apart(ada_sample, ada_ties):
    for members in ada_sample.truth["circles"].values():
        assert nx.density(ada_ties.subgraph(members)) > 0.5
    home = ada_sample.truth["people"].set_index("handle")["circle"]
    across = [pair for pair in ada_ties.edges if home[pair[0]] != home[pair[1]]]
    linking = {*ada_sample.truth["brokers"], *(p for pair in ada_sample.truth["bridges"] for p in pair)}
    assert all(set(pair) & linking for pair in across)
    assert len(ada_sample.truth["circles"]) == 7


def test_a_bridge_is_the_only_tie_of_its_circles_and_shares_nobody(ada_sample, ada_ties):
    circles = ada_sample.truth["circles"].values()
    for pair in ada_sample.truth["bridges"]:
        one, other = (next(set(c) for c in circles if p in c) for p in pair)
        across = {frozenset(edge) for edge in nx.edge_boundary(ada_ties, one, other)}
        assert across == {frozenset(pair)}
        assert not list(nx.common_neighbors(ada_ties, *pair))


def test_one_sided_and_balanced_by_count(ada_sample, between):
    for handle, who in ada_sample.truth["one_sided"]:
        rows = between(handle)
        assert len(rows) >= 8
        assert rows["mine"].mean() >= 0.9 if who == "me" else rows["mine"].mean() <= 0.1
    for handle in ada_sample.truth["balanced"]:
        assert len(between(handle)) >= 12
        assert 0.45 <= between(handle)["mine"].mean() <= 0.55
    assert {who for _, who in ada_sample.truth["one_sided"]} == {"me", "them"}
    assert len(ada_sample.truth["balanced"]) >= 10


def test_dormant_after_a_year_of_steady_exchange(ada_sample, between):
    ends = ada_sample.truth["last_contact"]
    assert len(ada_sample.truth["dormant"]) >= 4
    assert len({end.date() for end in ends.values()}) == len(ada_sample.truth["dormant"])
    for handle in ada_sample.truth["dormant"]:
        rows = between(handle)
        opened = rows["time"].dt.normalize().drop_duplicates().diff().dt.days
        assert rows["time"].max() - rows["time"].min() >= 365 * DAY
        assert opened.max() <= 22
        assert 0.4 < rows["mine"].mean() < 0.6
        assert rows["time"].max() == ends[handle]
        assert ada_sample.truth["windows"]["mail:ada@example.org"][1] - ends[handle] >= 274 * DAY


def test_the_old_mailbox_hides_what_came_after(ada_sample, log, between):
    source = "mail:ada.moreau@oldjob.example"
    end = ada_sample.truth["windows"][source][1]
    handles = ada_sample.truth["not_dormant_source_ended"]
    assert len(handles) >= 5
    for handle in handles:
        assert end - between(handle)["time"].max() <= 20 * DAY
        assert set(log.loc[(log["sender"] == handle) | (log["receiver"] == handle), "source"]) == {source}


def test_waiting_wrote_alone_and_heard_nothing(ada_sample, between):
    assert len(ada_sample.truth["waiting"]) >= 3
    for handle in ada_sample.truth["waiting"]:
        last = between(handle).iloc[-1]
        assert not last["mine"]
        assert last["recipients"] == 1
        assert last["time"] >= pd.Timestamp("2026-06-16")


def test_daily_writer(ada_sample, between):
    rows = between(ada_sample.truth["daily_writer"])
    theirs = rows[~rows["mine"]]
    days = theirs["time"].dt.normalize().nunique()
    assert days / ((theirs["time"].max() - theirs["time"].min()) / DAY) > 0.8
    assert theirs["recipients"].min() >= 4
    assert rows["mine"].mean() < 0.1


def test_first_ever_and_reach_outs_are_what_they_say(ada_sample, between):
    truth = ada_sample.truth
    assert min(len(truth["first_ever"]), len(truth["reach_outs"])) >= 20
    for handle, time in truth["first_ever"]:
        assert time >= truth["first_ever_from"]
        assert (between(handle)["time"] >= time).all()
    for handle, time in truth["reach_outs"]:
        earlier = between(handle).query("time < @time")
        assert time - earlier["time"].max() > 30 * DAY
    assert all(truth["first_ever_from"] - truth["windows"][s][0] >= 180 * DAY for s in _lasting(truth))


def _lasting(truth):
    return [s for s, (_, last) in truth["windows"].items() if last >= pd.Timestamp("2026-06-30")]


def test_answers_come_at_the_planted_odds(ada_sample, between):
    odds = ada_sample.truth["reply_odds"]
    first = [_answered(between(h), t) for h, t in ada_sample.truth["first_ever"] if t < pd.Timestamp("2026-06-23")]
    later = [_answered(between(h), t) for h, t in ada_sample.truth["reach_outs"] if t < pd.Timestamp("2026-06-23")]
    assert sum(first) / len(first) == pytest.approx(odds["first-ever"], abs=0.08)
    assert sum(later) / len(later) == pytest.approx(odds["dormant"], abs=0.08)


def _answered(rows, time):
    return bool((~rows["mine"] & (rows["time"] > time) & (rows["time"] <= time + 7 * DAY)).any())


def test_aliases_and_namesakes(ada_sample):
    names = ada_sample.truth["people"].set_index("handle")["name"]
    people = ada_sample.truth["people"].set_index("handle")["person"]
    assert len(ada_sample.truth["aliases"]) >= 3
    for name, handles in ada_sample.truth["aliases"].items():
        assert len(handles) >= 3
        assert set(names[handles]) == {name}
        assert len(set(people[handles])) == 1
    for one, other in ada_sample.truth["namesakes"]:
        assert names[one] == names[other]
        assert people[one] != people[other]
    taken = ada_sample.truth["people"].groupby("name")["person"].nunique()
    assert taken[taken > 1].index.tolist() == [names[one] for one, _ in ada_sample.truth["namesakes"]]


def test_no_machine_is_among_the_people(ada_sample, log):
    machines = {*ada_sample.truth["newsletters"], *ada_sample.truth["bots"]}
    assert not machines & {*log["sender"], *log["receiver"], *ada_sample.truth["people"]["handle"]}


def test_names_come_in_many_scripts(ada_sample):
    letters = "".join(ada_sample.truth["people"]["name"])
    assert all(any(low <= c <= high for c in letters) for low, high in ("az", "àÿ", "ЀӾ", "一龥", "ءي"))


def test_no_two_roles_for_a_handle(ada_sample):
    truth = ada_sample.truth
    groups = [truth["brokers"], truth["dormant"], truth["not_dormant_source_ended"], [truth["daily_writer"]]]
    groups.append([h for handles in truth["aliases"].values() for h in handles])
    assert not any(set(a) & set(b) for a, b in combinations(groups, 2))
