"""Damage done to files on purpose, small and anywhere, and what must hold of a reader all the same."""

import re
from collections.abc import Callable, Hashable
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import NamedTuple

from netgraph.readers import read_each
from netgraph.tables import Export, combined

FAULTS = (b'"', b"", b"\n", b"\0", b"\xe9", b",", b"\r", None)
"""What is put in: a quote, nothing (bytes are deleted), a newline, NUL, 0xE9, a comma, CR; None cuts the file off."""

_BYTES = re.compile(r"bytes (\d+)-(\d+)$")
NEIGHBOURS = 2
FILES = 50
"""Files that each reader is shown on every run; `make nightly` damages many more."""


class Made(NamedTuple):
    """A faultless file: its name, its bytes, and its records: (start, end, what stands in the tables for it)."""

    name: str
    data: bytes
    records: list[tuple[int, int, Hashable]]


class Damaged(NamedTuple):
    """The file with faults: its bytes, which records no fault touched, and where each of those begins and ends now."""

    data: bytes
    faults: int
    intact: list[tuple[int, int, Hashable]]


class Outcome(NamedTuple):
    """What a reader made of a damaged file: intact records, those of them used, and the rest that no problem covers."""

    intact: int
    used: int
    silent: list[Hashable]
    refused: bool
    faults: int


def damaged(made: Made, seed: int, *, most: int = 4) -> Damaged:
    """Up to `most` faults at places drawn by `seed`; the same seed does the same damage.

    A record is intact where no fault lies in it or on the byte before or after it.
    """
    rng = Random(seed)
    edits = sorted({rng.randrange(len(made.data)): rng.choice(FAULTS) for _ in range(rng.randint(0, most))}.items())
    out, at, shifts, hit = bytearray(), 0, [(0, 0)], []
    end = len(made.data)
    for place, fault in edits:
        if place < at:
            continue
        out += made.data[at:place]
        if fault is None:
            at = end = place
            hit.append((place, len(made.data)))
            break
        gone = rng.randint(1, 3) if fault == b"" else rng.choice((0, len(fault)))
        out += fault
        at = min(place + gone, len(made.data))
        hit.append((place, at))
        shifts.append((at, len(out) - at))
    out += made.data[at:end]
    whole = [r for r in made.records if not any(a <= r[1] and b >= r[0] for a, b in hit)]
    return Damaged(bytes(out), len(hit), [(_moved(a, shifts), _moved(b, shifts), key) for a, b, key in whole])


def _moved(place: int, shifts: list[tuple[int, int]]) -> int:
    return place + [by for since, by in shifts if since <= place][-1]


def outcome(
    made: Made, shown: Callable[[Export], set], seed: int, folder: Path, *, most: int = 4, **options
) -> Outcome:
    """Damage a file, read it, and count. Asserts that the books balance to the byte.

    `shown` gives what stands in the tables of an export, in the terms of `Made.records`.
    """
    hurt = damaged(made, seed, most=most)
    path = folder / made.name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(hurt.data)
    export = combined([part for _, _, part in read_each(path, **options)])
    balanced(export, len(hurt.data))
    found = shown(export)
    missing = [r for r in hurt.intact if r[2] not in found]
    covered = [tuple(map(int, m.groups())) for p in export.problems["place"] if (m := _BYTES.search(p))]
    silent = [key for a, b, key in missing if not any(a <= last and b > first for first, last in covered)]
    refused = bool(hurt.intact) and not (export.ledger["fate"] == "used").any()
    return Outcome(len(hurt.intact), len(hurt.intact) - len(missing), silent, refused, hurt.faults)


def balanced(export: Export, size: int) -> None:
    """The bytes of the ledger are those of the file, and every rejected record has its row in problems."""
    assert export.ledger["bytes"].sum() == size, export.ledger
    rejected = export.ledger.loc[export.ledger["fate"] == "rejected", "records"].sum()
    assert rejected == export.problems["place"].str.contains("bytes").sum(), export.problems
    ranges = sorted(tuple(map(int, m.groups())) for p in export.problems["place"] if (m := _BYTES.search(p)))
    assert all(a[1] < b[0] for a, b in pairwise(ranges)), "rejected ranges overlap"


def conserved(
    makers: list[Made], shown: Callable[[Export], set], folder: Path, *, files: int, start: int = 0,
    outcome: Callable[..., Outcome] = outcome, **options,
) -> None:  # fmt: skip
    """Of `files` damaged files nothing is lost in silence, hardly anything at all, and none is refused."""
    seen = []
    for seed in range(start, start + files):
        made = makers[seed % len(makers)]
        result = outcome(made, shown, seed, folder, **options)
        where = f"{made.name}, seed {seed}: {result}"
        assert not result.silent, f"lost in silence: {where}"
        assert not result.refused, f"refused: {where}"
        assert result.intact - result.used <= NEIGHBOURS * result.faults, f"damage spread: {where}"
        seen.append(result)
    intact, used = sum(r.intact for r in seen), sum(r.used for r in seen)
    assert used >= 0.98 * intact, f"{used} of {intact} intact records used"


def times(export: Export) -> set:
    """The times of its events, as text to the second: the key of records that differ in it."""
    return set(export.interactions["time"].dt.strftime("%Y-%m-%d %H:%M:%S"))


def handles(export: Export) -> set:
    """The handles on its cards: the key of records that are cards."""
    return set(export.contacts["handle"])


__all__ = ["FILES", "Damaged", "Made", "Outcome", "balanced", "conserved", "damaged", "handles", "outcome", "times"]
