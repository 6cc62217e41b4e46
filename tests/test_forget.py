"""Who is to be forgotten is in no byte of a saved network afterwards, and everybody else is as before."""

import html
import re
import unicodedata
from pathlib import Path

import pandas as pd
import pytest

import netgraph as ng
from netgraph import forgetting, handouts, neutral, report, store
from netgraph.forgetting import Forgotten, forget
from netgraph.glossary import GLOSSARY, TEXT
from netgraph.overrides import Overrides, line, read
from netgraph.readers.columns import OPTIONAL
from netgraph.tables import EXPORT_TABLES, Export
from netgraph.traces import Traces

GRACE = {"grace.hill@x.example", "+447700900123", "whatsapp:Grace Hill", "/in/grace-hill-7"}
NAMES = {"Grace Hill", "Grace Beatrice Hill"}
ADA, BEN = "ada@example.org", "ben@x.example"
SOURCES = Path(__file__).parents[1] / "data" / "samples" / "sources"


def table(name, rows):
    types = {column: dtype for column, (dtype, _) in GLOSSARY[name].items()}
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def export(*, mail=True):
    """Ada, Ben and Grace, whose traces stand wherever a reader may leave one."""
    first = "<1.grace.hill@x.example>"
    events = [
        (first, "2024-01-01", "grace.hill@x.example", ADA, "mail", "message", 1, None),
        ("<2@example.org>", "2024-01-02", ADA, "grace.hill@x.example", "mail", "message", 2, first),
        ("<2@example.org>", "2024-01-02", ADA, BEN, "mail", "message", 2, first),
        ("<3.GraceHill@x>", "2024-01-03", BEN, ADA, "mail", "message", 1, "<2@example.org>"),
        ("<4@example.org>", "2024-01-04", ADA, BEN, "mail", "message", 1, "<3.GraceHill@x>"),
        ("w1", "2024-01-05", "whatsapp:Grace Hill", ADA, "whatsapp", "message", 1, None),
        ("w2", "2024-01-06", "+447700900123", ADA, "sms", "message", 1, None),
        ("w3", "2024-01-07", BEN, ADA, "sms", "message", 1, None),
    ]  # fmt: skip
    cards = [
        ("grace.hill@x.example", "Grace Hill", "Acme", "Buyer", None, "c1", "contacts"),
        ("+447700900123", "Grace Beatrice Hill", "Acme", "Buyer", None, "c1", "contacts"),
        ("whatsapp:Grace Hill", "Grace Hill", None, None, None, None, "whatsapp"),
        ("/in/grace-hill-7", "Hill, Grace", None, None, "2024-01-01", "/in/grace-hill-7", "linkedin"),
        ("/in/grace-hill-7", "Grace Hill", None, None, "2024-01-01", "c1", "contacts"),
        ("whatsapp:Grace Hill", "Grace Hill", None, None, None, "c1", "contacts"),
        (BEN, "Ben Okafor", "Grace Hill & Sons", "Clerk", None, "grace.hill@x.example/2", "contacts"),
    ]
    files = [
        "WhatsApp Chat with Grace Hill.txt",
        "inbox/gracehill_35/message_1.json",
        "sms +44 7700 900123.xml",
        "a.mbox",
    ]
    ledger = [(file, "mail", "used", "", 2, 100) for file in files]
    problems = [
        (files[0], "line 3", "no date", "'gräce.hill@X.example' has none"),
        ("a.mbox", "line 4", "no date", "x"),
    ]
    windows = [("mail:grace.hill@x.example", "2024-01-01", "2024-01-07")]
    kept = slice(None) if mail else slice(5, None)
    return Export(
        table("contacts", cards if mail else cards[2:3]),
        table("interactions", [(*event, None, "mail:grace.hill@x.example") for event in events][kept]),
        table("ledger", ledger), table("problems", problems), table("windows", windows), (ADA,),
    )  # fmt: skip


