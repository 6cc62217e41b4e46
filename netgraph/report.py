"""Notebooks and data to pages that open without a network: run, strip the code, draw the figures, write.

What a notebook shows is taken as data: markdown is rendered without raw HTML, tables are read cell by cell and
written anew, figures are kept as JSON, and every page has a Content-Security-Policy under which nothing else runs.
"""

import ast
import os
import re
from base64 import b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import mistune
import nbformat
import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError

from netgraph.plot.html import DRAW, as_div, library
from netgraph.tables import TableError, checked

PLOTLY = "application/vnd.plotly.v1+json"
SECONDS_A_CELL, SECONDS_TO_START = 3600, 300
# A page has room for what pandas would cut.
WHOLE = "import pandas\npandas.set_option('display.max_colwidth', None, 'display.max_columns', None)"
_COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
SHORT, PROSE = 20, 60  # characters up to which a cell of a table does not wrap, and wraps in a narrow column
_PAGES = Environment(
    loader=PackageLoader("netgraph", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, eq=False)
class Cover:
    """What stands on the first page: a title, one sentence computed from the data, what the data can answer.

    `limits` is the table of that name; `people` counts the people whom the report names, the owner left out.
    """

    title: str
    summary: str
    limits: pd.DataFrame
    people: int


@dataclass(frozen=True)
class Page:
    """A page as the others link to it."""

    file: str
    title: str
    blurb: Markup


def report(
    notebooks: Iterable[str | Path],
    folder: str | Path,
    *,
    parameters: dict[str, object],
    cover: Cover,
    step: Callable[[str], None] | None = None,
) -> Path:
    """Run the notebooks on other data and write a page for each, and `index.html`, whose path is returned.

    `parameters` replace the values of the same names in the cell tagged 'parameters'. `step` is called with the
    name of each notebook that is done. Nothing is written before all have run; then each file is replaced whole,
    so that a failure leaves the former report. The same input gives the same bytes.
    Raises TableError where a notebook fails, has no such cell or cannot be read.
    """
    done = {}
    for path in map(Path, notebooks):
        done[f"{path.stem}.html"] = executed(path, parameters)
        if step:
            step(path.name)
    pages = [Page(file, *heading(notebook, file)) for file, notebook in done.items()]
    files = {p.file: page_html(done[p.file], p, pages=pages, people=cover.people) for p in pages}
    return written(files | {"index.html": index_html(cover, pages)}, Path(folder)) / "index.html"


# running


def executed(path: Path, parameters: dict[str, object]) -> nbformat.NotebookNode:
    """The notebook run from its own folder with those parameters; TableError names the cell that failed."""
    try:
        notebook = nbformat.read(path, as_version=4)
    except (OSError, ValueError) as error:
        raise TableError(f"{path.name}: cannot be read as a notebook; restore it from the package") from error
    inject(notebook, parameters, path.name)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(WHOLE))
    try:
        # The renderer that stores the figure's JSON, whatever the user's environment prefers.
        return _client(notebook, path.parent).execute(env=os.environ | {"PLOTLY_RENDERER": "plotly_mimetype"})
    except CellExecutionError as error:
        problem = f"{error.ename}: {(_plain(error.evalue).splitlines() or [''])[0]}"
        raise TableError(f"{path.name}, {_failed(notebook)}: {problem}; run it in JupyterLab to see more") from error
    except CellTimeoutError as error:
        raise TableError(f"{path.name}: a cell took over an hour; try a shorter span or fewer sources") from error
    except RuntimeError as error:
        raise TableError(f"{path.name}: its kernel did not start or died, maybe of memory; try again") from error


def _client(notebook: nbformat.NotebookNode, folder: Path) -> NotebookClient:
    place = {"metadata": {"path": str(folder)}}
    client = NotebookClient(
        notebook, timeout=SECONDS_A_CELL, startup_timeout=SECONDS_TO_START, kernel_name="python3", resources=place
    )
    # What the kernel is told and tells is encrypted where it can be.
    client.create_kernel_manager().transport_encryption = "auto"
    return client


