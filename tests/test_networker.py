"""What a networker asks, against a log whose truth is known: each truth is found, and nothing that only looks like it.

The expectations are in the words of the docstrings. Where something only looks like a truth because of one thing,
that thing is changed, and it is one.
"""

from dataclasses import replace
from functools import cache, partial

import pandas as pd
import pytest

import netgraph as ng
from netgraph.synth import networker

SEEDS = [1, 2, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (3, 4, 5))]
ENDS = ("person", "other", "a", "b", "source", "target", "introducer", "to")
every_seed = pytest.mark.parametrize("seed", SEEDS)


@cache
def sample(seed):
    made = networker(seed=seed)
    return made, ng.network(made.export)


def by_handle(net, table):
    """The table with each person's only handle in place of the id."""
    handle = net.merges.set_index("person")["handle"]
    return table.assign(**{end: table[end].map(handle) for end in ENDS if end in table})


@cache
def answer(question, seed, **options):
    """What a question says of the sample, people by handle."""
    return by_handle(sample(seed)[1], getattr(ng, question)(sample(seed)[1], **options))


@cache
def turned():
    """The sample without what tells those apart who only look like a truth."""
    made, _ = sample(1)
    log, windows = made.export.interactions, made.export.windows
    for drop in (lambda log: log["kind"].eq("call"), *(partial(gone, made) for gone in (asked, vain, others, seen))):
        log = log[~drop(log)]
    log = pd.concat([counted(log), answers(made, log), met(made, log)]).sort_values("time", kind="stable")
    lasting = windows["source"].isin(["slack", "signal"])
    windows = windows.assign(last=windows["last"].mask(lasting, windows["last"].max()))
    return made, ng.network(replace(made.export, interactions=log, windows=windows))


def asked(made, log):
    """What passed between the owner and the worn one since they were asked so often."""
    ends = log["sender"].isin([made.me, made.worn]) & log["receiver"].isin([made.me, made.worn])
    return ends & (log["recipients"] == 1) & (log["time"] > pd.Timestamp("2025-09-20"))


def vain(made, log):
    """Of five messages in vain, the first four."""
    wrote = log.loc[log["sender"].eq(made.in_vain) & log["receiver"].eq(made.me), "event"]
    return log["event"].isin(wrote.iloc[:4])


def others(made, log):
    """Further recipients: of the last message to a list, and of the message to three."""
    listed = log.loc[log["sender"] == made.listed, "event"].iloc[-1]
    three = told(log, made.not_introduced[2])["event"].iloc[0]
    third = log["event"].eq(three) & log["receiver"].eq(made.not_introduced[2][3])
    return third | (log["event"].eq(listed) & log["receiver"].ne(made.me))


def seen(made, log):
    """Events of those who know each other: before an introduction of theirs, or at all."""
    (_, a, b), *_ = made.not_introduced
    before = (log["time"] < told(log, made.not_introduced[0])["time"].min()) & together(log, a, b)
    return before | together(log, *made.acquainted[0]) | together(log, *made.acquainted[1])


def together(log, a, b):
    """The rows of events that both had a part in."""
    ends = log.melt("event", ["sender", "receiver"], value_name="who")
    number = ends[ends["who"].isin([a, b])].groupby("event")["who"].nunique()
    return log["event"].isin(number.index[number == 2])


def told(log, introduction):
    """The rows of the message that looks like an introduction."""
    introducer, *who = introduction
    rows = log[log["sender"].eq(introducer) & log["receiver"].isin(who) & log["recipients"].eq(len(who))]
    return rows.drop_duplicates("receiver", keep="last").head(len(who))


def counted(log):
    """The log with the numbers of recipients that are left, as here each has a row."""
    return log.assign(recipients=log.groupby("event")["receiver"].transform("size"))


def answers(made, log):
    """An answer, half an hour later, to the last message of those who had none."""
    wrote = log[log["sender"].eq(made.mass) & log["receiver"].eq(made.me) | log["receiver"].eq(made.pressed)]
    last = wrote[wrote["sender"].isin([made.mass, made.me])].drop_duplicates("sender", keep="last")
    ends = {"sender": last["receiver"], "receiver": last["sender"], "event": "back " + last["event"]}
    return last.assign(**ends, recipients=1, time=last["time"] + pd.Timedelta(minutes=30))


def met(made, log):
    """A message between two who had shared nothing after somebody wrote to both."""
    _, a, b = made.not_introduced[1]
    row = told(log, made.not_introduced[1]).head(1)
    return row.assign(sender=a, receiver=b, recipients=1, event="later", time=row["time"] + pd.Timedelta(days=9))


