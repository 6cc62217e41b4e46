"""Shared by the tests of the readers: the books must balance."""

import json

import pytest

from netgraph import readers
from netgraph.tables import Export, combined


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


@pytest.fixture
def read_texts(tmp_path):
    """Reads a folder from the texts of its files."""

    def of(files: dict[str, str], **options) -> Export:
        for name, text in files.items():
            (tmp_path / name).write_text(text, encoding="utf-8", newline="")
        return readers.read(tmp_path, **options)

    return of


@pytest.fixture
def read_values(tmp_path):
    """Reads a folder from the bytes of its files, or from what their JSON says; also where nothing can be used."""

    def of(files: dict[str, object], **options) -> Export:
        for name, value in files.items():
            path = tmp_path / "export" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(value if isinstance(value, bytes) else json.dumps(value, indent=2).encode())
        return combined([part for _, _, part in readers.read_each(tmp_path / "export", **options)])

    return of