def inject(notebook: nbformat.NotebookNode, parameters: dict[str, object], name: str) -> None:
    """Replace the values of plain assignments in the cell tagged 'parameters', in place.

    Names that the cell does not assign are not needed there; TableError if it assigns none of them.
    """
    tagged = [c for c in notebook.cells if "parameters" in c.metadata.get("tags", ())]
    lines = ast.parse(tagged[0].source).body if tagged else []
    if not any(_assigned(line) in parameters for line in lines):
        known = ", ".join(sorted(parameters))
        raise TableError(f"{name}: no cell tagged 'parameters' assigns any of {known}; tag the cell that does")
    tagged[0].source = "\n".join(
        f"{_assigned(line)} = {_literal(parameters[_assigned(line)])}"
        if _assigned(line) in parameters
        else ast.unparse(line)
        for line in lines
    )


def _assigned(line: ast.stmt) -> str | None:
    plain = isinstance(line, ast.Assign) and len(line.targets) == 1 and isinstance(line.targets[0], ast.Name)
    return line.targets[0].id if plain else None


def _literal(value: object) -> str:
    return repr(str(value) if isinstance(value, Path) else value)


def _plain(text: str) -> str:
    """Text of a terminal without its colours."""
    return _COLOURS.sub("", text)


def _failed(notebook: nbformat.NotebookNode) -> str:
    for number, cell in enumerate(notebook.cells):  # the first is ours
        if any(out.output_type == "error" for out in cell.get("outputs", ())):
            return f"cell {number} ({cell.source.strip().splitlines()[0]})"
    return "a cell"


# pages


def page_html(notebook: nbformat.NotebookNode, page: Page, *, pages: list[Page], people: int) -> str:
    """The page of an executed notebook: its prose and outputs without code or prompts."""
    body = _Body()
    for cell in notebook.cells:
        body.add(cell)
    scripts = [Markup(library()), Markup(DRAW)] if body.figures else []
    return _rendered("page.html", title=page.title, blocks=body.blocks, here=page, pages=pages, people=people,
                     scripts=scripts)  # fmt: skip


def index_html(cover: Cover, pages: list[Page]) -> str:
    """The first page: the summary, a card for each page, and what the data can and cannot answer."""
    limits = checked("limits", cover.limits, extra=True).to_dict("records")
    return _rendered("index.html", title=cover.title, summary=cover.summary, limits=limits, here=None, pages=pages,
                     people=cover.people, scripts=[])  # fmt: skip


def _rendered(template: str, *, scripts: list[Markup], **content: object) -> str:
    hashes = [f"'sha256-{b64encode(sha256(s.encode()).digest()).decode()}'" for s in scripts]
    policy = f"default-src 'none'; script-src {' '.join(hashes) or repr('none')}; style-src 'unsafe-inline'; "
    policy += "img-src data:; base-uri 'none'; form-action 'none'"
    style = Markup(_PAGES.loader.get_source(_PAGES, "style.css")[0])
    return _PAGES.get_template(template).render(policy=policy, scripts=scripts, style=style, **content)


def heading(notebook: nbformat.NotebookNode, otherwise: str) -> tuple[str, Markup]:
    """The notebook's title and its first paragraph; `otherwise` is the title where it has none."""
    prose = "\n\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")
    title = re.search(r"^# +(.+)$", prose, re.M)
    paragraph = next((p for p in re.split(r"\n\s*\n", prose) if p.strip() and not p.lstrip().startswith("#")), "")
    return (title[1].strip() if title else otherwise), markdown(paragraph)


class _Words(mistune.HTMLRenderer):
    """Markdown without what a page could fetch."""

    def image(self, text: str, url: str, title: str | None = None) -> str:  # noqa: ARG002
        return text


_MARKDOWN = mistune.create_markdown(renderer=_Words(escape=True), plugins=["table"])


def markdown(source: str) -> Markup:
    """Markdown as HTML; raw HTML in it is shown as text, images as their words, links to scripts lead nowhere."""
    return Markup(_MARKDOWN(source))


