"""Handles to people: what merges, what does not, ids that stay, corrections that win."""

import pandas as pd
import pytest

import netgraph as ng
from netgraph.glossary import GLOSSARY
from netgraph.identity import is_role
from netgraph.names import slug, straightened
from netgraph.tables import Export

DAY = pd.Timestamp("2024-01-01")


def export(*cards, events=(), me=()):
    """An Export of (handle, name[, since]) cards (dated rows of a name are one) and (day, sender, receiver) events."""
    shown = [(*card, None)[:3] for card in cards]
    rows = [(h, name, None, None, since, since and name + since, "linkedin") for h, name, since in shown]
    contacts = pd.DataFrame(rows, columns=list(GLOSSARY["contacts"]))
    log = [(str(i), t, s, r, "mail", "message", 1, None, None, "mail") for i, (t, s, r) in enumerate(events)]
    interactions = pd.DataFrame(log, columns=list(GLOSSARY["interactions"]))
    for table, column in ((contacts, "since"), (interactions, "time")):
        table[column] = pd.to_datetime(table[column]).astype("datetime64[us]")
    windows = pd.DataFrame({"source": ["mail"], "first": [DAY], "last": [pd.Timestamp("2024-12-31")]})
    return Export(
        contacts.astype({"organisation": "str", "title": "str", "card": "str"}), interactions, windows=windows, me=me
    )


def together(net):
    """The groups of handles that became one person, singles left out."""
    groups = net.merges.groupby("person")["handle"].agg(set)
    return [group for group in groups if len(group) > 1]


def test_one_card_of_a_contact_list_is_one_person():
    net = ng.network(
        export(("/in/grace-hill", "Grace Hill", "2024-02-01"), ("g@work.example", "Grace Hill", "2024-02-01"))
    )
    assert together(net) == [{"/in/grace-hill", "g@work.example"}]
    assert set(net.merges["person"]) == {"grace-hill"}
    assert sorted(net.merges["evidence"]) == ["one card holds both", "the first of several"]


@pytest.mark.parametrize(
    ("cards", "merged"),
    [
        ([("g@work.example", "Grace Hill"), ("g@example.org", "Grace Hill")], True),
        ([("g@work.example", "Grace Hill"), ("g@example.org", "Hill, Grace")], True),
        ([("/in/g", "Grace Hill"), ("g@work.example", "grace hill")], True),
        ([("/in/g", "José Peña"), ("j@example.org", "Jose Pena")], True),
        ([("g@work.example", "Grace Hill"), ("g@other.example", "Grace Hill")], False),
        ([("/in/g", "Grace Hill"), ("/in/g2", "Grace Hill")], False),
        ([("g@work.example", "Grace"), ("g@example.org", "Grace")], False),
        ([("g@work.example", "Grace Hill"), ("g@example.org", "Grace Hall")], False),
        ([("linkedin:member in 1", "LinkedIn Member"), ("linkedin:member in 2", "LinkedIn Member")], False),
    ],
)
def test_full_names_merge_unless_something_speaks_against_it(cards, merged):
    net = ng.network(export(*cards, events=[(DAY, c[0], "x@example.org") for c in cards]))
    assert bool(together(net)) == merged


def test_the_owners_handles_are_one_person():
    net = ng.network(
        export(("a@b.example", "Ada"), events=[(DAY, "a@b.example", "x@example.org")]),
        me=["A@b.example", "a2@b.example"],
    )
    assert (net.me, net.people.loc[net.people["is_me"], "handles"].item()) == ("ada", "a2@b.example; a@b.example")


def test_namesakes_are_suffixed_in_the_order_of_the_smallest_handle():
    cards = [("z@one.example", "Jo Li"), ("b@two.example", "Jo Li"), ("/in/c", "Jo  Li-2")]
    net = ng.network(export(*cards, events=[(DAY, c[0], "x@example.org") for c in cards]))
    ids = net.merges.set_index("handle")["person"]
    assert ids[["b@two.example", "z@one.example"]].tolist() == ["jo-li", "jo-li-2-2"]
    assert ids.is_unique


