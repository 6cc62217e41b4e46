"""Dispersion: whether the common contacts of two people come from different parts of a life."""

import numpy as np
from scipy.sparse import csr_array

from netgraph.kernels import chunks


def dispersion(contact: csr_array, *, threads: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    """For each stored tie (i, j) the dispersion of j in the network of i, and the embeddedness; int64.

    dispersion : how many two common contacts s, t of i and j have no tie, and no contact of i but j whom both know:
        from 0 to embeddedness choose 2. High where j, as a partner often is, is the only link between circles of i.
        That of (j, i) may be another.
    embeddedness : how many contacts i and j have in common.
    contact : symmetric, without loops, columns in order, each once, weights do not
        matter. The order of the ties is that of `contact.indices`.

    Numbers are exact. Time: ties^1.5 at most to find common contacts, and all s - v - t in the network of each person.
    Raises ValueError where the matrix is not like that, has 2^32 ties or more, or where threads are below 1.
    Source: Backstrom & Kleinberg, Romantic partnerships and the dispersion of social ties, CSCW (2014).
    """
    from netgraph.kernels.compiled import dispersion as loops

    indptr, columns = _rows(contact)
    begins, above = np.zeros(len(indptr), "uint32"), np.empty(len(columns) // 2 + 1, "uint32")
    loops.upward(indptr, columns, begins, above)
    people, widest = len(indptr) - 1, int(np.diff(indptr).max(initial=0)) + 1
    work, (total, embedded) = np.empty(people, "int64"), np.zeros((2, len(columns)), "int64")
    most = loops.work(indptr, columns, begins, work) + 1
    sizes = (people, widest, most, widest, widest, widest, most, most)
    chunks.run(
        lambda _, low, high, *own: loops.dispersion(low, high, indptr, columns, begins, above, total, embedded, *own),
        chunks.balanced(work + 1),
        threads=threads,
        scratch=lambda: tuple(np.zeros(size, "uint32") for size in sizes),
    )
    return total, embedded


def normalised(
    total: np.ndarray, embeddedness: np.ndarray, *, alpha: float = 1.0, b: float = 0.0, c: float = 0.0
) -> np.ndarray:
    """The normalised dispersion (total + b)^alpha / (embeddedness + c), as `networkx.dispersion` gives it.

    Not divided where embeddedness + c is 0, as networkx does: without common contacts it is b^alpha, so 0 by default.
    NaN where total + b is negative and alpha no whole number, inf where it is 0 and alpha negative.
    Backstrom & Kleinberg (2014) found partners best with alpha .61, b 0, c 5.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        power, divisor = np.power(np.add(total, b, dtype="float64"), alpha), np.add(embeddedness, c, dtype="float64")
    return np.divide(power, divisor, out=power, where=divisor != 0)


def _rows(contact: csr_array) -> tuple[np.ndarray, np.ndarray]:
    """The matrix as the compiled loops take it: indptr, columns; unsigned, which is faster to look up."""
    from netgraph.kernels.compiled import dispersion as loops

    if contact.shape[0] != contact.shape[1] or contact.nnz >= 2**32:
        raise ValueError(
            f"contact has the shape {contact.shape} and {contact.nnz:,} ties; give a row and a column for each person, "
            "and fewer than 2^32 ties"
        )
    indptr, columns = (np.ascontiguousarray(array, dtype="uint32") for array in (contact.indptr, contact.indices))
    person = loops.unmatched(indptr, columns)
    if person >= 0:
        raise ValueError(
            f"contact is not symmetric, has a loop or is not in order: see the ties of person {person}; "
            "sort its columns, add its transpose, leave the diagonal out"
        )
    return indptr, columns
