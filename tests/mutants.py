"""Small changes to measures and `build.py`, one at a time: how many make a test fail, for `make mutants`.

Run after `mutmut run`: lists what survived by name (`mutmut show NAME` shows the change), then each file's share of
changes that a test caught, and fails where it is below 85 % in all. A change that no test reaches counts as survived,
one that makes a test run forever as caught.
"""

import subprocess
import sys
from collections import Counter
from pathlib import Path

LEAST = 0.85
CAUGHT = {"killed", "timeout"}


def main() -> int:
    """Print the figures; 1 where too few changes were caught, or none was tried."""
    mutmut = Path(sys.executable).parent / "mutmut"
    told = subprocess.run([mutmut, "results", "--all", "true"], capture_output=True, text=True, check=True).stdout
    rows = [line.strip().rpartition(": ")[::2] for line in told.splitlines()]
    rows = [(name, status) for name, status in rows if status not in ("not checked", "skipped")]
    for name, status in rows:
        if status not in CAUGHT:
            print(f"{status}: {name}")
    tried = Counter(_file(name) for name, _ in rows)
    caught = Counter(_file(name) for name, status in rows if status in CAUGHT)
    for file in sorted(tried):
        print(f"{caught[file] / tried[file]:7.1%} of {tried[file]:5,} caught: {file}")
    share = caught.total() / max(tried.total(), 1)
    print(f"{share:7.1%} of {tried.total():5,} caught in all; {LEAST:.0%} asked for")
    return int(share < LEAST)


def _file(name: str) -> str:
    """The module of a mutant such as 'netgraph.build.x_named__mutmut_3'."""
    return name.rpartition(".")[0]


if __name__ == "__main__":
    raise SystemExit(main())
