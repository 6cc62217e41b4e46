"""The events behind a tie, without any content."""

from logs import network

import netgraph as ng


def test_direct_and_shared_events():
    rows = [
        "2024-01-01 a b mail message 1 1", "2024-01-02 b a chat message 2 1", "2024-01-03 c a mail message 3 2",
        "2024-01-03 c b mail message 3 2", "2024-01-04 a b mail meeting 4 1", "2024-01-05 a c mail message 5 1",
    ]  # fmt: skip
    table = ng.evidence(network(rows, columns="time sender receiver channel kind event recipients"), "A", "b")
    assert table["direction"].tolist() == ["a to b", "b to a", "together", "together"]
    assert table["channel"].tolist() == ["mail", "chat", "mail", "mail"]
    assert list(table) == ["time", "channel", "kind", "direction", "recipients"]
