"""The promise of who is who, held against `golden.toml`: cases in plain lines, each inside a small crowd."""

import re
import tomllib
from functools import cache
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest

import netgraph as ng
from netgraph.glossary import GLOSSARY
from netgraph.tables import Export

TABLE = tomllib.loads(Path(__file__).with_name("golden.toml").read_text(encoding="utf-8"))
CASES = {case["name"]: case for case in TABLE["case"]}
OWNER, (HUB, *CROWD) = "ada@example.org", TABLE["crowd"]
YEARS = ("2021-03", "2022-06", "2023-09", "2024-11")
PARTS = re.compile(r"\s{2,}")


def entry(line):
    """Handles, name, employer and day of one line of the table; '' for what it does not say."""
    held, _, rest = line.partition("  =")
    name, *more = PARTS.split(rest.strip())
    said = dict(part.split(" ", 1) for part in more)
    return PARTS.split(held.strip()), name, said.get("at", ""), said.get("since", "")


def medium(handle):
    """Where a handle is from: 'mail' of an address, 'linkedin' of a profile, else the chat."""
    if handle.startswith(("/in/", "+")):
        return "linkedin" if handle.startswith("/") else "whatsapp"
    return "mail" if "@" in handle else handle.split(":")[0]


def shown_rows(line):
    """Rows of contacts for a name beside a handle, as the heads of messages show it."""
    (handle,), name, employer, since = entry(line)
    return [(handle, name, employer, None, since, None, medium(handle))]


def card_rows(line):
    """Rows of contacts for one card: of LinkedIn where it holds a profile, else of an address book."""
    held, name, employer, since = entry(line)
    source = "linkedin" if any(medium(handle) == "linkedin" for handle in held) else "contacts"
    return [(handle, name, employer, None, since, line, source) for handle in held]


def days(span):
    """The 10th of each month of a span, or the one day that it names."""
    first, _, last = span.partition("..")
    return [f"{m}-10" for m in pd.period_range(first, last, freq="M")] if last else [pd.Period(first, "D")]


def sent(line):
    """(day, sender, receivers) of the events of one line of the table."""
    span, said = PARTS.split(line, maxsplit=1)
    sender, arrow, receivers = re.split(r" (<?>) ", said)
    ends = [OWNER if end == "me" else end for end in (sender, *receivers.split("; "))]
    senders = ends if arrow == "<>" else ends[:1]
    return [(day, one, [end for end in ends if end != one]) for day in days(span) for one in senders]


def greetings(handles):
    """Each handle and the owner write to one another, once in every year."""
    return [e for h in handles if h != OWNER for y in YEARS for e in ((f"{y}-05", h, [OWNER]), (f"{y}-06", OWNER, [h]))]


@cache
def crowd_events():
    """The crowd: the hub writes to all, everybody else to the owner and the two that follow."""
    ring = [entry(line)[0][0] for line in CROWD]
    hub = entry(HUB)[0][0]
    mails = [(f"{y}-01", hub, [OWNER, *ring]) for y in YEARS]
    for n, one in enumerate(ring):
        mails += [(f"{y}-02", one, [OWNER, ring[n - 1], ring[n - 2]]) for y in YEARS]
    return mails


def typed(name, rows, columns=None):
    """A table of the contract from rows whose '' is missing."""
    contract = GLOSSARY[name]
    table = pd.DataFrame(rows, columns=columns or list(contract)).reindex(columns=list(contract)).replace("", None)
    return table.astype({column: dtype for column, (dtype, _) in contract.items()})


def interactions(events):
    """The log of (day, sender, receivers) events, a minute apart, in the channel of the chat or profile in them."""
    columns = ["event", "time", "sender", "receiver", "channel", "kind", "recipients", "source"]
    rows = []
    for n, (day, sender, receivers) in enumerate(events):
        time = pd.Timestamp(str(day)) + pd.Timedelta(minutes=n % 1440)
        channel = min((medium(end) for end in (sender, *receivers)), key=lambda m: m == "mail")
        rows += [(f"e{n}", time, sender, end, channel, "message", len(receivers), channel) for end in receivers]
    return typed("interactions", rows, columns)


@cache
def export(name):
    """The Export of a case and its crowd."""
    case = CASES[name]
    crowd = (HUB, *CROWD) if case.get("crowd", True) else ()
    shown = [f"{OWNER}  = Ada Quill", *case.get("shown", ()), *(line for line in crowd if len(entry(line)[0]) == 1)]
    cards = [*case.get("cards", ()), *(line for line in crowd if len(entry(line)[0]) > 1)]
    contacts = typed(
        "contacts", [*(r for c in shown for r in shown_rows(c)), *(r for c in cards for r in card_rows(c))]
    )
    own = [event for line in case.get("events", ()) for event in sent(line)]
    met = {end for _, sender, receivers in own for end in (sender, *receivers)}
    log = interactions([*(crowd_events() if crowd else ()), *own, *greetings(sorted(handles(case) - met))])
    windows = pd.DataFrame({"source": sorted({*log["source"], *contacts["source"]})})
    windows = windows.assign(first=pd.Timestamp("2021-01-01"), last=pd.Timestamp("2024-12-31"))
    return Export(contacts, log, windows=windows, me=(OWNER, *case.get("me", ())))


def handles(case):
    return {h for key in ("shown", "cards") for line in case.get(key, ()) for h in entry(line)[0]}


