"""Places in a ranking while doubtful cases go the other way: worked by hand, and against networks built anew."""

from dataclasses import replace
from functools import cache

import pandas as pd
import pytest

import netgraph as ng
from netgraph.synth.identities import identities


@cache
def people():
    return ng.network(identities(40, seed=5, owner=False).export)


def contacts(net):
    """How many events each person takes part in, most first: a measure that is quick and easy to follow."""
    ends = pd.concat([net.interactions["sender"], net.interactions["receiver"]]).value_counts()
    table = net.people[["person"]].assign(events=net.people["person"].map(ends))
    return table.sort_values(["events", "person"], ascending=[False, True], ignore_index=True)


def built_anew(net, line, folder):
    (folder / "who.toml").write_text(line, encoding="utf-8")
    return ng.network(net.export, overrides=folder / "who.toml")


def test_rows_that_no_case_touches_keep_their_place_and_the_others_range(tmp_path):
    net, most = people(), 3
    table, cases = ng.sensitivity(net, contacts, most=most), ng.suggestions(net).head(most)
    lines = cases["if_different"].where(cases["merged"], cases["if_same"])
    now = contacts(net)["person"]
    names = ng.named(net, contacts(net))["person"]
    assert table["who"].tolist() == names[: len(table)].tolist()
    assert (table["turned"] == len(cases)).all()
    log = net.export.interactions
    busy = pd.concat([log["sender"], log["receiver"]]).value_counts()
    ranks = {person: [n] for n, person in enumerate(now[: len(table)], 1)}
    for line in lines:
        then = built_anew(net, line, tmp_path)
        who, place = then.merges.set_index("handle")["person"], list(contacts(then)["person"])
        for person, held in net.merges.groupby("person")["handle"]:
            best = max(held, key=lambda handle: (busy.get(handle, 0), [-ord(c) for c in handle]))
            ranks.get(person, []).append(place.index(who[best]) + 1)
    assert table["best"].tolist() == [min(places) for places in ranks.values()]
    assert table["worst"].tolist() == [max(places) for places in ranks.values()]
    assert (table["moved_by"].notna() == (table["best"] < table["worst"])).all()
    assert set(table["moved_by"].dropna()) <= set(lines)


def test_ranks_are_whole_and_in_order():
    table = ng.sensitivity(people(), ng.brokers, most=2)
    assert table["rank"].tolist() == list(range(1, len(table) + 1))
    assert ((table["best"] <= table["rank"]) & (table["rank"] <= table["worst"])).all()
    placed = ng.brokers(people()).drop(columns="person").notna().any(axis=1)
    assert len(table) == placed.sum()


def test_pairs_are_found_again_whichever_end_comes_first():
    table = ng.sensitivity(people(), ng.strength, most=1)
    pairs = ng.named(people(), ng.strength(people()))
    assert table["who"].tolist() == [f"{a} and {b}" for a, b in pairs[["a", "b"]].to_numpy()]
    assert (table["best"] < table["worst"]).any()

    def reversed_pairs(net):
        return ng.strength(net).rename(columns={"a": "b", "b": "a"})

    again = ng.sensitivity(people(), reversed_pairs, most=1)
    assert again[["best", "worst"]].equals(table[["best", "worst"]])


def test_without_a_case_every_place_is_safe():
    table = ng.sensitivity(people(), contacts, most=0)
    assert len(table) == len(people().people)
    assert (table["best"] == table["rank"]).all()
    assert (table["worst"] == table["rank"]).all()
    assert table["moved_by"].isna().all()
    assert (table["turned"] == 0).all()


def test_a_table_without_rows_stays_without():
    assert ng.sensitivity(people(), lambda net: ng.strength(net).head(0), most=1).empty


@pytest.mark.parametrize("measure", [ng.limits, ng.timeline, lambda net: net.merges, lambda net: len(net.people)])
def test_what_is_no_ranking_of_people_or_pairs_is_refused(measure):
    with pytest.raises(ng.TableError, match=rf"^{measure.__name__}: no table with one row for each person"):
        ng.sensitivity(people(), measure)


def test_the_selection_and_the_day_hold_in_the_turned_networks():
    whole = people()
    net = whole.only(channel=whole.interactions["channel"].iloc[0]).at(whole.as_of - pd.Timedelta(days=100))
    seen = []

    def watched(then):
        seen.append((then.as_of, replace(then.origin, corrections=net.origin.corrections)))
        return contacts(then)

    ng.sensitivity(net, watched, most=1)
    assert [day for day, _ in seen] == [net.as_of] * 2
    assert {origin.channels for _, origin in seen} == {net.origin.channels}