ROSTER = pd.DataFrame(
    {
        "handle": ["grace.hill@x.example", BEN, ADA],
        "manager": [ADA, "grace.hill@x.example", "Hill Grace"],
        "team": pd.Categorical(["of Grace Hill", "north", "north"]),
        "reports to Grace Hill": [False, True, True],
        "desk": [1, 2, 3],
    }
)
CORRECTIONS = Overrides(
    same=(("grace.hill@x.example", "whatsapp:Grace Hill"),),
    different=((BEN, ADA), ("+447700900123", BEN)),
    notes=(("grace.hill@x.example", "sails"), (BEN, "knows Grace Hill"), (ADA, "me")),
    done=(("grace.hill@x.example", "2024-02-01"), (BEN, "2024-02-02")),
)


@pytest.fixture
def rules(tmp_path):
    return tmp_path / "who.toml"


@pytest.fixture
def saved(tmp_path):
    net = ng.network(export(), people=ROSTER, overrides=CORRECTIONS)
    return ng.save(net, tmp_path / "nets" / "ada")


def canonical(text):
    """The text as a reader of any spelling would see it, without escapes, accents, case."""
    plain = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), html.unescape(text))
    return "".join(c for c in unicodedata.normalize("NFKD", plain).casefold() if not unicodedata.combining(c))


def written(folder):
    """All that stands in a folder, as text: every cell, heading and kept category, raw bytes, names of files."""
    for path in sorted(Path(folder).rglob("*")):
        yield str(path.relative_to(folder))
        if path.is_file():
            yield path.read_bytes().decode("latin-1")
        if path.suffix == ".parquet":
            frame = pd.read_parquet(path)
            yield from map(str, frame.columns)
            for column in frame:
                yield "\n".join(map(str, frame[column]))
                if isinstance(frame[column].dtype, pd.CategoricalDtype):
                    yield "\n".join(map(str, frame[column].cat.categories))


def hits(folder, needles):
    text = canonical("\n".join(written(folder)))
    return sorted(n for n in needles if canonical(n) in text)


def test_the_scan_finds_every_handle_and_name_before(saved):
    assert hits(saved, GRACE | NAMES) == sorted(GRACE | NAMES)


def test_nothing_of_them_is_left_in_any_byte(saved, rules):
    done = forget("Grace Hill", saved.parent, overrides=rules)
    assert (set(done.handles), done.rewritten, done.untouched) == (GRACE, (saved,), ())
    squeezed = {"gracehill", "hill, grace", "hill grace", "grace-hill", "447700900123", "7700 900123"}
    assert hits(saved, GRACE | NAMES | squeezed) == []
    assert set(read(rules).exclude) == GRACE


def test_everybody_else_is_as_if_they_had_been_excluded(saved, rules):
    before = ng.load(saved)
    forget("grace.hill@x.example", saved.parent, overrides=rules)
    net, other = ng.load(saved), ng.network(export(), people=ROSTER, overrides=Overrides(exclude=tuple(GRACE)))
    assert net.people["person"].tolist() == other.people["person"].tolist() == ["ada-example-org", "ben-okafor"]
    pd.testing.assert_frame_equal(net.ties, other.ties)
    assert (net.as_of, net.me, net.origin.decay.label) == (before.as_of, before.me, before.origin.decay.label)
    ben = net.people.set_index("person").loc["ben-okafor"]
    assert (ben["title"], ben["desk"], ben["team"], ben["note"]) == ("Clerk", 2, "north", "(forgotten)")
    assert ben[["organisation", "manager"]].isna().all()
    left = {"notes": ((BEN, "(forgotten)"), (ADA, "me")), "done": ((BEN, "2024-02-02"),)}
    assert net.origin.corrections == Overrides(different=((BEN, ADA),), **left)


def test_events_keep_their_order_and_answers_their_event(saved, rules):
    forget("Grace Hill", saved, overrides=rules)
    log = ng.load(saved).export.interactions
    assert len(log) == 4
    third, fourth = log.iloc[1], log.iloc[2]
    assert third["event"] == fourth["reply_to"]
    assert third["event"].startswith("forgotten:")
    assert third["reply_to"] == "<2@example.org>"


