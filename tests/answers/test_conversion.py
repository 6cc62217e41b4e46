"""What becomes of reach-outs: by hand, against a slow walk over the log, and what must hold whatever the log."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from logs import by, few, network
from scipy.stats import beta

import netgraph as ng
from netgraph.answers.conversion import STAGES, STARTS

COLUMNS = "time sender receiver kind source"
COUNTS = ["at_risk", "reached", "undecided"]
DAY = pd.Timedelta(days=1)
ENDS = ["2022-01-01T00:00 me x message mail", "2025-01-01T00:00 me x message mail"]


def counts(rows, *, start, **options):
    """The three counts of each stage of a start."""
    table = ng.conversion(network(sorted([*ENDS, *rows]), columns=COLUMNS, **options))
    return table[table["start"] == start].set_index("stage")[COUNTS].apply(tuple, axis=1).to_dict()


def one(*rows, start="cold"):
    """Which stages after the first a single start of the owner came to."""
    found = counts([f"{row} mail" for row in rows], start=start, me=["me"])
    begun = found.pop("first contact")
    assert begun == (1, 1, 0)
    return {stage for stage, (_, reached, _) in found.items() if reached}


def test_a_reply_within_seven_days_and_no_later_one():
    assert one("2024-01-01 me a message", "2024-01-08 a me message") == {"reply"}
    assert one("2024-01-01 me a message", "2024-01-08T00:01 a me message") == set()


def test_a_second_exchange_is_a_further_message_after_the_reply_that_is_answered_too():
    first = "2024-01-01 me a message", "2024-01-02 a me message"
    assert one(*first, "2024-02-01 me a message", "2024-02-03 a me message") == {"reply", "second exchange"}
    assert one(*first, "2024-02-01 me a message", "2024-02-09 a me message") == {"reply"}
    assert one(*first, "2024-01-03 a me message") == {"reply"}
    assert one("2024-01-01 me a message", "2024-01-01T01:00 me a message", "2024-01-02 a me message") == {"reply"}
    late = "2024-03-30 me a message", "2024-03-31 a me message"
    assert one(*first, *late) == {"reply", "second exchange", "alive at 90 days"}
    assert "second exchange" not in one(*first, "2024-03-30 me a message", "2024-04-01 a me message")


def test_an_unanswered_message_in_between_does_not_end_the_exchange():
    rows = "2024-01-01 me a message", "2024-01-02 a me message", "2024-01-03 me a message", "2024-02-01 me a message"
    assert one(*rows, "2024-02-02 a me message") == {"reply", "second exchange"}


def test_after_a_late_answer_there_is_no_second_exchange():
    rows = "2024-01-01 me a message", "2024-01-10 a me message", "2024-01-11 me a message", "2024-01-12 a me message"
    assert one(*rows) == set()


def test_a_meeting_within_ninety_days_counts_without_a_reply():
    assert one("2024-01-01 me a message", "2024-01-20 a me meeting") == {"meeting"}
    assert one("2024-01-01 me a message", "2024-03-31 me a meeting") == {"meeting", "alive at 90 days"}
    assert one("2024-01-01 me a message", "2024-04-01 me a meeting") == set()


def test_alive_takes_a_word_of_the_other_in_the_last_thirty_of_ninety_days():
    begun = "2024-01-01 me a message"
    assert one(begun, "2024-03-31 a me message") == {"alive at 90 days"}
    assert one(begun, "2024-03-01T00:01 a me message") == {"alive at 90 days"}
    assert one(begun, "2024-03-01 a me message") == set()
    assert one(begun, "2024-03-10 me a message") == set()
    assert one(begun, "2024-03-31T00:01 a me message") == set()


def test_a_call_keeps_alive_if_somebody_took_it():
    columns = f"{COLUMNS} duration"
    for seconds, alive in ((60, 1), (0, 0)):
        rows = [*(f"{row} 0" for row in ENDS), "2024-01-01 me a message mail 0", f"2024-03-10 me a call mail {seconds}"]
        frame = pd.DataFrame([row.split() for row in sorted(rows)], columns=columns.split())
        net = ng.network(frame.astype({"duration": "float64"}), me=["me"])
        assert by(ng.conversion(net), "start", "stage").loc[("cold", "alive at 90 days"), "reached"] == alive


def test_cold_warm_and_dormant_starts():
    """z introduces b to the owner, and is known to both; a is nobody's; c has been silent for a month and a day."""
    rows = ["2024-01-01 me a message mail", "2024-02-01 z me message mail", "2024-02-01 z b message mail",
            "2024-02-05 me b message mail", "2024-03-01 me c message mail", "2024-04-01 me c message mail"]  # fmt: skip
    begun = {start: counts(rows, start=start, me=["me"])["first contact"] for start in STARTS}
    assert begun == {"cold": (2, 2, 0), "warm": (1, 1, 0), "dormant": (2, 2, 0)}  # x, last written to in 2022, too


