"""A whole person: every source read at once, against what is planted in the files."""

import zipfile
from collections import Counter
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest
from logs import by

import netgraph as ng
from netgraph import synth

FOLDER = Path(__file__).parents[1] / "data" / "samples" / "sources"
COLUMNS = ["time", "sender", "receiver", "channel", "kind", "recipients", "duration", "source"]


@pytest.fixture(scope="module")
def truth():
    return synth.sources().truth


@pytest.fixture(scope="module")
def export(truth):
    return ng.read(FOLDER, **truth["options"])


@pytest.fixture(scope="module")
def net(export):
    return ng.network(export)


def rows(log: pd.DataFrame) -> Counter:
    return Counter(map(tuple, log[COLUMNS].fillna({"duration": -1.0}).to_numpy()))


@pytest.mark.parametrize(
    "channel",
    ["call", "calendar", "facebook", "instagram", "linkedin", "mail", "signal", "slack", "sms", "telegram", "whatsapp"],
)
def test_every_interaction_of_a_channel_is_read_as_planted_and_no_other(export, truth, channel):
    read, planted = (rows(log[log["channel"] == channel]) for log in (export.interactions, truth["interactions"]))
    assert planted
    assert read - planted == Counter()
    assert planted - read == Counter()


def test_no_channel_is_read_that_is_not_planted(export, truth):
    assert set(export.interactions["channel"]) == set(truth["interactions"]["channel"])
    assert len(export.interactions) == len(truth["interactions"])


def test_a_group_message_is_one_event_to_all_its_receivers(export):
    each = export.interactions.groupby(["source", "event"])
    assert (each["recipients"].first() == each["receiver"].nunique()).all()
    assert each["sender"].nunique().max() == 1


@pytest.mark.parametrize("channel", ["mail", "slack", "telegram"])
def test_answers_name_an_earlier_event_of_the_same_channel(export, channel):
    log = export.interactions[export.interactions["channel"] == channel]
    times = log.drop_duplicates("event").set_index("event")["time"]
    answers = log.dropna(subset=["reply_to"])
    assert len(answers)
    assert (times.reindex(answers["reply_to"]).to_numpy() < answers["time"].to_numpy()).all()


def test_every_file_has_the_reader_that_is_meant_for_it(export, truth):
    assert dict(zip(export.ledger["file"], export.ledger["reader"], strict=True)) == truth["readers"]


def test_every_record_of_every_file_is_in_the_books(export, truth):
    assert export.ledger.groupby("file")["records"].sum().to_dict() == truth["records"]
    sizes = {file: (FOLDER / file).stat().st_size for file in truth["readers"]}
    assert export.ledger.groupby("file")["bytes"].sum().to_dict() == sizes


def test_what_no_person_wrote_is_set_aside_by_its_rule(export, truth):
    aside = export.ledger[(export.ledger["fate"] == "set aside") & (export.ledger["records"] > 0)]
    found = {file: dict(zip(part["rule"], part["records"], strict=True)) for file, part in aside.groupby("file")}
    assert found == truth["set_aside"]


def test_nothing_is_rejected(export):
    assert "rejected" not in set(export.ledger["fate"])
    assert export.problems.empty


def test_windows_are_those_planted(export, truth):
    assert {w.source: (w.first, w.last) for w in export.windows.itertuples()} == truth["windows"]


def test_cards_hold_the_handles_planted(export, truth):
    cards = export.contacts.dropna(subset=["card"]).groupby(["source", "card"])
    shown = cards.agg(name=("name", "first"), handles=("handle", lambda h: tuple(sorted(set(h))))).reset_index()
    read, planted = (set(map(tuple, t[["source", "name", "handles"]].to_numpy())) for t in (shown, truth["contacts"]))
    assert read == planted


def test_keeping_a_rule_lets_in_what_it_sets_aside(export, truth):
    more = ng.read(FOLDER, **truth["options"], keep=["mailing list", "service number"])
    senders = set(more.interactions["sender"]) - set(export.interactions["sender"])
    assert senders == {"letter@harrowfen.example", "60202", "phone:PARCEL"}


def test_the_owner_is_known_in_every_source_and_is_one_person(export, net, truth):
    assert list(export.me) == truth["mine"]
    assert {ng.whom(net, handle) for handle in truth["mine"]} == {net.me}
    assert net.people.loc[net.people["is_me"], "name"].tolist() == ["Noor Haddad"]


def test_all_of_it_together_shows_whose_it_is(export, truth):
    """Without `me` the files tell as much: every source shows its owner by what it holds."""
    untold = ng.read(FOLDER, timezone=truth["options"]["timezone"], region=truth["options"]["region"])
    assert untold.me == export.me
    assert untold.digest == export.digest


