"""Every row that a networker sees can be traced to events or to a card, shows no content, and is the same each time."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

import netgraph as ng
from netgraph.answers.hindsight import hindsight
from netgraph.synth import networker
from netgraph.synth.life import Event
from netgraph.synth.mail import Mail, mbox

WISH = ("Nordhaven", "Grace Hill")
CANARIES = ("xylograph", "quagsire", "zeppelin77", "okapi-blue")


def earlier_plan(net):
    """What became of a plan made half a year before the end."""
    return ng.review(net, ng.plan(net.at(net.as_of - pd.Timedelta(days=180))))


def afterwards(net):
    return hindsight(net, ng.dormant, at=net.as_of - pd.Timedelta(days=180))


def page(net):
    """One person's page: of whom the owner wrote to most."""
    table = ng.give_and_take(net).sort_values(["sent", "person"], ascending=[False, True])
    return ng.person(net, table["person"].iloc[0])


QUESTIONS: dict[str, Callable] = {
    "access": lambda net: ng.access(net),
    "conversion": lambda net: ng.conversion(net),
    "dormant": lambda net: ng.dormant(net),
    "fear_and_reality": lambda net: ng.fear_and_reality(net),
    "give_and_take": lambda net: ng.give_and_take(net),
    "give_first": lambda net: ng.give_first(net),
    "hindsight": afterwards,
    "introduced": lambda net: ng.introduced(net),
    "introductions": lambda net: ng.introductions(net, to=wish(net)),
    "limits": lambda net: ng.limits(net),
    "person": page,
    "plan": lambda net: ng.plan(net, to=wish(net)),
    "pressure": lambda net: ng.pressure(net),
    "resilience": lambda net: ng.resilience(net),
    "review": earlier_plan,
    "spared": lambda net: ng.spared(net),
}
every_question = pytest.mark.parametrize("question", QUESTIONS)


def wish(net):
    """Whom an introduction is asked to: an employer of the made-up person's, or somebody of Ada's."""
    return next(one for one in WISH if one in {*net.people["name"], *net.people["organisation"].dropna()})


@pytest.fixture(scope="module")
def nets(ada):
    return {"ada": ada, "networker": ng.network(networker(seed=1).export)}


@pytest.fixture(scope="module")
def ask(nets):
    """The table of a question about a sample, made once."""
    return cache(lambda question, sample: QUESTIONS[question](nets[sample]))


@pytest.fixture(scope="module")
def traced(nets):
    """The evidence of a pair of a sample, looked up once."""
    return cache(lambda sample, a, b: ng.evidence(nets[sample], a, b))


every_sample = pytest.mark.parametrize("sample", ["ada", "networker"])


def declared(net):
    """The ids of those whom a contact list of the owner's names."""
    return set(net.ties.loc[net.ties["kind"] == "declared", "target"])


def with_owner(question, net, table):
    """The people that a table names, each of whom the owner's data must show."""
    if question == "resilience":
        lost = table.loc[table["loss"] == "person", "what"]
        return [*lost, *table["better"].dropna()]
    columns = [c for c in ("person", "other", "a", "b", "source", "target", "introducer", "to") if c in table]
    # Evidence is looked up pair by pair, so of a long table the two ends do.
    table = pd.concat([table.head(20), table.tail(20)])
    return sorted({who for column in columns for who in table[column].dropna()} - {net.me})


@every_sample
@pytest.mark.parametrize(
    "question",
    ["dormant", "give_and_take", "give_first", "introduced", "introductions", "plan", "pressure", "resilience",
     "review", "spared"],
)  # fmt: skip
def test_everybody_named_is_in_an_event_with_the_owner_or_on_a_card(question, sample, nets, ask, traced):
    net, table = nets[sample], ask(question, sample)
    named = with_owner(question, net, table)
    assert named or table.empty
    unseen = [who for who in named if traced(sample, net.me, who).empty and who not in declared(net)]
    assert unseen == []


@every_sample
def test_pressure_rests_on_what_the_one_wrote_to_the_other(sample, ask, traced):
    table = ask("pressure", sample)
    table = table[table["verdict"] == "leave in peace"]
    assert len(table)
    for row in table.itertuples():
        events = traced(sample, row.source, row.target)
        wrote = events[events["direction"] == f"{row.source} to {row.target}"]
        assert row.last == wrote["time"].max()
        assert row.streak <= len(wrote)


@every_sample
def test_who_waits_wrote_at_that_time(sample, nets, ask, traced):
    net, table = nets[sample], ask("give_and_take", sample)
    table = table[table["waiting_since"].notna()]
    assert len(table)
    for row in table.itertuples():
        events = traced(sample, net.me, row.person)
        asked = events[(events["direction"] == f"{row.person} to {net.me}") & (events["recipients"] == 1)]
        assert row.waiting_since in set(asked["time"])
        mine = events[events["direction"] == f"{net.me} to {row.person}"]
        assert not (mine["time"] > row.waiting_since).any()


@every_sample
def test_what_went_out_and_came_back_can_be_counted(sample, nets, ask, traced):
    net, table = nets[sample], ask("give_and_take", sample)
    for row in table.head(20).itertuples():
        events = traced(sample, net.me, row.person)
        alone = events[(events["recipients"] == 1) & (events["kind"] != "meeting")]
        ways = alone["direction"].value_counts()
        assert row.sent == ways.get(f"{net.me} to {row.person}", 0)
        assert row.received == ways.get(f"{row.person} to {net.me}", 0)