def test_the_books_still_add_up_under_neutral_names(saved, rules):
    forget("Grace Hill", saved, overrides=rules)
    made = ng.load(saved).export
    assert made.ledger["file"].tolist() == [
        "forgotten-1.txt", "inbox/forgotten-2/message_1.json", "forgotten-3.xml", "a.mbox"
    ]  # fmt: skip
    assert made.ledger["bytes"].sum() == export().ledger["bytes"].sum()
    assert made.problems["file"].tolist() == ["forgotten-1.txt", "a.mbox"]
    assert made.problems["detail"].tolist() == ["(forgotten)", "x"]
    assert set(made.windows["source"]) == set(made.interactions["source"]) == {"(forgotten)"}


def test_a_second_run_finds_nothing_and_changes_nothing(saved, rules):
    forget("Grace Hill", saved, overrides=rules)
    files = {p: p.read_bytes() for p in rules.parent.rglob("*") if p.is_file()}
    for person in ("grace.hill@x.example", "Grace Hill", "whatsapp:Grace Hill"):
        done = forget(person, saved, overrides=rules)
        assert (done.rewritten, done.untouched, set(done.handles)) == ((), (saved,), GRACE)
    assert {p: p.read_bytes() for p in rules.parent.rglob("*") if p.is_file()} == files


def test_a_handle_of_one_network_counts_in_the_others(saved, rules, tmp_path):
    other = ng.save(ng.network(export(mail=False)), tmp_path / "nets" / "deep" / "phone")
    assert hits(other, {"+447700900123"}) == ["+447700900123"]
    done = forget("grace.hill@x.example", tmp_path / "nets", overrides=rules)
    assert done.rewritten == (saved, other)
    assert hits(tmp_path / "nets", GRACE | NAMES) == []


def test_a_network_that_excluded_them_before_forgets_the_handles_too(rules, tmp_path):
    folder = ng.save(ng.network(export(), overrides=Overrides(exclude=tuple(GRACE))), tmp_path / "nets")
    assert hits(folder, GRACE) != []
    done = forget("grace.hill@x.example", folder, overrides=rules)
    assert done.rewritten == (folder,)
    assert hits(folder, {"grace.hill@x.example"}) == []


def test_a_narrowed_network_of_an_earlier_day_forgets_whom_it_does_not_show(rules, tmp_path):
    net = ng.network(export()).only(channel="mail", since="2024-01-01", people=["ben"]).at("2024-01-03")
    folder = ng.save(net, tmp_path / "nets")
    assert "grace" not in " ".join(net.people["person"])
    forget("Grace Hill", folder, overrides=rules)
    left = ng.load(folder)
    assert hits(folder, GRACE | NAMES) == []
    assert (left.as_of, left.people["person"].tolist()) == (net.as_of, net.people["person"].tolist())
    assert (left.origin.channels, left.origin.since) == (net.origin.channels, net.origin.since)


def test_handles_that_only_kept_are_forgotten(rules, tmp_path):
    net = ng.network(export()).only(people=["grace-beatrice-hill", "ben"])
    folder = ng.save(net, tmp_path / "nets")
    forget("Grace Hill", folder, overrides=rules)
    assert ng.load(folder).origin.kept == {ADA, BEN}
    assert hits(folder, GRACE) == []


def test_a_namesake_stays_and_is_told(rules, tmp_path):
    cards = [(h, "Grace Hill", None, None, None, h, "c") for h in ("g@one.example", "g@two.example")]
    rows = [
        (h, "2024-01-01", h, ADA, "mail", "message", 1, None, None, "m") for h in ("g@one.example", "g@two.example")
    ]
    made = Export(table("contacts", cards), table("interactions", rows), me=(ADA,))
    apart = Overrides(different=(("g@one.example", "g@two.example"),))
    folder = ng.save(ng.network(made, overrides=apart), tmp_path / "nets")
    with pytest.raises(ng.TableError, match=r"'Grace Hill' may be grace-hill, grace-hill-2 in .*give a handle"):
        forget("Grace Hill", folder, overrides=rules)
    done = forget("g@one.example", folder, overrides=rules)
    assert done.namesakes == ((folder, "g@two.example"),)
    left = ng.load(folder)
    assert left.people["name"].tolist() == ["ada@example.org", "Grace Hill"]
    assert hits(folder, {"g@one.example"}) == []