def test_an_introduction_makes_a_warm_start():
    columns = "time sender receiver recipients event"
    rows = ["2022-01-01 me x 1 1", "2024-02-01 z me 2 2", "2024-02-01 z b 2 2", "2024-02-05 me b 1 3",
            "2024-02-06 b me 1 4", "2025-01-01 x me 1 5"]  # fmt: skip
    net = network(rows, columns=columns, me=["me"])
    assert (ng.conversion(net).query("stage == 'reply' and reached == 1")["start"] == "warm").all()
    found = ng.conversion(net).set_index(["start", "stage"])
    assert found.loc[("warm", "reply"), COUNTS].tolist() == [1, 1, 0]


def test_what_the_source_does_not_cover_is_undecided_even_if_reached():
    rows = ["2024-12-01 me a message mail", "2024-12-02 a me message mail", "2024-12-03 me a message mail",
            "2024-12-04 a me message mail", "2024-12-28 me b message mail", "2024-12-29 b me message mail"]  # fmt: skip
    assert counts(rows, start="cold", me=["me"]) == {
        "first contact": (2, 2, 0),
        "reply": (1, 1, 1),
        "second exchange": (0, 0, 2),
        "meeting": (0, 0, 2),
        "alive at 90 days": (0, 0, 2),
    }


def test_meetings_are_decided_by_the_sources_that_show_them():
    rows = ["2024-01-01 me y meeting calendar", "2024-02-01 me a message mail", "2024-02-20 a me meeting calendar",
            "2024-06-01 me b message mail", "2024-07-01 me y meeting calendar"]  # fmt: skip
    found = counts(rows, start="cold", me=["me"])
    assert found["meeting"] == (1, 1, 1)
    assert found["alive at 90 days"] == (2, 0, 0)


def test_a_crowd_is_no_meeting_of_two():
    columns = f"{COLUMNS} recipients"
    for number, met in ((25, 1), (26, 0)):
        rows = [*(f"{row} 1" for row in ENDS), "2024-01-01 me a message mail 1",
                f"2024-01-20 me a meeting mail {number}"]  # fmt: skip
        table = ng.conversion(network(sorted(rows), columns=columns, me=["me"]))
        assert by(table, "start", "stage").loc[("cold", "meeting"), "reached"] == met


def test_without_meetings_or_contacts_of_contacts_the_verdict_says_so():
    table = by(ng.conversion(network(["2022-01-01 me x", "2024-01-01 me a", "2025-01-01 me x"], me=["me"])),
               "start", "stage")["verdict"]  # fmt: skip
    assert set(table.xs("meeting", level="stage")[["cold", "dormant"]]) == {
        "not applicable: no source here shows meetings"
    }
    assert set(table["warm"]) == {"not applicable: this data shows no contacts of contacts"}
    assert table["cold", "reply"] == "too few to know"


