"""The reader's own guess, asked for before the record is shown.

A notebook stores the questions as data beside a form without a script; a page of the report puts the rest of itself
behind the form, and tells the guess beside the record. What is typed is neither stored nor sent.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from netgraph.answers.fear_and_reality import HALF, HIGH, LOW
from netgraph.tables import checked

MIME = "application/vnd.netgraph.guess+json"

ASKED = {
    "first-ever": "first messages to somebody new",
    "dormant": "messages after more than a month of silence",
    "warm": "messages to somebody in touch within the last month",
}

# As static as the script that draws: one hash allows it. Pictures that were drawn behind the form learn their width
# when it opens.
REVEAL = """
for (const box of document.querySelectorAll("div.guess")) {
  const guesses = box.querySelectorAll("input"), told = box.querySelectorAll("output");
  const tell = () => guesses.forEach((guess, i) => {
    const said = guess.value !== "" && guess.validity.valid;
    told[i].textContent = said ? `You guessed ${guess.value} of 10. ` : "";
  });
  box.addEventListener("input", tell);
  box.querySelector("details").addEventListener("toggle", () => { tell(); dispatchEvent(new Event("resize")); });
}
"""

_FORM = Markup(
    '<div class="guess">\n<fieldset>\n<legend>Your guess first</legend>\n{asked}\n'
    "<p>What you type stays here: it is neither stored nor sent.</p>\n</fieldset>\n"
    "<details>\n<summary>Show the record</summary>\n<ul>\n{told}\n</ul>\n{behind}\n</details>\n</div>"
)
_ASK = Markup(
    "<p><label>Of ten {what}, how many are answered within a week?"
    ' <input type="number" min="0" max="10" step="1" inputmode="numeric" autocomplete="off"></label></p>'
)
_TELL = Markup(
    "<li>Of ten {what}: <output></output><strong>{rate} of 10 were answered</strong>"
    " ({answered} of {sent}; 90\u00a0% interval {low} to {high} of 10). {reading}.</li>"
)
NOTHING = Markup('<p class="why">Too few messages to one person alone to know how often they are answered.</p>')


@dataclass(frozen=True)
class Guess:
    """Questions to be answered before the record is looked at, and the record; a notebook shows it as a form."""

    questions: tuple[dict[str, str], ...]

    def __repr__(self) -> str:
        return f"<Guess before the record, {len(self.questions)} questions>"

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, object]:  # noqa: ARG002
        told = {"questions": list(self.questions)}
        shown = form(told) if self.questions else NOTHING
        return {MIME: told, "text/html": str(shown), "text/plain": repr(self)}


def guess(kinds: pd.DataFrame) -> Guess:
    """What `fear_and_reality` found, as questions: how many of ten answer? One for each kind that has a rate.

    In a notebook the record is closed until it is opened; keep what shows it below. In the report all that follows on
    the page is closed with it.
    """
    kinds = checked("fear_and_reality", kinds, extra=True)
    known = kinds[(kinds["shared_contacts"] == "any") & kinds["rate"].notna()]
    return Guess(tuple(_question(row) for row in known.itertuples()))


def _question(row: tuple) -> dict[str, str]:
    rate, low, high = (f"{10 * share:.1f}".removesuffix(".0") for share in (row.rate, row.ci_low, row.ci_high))
    counts = {"answered": f"{row.answered:,}", "sent": f"{row.sent:,}"}
    reading = (LOW if row.rate < HALF else HIGH).capitalize()
    return {"what": ASKED.get(row.kind, row.kind), "rate": rate, "low": low, "high": high, **counts, "reading": reading}


def form(told: dict, behind: Iterable[Markup] = ()) -> Markup:
    """The questions as a form, and closed behind it the record and whatever else stands `behind`."""
    asked, answers = (Markup("\n").join(part.format(**q) for q in told["questions"]) for part in (_ASK, _TELL))
    return _FORM.format(asked=asked, told=answers, behind=Markup("\n").join(behind))
