"""The graphs that the kernels are measured on: real messages, a clustered graph with hubs, and a large one."""

from pathlib import Path

import networkx as nx
import numba
import numpy as np
import pandas as pd

LOG = Path(__file__).parents[3] / "shared" / "data" / "networks" / "collegemsg" / "events.csv.gz"


def messages() -> tuple[np.ndarray, int]:
    """Directed ties of CollegeMsg, each once, and the number of people. It lies beside the project, not in it."""
    log = pd.read_csv(LOG)
    ends = log[["sender", "recipient" if "recipient" in log else "receiver"]].drop_duplicates().to_numpy()
    names, numbers = np.unique(ends, return_inverse=True)
    ties = numbers.reshape(ends.shape)
    return ties[ties[:, 0] != ties[:, 1]], len(names)


def clustered(people: int) -> tuple[np.ndarray, int]:
    """Pairs of a graph with hubs and triangles (Holme & Kim 2002), five new ones a person."""
    return np.array(nx.powerlaw_cluster_graph(people, 5, 0.5, seed=1).edges), people


def attached(people: int, each: int) -> tuple[np.ndarray, int]:
    """Pairs of a graph with hubs, `each` new ones a person, to whom many are tied (Batagelj & Brandes 2005)."""
    return _attached(people, each, 1), people


@numba.njit
def _attached(people, each, seed):
    np.random.seed(seed)
    ends, n = np.empty((people * each, 2), np.int32), 0
    flat = ends.reshape(-1)
    for person in range(1, people):
        for _ in range(each):
            flat[n] = person
            other = flat[np.random.randint(0, n + 1)]
            flat[n + 1] = other if other != person else np.random.randint(0, person)
            n += 2
    return ends[: n // 2]
