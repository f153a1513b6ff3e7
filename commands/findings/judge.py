"""Judge orders as a build does, in a temporary database."""

import json
import os
from pathlib import Path

import duckdb

from commands.findings.compiled_sql import cache_path, read_steps, write_steps
from commands.findings.run_sql import DATABASE, CheckFailedError, run_steps
from commands.running.dbt import run_dbt
from ingest.opening.request import Inputs, Request

SELECTION = (
    *(
        "--select",
        "+segmentation__int_order_findings",
        "+segmentation__order_line_findings",
    ),
    *("--indirect-selection", "cautious"),
    # The check itself prints what these tests find.
    *("--exclude", "resource_type:unit_test", "currencies_are_one"),
    *("nothing_is_odd_about_lines", "nothing_is_odd_about_orders"),
    *("test_name:rejected_share_is_low", "test_name:superseded_share_is_low"),
)


def judge(folder: Path, request: Request, inputs: Inputs, console):
    """Judge orders with cached SQL, or with dbt if there is no cache.

    Parameters
    ----------
    folder : Path
        An empty folder, for tables that do not fit into memory.
    request : Request
    inputs : Inputs
        The opened files of the request.
    console : rich.console.Console
        For warnings and errors.

    Returns
    -------
    duckdb.DuckDBPyConnection or None
        A connection to the judged orders; None if a build of these orders would stop.
    """
    path = cache_path([*SELECTION])
    steps = read_steps(path)
    if steps:
        try:
            return run_steps(steps, folder, request, inputs, console)
        except CheckFailedError as error:
            console.print(str(error), style="red")
            return None
        except duckdb.Error:
            # dbt runs again, because it reports the error as a build would.
            (folder / DATABASE).unlink(missing_ok=True)
    if run_selection(folder, request, console) != 0:
        return None
    write_steps(path, folder / "target", [request.path, request.sources_path])
    return duckdb.connect(str(folder / DATABASE))


def run_selection(folder: Path, request: Request, console) -> int:
    """Judge orders with dbt; return its exit status."""
    os.environ["WAREHOUSE_PATH"] = str(folder / DATABASE)
    variables = {
        "orders_source": request.source,
        "orders_path": request.path,
        "sources_path": request.sources_path,
    }
    places = ["--target-path", str(folder / "target"), "--log-path", str(folder)]
    words = ["build", *SELECTION, "--vars", json.dumps(variables), *places]
    return run_dbt(words, console, show_tables=False)
