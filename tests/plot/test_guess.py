"""The guess before the record: what is asked, what is told, and that nothing of the record stands before it."""

import json
import re

import pandas as pd
import pytest
from markupsafe import Markup

from netgraph import plot
from netgraph.answers.fear_and_reality import CAVEAT
from netgraph.plot.guess import MIME, form
from netgraph.tables import TableError, empty

NAN = float("nan")
HOSTILE = '</details><script>alert(1)</script><img src=x onerror=alert(2)>"'


def record(**columns):
    table = pd.DataFrame({
        "kind": ["first-ever", "first-ever", "dormant", "warm"], "shared_contacts": ["any", "0", "any", "any"],
        "sent": [1_043, 40, 12, 40], "answered": [438, 18, 3, 20], "rate": [0.42, 0.45, NAN, 0.5],
        "ci_low": [0.301, 0.33, NAN, 0.4], "ci_high": [0.544, 0.58, NAN, 0.6], "verdict": "ok", "caveat": CAVEAT,
    })  # fmt: skip
    return table.assign(**columns)


def shown(table):
    return plot.guess(table)._repr_mimebundle_()


def test_each_kind_with_a_rate_is_asked_for_and_no_other():
    html = shown(record())["text/html"]
    assert re.findall(r"<label>Of ten ([^?]+), how many are answered within a week\?", html) == [
        "first messages to somebody new",
        "messages to somebody in touch within the last month",
    ]
    assert html.count('<input type="number" min="0" max="10" step="1"') == 2


def test_the_record_is_told_of_ten_with_its_counts_interval_and_reading():
    words = re.sub(r"<[^>]+>", "", shown(record())["text/html"]).replace("\u00a0", " ")
    assert "4.2 of 10 were answered (438 of 1,043; 90 % interval 3 to 5.4 of 10). Most silence is not" in words
    assert "5 of 10 were answered (20 of 40; 90 % interval 4 to 6 of 10). A high rate is no praise." in words


def test_no_number_of_the_record_stands_before_what_is_closed():
    html = shown(record())["text/html"]
    before, closed = html.split("<details>")
    assert {"0", "10", "1"} >= set(re.findall(r"\d+", before))
    assert "438" in closed
    assert " open" not in html
    assert "<form" not in html  # nothing is to be sent


def test_a_notebook_stores_the_questions_as_data_and_a_form_without_a_script():
    bundle = shown(record())
    assert bundle == shown(record())
    assert json.loads(json.dumps(bundle[MIME])) == bundle[MIME]
    assert "<script" not in bundle["text/html"]
    assert bundle["text/plain"] == "<Guess before the record, 2 questions>"
    assert str(form(bundle[MIME])) == bundle["text/html"]


def test_what_stands_behind_is_closed_too():
    html = form(shown(record())[MIME], [Markup("<p>the figures</p>"), Markup("<p>the rest</p>")])
    assert html.index("<details>") < html.index("<p>the figures</p>") < html.index("<p>the rest</p>")
    assert html.index("<p>the rest</p>") < html.index("</details>")


@pytest.mark.parametrize("table", [empty("fear_and_reality"), record(rate=NAN, ci_low=NAN, ci_high=NAN)])
def test_where_nothing_is_known_nothing_is_asked(table):
    bundle = shown(table)
    assert bundle[MIME] == {"questions": []}
    assert "Too few messages" in bundle["text/html"]
    assert "<input" not in bundle["text/html"]


def test_hostile_words_are_text():
    html = shown(record(kind=HOSTILE))["text/html"]
    assert "<script" not in html
    assert "<img" not in html
    assert html.count("</details>") == 1


def test_a_table_of_another_kind_is_refused_in_words():
    with pytest.raises(TableError, match="fear_and_reality: no column"):
        plot.guess(pd.DataFrame({"other": [1]}))