def test_a_namesake_with_several_handles_is_told_once(rules, tmp_path):
    handles = {"g@a.example": "1", "g@c.example": "2", "g@b.example": "2"}
    cards = [(h, "Grace Hill", None, None, None, card, "c") for h, card in handles.items()]
    rows = [(h, "2024-01-01", h, ADA, "mail", "message", 1, None, None, "m") for h in handles]
    made = Export(table("contacts", cards), table("interactions", rows), me=(ADA,))
    apart = Overrides(different=(("g@a.example", "g@b.example"),))
    folder = ng.save(ng.network(made, overrides=apart), tmp_path / "nets")
    assert ng.load(folder).people["handles"].tolist() == [ADA, "g@a.example", "g@b.example; g@c.example"]
    assert forget("g@a.example", folder, overrides=rules).namesakes == ((folder, "g@b.example"),)


def test_words_that_mean_two_people_in_two_networks_are_refused(rules, tmp_path):
    for n, name in enumerate(["Grace Hill", "Peter Hill"]):
        cards = [(f"{n}@x.example", name, None, None, None, None, "c")]
        rows = [("e", "2024-01-01", f"{n}@x.example", ADA, "mail", "message", 1, None, None, "m")]
        made = Export(table("contacts", cards), table("interactions", rows), me=(ADA,))
        ng.save(ng.network(made), tmp_path / "nets" / str(n))
    with pytest.raises(ng.TableError, match=r"'Hill' is grace-hill in .*/0 and peter-hill in .*/1; give a handle"):
        forget("Hill", tmp_path / "nets", overrides=rules)
    assert not rules.exists()
    assert forget("Peter", tmp_path / "nets", overrides=rules).handles == ("1@x.example",)


@pytest.mark.parametrize(
    ("person", "told"),
    [
        ("Nobody Known", r"nobody in 1 saved network here is called 'Nobody Known'; give a handle"),
        (ADA, r"'ada@example\.org' is the owner of .*, who cannot be forgotten"),
        ("ada-example-org", r"'ada-example-org' is the owner of "),
    ],
)
def test_nobody_and_the_owner_are_refused_before_anything_changes(saved, rules, person, told):
    before = {p: p.read_bytes() for p in saved.rglob("*") if p.is_file()}
    with pytest.raises(ng.TableError, match=told):
        forget(person, saved, overrides=rules)
    assert {p: p.read_bytes() for p in saved.rglob("*") if p.is_file()} == before
    assert not rules.exists()


@pytest.mark.usefixtures("saved")
def test_a_handle_that_is_nobodys_is_left_out_from_now_on(rules, tmp_path):
    for person in ("Gone@x.example", "+44 7700 900199", "slack:U99", "linkedin.com/in/gone"):
        assert forget(person, tmp_path / "nets", overrides=rules).rewritten == ()
    assert read(rules).exclude == ("gone@x.example", "+447700900199", "slack:U99", "/in/gone")


def test_bad_places_and_files_are_named_before_anything_changes(saved, rules, tmp_path):
    with pytest.raises(ng.TableError, match="there is no such folder"):
        forget("Grace Hill", tmp_path / "missing", overrides=rules)
    rules.write_text("sames = []")
    with pytest.raises(ng.TableError, match=r"who\.toml, line 1: unknown key sames"):
        forget("Grace Hill", saved, overrides=rules)
    rules.write_text("")
    next(saved.glob("save-*/people.parquet")).write_bytes(b"x")
    with pytest.raises(ng.TableError, match=r"not as it was written; save the network again, or delete it"):
        forget("Grace Hill", saved.parent, overrides=rules)
    assert rules.read_text() == ""


def test_a_file_of_that_name_by_another_program_is_no_network(saved, rules):
    other = saved.parent / "app"
    other.mkdir()
    for content in ("{}", "no json", "[1]", "3"):
        (other / "current.json").write_text(content)
        assert forget("grace.hill@x.example", saved.parent, overrides=rules).untouched in ((), (saved,))


