"""Doubtful cases: what is asked, in which order, and that either answer takes a case off the list."""

from dataclasses import replace
from functools import cache

import pandas as pd
import pytest

import netgraph as ng
from netgraph import identity, linkage
from netgraph.build import assembled
from netgraph.glossary import GLOSSARY
from netgraph.measures.suggestions import _merged
from netgraph.overrides import Overrides, read
from netgraph.synth.identities import identities
from netgraph.tables import Export

OWNER = "ada@example.org"


@cache
def people(*, owner=True):
    """A network of 100 made-up people and their many handles."""
    return ng.network(identities(100, seed=7, owner=owner).export)


def typed(name, rows, columns):
    contract = GLOSSARY[name]
    table = pd.DataFrame(rows, columns=columns).reindex(columns=list(contract))
    return table.astype({column: dtype for column, (dtype, _) in contract.items()})


def small(names, events, me=(OWNER,), channel="mail"):
    """The network of (handle, name) and (day, sender, receiver) or (day, sender, receiver, channel) rows."""
    contacts = typed("contacts", [(h, n, "mail") for h, n in names], ["handle", "name", "source"])
    rows = [(str(i), *event, channel)[:5] for i, event in enumerate(events)]
    log = pd.DataFrame(rows, columns=["event", "time", "sender", "receiver", "channel"])
    log = log.assign(kind="message", recipients=1, source="mail", time=pd.to_datetime(log["time"]))
    windows = typed("windows", [("mail", "2024-01-01", "2024-12-31")], ["source", "first", "last"])
    return ng.network(Export(contacts, typed("interactions", log, list(log)), windows=windows, me=me))


def turned(net, kind, pair):
    corrections = net.origin.corrections
    groups = (*getattr(corrections, kind), tuple(pair))
    return assembled(replace(net.origin, corrections=replace(corrections, **{kind: groups})), net.as_of)


def ends(table):
    return {frozenset(pair) for pair in table[["handle", "other"]].to_numpy()}


NAMES = [(OWNER, "Ada Quill"), ("jo.li@one.example", "Jo Li"), ("jo@two.example", "Jo Li"), ("b@x.example", "Ben Ash")]
EVENTS = [
    *((f"2024-01-{day:02}", "jo.li@one.example", OWNER) for day in range(1, 10)),
    *((f"2024-02-{day:02}", "jo@two.example", OWNER) for day in range(1, 5)),
    *((f"2024-03-{day:02}", "jo@two.example", OWNER, "slack") for day in range(1, 3)),
    ("2024-03-09", "b@x.example", OWNER),
]


def test_two_of_one_name_are_a_case_with_the_events_of_the_smaller_side():
    asked = ng.suggestions(small(NAMES, EVENTS), low=0, high=1)
    row = asked[
        [pair == {"jo.li@one.example", "jo@two.example"} for pair in map(set, asked[["handle", "other"]].values)]
    ]
    assert row["at_stake"].tolist() == [6]
    assert row["name"].tolist() == row["other_name"].tolist() == ["Jo Li"]
    assert row["if_same"].tolist() == ['same = ["jo.li@one.example", "jo@two.example"]']
    assert row["if_different"].tolist() == ['different = ["jo.li@one.example", "jo@two.example"]']


def test_what_is_at_stake_follows_channel_time_and_people():
    net = small(NAMES, EVENTS)
    assert ng.suggestions(net.only(channel="mail"), low=0, high=1)["at_stake"].tolist() == [4]
    assert ng.suggestions(net.only(since="2024-02-03"), low=0, high=1)["at_stake"].tolist() == [0]
    assert ng.suggestions(net.only(people="jo.li@one.example"), low=0, high=1)["at_stake"].tolist() == [6]
    assert ng.suggestions(net.only(people="b@x.example"), low=0, high=1).empty


def test_only_what_was_known_by_the_day_is_asked():
    net = small(NAMES, EVENTS)
    assert ng.suggestions(net.at("2024-01-20"), low=0, high=1).empty
    assert ng.suggestions(net.at("2024-02-02"), low=0, high=1)["at_stake"].tolist() == [2]


def test_nothing_is_asked_where_nothing_is_alike():
    asked = ng.suggestions(small([(OWNER, "Ada Quill"), ("b@x.example", "Ben Ash")], EVENTS[-1:]))
    assert asked.empty
    assert list(asked) == list(GLOSSARY["suggestions"])


