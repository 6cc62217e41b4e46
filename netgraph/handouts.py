"""A network for other programs: tables for spreadsheets, graphs for Gephi and the like.

`handout` writes people.csv, ties.csv, pairs.csv, network.graphml and network.gexf.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import pandas as pd

from netgraph.build import Network
from netgraph.measures.imbalance import imbalance
from netgraph.measures.strength import strength
from netgraph.tables import TableError

_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_NOT_XML = re.compile(r"[^\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What a spreadsheet may take for the beginning of a formula, wide forms too, whatever blank or quote comes before it.
_FORMULA = re.compile(
    r"^[\s'\"\u200b-\u200f\u2060\ufeff]*[=+\-@\u2212\ufe62\ufe63\ufe66\ufe6b\uff1d\uff0b\uff0d\uff20]"
)
_COLUMNS = ("person", "name", "organisation", "title", "handles", "is_me")
_EDGE = {"count": "long", "days": "long", "kind": "string", "first": "string", "last": "string"}
_WRITE = {"boolean": lambda v: str(bool(v)).lower(), "long": lambda v: str(int(v)), "double": lambda v: repr(float(v))}
_GRAPHML, _GEXF = "http://graphml.graphdrawing.org/xmlns", "http://www.gexf.net/1.2draft"
_DECLARED = '<?xml version="1.0" encoding="UTF-8"?>'


def handout(net: Network, folder: str | Path) -> list[Path]:
    """Write the network into a folder, for spreadsheets and for programs that draw graphs; returns the files' paths.

    people.csv : a row per person, an analyst's own attributes too; notes of the overrides are in no file.
    ties.csv : every directed tie, those too that only a contact list declares.
    pairs.csv : the table `strength` with sent, received, share, its interval and verdict of `imbalance`
        where it has the pair.
    network.graphml, network.gexf : the people, isolated ones too, with label (the name), organisation,
        title, is_me and an analyst's own attributes; a directed edge where `net.csr` has one, of the same
        weight. So an observed tie stands in its direction; a projected one has none, and half of its strength
        stands in each; declared ties have no strength and are in ties.csv only. count, days, kind, first and
        last of an edge are those of the ties that it is made of, a projected one's whole in each direction.

    A text that a spreadsheet would take for a formula begins with an apostrophe, phone numbers too; line
    breaks are spaces. The CSV files are UTF-8 with a mark, by which spreadsheets know it. Times are UTC. The
    same network gives the same bytes. Every file is replaced whole, none before all are on the disk.
    Raises TableError where the folder cannot be written.
    """
    return written(contents(net), folder)


def contents(net: Network) -> dict[str, bytes]:
    """The files by name."""
    people = net.people.drop(columns="note")  # the user's own words, which stay in the user's own file
    nodes, edges = _nodes(people), _edges(net)
    return {
        "people.csv": csv(people),
        "ties.csv": csv(net.ties),
        "pairs.csv": csv(_pairs(net)),
        "network.graphml": "\n".join(_graphml(nodes, edges)).encode(),
        "network.gexf": "\n".join(_gexf(nodes, edges)).encode(),
    }


def written(files: dict[str, bytes], folder: str | Path) -> list[Path]:
    """Put the files into the folder, each replaced whole, none before all are safe on the disk."""
    folder = Path(folder)
    partial = {name: folder / f".{name}.partial" for name in files}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            for name, content in files.items():
                _safe(partial[name], content)
            for name in files:
                partial[name].replace(folder / name)
        finally:
            for path in partial.values():
                path.unlink(missing_ok=True)
    except OSError as error:
        what = f"{folder.resolve().name}: cannot be written ({error.strerror})"
        raise TableError(f"{what}; give another folder with -o") from error
    return [folder / name for name in files]


def _safe(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


# tables


def csv(table: pd.DataFrame) -> bytes:
    """A table as CSV: UTF-8 with a mark, times as 2024-03-15 09:30:00, missing values empty, no cell a formula."""
    # By number: names that differ in a line break only are one name afterwards.
    shown = pd.DataFrame({n: _cells(table.iloc[:, n]) for n in range(table.shape[1])}, index=table.index)
    shown.columns = [_harmless(str(name)) for name in table.columns]
    return shown.to_csv(index=False, lineterminator="\n").encode("utf-8-sig", "replace")


def _cells(values: pd.Series) -> pd.Series:
    if pd.api.types.is_numeric_dtype(values):
        return values
    if pd.api.types.is_datetime64_any_dtype(values):
        return values.dt.strftime("%Y-%m-%d %H:%M:%S")
    return values.map(lambda value: _harmless(str(value)), na_action="ignore")


def _harmless(text: str) -> str:
    """A text in one line that no spreadsheet takes for a formula, nor what stands in it behind a semicolon."""
    parts = _BREAKS.sub(" ", text).split(";")
    return ";".join(_marked(part) for part in parts)


def _marked(text: str) -> str:
    if not _FORMULA.match(text):
        return text
    blank = len(text) - len(text.lstrip())
    return f"'{text}" if not blank else f"{text[:blank]}'{text[blank:]}"


def _pairs(net: Network) -> pd.DataFrame:
    balance = imbalance(net)
    whole = dict.fromkeys(balance.select_dtypes("int64").columns, "Int64")
    return strength(net).merge(balance.astype(whole), on=["a", "b"], how="left", validate="one_to_one")


# graphs


def _nodes(people: pd.DataFrame) -> pd.DataFrame:
    """People by id: label, organisation, title, is_me, and an analyst's own attributes under names of their own."""
    own = [column for column in people.columns if column not in _COLUMNS]
    taken = {"id", "label", "weight", *_COLUMNS}
    names = {}
    for column in own:
        names[column] = str(column)
        while names[column].lower() in taken:
            names[column] = f"own {names[column]}"
        taken.add(names[column].lower())
    shown = people[["person", "name", "organisation", "title", "is_me", *own]].rename(columns={"name": "label"} | names)
    return shown.set_index("person")


