"""One page about one person: each fact as the log has it, and why none is told where there is none."""

import pandas as pd
import pytest
from logs import network

import netgraph as ng
from netgraph.overrides import Overrides

COLUMNS = "event time sender receiver recipients kind source"
ROWS = [
    *[f"o{n} 2023-0{1 + n // 4}-{1 + 7 * (n % 4):02} {one} {other} 1 message mail"
      for n, (one, other) in enumerate([("me", "old"), ("old", "me")] * 8)],
    *[f"g{n} 2024-11-0{n} friend {who} 2 message mail" for n in (1, 2, 3) for who in ("me", "wish")],
    "f1 2024-12-01 me friend 1 message mail",
    "due 2024-12-20 due me 1 message mail", "call 2024-12-21 due me 2 meeting mail",
    "due2 2024-12-22 due me 1 message mail",
    "last 2024-12-31 me kept 1 message mail",
]  # fmt: skip
NOTED = Overrides(notes=(("old", "met in Lyon"),), done=(("old", "2024-10-02"),))


@pytest.fixture(scope="module")
def net():
    cards = pd.DataFrame({"handle": ["old"], "name": ["Olga Old"], "organisation": ["Acme"]})
    return network(ROWS, columns=COLUMNS, me=["me"], people=cards, overrides=NOTED)


def page(net, who):
    table = ng.person(net, who)
    assert list(table.columns) == ["fact", "detail", "why"]
    assert table["fact"].is_unique
    assert table["why"].notna().all()
    return table.set_index("fact")


def test_the_page_of_an_old_tie(net):
    facts = page(net, "Olga Old")
    row, odds = ng.dormant(net).set_index("person").loc["olga-old"], ng.replies(net).set_index("target")
    known = facts["detail"].dropna().to_dict()
    assert (known["name"], known["organisation"], known["note"]) == ("Olga Old", "Acme", "met in Lyon")
    assert known["done"] == "2024-10-02"
    assert (known["first contact"], known["last contact"]) == ("2023-01-01", "2023-04-22")
    assert known["channels"] == "log 16"
    assert facts.loc["channels", "why"] == "16 events on 16 days"
    assert known["silence"] == f"{row['silent_days']} days"
    assert known["rhythm"] == f"every {row['rhythm']:.0f} days"
    assert known["chance of an answer"].startswith(f"{odds.loc['olga-old', 'chance']:.0%}, 90 % interval ")
    share, low, high = ng.give_and_take(net).set_index("person").loc["olga-old", ["share", "ci_low", "ci_high"]]
    assert known["balance"] == f"{share:.0%} yours, 90 % interval {low:.0%} to {high:.0%}"
    assert known["your writing"] == "fine"
    assert known["path"] == "direct"
    assert pd.isna(facts.loc["title", "detail"])
    assert facts.loc["title", "why"] == "none is known"
    assert pd.isna(facts.loc["plan", "detail"])  # in touch elsewhere within 90 days


def test_the_page_says_what_a_plan_would(net):
    facts = page(net, "due")
    assert facts.loc["plan", "detail"] == "reply: write from 2024-12-31"
    assert "waiting for your reply since 2024-12-22" in facts.loc["plan", "why"]
    assert facts.loc["may be asked now", "detail"] == "no"
    assert facts.loc["channels", "why"] == "3 events on 3 days"


def test_where_nothing_passed_the_page_has_the_path(net):
    facts, legs = page(net, "wish"), ng.introductions(net, to="wish", most=1)
    assert facts.loc["path", "detail"] == f"me - friend - wish: {legs['chance'].iloc[0]:.0%}"
    assert facts.loc["first contact", "why"] == "no contact is on record"
    assert facts.loc["shared contacts", "detail"] == "friend"
    assert facts["detail"].isna()[["last contact", "silence", "rhythm", "balance", "chance of an answer"]].all()


def test_in_a_log_without_an_owner_the_page_is_short():
    facts = page(network(ROWS, columns=COLUMNS), "old")
    assert facts.loc["last contact", "detail"] == "2023-04-22"
    assert "plan" not in facts.index
    assert "circle" in facts.index


def test_the_owner_and_strangers_have_no_page(net):
    with pytest.raises(ng.TableError, match="'me' is the owner"):
        ng.person(net, "me")
    with pytest.raises(ng.TableError, match="nobody here is called 'stranger'"):
        ng.person(net, "stranger")