@every_sample
def test_an_introduction_is_an_event_that_reached_both_and_another_that_followed(sample, ask, traced):
    table = ask("introduced", sample)
    for row in table.itertuples():
        both = traced(sample, row.a, row.b)
        assert both["time"].min() == row.time
        assert row.followed in set(both["time"])
        for one in {row.a, row.b} - {row.introducer}:
            events = traced(sample, row.introducer, one)
            told = events[(events["time"] == row.time) & (events["recipients"] == 2)]
            assert told["direction"].tolist() == [f"{row.introducer} to {one}"]


@every_sample
def test_each_leg_of_a_path_is_seen_or_marked_as_declared(sample, nets, ask, traced):
    net, table = nets[sample], ask("introductions", sample)
    assert len(table)
    employer = net.people.set_index("person")["organisation"]
    for leg in table.itertuples():
        events = traced(sample, leg.source, leg.target)
        kinds = {
            "observed": (events["direction"] != "together").any(),
            "projected": len(events) > 0,
            "declared": events.empty and employer[leg.source] == employer[leg.target],
        }
        assert kinds[leg.kind], leg


@every_sample
def test_two_who_might_be_introduced_were_never_seen_together(sample, ask, traced):
    for row in ask("give_first", sample).itertuples():
        assert traced(sample, row.a, row.b).empty


@every_sample
def test_the_last_thing_that_passed_is_the_last_event(sample, nets, ask, traced):
    net, table = nets[sample], ask("plan", sample)
    assert len(table)
    for row in table.itertuples():
        events = traced(sample, net.me, row.person)
        passed = events[(events["direction"] != "together") | (events["kind"] == "meeting")]
        if pd.isna(row.last):
            assert passed.empty
        else:
            assert row.last == passed["time"].max()
            assert row.channel in set(passed.loc[passed["time"] == row.last, "channel"])


# Content


@pytest.fixture(scope="module")
def box(tmp_path_factory):
    """A mailbox whose subjects, bodies and names of attachments hold words that stand nowhere else, read."""
    made = networker(seed=1)
    rows = made.export.interactions.query("channel == 'mail'")
    events = rows.groupby("event", sort=False).agg(
        time=("time", "first"), sender=("sender", "first"), to=("receiver", tuple)
    )
    names = made.export.contacts.groupby("handle")["name"].first().to_dict()
    attached = (
        "MIME-Version: 1.0", "Keywords: " + CANARIES[3], "Comments: " + CANARIES[3], "Thread-Topic: " + CANARIES[0],
        f'Content-Type: text/plain; name="{CANARIES[2]}.txt"',
    )  # fmt: skip
    mails = [
        Mail(
            Event(n, one.time.to_pydatetime(), one.sender, one.to, "mail", n), headers=attached,
            subject=f"{CANARIES[0]} {n}", body=f"Dear all, {CANARIES[1]}.\n\nYours, {CANARIES[2]}",
        )
        for n, one in enumerate(events.itertuples())
    ]  # fmt: skip
    folder = tmp_path_factory.mktemp("box")
    content = mbox(mails, made.me, names, {}, takeout=False)
    assert all(content.count(word.encode()) >= len(mails) for word in CANARIES)
    (folder / "Inbox.mbox").write_bytes(content)
    export = ng.read(folder, me=[made.me])
    assert export.interactions["event"].nunique() == len(mails)
    # What a mailbox does not say: where people work.
    return export + replace(made.export, interactions=None, windows=None)


@pytest.fixture(scope="module")
def read(box):
    return ng.network(box)


def test_no_table_of_an_export_or_a_network_holds_content(box, read):
    tables = [getattr(box, name) for name in ("contacts", "interactions", "ledger", "problems", "windows")]
    tables += [getattr(read, name) for name in ("people", "interactions", "pair_days", "ties", "merges", "windows")]
    shown = [repr(box), repr(read), *(table.to_csv() for table in tables)]
    assert not [word for text in shown for word in CANARIES if word in text.casefold()]


@every_question
def test_no_answer_holds_content(question, read):
    table = QUESTIONS[question](read)
    texts = [table.to_csv(index=False), repr(table), ng.named(read, table).to_csv(index=False)]
    assert not [word for text in texts for word in CANARIES if word in text.casefold()]


def test_a_word_of_the_content_would_be_found(read):
    table = ng.plan(read).assign(why=CANARIES[1].title())
    assert any(word in table.to_csv().casefold() for word in CANARIES)


# The same each time


@pytest.fixture(scope="module")
def shuffled():
    """The same log and cards with their rows in another order."""
    made = networker(seed=1).export
    log, cards = made.interactions, made.contacts
    order = np.random.default_rng(5)
    moved = replace(made, interactions=log.iloc[order.permutation(len(log))].reset_index(drop=True),
                    contacts=cards.iloc[order.permutation(len(cards))].reset_index(drop=True))  # fmt: skip
    return ng.network(moved)


@pytest.fixture(scope="module")
def twin(nets):
    """The same network, made once more."""
    return ng.network(nets["networker"].export)


@every_question
def test_the_order_of_the_records_changes_nothing(question, shuffled, ask):
    # Sums of the same numbers in another order differ by rounding.
    pd.testing.assert_frame_equal(QUESTIONS[question](shuffled), ask(question, "networker"), rtol=1e-9)


@pytest.mark.parametrize("question", ["plan", "introductions", "introduced", "conversion"])  # a plan asks the others
def test_the_same_question_has_the_same_answer_byte_for_byte(question, twin, ask):
    said, again = ask(question, "networker"), QUESTIONS[question](twin)
    assert again.to_csv() == said.to_csv()
    assert list(again.dtypes) == list(said.dtypes)
