"""What networkx is told about netgraph when it is imported; a package of its own, so that netgraph is not imported."""

BURT = "Every node by Burt's formula: also where edges are weighted or directed."
FUNCTIONS = {
    "articulation_points": "In the order of nodes.",
    "average_clustering": "",
    "betweenness_centrality": "Two paths are equally long if they differ by at most 1e-12 of their length.",
    "bridges": "",
    "clustering": "",
    "constraint": BURT,
    "dispersion": "Of undirected graphs.",
    "effective_size": BURT,
    "has_bridges": "",
    "local_bridges": "With `with_span=False`.",
    "overall_reciprocity": "",
    "reciprocity": "",
    "transitivity": "",
    "triadic_census": "Of the whole graph.",
    "triangles": "",
}
"""The functions that netgraph offers, and what networkx's documentation says of them there."""


def get_info() -> dict:
    """The entry `networkx.backend_info`: name and functions."""
    return {
        "backend_name": "netgraph",
        "project": "netgraph-notebooks",
        "package": "netgraph",
        "short_summary": "Structural holes, triangles, betweenness and cuts, compiled for all cores.",
        "functions": {name: {"additional_docs": note} if note else {} for name, note in FUNCTIONS.items()},
    }
