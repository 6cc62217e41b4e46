"""The log as one table on an engine, reduced there to pair-days by one expression.

The expression is Ibis: it runs on the embedded DuckDB for what fits a machine, and
unchanged on the engine of any Ibis table that is handed in.
"""

import functools

import ibis
import pandas as pd
import pyarrow

from netgraph.tables import checked

UNDIRECTED = ("meeting",)
_LOG = "interactions"
MOST_PROJECTED = 25
"""Events with more recipients give no ties between them: an all-hands mail makes nobody acquainted."""


def pair_days(interactions: ibis.Table, *, co_recipients: bool) -> ibis.Table:
    """Interactions reduced to one row per pair, day, channel and kind of evidence.

    Additive, and enough for the ties of any day and decay. `observed` rows go from sender
    to receiver; `projected` rows stand once per pair (source < target): those who met, and,
    with `co_recipients`, those to whom one message went. Self-messages never enter.
    """
    met = interactions["kind"].isin(UNDIRECTED)
    parts = [_observed(interactions.filter(~met)), _by_day(_together(interactions.filter(met)), "projected")]
    if co_recipients:
        parts.append(_by_day(_co_received(interactions.filter(~met)), "projected"))
    return ibis.union(*parts, distinct=False).order_by(["source", "target", "day", "channel", "kind"])


def reduced(interactions: pd.DataFrame | ibis.Table, *, co_recipients: bool) -> pd.DataFrame:
    """`pair_days` carried out: on the embedded engine for a DataFrame, on its own for an Ibis table."""
    if isinstance(interactions, ibis.Table):
        days = pair_days(interactions, co_recipients=co_recipients).to_pyarrow()
    else:
        log = pyarrow.Table.from_pandas(interactions, preserve_index=False)
        with _engine().con.cursor() as cursor:
            cursor.register(_LOG, log)
            days = cursor.sql(_in_sql(ibis.Schema.from_pyarrow(log.schema), co_recipients)).to_arrow_table()
    return checked("pair_days", days.to_pandas())


@functools.cache
def _in_sql(schema: ibis.Schema, co_recipients: bool) -> str:
    """`pair_days` of the table `_LOG` in DuckDB's words; to find them takes longer than to reduce a small log."""
    return ibis.to_sql(pair_days(ibis.table(schema, name=_LOG), co_recipients=co_recipients), dialect="duckdb")


@functools.cache
def _engine() -> ibis.BaseBackend:
    """DuckDB in memory, one per process, that reads no file and loads no extension."""
    engine = ibis.duckdb.connect(threads=2)
    for setting in ("enable_external_access = false", "autoload_known_extensions = false", "lock_configuration = true"):
        engine.raw_sql(f"SET {setting}")
    return engine


def _observed(messages: ibis.Table) -> ibis.Table:
    ends = messages.filter(messages["sender"] != messages["receiver"])
    columns = ends.select("time", "channel", "recipients", source=ends["sender"], target=ends["receiver"])
    return _by_day(columns, "observed")


def _together(meetings: ibis.Table) -> ibis.Table:
    """Everybody at a meeting with everybody else: whoever called it counts as one of them."""
    columns = ["event", "time", "channel", "recipients"]
    sides = [meetings.select(*columns, person=meetings[side]) for side in ("sender", "receiver")]
    return _pairs(ibis.union(*sides, distinct=True))


def _co_received(messages: ibis.Table) -> ibis.Table:
    columns = ["event", "time", "channel", "recipients"]
    others = messages.filter(messages["sender"] != messages["receiver"], messages["recipients"] > 1)
    return _pairs(others.select(*columns, person=others["receiver"]).distinct())


def _pairs(present: ibis.Table) -> ibis.Table:
    few = present.filter(present["recipients"] <= MOST_PROJECTED).rename(source="person")
    other = few.select("event", "time", target=few["source"]).view()
    met = [few["event"] == other["event"], few["time"] == other["time"], few["source"] < other["target"]]
    return few.join(other, met).drop("event_right", "time_right")


def _by_day(ends: ibis.Table, kind: str) -> ibis.Table:
    return (
        ends.mutate(day=ends["time"].truncate("D"))
        .group_by(["source", "target", "day", "channel"])
        .agg(
            count=ibis._.count(),
            recipients=ibis._["recipients"].min(),
            first=ibis._["time"].min(),
            last=ibis._["time"].max(),
        )
        .mutate(kind=ibis.literal(kind))
        .select("source", "target", "day", "channel", "kind", "count", "recipients", "first", "last")
    )
