"""Small logs for tests: rows in, a network out."""

import pandas as pd

import netgraph as ng


def network(rows, *, columns="time sender receiver", **options):
    """The network of a log given as rows of text, such as '2024-01-01 a b'."""
    frame = pd.DataFrame([row.split() for row in rows], columns=columns.split())
    return ng.network(frame, **options)


def weighted(edges, *, day="2024-01-01", isolated=(), **options):
    """The network of (source, target, count) edges on one day, each event counting 1."""
    rows = [f"{day} {source} {target}" for source, target, count in edges for _ in range(count)]
    people = pd.DataFrame({"handle": sorted({str(p) for edge in edges for p in edge[:2]} | set(isolated))})
    return network(rows, people=people, decay=ng.count, **options)


def by(table, *keys):
    """The table as a lookup by the columns that identify a row."""
    return table.set_index(list(keys))
