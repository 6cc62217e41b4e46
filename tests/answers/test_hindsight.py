"""Hindsight: the figures by their definitions, no look ahead, and what a planted recommendation gains."""

from statistics import NormalDist

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from logs import by, network

import netgraph as ng
from netgraph.answers.hindsight import FEWEST, compared, difference, rated
from netgraph.measures.shares import shares

AT = "2024-06-30"
WHO = [f"{group}{n:02}" for group in "rq" for n in range(FEWEST)]


def gained(n, came, m, others):
    """Gain and interval of counts in classes."""
    table = rated(*(np.array(part, dtype="float64") for part in (n, came, m, others)))
    return difference(*table[["rate", "ci_low", "ci_high"]].to_numpy())


def test_the_gain_is_the_risk_difference_that_r_has():
    """Rothman, Greenland & Lash, Modern Epidemiology (2008), table 15-1: .035 (-.018 to .088); R metafor has .0349."""
    gain, low, high = gained([106, 98], [8, 22], [120, 85], [5, 16])
    assert round(gain, 4) == 0.0349
    assert (low, high) == pytest.approx((-0.018, 0.088), abs=0.006)


def newcombe(a, n, c, m, *, level):
    """Method 10 of Newcombe (1998): the difference's interval from Wilson's of both rates."""
    z = NormalDist().inv_cdf((1 + level) / 2)
    ends = [
        [(2 * k * j + z**2 + s * z * np.sqrt(z**2 + 4 * j * k * (1 - k))) / (2 * (j + z**2)) for s in (-1, 1)]
        for k, j in ((a / n, n), (c / m, m))
    ]
    (low, high), (base_low, base_high) = ends
    gain = a / n - c / m
    return gain - np.hypot(a / n - low, base_high - c / m), gain + np.hypot(high - a / n, c / m - base_low)


def test_in_one_class_the_interval_is_near_newcombes():
    """Newcombe (1998), table II (a): 56 of 70 and 48 of 80 differ by .2, .0524 to .3339 with 95 %."""
    assert newcombe(56, 70, 48, 80, level=0.95) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    gain, low, high = gained([70], [56], [80], [48])
    assert gain == pytest.approx(0.2)
    assert (low, high) == pytest.approx(newcombe(56, 70, 48, 80, level=0.9), abs=0.002)


def test_where_nobody_came_the_interval_does_not_vanish():
    """None of 20, and 2 % of thousands: the 20 may well have come as often."""
    gain, low, high = gained([10, 10], [0, 0], [4000, 3000], [80, 60])
    assert gain == pytest.approx(-0.02)
    assert low <= gain < 0 < high
    assert high - gain > 0.05


def test_its_interval_holds_the_truth_in_small_classes():
    rng, held = np.random.default_rng(0), 0
    for _ in range(400):
        base, n, m = rng.uniform(0.1, 0.6, 60), rng.integers(1, 3, 60), rng.integers(1, 6, 60)
        _, low, high = gained(n, rng.binomial(n, base + 0.2), m, rng.binomial(m, base))
        held += low <= 0.2 <= high
    assert 0.87 * 400 <= held <= 0.96 * 400


@given(st.lists(st.tuples(*[st.integers(1, 6), st.integers(0, 6)] * 2), min_size=1, max_size=20))
def test_the_interval_always_holds_the_gain_and_stays_in_its_range(rows):
    n, came, m, others = np.array(rows).T
    gain, low, high = gained(n, np.minimum(came, n), m, np.minimum(others, m))
    assert -1 - 1e-9 <= low <= gain <= high <= 1 + 1e-9


def cases(rows):
    """Cases from (class, recommended, again, number)."""
    table = pd.DataFrame(rows, columns=["silence", "recommended", "again", "number"])
    table = table.loc[table.index.repeat(table["number"])].drop(columns="number")
    return table.assign(owner="me", at=pd.Timestamp(AT), strength=1, seen=True)


def test_rates_have_the_same_weights_and_classes_of_one_group_only_count_for_none():
    first = [(1, True, True, 10), (1, True, False, 10), (1, False, True, 5), (1, False, False, 15)]
    second = [(2, True, True, 4), (2, True, False, 1), (2, False, True, 2), (2, False, False, 8)]
    table = compared(cases([*first, *second, (3, True, True, 7), (4, False, True, 9)]))
    w = np.array([20 * 20 / 40, 5 * 10 / 15])
    rates = [np.average(r, weights=w) for r in ([10 / 20, 4 / 5], [5 / 20, 2 / 10])]
    assert table["rate"].tolist() == pytest.approx(rates)
    assert table["gain"].iloc[0] == pytest.approx(rates[0] - rates[1])
    assert table[["pairs", "left_out", "again"]].to_numpy().tolist() == [[25, 7, 14], [30, 9, 7]]
    assert table["verdict"].iloc[0] == "more often in contact than others alike"
    assert table["gain"].isna().tolist() == [False, True]