def _edges(net: Network) -> pd.DataFrame:
    """Edges as `net.csr` has them: source, target, weight, and what the ties say that they are made of."""
    known = net.ties[net.ties["kind"] != "declared"]
    both = known[known["kind"] == "projected"]
    ties = pd.concat([known, both.rename(columns={"source": "target", "target": "source"})])
    kind = ties.drop_duplicates(["source", "target", "kind"]).sort_values("kind").groupby(["source", "target"])["kind"]
    parts = {"count": ("count", "sum"), "days": ("days", "sum"), "first": ("first", "min"), "last": ("last", "max")}
    told = ties.groupby(["source", "target"]).agg(**parts).assign(kind=kind.agg(" and ".join)).reset_index()
    matrix, ids = net.csr.tocoo(), net.people["person"].to_numpy()
    edges = pd.DataFrame({"source": ids[matrix.row], "target": ids[matrix.col], "weight": matrix.data})
    edges = edges.merge(told, on=["source", "target"], how="left", validate="one_to_one")
    return edges[["source", "target", "weight", *_EDGE]]


def _type(values: pd.Series) -> str:
    """Type of a column in both formats."""
    if pd.api.types.is_bool_dtype(values):
        return "boolean"
    if pd.api.types.is_integer_dtype(values):
        return "long"
    return "double" if pd.api.types.is_float_dtype(values) else "string"


def _texts(values: pd.Series) -> list[str | None]:
    """Values as both formats write them; None for what is missing or no finite number."""
    kind = _type(values)
    if pd.api.types.is_datetime64_any_dtype(values):
        values = values.dt.strftime("%Y-%m-%dT%H:%M:%S") + ("" if values.dt.tz else "Z")
    elif kind == "double":
        values = values.where(np.isfinite(values.astype("float64")))
    each = zip(values.tolist(), values.isna().tolist(), strict=True)
    return [None if missing else _WRITE.get(kind, _text)(value) for value, missing in each]


