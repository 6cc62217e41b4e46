"""What a person sees in the terminal: what was read, the next step, and one line for bad input."""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import netgraph as ng
from netgraph.__main__ import _spread, app, main
from netgraph.readers import table

ROOT = Path(__file__).parents[1]
LOG = "time,from,to\n2024-01-01T10:00:00Z,ann,ben\n2024-01-02T10:00:00Z,ben,ann\n2024-02-30,ann,ben\n"


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text(LOG, encoding="utf-8")
    return path


def told(*arguments):
    """What a command prints, on a screen wide enough not to break lines."""
    result = CliRunner(env={"COLUMNS": "200"}).invoke(app, [str(a) for a in arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def rows(text, fate):
    """The rows of the ledger that is printed with that fate."""
    return [line.split() for line in text.splitlines() if f" {fate} " in line and "=" not in line]


def refused(monkeypatch, capsys, *arguments):
    """The one line that a command prints on the error stream."""
    monkeypatch.setattr(sys, "argv", ["netgraph", *map(str, arguments)])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    return lines[0]


def test_read_says_what_became_of_every_record(log):
    text = told("read", log, "--columns", "sender=from,receiver=to")
    assert "table: log.csv" in text
    assert rows(text, "used") == [["log.csv", "used", "2"]]
    assert "in all: 3 found = 2 used + 0 set aside + 1 rejected" in text
    assert "log: 2024-01-01 to 2024-01-02" in text
    assert "line 4" in text


def test_the_name_of_a_file_is_told_as_it_is(log, tmp_path):
    odd = log.rename(tmp_path / "a :dog: [red]x.csv")
    text = told("read", odd, "--columns", "sender=from,receiver=to")
    assert f"table: {odd.name}\n" in text
    assert f"{odd.name}, line 4" in text
    assert rows(text, "used") == [["a", ":dog:", "[red]x.csv", "used", "2"]]


def test_a_mailbox_of_nobody_is_asked_about_and_many_files_are_told_by_folder(tmp_path):
    for i in range(30):
        head = f"From: p{i % 9}@example.org\nTo: q{i % 7}@example.org\nMessage-ID: <{i}@example.org>\n"
        (tmp_path / f"{i}.eml").write_text(f"{head}Date: {1 + i % 27} Jan 2024 10:00:00 +0000\nSubject: x\n\nx\n")
    text = told("read", tmp_path)
    assert "whose mailbox is this? give your address" in text
    assert "seen whole" not in text
    assert rows(text, "used") == [["*", "used", "30"]]


def test_one_option_takes_several_values(log, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["netgraph", "read", "--columns", "sender=from", "receiver=to", str(log)])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 0
    assert "log.csv" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("report --columns a=b sender=c x.csv", "report --columns a=b --columns sender=c x.csv"),
        ("report --columns=time=t sender=c", "report --columns=time=t --columns sender=c"),
        ("report x.csv --columns sender=c -o out --me dora", "report x.csv --columns sender=c -o out --me dora"),
        ("read a=b.csv", "read a=b.csv"),
    ],
)
def test_values_of_columns_are_spread(given, expected):
    assert _spread(given.split()) == expected.split()


def test_read_of_the_sample_names_sources_and_spans():
    text = told("read", ROOT / "data/samples/ada")
    assert "mail:ada.moreau@oldjob.example: 2023-07-03 to 2024-09-30" in text
    assert "mailing list" in text
    assert str(ROOT) not in text


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["read", "nowhere"], "netgraph: nowhere: there is no such file or folder; check the spelling"),
        (["report", "log.csv"], "map them, e.g. --columns sender=from receiver=to"),
        (["report", "log.csv", "--columns", "sender"], "--columns sender: write ours=theirs"),
        (["report", "log.csv", "--columns", "sender=from,receiver=to", "--me", "dora"], "no record names dora"),
    ],
)
def test_bad_input_is_one_line_with_the_next_step(log, monkeypatch, capsys, arguments, expected):
    monkeypatch.chdir(log.parent)
    assert expected in refused(monkeypatch, capsys, *arguments)


@pytest.fixture
def rules(log):
    path = log.with_name("who.toml")
    path.write_text('notes = { "ann" = "met in Lyon" }\nexclude = ["ben", "nobody"]\nsame = ["typo", "typo2"]\n')
    return path