def test_a_run_cut_short_is_finished_by_the_next(saved, rules, tmp_path, monkeypatch):
    other = ng.save(ng.network(export(mail=False)), tmp_path / "nets" / "phone")
    whole, count = store.write, []

    def once(*arguments):
        if count:
            raise KeyboardInterrupt
        count.append(1)
        return whole(*arguments)

    monkeypatch.setattr(store, "write", once)
    with pytest.raises(KeyboardInterrupt):
        forget("Grace Beatrice Hill", tmp_path / "nets", overrides=rules)
    monkeypatch.undo()
    assert hits(other, GRACE | NAMES) == []
    assert hits(saved, {"+447700900123"}) != []
    done = forget("Grace Beatrice Hill", tmp_path / "nets", overrides=rules)
    assert (done.rewritten, done.untouched) == ((saved,), (other,))
    assert hits(tmp_path / "nets", GRACE | NAMES) == []
    assert ng.load(other).people["person"].tolist() == ["ada-example-org", "ben-x-example"]


def test_what_a_save_cut_short_left_is_removed(saved, rules):
    forget("Grace Hill", saved, overrides=rules)
    (saved / "save-old").mkdir()
    (saved / "save-old" / "people.parquet").write_text("Grace Hill")
    (saved / ".current.json.partial").write_text("Grace Hill")
    done = forget("Grace Hill", saved, overrides=rules)
    assert done.rewritten == ()
    assert hits(saved, NAMES) == []
    assert len(ng.load(saved).people) == 2


def test_what_a_first_save_cut_short_left_is_refused_before_anything_changes(saved, rules):
    killed = saved.parent / "phone"
    begun, partial = killed / "save-x1", killed / ".current.json.partial"
    begun.mkdir(parents=True)
    assert forget("nobody@x.example", saved.parent, overrides=rules).untouched == (saved,)
    (begun / "people.parquet").write_text("Grace Hill")
    partial.write_text("Grace Hill")
    before = {p: p.read_bytes() for p in rules.parent.rglob("*") if p.is_file()}
    told = r"phone: a save that was cut short left save-x1, \.current\.json\.partial there.*delete it, then run this"
    with pytest.raises(ng.TableError, match=told):
        forget("Grace Hill", saved.parent, overrides=rules)
    assert {p: p.read_bytes() for p in rules.parent.rglob("*") if p.is_file()} == before
    (begun / "people.parquet").unlink()
    partial.unlink()
    assert forget("Grace Hill", saved.parent, overrides=rules).rewritten == (saved,)


def test_what_cannot_be_removed_is_an_error(saved, rules, monkeypatch):
    def refused(folder):
        raise PermissionError(13, "Permission denied", str(folder))

    monkeypatch.setattr(store, "tidied", refused)
    with pytest.raises(ng.TableError, match=r"cannot be removed \(Permission denied\); it may name them"):
        forget("Grace Hill", saved, overrides=rules)


def test_pages_and_handouts_that_name_them_are_listed(saved, rules):
    assert set(handouts.contents(ng.load(saved))) == set(forgetting.HANDOUTS)
    made = saved.parent / "made"
    ng.handout(ng.load(saved), made)
    mark = str(report._mark("index.html"))
    pages = {
        "a.html": f"{mark}Grace&#32;Hill",
        "b.html": f"{mark}Gr\\u00e4ce Hill",
        "c.html": f"{mark}Ben",
        "d.html": "Grace Hill",
    }
    for name, text in pages.items():
        (made / name).write_text(text)
    (made / "mine.ipynb").write_text('"+44 7700 900123"')
    (made / "notes.txt").write_text("Grace Hill")
    done = forget("Grace Hill", saved.parent, overrides=rules)
    assert [p.name for p in done.pages] == [
        "a.html", "b.html", "mine.ipynb", "network.gexf", "network.graphml", "pairs.csv", "people.csv", "ties.csv"
    ]  # fmt: skip
    ng.handout(ng.load(saved), made)
    again = forget("Grace Hill", saved.parent, overrides=rules)
    assert [p.name for p in again.pages] == ["a.html", "b.html", "mine.ipynb"]