def groups(case, key):
    """The groups of handles that a case names under `same` or `apart`."""
    said = case.get(key, [])
    if said == "all":
        return [list(dict.fromkeys(h for k in ("cards", "shown") for line in case.get(k, ()) for h in entry(line)[0]))]
    return [said] if said and isinstance(said[0], str) else said


def pairs(case, key):
    return [pair for group in groups(case, key) for pair in combinations(group, 2)]


def network(given, folder, **rules):
    """The network of an Export under overrides."""
    lines = [f"{key} = {value}" for key, value in rules.items()]
    (folder / "who.toml").write_text("\n".join(lines), encoding="utf-8")
    return ng.network(given, overrides=folder / "who.toml")


@pytest.fixture(scope="module")
def nets(tmp_path_factory):
    """Name of a case -> its network, made once."""
    folder = tmp_path_factory.mktemp("rules")
    return cache(lambda name: network(export(name), folder, **CASES[name].get("overrides", {})))


def person(net):
    return net.merges.set_index("handle")["person"]


def test_the_table_is_sound():
    keys = {"name", "shown", "cards", "events", "same", "apart", "certain", "doubtful", "me", "overrides", "crowd"}
    assert set().union(*CASES.values()) == keys
    assert len(CASES) == len(TABLE["case"]) >= 80
    assert sum(bool(pairs(case, "apart")) for case in CASES.values()) >= len(CASES) / 3
    crowd = {handle for line in (HUB, *CROWD) for handle in entry(line)[0]}
    for name, case in CASES.items():
        told = {h for key in ("same", "apart") for pair in pairs(case, key) for h in pair}
        assert told and told <= handles(case) | crowd | {OWNER}, name
        assert handles(case).isdisjoint(crowd), name


@pytest.mark.parametrize("name", CASES)
def test_who_is_who(nets, name):
    case, who = CASES[name], person(nets(name))
    torn = [group for group in groups(case, "same") if len(set(who[group])) > 1]
    mixed = [pair for pair in pairs(case, "apart") if who[pair[0]] == who[pair[1]]]
    assert (torn, mixed) == ([], [])
    sure = nets(name).merges.set_index("handle")["probability"]
    assert sure.between(0, 1).all()
    assert all((sure[group].min() == 1) == case.get("certain", False) for group in groups(case, "same"))


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.get("crowd", True)])
def test_the_crowd_stays_as_it_is(nets, name):
    who, people = person(nets(name)), [entry(line)[0] for line in (HUB, *CROWD)]
    crowd = who[[handle for held in people for handle in held]]
    assert {frozenset(held) for held in crowd.groupby(crowd).groups.values()} == {frozenset(held) for held in people}
    meant = {handle for group in groups(CASES[name], "same") for handle in group}
    assert set(crowd[~crowd.index.isin(meant)]).isdisjoint(who[sorted(handles(CASES[name]))])


@pytest.mark.parametrize("name", CASES)
def test_the_owner_is_one_person(nets, name):
    net = nets(name)
    assert set(person(net)[[OWNER, *CASES[name].get("me", ())]]) == {net.me}


def some(names, *, every):
    """Some of the cases now, and the others in the nightly run."""
    return [pytest.param(name, marks=pytest.mark.slow if n % every else ()) for n, name in enumerate(names)]


def shuffled(given, *, seed):
    """The same Export, read from two halves of its rows in some order."""
    rows, log = given.contacts.sample(frac=1, random_state=seed), given.interactions.sample(frac=1, random_state=seed)
    halves = [
        Export(rows[part], log[part], windows=given.windows, me=given.me[::-1])
        for part in (slice(0, None, 2), slice(1, None, 2))
    ]
    return halves[seed % 2] + halves[1 - seed % 2]


@pytest.mark.parametrize("name", some(CASES, every=3))
@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_the_order_of_rows_and_files_changes_nothing(nets, tmp_path, name, seed):
    again = network(shuffled(export(name), seed=seed), tmp_path, **CASES[name].get("overrides", {}))
    assert again.digest == nets(name).digest
    pd.testing.assert_frame_equal(again.merges, nets(name).merges)


def free(key):
    """Cases without a word of the owner's that have such groups."""
    return [n for n, case in CASES.items() if pairs(case, key) and not {"overrides", "me"} & set(case)]


@pytest.mark.parametrize("name", some(free("same"), every=5))
def test_different_parts_whom_everything_else_joins(tmp_path, name):
    group = groups(CASES[name], "same")[0]
    who = person(network(export(name), tmp_path, different=[group]))
    assert who[group].is_unique


@pytest.mark.parametrize("name", some(free("apart"), every=5))
def test_same_joins_whom_everything_else_parts(tmp_path, name):
    group = groups(CASES[name], "apart")[0]
    net = network(export(name), tmp_path, same=[group])
    assert len(set(person(net)[group])) == 1
    assert (net.merges.set_index("handle").loc[group, "probability"] == 1).all()


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if "doubtful" in case])
def test_the_owner_is_asked_about_doubtful_cases(nets, name):
    who, asked = person(nets(name)), ng.suggestions(nets(name))
    one, other = CASES[name]["doubtful"]
    ends = [{a, b} for a, b in zip(asked["handle"].map(who), asked["other"].map(who), strict=True)]
    about = asked[[end == {who[one], who[other]} for end in ends]]
    assert set(about["merged"]) == {any({one, other} <= set(group) for group in groups(CASES[name], "same"))}
    assert about["probability"].between(0, 1, inclusive="neither").all()