def test_export_follows_the_overrides_and_says_which_handles_occur_nowhere(log, rules, tmp_path):
    log.write_text(f"{LOG}2024-01-03,ann,cleo\n")
    text = told("export", log, "--columns", "sender=from,receiver=to", "--overrides", rules, "-o", tmp_path / "out")
    assert "who.toml: 3 of its handles occur nowhere here: nobody, typo, typo2" in text
    people = (tmp_path / "out" / "people.csv").read_text(encoding="utf-8-sig")
    assert "cleo" in people
    assert "ben" not in people
    assert "met in Lyon" not in people


def test_overrides_are_checked_before_anything_is_read(log, monkeypatch, capsys, tmp_path):
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("exclud = []")
    for command in ("report", "export"):
        line = refused(monkeypatch, capsys, command, log, "--overrides", wrong, "-o", tmp_path / "out")
        assert line == "netgraph: wrong.toml, line 1: unknown key exclud; did you mean exclude?"


def test_the_people_file_is_read_once_and_before_the_exports(log, rules, monkeypatch, capsys, tmp_path):
    people, seen = tmp_path / "people.csv", []
    people.write_text("handle,desk\nann,1\nben,2\nnobody,3\n")
    plain = table._people_file
    monkeypatch.setattr(table, "_people_file", lambda path: seen.append(path) or plain(path))
    given = ["export", log, "--columns", "sender=from,receiver=to", "--overrides", rules, "-o", tmp_path / "out"]
    text = told(*given, "--people", people)
    assert seen == [people]
    assert "2 of its handles occur nowhere here: typo, typo2" in text  # one is in the people file, and left out
    people.write_text("handle,desk\nann,1\nann,2\n")
    line = refused(monkeypatch, capsys, "export", tmp_path / "nowhere", "--people", people)
    assert line == "netgraph: people.csv: handle 'ann' is there twice; keep one row of each"


def test_a_saved_network_has_its_overrides_in_it(log, rules, monkeypatch, capsys, tmp_path):
    ng.save(ng.network(ng.read(log, columns={"sender": "from", "receiver": "to"})), tmp_path / "net")
    line = refused(monkeypatch, capsys, "export", tmp_path / "net", "--overrides", rules, "-o", tmp_path / "out")
    assert "a saved network has its options in it" in line


def test_forget_says_what_was_rewritten_and_what_still_names_them(log, monkeypatch, capsys, tmp_path):
    log.write_text(f"{LOG}2024-01-03,ann,cleo\n")
    net = ng.network(ng.read(log, columns={"sender": "from", "receiver": "to"}))
    ng.save(net, tmp_path / "net")
    ng.handout(net, tmp_path / "out")
    who = tmp_path / "mine.toml"
    text = told("forget", "ben", tmp_path, "--overrides", who)
    assert f"rewritten without them: {tmp_path / 'net'}" in text
    assert f"still named in {tmp_path / 'out' / 'people.csv'}: write it again, or delete it" in text
    assert f"{who}: leaves them out, and is the file where their handles stand from now on" in text
    assert "your exports, and copies elsewhere, still hold them" in text
    assert who.read_text().endswith('exclude = ["ben"]  # forgotten\n')
    assert ng.load(tmp_path / "net").people["person"].tolist() == ["ann", "cleo"]
    monkeypatch.chdir(tmp_path)
    assert "nothing is left of them in the saved networks here (1)" in told("forget", "ben", "--overrides", who)
    assert refused(monkeypatch, capsys, "forget", "zoe", tmp_path, "--overrides", who) == (
        "netgraph: nobody in 1 saved network here is called 'zoe'; give a handle, or the folder with the network"
    )


def test_forget_needs_the_overrides_file(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["netgraph", "forget", "ben"])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 2
    assert "--overrides" in capsys.readouterr().err


def test_sample_writes_what_the_project_holds(tmp_path):
    told("sample", tmp_path)
    sizes = {p.relative_to(tmp_path): p.stat().st_size for p in tmp_path.rglob("*") if p.is_file()}
    held = ROOT / "data/samples"
    assert sizes == {p.relative_to(held): p.stat().st_size for p in held.rglob("*") if p.is_file()}


def test_reading_is_the_same_in_every_zone_and_hash_seed():
    code = "import netgraph as ng; print(ng.network('data/samples/ada', me=['ada@example.org']).digest)"
    told_by = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT,
            env={"TZ": zone, "PYTHONHASHSEED": seed, "PATH": ""},
        ).stdout
        for zone, seed in (("Asia/Tokyo", "1"), ("America/Los_Angeles", "2"))
    }  # fmt: skip
    assert told_by == {ng.network(ROOT / "data/samples/ada", me=["ada@example.org"]).digest + "\n"}