def test_the_interval_of_a_rate_in_one_class_is_jeffreys():
    table = compared(cases([(1, True, True, 6), (1, True, False, 24), (1, False, True, 10), (1, False, False, 10)]))
    exact = shares(pd.Series([6, 10]), pd.Series([24, 10]))
    assert np.allclose(table[["ci_low", "ci_high"]], exact[["ci_low", "ci_high"]])
    assert table["verdict"].iloc[0] == "less often in contact than others alike"


def test_under_twenty_no_gain_is_told():
    for number, told in ((FEWEST - 1, False), (FEWEST, True)):
        table = compared(cases([(1, True, True, number), (1, False, False, 50)]))
        assert table["gain"].notna().iloc[0] == told
        assert table["rate"].tolist() == [1, 0]
        assert table["verdict"].iloc[0].startswith("more often" if told else "too few to know (under 20)")


def test_without_anybody_alike_there_is_no_rate():
    table = compared(cases([(1, True, True, 30), (2, False, False, 50)]))
    assert table["rate"].isna().all()
    assert table[["pairs", "left_out"]].to_numpy().tolist() == [[0, 30], [0, 50]]


def log(*, later=("r",), end="2024-12-31"):
    """The owner wrote to forty people on the same three days; in July those of some groups wrote back."""
    rows = [f"2024-0{month}-15 me {who} mail" for who in WHO for month in (1, 2, 3)]
    rows += [f"2024-07-{1 + n % 28:02} {who} me mail" for n, who in enumerate(WHO) if who[0] in later]
    return network([*rows, f"{end} me other mail"], columns="time sender receiver source", me=["me"])


def picks(letter):
    """Recommends everybody whose name begins so."""

    def question(net):
        people = net.people[net.people["name"].str.startswith(letter)]
        return people[["person"]].reset_index(drop=True)

    return question


def test_who_comes_back_is_gained_and_who_does_not_is_lost():
    table = ng.hindsight(log(), picks("r"), at=AT, most=FEWEST)
    assert table[["group", "pairs", "again", "rate"]].to_numpy().tolist() == [
        ["recommended", 20, 20, 1],
        ["alike, not recommended", 20, 0, 0],
    ]
    assert table.loc[0, ["gain", "verdict"]].tolist() == [1, "more often in contact than others alike"]
    assert table["recommendation"].unique().tolist() == ["question"]
    lost = ng.hindsight(log(), picks("q"), at=AT, most=FEWEST)
    assert lost.loc[0, ["gain", "verdict"]].tolist() == [-1, "less often in contact than others alike"]
    both = ng.hindsight(log(later="rq"), picks("r"), at=AT, most=FEWEST)
    assert both.loc[0, ["gain", "verdict"]].tolist() == [0, "no difference shown"]


def test_only_the_first_rows_are_recommended_and_only_the_days_after_count():
    table = ng.hindsight(log(), picks("r"), at=AT, days=5, most=8)
    assert table["pairs"].tolist() == [8, 32]
    assert table["again"].tolist() == [5, 0]  # those of 1 to 5 July; the others of July come too late
    assert table["verdict"].iloc[0] == "too few to know (under 20)"


def test_ties_of_another_silence_or_strength_are_not_alike():
    rows = [f"2024-05-{day} me late mail" for day in range(10, 20)] + [f"2024-0{m}-15 me r mail" for m in (1, 2, 3)]
    net = network([*rows, "2024-12-31 me other mail"], columns="time sender receiver source", me=["me"])
    table = ng.hindsight(net, picks("r"), at=AT)
    assert table[["pairs", "left_out"]].to_numpy().tolist() == [[0, 1], [0, 1]]


def test_what_no_source_covers_is_left_out_and_nobody_covered_is_an_error():
    with pytest.raises(ng.TableError, match="no source covers 30 days after 2024-06-30"):
        ng.hindsight(log(later=(), end="2024-07-10"), picks("r"), at=AT)
    old = [f"2024-0{month}-15 me r99 chat" for month in (1, 2, 3)]
    rows = [f"2024-0{month}-15 me {who} mail" for who in WHO[:4] for month in (1, 2, 3)]
    net = network([*rows, *old, "2024-12-31 me other mail"], columns="time sender receiver source", me=["me"])
    asked = ng.hindsight(net, lambda n: n.people[n.people["name"].isin(["r99", "r00"])][["person"]], at=AT)
    assert asked.loc[0, ["recommendation", "pairs", "left_out"]].tolist() == ["lambda", 1, 1]


