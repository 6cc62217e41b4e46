"""Made-up people whose truth is known, written in the formats that real exports have.

`ada()` is one person's exports (LinkedIn archive, two mailboxes), `firm()` an organisation's
log with a people table, `sources()` another person's, with a small export of every source that
is read. All take a seed and nothing else: no clock, no files, no network. `identities()` is an
export of any size in tables, not files, with the truth of who is who, `rates()` a log with the
truth of how often each person writes to each other, `planted()` one of any size with brokers, bridges,
one-sided pairs and old ties that are known, and `networker()` one person's, of which it is known whom to
write to, through whom, and whom to leave in peace.
"""

from pathlib import Path

from netgraph.synth.ada import ada
from netgraph.synth.firm import firm
from netgraph.synth.identities import Identities, Noise, identities
from netgraph.synth.networker import Networker, networker
from netgraph.synth.planted import Planted, planted
from netgraph.synth.rates import Rates, rates
from netgraph.synth.sample import Sample, write
from netgraph.synth.sources import sources

__all__ = [
    "Identities",
    "Networker",
    "Noise",
    "Planted",
    "Rates",
    "Sample",
    "ada",
    "firm",
    "identities",
    "networker",
    "planted",
    "rates",
    "sources",
    "write",
    "write_all",
]


def write_all(folder: str | Path) -> None:
    """Write `folder/ada`, `folder/firm` and `folder/sources` with fixed seeds: what `data/samples` holds."""
    for make in (ada, firm, sources):
        write(make(), Path(folder) / make.__name__)
