"""A mailbox as columns: messages, the people of all of them, and who is in which; compacted as it is read."""

import ctypes
import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from netgraph.readers import mail_rules
from netgraph.readers.files import UNREADABLE, File
from netgraph.readers.headers import Mail, facts
from netgraph.readers.mbox import heads

_BATCH, _SHARED = 250, 1 << 14
_FLAGS = re.compile(r"(?:^|/)(?:cur|new)/[^/]*[:!;]2,([A-Za-z]*)$")
_NUMBERS = {
    "file": "i", "number": "q", "start": "q", "size": "q", "time": "q", "flags": "i", "mark": "q",
    "person": "i", "delivered": "i", "people": "i", "seen": "i",
}  # fmt: skip
_TEXTS = ("event", "reply_to", "detail")
_NO_TIME = np.iinfo("int64").min
_STR = pd.StringDtype("pyarrow", na_value=np.nan)


class Mailbox(NamedTuple):
    """Every message of some files.

    `mails`: one row per message: file (number of the file), number, start, size, and its facts (see `headers.Mail`),
    with sender and delivered as numbers of addresses; `person` is the sender's number among the people, and
    `mark` is the same for messages of one id, and rarely for others. `ends`: message and address of each receiver,
    once a message. `seen`: message and person of each receiver as it stands. `addresses`: by their
    numbers. `people`: address (its number) and name of each person. `refused`: files that cannot be
    read, with the error.
    """

    mails: pd.DataFrame
    ends: pd.DataFrame
    seen: pd.DataFrame
    addresses: pd.Series
    people: pd.DataFrame
    refused: list[tuple[File, Exception]]

    def has(self, flag: int) -> pd.Series:
        """Which messages have one of these flags."""
        return (self.mails["flags"] & flag) != 0


class _Texts(NamedTuple):
    """A column of text in parts: their bytes, and the length of each text."""

    data: list[bytes]
    sizes: list[np.ndarray]

    def add(self, texts: Iterable[str]) -> None:
        encoded = [text.encode("utf-8", "replace") for text in texts]
        self.data.append(b"".join(encoded))
        self.sizes.append(np.fromiter(map(len, encoded), dtype="int32", count=len(encoded)))

    def column(self) -> pd.Series:
        sizes = _joined(self.sizes, "int32")
        offsets = np.zeros(len(sizes) + 1, dtype="int64")
        np.cumsum(sizes, out=offsets[1:])
        data = pa.py_buffer(b"".join(self.data))
        self.data.clear()
        return texts_of(pa.LargeStringArray.from_buffers(len(sizes), pa.py_buffer(offsets), data))


def texts_of(values: pa.Array | pa.ChunkedArray) -> pd.Series:
    """A text column of Arrow's text, not copied."""
    return pd.Series(_STR.__from_arrow__(values))


def taken(column: pd.Series, rows: np.ndarray, *, but: np.ndarray | None = None) -> pd.Series:
    """The values of a text column in some rows, but missing where `but` says so."""
    # Not from the pool that Arrow has to itself: what reading left free is used again.
    return texts_of(pc.take(pa.array(column), pa.array(rows, mask=but), memory_pool=pa.system_memory_pool()))


