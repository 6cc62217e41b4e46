"""Pages from tiny notebooks: parameters go in, code stays out, nothing is fetched, and nothing hostile runs."""

import json
import re
import time
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from netgraph import report as module
from netgraph.overrides import line
from netgraph.plot.guess import MIME as GUESS
from netgraph.plot.table import cells
from netgraph.report import Cover, Page, heading, index_html, inject, markdown, page_html, report, table_html
from netgraph.tables import TableError, checked

HOSTILE = "</script><script>document.title = 'run'</script><img src=x onerror=alert(1)>"
LIMITS = pd.DataFrame(
    {"measure": ["weak_ties"], "verdict": ["not applicable"], "reason": [f"no ties between contacts {HOSTILE}"]}
)
COVER = Cover("The network of Ada", "Ada: 4 people are waiting for a reply.", LIMITS, 1211)
HERE = Page("01_a.html", "First", markdown("what it says"))
PAGES = [HERE, Page("02_b.html", "Second", markdown("more"))]


def parameters_cell(source):
    return new_code_cell(source, metadata={"tags": ["parameters"]})


def shown(data):
    return new_code_cell("secret_code = 1", outputs=[new_output("display_data", data)])


def figure(text="Ada", **layout):
    return {"data": [{"type": "bar", "x": [text], "y": [1]}], "layout": {"title": {"text": "Bars"}} | layout}


def page(*cells):
    return page_html(new_notebook(cells=list(cells)), HERE, pages=PAGES, people=7)


