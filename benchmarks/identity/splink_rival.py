"""Who is who, ours beside Splink 5, on made-up people whose truth is known: in one run, each in a process of its own.

    make bench                                                               1,000 people, one seed
    python benchmarks/identity/splink_rival.py --people 20000 --seed 201     others, in an environment with .[linkage]

Prints precision, recall and F1 over all pairs of handles, seconds, and the memory that the linkage took at its peak.
Certain keys alone are the first row: what both sides begin with, by the rival's own reading of them. The rival's best
threshold and the one of a precision of 0.99 are those that no user could know: they are chosen by the truth.
"""

import argparse
import contextlib
import io
import json
import pickle
import resource
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter

import pandas as pd
from _pairwise import Score, pairwise

from netgraph.identity import identify
from netgraph.overrides import Overrides
from netgraph.synth import identities
from netgraph.tables import Export

USUAL = 0.95
"""The threshold of the rival where nobody knows the truth; Splink's own examples cluster at it."""

CAREFUL = 0.99
"""A precision for those to whom a wrong merge is worse than a missed one."""

THRESHOLDS = [0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, USUAL, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9999, 0.99999]


def ours(export: Export, seed: int) -> dict[str, pd.Series]:  # noqa: ARG001
    """The linkage of this package, as it is used."""
    merges = identify(export, whole=export, corrections=Overrides())
    return {"ours": merges.set_index("handle")["person"]}


def certain_keys(export: Export, seed: int) -> dict[str, pd.Series]:  # noqa: ARG001
    """The owner's list and cards of several handles alone."""
    from _records import certain

    return {"certain keys alone": certain(export)}


def splink(export: Export, seed: int) -> dict[str, pd.Series]:
    """The rival: connected components, and the same but never two accounts of one kind in one person.

    At each of the thresholds; the clustering, written here, takes little of the time.
    """
    from _records import certain, nobodys, records
    from _splink import components, scored

    groups = certain(export)
    table = records(export, groups)
    table = table[~table["unique_id"].isin(nobodys(export, groups))].reset_index(drop=True)
    pairs = scored(table, seed=seed)
    kinds = {"Splink": None, "Splink, one account of a kind": table}
    tried = ((f"{name}, at {at}", kind, at) for name, kind in kinds.items() for at in THRESHOLDS)
    return {name: groups.map(components(pairs, groups, at, kind)) for name, kind, at in tried}


ENGINES = {"keys": certain_keys, "ours": ours, "splink": splink}


def told(scores: dict[str, Score]) -> dict[str, Score]:
    """Of one way at many thresholds: the usual one, the best by F1, the first of a careful precision."""
    rows = {}
    for way in dict.fromkeys(name.partition(", at ")[0] for name in scores):
        tried = {name: score for name, score in scores.items() if name.partition(", at ")[0] == way}
        best = max(tried, key=lambda name: tried[name].f1)
        careful = [name for name, score in tried.items() if score.precision >= CAREFUL]
        if len(tried) > 1:
            rows[f"{way}, at {USUAL}"] = tried[f"{way}, at {USUAL}"]
            rows[f"{best}, its best"] = tried[best]
            rows |= {f"{name}, precision {CAREFUL}": tried[name] for name in careful[:1]}
        else:
            rows |= tried
    return rows


def _table(person: pd.Series) -> pd.DataFrame:
    return person.rename_axis("handle").rename("person").reset_index()


def _child(engine: str, path: Path, seed: int) -> None:
    """Link in this process, and print one line of JSON."""
    export, truth = pickle.loads(path.read_bytes())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):  # what Splink says of its training
        found = ENGINES[engine](export, seed)
    seconds = perf_counter() - start
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    scores = told({name: pairwise(_table(person), truth) for name, person in found.items()})
    print(json.dumps({"scores": scores, "seconds": seconds, "megabytes": peak}))


def compared(people: int, seed: int, *, owner: bool) -> None:
    """Make the people, let each engine link them in a process of its own, and print its rows."""
    made = identities(people, seed=seed, owner=owner)
    whose = "one owner's exports" if owner else "an organisation's log"
    print(f"\n{people:,} people, seed {seed}, {whose}: {len(made.truth):,} handles, "
          f"{len(made.export.interactions):,} rows of events")  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.pickle"
        path.write_bytes(pickle.dumps((made.export, made.truth)))
        for engine in ENGINES:
            command = [sys.executable, __file__, "--child", engine, "--data", str(path), "--seed", str(seed)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                print(f"{engine}: failed: {done.stderr.strip().splitlines()[-1]}", flush=True)
                continue
            _print(json.loads(done.stdout.splitlines()[-1]))


def _print(result: dict) -> None:
    cost = f"{result['seconds']:8.1f} {result['megabytes']:8.0f}"
    for name, values in result["scores"].items():
        score = Score(*values)
        print(f"{name:52} {score.precision:9.4f} {score.recall:7.4f} {score.f1:7.4f} {cost}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--seed", type=int, nargs="+", default=[101])
    parser.add_argument("--child", choices=ENGINES)
    parser.add_argument("--data", type=Path)
    given = parser.parse_args()
    if given.child:
        _child(given.child, given.data, given.seed[0])
        return
    if find_spec("splink") is None:
        print("The rival is not installed, so that nothing is compared: pip install -e '.[linkage]'")
        return
    print(f"{'':52} {'precision':>9} {'recall':>7} {'F1':>7} {'seconds':>8} {'MB':>8}")
    for owner in (True, False):
        for seed in given.seed:
            compared(given.people, seed, owner=owner)


if __name__ == "__main__":
    main()