def test_an_event_to_both_handles_of_a_side_is_one():
    net = small(NAMES, [*EVENTS, ("2024-04-01", "b@x.example", "jo@two.example")])
    net = turned(net, "same", ("b@x.example", "jo@two.example"))
    asked = ng.suggestions(net, low=0, high=1)
    assert asked["at_stake"].tolist() == [
        8
    ]  # 4 and 2 of Jo, 1 of Ben, 1 between the two; counted for each it would be 9


@pytest.mark.parametrize("owner", [True, False])
def test_the_order_is_by_expected_wrong_events_and_total(owner):
    asked = ng.suggestions(people(owner=owner), low=0.001)
    assert asked["merged"].nunique() == 2
    wrong = asked["probability"].where(~asked["merged"], 1 - asked["probability"])
    keys = pd.DataFrame({"e": -(wrong * asked["at_stake"]).round(9), "s": -asked["at_stake"], "d": -wrong.round(9)})
    keys = [tuple(row) for row in keys.assign(h=asked["handle"], o=asked["other"]).to_numpy()]
    assert keys == sorted(keys)
    assert not asked.duplicated(["handle", "other"]).any()


def test_the_bounds_hold_and_the_state_is_that_of_the_network():
    net = people()
    asked, who = ng.suggestions(net), net.merges.set_index("handle")["person"]
    together = asked["handle"].map(who) == asked["other"].map(who)
    assert together.tolist() == asked["merged"].tolist()
    assert asked.loc[asked["merged"], "probability"].between(linkage.LIKELY, 0.99, inclusive="left").all()
    assert (asked.loc[~asked["merged"], "probability"] >= 0.2).all()
    groups = asked.assign(a=asked["handle"].map(who), b=asked["other"].map(who))[~asked["merged"]]
    assert not pd.Series(map(frozenset, groups[["a", "b"]].to_numpy())).duplicated().any()


@pytest.mark.parametrize("owner", [True, False])
def test_the_links_asked_about_are_those_that_joined(owner):
    net = people(owner=owner)
    groups = identity.grouped(net.export, corrections=Overrides())
    likely = groups.joins[groups.joins["probability"] < 1]
    links = _merged(groups)
    assert len(links) > 20
    assert sorted(links["probability"]) == sorted(likely["probability"])
    assert sorted(links["evidence"]) == sorted(likely["evidence"])


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize("kind", ["same", "different"])
def test_either_answer_takes_a_case_off_the_list_and_is_followed(merged, kind):
    net = people()
    asked = ng.suggestions(net, low=0.001)
    case = asked[asked["merged"] == merged].iloc[0]
    then = turned(net, kind, (case["handle"], case["other"]))
    who = then.merges.set_index("handle")["person"]
    assert (who[case["handle"]] == who[case["other"]]) == (kind == "same")
    assert {case["handle"], case["other"]} not in ends(ng.suggestions(then, low=0.001))


def test_cases_that_are_kept_apart_by_a_rule_are_asked_too():
    net = people(owner=False)
    groups = identity.grouped(net.export, corrections=Overrides())
    barred = groups.pairs[groups.pairs["exclusive"]]
    apart = barred[barred["a"].map(groups.root) != barred["b"].map(groups.root)]
    asked = ng.suggestions(net, low=0)
    assert len(apart) > 0
    whole = {frozenset((groups.root[a], groups.root[b])) for a, b in asked[["handle", "other"]].to_numpy()}
    assert {frozenset((groups.root[a], groups.root[b])) for a, b in apart[["a", "b"]].to_numpy()} <= whole


def test_the_lines_are_read_as_they_are(tmp_path):
    asked = ng.suggestions(people()).head(5)
    (tmp_path / "who.toml").write_text("\n".join(asked["if_same"]), encoding="utf-8")
    assert read(tmp_path / "who.toml").same == tuple(asked[["handle", "other"]].itertuples(index=False, name=None))
    settled = ng.network(people().export, overrides=tmp_path / "who.toml")
    assert not ends(ng.suggestions(settled)) & ends(asked)


def test_a_merge_of_the_owner_is_a_case_too():
    names = [(OWNER, "Ada Quill"), ("ada.quill@old.example", "Ada Quill"), ("b@x.example", "Ben Ash")]
    events = [("2024-01-01", "ada.quill@old.example", "b@x.example"), ("2024-01-02", OWNER, "b@x.example")]
    asked = ng.suggestions(small(names, events), low=0, high=1)
    assert ends(asked) == {frozenset({OWNER, "ada.quill@old.example"})}


def test_the_same_rows_in_another_order_are_the_same_table():
    export = people().export
    other = replace(export, contacts=export.contacts[::-1], interactions=export.interactions[::-1])
    pd.testing.assert_frame_equal(ng.suggestions(ng.network(other)), ng.suggestions(people()))
