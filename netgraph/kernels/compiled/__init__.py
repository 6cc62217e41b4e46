"""Loops over sparse rows, compiled by numba on their first call and kept on the disk.

They release Python's lock and work on a range of rows, so that `chunks.run` can share ranges among threads; numba's own
threads are not used: they take several times as long to compile, and fork badly.

The machine code is kept beside the package, or in the user's cache folder where the package cannot be written; where
neither can, each process compiles anew.
"""

from collections.abc import Callable

import numba


def compiled(function: Callable) -> Callable:
    """The function, compiled when it is first called, without Python's lock."""
    options = {"nogil": True, "error_model": "numpy"}
    try:
        return numba.njit(function, cache=True, **options)
    except RuntimeError:  # no folder can be written: numba's word for it
        return numba.njit(function, **options)