def test_a_log_too_short_to_look_back_on_is_an_error_and_a_day_before_anybody_wrote_takes_nothing_away():
    short = network([f"2024-05-{day:02} a{day % 4} b{day % 3}" for day in range(1, 15)])
    with pytest.raises(ng.TableError, match="nobody to ask for by 2024-04-14; take a later day, or name people"):
        ng.hindsight(short, ng.dormant, at="2024-04-14", of=2)
    with pytest.raises(ng.TableError, match="nobody to ask for"):
        ng.hindsight(short, ng.dormant, at="2024-05-10", of=[])
    later = ng.hindsight(trio(), picks("a"), at=AT, of=100)
    assert later["pairs"].sum() > 0
    pd.testing.assert_frame_equal(ng.hindsight(trio(), picks("a"), at=["2023-12-01", AT], of=100), later)


def test_several_days_are_several_classes():
    days = ["2024-05-31", AT]
    table = ng.hindsight(log(), picks("r"), at=days, days=30, most=FEWEST)
    assert table[["pairs", "again"]].to_numpy().tolist() == [[40, 20], [40, 0]]
    assert table.loc[0, "rate"] == 0.5


def test_the_question_is_given_nothing_later_and_no_ids_of_today():
    seen = []

    def spy(net, days):
        seen.append((net.interactions["time"].max(), net.export.interactions["time"].max(), net.windows["last"].max()))
        assert days == 7
        return net.people[net.people["name"].str.startswith("r")][["person"]]

    net = log()
    ng.hindsight(net, spy, at=AT, days=7)
    assert all(moment <= pd.Timestamp(AT) + pd.Timedelta(days=1) for moments in seen for moment in moments)
    brought = net.people[["person"]]
    with pytest.raises(ng.TableError, match=r"looks ahead: .* is nobody in the network it was given"):
        ng.hindsight(net, lambda _: brought, at=AT)


def test_rows_to_wait_and_later_legs_are_no_recommendations():
    def plan(net):
        table = picks("r")(net)
        return table.assign(when=np.where(table.index < 3, "write", "wait"))

    assert ng.hindsight(log(), plan, at=AT, most=FEWEST)["pairs"].tolist() == [3, 37]

    def legs(net):
        table = picks("r")(net).rename(columns={"person": "target"})
        return pd.concat([table.assign(source=net.me, leg=1), table.assign(source=table["target"].iloc[0], leg=2)])

    assert ng.hindsight(log(), legs, at=AT, most=3)["pairs"].tolist() == [3, 37]


def test_several_questions_are_each_told_for_itself():
    net, questions = log(), [picks("r"), picks("q"), lambda n: picks("r")(n).head(3)]
    table = ng.hindsight(net, questions, at=AT, most=FEWEST)
    each = [ng.hindsight(net, question, at=AT, most=FEWEST) for question in questions]
    pd.testing.assert_frame_equal(table, pd.concat(each, ignore_index=True))
    assert table["pairs"].tolist() == [20, 20, 20, 20, 3, 37]


def trio():
    """An organisation's log: hub writes to six others, and of these a0 and b0 met in July, c0 and d0 all year."""
    rows = [f"2024-0{m}-15 hub {who}" for who in ("a0", "b0", "c0", "d0", "e0", "f0") for m in (4, 5, 6)]
    rows += [f"2024-0{m}-16 {who} hub" for who in ("a0", "b0", "c0", "d0", "e0", "f0") for m in (4, 5, 6)]
    rows += [f"2024-0{m}-20 c0 d0" for m in range(1, 9)] + ["2024-07-05 b0 a0"]
    return network([*rows, "2024-12-31 x y"])


def named(*pairs):
    """Recommends these pairs by name."""

    def question(net):
        person = net.people.set_index("name")["person"]
        return pd.DataFrame([[person[one], person[other]] for one, other in pairs], columns=["a", "b"])

    return question


def test_pairs_of_contacts_are_judged_by_the_whole_log_and_who_met_unseen_is_left_out():
    net = trio()
    assert not len(ng.viewed(net, "hub").ties.query("source == 'c0' and target == 'd0'"))
    table = ng.hindsight(net, named(("a0", "b0"), ("e0", "f0"), ("c0", "d0")), at=AT, of=["hub"])
    # of the fifteen pairs c0 and d0 knew each other, two are recommended and twelve are alike
    assert table[["pairs", "left_out", "again"]].to_numpy().tolist() == [[2, 1, 1], [12, 0, 0]]


