"""Backtests: figures by their definitions, honest labels, and no look ahead."""

from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from logs import by, network
from scipy.stats import norm

import netgraph as ng
from netgraph.answers.backtest import FEWEST, auc, average_precision, brier_skill, compared, ece

AT = "2024-02-01"
SOURCES = "time sender receiver source"


def told(score, again):
    """Figures of one score: AUC and average precision."""
    score, again = pd.Series(score), np.array(again)
    rank = score.rank(method="dense").to_numpy("int64") - 1
    up, down = np.bincount(rank, again), np.bincount(rank, ~again)
    return auc(up, down), average_precision(up, down)


CASES = st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=30).filter(
    lambda cases: len({again for _, again in cases}) == 2
)


@given(CASES)
def test_auc_and_average_precision_are_those_of_their_definitions(cases):
    score, again = map(list, zip(*cases, strict=True))
    yes, no = [s for s, a in cases if a], [s for s, a in cases if not a]
    wins = sum((y > n) + (y == n) / 2 for y in yes for n in no)
    precision, recall = 0.0, 0.0
    for least in sorted(set(score), reverse=True):
        shown = [a for s, a in cases if s >= least]
        gained = sum(shown) / len(yes)
        precision, recall = precision + (gained - recall) * sum(shown) / len(shown), gained
    assert told(score, again) == pytest.approx((wins / (len(yes) * len(no)), precision))


def test_figures_by_hand():
    # Wikipedia's ROC has 1 for a perfect score, 0 for a reversed one; average precision of y n y n is (1 + 2/3) / 2
    assert told([4, 3, 2, 1], [True, True, False, False]) == (1, 1)
    assert told([1, 2, 3, 4], [True, True, False, False])[0] == 0
    assert told([1, 1, 1, 1], [True, False, False, False]) == (0.5, 0.25)
    assert told([4, 3, 2, 1], [True, False, True, False])[1] == pytest.approx((1 + 2 / 3) / 2)
    said, came = pd.Series([0.1, 0.1, 0.8, 0.8]), np.array([False, False, True, False])
    assert brier_skill(said, came) == pytest.approx(1 - (0.01 + 0.01 + 0.04 + 0.64) / (4 * 3 / 16))
    assert ece(said, pd.Series(came)) == pytest.approx((2 * 0.1 + 2 * 0.3) / 4)
    assert brier_skill(pd.Series([0.25] * 4), came) == pytest.approx(0)


def delong(first, second, again):
    """Lead of one AUC over another with its 90 % interval: DeLong et al., Biometrics 44:837 (1988)."""
    above = [np.sign(s[again][:, None] - s[~again]) / 2 + 0.5 for s in (first, second)]
    lead = above[0] - above[1]
    spread = np.sqrt(lead.mean(axis=1).var(ddof=1) / again.sum() + lead.mean(axis=0).var(ddof=1) / (~again).sum())
    return lead.mean(), lead.mean() + norm.ppf(0.05) * spread, lead.mean() + norm.ppf(0.95) * spread


@pytest.mark.parametrize("seed", range(3))
def test_the_interval_of_a_lead_is_near_to_delongs(seed):
    rng = np.random.default_rng(seed)
    again = rng.random(1500) < 0.2
    one = rng.normal(size=1500) + again
    other = one + rng.normal(size=1500)
    row = compared([pd.Series(one), pd.Series(other)], again).loc[1, ["auc_lead", "auc_low", "auc_high"]]
    assert row.tolist() == pytest.approx(delong(one, other, again), abs=0.005)


def pairs(again=12, others=12):
    """A log in which pairs with a strong tie in January, and no others, meet again in February."""
    rows = [f"2024-01-{day} a{n} b{n}" for n in range(again) for day in (10, 20, 30)]
    rows += [f"2024-01-{10 + n % 20} c{n} d{n}" for n in range(others)]
    rows += [f"2024-02-{10 + n % 10} a{n} b{n}" for n in range(again)]
    return [*rows, "2024-03-31 x y"]


@cache
def known():
    return network(pairs())


