"""When it is fine to write again."""

import pandas as pd

from netgraph import plot

DAY = pd.Timestamp("2026-05-01")


def table(rows):
    columns = ["source", "target", "streak", "last", "verdict", "again_on"]
    pairs = pd.DataFrame(rows, columns=columns).astype({"last": "datetime64[us]", "again_on": "datetime64[us]"})
    return pairs.assign(silent_days=1, rhythm=2.0, days_written=0.5, why="")


def test_rows_bear_the_others_name_and_the_colour_tells_who_wrote():
    rows = [
        ("me", "Ken", 3, DAY, "leave in peace", "2026-08-01"),
        ("Lea", "me", 4, DAY, "leave in peace", "2026-07-01"),
        ("me", "Lea", 0, None, "fine", None),
    ]
    figure = plot.pressure(table(rows))
    _, mine, theirs, again = figure.data
    assert figure.layout.yaxis.ticktext == ("Ken", "Lea")
    assert (mine.name, mine.x, mine.y) == ("you wrote last", ("2026-05-01",), (0,))
    assert (theirs.name, theirs.y) == ("they wrote last", (1,))
    assert again.x == ("2026-08-01", "2026-07-01")
    assert again.customdata[0] == ["me", "Ken", "leave in peace", 3]


def test_who_only_waits_for_the_owners_reply_is_not_in_it():
    rows = [("Ken", "me", 1, DAY, "give it time", "2026-08-01"), ("me", "Lea", 1, DAY, "give it time", "2026-08-01")]
    assert plot.pressure(table(rows)).layout.yaxis.ticktext == ("Lea",)


def test_without_an_owner_a_row_names_both():
    pairs = [("Ken", "Lea"), ("Lea", "Mo"), ("Mo", "Ken")]
    figure = plot.pressure(table([(*pair, 3, DAY, "give it time", "2026-08-01") for pair in pairs]))
    assert figure.layout.yaxis.ticktext == ("Ken → Lea", "Lea → Mo", "Mo → Ken")
    assert [trace.name for trace in figure.data[1:]] == ["last message", "fine again"]


def test_where_all_is_fine_it_says_so():
    figure = plot.pressure(table([("me", "Lea", 0, None, "fine", None)]))
    assert figure.layout.meta["why"] == "Nobody waits for an answer here: it is fine to write to everybody."
