"""Shared by the tests of the readers: the books must balance."""

import pytest

from netgraph import readers
from netgraph.tables import Export


@pytest.fixture
def balances():
    """Checks that a file's ledger sums to its bytes, and that each rejected record has its row in problems."""

    def check(export: Export, name: str, size: int, records: int | None = None) -> None:
        rows = export.ledger[export.ledger["file"] == name]
        assert rows["bytes"].sum() == size
        rejected = rows.loc[rows["fate"] == "rejected", "records"].sum()
        problems = export.problems[export.problems["file"] == name]
        assert rejected == (problems["place"] != readers.WHOLE).sum()
        assert rows["fate"].isin(["used", "set aside", "rejected"]).all()
        if records is not None:
            assert rows["records"].sum() == records

    return check


@pytest.fixture
def count():
    """Records of an export with that rule or fate."""

    def of(export: Export, rule: str, column: str = "rule") -> int:
        return int(export.ledger.loc[export.ledger[column] == rule, "records"].sum())

    return of