class Seen(HTMLParser):
    """Scripts that run, data beside figures, tags, and every attribute that could load something."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.scripts, self.data, self.tags, self.loads, self.policy, self._into = [], [], [], [], "", None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append(tag)
        self.loads += [attrs[a] for a in ("src", "srcset", "data", "poster") if a in attrs]
        self.loads += [attrs["href"]] if tag == "link" else []
        self.loads += [a for a in attrs if a.startswith("on")]
        if attrs.get("http-equiv") == "Content-Security-Policy":
            self.policy = attrs["content"]
        if tag == "script":
            self._into = self.data if attrs.get("type") == "application/json" else self.scripts
            self._into.append("")

    def handle_endtag(self, tag):
        self._into = None if tag == "script" else self._into

    def handle_data(self, data):
        if self._into is not None:
            self._into[-1] += data


def hashes(scripts):
    return [f"'sha256-{b64encode(sha256(s.encode()).digest()).decode()}'" for s in scripts]


# pages


def test_the_policy_allows_exactly_the_scripts_of_the_page():
    seen = Seen(page(shown({module.PLOTLY: figure()}), shown({module.PLOTLY: figure()})))
    allowed = re.search(r"script-src ([^;]*);", seen.policy)[1].split()
    assert allowed == hashes(seen.scripts)
    assert len(seen.scripts) == 2  # plotly.js once, and what draws
    assert seen.policy.startswith("default-src 'none';")
    assert "unsafe-eval" not in seen.policy


def test_a_page_without_figures_has_no_script_and_allows_none():
    for text in (page(new_markdown_cell("# Words")), index_html(COVER, PAGES)):
        seen = Seen(text)
        assert seen.scripts == []
        assert "script-src 'none';" in seen.policy


def test_nothing_is_loaded():
    seen = Seen(page(new_markdown_cell("![a picture](https://example.org/a.png)"), shown({module.PLOTLY: figure()})))
    assert seen.loads == []
    assert not {"img", "iframe", "object", "embed", "link", "base", "form"} & set(seen.tags)
    assert "@import" not in module._PAGES.loader.get_source(module._PAGES, "style.css")[0]


def test_figures_are_numbered_and_their_data_survives():
    text = page(shown({module.PLOTLY: figure(HOSTILE)}), shown({module.PLOTLY: figure("Grace")}))
    first, second = map(json.loads, Seen(text).data)
    assert (first["data"][0]["x"], second["data"][0]["x"]) == ([HOSTILE], ["Grace"])
    assert re.findall(r'<div class="figure" id="([^"]+)"', text) == ["figure-1", "figure-2"]


ASKED = {"what": "letters", "rate": "4.2", "low": "3", "high": "5", "answered": "18", "sent": "43", "reading": "So"}


def asks(**question):
    return shown({GUESS: {"questions": [ASKED | question]}, "text/html": "<b>no</b>", "text/plain": "x"})


def test_what_follows_a_guess_is_closed_behind_it_and_its_script_is_allowed():
    text = page(
        new_markdown_cell("Before."), asks(), new_markdown_cell("After."), shown({module.PLOTLY: figure()}), asks()
    )
    seen = Seen(text)
    places = [text.index(part) for part in ("Before.", "<fieldset>", "<details>", "18 of 43", "After.", 'id="figure-1"',
                                            "</details>", "</main>")]  # fmt: skip
    assert places == sorted(places)
    assert text.count("<details>") == text.count("</details>") == 1
    assert re.search(r"script-src ([^;]*);", seen.policy)[1].split() == hashes(seen.scripts)
    assert len(seen.scripts) == 3
    assert "form" not in seen.tags


def test_a_page_without_a_guess_and_one_with_nothing_to_guess_have_no_script_for_it():
    nothing = shown({GUESS: {"questions": []}, "text/plain": "x"})
    text = page(nothing, new_markdown_cell("After."))
    assert Seen(text).scripts == []
    assert "<details>" not in text
    assert text.index("Too few messages") < text.index("After.")


def test_a_hostile_question_brings_no_tag():
    quiet, loud = Seen(page(asks())), Seen(page(asks(**dict.fromkeys(ASKED, HOSTILE))))
    assert loud.tags == quiet.tags
    assert loud.loads == []
    assert loud.scripts == quiet.scripts


def test_a_table_in_prose_can_be_moved_where_it_is_too_wide():
    assert markdown("| a |\n|---|\n| <b> |").startswith('<div class="table">\n<table>')
    assert "&lt;b&gt;" in markdown("| a |\n|---|\n| <b> |")


def test_a_figure_without_traces_becomes_its_reason():
    blank = {"data": [], "layout": {"title": {"text": "Brokers"}, "meta": {"why": "No mail <b>yet</b>."}}}
    text = page(shown({module.PLOTLY: blank}))
    assert '<p class="why"><strong>Brokers</strong><br>No mail &lt;b&gt;yet&lt;/b&gt;.</p>' in text
    assert Seen(text).scripts == []


def test_code_prompts_and_warnings_are_left_out():
    cell = new_code_cell("secret_code = 1", execution_count=3)
    cell.outputs = [new_output("stream", name="stderr", text="a warning"), new_output("stream", text="a line <i>\n")]
    text = page(cell)
    assert "secret_code" not in text
    assert "a warning" not in text
    assert "<pre>a line &lt;i&gt;\n</pre>" in text


@pytest.mark.parametrize(
    "mime", ["text/html", "text/markdown", "text/plain", "application/javascript", "image/svg+xml"]
)
def test_hostile_output_brings_no_tag(mime):
    quiet, loud = Seen(page(shown({"text/plain": "x"}))), Seen(page(shown({mime: HOSTILE, "text/plain": "x"})))
    assert set(loud.tags) <= set(quiet.tags) | {"p"}
    assert loud.loads == []


def test_html_that_is_no_table_of_pandas_gives_way_to_its_text():
    text = page(shown({"text/html": "<h5>rich</h5>", "text/plain": "<Network of 3 people>"}))
    assert "rich" not in text
    assert "<pre>&lt;Network of 3 people&gt;</pre>" in text


def test_every_page_says_that_it_is_private_and_what_the_numbers_are_not():
    for text, people in ((page(), "7"), (index_html(COVER, PAGES), "1,211")):
        words = " ".join(text.split())
        assert f"Private: names {people} people who did not agree to be analysed. Do not forward." in words
        assert "not a person's worth, affection or performance" in words
        assert "Silence has many causes" in words
        assert "not for hiring, rating, promoting or dismissing" in words


def test_pages_lead_to_one_another():
    text = page()
    assert re.findall(r'<a href="([^"]+)"( aria-current="page")?>', text) == [
        ("index.html", ""),
        ("01_a.html", ' aria-current="page"'),
        ("02_b.html", ""),
    ]


def test_the_index_has_summary_cards_and_limits():
    text = index_html(COVER, PAGES)
    assert "Ada: 4 people are waiting for a reply." in text
    assert re.findall(r'<h2><a href="([^"]+)">([^<]+)</a></h2>', text) == [
        ("01_a.html", "First"),
        ("02_b.html", "Second"),
    ]
    assert '<span class="verdict not-applicable">not applicable</span>' in text
    assert "<script" not in text


def doubtful(*rows):
    """A table of suggestions of (handle, name, other, other_name, merged, probability, at_stake, evidence)."""
    columns = ["handle", "name", "other", "other_name", "merged", "probability", "at_stake", "evidence"]
    table = pd.DataFrame(rows, columns=columns)
    pairs = list(zip(table["handle"], table["other"], strict=True))
    lines = {f"if_{kind}": [line(kind, *pair) for pair in pairs] for kind in ("same", "different")}
    return checked("suggestions", table.assign(**lines))


def mine(*handles):
    table = pd.DataFrame({"person": "ada", "handle": handles, "evidence": "named as yours", "probability": 1.0})
    return checked("merges", table)


def who_is_who(**tables):
    """The words of that section, without tags."""
    text = index_html(replace(COVER, **tables), PAGES)
    part = text[text.index("<h2>Who is who</h2>") : text.index("<h2>What this data can")]
    return " ".join(unescape(re.sub(r"<[^>]+>", "", part)).split())


GRACE = (
    "g@one.example",
    "Grace Hill",
    "/in/grace-hill",
    "Grace Hill",
    True,
    0.96,
    51,
    "the same full name, Grace Hill",
)
PERHAPS = ("ada@example.org", "Ada", "quill@old.example", None, False, 0.4, 1, "the same unusual address")


def test_the_index_asks_who_is_who():
    words = who_is_who(mine=mine("ada@example.org", "the owner", "/in/ada"), doubtful=doubtful(GRACE, PERHAPS))
    assert "These look like you: /in/ada, ada@example.org. 2 cases are doubtful." in words
    assert "netgraph report … --overrides who.toml" in words
    assert (
        "These may be you quill@old.example Not counted as you, 40 % likely. 1 event stands with the wrong person if "
        "that is wrong. Evidence: the same unusual address. "
        'one person same = ["ada@example.org", "quill@old.example"] '
        'two people different = ["ada@example.org", "quill@old.example"]'
    ) in words
    assert (
        "Grace Hill (g@one.example) and Grace Hill (/in/grace-hill) Counted as one person; 96 % likely to be one. "
        "51 events stand with the wrong person if that is wrong. Evidence: the same full name, Grace Hill. "
        'one person same = ["g@one.example", "/in/grace-hill"] two people different = ["g@one.example", '
    ) in words
    assert words.count("quill@old.example") == 3  # not among the others again


def test_who_may_be_the_owner_is_shown_whichever_side_it_is():
    other = (PERHAPS[2], "Q", PERHAPS[0], "Ada", *PERHAPS[4:])
    assert "These may be you Q (quill@old.example) Not" in who_is_who(mine=mine(PERHAPS[0]), doubtful=doubtful(other))


def test_who_may_be_whoever_has_no_other_handle_is_asked_too():
    case = ("quill@old.example", "Q", "the owner", None, *PERHAPS[4:])
    words = who_is_who(mine=mine("the owner"), doubtful=doubtful(case))
    assert "These may be you Q (quill@old.example) Not" in words
    assert 'one person same = ["quill@old.example", "the owner"]' in words
    assert "like you: " not in words  # a placeholder tells nobody who it is


def test_only_the_first_cases_are_shown_and_none_as_certain():
    rows = [(f"a{n}@x.example", None, f"b{n}@x.example", None, n % 2 == 0, p, 0, "alike")
            for n, p in enumerate([0.9999, 0.0001, 0.5, 0.5, 0.5, 0.5, 0.5])]  # fmt: skip
    words = who_is_who(doubtful=doubtful(*rows))
    assert "a4@x.example and b4@x.example" in words
    assert "a5@x.example" not in words
    assert "ng.suggestions(net) lists all" in words
    assert "99 % likely to be one. No event hangs on it." in words
    assert "Counted as two people; 1 % likely" in words
    assert "like you:" not in words


def test_where_nothing_is_doubtful_one_sentence_says_so():
    assert who_is_who() == (
        "Who is who Nothing is doubtful: no two people here look as if they might be one, "
        "and nobody as if they might be two."
    )


def test_hostile_names_of_doubtful_cases_are_text():
    row = (HOSTILE, HOSTILE, f"{HOSTILE}2", HOSTILE, False, 0.5, 3, HOSTILE)
    for owner in (mine(), mine(HOSTILE)):
        seen = Seen(index_html(replace(COVER, mine=owner, doubtful=doubtful(row)), PAGES))
        assert (seen.scripts, seen.loads) == ([], [])
        assert not {"img", "script"} & set(seen.tags)
        assert "script-src 'none';" in seen.policy


def test_heading_is_the_title_and_the_first_paragraph():
    notebook = new_notebook(cells=[new_markdown_cell("# Weak ties\n\n## Why\n\nFirst *words*.\n\nSecond.")])
    assert heading(notebook, "02.html") == ("Weak ties", "<p>First <em>words</em>.</p>\n")
    assert heading(new_notebook(), "02.html") == ("02.html", "")


@pytest.mark.parametrize("link", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x"])
def test_a_link_to_a_script_leads_nowhere(link):
    assert link not in markdown(f"[press]({link})")


def test_an_address_cannot_leave_its_attribute():
    tags = Seen(markdown('[press](<" onmouseover="alert(1)>)'))
    assert tags.loads == []


# tables


def table(frame):
    return table_html(cells(frame))


def test_a_table_keeps_its_cells_as_text_and_sets_numbers_right():
    frame = pd.DataFrame({"person": [HOSTILE, "Ken & Co"], "silent_days": [3, 1200], "rate": [0.5, float("nan")]})
    text = table(frame)
    found = re.findall(r'<td class="(\w+)">([^<]*)</td>', text)
    assert [kind for kind, _ in found[:3]] == ["long", "number", "number"]
    assert [value for _, value in found[3:]] == ["Ken &amp; Co", "1,200", "\u2013"]
    assert "<script" not in text
    assert "<img" not in text
    assert re.findall(r"<th[^>]*>([^<]*)</th>", text) == ["person", "silent days", "rate"]


def test_a_person_called_like_a_missing_value_is_no_dash():
    frame = pd.DataFrame({"person": ["NaN", "<NA>", None], "sent": [1.0, 2.0, None]})
    found = re.findall(r"<td[^>]*>([^<]*)</td>", table(frame))
    assert found == ["NaN", "1", "&lt;NA&gt;", "2", "\u2013", "\u2013"]


def test_a_table_without_rows_or_without_numbers_is_a_sentence():
    assert table(pd.DataFrame({"person": [], "why": []})).strip() == "<p>None.</p>"
    blank = table(pd.DataFrame({"person": ["Ada", "Ken"], "overlap": [float("nan")] * 2}))
    assert blank.strip() == "<p>No row of this table has a number: see the verdict above.</p>"


def test_a_cut_table_says_how_long_it_is():
    assert '<p class="note">The first 60 of 1,000 rows.</p>' in table(pd.DataFrame({"n": range(1000)}))
    assert 'class="note"' not in table(pd.DataFrame({"n": range(60)}))


def test_tables_of_a_notebook_are_told_by_its_kernel(tmp_path):
    source = """
