"""Ties that change partners."""

from netgraph.kernels.compiled import compiled


@compiled
def switched(indptr, rows, columns, mate, one, other):
    """Let the places `one[k]` and `other[k]` change columns, for each k where that makes no loop or double.

    `mate` says where the other direction of a place stands, and is empty where there is none to take along.
    """
    for k in range(len(one)):
        i, j = one[k], other[k]
        a, b, c, d = rows[i], columns[i], rows[j], columns[j]
        if a == d or c == b or _holds(indptr, columns, a, d) or _holds(indptr, columns, c, b):
            continue
        columns[i], columns[j] = d, b
        if len(mate):
            x, y = mate[i], mate[j]
            columns[x], columns[y] = c, a
            mate[i], mate[y], mate[j], mate[x] = y, i, x, j


@compiled
def _holds(indptr, columns, row, column):
    """Whether the row has the column; rows are in no order, as columns come and go."""
    for place in range(indptr[row], indptr[row + 1]):  # noqa: SIM110 - not compiled as `any`
        if columns[place] == column:
            return True
    return False