def test_rates_and_intervals_of_planted_answers_and_too_few_under_twenty():
    start = pd.Timestamp("2024-01-01")
    for number, known in ((19, False), (20, True)):
        sent = [f"{start + i * DAY:%Y-%m-%d} me p{i}" for i in range(number)]
        back = [f"{start + (i + 2) * DAY:%Y-%m-%d} p{i} me" for i in range(5)]
        table = ng.conversion(network(["2022-01-01 x me", *sorted(sent + back), "2025-01-01 x me"], me=["me"]))
        table = by(table, "start", "stage").loc["cold"]
        assert table.loc["reply", ["at_risk", "reached", "undecided"]].tolist() == [number, 5, 0]
        row = table.loc["reply", ["rate", "ci_low", "ci_high"]].astype("float64")
        if known:
            assert row.tolist() == pytest.approx([5 / 20, *beta(5.5, 15.5).ppf([0.05, 0.95])])
            assert table.loc["reply", "verdict"].startswith("caution: this data shows no contacts of contacts")
            assert table.loc["first contact", "rate"] == 1
        else:
            assert row.isna().all()
            assert table.loc["reply", "verdict"] == "too few to know"


def test_an_empty_log_has_rows_without_numbers():
    table = ng.conversion(network(["2024-01-01 a b meeting log"], columns=COLUMNS))
    assert len(table) == len(STARTS) * len(STAGES)
    assert (table[COUNTS] == 0).all(axis=None)
    assert by(ng.limits(network(["2024-01-01 a b meeting log"], columns=COLUMNS)), "measure").loc[
        "conversion", "verdict"
    ] == "not applicable"  # fmt: skip


@st.composite
def logs(draw):
    """Up to 25 messages and meetings among four people, from a mailbox and a calendar, over a year."""
    one = st.tuples(
        st.integers(0, 400), st.permutations("abcd"), st.sampled_from(["message mail"] * 4 + ["meeting calendar"])
    )
    rows = sorted(draw(st.lists(one, min_size=1, max_size=25)), key=lambda row: row[0])
    begin = pd.Timestamp("2023-01-01")
    return [f"{begin + day * DAY:%Y-%m-%d} {ends[0]} {ends[1]} {what}" for day, ends, what in rows]


@few
@given(logs(), st.sampled_from([None, "a"]), st.integers(0, 200))
def test_equals_a_slow_walk_over_the_log(rows, me, covered):
    net = network(rows, columns=COLUMNS, me=[me] if me and any(me in row.split()[1:3] for row in rows) else [])
    whole = ng.conversion(net, covered=covered)
    table = whole.set_index(["start", "stage"])[COUNTS]
    pd.testing.assert_frame_equal(table, brute(net, covered).reindex(table.index, fill_value=0))
    hold(whole)
    hold_the_reply(whole, ng.fear_and_reality(net, covered=covered))


def hold(table):
    """What is true of any log: all that began is decided or not, and nested stages never grow."""
    begun = table.groupby("start")["at_risk"].transform("first")
    assert (table["at_risk"] + table["undecided"] == begun).all()
    assert (table["reached"] <= table["at_risk"]).all()
    reached = by(table, "stage", "start")["reached"]
    for stage, before in (("reply", "first contact"), ("second exchange", "reply")):
        assert (reached[stage] <= reached[before]).all()


def hold_the_reply(table, kinds):
    """The reply is that of `fear_and_reality`."""
    kinds = by(kinds, "kind", "shared_contacts").xs("any", level="shared_contacts")[["sent", "answered"]]
    replies = by(table, "stage", "start").loc["reply", ["at_risk", "reached"]]
    assert replies.loc["dormant"].tolist() == kinds.loc["dormant"].tolist()
    assert replies.loc[["cold", "warm"]].sum().tolist() == kinds.loc["first-ever"].tolist()


def brute(net, covered):
    """The counts by one look at each message after another."""
    log = list(net.interactions.itertuples())
    windows = net.windows.set_index("source")
    found = []
    for row in log:
        pair = {row.sender, row.receiver}
        if row.kind != "message" or (net.me and row.sender != net.me):
            continue
        start = began(log, row, pair, windows, covered)
        if start is None:
            continue
        until = row.time + 90 * DAY
        later = [o for o in log[row.Index + 1 :] if {o.sender, o.receiver} == pair]
        met = [o for o in later if o.kind == "meeting" and o.time <= until]
        answer = reply(later, row)
        exchanges = [
            o for o in later
            if answer and o.Index > answer.Index and (o.sender, o.kind) == (row.sender, "message")
            and (back := reply(later, o)) and back.time <= until
        ]  # fmt: skip
        alive = [
            o for o in later
            if (o.kind == "meeting" or o.sender == row.receiver) and row.time + 60 * DAY < o.time <= until
        ]  # fmt: skip
        end = windows.loc[row.source, "last"]
        calendar = "calendar" in windows.index and windows.loc["calendar"]
        shows = calendar is not False and calendar["first"] <= row.time and until <= calendar["last"]
        for stage, seen, came in zip(
            STAGES,
            (True, end >= row.time + 7 * DAY, end >= until, shows, end >= until),
            (True, answer, exchanges, met, alive),
            strict=True,
        ):
            found.append((start, stage, int(seen), int(bool(seen and came)), int(not seen)))
    columns = ["start", "stage", *COUNTS]
    return pd.DataFrame(found, columns=columns).groupby(["start", "stage"]).sum().astype("int64")