@dataclass
class _Body:
    """Blocks of a page as they come, and how many figures are among them."""

    blocks: list[Markup] = field(default_factory=list)
    figures: int = 0

    def add(self, cell: nbformat.NotebookNode) -> None:
        if cell.cell_type == "markdown":
            self.blocks.append(markdown(cell.source))
        for output in cell.get("outputs", ()):
            self.blocks.append(self._shown(output))

    def _shown(self, output: nbformat.NotebookNode) -> Markup:
        """The richest form that is safe to show; warnings and logs stay in the notebook."""
        data = output.get("data", {})
        if PLOTLY in data:
            return self._figure(data[PLOTLY])
        if "text/markdown" in data:
            return markdown(data["text/markdown"])
        if 'class="dataframe"' in data.get("text/html", ""):
            return table_html(data["text/html"])
        text = output.get("text", "") if output.get("name") == "stdout" else data.get("text/plain", "")
        return Markup("<pre>{}</pre>").format(_plain(text)) if text.strip() else Markup()

    def _figure(self, figure: dict) -> Markup:
        layout = figure.get("layout", {})
        why = (layout.get("meta") or {}).get("why")
        if why and not figure.get("data"):
            return Markup('<p class="why"><strong>{}</strong><br>{}</p>').format(layout["title"]["text"], why)
        self.figures += 1
        return as_div(figure, f"figure-{self.figures}")


# tables


def table_html(html: str) -> Markup:
    """A DataFrame's HTML written anew from the text of its cells: numbers to the right, a mere row number left out."""
    read = _Cells()
    read.feed(html)
    read.close()
    kinds = [_kind(column) for column in zip(*read.body, strict=True)] if read.body else []
    first = 1 if _row_numbers(read) else 0
    head, body = ([row[first:] for row in part] for part in (read.head, read.body))
    table = _PAGES.get_template("table.html")
    return Markup(table.render(head=head, body=body, kinds=kinds[first:], note=" ".join(read.note)))


class _Cells(HTMLParser):
    """Texts of a DataFrame's header rows, body rows and of the note on its size below."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.head, self.body, self.note = [], [], []
        self._part, self._into = None, None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in ("thead", "tbody"):
            self._part = self.head if tag == "thead" else self.body
        elif tag == "tr":
            self._part.append([])
        elif tag in ("th", "td"):
            self._part[-1].append("")
            self._into = self._part[-1]
        elif tag == "p":
            self.note.append("")
            self._into = self.note

    def handle_endtag(self, tag: str) -> None:
        if tag in ("th", "td", "p"):
            self._into = None

    def handle_data(self, data: str) -> None:
        if self._into is not None:
            self._into[-1] += data


_NUMBER = re.compile(r"[-+]?[\d,]*\.?\d+(e[+-]?\d+)?\s?%?$", re.I)
_MISSING = {"NaN", "NaT", "<NA>", "..."}


def _kind(column: tuple[str, ...]) -> str:
    """How a column is set: number, or by the length of its texts short, prose or long."""
    known = [text for text in column if text not in _MISSING]
    if known and all(_NUMBER.match(text) for text in known):
        return "number"
    longest = max(map(len, known), default=0)
    return "short" if longest <= SHORT else "prose" if longest <= PROSE else "long"


def _row_numbers(read: _Cells) -> bool:
    blank = all(row and row[0] == "" for row in read.head)
    return blank and all(row[0].isdigit() or row[0] == "..." for row in read.body)


# files


def written(files: dict[str, str], folder: Path) -> Path:
    """Write the files into the folder, each replaced whole, none before all are safe on the disk."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _replaced(files, folder)
    except OSError as error:
        name = folder.resolve().name
        raise TableError(f"{name}: cannot be written ({error.strerror}); give another folder with -o") from error
    return folder


def _replaced(files: dict[str, str], folder: Path) -> None:
    try:
        for name, text in files.items():
            _safe(_partial(folder, name), text)
        for name in files:
            _partial(folder, name).replace(folder / name)
    finally:
        for name in files:
            _partial(folder, name).unlink(missing_ok=True)


def _partial(folder: Path, name: str) -> Path:
    return folder / f".{name}.partial"


def _safe(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
