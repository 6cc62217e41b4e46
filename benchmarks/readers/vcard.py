"""Reading an address book: how the time grows from 1x to 8x the cards, photos included.

    make bench
Prints the least processor seconds of some runs of each size, and the exponent: 1 is linear.
"""

import tempfile
from math import log
from pathlib import Path
from random import Random
from time import process_time

from netgraph import readers
from netgraph.synth.people import crowd
from netgraph.synth.vcard import FLAVOURS, book

PEOPLE, RUNS = 200, 3


def made_up_books(path: Path, times: int) -> None:
    """Cards of every flavour; each copy's addresses are its own."""
    people = crowd(Random(1), PEOPLE)
    whole = b"".join(book(people, {p.handle: ("+4915112345678",) for p in people}, flavour=f) for f in FLAVOURS)
    path.write_bytes(b"".join(whole.replace(b"@", b"%d@" % n) for n in range(times)))


def seconds(path: Path) -> float:
    """Least processor time of some runs."""
    taken = []
    for _ in range(RUNS):
        began = process_time()
        readers.read(path)
        taken.append(process_time() - began)
    return min(taken)


def main() -> None:
    sizes = (4, 8, 16, 32)
    with tempfile.TemporaryDirectory() as folder:
        found = []
        for times in sizes:
            path = Path(folder) / f"{times}.vcf"
            made_up_books(path, times)
            found.append(seconds(path))
            size = path.stat().st_size / 1e6
            print(
                f"{times * PEOPLE * len(FLAVOURS):,} cards, {size:.1f} MB: {found[-1]:.2f} s, "
                f"{size / found[-1]:.1f} MB/s"
            )
    print(f"exponent {log(found[-1] / found[0]) / log(sizes[-1] / sizes[0]):.2f}")


if __name__ == "__main__":
    main()