def test_for_whom_it_is_asked():
    net = trio()
    with pytest.raises(ng.TableError, match=r"this log has no owner; name people with of=\[\.\.\.\]"):
        ng.hindsight(net, ng.dormant, at=AT)
    with pytest.raises(ng.TableError, match="nobody here is called 'nemo'"):
        ng.hindsight(net, ng.dormant, at=AT, of=["nemo"])
    for question, days in (([], AT), (ng.dormant, [])):
        with pytest.raises(ng.TableError, match="give at least one question and one day"):
            ng.hindsight(net, question, at=days, of=["hub"])
    assert by(ng.hindsight(net, picks("a"), at=AT, of="hub"), "group").loc["recommended", "pairs"] == 1
    two = ng.hindsight(net, picks("a"), at=AT, of=2)
    pd.testing.assert_frame_equal(two, ng.hindsight(net, picks("a"), at=AT, of=2))
    everybody = ng.hindsight(net, picks("a"), at=AT, of=100)
    # a0 is named to all seven there were by then: to hub, with whom there was a tie, and to six without one
    assert everybody[["pairs", "left_out"]].iloc[0].tolist() == [1, 6]
    with pytest.raises(ng.TableError, match="no column person, a and b, or source and target; it has circle"):
        ng.hindsight(net, lambda n: ng.circles(n)[["circle"]], at=AT, of=["hub"])


def test_of_a_number_of_people_others_are_drawn_on_each_day_of_those_in_contact_by_then():
    net, asked = trio(), []

    def spy(view):
        asked.append((f"{view.as_of:%m-%d}", view.people.loc[view.people["is_me"], "name"].item()))
        return view.people[["person"]].head(0)

    days = ["2024-04-15", AT, "2024-07-06"]
    ng.hindsight(net, spy, at=days, days=10, of=4)
    drawn = {day: {who for on, who in asked if on == day[5:]} for day in days}
    assert [len(who) for who in drawn.values()] == [4, 4, 4]
    assert drawn[AT] != drawn["2024-07-06"]


def test_a_question_that_takes_of_is_asked_of_the_whole_log():
    net, asked = trio(), []

    def first(entire, of):
        assert entire.me is None
        asked.append((by(entire.people, "person").loc[of, "name"], len(entire.interactions)))
        one = entire.ties.loc[entire.ties["source"] == of, ["source", "target"]].head(1)
        return pd.concat([one.assign(leg=1), one.assign(leg=2, source=one["target"], target=of)])

    table = ng.hindsight(net, first, at=AT, of=["hub", "c0"])
    assert asked == [("hub", 42), ("c0", 42)]
    assert table["pairs"].iloc[0] + table["left_out"].iloc[0] == 2


def test_what_one_person_would_see_is_what_a_network_of_those_events_shows(firm):
    person = "rohan-rao"
    seen = ng.viewed(firm, "Rohan Rao")
    raw = firm.export.interactions
    handles = firm.merges.loc[firm.merges["person"] == person, "handle"]
    own = raw.loc[raw["sender"].isin(handles) | raw["receiver"].isin(handles), "event"]
    kept = raw[raw["event"].isin(own)].drop(columns=["source"])
    other = ng.network(kept, people=firm.people.assign(handle=firm.people["handles"])[["handle", "name"]],
                       me=list(handles), as_of=firm.as_of)  # fmt: skip
    assert (seen.me, seen.as_of) == (person, firm.as_of)
    assert len(seen.interactions) == len(other.interactions)
    columns = ["source", "target", "kind", "count", "days", "strength"]
    observed = other.ties[other.ties["kind"] != "declared"]
    pd.testing.assert_frame_equal(seen.ties[columns], observed[columns].reset_index(drop=True))
    assert len(seen.people) == len(firm.people)
    assert seen.people.loc[seen.people["is_me"], "person"].tolist() == [person]
    earlier = pd.Timestamp("2026-03-31")
    assert seen.at(earlier).interactions["time"].max() < earlier + pd.Timedelta(days=1)


KINDS = [ng.dormant, ng.give_first, ng.ways_in, ng.plan]