def test_what_decides_is_known():
    table = by(ng.backtest(known(), ng.strength, at=AT), "score")
    assert list(table.index) == ["strength", "count", "recency"]
    assert table.loc["strength", ["pairs", "again", "unknown", "unscored"]].tolist() == [24, 12, 0, 0]
    assert table[["auc", "average_precision"]].loc["strength"].tolist() == [1, 1]
    assert table.loc["count", ["auc_lead", "auc_low", "auc_high"]].tolist() == [0, 0, 0]
    assert np.isnan(table.loc["strength", "auc_lead"])
    assert table[["brier_skill", "ece"]].isna().all(axis=None)


def test_the_score_of_a_count_is_the_count():
    table = ng.backtest(network(pairs(), decay=ng.count), ng.strength, at=AT)
    assert table.loc[0, ["auc", "average_precision"]].tolist() == table.loc[1, ["auc", "average_precision"]].tolist()
    assert table.loc[1, ["precision_lead", "precision_low", "precision_high"]].tolist() == [0, 0, 0]


def test_the_moments_between_which_contact_counts():
    rows = ["2024-01-01 a b", "2024-01-01 c d", "2024-01-01 e f", "2024-01-01 g h"]
    rows += ["2024-02-01T23:59:59 c d", "2024-02-02T00:00:00 e f", "2024-02-06T23:59:59 g h", "2024-02-07T00:00:00 a b"]
    net = network([*rows, "2024-03-01 x y"])
    days = by(ng.backtest(net, ng.strength, at=AT, days=5), "score")
    assert days.loc["strength", ["pairs", "again"]].tolist() == [4, 2]
    # c and d wrote later on that very day, after the moment; five days later on the same hour it ends
    moment = by(ng.backtest(net, ng.strength, at="2024-02-01T12:00", days=5), "score")
    assert moment.loc["strength", ["pairs", "again"]].tolist() == [4, 2]
    assert moment.loc["count", "auc"] == 0.5
    assert days.loc["count", "auc"] == pytest.approx((0 + 0.5 + 0 + 0.5) / 4)


def test_whom_no_source_covers_is_left_out_and_counted():
    rows = [f"{row} new" for row in pairs()] + ["2024-01-05 p q old", "2024-02-01 p r old", "2024-02-20 r s other"]
    table = ng.backtest(network(rows, columns=SOURCES), ng.strength, at=AT)
    assert table.loc[0, ["pairs", "again", "unknown"]].tolist() == [24, 12, 2]
    with pytest.raises(ng.TableError, match="no source covers these days; take an earlier day, or fewer days"):
        ng.backtest(known(), ng.strength, at="2024-03-15", days=30)
    with pytest.raises(ng.TableError, match="no source covers these days"):
        ng.backtest(known().at("2024-02-20"), ng.strength, at=AT)


def test_under_ten_of_either_there_is_no_interval():
    for many in (FEWEST, FEWEST - 1):
        lead = by(ng.backtest(network(pairs(again=many)), ng.strength, at=AT), "score").loc["recency"]
        assert lead["auc_lead"] == 0
        assert np.isnan(lead[["auc_low", "precision_high"]].astype(float)).all() == (many < FEWEST)


def test_a_question_that_takes_days_is_asked_for_the_same_ones():
    net = known()
    week = ng.backtest(net, ng.forecast, at=AT, days=20)
    pd.testing.assert_frame_equal(
        week.drop(columns="score"),
        ng.backtest(net, lambda n: ng.forecast(n, days=20), at=AT, days=20).drop(columns="score"),
    )
    assert week["score"].tolist() == ["forecast: probability", "count", "recency"]
    assert week.loc[0, "brier_skill"] > 0


def test_people_stand_for_their_contact_with_anybody_or_with_the_owner():
    people = ng.backtest(known(), ng.brokers, at=AT, score="degree")
    assert people.loc[0, ["pairs", "again", "auc"]].tolist() == [48, 24, 0.5]
    rows = [
        "2024-01-01 me a",
        "2024-01-02 b me",
        "2024-01-03 b me",
        "2024-01-04 c d",
        "2024-02-10 b me",
        "2024-02-11 c d",
    ]
    mine = ng.backtest(network([*rows, "2024-03-31 me x"], me=["me"]), ng.give_and_take, at=AT, score="received")
    assert mine.loc[0, ["pairs", "again", "auc"]].tolist() == [2, 1, 1]


