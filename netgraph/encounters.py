"""With whom units are seen: who takes part in one event, and who writes to whom."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

MOST_PRESENT = 25
"""Events with more people make nobody acquainted."""
HUB, HUB_CONTACTS = 0.2, 10
"""Whoever is in contact with more than this share of all units, and with more than so many, tells nothing of any."""
_TWO_HANDLES = ("mail", "calendar")
"""Channels where one event may reach one person at two handles."""
_STEP = 50_000


@dataclass(frozen=True, eq=False)
class Encounters:
    """Events among few as matrices of events by units, 1 where a unit takes part.

    present : all events. apart : those where nobody takes part by two handles. sent : sender * size + receiver.
    wide : units that send something to a large part of all, as hubs do.
    """

    present: csr_array
    apart: csr_array
    sent: np.ndarray
    wide: np.ndarray

    @property
    def size(self) -> int:
        """The number of units, and of handles that are in no unit."""
        return self.present.shape[1]


def encounters(log: pd.DataFrame, codes: pd.Series) -> Encounters:
    """The encounters of units: `codes` is the number of each handle's unit; other handles are numbered after them."""
    reach = log.groupby("sender")["recipients"].max()
    log = log.loc[log["recipients"] <= MOST_PRESENT, ["event", "sender", "receiver", "channel"]]
    handles = pd.Index(pd.concat([log["sender"], log["receiver"]]).unique())
    others = handles[~handles.isin(codes.index)]
    first = int(codes.max()) + 1
    number = pd.concat([codes, pd.Series(np.arange(first, first + len(others)), index=others)])
    size = first + len(others)
    sender, receiver = (number[log[end]].to_numpy(dtype="int64") for end in ("sender", "receiver"))
    event = log["event"].factorize()[0]
    apart = ~log["channel"].isin(_TWO_HANDLES).to_numpy()
    present, own = (_incidence(event[some], sender[some], receiver[some], size) for some in (slice(None), apart))
    wide = codes.reindex(reach.index[reach > max(HUB * size, MOST_PRESENT)]).dropna().astype("int64").unique()
    return Encounters(present, own, np.unique(sender * size + receiver), wide)


def met(pairs: pd.DataFrame, seen: Encounters, *, people: np.ndarray, me: int) -> pd.DataFrame:
    """The pairs of units (a, b) with what their encounters say of them.

    shared : people whom both have in one event with them; expected : how many of them chance lets expect, by how many
    contacts either has; fewest : contacts of whichever has fewer; together : both are in one event of an app where
    nobody has two handles; exchange : both sent something to the other. `people` is the provisional person of each
    unit. The owner `me`, whom everybody knows, and hubs are no contacts.
    """
    units = np.unique(pairs[["a", "b"]])
    a, b = np.searchsorted(units, pairs["a"]), np.searchsorted(units, pairs["b"])
    everybody = _contacts(seen, people, me)
    popular = everybody.sum(axis=0).astype("float64")
    chance = (popular**2).sum() / max(popular.sum() ** 2, 1.0)
    contacts = csr_array(everybody[units])
    degree = contacts.sum(axis=1)
    apart = csr_array(seen.apart[:, units].T)
    forth, back = (pairs[x].to_numpy("int64") * seen.size + pairs[y].to_numpy("int64") for x, y in ("ab", "ba"))
    # The owner has everybody for a contact, and writes to oneself.
    other = (pairs[["a", "b"]] != me).all(axis=1).to_numpy()
    return pairs.assign(
        shared=_common(contacts, a, b) * other,
        expected=degree[a] * degree[b] * chance,
        fewest=np.minimum(degree[a], degree[b]) * other,
        together=_common(apart, a, b) > 0,
        exchange=np.isin(forth, seen.sent) & np.isin(back, seen.sent) & other,
    )


def _contacts(seen: Encounters, people: np.ndarray, me: int) -> csr_array:
    """Units by people: 1 where the two are in one event; not with oneself, the owner or a hub."""
    person = np.r_[people, np.arange(len(people), seen.size)]
    of_people = csr_array((np.ones(seen.size, dtype="int32"), (np.arange(seen.size), person)))
    together = (csr_array(seen.present.T) @ _ones(seen.present @ of_people)).tocoo()
    known = (together.col != person[together.row]) & (together.col != (person[me] if me >= 0 else -1))
    hub = np.bincount(together.col[known], minlength=together.shape[1]) > max(HUB * seen.size, HUB_CONTACTS)
    hub[person[seen.wide]] = True
    known &= ~hub[together.col]
    ones = np.ones(int(known.sum()), dtype="int32")
    return csr_array((ones, (together.row[known], together.col[known])), shape=together.shape)


def _incidence(event: np.ndarray, sender: np.ndarray, receiver: np.ndarray, size: int) -> csr_array:
    rows, columns = np.r_[event, event], np.r_[sender, receiver]
    shape = (int(rows.max(initial=-1)) + 1, size)
    return _ones(csr_array((np.ones(len(rows), dtype="int32"), (rows, columns)), shape=shape))


def _ones(matrix: csr_array) -> csr_array:
    matrix.sum_duplicates()
    matrix.data = np.ones(len(matrix.data), dtype="int32")
    return matrix


def _common(rows: csr_array, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """For each pair of rows, the number of columns that both have."""
    steps = [slice(start, start + _STEP) for start in range(0, len(a), _STEP)]
    return np.concatenate([rows[a[step]].multiply(rows[b[step]]).sum(axis=1) for step in steps])