def reply(later, row):
    """The first message back if it came within 7 days."""
    back = [o for o in later if o.Index > row.Index and o.kind == "message" and o.sender == row.receiver]
    return back[0] if back and back[0].time - row.time <= 7 * DAY else None


def began(log, row, pair, windows, covered):
    """Cold, warm, dormant, or none of them."""
    earlier = [o for o in log[: row.Index] if {o.sender, o.receiver} == pair]
    own = windows.loc[row.source]
    if not earlier:
        if row.time - own["first"] < covered * DAY:
            return None
        known = [{p for o in log if end in (o.sender, o.receiver) and o.time < row.time
                  for p in (o.sender, o.receiver)} - pair for end in pair]  # fmt: skip
        return "warm" if set.intersection(*known) else "cold"
    last, other = earlier[-1], windows.loc[earlier[-1].source]
    unseen = max(own["first"] - other["last"], 0 * DAY)
    return "dormant" if row.time - last.time - unseen > 30 * DAY else None


@few
@given(logs(), st.integers(0, 24))
def test_what_comes_later_does_not_matter(rows, cut):
    """Later events of others, from the same sources, which so cover the same time."""
    day = rows[min(cut, len(rows) - 1)].split()[0]
    others = [row if row[:10] <= day else f"{row[:10]} x y {row.partition(' ')[2][4:]}" for row in rows]
    one, other = (ng.conversion(network(log, columns=COLUMNS).at(day)) for log in (rows, others))
    pd.testing.assert_frame_equal(one, other)


def test_planted_rates_are_found_again():
    """300 strangers are written to; 40 % reply, half of those exchange again, and every fifth is alive at 90 days."""
    rng, rows = np.random.default_rng(7), []
    for number in range(300):
        day = pd.Timestamp("2023-07-01") + number * DAY
        replies, again, alive = rng.random(3) < (0.4, 0.5, 0.2)
        rows.append((day, "me", f"p{number}"))
        if replies:
            rows.append((day + DAY, f"p{number}", "me"))
            rows += [(day + 3 * DAY, "me", f"p{number}"), (day + 4 * DAY, f"p{number}", "me")] if again else []
        rows += [(day + 80 * DAY, f"p{number}", "me")] if alive else []
    rows += [(pd.Timestamp("2023-01-01"), "me", "x"), (pd.Timestamp("2025-01-01"), "x", "me")]
    frame = pd.DataFrame(rows, columns=["time", "sender", "receiver"]).sort_values("time")
    table = by(ng.conversion(ng.network(frame, me=["me"])), "start", "stage").loc["cold"]
    for stage, rate in (("reply", 0.4), ("second exchange", 0.2), ("alive at 90 days", 0.2)):
        assert table.loc[stage, "ci_low"] < rate < table.loc[stage, "ci_high"]


@pytest.mark.real
def test_on_a_public_log(shared):
    """The same counts by the walk, on the public log that is here; its first contacts begin with it."""
    net = ng.network(ng.read(shared / "data/networks/collegemsg/events.csv.gz", columns={"receiver": "recipient"}))
    early = net.at(net.interactions["time"].iloc[700])
    table = ng.conversion(early, covered=0).set_index(["start", "stage"])[COUNTS]
    assert table["at_risk"].max() > 100
    pd.testing.assert_frame_equal(table, brute(early, 0).reindex(table.index, fill_value=0))
