"""One walk along the sorted rows of two people at a time."""

from netgraph.kernels.compiled import compiled


@compiled
def shared_before(indptr, columns, first, a, b, when, found):
    """Fill `found` with how many columns the rows a and b share whose values are below `when` in both."""
    for question in range(len(found)):
        i, end_i = indptr[a[question]], indptr[a[question] + 1]
        j, end_j = indptr[b[question]], indptr[b[question] + 1]
        number = 0
        while i < end_i and j < end_j:
            if columns[i] < columns[j]:
                i += 1
            elif columns[i] > columns[j]:
                j += 1
            else:
                if first[i] < when[question] and first[j] < when[question]:
                    number += 1
                i += 1
                j += 1
        found[question] = number