def pairs(table, a="a", b="b"):
    return {frozenset(pair) for pair in table[[a, b]].to_numpy().tolist()}


def waiting(net):
    table = by_handle(net, ng.give_and_take(net))
    return table[table["waiting_since"].notna()]["person"].tolist()


def stopped(net):
    """Who should not write to whom: (source, target) in the order of the table."""
    table = by_handle(net, ng.pressure(net))
    return list(table[table["verdict"] == "leave in peace"][["source", "target"]].itertuples(index=False, name=None))


def hosts(made):
    return {host for members in made.circles for host in members[:5]}


@every_seed
def test_dormant_bridges_come_first(seed):
    made, _ = sample(seed)
    table = answer("dormant", seed)
    assert set(table["person"].head(5)) == set(made.bridges)
    assert table.set_index("person").loc[made.bridges, "reciprocated"].all()


@every_seed
def test_who_writes_seldom_or_was_seen_by_a_source_that_ended_is_not_dormant(seed):
    made, _ = sample(seed)
    table = answer("dormant", seed)
    assert not set(table["person"]) & {*made.slow, *made.ended, *hosts(made), made.broker, made.even, made.chatty}
    assert set(made.reached) <= set(table["person"])


@every_seed
def test_worth_is_the_product_of_its_parts(seed):
    table = answer("dormant", seed)
    parts = table[["novelty", "trust", "chance"]]
    assert ((parts >= 0) & (parts <= 1) | parts.isna()).all(axis=None)
    pd.testing.assert_series_equal(table["worth"], parts.prod(axis=1, skipna=False), check_names=False)
    assert (table["ci_low"].dropna() <= table["chance"].dropna()).all()
    assert (table["ci_high"].dropna() >= table["chance"].dropna()).all()


def test_a_source_that_went_on_makes_its_ties_dormant():
    made, net = turned()
    assert set(made.ended) <= set(by_handle(net, ng.dormant(net))["person"])


def test_nobody_was_dormant_while_in_contact():
    made, net = sample(1)
    then = net.at("2024-12-31")
    assert not set(by_handle(then, ng.dormant(then))["person"]) & {*made.bridges, *made.reached, *made.ended}


@every_seed
def test_the_way_into_a_company_is_the_broker(seed):
    made, net = sample(seed)
    table = answer("introductions", seed, to=made.company)
    first = table[table["path"] == 1].sort_values("leg")
    assert first["source"].tolist() == [made.me, made.broker]
    assert first["target"].iloc[0] == made.broker
    assert first["target"].iloc[-1] in made.inside
    assert not set(first["kind"]) & {"declared"}
    assert not {made.worn, made.on_cards, made.asked, made.mass} & set(table["source"].head(5))
    assert made.worn not in {*table["source"], *table["target"]}
    one = by_handle(net, ng.introductions(net, to=first["target"].iloc[-1]))
    assert one.loc[one["path"] == 1, "source"].tolist() == [made.me, made.broker]
    assert made.worn not in {*one["source"], *one["target"]}


@every_seed
def test_paths_are_whole_and_share_no_middleman(seed):
    made, _ = sample(seed)
    table = answer("introductions", seed, to=made.company)
    middle = []
    for _, legs in table.groupby("path"):
        legs = legs.sort_values("leg")
        assert legs["leg"].tolist() == list(range(1, len(legs) + 1))
        assert legs["source"].iloc[0] == made.me
        assert legs["target"].tolist()[:-1] == legs["source"].tolist()[1:]
        assert set(legs["to"]) == {legs["target"].iloc[-1]}
        assert legs["chance"].to_numpy() == pytest.approx(legs["leg_chance"].prod())
        assert len(legs) > 1
        middle += legs["source"].tolist()[1:]
    assert len(middle) == len(set(middle))


def test_who_was_not_asked_of_late_is_a_way_in():
    made, net = turned()
    assert {made.worn, made.broker} <= set(by_handle(net, ng.introductions(net, to=made.company))["source"])


@every_seed
def test_ways_to_an_employer(seed):
    made, net = sample(seed)
    handle = net.merges.set_index("person")["handle"]
    table = answer("access", seed)
    through = table.set_index("organisation")["through"].str.split("; ").map(lambda ids: {handle[one] for one in ids})
    # Nobody there was in contact with the owner; the broker and the worn one were in mails with them.
    row = table.set_index("organisation").loc[made.company]
    assert (row["contacts"], row["ways"]) == (0, 2)
    assert through[made.company] == {made.broker, made.worn}
    # Each bridge is the only way to those that it alone knows.
    only = through[through.index.str.startswith("Far")].tolist()
    assert sorted(only, key=sorted) == sorted(({bridge} for bridge in made.bridges), key=sorted)


