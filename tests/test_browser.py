"""Pages in a real browser: every figure is drawn, nothing complains, nothing is fetched, nothing hostile runs."""

import nbformat
import pandas as pd
import pytest
from browser import chromium, on_page, opened
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from netgraph.report import Cover, report

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=alert(1)></script><script>alert(2)</script><a href='javascript:alert(3)'>$x$</a>"
SOURCE = """
import pandas as pd
from netgraph import plot
pairs = pd.DataFrame({"a": "Ada", "b": [name, "Grace Hill"], "sent": [9, 5], "received": [1, 5], "share": [.8, .5],
                      "ci_low": [.6, .3], "ci_high": [.9, .7], "verdict": ["one-sided: a writes more", "balanced"],
                      "above_half": [.99, .5], "turns_sent": [4, 2], "turns_received": [1, 2],
                      "turns_share": [.7, .5], "turns_low": [.4, .2], "turns_high": [.9, .8],
                      "turns_above_half": [.9, .5], "turns_verdict": "balanced"})
edges = pairs[["a", "b"]].assign(strength=1.0, group_a=name, group_b=name, x_a=0.0, y_a=0.0, x_b=[-1.0, 1.0], y_b=1.0)
"""


@pytest.fixture(scope="session")
def pages(tmp_path_factory):
    """The folder of a report whose every name is hostile."""
    chromium()
    folder = tmp_path_factory.mktemp("browser")
    cells = [
        new_markdown_cell(f"# Names\n\nA page for {HOSTILE}."),
        new_code_cell("name = 'sample'", metadata={"tags": ["parameters"]}),
        new_code_cell(SOURCE),
        new_code_cell("pairs"),
        new_code_cell("plot.imbalance(pairs)"),
        new_code_cell("plot.picture(edges)"),
        new_code_cell("plot.imbalance(pairs.head(0))"),
        new_code_cell("print(name)"),
    ]
    nbformat.write(new_notebook(cells=cells), folder / "01_names.ipynb")
    limits = pd.DataFrame({"measure": ["brokers"], "verdict": ["caution"], "reason": [HOSTILE]})
    cover = Cover(HOSTILE, HOSTILE, limits, 2)
    return report([folder / "01_names.ipynb"], folder / "out", parameters={"name": HOSTILE}, cover=cover).parent


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(("name", "figures"), [("01_names.html", 2), ("index.html", 0)])
def test_a_page_draws_its_figures_and_does_nothing_else(chrome, pages, name, figures, width):
    facts = opened(chrome, pages / name, width=width)
    assert (facts.places, facts.drawn) == (figures, figures)
    assert facts.errors == []
    assert facts.requests == []
    assert facts.overflow <= 0


def test_the_policy_stops_what_a_page_does_not_allow(chrome, pages, tmp_path):
    """The helper sees an attack: a script of a stranger is refused, and the refusal is an error."""
    text = (pages / "index.html").read_text(encoding="utf-8")
    attacked = tmp_path / "attacked.html"
    attacked.write_text(text.replace("</main>", "<script>alert(1)</script><img src='x.png'></main>"), encoding="utf-8")
    facts = opened(chrome, attacked)
    assert len(facts.errors) == 2
    assert all("Content Security Policy" in error for error in facts.errors)


QUESTION = """
rows = pd.DataFrame({"kind": [name, "dormant"], "shared_contacts": "any", "sent": [43, 161], "answered": [18, 87],
                     "rate": [.419, .54], "ci_low": [.3, .48], "ci_high": [.54, .6], "verdict": "ok", "caveat": name})
"""


@pytest.fixture(scope="session")
def asking(tmp_path_factory):
    """A page that asks for a guess, with a figure behind it, and a hostile name for a kind of message."""
    chromium()
    folder = tmp_path_factory.mktemp("guess")
    cells = [
        new_markdown_cell("# Guess\n\nBefore."),
        new_code_cell("name = 'sample'", metadata={"tags": ["parameters"]}),
        new_code_cell(SOURCE + QUESTION),
        new_code_cell("plot.guess(rows)"),
        new_markdown_cell("Behind."),
        new_code_cell("plot.imbalance(pairs)"),
    ]
    nbformat.write(new_notebook(cells=cells), folder / "05_guess.ipynb")
    cover = Cover("x", "x", pd.DataFrame({"measure": [], "verdict": [], "reason": []}), 2)
    made = report([folder / "05_guess.ipynb"], folder / "out", parameters={"name": HOSTILE}, cover=cover)
    return made.parent / "05_guess.html"


@pytest.mark.parametrize("width", [1280, 390])
def test_a_guess_is_asked_for_by_keyboard_before_the_record_and_told_beside_it(chrome, asking, width):
    with on_page(chrome, asking, width=width) as (page, seen):
        behind = page.get_by_text("Behind."), page.get_by_text("18 of 43"), page.locator("div.figure")
        assert [part.is_visible() for part in behind] == [False] * 3
        guess = page.get_by_label("Of ten messages after more than a month of silence")
        page.get_by_label("Of ten <img").focus()
        for key in ("3", "Enter", "Tab"):
            page.keyboard.press(key)
        assert guess.evaluate("box => box === document.activeElement")
        assert not behind[0].is_visible()  # Enter in a field neither opens nor sends anything
        for key in ("1", "2", "Tab", "Enter"):
            page.keyboard.press(key)
        page.wait_for_timeout(300)
        assert [part.is_visible() for part in behind] == [True] * 3
        assert page.locator("output").all_inner_texts() == ["You guessed 3 of 10. ", ""]  # 12 of 10 is no guess
        guess.fill("6")
        assert page.locator("output").all_inner_texts()[1] == "You guessed 6 of 10. "
        box, inside = page.locator("div.figure").bounding_box(), page.locator(".main-svg").first.bounding_box()
        assert inside["width"] == pytest.approx(box["width"], abs=2)  # drawn while closed, and yet as wide as the page
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
        assert page.url.endswith("05_guess.html")
    assert seen == []


def test_a_guess_works_without_scripts(chrome, asking):
    with on_page(chrome, asking, scripts=False) as (page, seen):
        record = page.get_by_text("18 of 43")
        assert not record.is_visible()
        page.locator("summary").focus()
        page.keyboard.press("Enter")
        assert record.is_visible()
        assert page.get_by_text("Behind.").is_visible()
    assert seen == []
