"""Judge orders in a warehouse of their own, as a build would: by a plan, or by dbt."""

import json
import os
from pathlib import Path

import duckdb

from commands.dbt_run import run_dbt
from commands.plan import ROOT, keep_plan, plan_path, read_plan
from ingest.contents import ORDERS
from ingest.dialects import DuckDB
from ingest.errors import OrdersError
from ingest.load import load_events, load_orders
from ingest.record import Place
from ingest.request import Opened, Request

SQL = DuckDB()
SELECTION = (
    *("--select", "+int_order_findings", "+order_line_findings"),
    *("--indirect-selection", "cautious"),
    # What stops a build, or is a warning there, is a finding here.
    *("--exclude", "resource_type:unit_test", "currencies_are_one"),
    *("nothing_is_odd_about_lines", "nothing_is_odd_about_orders"),
    *("test_name:rejected_share_is_low", "test_name:superseded_share_is_low"),
)
# dbt names the database after it, and so does the SQL of a plan.
DATABASE = "check.duckdb"


class StopError(Exception):
    """Why a build would stop, in sentences."""


def judge(folder: Path, request: Request, opened: Opened, console) -> int:
    """Judge orders in the database `check.duckdb` of a folder; return the status.

    Parameters
    ----------
    folder : Path
        An empty one.
    request : Request
        The orders, and how they are read.
    opened : Opened
        The same, opened.
    console : rich.console.Console
        For what is wrong.
    """
    # Whether a block is the user's own decides what models say of it.
    path = plan_path([*SELECTION, bool(request.sources_path)])
    steps = read_plan(path)
    if steps:
        try:
            follow(steps, folder / DATABASE, request, opened, console)
            return 0
        except StopError as error:
            say(console, str(error), "red")
            return 1
        except duckdb.Error:
            # Whatever it is, dbt says it as a build would.
            (folder / DATABASE).unlink(missing_ok=True)
    status = ask_dbt(folder, request, console)
    if status == 0:
        keep_plan(path, folder / "target", [request.path, request.sources_path])
    return status


def ask_dbt(folder: Path, request: Request, console) -> int:
    """Judge orders by a run of dbt; return its status."""
    os.environ["WAREHOUSE_PATH"] = str(folder / DATABASE)
    asked = {
        "orders_source": request.source,
        "orders_path": request.path,
        "sources_path": request.sources_path,
    }
    return run_dbt(
        [
            "build",
            *SELECTION,
            *["--vars", json.dumps(asked)],
            *["--target-path", str(folder / "target"), "--log-path", str(folder)],
        ],
        console,
        show_tables=False,
    )


def follow(steps: list[dict], database: Path, request, opened, console) -> None:
    """Do the steps of a plan.

    Raises
    ------
    StopError
        As a build would.
    """
    said: list[tuple[str, str]] = []
    with duckdb.connect(str(database)) as connection:
        set_up(connection, steps)
        for step in steps:
            if step["kind"] == "test":
                said += test(connection, step, console)
            elif step["kind"] == "lines_of_files":
                load(connection, step, request, opened, console)
            else:
                connection.execute(make(step))
    for sentence, style in said:
        say(console, sentence, style)


def set_up(connection, steps: list[dict]) -> None:
    """Set what profiles.yml sets, and make the schemas."""
    connection.execute("set TimeZone = 'UTC'")
    for name, setting in (
        ("WAREHOUSE_MEMORY_LIMIT", "memory_limit"),
        ("WAREHOUSE_THREADS", "threads"),
    ):
        if os.environ.get(name):
            connection.execute(f"set {setting} = {SQL.literal(os.environ[name])}")
    for schema in dict.fromkeys(step["schema"] for step in steps):
        connection.execute(f"create schema if not exists {SQL.name(schema)}")


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
    place = Place(Path(DATABASE).stem, step["schema"])
    try:
        if step["alias"] == ORDERS.table:
            sentences = load_orders(connection, place, request, opened)
        else:
            sentences = load_events(connection, place, Request("events"))
    except OrdersError as error:
        raise StopError(str(error)) from error
    for sentence in sentences:
        say(console, sentence, "")


def test(connection, step: dict, console) -> list[tuple[str, str]]:
    """Run a test; return the sentences of one that warns, with their style."""
    failed, warns, stops = connection.execute(
        f"select {step['fail_calc']}, {step['fail_calc']} {step['warn_if']}, "
        f"{step['fail_calc']} {step['error_if']} from ({step['sql']}\n) as failures"
    ).fetchone()
    stops = stops and step["severity"].lower() == "error"
    if not (warns or stops):
        return []
    claim = step["name"].rstrip("_").replace("_", " ")
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
