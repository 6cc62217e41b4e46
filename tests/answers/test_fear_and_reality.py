"""Reach-outs and answers: what counts as first-ever, dormant and warm, what is left out, and when there are too few."""

from bisect import bisect_right
from collections import Counter, defaultdict

import pandas as pd
import pytest
from logs import by, network
from scipy.stats import beta

import netgraph as ng
from netgraph.answers.fear_and_reality import outcomes

COLUMNS = "time sender receiver"
NAN = float("nan")
EDGES = ["2023-01-01 me x", "2025-01-01 me x"]


def kinds(rows, **options):
    found = outcomes(network(rows, columns=options.pop("columns", COLUMNS), **options))
    return {(row.receiver, f"{row.time:%m-%d}", row.kind, bool(row.answered)) for row in found.itertuples()}


def test_kinds_by_what_came_before():
    rows = ["2024-01-01 me a", "2024-01-03 a me", "2024-01-10 me a", "2024-06-01 me a"]
    found = {k for k in kinds([*rows, *EDGES], me=["me"]) if k[0] == "a"}
    assert found == {
        ("a", "01-01", "first-ever", True),
        ("a", "01-10", "warm", False),
        ("a", "06-01", "dormant", False),
    }


def test_thirty_days_are_warm_and_seven_days_are_an_answer():
    rows = ["2024-01-01 me a", "2024-01-31 me a", "2024-02-07 a me", "2024-05-01 me b", "2024-05-09 b me"]
    found = {k for k in kinds([*rows, *EDGES], me=["me"]) if k[0] != "x"}
    assert ("a", "01-31", "warm", True) in found
    assert ("b", "05-01", "first-ever", False) in found


def test_a_log_that_starts_late_makes_nobody_first_ever():
    assert kinds(["2024-01-01 me a", "2024-12-31 me z"], me=["me"]) == set()
    columns = "time sender receiver source"
    late = ["2023-01-01 me x mail", "2024-05-01 me y chat", "2024-06-01 me a chat", "2024-12-01 me y chat"]
    assert not [k for k in kinds(late, columns=columns, me=["me"]) if k[2] == "first-ever"]


def test_messages_whose_week_has_not_passed_are_left_out():
    rows = ["2023-01-01 me x", "2024-01-01 me a", "2024-01-07T23:59 x me"]
    assert kinds(rows, me=["me"]) == set()
    assert kinds([*rows, "2024-01-08 x me"], me=["me"]) == {("a", "01-01", "first-ever", False)}


def test_whom_one_has_met_is_no_stranger():
    columns = "time sender receiver kind"
    rows = ["2023-01-01 me x message", "2024-01-01 a me meeting", "2024-01-02 me a message", "2025-01-01 me x message"]
    assert {k[2] for k in kinds(rows, columns=columns, me=["me"]) if k[0] == "a"} == {"warm"}


def test_a_cut_in_time_makes_nobody_first_ever():
    net = network(["2022-01-01 me a", "2024-01-01 me a", *EDGES], me=["me"])
    assert set(outcomes(net)["kind"]) >= {"dormant"}
    assert "first-ever" not in set(outcomes(net.only(since="2023-01-01"))["kind"])


def test_group_mail_is_no_reach_out_but_ends_a_silence():
    columns = "time sender receiver recipients"
    rows = ["2023-01-01 me x 1", "2024-01-01 me a 3", "2024-01-05 me a 1", "2025-01-01 me x 1"]
    assert {k[1:3] for k in kinds(rows, columns=columns, me=["me"]) if k[0] == "a"} == {("01-05", "warm")}


def test_under_twenty_there_is_no_rate():
    table = by(
        ng.fear_and_reality(network(["2024-01-01 me a", *EDGES], columns=COLUMNS, me=["me"])), "kind", "shared_contacts"
    )
    assert table.loc[("first-ever", "any"), ["sent", "answered", "verdict"]].tolist() == [1, 0, "too few to know"]
    assert table[["rate", "ci_low", "ci_high"]].isna().all(axis=None)


def test_rates_and_intervals_of_planted_answers():
    start = pd.Timestamp("2024-01-01")
    sent = [f"{start + pd.Timedelta(days=i):%Y-%m-%d} me p{i}" for i in range(40)]
    back = [f"{start + pd.Timedelta(days=i + 2):%Y-%m-%d} p{i} me" for i in range(10)]
    table = by(ng.fear_and_reality(network([*sent, *back, *EDGES], me=["me"])), "kind", "shared_contacts")
    row = table.loc["first-ever", "any"]
    assert row[["sent", "answered", "rate"]].tolist() == [40, 10, 0.25]
    assert row[["ci_low", "ci_high"]].tolist() == pytest.approx(beta(10.5, 30.5).ppf([0.05, 0.95]).tolist())
    assert row["caveat"].endswith("; most silence is not a verdict on you")


def test_of_a_high_rate_it_is_said_that_it_is_no_praise(firm):
    whole = by(ng.fear_and_reality(firm), "kind", "shared_contacts").loc[("warm", "any")]
    assert whole["rate"] > 0.5
    assert whole["caveat"].endswith("; a high rate is no praise")


