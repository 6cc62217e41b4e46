"""The project's files agree: one list of dependencies, pins that satisfy it, nothing of one machine."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
DEPENDENCIES = [Requirement(line) for line in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]]

# Names on conda-forge that differ from those on the Python index, and why.
CONDA = {
    "duckdb": "python-duckdb",  # there, duckdb is the command-line program with its libraries
    "ibis-framework": "ibis-duckdb",  # conda has no extras: each engine of Ibis is a package that brings Ibis along
    "playwright": "playwright-python",  # there, playwright is the JavaScript package
}
# Import names that differ from the names of the distributions.
DISTRIBUTION = {"ibis": "ibis-framework"}

# Written in two parts, so that this file is not what it looks for.
FOREIGN = re.compile(
    "|".join(
        [
            "python" r"hosted\.org",
            "py" r"pi\.(?:org|python\.org)",
            "registry" r"\.(?:npm|yarn)",
            "(?:deb|security)" r"\.debian\.org",
            "conda" r"\.anaconda\.org",
            r"(?<![\w./])/(?:" "root|work|home|Users)" r"/[\w.-]+",
            r"\b[A-Z]:\\" "Users",
        ]
    )
)


def lower_bound(requirement: Requirement) -> str | None:
    return next((part.version for part in requirement.specifier if part.operator == ">="), None)


def conda_lines() -> list[str]:
    text = (ROOT / "environment.yml").read_text(encoding="utf-8").partition("dependencies:")[2]
    return re.findall(r"^  - ([\w.-]+>=[\w.]+)$", text, flags=re.MULTILINE)


def pins() -> dict[str, Version]:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").split()
    return {canonicalize_name(name): Version(version) for name, _, version in (line.partition("==") for line in lines)}


def project_files() -> list[Path]:
    """What a commit could hold: of a checkout what git sees, of a plain copy what is not plainly made."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode == 0 and (ROOT / ".git").exists():
        return [path for line in listed.stdout.splitlines() if (path := ROOT / line).is_file()]
    made = re.compile(r"(^|/)(\.venv|build|dist|reports|__pycache__|\.[a-z]+_cache|\.hypothesis|\.git)(/|$)")
    return [p for p in ROOT.rglob("*") if p.is_file() and not made.search(p.relative_to(ROOT).as_posix())]


@pytest.mark.parametrize("requirement", DEPENDENCIES, ids=str)
def test_every_dependency_has_a_lower_bound_and_no_upper_one(requirement):
    assert [part.operator for part in requirement.specifier] == [">="]


def test_environment_and_pyproject_name_the_same_packages_with_the_same_bounds():
    expected = {CONDA.get(r.name, r.name): lower_bound(r) for r in DEPENDENCIES}
    expected["python"] = PROJECT["requires-python"].removeprefix(">=")
    conda = {r.name: lower_bound(r) for r in map(Requirement, conda_lines())}
    assert conda.pop("pip") == "23"
    assert conda == expected


def test_environment_installs_the_package_itself():
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    assert re.search(r"^  - pip:\n {4,}- -e \.$", text, flags=re.MULTILINE)


def test_lock_holds_names_and_versions_only():
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9][\w.-]*==[0-9][\w.+]*", line)] == []
    assert len(pins()) == len(lines)
    assert canonicalize_name(PROJECT["name"]) not in pins()


@pytest.mark.parametrize("requirement", DEPENDENCIES, ids=str)
def test_every_dependency_is_pinned_within_its_bounds(requirement):
    assert pins()[canonicalize_name(requirement.name)] in requirement.specifier


@pytest.mark.parametrize("name", ["pyproject.toml", "environment.yml", "requirements.lock", "Makefile", ".ci/run"])
def test_no_address_stands_in_what_installs_the_project(name):
    assert "://" not in (ROOT / name).read_text(encoding="utf-8")


def test_nothing_of_one_machine_or_registry_stands_in_the_project():
    found = []
    for path in project_files():
        text = path.read_bytes().decode("utf-8", errors="replace")
        found += [f"{path.relative_to(ROOT)}: {match.group()}" for match in FOREIGN.finditer(text)]
    assert found == []


def test_what_is_installed_declares_all_it_imports():
    declared = {canonicalize_name(Requirement(line).name) for line in PROJECT["dependencies"]}
    imported = {name for path in (ROOT / "netgraph").rglob("*.py") for name in _roots(path)}
    third_party = imported - set(sys.stdlib_module_names) - {"netgraph"}
    assert sorted({DISTRIBUTION.get(name, name) for name in third_party} - declared) == []


def _roots(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    taken = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    return {name.partition(".")[0] for name in plain | taken}


def test_the_distribution_does_not_take_a_name_that_is_taken():
    assert canonicalize_name(PROJECT["name"]) == "netgraph-notebooks"
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert not re.search(r"pip install (-\S+ )*[\"']?netgraph(?![\w-])", readme)


def test_the_command_line_answers():
    command = Path(sys.executable).parent / "netgraph"
    done = subprocess.run([command, "--help"], capture_output=True, text=True, check=True)
    assert PROJECT["scripts"] == {"netgraph": "netgraph.__main__:main"}
    assert all(verb in done.stdout for verb in ("read", "report", "sample"))


def test_the_changelog_tells_this_version():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[?([\w.]+)\]?", changelog, flags=re.MULTILINE)
    assert newest.group(1) == PROJECT["version"]


def test_every_verb_of_the_makefile_is_explained():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    verbs = set(re.search(r"^\.PHONY: (.+)$", makefile, flags=re.MULTILINE).group(1).split())
    helped = subprocess.run(["make", "-s"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {line.split()[1] for line in helped.splitlines()} | {"help"} == verbs | {"help"}


def test_decisions_are_numbered_and_have_three_parts():
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(path.name[:3]) for path in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        heads = re.findall(r"^## (.+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert heads == ["Context", "Choice", "Price"], path.name