def test_a_case_without_a_score_is_counted():
    def some(net):
        table = ng.strength(net)
        return table.assign(strength=table["strength"].where(table["b"] != table["b"].max())).iloc[1:]

    table = ng.backtest(known(), some, at=AT)
    assert table.loc[0, ["pairs", "unscored"]].tolist() == [22, 2]


@pytest.mark.parametrize(
    ("question", "options", "says"),
    [
        (ng.strength, {"score": "why"}, "no column of numbers why; name one with score=: strength, w_ab"),
        (ng.strength, {"score": "width"}, "no column of numbers width"),
        (ng.reciprocity, {}, "no table with one row for each pair"),
        (lambda net: len(net.people), {}, "no table with one row for each pair"),
        (lambda net: pd.concat([ng.strength(net)] * 2), {}, "no table with one row for each pair"),
        (lambda net: ng.strength(net)[["a", "b", "why"]], {}, "no column of numbers"),
        (lambda net: ng.strength(net).head(0), {}, "has a score; take a later day"),
        (ng.strength, {"at": "2023-01-01"}, "has a score; take a later day"),
        (ng.strength, {"at": "yesterday"}, "is no day; write it like"),
        (ng.strength, {"at": 20240101}, "is no day; write it like"),
        (ng.strength, {"days": 0}, "give a whole number from 1 on"),
        (ng.strength, {"at": "2024-02-19"}, "none of 24 were in contact"),
        (lambda net: ng.strength(net).query("strength > .9"), {"days": 40}, "all of 12 were in contact"),
    ],
)
def test_what_cannot_be_tried_is_refused_in_words(question, options, says):
    with pytest.raises(ng.TableError, match=says) as refused:
        ng.backtest(known(), question, **{"at": AT} | options)
    assert "\n" not in str(refused.value)


def later(net, at=AT):
    """Events of each pair after a day: what no question may know."""
    log = net.export.interactions
    return log[log["time"] > at].groupby(["sender", "receiver"], as_index=False).agg(future=("event", "size"))


def reads_the_export(net):
    table = ng.strength(net).merge(later(net), left_on=["a", "b"], right_on=["sender", "receiver"], how="left")
    return table[["a", "b"]].assign(score=table["future"].fillna(0))


def asks_another_day(net):
    return ng.strength(net.at("2024-03-31"))


def counts_people_to_come(net):
    return ng.strength(net).assign(strength=float(len(net.export.interactions)))


@pytest.mark.parametrize("question", [reads_the_export, asks_another_day, counts_people_to_come])
def test_a_look_into_the_export_is_caught(question):
    with pytest.raises(ng.TableError, match=r"looks ahead: (for a0 and b0 it says|'x' is nobody in the network)"):
        ng.backtest(known(), question, at=AT)


def test_a_table_brought_along_is_caught():
    net = known()
    with pytest.raises(ng.TableError, match=r"looks ahead: .* is nobody in the network it was given"):
        ng.backtest(net, lambda _: ng.strength(net), at=AT)
    future = later(net).rename(columns={"sender": "a", "receiver": "b"})
    with pytest.raises(ng.TableError, match="looks ahead: for a0 and b0 it says"):
        ng.backtest(
            net, lambda then: ng.strength(then)[["a", "b"]].merge(future, how="left").fillna({"future": 0}), at=AT
        )


