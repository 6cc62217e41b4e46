"""Chances of an answer: parts read row by row, one path for past and next, no look ahead, calibration, ends of logs."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from logs import by, few, network, three
from scipy.special import expit, logit
from scipy.stats import mannwhitneyu

import netgraph as ng
from netgraph.measures import replies as module
from netgraph.measures.contact import events
from netgraph.measures.messages import HORIZON, sequence
from netgraph.measures.replies import HOURS, KAPPA, WAITED, WEIGHTS, foretold

HOUR = pd.Timedelta(hours=1)
SOURCES = "time sender receiver source"


@few
@given(three(hours=240))
def test_parts_equal_the_log_read_row_by_row(rows):
    rows = [f"{row} {(1, 1, 3)[number % 3]}" for number, row in enumerate(rows)]
    log = sequence(net := network(rows, columns=f"{SOURCES} recipients"), events(net))
    parts = module._parts(log, log[log["asked"]], waited=WAITED)
    steps = np.diff(WAITED, prepend=0.0)
    for row in parts.itertuples():
        weights = [(old, *known(old, row, steps)) for old in log[: row.Index].itertuples()]
        base = (sum(a for *_, a in weights) + 1) / (sum(w for _, w, _ in weights) + 2)
        others = [(w, a) for old, w, a in weights if old.receiver == row.receiver and old.sender != row.sender]
        own = [(w, a) for old, w, a in weights if (old.sender, old.receiver) == (row.sender, row.receiver)]
        recipient, pair = joined(others, base), joined(own, joined(others, base))
        assert row.base_rate == pytest.approx(base)
        assert row.recipient_rate == pytest.approx(recipient)
        assert row.pair_rate == pytest.approx(pair)
        assert row.streak == streak(row, log[: row.Index])
        wrote = log[: row.Index].query("sender == @row.receiver")["time"]
        assert row.quiet == row.time - wrote.iloc[-1] if len(wrote) else pd.isna(row.quiet)


def known(old, row, steps):
    """Weight and answer of an earlier message as they stood when this one was sent."""
    answered = old.took <= HORIZON
    if answered and old.answer < row.Index:
        return 1 / old.recipients, 1 / old.recipients
    hours = [h for h in HOURS if old.time + h * HOUR < row.time and old.left >= h * HOUR]
    return steps[: sum(not (old.took <= h * HOUR) for h in hours)].sum() / old.recipients, 0


def joined(parts, wider):
    return (sum(a for _, a in parts) + KAPPA * wider) / (sum(w for w, _ in parts) + KAPPA)


def streak(row, before):
    number = 0
    for old in reversed(list(before.itertuples())):
        if (old.sender, old.receiver) == (row.receiver, row.sender):
            break
        number += (old.sender, old.receiver, old.recipients) == (row.sender, row.receiver, 1)
    return number


def test_without_a_past_the_chance_follows_from_the_shipped_weights():
    row = by(ng.replies(network(["2024-01-01 me a", "2024-01-03 me b"], me=["me"])), "target").loc["a"]
    seen = WAITED[HOURS < 48].max()
    base = 1 / (seen + 2)
    recipient = KAPPA * base / KAPPA
    pair = KAPPA * recipient / (seen + KAPPA)
    odds = logit(base) + WEIGHTS["one"] + WEIGHTS["pair_rate"] * (logit(pair) - logit(base))
    odds += WEIGHTS["streak"] * np.log(2) + WEIGHTS["silence"] * np.log(49) + WEIGHTS["mute"]
    assert (row["base_rate"], row["pair_rate"]) == pytest.approx((base, pair))
    assert row["chance"] == pytest.approx(expit(odds))
    assert row[["sent", "answered", "undecided", "streak", "fitted_on"]].tolist() == [0, 0, 1, 1, 0]
    assert pd.isna(row["quiet_days"])


def test_the_next_message_and_a_past_one_have_one_computation(firm):
    whole = firm.interactions
    cut = whole["time"].iloc[len(whole) // 2]
    before = whole[whole["time"] <= cut]
    ends = before.query("kind == 'message'").iloc[-3][["sender", "receiver"]]
    again = ends.to_dict() | {"time": cut, "event": "again", "recipients": 1}
    table = by(ng.replies(network_of(before)), "source", "target")
    past = foretold(network_of(pd.concat([before, pd.DataFrame([again])])), since=cut - pd.Timedelta(microseconds=1))
    assert past.iloc[-1][["sender", "receiver"]].tolist() == ends.tolist()
    assert past["chance"].iloc[-1] == pytest.approx(table.loc[tuple(ends), "chance"], abs=1e-9)


def network_of(log):
    return ng.network(log[["time", "sender", "receiver", "recipients", "event"]].reset_index(drop=True))


def test_no_message_knows_what_came_after_it(firm):
    since, cut = pd.Timestamp("2026-01-01"), "2026-03-01"
    whole, early = foretold(firm, since=since), foretold(firm.at(cut), since=since)
    both = early.merge(whole, on=["event", "sender", "receiver"], validate="one_to_one")
    assert len(both) == len(early) > 1_000
    assert both["chance_x"].to_numpy() == pytest.approx(both["chance_y"].to_numpy(), abs=1e-9)
    assert early["answered"].isna().sum() > whole.merge(early[["event", "receiver"]])["answered"].isna().sum()


def test_what_its_source_did_not_live_to_see_is_no_refusal():
    rows = ["2024-01-01 me x mail", "2024-01-01 me x chat", "2024-06-01 me a mail", "2024-06-01 me b chat"]
    rows += ["2024-06-01T12:00 me x mail", "2025-01-01 me x chat"]
    table = by(ng.replies(network(rows, columns=SOURCES, me=["me"])), "target")
    assert table.loc["a", ["sent", "answered", "undecided"]].tolist() == [0, 0, 1]
    assert table.loc["b", ["sent", "answered", "undecided"]].tolist() == [1, 0, 0]
    assert table.loc["a", "pair_rate"] > table.loc["b", "pair_rate"]
    assert (table.loc["a", "silent_days"], table.loc["b", "silent_days"]) == (0, 214)


def test_in_one_persons_export_only_the_owner_writes(ada):
    table = ng.replies(ada)
    assert set(table["source"]) == {ada.me}
    assert table["target"].is_unique


def test_both_ways_of_every_pair_in_a_log_seen_whole(firm):
    table = ng.replies(firm)
    pairs = set(zip(table["source"], table["target"], strict=True))
    observed = firm.ties[firm.ties["kind"] == "observed"]
    assert pairs == {(a, b) for s, t in observed[["source", "target"]].to_numpy() for a, b in ((s, t), (t, s))}
    assert ((table["ci_low"] < table["chance"]) & (table["chance"] < table["ci_high"])).all()
    assert len(set(table["fitted_on"])) == 1


def test_a_message_to_many_is_answered_by_fewer(firm):
    one, many = (by(ng.replies(firm, recipients=k), "source", "target")["chance"] for k in (1, 20))
    assert (many < one.reindex(many.index)).all()


def test_what_goes_to_many_says_little_of_one():
    """Nobody answers the circulars; of those who get them ann answers what goes to her alone, and bob does not."""
    ways = ["05 me ann 1", "05 me bob 1", "06 ann me 1"]
    ways += [f"{day} me {who} 10" for day in ("08", "20") for who in ("ann", "bob")]
    rows = [f"2024-{month:02}-{way}" for month in range(1, 7) for way in ways]
    net = network([*rows, "2024-07-31 me x 1"], columns="time sender receiver recipients", me=["me"])
    table = by(ng.replies(net), "target")
    assert table.loc[["ann", "bob"], "streak"].tolist() == [0, 6]
    assert table.loc["ann", ["sent", "answered"]].tolist() == [18, 6]
    circulars, base = 1.2, table.loc["ann", "base_rate"]
    assert base == pytest.approx((6 + 1) / (2 * (6 + circulars) + 2))
    assert table.loc["ann", "pair_rate"] == pytest.approx((6 + KAPPA * base) / (6 + circulars + KAPPA))
    assert table.loc["ann", "chance"] > base > table.loc["bob", "chance"]


def test_a_message_goes_to_somebody():
    with pytest.raises(ng.TableError, match="recipients=0"):
        ng.replies(network(["2024-01-01 a b"]), recipients=0)


def test_shipped_weights_are_those_of_the_made_up_people(ada, firm):
    found = np.mean([weights_alone(net) for net in (ada, firm)], axis=0)
    assert found == pytest.approx(list(WEIGHTS.values()), abs=0.06)


def weights_alone(net):
    log = sequence(net, events(net))
    asked = log[log["asked"]]
    known = asked[asked["answered"].notna()]
    parts = module._parts(log, asked, waited=module._waited(known)).loc[known.index]
    nothing = [0.5 if name == "pair_rate" else 0 for name in WEIGHTS]
    return module._weights(parts, known["answered"].to_numpy(dtype="float64"), prior=nothing)


@pytest.fixture(scope="module")
def planted():
    """One person's log: 400 others, who answer at rates of their own; messages lie so far apart that none gets two."""
    rng = np.random.default_rng(7)
    rate = rng.beta(KAPPA * 0.6, KAPPA * 0.4, 400)
    hours = np.cumsum(24 * rng.uniform(9, 39, (400, 15)), axis=1).ravel()
    to = np.repeat(np.arange(400), 15)
    sent = pd.DataFrame({"time": hours, "sender": "me", "receiver": to.astype("str")})
    back = sent[rng.random(len(sent)) < rate[to]]
    back = back.assign(time=back["time"] + rng.exponential(10, len(back)), sender=back["receiver"], receiver="me")
    log = pd.concat([sent, back]).sort_values("time")
    log = log.assign(time=pd.Timestamp("2024-01-01") + (log["time"] * HOUR).astype("timedelta64[us]"))
    return ng.network(log, me=["me"]), pd.Series(rate, index=pd.RangeIndex(400).astype("str"))


