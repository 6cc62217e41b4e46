"""House rules of the notebooks: prose, one call, its output; run from top to bottom and stored so."""

import ast
import io
import json
import re
import tokenize
from functools import cache
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "notebooks"
NAMES = [path.name for path in sorted(FOLDER.glob("*.ipynb"))]
EXPECTED = [
    "00_start_here",
    "01_your_network",
    "02_weak_ties",
    "03_brokers",
    "04_reciprocity",
    "05_fear_and_reality",
    "06_whom_to_write_to",
    "07_resilience",
    "90_organisation",
]
# Kinds of place that only one machine has. Parts of web addresses do not count.
MACHINE = re.compile(r"(?<![\w./])(?:~|/(?:root|home|Users|tmp|work|var|opt|mnt))/\w|file://|\b[A-Z]:\\\w")

every_notebook = pytest.mark.parametrize("name", NAMES)


@cache
def cells(name: str, kind: str) -> list[dict]:
    return [
        cell for cell in json.loads((FOLDER / name).read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == kind
    ]


def source(cell: dict) -> str:
    return "".join(cell["source"])


def outputs(name: str) -> list[dict]:
    return [output for cell in cells(name, "code") for output in cell["outputs"]]


def test_the_notebooks_of_the_house_are_there():
    assert set(EXPECTED) <= {Path(name).stem for name in NAMES}
    assert [name for name in NAMES if not re.fullmatch(r"\d\d_[a-z]+(_[a-z]+)*\.ipynb", name)] == []


@every_notebook
def test_it_opens_with_a_title_and_plain_words(name):
    first = json.loads((FOLDER / name).read_text(encoding="utf-8"))["cells"][0]
    title, _, rest = source(first).partition("\n")
    assert first["cell_type"] == "markdown"
    assert re.fullmatch(r"# [^`<$]+", title)
    assert re.match(r"\w", rest.strip())
    assert "import netgraph as ng" in source(cells(name, "code")[0])


@every_notebook
def test_cells_are_short_and_never_empty(name):
    lengths = [len(source(cell).strip().splitlines()) for cell in cells(name, "code")]
    assert min(lengths) >= 1
    assert max(lengths) <= 12


@every_notebook
def test_no_cell_defines_or_loops(name):
    for cell in cells(name, "code"):
        words = tokenize.generate_tokens(io.StringIO(source(cell)).readline)
        assert not {word.string for word in words} & {"def", "class", "for", "while"}, source(cell)


@every_notebook
def test_only_netgraph_and_pandas_are_imported(name):
    nodes = [node for cell in cells(name, "code") for node in ast.walk(ast.parse(source(cell)))]
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    taken = {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    assert {module.partition(".")[0] for module in plain | taken} <= {"netgraph", "pandas"}


@every_notebook
def test_prose_is_at_least_twice_the_code(name):
    prose, code = (sum(len(source(cell)) for cell in cells(name, kind)) for kind in ("markdown", "code"))
    assert prose >= 2 * code


@every_notebook
def test_the_file_is_small(name):
    assert (FOLDER / name).stat().st_size < 150_000


@every_notebook
def test_one_cell_holds_the_parameters(name):
    tagged = [cell for cell in cells(name, "code") if "parameters" in cell["metadata"].get("tags", [])]
    assert len(tagged) == 1
    assert "data/samples/" in source(tagged[0])


@every_notebook
def test_it_was_run_from_top_to_bottom(name):
    counts = [cell["execution_count"] for cell in cells(name, "code")]
    assert counts == list(range(1, len(counts) + 1))


@every_notebook
def test_it_stores_results_and_no_complaints(name):
    assert outputs(name)
    assert [output for output in outputs(name) if output["output_type"] == "error"] == []
    assert [output for output in outputs(name) if output.get("name") == "stderr"] == []


@every_notebook
def test_it_says_nothing_of_the_machine_it_ran_on(name):
    metadata = json.loads((FOLDER / name).read_text(encoding="utf-8"))["metadata"]
    assert set(metadata) == {"kernelspec"}
    assert metadata["kernelspec"]["name"] == "python3"
    assert all("execution" not in cell["metadata"] for cell in cells(name, "code"))
    texts = [source(cell) for kind in ("markdown", "code") for cell in cells(name, kind)]
    texts += [json.dumps(output, ensure_ascii=False) for output in outputs(name)]
    assert [match.group() for text in texts for match in MACHINE.finditer(text)] == []
