"""One walk in depth over an undirected graph, on sparse rows, without recursion."""

from netgraph.kernels.compiled import compiled


@compiled
def walked(indptr, columns, at, entered, low, parent):
    """Walk from each row not yet entered, deeper wherever there is a way.

    Filled: `entered`, -1 before, with the turn at which each is entered; `parent`, -1 before, with whence, and left so
    where a walk starts; `low` with the earliest turn that it or who was entered through it has a tie to, but for the
    tie to the parent. `at` holds the start of each row, and is used up. Source: Tarjan, SIAM J. Comput. 1:146 (1972).
    """
    turn = 0
    for start in range(len(entered)):
        if entered[start] >= 0:
            continue
        u = start
        entered[u] = low[u] = turn
        turn += 1
        while u >= 0:
            if at[u] < indptr[u + 1]:
                v = columns[at[u]]
                at[u] += 1
                if entered[v] < 0:
                    parent[v] = u
                    u = v
                    entered[u] = low[u] = turn
                    turn += 1
                elif v != parent[u]:
                    low[u] = min(low[u], entered[v])
            else:
                above = parent[u]
                if above >= 0:
                    low[above] = min(low[above], low[u])
                u = above