def test_intervals_cover_planted_rates(planted):
    net, rates = planted
    table = ng.replies(net)
    rate = table["target"].map(rates)
    covered = (table["ci_low"] <= rate) & (rate <= table["ci_high"])
    assert 0.84 <= covered.mean() <= 0.96
    assert table["chance"].corr(rate) > 0.75


def test_chances_of_planted_answers_are_calibrated(planted):
    net, rates = planted
    judged = foretold(net, since=pd.Timestamp("2024-09-01")).dropna(subset="answered")
    answered = judged["answered"].astype("bool")
    auc, skill, error = figures(answered, judged["chance"])
    best, best_skill, _ = figures(answered, judged["receiver"].map(rates))
    assert best - 0.06 < auc < best
    assert best_skill - 0.06 < skill < best_skill
    assert error < 0.05


def figures(answered, chance):
    """AUC; Brier skill against the share answered of the very same messages; calibration error in 10 equal bins."""
    yes, no = chance[answered], chance[~answered]
    auc = mannwhitneyu(yes, no).statistic / (len(yes) * len(no))
    share = answered.mean()
    skill = 1 - ((chance - answered) ** 2).mean() / (share * (1 - share))
    bins = pd.DataFrame({"chance": chance, "answered": answered}).groupby((chance * 10).astype("int64").clip(upper=9))
    return auc, skill, (bins["chance"].mean() - bins["answered"].mean()).abs().mul(bins.size()).sum() / len(chance)