def test_ids_stay_when_a_merge_is_not_yet_known():
    work, home = ("w@work.example", "Grace Hill"), ("h@example.org", "Grace Hill")
    events = [("2024-01-01", "w@work.example", "x@example.org"), ("2024-06-01", "h@example.org", "x@example.org")]
    net = ng.network(export(work, home, events=[(pd.Timestamp(t), s, r) for t, s, r in events]))
    assert together(net) == [{"w@work.example", "h@example.org"}]
    then = net.at("2024-02-01")
    assert then.merges.set_index("handle")["person"]["w@work.example"] == "grace-hill"
    assert "h@example.org" not in set(then.merges["handle"])


def test_people_whom_only_a_later_card_unites_are_told_apart_before():
    card = [("/in/grace-hill", "Grace Hill", "2024-06-01"), ("g@work.example", "Grace Hill", "2024-06-01")]
    events = [(DAY, handle, "x@example.org") for handle, *_ in card]
    names = [("/in/other", "Grace Hill"), ("/in/grace-hill", "Grace Hill")]
    net = ng.network(export(*card, *names, events=events))
    then = net.at("2024-02-01").merges.set_index("handle")["person"]
    assert then[["/in/grace-hill", "g@work.example"]].tolist() == ["grace-hill", "grace-hill-g-work-example"]
    assert set(net.merges.set_index("handle").loc[["/in/grace-hill", "g@work.example"], "person"]) == {"grace-hill"}


def test_employers_and_titles_of_later_cards_are_unknown_before():
    cards = pd.DataFrame(
        {"handle": ["/in/a"], "name": ["A Li"], "organisation": ["Globex"], "title": ["Cook"], "source": "linkedin"}
    )
    base = export(events=[(DAY, "/in/a", "x@example.org")])
    cards = cards.assign(since=pd.Timestamp("2023-12-01"), card="1")
    net = ng.network(Export(cards[list(GLOSSARY["contacts"])], base.interactions, windows=base.windows))
    assert net.people.set_index("person")["organisation"]["a-li"] == "Globex"
    assert net.at("2024-02-01").people["organisation"].isna().all()


def test_a_group_of_n_handles_has_n_minus_one_reasons():
    cards = [("/in/ada", "Ada Quill", "2023-01-01"), ("z@example.org", "Ada Quill")]
    events = [(DAY, h, "x@example.org") for h in ("y@work.example", "z@example.org")]
    merges = ng.network(export(*cards, events=events), me=["y@work.example", "z@example.org"]).merges
    mine = merges[merges["person"] == "ada-quill"]
    assert sorted(mine["evidence"]) == ["named as yours", "the first of several", "the same full name, Ada Quill"]
    (likely,) = mine.loc[mine["evidence"].str.startswith("the same full name"), "probability"]
    assert sorted(mine["probability"]) == [likely, 1, 1] and 0.95 < likely < 1


def test_an_override_holds_for_those_of_its_handles_that_are_there(tmp_path):
    (tmp_path / "o.toml").write_text('same = [["x@example.org", "y@example.org", "z@example.org"]]')
    net = ng.network(export(events=[(DAY, "y@example.org", "z@example.org")]), overrides=tmp_path / "o.toml")
    assert together(net) == [{"y@example.org", "z@example.org"}]


def test_corrections_win(tmp_path):
    cards = [("g@work.example", "Grace Hill"), ("g@example.org", "Grace Hill"), ("spam@example.net", "Spam Sender")]
    given = export(*cards, events=[(DAY, c[0], "x@example.org") for c in cards])
    rules = tmp_path / "overrides.toml"
    rules.write_text('different = [["g@work.example", "g@example.org"]]\nexclude = ["spam@example.net"]\n')
    net = ng.network(given, overrides=rules)
    assert together(net) == []
    assert "spam@example.net" not in set(net.merges["handle"])
    rules.write_text('same = [["x@example.org", "spam@example.net"]]\n')
    assert {"x@example.org", "spam@example.net"} in together(ng.network(given, overrides=rules))
    rules.write_text("sames = []\n")
    with pytest.raises(ng.TableError, match=r"overrides\.toml, line 1: unknown key sames"):
        ng.network(given, overrides=rules)


