"""Chances between any two: the numbers of `replies` where it has them, and what stands behind the others."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from logs import few, network, three

import netgraph as ng
from netgraph.measures import chances as module
from netgraph.measures import replies
from netgraph.measures.contact import events
from netgraph.measures.messages import sequence

SOURCES = "time sender receiver source"
KINDS = "time sender receiver recipients event kind duration"
ENDS = ["source", "target"]


def asked(*pairs):
    return pd.DataFrame(pairs, columns=ENDS)


def assert_as_in_replies(net):
    table = ng.replies(net)
    assert ng.chances(net, table[ENDS]).to_numpy() == pytest.approx(table["chance"].to_numpy(), rel=1e-9)


@few
@given(three(hours=400), st.sampled_from([None, "a"]))
def test_they_equal_replies_for_whom_replies_knows(rows, me):
    rows = [f"{row} {(1, 1, 3)[n % 3]}" for n, row in enumerate(rows) if me is None or me in row.split()[1:3]]
    if rows:
        assert_as_in_replies(network(rows, columns=f"{SOURCES} recipients", me=[me] if me else []))


def test_they_equal_replies_on_every_source_and_kind(ada):
    assert_as_in_replies(ada)


def test_calls_and_meetings_end_a_streak_as_in_replies():
    rows = ["2024-01-01 a b 1 1 message 0", "2024-01-02 a b 1 2 call 60", "2024-01-03 a b 1 3 message 0",
            "2024-01-05 a b 2 4 meeting 0", "2024-01-05 a c 2 4 meeting 0", "2024-01-06 c b 1 5 message 0",
            "2024-01-20 b c 1 6 call 0", "2024-01-21 b c 1 7 message 0",
            "2024-02-01 c a 1 8 endorsement 0"]  # fmt: skip
    net = network(rows, columns=KINDS)
    assert_as_in_replies(net)
    streaks = ng.replies(net).set_index(ENDS)["streak"]
    assert streaks[[("a", "b"), ("b", "c"), ("c", "b")]].tolist() == [0, 1, 0]


def expected(net, source, target, *, silent):
    """The chance by the parts of `replies`, read for a message that is put at the end of the log."""
    log = events(net)
    end = net.windows["last"].max()
    row = log.tail(1).assign(sender=source, receiver=target, event=None, kind="message", recipients=1, time=end)
    both = sequence(net, pd.concat([log, row.astype(log.dtypes)]))
    both["asked"] = both["asked"] | both["event"].isna()
    parts, model = replies.learnt(both, until=end)
    return model.chance(parts[parts["event"].isna()].assign(silent=pd.to_timedelta([silent]))).item()


def test_two_others_are_judged_by_what_is_seen_of_them():
    rows = [f"2023-{month:02}-0{day} {way} 1 {month}-{n} message" for month in range(1, 13)
            for n, (day, way) in enumerate([(1, "me x"), (1, "me y"), (2, "y me")])]  # fmt: skip
    rows += ["2024-01-01 me x 2 a message", "2024-01-01 me y 2 a message", "2024-01-02 y me 1 b message",
             "2024-01-11 me x 1 c message", "2024-01-15 me z 1 d message"]  # fmt: skip
    net = network(rows, columns=KINDS.removesuffix(" duration"), me=["me"])
    found = ng.chances(net, asked(("x", "y"), ("y", "x"), ("x", "z")))
    fortnight = pd.Timedelta(days=14)
    cases = [("x", "y", fortnight), ("y", "x", fortnight), ("x", "z", pd.NaT)]
    assert found.tolist() == pytest.approx([expected(net, s, t, silent=silent) for s, t, silent in cases])
    assert found[0] > found[1]  # y answered, x did not


def test_silence_of_two_others_ends_with_the_source_that_saw_them():
    rows = ["2024-01-01 me x 2 1 message old", "2024-01-01 me y 2 1 message old", "2024-01-04 me y 1 2 message old",
            "2025-01-01 me z 1 3 message new"]  # fmt: skip
    net = network(rows, columns="time sender receiver recipients event kind source", me=["me"])
    early = net.at("2024-01-04")
    assert ng.chances(net, asked(("x", "y"))).item() == pytest.approx(ng.chances(early, asked(("x", "y"))).item())


def test_of_a_long_log_the_weights_are_those_of_its_end_and_the_counts_those_of_all(monkeypatch, ada):
    monkeypatch.setattr(module, "LATEST", 2_000)
    table = ng.replies(ada)
    log = replies._with_next(ada, 1)
    tail = replies.learnt(sequence(ada, events(ada).tail(2_000)), until=ada.as_of)[1]
    parts = replies._parts(log, log[log["asked"]], waited=tail.waited)
    might = parts[parts["event"].isna()].set_index("receiver")
    found = ng.chances(ada, table[ENDS])
    assert found.to_numpy() == pytest.approx(tail.chance(might.loc[table["target"]]))
    assert (found - table["chance"]).abs().max() > 1e-6


def test_no_event_no_chance_and_the_index_stays():
    net = network(["2024-01-01 a b"], people=pd.DataFrame({"handle": ["a", "b"]})).at("2023-01-01")
    pairs = asked(("a", "b"), ("b", "a")).set_index(pd.Index([7, 3]))
    assert ng.chances(network(["2024-01-01 a b"]), pairs).index.tolist() == [7, 3]
    assert ng.chances(net, pairs).isna().all()
    assert ng.chances(network(["2024-01-01 a b"]), pairs[:0]).empty


def test_an_id_that_is_nobodys_is_named():
    with pytest.raises(ng.TableError, match="nobody here has the id b or zoe"):
        ng.chances(network(["2024-01-01 a b"]), asked(("a", "b"), ("b", "zoe")))