def test_lines_of_the_overrides_that_name_them_are_told_and_kept(saved, rules):
    before = f"# mine\n{line('notes', 'Grace.Hill@x.example', 'sails')}\n\n{line('same', BEN, 'b@x.example')}\n"
    before += f"{line('done', 'Grace.Hill@x.example', '2024-02-01')}\n"
    rules.write_text(before)
    done = forget("Grace Hill", saved, overrides=rules)
    assert done.lines == (2, 5)
    assert rules.read_text().startswith(before)
    assert rules.read_text().count("\n") == 6


def test_an_exclusion_of_the_users_own_drags_nobody_along(saved, rules):
    rules.write_text(line("exclude", "grace.hill@x.example", BEN))
    done = forget("Grace Hill", saved, overrides=rules)
    assert set(done.handles) == GRACE
    assert "ben-okafor" in ng.load(saved).people["person"].tolist()


def test_who_was_forgotten_is_known_by_an_exclusion_that_spans_lines(rules, tmp_path):
    # The first line holds what ends a line elsewhere, not in TOML.
    marked = 'exclude = [  # forgotten\n "grace.hill@x.example",\n "whatsapp:Grace Hill",\n]\n'
    rules.write_text(f"# mine \u2028 and yours\n{marked}{line('exclude', BEN, 'whatsapp:Ben')}\n", encoding="utf-8")
    assert forget("Grace Hill", tmp_path, overrides=rules).handles == ("grace.hill@x.example", "whatsapp:Grace Hill")
    with pytest.raises(ng.TableError, match="nobody in 0 saved networks here is called 'Ben Ben'"):
        forget("Ben Ben", tmp_path, overrides=rules)


def test_an_organisations_log_forgets_an_id(rules, tmp_path):
    rows = [("2024-01-01", "dora", "p12"), ("2024-01-02", "p12", "dora"), ("2024-01-03", "dora", "pandora")]
    people = pd.DataFrame({"handle": ["dora", "p12", "pandora"], "lead": ["p12", "dora", "Dora town"]})
    net = ng.network(pd.DataFrame(rows, columns=["time", "sender", "receiver"]), people=people)
    folder = ng.save(net, tmp_path / "nets")
    assert forget("p12", folder, overrides=rules).handles == ("p12",)
    left = ng.load(folder)
    assert left.people["person"].tolist() == ["dora", "pandora"]
    assert left.people["lead"].isna().tolist() == [True, False]
    forget("dora", folder, overrides=rules)
    assert ng.load(folder).people[["person", "lead"]].to_numpy().tolist() == [["pandora", "Dora town"]]


def test_words_of_the_tables_stay_whoever_is_called_so(rules, tmp_path):
    cards = [("call", "Mailing List", None, None, None, None, "contacts:vcard")]
    rows = [
        (f"e{n}", "2024-01-01", who, ADA, "call", "call", 1, None, None, "log") for n, who in enumerate(["call", BEN])
    ]
    books = [("a.mbox", "mail", "set aside", "mailing list", 1, 9), ("a.mbox", "mail", "rejected", "bad value", 1, 9)]
    problems = [("a.mbox", "whole file", "bad value", "a mailing list")]
    windows = [("log", "2024-01-01", "2024-01-01")]
    made = Export(
        table("contacts", cards), table("interactions", rows), table("ledger", books), table("problems", problems),
        table("windows", windows), (ADA,),
    )  # fmt: skip
    folder = ng.save(ng.network(made).only(channel="call"), tmp_path / "nets")
    assert forget("Mailing List", folder, overrides=rules).handles == ("call",)
    left = ng.load(folder).export
    pd.testing.assert_frame_equal(left.ledger, made.ledger)
    pd.testing.assert_frame_equal(left.windows, made.windows)
    assert left.problems.to_numpy().tolist() == [["a.mbox", "whole file", "bad value", "(forgotten)"]]
    assert left.interactions[["sender", "channel", "kind", "source"]].to_numpy().tolist() == [
        [BEN, "call", "call", "log"]
    ]
    assert ng.load(folder).origin.channels == {"call"}