@pytest.mark.parametrize(
    ("shown", "spoken"),
    [
        ("Okafor, Ben", "Ben Okafor"),
        ("Ben  Okafor ", "Ben Okafor"),
        ("Li, Jo, PhD", "Li, Jo, PhD"),
        ("Jo Li, MD", "Jo Li, MD"),
    ],
)
def test_names_as_they_are_spoken(shown, spoken):
    assert straightened(shown) == spoken


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zoë O'Brien", "zoe-o-brien"),
        ("Łukasz", "lukasz"),
        ("İpek Çelik", "ipek-celik"),
        ("Пётр", "пётр"),
        ("田中 太郎", "田中-太郎"),
        ("Nguyễn Thị", "nguyen-thi"),
        ("!!", "unnamed"),
    ],
)
def test_slugs(text, expected):
    assert slug(text) == expected


@pytest.mark.parametrize("name", ["Anne-Marie", "O'Brien", "no.reply", "grace@work.example", "Grace 2"])
def test_one_word_is_no_full_name(name):
    net = ng.network(
        export(("a@example.org", name), ("b@example.org", name), events=[(DAY, "a@example.org", "b@example.org")])
    )
    assert together(net) == []
    assert len(net.interactions) == 1


def test_two_addresses_at_one_employer_are_one_person():
    net = ng.network(export(("g@work.example", "Grace Hill"), ("grace@work.example", "Grace Hill")))
    assert len(together(net)) == 1


def test_a_merge_does_not_wait_for_nor_break_by_what_comes_later():
    cards = [("b@example.org", "Grace Hill"), ("c@example.org", "Grace Hill"), ("a@work.example", "Grace Hill")]
    cards += [("z@other.example", "Grace Hill")]
    months = ("2024-01-01", "2024-01-02", "2024-06-01", "2024-07-01")
    events = [(pd.Timestamp(t), c[0], "x@example.org") for t, c in zip(months, cards, strict=True)]
    net = ng.network(export(*cards, events=events))
    assert together(net) == []  # two employers
    assert together(net.at("2024-06-30")) == [{"a@work.example", "b@example.org", "c@example.org"}]
    assert together(net.at("2024-02-01")) == [{"b@example.org", "c@example.org"}]


def cards(*people):
    """An Export of undated cards, each a name and its handles, and an event from every handle."""
    rows = [
        (h, name, None, None, None, f"{name} {n}", "contacts") for n, (name, *held) in enumerate(people) for h in held
    ]
    contacts = pd.DataFrame(rows, columns=list(GLOSSARY["contacts"])).astype({"organisation": "str", "title": "str"})
    every = sorted({row[0] for row in rows})
    shown = export(events=[(DAY, handle, "x@example.org") for handle in every])
    return Export(contacts.assign(since=pd.NaT), shown.interactions, windows=shown.windows)


@pytest.mark.parametrize(
    ("people", "merged"),
    [
        # The number of a household, or an address of an office, is nobody's key.
        ([("Ann Hill", "a@x.example", "+4930123"), ("Ben Hill", "b@y.example", "+4930123")], []),
        ([("Ann Hill", "+491", "info@x.example"), ("Ben Wu", "+492", "info@x.example"), ("Cy", "info@x.example")], []),
        ([("Ann Hill", "+491", "+4930"), ("Ben Hill", "+492", "+4930"), ("Ann Hill", "+493")], [{"+491", "+493"}]),
        # One person as several lists know her.
        ([("Ann Hill", "/in/ann", "a@x.example"), ("Ann", "a@x.example", "+49")], [{"/in/ann", "a@x.example", "+49"}]),
        ([("Hill, Ann", "+49", "a@x.example"), ("Ánn B. Hill", "a@x.example", "b@y.example")],
         [{"+49", "a@x.example", "b@y.example"}]),
        ([(None, "+49", "a@x.example"), ("Ann Hill", "a@x.example")], [{"+49", "a@x.example"}]),
        # Under a short name elsewhere.
        ([("Robert Hill", "/in/bob", "b@x.example"), ("Bob Hill", "b@x.example", "+49")],
         [{"/in/bob", "b@x.example", "+49"}]),
        ([("Ann Hill", "/in/ann", "h@x.example"), ("Ben Hill", "/in/ben", "h@x.example")], []),
    ],
)  # fmt: skip
def test_a_handle_on_cards_of_different_names_is_no_key(people, merged):
    assert sorted(map(sorted, together(ng.network(cards(*people))))) == sorted(map(sorted, merged))