def _text(value: object) -> str:
    """Text in one line, without what XML cannot hold."""
    return _NOT_XML.sub("", _BREAKS.sub(" ", str(value)))


def _rows(table: pd.DataFrame) -> Iterator[list[tuple[str, str]]]:
    """Of each row the values that are there, as (column, text)."""
    columns = [_texts(table[name]) for name in table.columns]
    for values in zip(*columns, strict=True):
        yield [(name, v) for name, v in zip(table.columns, values, strict=True) if v is not None]


def _keys(people: pd.DataFrame, edges: pd.DataFrame) -> dict[str, dict[str, tuple[str, str]]]:
    """For nodes and edges: column -> key and type."""
    tables = {"node": people, "edge": edges.drop(columns=["source", "target"])}
    return {of: {c: (f"{of[0]}{n}", _type(t[c])) for n, c in enumerate(t.columns)} for of, t in tables.items()}


def _graphml(people: pd.DataFrame, edges: pd.DataFrame) -> Iterator[str]:
    keys = _keys(people, edges)
    yield f'{_DECLARED}\n<graphml xmlns="{_GRAPHML}">'
    for of, columns in keys.items():
        for name, (key, kind) in columns.items():
            yield f'<key id="{key}" for="{of}" attr.name={quoteattr(_text(name))} attr.type="{kind}"/>'
    yield '<graph id="network" edgedefault="directed">'
    for person, values in zip(people.index, _rows(people), strict=True):
        yield f"<node id={quoteattr(_text(person))}>{_data(values, keys['node'])}</node>"
    ends = zip(edges["source"], edges["target"], _rows(edges.drop(columns=["source", "target"])), strict=True)
    for n, (source, target, values) in enumerate(ends):
        where = f"source={quoteattr(_text(source))} target={quoteattr(_text(target))}"
        yield f'<edge id="{n}" {where}>{_data(values, keys["edge"])}</edge>'
    yield "</graph>\n</graphml>\n"


def _data(values: list[tuple[str, str]], keys: dict[str, tuple[str, str]]) -> str:
    return "".join(f'<data key="{keys[name][0]}">{escape(value)}</data>' for name, value in values)


def _gexf(people: pd.DataFrame, edges: pd.DataFrame) -> Iterator[str]:
    labels, weights = _texts(people["label"]), _texts(edges["weight"])
    people, inner = people.drop(columns="label"), edges.drop(columns="weight")
    keys = _keys(people, inner)
    yield f'{_DECLARED}\n<gexf xmlns="{_GEXF}" version="1.2">\n<meta><creator>netgraph</creator></meta>'
    yield '<graph mode="static" defaultedgetype="directed">'
    for of, columns in keys.items():
        yield f'<attributes class="{of}" mode="static">'
        for name, (_, kind) in columns.items():
            yield f'<attribute id={quoteattr(_text(name))} title={quoteattr(_text(name))} type="{kind}"/>'
        yield "</attributes>"
    yield "<nodes>"
    for person, label, values in zip(people.index, labels, _rows(people), strict=True):
        known = f"id={quoteattr(_text(person))} label={quoteattr(label or _text(person))}"
        yield f"<node {known}>{_attvalues(values)}</node>"
    yield "</nodes>\n<edges>"
    ends = zip(inner["source"], inner["target"], weights, _rows(inner.drop(columns=["source", "target"])), strict=True)
    for n, (source, target, weight, values) in enumerate(ends):
        where = f'source={quoteattr(_text(source))} target={quoteattr(_text(target))} weight="{weight}"'
        yield f'<edge id="{n}" {where}>{_attvalues(values)}</edge>'
    yield "</edges>\n</graph>\n</gexf>\n"


def _attvalues(values: list[tuple[str, str]]) -> str:
    # Some programs show the id of an attribute, not its title: here both are the name.
    inside = "".join(f"<attvalue for={quoteattr(_text(name))} value={quoteattr(value)}/>" for name, value in values)
    return f"<attvalues>{inside}</attvalues>" if inside else ""