def test_every_kind_of_recommendation_is_judged_on_the_sample_firm(firm):
    owners = ["Rohan Rao", "Grace Hill"]
    table = ng.hindsight(firm, KINDS, at="2026-05-31", of=owners)
    assert table["recommendation"].tolist() == [k for kind in KINDS for k in [kind.__name__] * 2]
    named = table[table["group"] == "recommended"].set_index("recommendation")
    number = named["pairs"] + named["left_out"]
    # these two have no old tie on that day; at most five are named to each, and three ways in
    assert number["dormant"] == 0
    assert number[["give_first", "plan"]].between(1, 10).all()
    assert 1 <= number["ways_in"] <= 6
    observed, ids = firm.at("2026-05-31").ties.query("kind == 'observed'"), [ng.whom(firm, who) for who in owners]
    ways = [observed[["source", "target"]].set_axis(ends, axis=1) for ends in (["one", "other"], ["other", "one"])]
    known = pd.concat(ways).drop_duplicates()
    ties = table[table["recommendation"] == "dormant"]
    assert ties[["pairs", "left_out"]].to_numpy().sum() == known["one"].isin(ids).sum()


def by_hand(log, owners, *, end, days, chosen):
    """The owners' ties in the raw rows of a log of pairs: their classes, whether chosen, and whether contact came."""
    before, after = log[log["time"] <= end], log[(log["time"] > end) & (log["time"] <= end + pd.Timedelta(days=days))]
    later = {frozenset(pair) for pair in after[["sender", "recipient"]].itertuples(index=False)}
    found = []
    for owner in owners:
        mine = before[(before["sender"] == owner) | (before["recipient"] == owner)]
        for other in ({*mine["sender"]} | {*mine["recipient"]}) - {owner}:
            rows = mine[(mine["sender"] == other) | (mine["recipient"] == other)]
            active = rows.assign(day=rows["time"].dt.normalize()).drop_duplicates(["sender", "day"])
            age = (end.normalize() - active["day"]).dt.days
            silence, strength = int(np.log2(age.min() + 1)), np.floor(np.log2((1 / (1 + age / 7)).sum()))
            found.append([owner, silence, strength, chosen(other), frozenset([owner, other]) in later])
    return pd.DataFrame(found, columns=["owner", "silence", "strength", "recommended", "again"])


@pytest.mark.real
def test_on_a_public_log_the_figures_are_those_counted_by_hand_from_its_rows(shared):
    """CollegeMsg: of five busy people's ties those with an even number are recommended, which cannot tell anything."""
    log = pd.read_csv(shared / "data/networks/collegemsg/events.csv.gz", dtype={"sender": "str", "recipient": "str"})
    log = log.assign(time=pd.to_datetime(log["time"]))
    end = pd.Timestamp("2004-05-31 23:59:59.999999")
    owners = log.loc[log["time"] <= end, "sender"].value_counts().index[:5].tolist()
    cases = by_hand(log, owners, end=end, days=7, chosen=lambda who: int(who) % 2 == 0)
    ones, others = cases[cases["recommended"]], cases[~cases["recommended"]]
    keys = ["owner", "silence", "strength"]
    counts = [side.groupby(keys)["again"].agg(["size", "sum"]) for side in (ones, others)]
    both = [side.loc[counts[0].index.intersection(counts[1].index)] for side in counts]
    weight = both[0]["size"] * both[1]["size"] / (both[0]["size"] + both[1]["size"])
    rates = [np.average(side["sum"] / side["size"], weights=weight) for side in both]

    def even(net):
        return net.people.loc[net.people["name"].map(lambda name: int(name) % 2 == 0), ["person"]]

    net = ng.network(log.rename(columns={"recipient": "receiver"}))
    table = ng.hindsight(net, even, at=end, days=7, of=owners, most=len(net.people))
    assert table[["pairs", "again"]].to_numpy().tolist() == [[*side.sum()] for side in both]
    assert table["rate"].tolist() == pytest.approx(rates)
    assert table["verdict"].iloc[0] == "no difference shown"


@pytest.mark.real
@pytest.mark.slow
def test_on_a_public_log_old_ties_do_not_come_back_by_themselves(shared):
    """CollegeMsg, two months on: of the old ties of sixty people nobody was heard from, nor of others as silent."""
    net = ng.network(ng.read(shared / "data/networks/collegemsg/events.csv.gz", columns={"receiver": "recipient"}))
    table = ng.hindsight(net, ng.dormant, at="2004-06-15", of=60)
    assert table[["pairs", "left_out", "again"]].to_numpy().tolist() == [[19, 13, 0], [35, 802, 0]]
    assert table["verdict"].iloc[0] == "too few to know (under 20)"
