"""Run the SQL that dbt compiled, in DuckDB and without dbt."""

import os
from pathlib import Path

import duckdb

from commands.findings.compiled_sql import ROOT
from commands.running.dbt import claim_of
from ingest.datasets import ORDERS
from ingest.engines.duckdb_dialect import DuckDB
from ingest.errors import OrdersError
from ingest.loading.load import load_events, load_orders
from ingest.loading.loaded_files import Destination
from ingest.opening.request import Inputs, Request

SQL = DuckDB()
# The compiled SQL has the name of this database in it.
DATABASE = "check.duckdb"
# In bytes. Inputs of a smaller size are judged in memory.
MAX_IN_MEMORY = 64 << 20
# In bytes. For inputs of a smaller size, one thread is faster than several.
MAX_ONE_THREAD = 16 << 20


class CheckFailedError(Exception):
    """A build of these orders would stop; the message says why."""


def run_steps(steps: list[dict], folder: Path, request, inputs: Inputs, console):
    """Run cached steps; return a connection to the tables.

    Raises
    ------
    CheckFailedError
        A build would stop.
    """
    warnings: list[str] = []
    connection = connect(folder, inputs)
    try:
        for schema in dict.fromkeys(step["schema"] for step in steps):
            connection.execute(f"create schema if not exists {SQL.name(schema)}")
        for step in steps:
            kind = step["config"]["materialized"]
            if kind == "test":
                warnings += run_test(connection, step)
            elif kind == "lines_of_files":
                load(connection, step, request, inputs, console)
            else:
                connection.execute(create_statement(step))
    except BaseException:
        connection.close()
        raise
    for sentence in warnings:
        console.print(f"Warning: {sentence}", style="yellow")
    return connection


def connect(folder: Path, inputs: Inputs) -> duckdb.DuckDBPyConnection:
    """Return a connection to an empty database with the settings of profiles.yml."""
    connection = duckdb.connect()
    size = sum(file.bytes for file in inputs.files)
    place = ":memory:" if size < MAX_IN_MEMORY else str(folder / DATABASE)
    name = SQL.name(Path(DATABASE).stem)
    connection.execute(f"attach {SQL.literal(place)} as {name}; use {name}")
    # Lines of a text file get their numbers while DuckDB reads them, so DuckDB must
    # keep their order. Rows of Parquet files and of sheets already have numbers.
    is_numbered = all(file.format in ("parquet", "sheet") for file in inputs.files)
    settings = {
        "TimeZone": "UTC",
        "temp_directory": str(folder / "spilled"),
        "preserve_insertion_order": str(not is_numbered).lower(),
        "memory_limit": os.environ.get("WAREHOUSE_MEMORY_LIMIT"),
        "threads": os.environ.get("WAREHOUSE_THREADS")
        or ("1" if size < MAX_ONE_THREAD else ""),
    }
    for setting, value in settings.items():
        if value:
            connection.execute(f"set {setting} = {SQL.literal(value)}")
    return connection


def create_statement(step: dict) -> str:
    """Return the SQL that creates a seed or a model."""
    name = f"{SQL.name(step['schema'])}.{SQL.name(step['alias'])}"
    kind = step["config"]["materialized"]
    if kind != "seed":
        kind = "view" if kind == "view" else "table"
        return f"create {kind} {name} as {step['compiled_code']}"
    types = ", ".join(
        f"{SQL.literal(column)}: {SQL.literal(type_)}"
        for column, type_ in step["config"]["column_types"].items()
    )
    # The types follow the macro `read_seed`, which reads the same seeds.
    file = SQL.literal(str(ROOT / step["original_file_path"]))
    return (
        f"create table {name} as select * from read_csv({file}, header = true, "
        "delim = ',', quote = '\"', escape = '\"', nullstr = ['', 'null'], "
        f"types = {{{types}}})"
    )


def load(connection, step: dict, request, inputs: Inputs, console) -> None:
    """Load the lines of files, as the Python models do."""
    place = Destination(Path(DATABASE).stem, step["schema"])
    try:
        if step["alias"] == ORDERS.table:
            sentences = load_orders(connection, place, request, inputs)
        else:
            sentences = load_events(connection, place, Request("events"))
    except OrdersError as error:
        raise CheckFailedError(str(error)) from error
    for sentence in sentences:
        console.print(sentence)


def run_test(connection, step: dict) -> list[str]:
    """Run a test; return its warnings."""
    config, sql = step["config"], f"({step['compiled_code']}\n) as failures"
    count = config["fail_calc"]
    failures, warns, stops = connection.execute(
        f"select {count}, {count} {config['warn_if']}, {count} {config['error_if']} "
        f"from {sql}"
    ).fetchone()
    stops = stops and config["severity"].lower() == "error"
    if not (warns or stops):
        return []
    if step["relation_name"]:
        rows = connection.execute(f"select distinct message from {sql}").fetchall()
        sentences = [message for (message,) in rows]
    else:
        start = "A test failed: " if stops else ""
        claim = claim_of(step["name"])
        sentences = [f"{start}'{claim}' does not hold in {failures} cases."]
    if stops:
        raise CheckFailedError("\n".join(sentences))
    return sentences