def test_what_the_past_has_not_shown_is_not_read_into_it():
    """A friend who always answers within a week teaches nothing of silences of years."""
    day = pd.Timedelta(days=1)
    once = [(pd.Timestamp("2023-01-01") + 5 * n * day, f"p{n}", n % 2) for n in range(60)]
    weekly = [(pd.Timestamp("2023-01-01") + 7 * n * day, "friend", True) for n in range(150)]
    sent = [(time, "me", who) for time, who, _ in once + weekly]
    back = [(time + 5 * HOUR, who, "me") for time, who, answers in once + weekly if answers]
    rows = sorted(sent + back)
    net = ng.network(pd.DataFrame(rows, columns=["time", "sender", "receiver"]), me=["me"])
    table = ng.replies(net).set_index("target").drop(index="friend")
    in_vain = table.loc[table["answered"] == 0, "chance"]
    assert len(in_vain) == 30 and in_vain.max() < table["base_rate"].max()


@pytest.mark.real
def test_on_a_public_log(shared):
    net = ng.network(ng.read(shared / "data/networks/collegemsg/events.csv.gz", columns={"receiver": "recipient"}))
    time = net.interactions["time"]
    judged = foretold(net, since=time.min() + (time.max() - time.min()) * 2 / 3)
    assert (len(judged), int(judged["answered"].isna().sum())) == (3_900, 163)
    judged = judged.dropna(subset="answered")
    auc, skill, error = figures(judged["answered"].astype("bool"), judged["chance"])
    assert auc >= 0.76
    assert skill >= 0.20
    assert error <= 0.065