@every_seed
def test_the_loss_of_a_bridge_costs_most_of_all_people(seed):
    made, net = sample(seed)
    handle = net.merges.set_index("person")["handle"]
    table = answer("resilience", seed)
    table = table[table["loss"] == "person"].assign(what=lambda t: t["what"].map(handle)).head(5)
    assert set(table["what"]) == set(made.bridges)
    # The bridge and those that its last letters went to: one circle, of whom the owner would have to know one.
    assert table["people"].between(4, 6).all()
    assert (table["circles"] == 1).all()
    behind = set(net.people.loc[net.people["organisation"].str.startswith("Far", na=False), "person"])
    assert set(table["better"]) <= behind


@every_seed
def test_who_is_spared(seed):
    made, net = sample(seed)
    table = answer("spared", seed)
    spared = set(table["person"])
    assert {made.asked, made.worn, made.mass, made.in_vain, made.pressed, *made.due} <= spared
    assert not spared & {made.even, made.chatty, made.broker, made.called, made.listed}
    assert not spared & {host for pair in made.to_introduce for host in pair}
    assert (table["until"].dropna() > net.as_of).all()
    assert table["person"].is_unique


@every_seed
def test_who_is_to_be_left_in_peace(seed):
    made, net = sample(seed)
    found = stopped(net)
    truth = {(made.mass, made.me), (made.in_vain, made.me), (made.me, made.pressed)}
    assert truth <= set(found[:5])
    in_peace = {end for pair in found for end in pair} - {made.me}
    assert not in_peace & {made.chatty, made.even, made.asked, made.worn, made.broker, *made.due, *hosts(made)}
    table = answer("pressure", seed)
    assert (table.loc[table["verdict"] != "fine", "again_on"].dropna() > net.as_of).all()
    assert table.loc[table["verdict"] == "fine", "again_on"].isna().all()
    assert table["days_written"].between(0, 1).all()
    streaks = table.set_index(["source", "target"])["streak"]
    assert streaks[made.in_vain, made.me] == 5
    assert streaks[made.me, made.pressed] == 6


def test_an_answer_ends_the_stop():
    made, net = turned()
    found = {end for pair in stopped(net) for end in pair}
    assert not found & {made.mass, made.in_vain, made.pressed}


@every_seed
def test_who_waits_for_a_reply(seed):
    made, net = sample(seed)
    table = answer("give_and_take", seed)
    first = table.head(len(made.due))
    assert set(first["person"]) == set(made.due)
    assert table.iloc[len(made.due) :]["waiting_since"].isna().all()
    since = (net.as_of - first["waiting_since"].dt.normalize()).dt.days
    assert (since == first["waiting_days"]).all()
    assert set(since) == {5, 9}


def test_what_only_looks_like_waiting_waits_without_what_tells_it_apart():
    made, net = turned()
    assert set(waiting(net)) == {*made.due, made.called, made.cut_off, made.listed, made.in_vain, made.pressed}


@every_seed
def test_introductions_given_and_got(seed):
    made, _ = sample(seed)
    table = answer("introduced", seed)
    found = {(row.introducer, frozenset((row.a, row.b))) for row in table.itertuples()}
    assert found == {(introducer, frozenset(pair)) for introducer, *pair in made.introduced}
    assert (table["followed"] > table["time"]).all()
    assert (table["followed"] - table["time"] <= pd.Timedelta(days=90)).all()
    assert table["why"].str.startswith("probable: ").all()


@every_seed
def test_introductions_count_in_give_and_take(seed):
    made, _ = sample(seed)
    table = answer("give_and_take", seed).set_index("person")
    got = pd.Series([introducer for introducer, *_ in made.introduced if introducer != made.me]).value_counts()
    given = {end for introducer, *pair in made.introduced if introducer == made.me for end in pair}
    assert table["introductions_got"][table["introductions_got"] > 0].to_dict() == got.to_dict()
    assert set(table.index[table["introductions_given"] > 0]) == given


def test_what_only_looks_like_an_introduction_is_one_without_what_tells_it_apart():
    made, net = turned()
    found = by_handle(net, ng.introduced(net))
    expected = {frozenset(pair[:2]) for _, *pair in made.not_introduced}
    assert expected <= pairs(found[found["introducer"] == made.me])


