"""Run dbt commands one after the other in one process, which starts and parses once.

For each command, print a line of JSON: the command, its errors (none if it would have
ended with status 0), and the number of rows of every relation after it.
"""

import json
import os
import sys
from pathlib import Path

import duckdb
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner

RELATIONS = """
    select schema_name, table_name from duckdb_tables() where not internal union all
    select schema_name, view_name from duckdb_views() where not internal
"""


def main(commands: list[str], *, is_fresh: bool) -> None:
    """Run the commands; with `is_fresh`, delete the warehouse before each one."""
    warehouse = Path(os.environ["WAREHOUSE_PATH"])
    for command in commands:
        if is_fresh:
            warehouse.unlink(missing_ok=True)
        line = json.dumps([command, run(command), count_rows(warehouse)])
        sys.stdout.write(f"{line}\n")


def run(command: str) -> list[str]:
    """Run a command, whose words are separated by `|`; return its errors."""
    errors = []

    def listen(event):
        if event.info.level == "error":
            errors.append(event.info.msg)

    words = ["--log-level", "none", "--no-use-colors", *command.split("|")]
    ended = dbtRunner(callbacks=[listen]).invoke(words)
    # At the end of a process, this happens without a call.
    DuckDBConnectionManager.close_all_connections()
    return [] if ended.success else [*errors, str(ended.exception)]


def count_rows(warehouse: Path) -> dict[str, int]:
    """Return the number of rows of every relation by name."""
    if not warehouse.exists():
        return {}
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return {
            f"{schema}.{name}": connection.execute(
                f'select count(*) from {schema}."{name}"'
            ).fetchone()[0]
            for schema, name in connection.execute(RELATIONS).fetchall()
        }


if __name__ == "__main__":
    main(json.loads(sys.argv[2]), is_fresh=sys.argv[1] == "fresh")
