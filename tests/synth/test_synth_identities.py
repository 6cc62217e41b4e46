"""Handles whose people are known: the truth is whole, the noise as asked for, the traps are there."""

import os
import re
import subprocess
import sys
from dataclasses import fields, replace
from itertools import combinations

import pandas as pd
import pytest

from netgraph.synth import Noise, identities
from netgraph.synth.identity_names import collision_rate, folded, latinised, plain, spelt_out
from netgraph.synth.identity_people import SPAN, cast
from netgraph.tables import EXPORT_TABLES, TableError, checked, digest

PEOPLE = 500


@pytest.fixture(scope="module")
def known():
    return identities(PEOPLE)


@pytest.fixture(scope="module")
def clean():
    return identities(PEOPLE, noise=Noise.clean())


@pytest.fixture(scope="module")
def firm():
    return identities(PEOPLE, owner=False)


def alone(people=240, owner=True, **noise):
    """Data with that noise and no other."""
    return identities(people, noise=replace(Noise.clean(), **noise), owner=owner)


def shown(known):
    """Every name on a card or beside a handle that is one person's alone, and the name without noise."""
    rows = known.export.contacts.merge(known.truth, on="handle").merge(
        known.people, on="person", suffixes=("", "_true")
    )
    return rows[rows["card"].isna() | ~rows.duplicated("card")]


def mark(known):
    return digest(*(getattr(known.export, name) for name in EXPORT_TABLES), known.truth, known.namesakes, known.people)


def test_the_same_arguments_give_the_same_rows_whatever_the_order_of_sets():
    code = "from netgraph.synth import identities as make; a, b = make(60), make(60, owner=False)\n"
    code += "for d in (a, b): print(d.export.digest, *d.truth.to_numpy().ravel(), *d.namesakes.to_numpy().ravel())"
    run = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code], capture_output=True, encoding="utf-8", check=True,
        env=os.environ | {"PYTHONHASHSEED": "7"})  # fmt: skip
    made = (identities(60), identities(60, owner=False))
    lines = [" ".join([d.export.digest, *d.truth.to_numpy().ravel(), *d.namesakes.to_numpy().ravel()]) for d in made]
    assert run.stdout.splitlines() == lines


def test_another_seed_gives_others():
    assert mark(identities(60, seed=5)) != mark(identities(60))


@pytest.mark.parametrize("which", ["known", "clean", "firm"])
def test_truth_has_every_handle_of_the_export_once(which, request):
    data = request.getfixturevalue(which)
    log = data.export.interactions
    seen = set(data.export.contacts["handle"]) | set(log["sender"]) | set(log["receiver"])
    assert data.truth["handle"].is_unique
    assert set(data.truth["handle"]) == seen
    assert data.truth["person"].notna().all()


@pytest.mark.parametrize("which", ["known", "firm"])
def test_tables_keep_their_contracts(which, request):
    export = request.getfixturevalue(which).export
    for name in EXPORT_TABLES:
        pd.testing.assert_frame_equal(checked(name, getattr(export, name)), getattr(export, name))


def test_windows_cover_every_event(known):
    log = known.export.interactions.merge(known.export.windows, on="source", how="left")
    assert log["time"].between(log["first"], log["last"]).all()


def test_every_event_involves_the_owner(known):
    log, me = known.export.interactions, set(known.export.me)
    mine = log["sender"].isin(me) | log["receiver"].isin(me)
    assert mine.groupby(log["event"]).any().all()
    assert set(known.truth.loc[known.truth["person"] == "me", "handle"]) <= me


def test_an_event_to_k_has_k_rows(known):
    counts = known.export.interactions.groupby("event")["recipients"].agg(["size", "min", "max"])
    assert (counts["size"] == counts["min"]).all()
    assert (counts["size"] == counts["max"]).all()
    assert (counts["size"] > 2).sum() > 100


def test_an_organisation_has_no_owner(firm):
    assert firm.export.me == ()
    assert "me" not in set(firm.truth["person"])
    assert set(firm.export.interactions["channel"]) == {"mail", "slack", "calendar"}


def test_people_have_one_to_six_handles(known):
    counts = known.truth[known.truth["person"].str.startswith("p")].groupby("person").size()
    assert counts.max() <= 6
    assert 2.5 < counts.mean() < 3.1
    assert len(counts) == PEOPLE


def test_handles_have_the_forms_that_readers_give(known):
    forms = re.compile(
        r"[a-z0-9._-]+@[a-z0-9.]+\.(example|org|com|net)|\+\d{11,13}|/in/[a-z0-9-]+|slack:U\d+|telegram:user\d+"
        r"|(whatsapp|meta):.+|the owner")  # fmt: skip
    assert all(forms.fullmatch(handle) for handle in known.truth["handle"])


