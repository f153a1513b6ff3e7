"""Follow a plan: make with DuckDB what dbt would make, without dbt."""

import os
from pathlib import Path

import duckdb

from commands.findings.compiled import ROOT
from commands.running.dbt import claim_of
from ingest.datasets import ORDERS
from ingest.engines.duckdb_dialect import DuckDB
from ingest.errors import OrdersError
from ingest.loading.load import load_events, load_orders
from ingest.loading.loaded_files import Destination
from ingest.opening.request import Inputs, Request

SQL = DuckDB()
# dbt names the database after it, and so does the SQL of a plan.
DATABASE = "check.duckdb"
# Bytes of files whose lines are judged in memory.
SMALL = 64 << 20
# Bytes that two threads are no faster with: they wait for each other.
TINY = 16 << 20


class StopError(Exception):
    """Why a build would stop, in sentences."""


def follow(steps: list[dict], folder: Path, request, opened: Inputs, console):
    """Do the steps of a plan; return the connection to what they made.

    Raises
    ------
    StopError
        As a build would.
    """
    said: list[tuple[str, str]] = []
    connection = connect(folder, opened)
    try:
        for schema in dict.fromkeys(step["schema"] for step in steps):
            connection.execute(f"create schema if not exists {SQL.name(schema)}")
        for step in steps:
            if step["kind"] == "test":
                said += test(connection, step)
            elif step["kind"] == "lines_of_files":
                load(connection, step, request, opened, console)
            else:
                connection.execute(make(step))
    except BaseException:
        connection.close()
        raise
    for sentence, style in said:
        say(console, sentence, style)
    return connection


def connect(folder: Path, opened: Inputs) -> duckdb.DuckDBPyConnection:
    """Return a connection with an empty warehouse, set up as profiles.yml says."""
    connection = duckdb.connect()
    # To write what is soon thrown away takes as long as to compute it.
    size = sum(file.bytes for file in opened.files)
    is_small = size < SMALL
    place = ":memory:" if is_small else str(folder / DATABASE)
    name = SQL.name(Path(DATABASE).stem)
    connection.execute(f"attach {SQL.literal(place)} as {name}")
    connection.execute(f"use {name}")
    # A text has its lines numbered as they come; Parquet brings its numbers.
    is_numbered = all(file.format in ("parquet", "sheet") for file in opened.files)
    settings = {
        "TimeZone": "UTC",
        "temp_directory": str(folder / "spilled"),
        "preserve_insertion_order": str(not is_numbered).lower(),
        "memory_limit": os.environ.get("WAREHOUSE_MEMORY_LIMIT"),
        "threads": os.environ.get("WAREHOUSE_THREADS") or ("1" if size < TINY else ""),
    }
    for setting, value in settings.items():
        if value:
            connection.execute(f"set {setting} = {SQL.literal(value)}")
    return connection


def make(step: dict) -> str:
    """Return the SQL that makes the relation of a seed or a model."""
    name = f"{SQL.name(step['schema'])}.{SQL.name(step['alias'])}"
    if step["kind"] == "view":
        return f"create view {name} as {step['sql']}"
    if step["kind"] != "seed":
        return f"create table {name} as {step['sql']}"
    types = ", ".join(
        f"{SQL.literal(column)}: {SQL.literal(type_)}"
        for column, type_ in step["types"].items()
    )
    # As the macro `read_seed` does.
    return (
        f"create table {name} as select * from read_csv("
        f"{SQL.literal(str(ROOT / step['file']))}, header = true, delim = ',', "
        "quote = '\"', escape = '\"', nullstr = ['', 'null'], "
        f"types = {{{types}}})"
    )


def load(connection, step: dict, request, opened, console) -> None:
    """Load lines as the Python models do."""
    place = Destination(Path(DATABASE).stem, step["schema"])
    try:
        if step["alias"] == ORDERS.table:
            sentences = load_orders(connection, place, request, opened)
        else:
            sentences = load_events(connection, place, Request("events"))
    except OrdersError as error:
        raise StopError(str(error)) from error
    for sentence in sentences:
        say(console, sentence, "")


def test(connection, step: dict) -> list[tuple[str, str]]:
    """Run a test; return the sentences of one that warns, with their style."""
    failed, warns, stops = connection.execute(
        f"select {step['fail_calc']}, {step['fail_calc']} {step['warn_if']}, "
        f"{step['fail_calc']} {step['error_if']} from ({step['sql']}\n) as failures"
    ).fetchone()
    stops = stops and step["severity"].lower() == "error"
    if not (warns or stops):
        return []
    claim = claim_of(step["name"])
    sentences = [f"'{claim}' does not hold in {failed} cases."]
    if step["is_kept"]:
        rows = connection.execute(
            f"select distinct message from ({step['sql']}\n) as failures"
        ).fetchall()
        sentences = [message for (message,) in rows]
    if stops:
        begin = "" if step["is_kept"] else "A test failed: "
        raise StopError("\n".join(f"{begin}{one}" for one in sentences))
    return [(f"Warning: {one}", "yellow") for one in sentences]


def say(console, sentence: str, style: str) -> None:
    """Print a sentence as it is."""
    console.print(sentence, style=style, highlight=False, markup=False, soft_wrap=True)
