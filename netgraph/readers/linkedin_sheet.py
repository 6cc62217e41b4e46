"""One file of a LinkedIn archive as columns, under the names that all its years share, and the books of it."""

import re
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from netgraph.readers import records
from netgraph.readers.files import File, Options
from netgraph.readers.ledger import Ruling
from netgraph.readers.rows import Rows
from netgraph.tables import Export

NAME = "linkedin"
MEMBER = "LinkedIn Member"


class Sheet(NamedTuple):
    """The records of a file; the columns of `found` are called as `plain` does it."""

    file: File
    found: Rows
    options: Options

    def column(self, *names: str) -> pd.Series:
        """The first of these columns that the file has, stripped; empty text where it has none."""
        fields = self.found.fields
        name = next((n for n in map(plain, names) if n in fields), None)
        if name is None:
            return pd.Series("", index=fields.index, dtype="str")
        return fields[name].str.strip()

    def name(self, first: str = "First Name", last: str = "Last Name") -> pd.Series:
        """Full names of two columns."""
        return (self.column(first) + " " + self.column(last)).str.strip()

    def finished(self, rulings: list[Ruling], **parts) -> Export:
        """The Export of the file, its books made from the rulings on each record; a mended header is in problems."""
        places, overhead = self.found.places.assign(file=self.file.name), {self.file.name: self.found.overhead}
        export = records.finished(NAME, places, rulings, overhead=overhead, keep=self.options.keep, **parts)
        return records.header_noted(export, self.file.name, self.found.mended)


@lru_cache(maxsize=10_000)
def plain(name: str) -> str:
    """A name of a file or column without case, spaces and underscores, which differ from year to year."""
    return re.sub(r"[\s_\ufeff]+", "", name).lower()
