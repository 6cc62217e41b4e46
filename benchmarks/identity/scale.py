"""Time and memory of who is who, from 12,500 handles to 100,000: how they grow with the number of handles.

Each size in a process of its own, on made-up people; the exponent is that of time between the first and last size.
Memory is what the process takes beyond the data and the libraries.
"""

import json
import math
import resource
import subprocess
import sys
import time

PEOPLE = {"one person's exports": (True, (4_250, 8_500, 17_000, 34_000)), "organisation": (False, (4_900, 39_000))}


def measured(people: int, owner: bool) -> dict[str, float]:
    """Handles, seconds of processor time, and megabytes beyond the data."""
    from netgraph import identity
    from netgraph.overrides import Overrides
    from netgraph.synth.identities import identities

    export = identities(people, seed=7, owner=owner).export
    before, start = _peak(), time.process_time()
    merges = identity.identify(export, whole=export, corrections=Overrides())
    return {"handles": len(merges), "seconds": time.process_time() - start, "more": _peak() - before, "all": _peak()}


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    for name, (owner, sizes) in PEOPLE.items():
        rows = []
        for people in sizes:
            command = [sys.executable, __file__, str(people), str(int(owner))]
            rows.append(json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout))
            print(f"{name}: {rows[-1]['handles']:,} handles, {rows[-1]['seconds']:.1f} s, "
                  f"{rows[-1]['more']:,.0f} MB more, {rows[-1]['all']:,.0f} MB in all", flush=True)  # fmt: skip
        first, last = rows[0], rows[-1]
        growth = math.log(last["seconds"] / first["seconds"]) / math.log(last["handles"] / first["handles"])
        print(f"{name}: time grows as handles ** {growth:.2f}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measured(int(sys.argv[1]), sys.argv[2] == "1")))
    else:
        main()
