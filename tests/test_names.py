"""Names: what agrees, how far, and what does not."""

import pytest

from netgraph.names import (
    GIVEN,
    INITIAL,
    PARTS,
    SAME,
    SHORT,
    SPELLING,
    TYPO,
    Name,
    agreement,
    contradict,
    in_address,
    keys,
    named,
    same_name,
    two_people,
    unlike,
)


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Grace Hill", "Hill, Grace", SAME),
        ("Grace Hill", "GRACE  HILL", SAME),
        ("Grace Hill", "Grace Hill (Quillmarsh)", SAME),
        ("Grace Hill", "grace hill | Quillmarsh", SAME),
        ("Grace Hill", "🌻 Grace Hill", SAME),
        ("Grace Hill", "Dr. Grace Hill, PhD", SAME),
        ("O'Brien, Ben", "Ben O’Brien", SAME),  # noqa: RUF001
        ("Jürgen Müller", "Juergen Mueller", SAME),
        ("Søren Østergård", "Soren Ostergard", SAME),
        ("Пётр Мороз", "Petr Moroz", SAME),
        ("田中陽子", "田中 陽子", SAME),
        ("Grace Hill", "Grace B. Hill", PARTS),
        ("Grace Hill-Young", "Grace Hill", PARTS),
        ("José García", "José García Muñoz", PARTS),
        ("Grace Ann Hill", "G. Ann Hill", PARTS),
        ("Bob Hill", "Robert Hill", SHORT),
        ("Pepe García", "José García Muñoz", SHORT),
        ("Sasha Lebed", "Александр Лебедь", SHORT),
        ("Greg Hill", "Gregoire Hill", SHORT),
        ("Ольга Соколова", "Olga Sokolowa", SPELLING),
        ("Юрий Гончар", "Yuri Gontschar", SPELLING),
        ("ليلى حداد", "Layla Haddad", SPELLING),
        ("J. García", "José García Muñoz", INITIAL),
        ("Greg Hill Young", "Gregoire Hill", SHORT),
        ("Junior Silva", "Junior Silva", SAME),
        ("Prince Okafor 🌻", "Prince Okafor", SAME),
        ("Md Rahman", "Md Rahman", SAME),
        ("森 翔", "森 翔", SAME),
        ("Quentin Berg", "Quentin Bergstrom", None),
        ("Paul Wood", "Paul Woodward", None),
        ("山田 さくら", "山田 あやめ", None),
        ("田中", "田中", None),
        ("Grace Whitlock", "Grace Whitlcok", TYPO),
        ("Grace Hill", "G. Hill", INITIAL),
        ("Grace Hill", "Grace H.", INITIAL),
        ("G. Hill", "G. Hill", INITIAL),
        ("Grace Hill", "Grace", GIVEN),
        ("Grace Hill", "Anna Hill", None),
        ("Daniel Hill", "Daniela Hill", None),
        ("Amal Hill", "Jamal Hill", None),
        ("Grace Ann Hill", "Grace Beth Hill", None),
        ("Ann Hill", "Grace Ann Hill", None),
        ("Grace Hill Jr.", "Grace Hill Sr.", None),
        ("A. Hill", "B. Hill", None),
        ("G. H.", "Grace Hill", None),
        ("Hill", "Grace Hill", None),
        ("Mum", "Grace Hill", None),
        ("grace@work.example", "Grace Hill", None),
        ("Ann and Ben Hill", "Ann Hill", None),
        ("田中", "田中陽子", None),
        ("田中陽子", "Yoko Tanaka", None),
    ],
)
def test_how_far_two_names_agree(one, other, level):
    a, b = named(one), named(other)
    found = agreement(a, b)
    assert (found and found.level) == level
    assert agreement(b, a) == found
    if level not in (None, GIVEN):
        assert keys(a) & keys(b)


def test_names_in_scripts_that_cannot_be_compared_are_no_contradiction():
    assert not contradict(named("田中陽子"), named("Ben Hill"))
    assert not contradict(named("ليلى حداد"), named("Ben Hill"))
    assert contradict(named("Ann Hill"), named("Ben Hill"))
    assert contradict(named("A. Hill"), named("Ben Hill"))


@pytest.mark.parametrize(
    ("one", "other", "two"),
    [
        ("Ann Hill", "Ben Hill", True),
        ("Ann Hill", "Ann Young", False),  # who marries
        ("Jerzy Wrona", "Jurek Wrona", False),
        ("Harish Rao", "Harry Rao", False),  # a short form that no list has
        ("Rajesh Rao", "Radhika Iyer", True),
        ("Ann", "Ben Hill", False),
    ],
)
def test_names_of_two_people_at_one_handle(one, other, two):
    assert two_people(named(one), named(other)) == two_people(named(other), named(one)) == two


@pytest.mark.parametrize(
    ("one", "other", "two"),
    [
        ("Ann Hill", "Ben Hill", True),
        ("Ann Hill", "Ann Young", False),  # who marries
        ("Harish Rao", "Harry Rao", True),  # no handle speaks for one person here
        ("Ann Hill", "Hill, Ann", False),
        ("Ann", "Ben Hill", False),
    ],
)
def test_names_that_are_unlike(one, other, two):
    assert unlike(named(one), named(other)) == unlike(named(other), named(one)) == two


def test_the_same_name_is_the_same_full_name():
    ann, short = named("Ann Hill"), named("A. Hill")
    assert same_name([named("Ben Hill"), ann], [named("Hill, Ann")])
    assert not same_name([ann], [short])
    assert not same_name([ann], [])


@pytest.mark.parametrize(
    ("local", "words"),
    [
        ("grace.hill82", ("grace", "hill")),
        ("g_hill+news", ("g", "hill")),
        ("ghill", ("ghill",)),
        ("info", ()),
        ("g", ()),
    ],
)
def test_what_an_address_spells(local, words):
    assert in_address(local) == Name(words)


def test_an_address_may_run_a_name_together():
    assert agreement(in_address("gracehill"), named("Grace Hill")).level == SAME
    assert agreement(in_address("ghill"), named("Grace Hill")).level == INITIAL
    assert agreement(in_address("graceh"), named("Grace Hill")).words == (("grace", "grace"), ("h", "hill"))
    assert agreement(in_address("gwhite"), named("Grace Hill")) is None