import pandas as pd
days = pd.to_datetime(["2026-01-01", "2026-01-02"])
pd.DataFrame({"person": ["NaN", None], "bridge": [True, False], "since": days, "sent": [1761.0, None]})
"""
    cells = [parameters_cell("x = 1"), new_code_cell(source.strip())]
    nbformat.write(new_notebook(cells=cells), tmp_path / "05.ipynb")
    text = (report([tmp_path / "05.ipynb"], tmp_path, parameters={"x": 2}, cover=COVER).parent / "05.html").read_text()
    found = re.findall(r"<td[^>]*>([^<]*)</td>", text)
    assert found == ["NaN", "yes", "2026-01-01", "1,761", "\u2013", "no", "2026-01-02", "\u2013"]


# parameters


def test_only_the_given_assignments_of_the_tagged_cell_change():
    cells = [new_code_cell("data = 'other'"), parameters_cell("data = '../sample'  # a folder\nme = []\nkeep = 5")]
    notebook = new_notebook(cells=cells)
    inject(notebook, {"data": 'it\'s "here"', "me": ["ada@example.org"], "unknown": 1}, "01.ipynb")
    assert notebook.cells[0].source == "data = 'other'"
    values = {}
    exec(notebook.cells[1].source, values)
    assert (values["data"], values["me"], values["keep"]) == ('it\'s "here"', ["ada@example.org"], 5)
    assert "unknown" not in values


@pytest.mark.parametrize("cells", [[], [new_code_cell("data = 1")], [parameters_cell("other = 1")]])
def test_a_notebook_that_takes_no_parameter_is_refused(cells):
    with pytest.raises(TableError, match=r"^01\.ipynb: no cell tagged 'parameters' assigns any of data"):
        inject(new_notebook(cells=cells), {"data": "x"}, "01.ipynb")


# the whole


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    path = tmp_path_factory.mktemp("notebooks") / "01_start.ipynb"
    cells = [
        new_markdown_cell("# Start\n\nWhere it begins."),
        parameters_cell("name = 'sample'\nfile = 'none'"),
        new_code_cell("import pathlib\nprint(name, pathlib.Path('beside.txt').read_text())"),
        new_code_cell(
            "import plotly.graph_objects as go\ngo.Figure(go.Bar(x=[1, 2], y=[3, 4]), layout_template='none')"
        ),
    ]
    nbformat.write(new_notebook(cells=cells), path)
    (path.parent / "beside.txt").write_text("read from beside", encoding="utf-8")
    return path


def test_a_report_is_written_from_the_notebooks_and_the_same_again(book, tmp_path):
    done = []
    first = report([book], tmp_path / "a", parameters={"name": "Ada"}, cover=COVER, step=done.append)
    second = report([book], tmp_path / "b", parameters={"name": "Ada"}, cover=COVER)
    assert first == tmp_path / "a" / "index.html"
    assert done == ["01_start.ipynb"]
    assert sorted(p.name for p in first.parent.iterdir()) == ["01_start.html", "index.html"]
    for name in ("index.html", "01_start.html"):
        assert (first.parent / name).read_bytes() == (second.parent / name).read_bytes()
    text = (first.parent / "01_start.html").read_text(encoding="utf-8")
    assert "Ada read from beside" in text
    assert json.loads(Seen(text).data[0])["data"][0]["y"] == [3, 4]


def test_long_texts_of_a_table_are_shown_whole(tmp_path):
    why = "silent for 300 days where 12 are usual, after 43 days of contact over 3 years"
    cells = [parameters_cell("why = ''"), new_code_cell("import pandas as pd\npd.DataFrame({'why': [why]})")]
    nbformat.write(new_notebook(cells=cells), tmp_path / "05.ipynb")
    report([tmp_path / "05.ipynb"], tmp_path / "out", parameters={"why": why}, cover=COVER)
    assert f'<td class="long">{why}</td>' in (tmp_path / "out" / "05.html").read_text(encoding="utf-8")


def test_a_failing_cell_is_named_in_one_line_and_the_former_report_stays(tmp_path):
    path, out = tmp_path / "02_fails.ipynb", tmp_path / "out"
    out.mkdir()
    (out / "index.html").write_text("former", encoding="utf-8")
    cells = [parameters_cell("data = 1"), new_code_cell("# a comment\nraise ValueError('no such\\nfile')")]
    nbformat.write(new_notebook(cells=cells), path)
    with pytest.raises(TableError) as failure:
        report([path], out, parameters={"data": 2}, cover=COVER)
    assert str(failure.value).startswith("02_fails.ipynb, cell 2 (# a comment): ValueError: no such; ")
    assert "\n" not in str(failure.value)
    assert [(p.name, p.read_text(encoding="utf-8")) for p in out.iterdir()] == [("index.html", "former")]


def test_a_kernel_that_dies_is_an_error_in_one_line(tmp_path):
    cells = [parameters_cell("data = 1"), new_code_cell("import os\nos._exit(1)")]
    nbformat.write(new_notebook(cells=cells), tmp_path / "06.ipynb")
    with pytest.raises(TableError, match=r"^06\.ipynb: its kernel did not start or died"):
        report([tmp_path / "06.ipynb"], tmp_path / "out", parameters={"data": 2}, cover=COVER)


def test_a_failing_notebook_keeps_those_not_yet_begun_from_running(tmp_path, monkeypatch):
    begun = []

    def run(path, _):
        begun.append(path.name)
        if path.name == "00":
            raise TableError("00: fails")
        time.sleep(0.2)
        return new_notebook()

    monkeypatch.setattr(module, "executed", run)
    with pytest.raises(TableError, match=r"^00: fails$"):
        report([f"{n:02}" for n in range(20)], tmp_path, parameters={}, cover=COVER)
    assert len(begun) <= 4


def test_at_most_two_kernels_run_at_once(tmp_path, monkeypatch):
    running, most = [], []

    def run(path, _):
        running.append(path)
        most.append(len(running))
        time.sleep(0.02)
        running.remove(path)
        return new_notebook()

    monkeypatch.setattr(module, "executed", run)
    monkeypatch.setattr(module.os, "cpu_count", lambda: 16)
    report([f"{n:02}" for n in range(8)], tmp_path, parameters={}, cover=COVER)
    assert max(most) <= 2


def test_what_is_no_notebook_is_refused(tmp_path):
    path = tmp_path / "03.ipynb"
    path.write_text("not JSON", encoding="utf-8")
    for missing_or_broken in (path, tmp_path / "04.ipynb"):
        with pytest.raises(TableError, match=rf"^{missing_or_broken.name}: cannot be read as a notebook"):
            report([missing_or_broken], tmp_path / "out", parameters={}, cover=COVER)


def test_a_disk_that_fails_in_between_leaves_the_former_pages(tmp_path, monkeypatch):
    files = {"a.html": "new a", "b.html": "new b"}
    for name in files:
        (tmp_path / name).write_text("former", encoding="utf-8")
    whole = module._safe

    def full(path, text):
        if text == "new b":
            raise OSError(28, "No space left on device")
        whole(path, text)

    monkeypatch.setattr(module, "_safe", full)
    with pytest.raises(TableError, match="cannot be written \\(No space left on device\\)"):
        module.written(files, tmp_path)
    assert {p.name: p.read_text(encoding="utf-8") for p in tmp_path.iterdir()} == dict.fromkeys(files, "former")


def test_a_file_in_the_place_of_the_folder_is_an_error_in_one_line(tmp_path):
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(TableError, match=r"^out: cannot be written"):
        module.written({"a.html": "a"}, tmp_path / "out")


@pytest.mark.parametrize("place", ["paper.pdf", "paper.pdf/pages"])
def test_a_folder_that_cannot_be_is_refused_before_any_notebook_runs(tmp_path, monkeypatch, place):
    (tmp_path / "paper.pdf").write_text("a file", encoding="utf-8")
    begun = []
    monkeypatch.setattr(module, "executed", lambda path, _: begun.append(path))
    with pytest.raises(
        TableError, match=rf"^{Path(place).name}: cannot be written \(.+\); give another folder with -o$"
    ):
        report(["01.ipynb"], tmp_path / place, parameters={}, cover=COVER)
    assert begun == []
    assert (tmp_path / "paper.pdf").read_text(encoding="utf-8") == "a file"


def test_a_checked_folder_is_there_and_empty(tmp_path):
    folder = module.checked_folder(str(tmp_path / "a" / "b"))
    assert folder == tmp_path / "a" / "b"
    assert list(folder.iterdir()) == []


def test_pages_of_a_former_report_are_removed_and_nothing_else_is(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "executed", lambda *_: new_notebook())
    report(["01_old.ipynb", "02_kept.ipynb"], tmp_path, parameters={}, cover=COVER)
    (tmp_path / "my copy.html").write_bytes((tmp_path / "01_old.html").read_bytes())
    (tmp_path / "mine.html").write_text("<p>netgraph report: mine.html</p>", encoding="utf-8")
    (tmp_path / "01_old.txt").write_bytes((tmp_path / "01_old.html").read_bytes())
    report(["02_kept.ipynb"], tmp_path, parameters={}, cover=COVER)
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "01_old.txt", "02_kept.html", "index.html", "mine.html", "my copy.html",
    ]  # fmt: skip
