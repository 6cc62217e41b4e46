"""What came of the recommended, on three logs: each kind of recommendation against others as silent and as strong.

    python benchmarks/answers/hindsight.py             prints a table for each log
    python benchmarks/answers/hindsight.py --write     and puts them into docs/hindsight.md

The logs are CollegeMsg, where it is there, and the made-up firm and person of data/samples. On each some days are
taken, by which equal shares of its events had passed, and for a log without an owner some people on each day, drawn
with a fixed seed. Nothing is chosen by what comes out. Logs are asked at the same time, each in a process of its own.
"""

import argparse
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd

import netgraph as ng

ROOT = Path(__file__).parents[2]
PAGE, SAMPLES = ROOT / "docs" / "hindsight.md", ROOT / "data" / "samples"
COLLEGE = ROOT.parent / "shared" / "data" / "networks" / "collegemsg" / "events.csv.gz"
SHARES = 0.4, 0.9
"""Between these shares of the events the days lie: enough before them to know, and enough after them to judge."""


COLUMNS = ["asked", "named", "again", "rate", "alike", "again", "rate", "gain", "90 % interval", "left out", "verdict"]


def college() -> ng.Network:
    return ng.network(ng.read(COLLEGE, columns={"receiver": "recipient"}))


def firm() -> ng.Network:
    return ng.network(SAMPLES / "firm" / "log.csv.gz", people=SAMPLES / "firm" / "people.csv")


def ada() -> ng.Network:
    return ng.network(SAMPLES / "ada", me=["ada@example.org"])


LOGS = {
    "CollegeMsg": (college, 4, 30),
    "The firm": (firm, 4, 20),
    "Ada": (ada, 12, None),
}
"""How each log is made a network, the number of days, and of people on each."""


def act(name: str) -> Callable[[ng.Network], pd.DataFrame]:
    """The rows of one act of `plan`; two people to introduce are judged as a pair."""

    def question(net: ng.Network) -> pd.DataFrame:
        table = ng.plan(net)
        table = table[table["act"] == name]
        return table[["person", "other", "when"]].set_axis(["a", "b", "when"], axis=1) if name == "introduce" else table

    question.__name__ = f"plan: {name}"
    return question


KINDS = [ng.dormant, ng.give_first, ng.ways_in, ng.plan, *map(act, ("reply", "revive", "introduce", "thank"))]


def asked(name: str) -> str:
    """The log, the days and the people, and a table of what came of each kind of recommendation."""
    built, number, people = LOGS[name]
    net = built()
    days = net.interactions["time"].quantile(np.linspace(*SHARES, number)).dt.normalize().tolist()
    table = ng.hindsight(net, KINDS, at=days, of=people)
    each = f"{people} people on each of these days" if people else "its owner on each of these days"
    head = f"{net!r}, {each}: {', '.join(f'{day:%Y-%m-%d}' for day in days)}."
    rows = [f"| {' | '.join(COLUMNS)} |", "|---" * len(COLUMNS) + "|", *map(row, *sides(table))]
    return "\n".join([f"## {name}", "", head.replace("<", "").replace(">", ""), "", *rows])


def sides(table: pd.DataFrame) -> tuple[list[dict], list[dict]]:
    """The rows of the recommended, and those of the others alike."""
    return table[::2].to_dict("records"), table[1::2].to_dict("records")


def row(named: dict, others: dict) -> str:
    told = [f"{side['pairs']} | {side['again']} | {_shown(side['rate'])}" for side in (named, others)]
    ends = f"{_shown(named['gain_low'])} to {_shown(named['gain_high'])}" if pd.notna(named["gain"]) else ""
    said = named["verdict"] if named["pairs"] + named["left_out"] else "nothing was recommended"
    cells = [named["recommendation"], *told, _shown(named["gain"]), ends, named["left_out"], said]
    return f"| {' | '.join(map(str, cells))} |"


def _shown(value: float) -> str:
    return "" if pd.isna(value) else f"{round(value, 3) + 0.0:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    write = parser.parse_args().write
    names = [name for name in LOGS if name != "CollegeMsg" or COLLEGE.exists()]
    if write and len(names) < len(LOGS):
        sys.exit(f"{COLLEGE} is not there, and the page needs it; run without --write")
    with ProcessPoolExecutor() as pool:
        parts = list(pool.map(asked, names))
    print("\n\n".join(parts))
    if write:
        PAGE.write_text(HEAD + "\n\n".join(parts) + "\n", encoding="utf-8")


HEAD = """# What came of the recommended

Written by `python benchmarks/answers/hindsight.py --write`. `ng.hindsight` does the work, and its docstring says how.

Each kind of recommendation is asked for as of several earlier days, with everything later taken away. Then it is looked
up whether the pair was in contact within the next 30 days.

- *named*: pairs that were recommended and can be compared; the first five of each table, on each day and for each
  person. *left out*: those that cannot: not covered, nobody alike, or already in contact out of the owner's sight.
- *alike*: pairs of the same person on the same day, as silent and as strong to within a factor of two, not recommended.
- *again*, *rate*: how many were in contact after the day, and the share, both groups weighed as the same mixture.
- *gain*: the difference of the two rates, with its 90 % interval. Under 20 named pairs none is told. Days less than 30
  apart look at the same contact twice, and pairs share people, so that the interval is somewhat narrow.

Asked are `dormant` (old ties worth a message), `give_first` (two contacts to bring together: were these two in
contact?), `ways_in` (the first step on a way to people whom one does not know: was one in contact with whoever might
introduce?) and `plan`, once whole and once each of its acts alone. In `plan: introduce` the pair is that of the two who
might meet, in the whole plan it is one's own with the first of them. An owner of a log seen whole is asked with the own
mailbox alone, but for `ways_in`, for which such a mailbox shows too little.

Nobody followed this advice. A gain would say that a question picks pairs that come into contact sooner than others
alike, and none says that it does not. Neither says what a message does.

"""

if __name__ == "__main__":
    main()
