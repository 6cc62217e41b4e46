"""The real report: every page drawn, nothing fetched, no complaint, and the reason where nothing can be drawn."""

import re
from pathlib import Path

import pytest
from browser import opened
from test_command_line import told

ROOT = Path(__file__).parents[1]
DRAWN = {
    "index.html": 0, "00_start_here.html": 0, "01_your_network.html": 4, "02_weak_ties.html": 1, "03_brokers.html": 2,
    "04_reciprocity.html": 4, "05_fear_and_reality.html": 3, "06_whom_to_write_to.html": 5,
    "07_resilience.html": 1,
}  # fmt: skip


@pytest.fixture(scope="module")
def ada_report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ada")
    text = told("report", ROOT / "data/samples/ada", "--me", "ada@example.org", "-o", folder)
    return folder, text


@pytest.fixture(scope="module")
def contacts_report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("contacts")
    told("report", ROOT / "data/samples/ada/linkedin/Connections.csv", "-o", folder)
    return folder


def test_the_last_words_are_the_page_and_one_computed_sentence(ada_report):
    folder, text = ada_report
    page, sentence = text.strip().splitlines()[-2:]
    assert page == str(folder / "index.html")
    assert re.fullmatch(
        r"Ada: [1-9]\d* people are waiting for a reply, [1-9]\d* old ties are worth a message\.", sentence
    )
    assert sentence in (folder / "index.html").read_text(encoding="utf-8")


def test_the_doubtful_cases_are_counted_and_asked_about_on_the_first_page(ada_report):
    folder, text = ada_report
    count = re.search(r"^who is who: ([1-9]\d*) doubtful: see the first page$", text, re.M)[1]
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert f"{count} cases are doubtful." in page
    assert len(re.findall(r"<code>different = ", page)) == 5
    assert '<bdi class="handle">ada@example.org</bdi>' in page


def test_there_is_a_page_for_each_notebook_that_one_person_needs(ada_report):
    assert {p.name for p in ada_report[0].iterdir()} == set(DRAWN)
    books = {Path(name).stem for name in DRAWN} - {"index"} | {"90_organisation"}
    assert {p.stem for p in (ROOT / "notebooks").glob("*.ipynb")} == books


@pytest.mark.browser
@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_draws_its_figures_and_fetches_nothing(chrome, ada_report, name, width):
    facts = opened(chrome, ada_report[0] / name, width=width)
    assert (facts.drawn, facts.errors, facts.requests, facts.overflow) == (DRAWN[name], [], [], 0)


def test_every_page_says_what_it_is_not(ada_report):
    for path in ada_report[0].iterdir():
        text = path.read_text(encoding="utf-8")
        assert "Private: names 203 people who did not agree to be analysed. Do not forward." in text
        assert "The numbers describe recorded contact, not a person" in text
        assert "not for hiring, rating, promoting or dismissing" in " ".join(text.split())
        assert str(ROOT) not in text


@pytest.mark.browser
def test_a_contact_list_alone_gives_growth_and_employers_and_reasons_for_the_rest(chrome, contacts_report):
    assert opened(chrome, contacts_report / "01_your_network.html").drawn == 2
    for name in ("02_weak_ties.html", "03_brokers.html", "06_whom_to_write_to.html"):
        assert opened(chrome, contacts_report / name).drawn == 0
        assert 'class="why"' in (contacts_report / name).read_text(encoding="utf-8")
    start = (contacts_report / "00_start_here.html").read_text(encoding="utf-8")
    assert "this export shows whom you know, not who of them know each other; a mailbox would show it" in start
    assert "your mailbox" in start


@pytest.mark.slow
@pytest.mark.real
@pytest.mark.browser
@pytest.mark.parametrize(
    ("name", "options", "drawn"),
    [
        ("collegemsg/events.csv.gz", ["--columns", "receiver=recipient"], 9),
        ("workplace_2015/contacts.csv.gz", ["--columns", "time=time_s,receiver=recipient", "--undirected"], 4),
    ],
)
def test_public_logs_go_through_to_pages(chrome, shared, tmp_path, name, options, drawn):
    told("report", shared / "data/networks" / name, *options, "-o", tmp_path)
    pages = [opened(chrome, page) for page in sorted(tmp_path.glob("*.html"))]
    assert sum(page.drawn for page in pages) == drawn
    assert [page.errors + page.requests for page in pages] == [[]] * (len(DRAWN) + 1)
