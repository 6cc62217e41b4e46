"""A plan: what is planted comes in its turn, who is to be left alone never does, and each thing once."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from logs import by, few, network

import netgraph as ng
from netgraph.answers.plan import ACTS, proposals
from netgraph.answers.pressure import PEACE
from netgraph.glossary import GLOSSARY
from netgraph.overrides import Overrides

COLUMNS = "event time sender receiver recipients kind source"
NOW = "2024-12-31"


def talk(person, start, every, number, *, last=None):
    """Both ways every so many days, the last by `last`, else by whose turn it is."""
    ends = [("me", person), (person, "me")]
    turn = 0 if last is None else (number + (last != "me")) % 2 + 1
    days = [pd.Timestamp(start) + pd.Timedelta(days=every * n) for n in range(number)]
    return [f"{person}{n} {day:%Y-%m-%d} {' '.join(ends[(n + turn) % 2])} 1 message mail" for n, day in enumerate(days)]


ROWS = [
    "first 2023-01-01 kept me 1 message mail",
    *talk("old", "2023-02-01", 14, 20, last="old"),
    *talk("elder", "2023-02-03", 14, 20, last="elder"),
    *talk("tried", "2024-03-01", 10, 21, last="tried"),
    *[f"vain{n} 2024-{day} me tried 1 message mail" for n, day in enumerate(("09-27", "10-07", "10-17"))],
    *talk("due", "2024-06-01", 20, 10, last="me"), "due 2024-12-20 due me 1 message mail",
    *talk("longer", "2024-06-01", 20, 10, last="me"), "longer 2024-12-10 longer me 1 message mail",
    *talk("third", "2024-06-01", 20, 10, last="me"), "third 2024-12-22 third me 1 message mail",
    *talk("herald", "2024-01-01", 20, 10),
    "intro 2024-10-01 herald me 2 message mail", "intro 2024-10-01 herald found 2 message mail",
    "found1 2024-10-05 found me 1 message mail", "found2 2024-10-06 me found 1 message mail",
    "praise 2024-08-01 judge me 1 recommendation mail",
    "praise2 2024-08-01 thanked me 1 recommendation mail", "thanks 2024-08-02 me thanked 1 message mail",
    "praise3 2023-08-01 longago me 1 recommendation mail",
    f"last {NOW} me kept 1 message mail",
]  # fmt: skip


def net_of(rows=ROWS, **options):
    return network(rows, columns=COLUMNS, **{"me": ["me"]} | options)


@pytest.fixture(scope="module")
def net():
    return net_of()


def acts(table):
    return list(table[["act", "person"]].itertuples(index=False, name=None))


def test_each_planted_thing_comes_in_its_turn(net):
    table = ng.plan(net, per_week=20)
    assert list(table.columns) == list(GLOSSARY["plan"])
    worthy, other = by(ng.dormant(net).query("person in ['old', 'elder']"), "person").index
    assert acts(table) == [
        ("reply", "longer"), ("reply", "due"),
        ("revive", worthy), ("thank", "herald"), ("revive", other), ("thank", "judge"), ("revive", "tried"),
    ]  # fmt: skip
    assert (table["as_of"] == pd.Timestamp(NOW)).all()
    assert table["when"].tolist() == ["write"] * 6 + ["wait"]
    assert (table["on"][:-1] == pd.Timestamp(NOW)).all()


def test_the_reason_names_days_counts_and_what_the_chance_means(net):
    table, odds = by(ng.plan(net, per_week=20), "person"), by(ng.replies(net), "source", "target")["chance"]
    assert "waiting for your reply since 2024-12-10" in table.loc["longer", "why"]
    assert table.loc["longer", "why"].endswith(f"within 7 days is {100 * odds['me', 'longer']:.0f} %")
    assert table.loc["longer", "chance"] == odds["me", "longer"]
    assert table.loc["herald", "why"].startswith(
        "introduced you to found on 2024-10-01 (probable), and nothing from you"
    )
    assert table.loc["judge", "why"].startswith("recommended you on 2024-08-01, and nothing from you since")
    assert (table.loc["judge", "last"], table.loc["judge", "channel"]) == (pd.Timestamp("2024-08-01"), "log")
    assert "mail" not in set(table["channel"])


def test_a_week_has_room_for_so_many_and_none_is_a_plan(net):
    whole = ng.plan(net, per_week=20)
    for number in (1, 3, 5):
        pd.testing.assert_frame_equal(ng.plan(net, per_week=number), whole.head(number))
    assert len(ng.plan(net)) == 5
    with pytest.raises(ng.TableError, match="per_week=0"):
        ng.plan(net, per_week=0)
    assert ng.plan(net_of(["1 2024-01-01 a me 1 meeting mail"])).empty
    assert ng.plan(net_of(me=())).empty


def test_who_is_on_the_stop_list_waits(net):
    found = by(proposals(net), "person")
    row, pressed = found.loc["tried"], by(ng.pressure(net), "source", "target").loc[("me", "tried")]
    assert pressed["verdict"] == PEACE
    assert row[["act", "when", "on"]].tolist() == ["revive", "wait", pressed["again_on"]]
    assert pressed["again_on"] > pd.Timestamp(NOW)
    assert f"; but wait: {pressed['why']}" in row["why"]
    assert found.index[-1] == "tried"


def test_what_the_user_has_done_is_left_out_for_ninety_days():
    said = (("longer", "2024-12-15"), ("due", "2024-12-15"), ("old", "2024-10-02"), ("elder", "2024-10-01"))
    table = ng.plan(net_of(overrides=Overrides(done=said)), per_week=20)
    assert [who for act, who in acts(table) if act == "reply"] == ["due", "third"]
    assert [who for act, who in acts(table) if act == "revive"] == ["elder", "tried"]


def test_who_is_excluded_is_not_there_and_a_note_decides_nothing(net):
    told = Overrides(exclude=("old",), notes=(("elder", "do not contact"),))
    table = by(ng.plan(net_of(overrides=told), per_week=20), "person")
    assert "old" not in table.index
    assert table.loc["elder", "why"].endswith("; your note: do not contact")
    assert not ng.plan(net, per_week=20)["why"].str.contains("note").any()


def test_a_wish_brings_one_to_ask():
    ends = [("friend", "me"), ("me", "friend")] * 2
    way = [f"w{n} 2024-12-0{n} {one} {other} 1 message mail" for n, (one, other) in enumerate(ends, 1)]
    both = [f"both{n} 2024-11-0{n} friend {who} 2 message mail" for n in (1, 2, 3) for who in ("me", "wish")]
    net = net_of(ROWS + way + both)
    table, legs = by(ng.plan(net, to="wish", per_week=20), "act"), ng.introductions(net, to="wish")
    row = table.loc["ask for an introduction"]
    assert (row["person"], row["other"]) == ("friend", "wish")
    assert row["chance"] == legs["chance"].iloc[0]
    assert row["why"].startswith("a way to wish leads through friend; ")


def test_a_plan_knows_nothing_of_later_days(net):
    later = [*ROWS, "x1 2025-03-01 me old 1 message mail", "x2 2025-03-01 late me 1 message mail"]
    known = ["person", "other", "act", "when", "on", "last", "channel", "as_of"]  # hours of silence are in the chance
    earlier = ng.plan(net_of(later).at(NOW), per_week=20)
    pd.testing.assert_frame_equal(earlier[known], ng.plan(net, per_week=20)[known])


def test_a_plan_comes_back_from_a_file(net, tmp_path):
    plan = ng.plan(net, per_week=20)
    plan.to_csv(tmp_path / "plan.csv", index=False)
    pd.testing.assert_frame_equal(ng.review(net, tmp_path / "plan.csv"), ng.review(net, plan))


@st.composite
def logs(draw):
    """Up to 40 messages of the owner with four people over a year, and the order in which the rows stand."""
    days = st.integers(0, 365)
    one = st.tuples(days, st.sampled_from(["a", "b", "c", "d"]), st.booleans(), st.sampled_from([1, 1, 1, 2]))
    rows = draw(st.lists(one, min_size=1, max_size=40))
    rows = [(pd.Timestamp("2024-01-01") + pd.Timedelta(days=d), *(("me", who) if out else (who, "me")), k)
            for d, who, out, k in rows]  # fmt: skip
    told = [f"e{n} {t:%Y-%m-%d} {one} {other} {k} message mail" for n, (t, one, other, k) in enumerate(rows)]
    return told, draw(st.permutations(told))


@few
@given(logs())
def test_no_plan_breaks_the_rules(made):
    rows, shuffled = made
    net = net_of([*rows, "z 2024-12-31 me z 1 message mail"])
    table, tries = ng.plan(net, per_week=9), ng.pressure(net)
    stopped = tries[tries["verdict"] == PEACE]
    writing = table[table["when"] == "write"]
    named = pd.concat([table["person"], table["other"].dropna()])
    assert not named.duplicated().any()
    assert not (set(named) - {*net.people["person"]})
    assert not writing["person"].isin([*stopped["source"], *stopped["target"]]).any()
    assert (table["act"] == "reply").sum() <= 2
    assert table["act"].isin(ACTS).all()
    assert (table.loc[table["when"] == "wait", "on"] > net.as_of).all()
    assert table["chance"].between(0, 1).all()
    assert table["when"].is_monotonic_decreasing
    again = ng.plan(net_of([*shuffled, "z 2024-12-31 me z 1 message mail"]), per_week=9)
    pd.testing.assert_frame_equal(table, again)


def test_where_nobody_is_to_be_given_time_there_is_a_plan_all_the_same():
    table = ng.plan(net_of([*talk("due", "2024-06-01", 20, 10, last="me"), "due 2024-12-20 due me 1 message mail"]))
    assert table[["act", "person", "when"]].to_numpy().tolist() == [["reply", "due", "write"]]
