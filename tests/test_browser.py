"""Pages in a real browser: every figure is drawn, nothing complains, nothing is fetched, nothing hostile runs."""

import nbformat
import pandas as pd
import pytest
from browser import chromium, opened
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
def test_a_page_draws_its_figures_and_does_nothing_else(pages, name, figures, width):
    facts = opened(pages / name, width=width)
    assert (facts.places, facts.drawn) == (figures, figures)
    assert facts.errors == []
    assert facts.requests == []
    assert facts.overflow <= 0


def test_the_policy_stops_what_a_page_does_not_allow(pages, tmp_path):
    """The helper sees an attack: a script of a stranger is refused, and the refusal is an error."""
    text = (pages / "index.html").read_text(encoding="utf-8")
    attacked = tmp_path / "attacked.html"
    attacked.write_text(text.replace("</main>", "<script>alert(1)</script><img src='x.png'></main>"), encoding="utf-8")
    facts = opened(attacked)
    assert len(facts.errors) == 2
    assert all("Content Security Policy" in error for error in facts.errors)
