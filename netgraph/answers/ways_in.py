"""Where are most people whom I do not know, and who could introduce me there?"""

import pandas as pd

from netgraph.answers.introductions import employers, introductions
from netgraph.build import Network, candidates, whom
from netgraph.measures.circles import circles
from netgraph.tables import TableError, empty


def ways_in(net: Network, *, of: str | None = None, most: int = 3) -> pd.DataFrame:
    """Warm paths to where most strangers are: `introductions` for somebody who has nobody particular in mind.

    Strangers are people to whom one never wrote and from whom one never had a message. The paths lead into the circle
    (`ng.circles`) that holds most of them, the larger of two with as many; where no circle holds any, as only cards
    name them, to the employer of a contact for whom most of them work. of, most and the table : as in `introductions`.

    It says where the record shows people yet to be met and who leads there, not that they are worth meeting.

    Empty where there are no such people, or where no path leads there. Raises TableError where `of` is missing in a log
    without an owner.
    """
    if of is None and net.me is None:
        raise TableError("ways_in: this log has no owner; say who seeks one with of=")
    seeker = net.me if of is None else whom(net, of)
    to = _most_strangers(net, seeker)
    return empty("introductions") if to is None else introductions(net, to=to, of=seeker, most=most)


def _most_strangers(net: Network, seeker: str) -> int | str | None:
    """The number of a circle, the name of an employer, or None where no strangers are seen."""
    ties = net.ties[(net.ties["kind"] == "observed") & (net.ties[["source", "target"]] == seeker).any(axis=1)]
    known = {seeker, *ties["source"], *ties["target"]}
    groups = circles(net, resamples=0).dropna(subset=["circle"])
    held = groups.loc[~groups["person"].isin(known), "circle"].value_counts().sort_index()
    if len(held):
        return int(held.idxmax())
    employer, met = employers(net), net.people["person"].isin(known - {seeker})
    works = employer[~net.people["person"].isin(known) & employer.isin(employer[met].dropna())].value_counts()
    order = works.sort_index().sort_values(ascending=False, kind="stable").index
    spelled = net.people["organisation"].groupby(employer).min().reindex(order)
    # an employer who is called as a person would be taken for that person
    return next((name for name in spelled if not candidates(net, name)), None)
