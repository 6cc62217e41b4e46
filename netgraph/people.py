"""The people of a network: a row each, with what sources and an analyst know of them."""

import pandas as pd

from netgraph.alike import cleaned
from netgraph.identity import names_of, unshared
from netgraph.readers.handles import OWNER
from netgraph.readers.table import people_table
from netgraph.tables import Export, TableError

_RESERVED = {"person", "handles", "is_me", "note"}


def roster_for(export: Export, people) -> pd.DataFrame:
    """An analyst's people table (DataFrame or file), keyed by handle, columns of mixed values as text.

    Raises TableError where a column stands twice or is one of ours, or where no handle occurs in the log.
    """
    roster = people_table(people)
    if clash := sorted({*roster.columns[roster.columns.duplicated()], *_RESERVED.intersection(roster.columns)}):
        raise TableError(f"people: column {', '.join(clash)} stands twice or is ours; rename it")
    log = export.interactions
    if len(log) and not roster["handle"].isin(log["sender"]).any() and not roster["handle"].isin(log["receiver"]).any():
        few = ", ".join(roster["handle"].head(3))
        raise TableError(f"people: none of its {len(roster):,} handles is in the log; the first are {few}")
    mixed = [column for column in roster if roster[column].dtype == "object"]
    return roster.astype(dict.fromkeys(mixed, "str"))


def people_of(
    merges: pd.DataFrame,
    export: Export,
    *,
    roster: pd.DataFrame | None,
    employers: bool,
    notes: tuple[tuple[str, str], ...] = (),
) -> pd.DataFrame:
    """People by id, with names as the export shows them, attributes of the roster, and `employers` if they are known.

    A card shows the employer on the day of the export, so that none is known of any day before.
    A name, organisation or title of the roster wins. `notes` are (handle, note); they have no date.
    """
    person = merges.set_index("handle")["person"]
    handles_of = merges.groupby("person")["handle"].agg("; ".join)
    contacts = unshared(cleaned(export.contacts))
    names = names_of(person, contacts).reindex(handles_of.index).astype("str")
    table = pd.DataFrame({"name": names, "handles": handles_of})
    table["name"] = table["name"].fillna(table["handles"].str.split("; ").str[0].replace(OWNER, "Me"))
    cards = contacts if employers else contacts[:0]
    table = table.join(_newest(cards, person)).reset_index(names="person")
    table["note"] = table["person"].map(_noted(notes, person)).astype("str")
    return _attributed(table, roster, person).sort_values("person")


def _noted(notes: tuple[tuple[str, str], ...], person: pd.Series) -> pd.Series:
    """Person -> the notes on any of the handles, in their order; a note on a handle that is nobody's is left out."""
    table = pd.DataFrame(notes, columns=["handle", "note"], dtype="str")
    return table.groupby(table["handle"].map(person))["note"].agg("; ".join)


def _newest(cards: pd.DataFrame, person: pd.Series) -> pd.DataFrame:
    """Person -> organisation and title on the newest card that names either."""
    cards = cards.assign(person=cards["handle"].map(person)).dropna(subset=["organisation", "title"], how="all")
    cards = cards.sort_values(["person", "since", "source", "handle"], na_position="first")
    newest = cards.dropna(subset=["person"]).drop_duplicates("person", keep="last")
    return newest.set_index("person")[["organisation", "title"]].astype("str")


def _attributed(table: pd.DataFrame, roster: pd.DataFrame | None, person: pd.Series) -> pd.DataFrame:
    if roster is None:
        return table
    own = roster.assign(person=roster["handle"].map(person)).sort_values(["person", "handle"])
    own = own.groupby("person").first().drop(columns="handle")
    joined = table.set_index("person")
    for column in own.columns.intersection(joined.columns):
        joined[column] = own.pop(column).astype("str").reindex(joined.index).fillna(joined[column])
    return joined.join(own).reset_index()
