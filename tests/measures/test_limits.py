"""Verdicts follow from where the data comes from."""

import pandas as pd
import pytest
from logs import by, network, weighted

import netgraph as ng
from netgraph.answers.headline import headline
from netgraph.glossary import GLOSSARY
from netgraph.tables import Export


@pytest.fixture(scope="module")
def contacts_only():
    rows = [("/in/a", "A Li", "Globex", "Cook", "2024-01-01"), ("/in/b", "B Wu", "Globex", None, "2024-03-01")]
    cards = pd.DataFrame(rows, columns=list(GLOSSARY["contacts"])[:5]).assign(card=["1", "2"], source="linkedin")
    cards["since"] = pd.to_datetime(cards["since"])
    windows = cards.groupby("source", as_index=False).agg(first=("since", "min"), last=("since", "max"))
    return ng.network(Export(contacts=cards, windows=windows, me=("the owner",)))


def test_a_contact_list_alone_keeps_its_rows_and_says_why_there_is_no_number(contacts_only):
    verdicts = by(ng.limits(contacts_only), "measure")
    assert set(verdicts.index[verdicts["verdict"] == "ok"]) == {"timeline", "organisations"}
    assert verdicts.loc["weak_ties", "reason"].startswith("overlap and bridges: this export shows whom you know")
    assert "a mailbox would show it" in verdicts.loc["brokers", "reason"]
    assert "no direction" not in verdicts.loc["imbalance", "reason"]
    weak, brokers = ng.weak_ties(contacts_only), ng.brokers(contacts_only)
    assert (len(weak), len(brokers)) == (2, 3)
    assert weak[["strength", "overlap", "bridge"]].isna().all(axis=None)
    assert brokers.drop(columns="person").isna().all(axis=None)
    assert ng.organisations(contacts_only).to_numpy().tolist() == [["Globex", 2]]
    assert ng.timeline(contacts_only)["new_declared"].tolist() == [1, 0, 1]
    assert ng.next_exports(contacts_only)["export"].tolist() == [
        "your mailbox", "your LinkedIn archive", "your calendar", "your chats", "your calls and text messages",
    ]  # fmt: skip


def test_a_star_is_judged_by_its_provenance_not_its_shape():
    star = [("me", "a", 1), ("me", "b", 1)]
    assert by(ng.limits(weighted(star, me=["me"])), "measure").loc["brokers", "verdict"] == "not applicable"
    assert by(ng.limits(weighted(star)), "measure").loc["brokers", "verdict"] == "ok"


def test_contact_without_direction_has_no_balance():
    verdicts = by(ng.limits(network(["2024-01-01 a b meeting"], columns="time sender receiver kind")), "measure")[
        "verdict"
    ]
    assert verdicts[["imbalance", "reciprocity", "fear_and_reality"]].tolist() == ["not applicable"] * 3
    assert verdicts[["strength", "weak_ties", "brokers"]].tolist() == ["ok"] * 3


def test_meetings_have_a_rhythm_that_can_fall_silent():
    rows = [f"2024-0{month}-01 me b meeting" for month in (1, 2, 3)] + ["2024-12-31 me c meeting"]
    net = network(rows, columns="time sender receiver kind", me=["me"])
    assert by(ng.limits(net), "measure").loc["dormant", "verdict"] == "caution"
    assert ng.dormant(net)["person"].tolist() == ["b"]
    assert headline(net) == "me: 0 people are waiting for a reply, 0 old ties are worth a message."


def test_reasons_name_the_selection_and_the_ties_between_others():
    net = weighted([("me", "a", 1), ("a", "b", 2)], me=["me"])
    assert "1 ties between others are seen, 0 of them projected" in ng.verdict(net, "brokers")
    assert ng.verdict(net.at("2000-01-01"), "strength").endswith("no message or meeting is in this selection")


def test_every_measure_of_a_network_has_a_verdict():
    judged = set(ng.limits(weighted([("a", "b", 1)]))["measure"])
    about_the_data = {"picture", "evidence", "next_exports", "suggestions", "sensitivity"}
    assert judged == set(list(GLOSSARY)[list(GLOSSARY).index("strength") :]) - about_the_data


def test_one_verdict_in_one_line():
    assert ng.verdict(weighted([("a", "b", 1)]), "dormant").startswith(
        "dormant: not applicable: this log belongs to nobody"
    )
    with pytest.raises(ng.TableError, match="no verdict on 'fame'"):
        ng.verdict(weighted([("a", "b", 1)]), "fame")
