"""Ids of events that have none of their own, and their rows, one per receiver."""

from itertools import chain

import numpy as np
import pandas as pd

from netgraph.glossary import TIME

_BLOCK = 65_536


def ids(content: pd.DataFrame, file: pd.Series | None = None) -> pd.Series:
    """An id per row: 'hash#n' of its content (`time` and text columns) and of how many rows before it are identical.

    So repeats inside one file stay, and two files that overlap agree on the ids of what both hold.
    `file` says which file each row is of, where there are several.
    """
    hashes = pd.util.hash_pandas_object(content.astype({"time": TIME}), index=False)
    keys = [hashes.to_numpy()] if file is None else [hashes.to_numpy(), file.to_numpy()]
    again = hashes.groupby(keys).cumcount()
    digits = hashes.to_numpy().astype(">u8").tobytes().hex().encode()
    named = np.frombuffer(digits, dtype="S16").astype("U16")
    return pd.Series(named, index=content.index, dtype="str") + "#" + again.astype("str")


def per_receiver(events: pd.DataFrame) -> pd.DataFrame:
    """Interactions of events whose `receivers` are tuples, none empty: one row each, k = their number."""
    lengths = events["receivers"].map(len).to_numpy(dtype="int64")
    rows = np.repeat(np.arange(len(events)), lengths)
    receiver = pd.Series(list(chain.from_iterable(events["receivers"])), dtype="str")
    each = {name: _spread(values, rows) for name, values in events.drop(columns="receivers").items()}
    return pd.DataFrame(each | {"recipients": lengths[rows], "receiver": receiver})


def _spread(values: pd.Series, rows: np.ndarray) -> pd.Series:
    """The values at these rows. A text that is the same in all of them is held once, not once for each row."""
    if values.dtype != "str" or len(rows) <= _BLOCK or not values.isin(values.iloc[:1]).all():
        return values.iloc[rows].reset_index(drop=True)
    block = values.iloc[np.zeros(_BLOCK, dtype="int64")]
    full, rest = divmod(len(rows), _BLOCK)
    return pd.concat([block] * full + [block.iloc[:rest]], ignore_index=True)


def joined(receivers: pd.Series) -> pd.Series:
    """The receivers of each event as one text, whatever their order."""
    return pd.Series([" ".join(sorted(r)) for r in receivers], index=receivers.index, dtype="str")


def nothing(index: pd.Index) -> pd.Series:
    """A text column without values."""
    return pd.Series(np.nan, index=index, dtype="str")
