"""Introductions among 20,000 people with 300,000 ties: seconds of the first call in a process, and of its parts.

    python benchmarks/answers/introductions.py

Two made-up networks: a log seen whole, of several messages a pair, and one person's export, whose messages to groups
show who knows whom. Each is asked in a process of its own, once its network stands. Seconds of the processor are those
of all threads; where other work runs they say more than those of the clock. The question is to take 1 second at most.
"""

import subprocess
import sys
import time

import numpy as np
import pandas as pd

import netgraph as ng

PEOPLE, PAIRS, YEARS = 20_000, 179_000, 3
CONTACTS, LISTS, MEMBERS = 2_000, 2_900, 15


def whole() -> ng.Network:
    """A log of 179,000 pairs, most of neighbours: one message to several each, answered as the receiver is wont to."""
    rng = np.random.default_rng(1)
    one, other = rng.integers(0, PEOPLE, (2, 2 * PAIRS))
    other = np.where(rng.random(2 * PAIRS) < 0.7, (one + rng.integers(1, 40, 2 * PAIRS)) % PEOPLE, other)
    pairs = np.unique(np.stack([np.minimum(one, other), np.maximum(one, other)])[:, one != other], axis=1)
    pairs = rng.permuted(pairs[:, rng.choice(pairs.shape[1], PAIRS, replace=False)], axis=0)
    sender, receiver = np.repeat(pairs, 1 + rng.poisson(2, PAIRS), axis=1)
    sent = _log(sender, receiver, rng)
    answers = rng.random(len(sent)) < rng.beta(2, 3, PEOPLE)[receiver]
    took = pd.to_timedelta(rng.exponential(2, len(sent)), unit="D")
    back = sent.rename(columns={"sender": "receiver", "receiver": "sender"})
    back = back.assign(time=sent["time"] + took, event="re " + sent["event"])[answers]
    return ng.network(pd.concat([sent, back]))


def export() -> ng.Network:
    """One person's messages to 2,000 people, and to lists of 15 whose members so become known to be in touch."""
    rng = np.random.default_rng(1)
    alone = np.repeat(rng.integers(1, PEOPLE, CONTACTS), 1 + rng.poisson(20, CONTACTS))
    inward = rng.random(len(alone)) < 0.4
    direct = _log(np.where(inward, alone, 0), np.where(inward, 0, alone), rng)
    members = np.stack([rng.choice(np.arange(1, PEOPLE), MEMBERS, replace=False) for _ in range(LISTS)])
    sent = np.repeat(members, 4, axis=0)
    lists = _log(np.zeros(sent.size, dtype="int64"), sent.ravel(), rng)
    event = np.repeat(np.arange(len(sent)), MEMBERS)
    times = lists["time"].to_numpy()[::MEMBERS][event]
    lists = lists.assign(time=times, event=pd.Series(event).map("list {}".format), recipients=MEMBERS)
    return ng.network(pd.concat([direct, lists]), me=["p0"])


def _log(sender: np.ndarray, receiver: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    seconds = pd.to_timedelta(rng.integers(0, YEARS * 365 * 86_400, len(sender)), unit="s")
    names = np.array([f"p{number}" for number in range(PEOPLE)])
    columns = {"time": pd.Timestamp("2023-01-01") + seconds, "sender": names[sender], "receiver": names[receiver]}
    return pd.DataFrame(columns).assign(event=np.arange(len(sender)).astype("str"), recipients=1)


def asked(name: str) -> None:
    """Build one of the networks, ask, and print a row."""
    net = {"whole": whole, "export": export}[name]()
    of, target = None if net.me else "p1", "p19999"
    introductions = ng.introductions  # loads its module, which is no part of the question
    clock, processor = time.perf_counter(), time.process_time()
    table = introductions(net, to=target, of=of)
    first = time.perf_counter() - clock, time.process_time() - processor
    clock = time.perf_counter()
    introductions(net, to=target, of=of)
    again = time.perf_counter() - clock
    size = f"{len(net.people):,} people, {len(net.ties):,} ties, {len(net.interactions):,} rows"
    print(f"| {name} | {size} | {table['path'].nunique()} | {first[0]:.2f} | {first[1]:.2f} | {again:.2f} |")


def main() -> None:
    if len(sys.argv) > 1:
        asked(sys.argv[1])
        return
    print(
        "| network | size | paths | first call, s | of the processor, s | second call, s |\n|---|---|---|---|---|---|"
    )
    for name in ("whole", "export"):
        subprocess.run([sys.executable, __file__, name], check=True)


if __name__ == "__main__":
    main()