def test_all_handles_of_a_person_are_one_person_and_people_are_apart(net, truth):
    person = net.merges.set_index("handle")["person"]
    known = truth["people"].assign(found=truth["people"]["handle"].map(person)).dropna(subset=["found"])
    assert known.groupby("person")["found"].nunique().max() == 1
    assert known.groupby("found")["person"].nunique().max() == 1
    assert known["person"].nunique() == truth["people"]["person"].nunique()


def test_a_number_on_two_cards_makes_nobody_the_same(net, truth):
    holders = truth["contacts"].loc[[truth["shared"] in handles for handles in truth["contacts"]["handles"]], "name"]
    assert len({ng.whom(net, name) for name in holders}) == len(set(holders)) == 2


def test_everybody_is_called_by_name(net, truth):
    names = {
        ng.whom(net, person): name for person, name in truth["people"][["person", "name"]].drop_duplicates().to_numpy()
    }
    shown = net.people.set_index("person")["name"]
    assert shown.loc[list(names)].to_dict() == names


def test_everyone_who_was_in_a_group_is_tied_to_everyone_else_of_it(net, truth):
    seen = net.ties[net.ties["kind"] != "declared"]
    tied = {frozenset(pair) for pair in seen[["source", "target"]].to_numpy()}
    for name, members in truth["groups"].items():
        people = {ng.whom(net, address) for address in members}
        missing = [pair for pair in combinations(sorted(people), 2) if frozenset(pair) not in tied]
        assert not missing, name


def test_who_met_in_no_event_is_not_tied(net, truth):
    family, work = (
        set(truth["people"].query("circle == @c")["person"].map(lambda h: ng.whom(net, h))) for c in ("family", "work")
    )
    assert not any(({a, b} & family) and ({a, b} & work) for a, b in net.ties[["source", "target"]].to_numpy())


def test_limits_allow_what_this_data_can_answer(net):
    verdicts = by(ng.limits(net), "measure")["verdict"]
    # Nobody's exports say who is in which department.
    assert list(verdicts.index[verdicts == "not applicable"]) == ["brokerage"]
    assert verdicts["imbalance"] == verdicts["give_and_take"] == "ok"
    assert verdicts["brokers"] == "caution"


def test_who_sits_in_two_circles_has_the_lowest_constraint(net, truth):
    table = ng.brokers(net).query("degree >= 5")
    assert table["person"].iloc[0] == ng.whom(net, truth["broker"])


def test_one_sided_pairs_are_flagged_and_no_others(net, truth):
    verdict = by(ng.imbalance(net), "b")["verdict"]
    words = {"me": "one-sided: a writes more", "them": "one-sided: b writes more"}
    planted = {ng.whom(net, address): words[side] for address, side in truth["one_sided"]}
    assert verdict[verdict.str.startswith("one-sided")].to_dict() == planted
    assert verdict[ng.whom(net, truth["balanced"])] == "balanced"


def test_who_fell_silent_is_dormant(net, truth):
    assert ng.whom(net, truth["dormant"]) in ng.dormant(net)["person"].tolist()


def test_meetings_that_somebody_else_calls_are_contact(net, truth):
    met = ng.whom(net, truth["met"])
    assert (ng.evidence(net, net.me, met)["kind"] == "meeting").sum() > 70
    assert ng.dormant(net)["person"].tolist() == [ng.whom(net, truth["dormant"])]


def test_who_waits_is_found(net, truth):
    waiting = ng.give_and_take(net).dropna(subset=["waiting_since"])["person"].tolist()
    assert ng.whom(net, truth["waiting"]) in waiting


def test_an_answered_call_leaves_nobody_waiting(net, truth):
    waiting = ng.give_and_take(net).dropna(subset=["waiting_since"])["person"].tolist()
    assert ng.whom(net, truth["called"]) not in waiting
    assert len(waiting) == 1


def test_a_zip_of_the_folder_says_the_same(export, truth, tmp_path):
    packed = tmp_path / "noor.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(FOLDER.rglob("*"), reverse=True):
            archive.write(path, path.relative_to(FOLDER))
    assert ng.read(packed, **truth["options"]).digest == export.digest


def test_each_file_alone_and_in_the_reverse_order_says_the_same(export, truth):
    single = [FOLDER / file for file in sorted(truth["readers"], reverse=True) if not file.startswith("slack/")]
    assert ng.read([FOLDER / "slack", *single], **truth["options"]).digest == export.digest


def test_reading_it_twice_adds_nothing(export, truth):
    assert ng.read([FOLDER, FOLDER], **truth["options"]).digest == export.digest