def test_namesakes_are_different_people_of_one_name(known, firm):
    for data in (known, firm):
        who = data.truth.set_index("handle")["person"]
        # Without the second family name, by which Spanish namesakes may differ.
        people = cast(PEOPLE, 4, Noise(), owner=data is known).people
        name = {f"p{n:05d}": (p.name.given.native, p.name.family.native) for n, p in enumerate(people)}
        a, b = data.namesakes["a"].map(who), data.namesakes["b"].map(who)
        assert (a != b).all()
        assert (a.map(name) == b.map(name)).all()
        assert (data.namesakes["a"] < data.namesakes["b"]).all()
        assert not data.namesakes.duplicated().any()


def test_namesakes_of_each_kind_are_planted():
    data = identities(1500, noise=replace(Noise.clean(), namesakes=0.1, relatives=0.02))
    planted = data.people["planted"].value_counts()
    assert planted[["namesake", "colleague"]].sum() == pytest.approx(150, rel=0.15)
    assert planted["relative"] == pytest.approx(30, rel=0.2)
    assert planted["colleague"] >= 5


def test_names_collide_as_rarely_as_names_do():
    assert 1e-6 < collision_rate() < 3e-6
    # Drawn, not computed: of 2,000 people about 5 pairs share a name (2,000 * 1,999 / 2 * rate).
    names = pd.Series([(p.name.given, p.name.family) for p in cast(2000, 4, Noise.clean(), owner=False).people])
    counts = names.value_counts()
    assert 0 < (counts * (counts - 1) // 2).sum() < 15


def test_clean_data_shows_everyday_names_only(clean):
    rows = shown(clean)
    assert (rows["name"] == rows["name_true"]).all()
    assert not clean.truth["person"].str.startswith("s").any()
    cards = clean.export.contacts.dropna(subset="card").merge(clean.truth, on="handle")
    assert not cards[["card", "person"]].drop_duplicates()["card"].duplicated().any()
    people = clean.truth.loc[clean.truth["person"] != "me", "person"]
    assert people.isin(cards["person"]).all()


@pytest.mark.parametrize(
    ("knob", "sign"),
    [
        ("titles", r"Dr\.|Prof\.|PhD|Jr\.|MD|Dipl|she/her|MBA"),
        ("initials", r"\b\w\.(?: |$)"),
        ("typos", None),
    ],
)
def test_a_knob_changes_its_share_of_names(knob, sign):
    rows = shown(alone(**{knob: 0.3})).dropna(subset="card")
    latin = rows["name_true"].map(lambda name: plain(name) != "" and latinised(name) == name)
    changed = rows["name"].str.contains(sign) if sign else rows["name"] != rows["name_true"]
    assert changed[latin].mean() == pytest.approx(0.3, abs=0.05)
    assert (changed == (rows["name"] != rows["name_true"])).all()


def test_accents_are_dropped_from_their_share_of_names_with_accents():
    rows = shown(alone(accents=0.4))
    marked = rows[rows["name_true"].map(folded) != rows["name_true"]]
    changed = marked["name"] != marked["name_true"]
    assert changed.mean() == pytest.approx(0.4, abs=0.06)
    bare = marked["name"][changed]
    assert (
        (bare == marked["name_true"][changed].map(folded)) | (bare == marked["name_true"][changed].map(spelt_out))
    ).all()


def test_other_scripts_are_shown_in_latin_letters_at_the_asked_rate():
    rows = shown(alone(latin=0.5))
    other = rows[~rows["name_true"].str.contains(r"[A-Za-z]")]
    assert len(other) > 50
    assert other["name"].str.contains(r"[A-Za-z]").mean() == pytest.approx(0.5, abs=0.12)


def test_reversed_names_have_a_comma_or_the_other_order():
    rows = shown(alone(reversed=0.3)).dropna(subset="card")
    changed = rows["name"] != rows["name_true"]
    assert changed.mean() == pytest.approx(0.3, abs=0.05)
    words = rows["name"].str.replace(",", "").str.split().map(sorted)
    assert (words == rows["name_true"].str.split().map(sorted)).all()


def test_mail_without_names_has_no_row_of_contacts():
    data = alone(unnamed=0.4)
    log = data.export.interactions
    mail = log[log["channel"] == "mail"]
    handles = (set(mail["sender"]) | set(mail["receiver"])) - set(data.export.me)
    named = data.export.contacts.query("source.str.startswith('mail')")["handle"]
    assert 1 - len(handles & set(named)) / len(handles) == pytest.approx(0.4, abs=0.08)


def test_a_share_of_people_is_on_no_card():
    data = alone(cardless=0.3)
    cards = data.export.contacts.dropna(subset="card").merge(data.truth, on="handle")
    assert 1 - cards["person"].nunique() / 240 == pytest.approx(0.3, abs=0.07)


def test_a_share_of_people_moves_and_the_old_address_falls_silent():
    noise = replace(Noise.clean(), moved=0.5)
    people = cast(PEOPLE, 4, noise, owner=False).people
    moved = [p for p in people if len(p.jobs) == 2]
    assert len(moved) / PEOPLE == pytest.approx(0.5, abs=0.06)
    gaps = [p.jobs[1].first - p.jobs[0].last for p in moved]
    assert min(gaps) >= -30 * 86_400
    assert max(gaps) < 60 * 86_400
    assert min(gaps) < 0 < max(gaps)
    data = identities(PEOPLE, noise=noise, owner=False)
    last = data.export.interactions.melt(id_vars="time", value_vars=["sender", "receiver"], value_name="handle")
    last = last.groupby("handle")["time"].max().reset_index().merge(data.truth, on="handle")
    ends = {f"p{n:05d}": p.jobs[0].last for n, p in enumerate(people) if p.jobs[0].last < SPAN}
    seconds = (last["time"] - pd.Timestamp("2023-07-01")).dt.total_seconds()
    silent = seconds[last["person"].isin(ends)] < last["person"].map(ends).dropna()
    assert 0.2 < silent.mean() < 0.8


@pytest.mark.parametrize(
    ("knob", "kind"), [("landlines", r"\+"), ("family_addresses", ".*@"), ("role_addresses", ".*@")]
)
def test_a_handle_of_several_people_is_an_entity_of_its_own(knob, kind):
    data = alone(**{knob: 1.0})
    shared = data.truth[data.truth["person"].str.startswith("s")]
    assert len(shared) >= 8  # there are nine employers
    assert shared["person"].is_unique
    assert shared["handle"].str.match(kind).all()


def test_a_landline_is_on_the_cards_of_two():
    data = alone(landlines=1.0)
    shared = data.truth.loc[data.truth["person"].str.startswith("s"), "handle"]
    cards = data.export.contacts.dropna(subset="card")
    on = cards.loc[cards["handle"].isin(shared), ["handle", "card"]].drop_duplicates()
    others = cards.merge(data.truth, on="handle").query("person.str.startswith('p')").groupby("card")["person"].first()
    people = on.assign(person=on["card"].map(others)).groupby("handle")["person"].nunique()
    assert (people == 2).mean() > 0.9


def test_an_assistants_number_is_on_two_peoples_cards():
    data = alone(assistants=1.0)
    cards = data.export.contacts.dropna(subset="card").merge(data.truth, on="handle")
    mixed = cards.groupby("card").filter(lambda card: card["person"].nunique() == 2)
    assert mixed["card"].nunique() >= 10
    assert mixed.groupby("card")["handle"].agg(lambda handles: handles.str.startswith("+").any()).all()


def test_recycled_addresses_are_shared_and_not_there_by_default():
    data = alone(moved=1.0, recycled=1.0)
    shared = data.truth[data.truth["person"].str.startswith("s")]
    assert len(shared) > 50
    assert Noise().recycled == 0


def test_everything_at_once_still_holds_together():
    worst = Noise(**{field.name: 1.0 for field in fields(Noise)})
    for owner in (True, False):
        data = identities(80, noise=worst, owner=owner)
        assert data.truth["handle"].is_unique
        assert data.truth["person"].notna().all()


def test_two_people_are_enough_and_one_is_not():
    assert identities(2).truth["person"].nunique() == 3
    with pytest.raises(TableError, match="too few"):
        identities(1)


def test_a_share_outside_0_to_1_is_refused():
    with pytest.raises(TableError, match=r"typos=2.* 0\.\.1"):
        Noise(typos=2)


def evidence(data, noise=None, *, owner=True):
    """Shares of the true pairs: with a common card; with neither a card nor a telling name or address at both ends."""
    people = cast(PEOPLE, 4, noise or Noise(), owner=owner).people
    cards = data.export.contacts.dropna(subset="card").groupby("handle")["card"].agg(set).to_dict()
    texts = data.export.contacts.dropna(subset="name").groupby("handle")["name"].agg(" ".join).to_dict()
    own = data.truth[data.truth["person"].str.startswith("p")]
    tells = {
        h: _tells(people[int(p[1:])], f"{texts.get(h, '')} {h}") for h, p in own.itertuples(index=False, name=None)
    }
    pairs = [pair for _, handles in own.groupby("person")["handle"] for pair in combinations(handles, 2)]
    carded = [bool(cards.get(a, set()) & cards.get(b, set())) for a, b in pairs]
    bare = [not (card or (tells[a] and tells[b])) for card, (a, b) in zip(carded, pairs, strict=True)]
    return sum(carded) / len(pairs), sum(bare) / len(pairs)


def _tells(person, text):
    """Whether a form of the given or family name, long or short, stands in the text."""
    words = [person.name.given, person.name.family, person.name.second, person.later and person.later.family]
    forms = [f for w in words if w for f in (w.native.lower(), plain(w.latin), plain(w.other))]
    forms += [form for native, latin in person.name.given.short for form in (native.lower(), plain(latin))]
    text = f"{text.lower()} {plain(text)} {plain(spelt_out(text))}"
    return any(form in text for form in forms)


def test_hardly_any_true_pair_is_without_evidence(known, firm):
    carded, bare = evidence(known)
    assert 0.15 < carded < 0.4
    assert bare < 0.02
    carded, bare = evidence(firm, owner=False)
    assert 0.25 < carded < 0.6
    assert bare < 0.02