def test_the_network_that_is_asked_holds_nothing_later():
    cards = pd.DataFrame({"handle": ["a0", "late"], "name": ["Ann", "Lea"], "card": ["1", "2"], "source": "list"})
    cards = cards.assign(organisation="Globex", title=None, since=pd.to_datetime(["2024-01-01", "2024-03-01"]))
    log = known().export
    windows = pd.concat([log.windows, pd.DataFrame({"source": ["list"], "first": [pd.Timestamp("2024-03-01")],
                                                     "last": [pd.Timestamp("2024-03-01")]})])  # fmt: skip
    export = ng.Export(contacts=cards, interactions=log.interactions, windows=windows)
    seen = []

    def spy(net):
        seen.append(net)
        return ng.strength(net)

    ng.backtest(ng.network(export), spy, at=AT)
    bare, whole = seen
    end = pd.Timestamp("2024-02-02")
    assert whole.export.interactions["time"].max() >= end
    for net in (bare, bare.at("2030-01-01"), bare.only(channel=list(bare.interactions["channel"].unique()))):
        assert net.interactions["time"].max() < end
        assert net.export.interactions["time"].max() < end
        assert net.export.contacts["since"].max() < end
        assert net.export.contacts["organisation"].isna().all()
        assert net.export.windows["last"].max() < end
        assert set(net.export.windows["source"]) == {"log"}
        assert net.people["person"].str.startswith("veiled-").all()
    assert len(bare.export.ledger) == 0


def test_a_question_may_look_back_and_name_a_person():
    def grown(net):
        now, then = ng.strength(net), ng.strength(net.at("2024-01-15"))
        both = now.merge(then, on=["a", "b"], how="left", suffixes=("", "_then"))
        assert both["count_then"].notna().sum() == len(then)
        return both[["a", "b"]].assign(grown=both["count"] - both["count_then"].fillna(0))

    assert ng.backtest(known(), grown, at=AT).loc[0, "score"] == "grown"

    def of_one(net):
        return ng.strength(net).assign(strength=float(len(ng.evidence(net, "a0", "b0"))))

    assert ng.backtest(known(), of_one, at=AT).loc[0, "auc"] == 0.5


@pytest.mark.parametrize("question", [ng.strength, ng.weak_ties, ng.imbalance, ng.give_and_take, ng.forecast])
def test_honest_questions_of_many_sources_are_not_accused(ada, question):
    table = ng.backtest(ada, question, at="2025-06-30")
    assert table.loc[0, "pairs"] > 50
    assert 0 < table.loc[0, "auc"] < 1


def test_the_same_again_and_the_network_is_left_alone(ada):
    before = ada.digest
    first, second = (ng.backtest(ada, ng.strength, at="2025-06-30") for _ in range(2))
    pd.testing.assert_frame_equal(first, second)
    assert ada.digest == before


def test_a_selection_is_replayed_as_such(firm):
    mail = firm.only(channel="mail")
    whole, part = (ng.backtest(net, ng.strength, at="2026-03-31").loc[0, "pairs"] for net in (firm, mail))
    assert part == len(ng.strength(mail.at("2026-03-31")))
    assert part < whole


@pytest.fixture(scope="module")
def college(shared):
    return ng.network(ng.read(shared / "data/networks/collegemsg/events.csv.gz", columns={"receiver": "recipient"}))


def two_thirds(net):
    first, last = net.interactions["time"].agg(["min", "max"])
    return first + (last - first) * 2 / 3


@pytest.mark.real
def test_strength_foretells_contact_on_a_public_log(college):
    table = by(ng.backtest(college, ng.strength, at=two_thirds(college), days=30), "score")
    assert table.loc["strength", ["pairs", "again"]].tolist() == [13176, 219]
    assert table.loc["count", "auc"] == pytest.approx(0.666, abs=0.0005)
    assert table.loc["strength", "auc"] >= 0.86
    assert table.loc["count", "auc_low"] > 0.1
    # as of the end of that day, a few hours later, the figures hardly differ
    dusk = by(ng.backtest(college, ng.strength, at=two_thirds(college).normalize(), days=30), "score")
    assert dusk["auc"].to_numpy() == pytest.approx(table["auc"].to_numpy(), abs=0.01)


@pytest.mark.real
def test_a_forecast_beats_strength_and_recency_on_a_public_log(college):
    table = by(ng.backtest(college, ng.forecast, at=two_thirds(college), days=30), "score")
    forecast = table.loc["forecast: probability"]
    assert forecast["auc"] >= 0.89
    assert forecast["brier_skill"] > 0.1
    assert forecast["ece"] < 0.02
    assert table.loc["recency", "auc_low"] > 0
