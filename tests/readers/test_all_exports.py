"""Every public export file is read, or refused with a true reason, and the books balance over all of them."""

from pathlib import Path

import pytest

from netgraph import readers
from netgraph.readers import ledger, read_each
from netgraph.tables import combined

pytestmark = pytest.mark.real
OPTIONS = {"dates": "D/M", "region": "US"}


@pytest.fixture(scope="module")
def exports():
    folder = Path(__file__).parents[2] / ".." / "shared" / "data" / "exports"
    return folder.resolve()


@pytest.fixture(scope="module")
def everything(exports):
    return combined([part for _, _, part in read_each(exports, **OPTIONS)])


def test_every_file_is_in_the_ledger_with_all_its_bytes(exports, everything):
    sizes = {p.relative_to(exports).as_posix(): p.stat().st_size for p in exports.rglob("*") if p.is_file()}
    assert everything.ledger.groupby("file")["bytes"].sum().to_dict() == sizes


def test_found_is_used_and_set_aside_and_rejected(everything):
    assert set(everything.ledger["fate"]) <= {ledger.USED, ledger.ASIDE, ledger.REJECTED}
    rejected = everything.ledger[everything.ledger["fate"] == ledger.REJECTED].groupby("file")["records"].sum()
    records = everything.problems[everything.problems["place"] != readers.WHOLE]
    assert rejected.to_dict() == records.groupby("file").size().to_dict()
    assert set(everything.problems["reason"]) <= set(ledger.REASONS)
    assert (everything.problems["detail"].str.len() > 0).all()


def test_what_no_reader_reads_is_no_export(everything):
    """Only the notes and targets that lie beside the exports, and the body of a mail without any header."""
    unread = everything.ledger[everything.ledger["reader"] == readers.NONE]["file"]
    beside = ("SOURCE.md", "target.json", "license.txt", "msg_19.txt")
    assert [name for name in unread if not name.endswith(beside)] == []


def test_the_same_folder_gives_the_same_digest_whatever_the_order(exports, everything):
    folders = sorted((p for p in exports.iterdir() if p.is_dir()), reverse=True)
    assert combined([part for _, _, part in read_each(folders, **OPTIONS)]).digest == everything.digest