def constant(text: str, size: int) -> pd.Series:
    """A text column of one value, whose rows share their memory."""
    part = pa.array([text] * _SHARED, pa.large_string())
    parts = [part] * (size // _SHARED) + [part[: size % _SHARED]]
    return texts_of(pa.chunked_array(parts, pa.large_string()))


def gathered(files: Iterable[File]) -> Mailbox:
    """The messages of all files that can be read."""
    people: dict[tuple[str, str], int] = {}
    refused: list[tuple[File, Exception]] = []
    numbers = {name: [] for name in _NUMBERS}
    texts = {name: _Texts([], []) for name in _TEXTS}
    messages = _messages(files, refused)
    while batch := list(islice(messages, _BATCH)):
        _add(batch, numbers, texts, people)
    columns = {name: _joined(numbers.pop(name), code) for name, code in _NUMBERS.items()}
    seen, counts = columns.pop("seen"), columns.pop("people")
    columns["time"] = columns["time"].view("M8[us]")
    columns |= {name: held.column() for name, held in texts.items()}
    mails = pd.DataFrame(columns, copy=False)
    give_back()
    seen = {"message": np.repeat(np.arange(len(mails), dtype="int32"), counts), "person": seen}
    return _with_addresses(mails, pd.DataFrame(seen, copy=False), list(people), refused)


def give_back() -> None:
    """Return to the system what memory reading has left in holes, where the C library can."""
    trim = getattr(ctypes.pythonapi, "malloc_trim", None)
    if trim:
        trim(0)


def _messages(files: Iterable[File], refused: list) -> Iterator[tuple]:
    for place, file in enumerate(files):
        own = mail_rules.of_folder(file.name) | _of_name(file.name)
        try:
            with file.open() as stream:
                for number, start, size, head, cut in heads(stream):
                    mail = Mail(flags=mail_rules.CUT, detail=cut) if cut else facts(head)
                    yield place, number, start, size, own, mail
        except UNREADABLE as error:
            refused.append((file, error))


def _of_name(name: str) -> int:
    found = _FLAGS.search(name)
    return mail_rules.of_maildir(found[1]) if found else 0


def _joined(parts: list[np.ndarray], code: str) -> np.ndarray:
    return np.concatenate([np.empty(0, dtype=code), *parts])


def _add(batch: list[tuple], numbers: dict[str, list], texts: dict[str, _Texts], people: dict) -> None:
    """Put some messages at the end of the columns."""
    place, number, start, size, own, mails = zip(*batch, strict=True)
    time, flags, detail, sender, receivers, event, reply_to, delivered = zip(*mails, strict=True)
    columns = {
        "file": place, "number": number, "start": start, "size": size,
        "time": (_NO_TIME if at is None else at for at in time), "flags": map(int.__or__, own, flags),
        "mark": map(hash, event), "person": _numbers(sender, people),
        "delivered": _numbers(((address, "") for address in delivered), people), "people": map(len, receivers),
        "seen": _numbers(chain.from_iterable(receivers), people),
    }  # fmt: skip
    for name, values in columns.items():
        numbers[name].append(np.fromiter(values, dtype=_NUMBERS[name]))
    for name, values in zip(_TEXTS, (event, reply_to, detail), strict=True):
        texts[name].add(values)


def _numbers(persons: Iterable[tuple[str, str]], people: dict[tuple[str, str], int]) -> Iterator[int]:
    return (people.setdefault(person, len(people)) for person in persons)


def _with_addresses(mails: pd.DataFrame, seen: pd.DataFrame, people: list[tuple[str, str]], refused: list) -> Mailbox:
    of, addresses = pd.factorize(pd.Series([address for address, _ in people], dtype="str"))
    of = of.astype("int32")
    ends = pd.DataFrame({"message": seen["message"], "address": of[seen["person"]]}, copy=False)
    if (again := _again(ends, len(addresses))).any():
        ends = ends[~again].reset_index(drop=True)
    mails = mails.assign(sender=of[mails["person"]], delivered=of[mails["delivered"]])
    persons = pd.DataFrame({"address": of, "name": pd.Series([name for _, name in people], dtype="str")})
    return Mailbox(mails, ends, seen, pd.Series(addresses), persons, refused)


def _again(ends: pd.DataFrame, addresses: int) -> np.ndarray:
    """Which receivers stand in their message before."""
    key = ends["message"].to_numpy(dtype="int64") * addresses + ends["address"].to_numpy()
    ordered = np.sort(key)
    several = np.isin(key, ordered[1:][ordered[1:] == ordered[:-1]], kind="sort")
    several[several] = pd.Series(key[several]).duplicated()
    return several


def repeats(mails: pd.DataFrame, among: np.ndarray, *, keep: str | bool = "first") -> np.ndarray:
    """Which messages of those `among` have an id that one before them has (with keep=False, that any other has)."""
    # Whole columns of text are costly to compare; nearly all ids differ in their marks already.
    likely = among.copy()
    likely[among] = mails["mark"][among].duplicated(keep=False)
    found = np.zeros(len(mails), dtype=bool)
    found[likely] = mails["event"][likely].duplicated(keep=keep)
    return found