def test_words_of_an_analysts_log_do_not_stay(rules, tmp_path):
    frame = pd.DataFrame(
        {"time": "2024-01-01", "sender": ["p12", "dora", "eve"], "receiver": ["dora", "eve", "dora"],
         "channel": "p12's line", "kind": "asked by p12", "source": "diary of p12"}
    )  # fmt: skip
    folder = ng.save(ng.network(frame), tmp_path / "nets")
    forget("p12", folder, overrides=rules)
    assert hits(folder, {"p12"}) == []
    assert set(ng.load(folder).export.interactions["kind"]) == {"(forgotten)"}


def test_two_sources_that_named_them_stay_two(rules, tmp_path):
    frame = pd.DataFrame(
        {"time": ["2024-01-01", "2024-02-01", "2024-02-02"] * 2, "sender": ["dora", "eve", "p12"] * 2,
         "receiver": ["eve", "dora", "dora"] * 2, "source": ["diary of p12"] * 3 + ["phone of p12"] * 3}
    )  # fmt: skip
    folder = ng.save(ng.network(frame, me=["dora"]), tmp_path / "nets")
    forget("p12", folder, overrides=rules)
    left = ng.load(folder)
    assert set(left.windows["source"]) == set(left.interactions["source"]) == {"(forgotten)", "(forgotten 2)"}
    assert ng.dormant(left).empty  # it looks every source up, and nobody is silent for long


def test_the_words_of_the_readers_are_known():
    made = ng.read(SOURCES)
    columns = [made.interactions[["channel", "kind", "source"]], made.contacts[["source"]], made.windows[["source"]]]
    words = {word for some in columns for column in some for word in some[column]}
    assert {word for word in words - neutral._OURS if not word.startswith("mail:")} == set()
    assert {OPTIONAL[column] for column in ("channel", "kind", "source")} <= neutral._OURS


def test_every_text_of_an_export_is_made_neutral_or_names_nobody():
    handles = {"contacts": ["handle"], "interactions": ["sender", "receiver"]}
    fixed = {"ledger": ["reader", "fate", "rule"], "problems": ["reason"]}
    ways = (handles, fixed, neutral._REMARKS, neutral._SOURCES, neutral._KEYS, neutral._WORDS, neutral._FILES)
    covered = sorted((name, column) for way in ways for name, columns in way.items() for column in columns)
    texts = {name: [c for c, (dtype, _) in GLOSSARY[name].items() if dtype == TEXT] for name in EXPORT_TABLES}
    assert covered == sorted((name, column) for name, columns in texts.items() for column in columns)


TRACES = Traces(
    frozenset({"gh@x.example", "+447700900123", "slack:U1", "whatsapp:\N{GRINNING FACE}", "7"}),
    frozenset({"Grace Hill", "Gracie"}),
)


@pytest.mark.parametrize(
    ("way", "text", "named"),
    [
        ("in_key", "<20240101.gh%40x.example>", True),
        ("in_key", "mail-GraceHill-2", True),
        ("in_key", "slack:U1:12.5", True),
        ("in_key", "slack:U12:12.5", False),
        ("in_key", "whatsapp:\N{GRINNING FACE}", True),
        ("in_key", "whatsapp", False),
        ("in_key", "event 7", False),
        ("in_key", "gracie", False),
        ("in_file", "WhatsApp Chat with Gracie.txt", True),
        ("in_file", "2024-01-07.json", False),
        ("in_words", "7", True),
        ("in_words", "desk 7", False),
        ("in_words", "jgh@x.example", False),
        ("in_words", "ask GH@x.example, please", True),
        ("in_words", "+44 (7700) 900-123", True),
        ("in_words", "Hill, Grace", True),
        ("in_words", "Grace Hillary", False),
        ("in_page", "<td>gracie</td>", True),
        ("in_page", "'+447700900123", True),
        ("in_page", "disgraceful hill", False),
    ],
)
def test_what_names_somebody(way, text, named):
    assert getattr(TRACES, way)(text) is named


def test_the_answer_says_all(saved, rules):
    assert ng.forget("Grace Hill", saved, overrides=rules) == Forgotten(
        handles=tuple(sorted(GRACE)), rewritten=(saved,), untouched=(), pages=(), lines=(), namesakes=()
    )
    assert forget(BEN, saved, overrides=rules) == Forgotten((BEN,), (saved,), (), (), (), ())
