"""What came before a message and whether an answer came: against the log read row by row, and where windows end."""

import pandas as pd
from hypothesis import given
from logs import few, network, three

from netgraph.measures.messages import HORIZON, messages

SOURCES = "time sender receiver source"
DAY = pd.Timedelta(days=1)


@few
@given(three(hours=500 * 24, step=24))
def test_equals_the_log_read_row_by_row(rows):
    net = network(rows, columns=SOURCES)
    log, windows = net.interactions, net.windows.set_index("source")
    for found, row in zip(messages(net).itertuples(), log.itertuples(), strict=True):
        before = [o for o in log[: row.Index].itertuples() if {o.sender, o.receiver} == {row.sender, row.receiver}]
        back = [o for o in log[row.Index + 1 :].itertuples() if (o.sender, o.receiver) == (row.receiver, row.sender)]
        assert (found.event, found.tie) == (row.event, kind(row, before[-1:], windows))
        assert found.took == back[0].time - row.time if back else pd.isna(found.took)
        if windows.loc[row.source, "last"] - row.time < HORIZON:
            assert pd.isna(found.answered)
        else:
            assert found.answered == any(o.time - row.time <= HORIZON for o in back)


def kind(row, last, windows):
    """What came before, by counting the days that one of the two sources covers."""
    own = windows.loc[row.source]
    if not last:
        return "first-ever" if row.time - own["first"] >= 180 * DAY else "unknown"
    earlier = last[0]
    other = windows.loc[earlier.source]
    days = pd.date_range(earlier.time, row.time - DAY)
    covered = ((days >= own["first"]) | ((days >= other["first"]) & (days < other["last"]))).sum()
    if covered > 30:
        return "dormant"
    return "warm" if row.time - earlier.time <= 30 * DAY else "unknown"


def ties(rows, **options):
    found = messages(network(rows, columns=SOURCES, me=["me"], **options))
    return {(row.receiver, f"{row.time:%Y-%m-%d}"): row.tie for row in found.itertuples()}


def test_a_time_that_no_source_covers_is_no_silence():
    ends = ["2023-01-01 me x mail", "2023-12-31 me x mail", "2024-06-01 me x chat", "2025-06-01 me x chat"]
    found = ties([*ends, "2023-12-20 me a mail", "2024-06-05 me a chat", "2024-07-20 me a chat"])
    assert found["a", "2024-06-05"] == "unknown"
    assert found["a", "2024-07-20"] == "dormant"
    assert (
        ties([*ends, "2024-02-01 me x mail", "2023-12-20 me a mail", "2024-06-05 me a chat"])["a", "2024-06-05"]
        == "dormant"
    )


def test_a_source_that_starts_late_makes_nobody_first_ever_though_another_goes_back_years():
    rows = ["2020-01-01 me x mail", "2024-01-01 me y chat", "2024-06-01 me a chat", "2024-06-01 me b mail"]
    found = ties([*rows, "2025-01-01 me y chat"])
    assert (found["a", "2024-06-01"], found["b", "2024-06-01"]) == ("unknown", "first-ever")


def test_a_source_that_ends_early_leaves_its_last_messages_open():
    rows = ["2024-01-01 me x mail", "2024-03-01 me a mail", "2024-03-04 x me mail", "2024-03-01 me b chat"]
    net = network([*rows, "2025-01-01 me x chat"], columns=SOURCES, me=["me"])
    answered = messages(net).set_index(["receiver", "source"])["answered"]
    assert pd.isna(answered["a", "mail"])
    assert not answered["b", "chat"]
    early = messages(net.at("2024-03-02")).set_index(["receiver", "source"])["answered"]
    assert early[["a", "b"]].isna().all()
