"""Judge orders in a warehouse of their own, as a build would: by a plan, or by dbt."""

import json
import os
from pathlib import Path

import duckdb

from commands.findings.compiled import keep_plan, plan_path, read_plan
from commands.findings.run_compiled import DATABASE, StopError, follow, say
from commands.running.dbt import run_dbt
from ingest.opening.request import Inputs, Request

SELECTION = (
    *(
        "--select",
        "+segmentation__int_order_findings",
        "+segmentation__order_line_findings",
    ),
    *("--indirect-selection", "cautious"),
    # What stops a build, or is a warning there, is a finding here.
    *("--exclude", "resource_type:unit_test", "currencies_are_one"),
    *("nothing_is_odd_about_lines", "nothing_is_odd_about_orders"),
    *("test_name:rejected_share_is_low", "test_name:superseded_share_is_low"),
)


def judge(folder: Path, request: Request, opened: Inputs, console):
    """Judge orders in a warehouse of their own.

    Parameters
    ----------
    folder : Path
        An empty one, for what does not fit into memory.
    request : Request
        The orders, and how they are read.
    opened : Inputs
        The same, opened.
    console : rich.console.Console
        For what is wrong.

    Returns
    -------
    duckdb.DuckDBPyConnection or None
        To the warehouse; None where a build would stop.
    """
    path = path_of(request)
    steps = read_plan(path)
    if steps:
        try:
            return follow(steps, folder, request, opened, console)
        except StopError as error:
            say(console, str(error), "red")
            return None
        except duckdb.Error:
            # Whatever it is, dbt says it as a build would.
            (folder / DATABASE).unlink(missing_ok=True)
    if ask_dbt(folder, request, console) != 0:
        return None
    keep_plan(path, folder / "target", [request.path, request.sources_path])
    return duckdb.connect(str(folder / DATABASE))


def path_of(request: Request) -> Path:
    """Return where the plan for such orders is kept."""
    # Whether a block is the user's own decides what models say of it.
    return plan_path([*SELECTION, bool(request.sources_path)])


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