@every_seed
def test_whom_to_introduce(seed):
    made, _ = sample(seed)
    table = answer("give_first", seed)
    assert {frozenset(pair) for pair in made.to_introduce} <= pairs(table)
    assert not {frozenset(pair) for pair in made.acquainted} & pairs(table)
    assert len(table) <= 5
    named = [*table["a"], *table["b"]]
    assert len(named) == len(set(named))
    assert not set(named) & set(answer("spared", seed)["person"])
    assert (table["circle_a"] != table["circle_b"]).all()
    assert table["chance"].between(0, 1).all()


def test_two_of_whom_nothing_shows_that_they_know_each_other_might_be_introduced():
    made, net = turned()
    assert {frozenset(pair) for pair in made.acquainted} <= pairs(by_handle(net, ng.give_first(net)))


@every_seed
def test_this_weeks_few(seed):
    made, _ = sample(seed)
    table = answer("plan", seed)
    assert len(table) == 5
    acts = table.groupby("act")
    assert set(acts.get_group("reply")["person"]) == set(made.due)
    assert set(acts.get_group("revive")["person"]) <= set(made.bridges)
    assert pairs(acts.get_group("introduce"), "person", "other") <= {frozenset(pair) for pair in made.to_introduce}
    named = [*table["person"], *table["other"].dropna()]
    assert len(named) == len(set(named))
    decoys = {*made.slow, *made.ended, *made.one_sided, made.listed, made.called, made.cut_off}
    peace = {made.in_vain, made.mass, made.pressed, made.asked, made.worn, made.on_cards}
    assert not {*decoys, *peace} & set(named)


@every_seed
def test_what_became_of_first_messages_and_of_late_ones(seed):
    made, _ = sample(seed)
    table = answer("conversion", seed).set_index(["start", "stage"])
    starts = made.starts.assign(lately=made.starts["person"].isin(dict.fromkeys(p for _, _, p in made.introduced[2:])))
    later = ["second", "meeting", "alive"]
    reached = {
        "reply": ["reply", *later], "second exchange": later, "meeting": later[1:], "alive at 90 days": later[2:],
    }  # fmt: skip
    for start, some in starts.groupby("start"):
        assert table.loc[(start, "first contact"), "reached"] == len(some)
        for stage, outcomes in reached.items():
            row = table.loc[(start, stage)]
            begun = some["outcome"] == "open" if stage == "reply" else (some["outcome"] == "open") | some["lately"]
            assert row["undecided"] == begun.sum(), (start, stage)
            assert row["at_risk"] == (~begun).sum(), (start, stage)
            assert row["reached"] == (some["outcome"].isin(outcomes) & ~begun).sum(), (start, stage)


@every_seed
def test_the_sample_is_what_it_says(seed):
    made, net = sample(seed)
    assert len(net.people) == len(net.merges)
    assert net.people["is_me"].sum() == 1
    assert made.export.digest == networker(seed=seed).export.digest != networker(seed=seed + 100).export.digest
    log, end = made.export.interactions, made.export.windows["last"].max().normalize()
    spans = log.groupby("source")["time"].agg(["min", "max"]).join(made.export.windows.set_index("source"))
    assert (spans["min"] >= spans["first"]).all()
    assert (spans["max"] <= spans["last"]).all()
    lately = log[log["time"] >= end - pd.Timedelta(days=90)]
    alone = lately[lately["recipients"] == 1]
    asked, even = ((alone[["sender", "receiver"]] == who).any(axis=1).sum() for who in (made.asked, made.even))
    assert asked <= even
    mine = log[(log["sender"] == made.me) | (log["receiver"] == made.me)]
    other = mine["sender"].where(mine["receiver"] == made.me, mine["receiver"])
    last = mine.groupby(other)["time"].max()
    silent = (end - last.dt.normalize()).dt.days
    assert silent[[*made.bridges, *made.reached, *made.one_sided]].between(290, 345).all()
    assert silent[made.slow].between(68, 72).all()
    assert silent[made.ended].between(275, 300).all()
    assert not set(made.inside) & set(other)
    cards = made.export.contacts
    assert set(cards.loc[cards["organisation"] == made.company, "handle"]) == {*made.inside, made.on_cards}
    assert made.on_cards not in {*log["sender"], *log["receiver"]}
    assert set(made.starts["start"].value_counts()) == {25, 28}
