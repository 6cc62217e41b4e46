"""Imports go strictly down the floors, and a plain `import netgraph` stays light."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "netgraph"

# The front door, netgraph/__init__.py, stands between the report and the command line: only the latter may use it.
FRONT_DOOR = 6.5
FLOORS = {
    "glossary": 0,
    "tables": 0,
    "kernels": 0,
    "readers": 1,
    "synth": 1,
    "employers": 1,
    "identity": 1,
    "alike": 1,
    "encounters": 1,
    "linkage": 1,
    "log": 1,
    "names": 1,
    "once": 0,
    "overrides": 1,
    "short_names": 1,
    "store": 1,
    "traces": 1,
    # The build, in four files.
    "build": 2,
    "decay": 2,
    "people": 2,
    "ties": 2,
    "forgetting": 3,
    "measures": 3,
    "neutral": 3,
    "answers": 4,
    "plot": 5,
    "report": 6,
    "handouts": 6,
    "told": 6,
    "__main__": 7,
}
HEAVY = ("plotly", "duckdb", "numba", "networkit")


def name_of(path: Path) -> str:
    parts = ("netgraph", *path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def floor(module: str) -> float:
    parts = module.split(".")
    return FLOORS[parts[1]] if len(parts) > 1 else FRONT_DOOR


@cache
def imports(module: str) -> frozenset[str]:
    """Every module that this one imports anywhere in its text, inside functions too."""
    path = MODULES[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return frozenset(name for node in nodes for name in _named(node, package))


def _named(node: ast.AST, package: str) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
        origin = ".".join([*above, *([node.module] if node.module else [])])
        for alias in node.names:
            inner = f"{origin}.{alias.name}"
            yield inner if inner in MODULES else origin


def own(module: str) -> set[str]:
    return {name for name in imports(module) if name in MODULES}


def test_every_module_has_a_floor():
    assert {name.split(".")[1] for name in MODULES if "." in name} <= set(FLOORS)


@pytest.mark.parametrize("module", MODULES)
def test_imports_never_go_up(module):
    assert [name for name in own(module) if floor(name) > floor(module)] == []


def test_imports_make_no_circle():
    order = list(TopologicalSorter({name: own(name) - {name} for name in MODULES}).static_order())
    assert sorted(order) == sorted(MODULES)


@pytest.mark.parametrize("module", MODULES)
def test_only_pictures_know_plotly(module):
    drawn = module.startswith("netgraph.plot")
    assert drawn or not [name for name in imports(module) if name.split(".")[0] == "plotly"]


def test_importing_netgraph_loads_nothing_heavy():
    program = f"import sys, netgraph; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("line", "package", "expected"),
    [
        ("import netgraph.tables", "netgraph", "netgraph.tables"),
        ("from netgraph import tables", "netgraph", "netgraph.tables"),
        ("from netgraph.tables import checked", "netgraph.measures", "netgraph.tables"),
        ("from . import tables", "netgraph", "netgraph.tables"),
        ("from ..tables import checked", "netgraph.measures", "netgraph.tables"),
        ("from plotly import graph_objects", "netgraph.plot", "plotly"),
    ],
)
def test_every_way_to_import_is_seen(line, package, expected):
    assert list(_named(ast.parse(line).body[0], package)) == [expected]