def test_of_answers_within_a_minute_the_order_of_the_log_decides():
    rows = ["2023-01-01 me x", "2024-01-01T10:00 me a", "2024-01-01T10:00 a me", "2024-02-01 me x"]
    assert ("a", "01-01", "first-ever", True) in kinds(rows, me=["me"])


def test_shared_contacts_are_those_known_to_both_before():
    """a writes to z, having met 0, 2 and 4 of those whom z knows; whom either meets later does not count."""
    start = "2023-01-01 a x"
    friends = [f"2024-0{1 + i}-01 {end} f{i}" for i in range(4) for end in ("a", "z")]
    later = ["2024-09-01 a f8", "2024-09-01 z f8", "2025-01-01 a x"]
    for number, shared in ((0, "0"), (1, "1-2"), (2, "1-2"), (3, "3 or more"), (4, "3 or more")):
        rows = [start, *friends[: 2 * number], "2024-08-01 a f9", "2024-08-10 a z", *later]
        found = outcomes(network(rows))
        assert found.set_index(["sender", "receiver"]).loc[("a", "z"), "shared_contacts"] == shared


def test_contact_in_the_same_minute_was_not_known_before():
    rows = ["2023-01-01 a x", "2024-01-01 a f", "2024-08-10 z f", "2024-08-10 a z", "2025-01-01 a x"]
    assert outcomes(network(rows)).set_index("receiver").loc["z", "shared_contacts"] == "0"


def test_where_no_tie_between_contacts_is_seen_nobody_shares_none():
    rows = [f"2024-0{1 + i % 9}-{1 + i // 9:02} me p{i}" for i in range(60)]
    table = by(ng.fear_and_reality(network(sorted([*rows, *EDGES]), me=["me"])), "kind", "shared_contacts")
    assert table.loc[("first-ever", "any"), "sent"] == 60
    assert (table.loc[("first-ever", "0"), "sent"], table.loc[("first-ever", "0"), "rate"]) == (
        0,
        pytest.approx(NAN, nan_ok=True),
    )
    assert table.loc[("first-ever", "0"), "verdict"].startswith("not applicable")


def test_parts_by_shared_contacts_make_up_the_whole(firm):
    table = ng.fear_and_reality(firm)
    counts = table.assign(part=table["shared_contacts"] != "any").groupby(["kind", "part"])[["sent", "answered"]].sum()
    assert counts.xs(True, level="part").equals(counts.xs(False, level="part"))
    assert table["caveat"].str.contains("not cause").all()


def test_how_long_a_source_must_have_covered_is_an_argument():
    rows = ["2024-01-01 me a", "2024-03-01 me b", "2024-12-31 me z"]
    net = network(rows, me=["me"])
    first = {covered: set(outcomes(net, covered=covered)["receiver"]) for covered in (0, 30, 180)}
    assert first == {0: {"a", "b"}, 30: {"b"}, 180: set()}


@pytest.mark.real
def test_on_a_public_log(shared):
    """All contact of this log begins with it, so that nothing need be covered before."""
    net = ng.network(ng.read(shared / "data/networks/collegemsg/events.csv.gz", columns={"receiver": "recipient"}))
    found = outcomes(net, covered=0)
    assert found.groupby(["kind", "shared_contacts"])["answered"].agg(["size", "sum"]).to_dict("index") == brute(net)
    table = by(ng.fear_and_reality(net, covered=0), "kind", "shared_contacts")
    rate = table["rate"].round(3)
    assert rate.xs("any", level="shared_contacts").to_dict() == {"first-ever": 0.424, "dormant": 0.488, "warm": 0.638}
    assert rate["first-ever", "3 or more"] > rate["first-ever", "0"]
    assert table.loc[("first-ever", "3 or more"), "ci_low"] > table.loc[("first-ever", "0"), "ci_high"]


def brute(net):
    """The same counts by one walk over the log."""
    log, met, last, found = net.interactions, defaultdict(dict), {}, Counter()
    times = defaultdict(list)
    for row in log.itertuples():
        times[row.sender, row.receiver].append((row.Index, row.time))
    end, week = log["time"].max(), pd.Timedelta(days=7)
    for row in log.itertuples():
        pair, ends = frozenset((row.sender, row.receiver)), (row.sender, row.receiver)
        both = [{o for o, t in met[end].items() if t < row.time} for end in ends]
        shared = len(both[0] & both[1])
        silent = row.time - last[pair] if pair in last else None
        kind = "first-ever" if silent is None else "dormant" if silent > pd.Timedelta(days=30) else "warm"
        back = times[row.receiver, row.sender]
        place = bisect_right(back, (row.Index, row.time))
        if end - row.time >= week:
            key = kind, "0" if shared == 0 else "1-2" if shared < 3 else "3 or more"
            found[(*key, "size")] += 1
            found[(*key, "sum")] += place < len(back) and back[place][1] - row.time <= week
        last[pair] = row.time
        for one, other in (ends, ends[::-1]):
            met[one].setdefault(other, row.time)
    return {key[:2]: {"size": found[(*key[:2], "size")], "sum": found[(*key[:2], "sum")]} for key in found}
