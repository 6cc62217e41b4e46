"""Small logs for tests: rows in, a network out."""

import pandas as pd
from hypothesis import settings
from hypothesis import strategies as st

import netgraph as ng

few = settings(max_examples=max(settings().max_examples // 3, 1))
"""For properties each of whose examples builds several networks: a third of what the profile draws."""


def network(rows, *, columns="time sender receiver", **options):
    """The network of a log given as rows of text, such as '2024-01-01 a b'."""
    frame = pd.DataFrame([row.split() for row in rows], columns=columns.split())
    return ng.network(frame, **options)


@st.composite
def three(draw, *, hours: int, step: int = 1):
    """Rows of up to 15 messages among three people, from two sources; times are whole steps of so many hours."""
    one = st.tuples(st.integers(0, hours // step), st.permutations("abc"), st.sampled_from(["mail", "chat"]))
    rows = sorted(draw(st.lists(one, min_size=1, max_size=15)), key=lambda row: row[0])
    times = [pd.Timestamp("2023-01-01") + number * step * pd.Timedelta(hours=1) for number, *_ in rows]
    return [
        f"{t:%Y-%m-%dT%H:%M} {ends[0]} {ends[1]} {source}" for t, (_, ends, source) in zip(times, rows, strict=True)
    ]


def weighted(edges, *, day="2024-01-01", isolated=(), **options):
    """The network of (source, target, count) edges on one day, each event counting 1."""
    rows = [f"{day} {source} {target}" for source, target, count in edges for _ in range(count)]
    people = pd.DataFrame({"handle": sorted({str(p) for edge in edges for p in edge[:2]} | set(isolated))})
    return network(rows, people=people, decay=ng.count, **options)


def by(table, *keys):
    """The table as a lookup by the columns that identify a row."""
    return table.set_index(list(keys))