def test_a_shared_number_bears_the_name_of_neither(
    shared=(("Ann Hill", "+491", "+4930"), ("Ben Hill", "+492", "+4930")),
):
    people = ng.network(cards(*shared)).people.set_index("handles")["name"]
    assert people[["+491", "+492", "+4930"]].tolist() == ["Ann Hill", "Ben Hill", "+4930"]


def test_one_card_with_two_profiles_is_two_people():
    cards = [("/in/a", "Jo Li", "2024-01-01"), ("/in/b", "Jo Li", "2024-01-01")]
    assert together(ng.network(export(*cards))) == []


def test_people_told_apart_never_share_an_id():
    card = [(h, "Grace Hill", "2024-06-01") for h in ("a@one.example", "g.h@two.example", "g-h@two.example")]
    net = ng.network(export(*card, events=[(DAY, h, "x@example.org") for h, *_ in card]))
    assert together(net) == [{h for h, *_ in card}]
    then = net.at("2024-02-01").merges
    assert then["person"].is_unique


def test_the_owner_keeps_the_id_on_every_day():
    card = [("a@one.example", "Ada Q", "2024-06-01"), ("z@two.example", "Ada Q", "2024-06-01")]
    net = ng.network(export(*card, events=[(DAY, h, "x@example.org") for h, *_ in card]), me=["z@two.example"])
    assert net.me == net.at("2024-02-01").me == "ada-q"


def test_names_of_later_cards_are_not_shown_before():
    cards = [("a@example.org", "Old N"), ("a@example.org", "Grace Beatrice Hill", "2024-06-01")]
    net = ng.network(export(*cards, events=[(DAY, "a@example.org", "x@example.org")]))
    assert net.people.set_index("person").loc["grace-beatrice-hill", "name"] == "Grace Beatrice Hill"
    assert net.at("2024-02-01").people.set_index("person").loc["grace-beatrice-hill", "name"] == "Old N"


def test_overrides_name_no_path_and_spare_the_owner(tmp_path):
    with pytest.raises(ng.TableError, match=r"^o\.toml: cannot be read \(No such file or directory\)"):
        ng.network(export(events=[(DAY, "a", "b")]), overrides=tmp_path / "o.toml")
    (tmp_path / "o.toml").write_text('exclude = ["A@B.example"]')
    with pytest.raises(ng.TableError, match=r"a@b\.example is the owner's"):
        ng.network(export(events=[(DAY, "a@b.example", "b")]), me=["a@b.example"], overrides=tmp_path / "o.toml")


def test_what_is_joined_through_a_handle_that_is_not_there_is_one_person(tmp_path):
    (tmp_path / "o.toml").write_text(
        'same = ["y@example.org", "gone@example.org"]\nsame = ["gone@example.org", "a@b.example"]'
    )
    net = ng.network(export(events=[(DAY, "y@example.org", "a@b.example")]), overrides=tmp_path / "o.toml")
    assert together(net) == [{"y@example.org", "a@b.example"}]


@pytest.mark.parametrize(
    ("handle", "role"),
    [("info@x.example", True), ("sales-berlin@x.example", True), ("hill.family@x.example", True),
     ("ann-and-ben@x.example", True), ("steve.jobs@x.example", False), ("the.hills@x.example", True),
     ("grace.hill@x.example", False), ("+4477009001", False)],
)  # fmt: skip
def test_addresses_of_an_office_or_a_household(handle, role):
    assert is_role(handle) == role
