"""How far the reading has come: every read is told, none beyond the size, and what is read stays the same."""

import gzip
from zipfile import ZIP_DEFLATED, ZipFile

import pandas as pd
import pytest

from netgraph import readers
from netgraph.readers import files
from netgraph.readers.watch import watched

LOG = "time,sender,receiver\n" + "2024-03-04 09:00:00,ann,ben\n" * 60_000
MAIL = "From: Ben <ben{n}@example.org>\nTo: ada@example.org\nDate: Mon, 4 Mar 2024 12:20:34 +0100\n\n" + "text\n" * 500


@pytest.fixture
def folder(tmp_path):
    """Files of every packing: plain, .gz, in a zip, .gz in a zip, Parquet, and single messages."""
    here = tmp_path / "all"
    (here / "mails").mkdir(parents=True)
    (here / "log.csv").write_text(LOG)
    (here / "packed.csv.gz").write_bytes(gzip.compress(LOG.encode(), mtime=0))
    with ZipFile(here / "more.zip", "w", ZIP_DEFLATED) as archive:
        archive.writestr("inside.csv", LOG)
        archive.writestr("packed.csv.gz", gzip.compress(LOG.encode(), mtime=0))
    pd.DataFrame({"time": [1.7e9], "sender": ["a"], "receiver": ["b"]}).to_parquet(here / "log.parquet")
    for n in range(3):
        (here / "mails" / f"{n}.eml").write_text(MAIL.replace("{n}", str(n)))
    return here


def test_every_file_is_followed_to_its_end_and_no_further(folder):
    told = []
    each = readers.read_each(folder, me="ada@example.org", watch=lambda name, count: told.append((name, count)))
    whole = readers.combined([export for _, _, export in each])
    assert whole.digest == readers.read(folder, me="ada@example.org").digest
    sizes = {file.name: file.size for file in files.files(folder)}
    counts = pd.DataFrame(told, columns=["name", "count"]).groupby("name")["count"].max().to_dict()
    assert set(counts) == set(sizes)
    assert all(counts[name] <= sizes[name] for name in sizes)
    complete = [name for name in sizes if not name.endswith(".parquet")]
    assert {name: counts[name] for name in complete} == {name: sizes[name] for name in complete}


def test_looking_what_a_file_is_tells_nothing(folder):
    told = []
    each = readers.read_each(folder, me="ada@example.org", watch=lambda *word: told.append(word))
    assert told == []
    file, _, _ = next(each)
    assert {name for name, _ in told} <= {file.name, *(f.name for f in files.files(folder))}


def test_a_big_file_is_told_of_on_the_way(tmp_path):
    (tmp_path / "log.csv").write_text(LOG * 3)
    told = []
    list(readers.read_each(tmp_path, watch=lambda _, count: told.append(count)))
    assert len(told) > 3 and told == sorted(told)


@pytest.mark.parametrize("name", ["log.csv", "packed.csv.gz", "more.zip/inside.csv", "more.zip/packed.csv.gz"])
def test_a_watched_stream_is_a_stream(folder, name):
    plain = next(file for file in files.files(folder) if file.name == name)
    told = []
    file = watched(plain, lambda *word: told.append(word))
    with file.open() as stream:
        assert stream.readable() and stream.seekable()
        assert stream.read(5) + stream.read1(3) == LOG[:8].encode()
        assert stream.readline() == LOG[8:21].encode()
        buffer = bytearray(10)
        assert (stream.readinto(buffer), bytes(buffer)) == (10, LOG[21:31].encode())
        assert stream.tell() == 31
        assert stream.seek(0) == 0
        assert stream.read() == LOG.encode()
        assert list(stream) == []
    assert stream.closed
    assert told[-1] == (name, plain.size)
    assert max(count for _, count in told) == plain.size
    with file.open() as stream:
        assert sum(1 for _ in stream) == 60_001
    assert file.head() == plain.head()


def test_without_a_watch_a_file_is_itself(folder):
    file = next(files.files(folder))
    assert watched(file, None) is file
