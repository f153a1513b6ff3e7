"""Commands of dbt one after the other in one process, which starts and parses once.

Prints of each a line of JSON: the command, what it said was wrong (nothing, where it
would have ended with 0), and the rows of every relation after it.
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
    """Run the commands; where the clone is to be fresh, on no warehouse each."""
    warehouse = Path(os.environ["WAREHOUSE_PATH"])
    for command in commands:
        if is_fresh:
            warehouse.unlink(missing_ok=True)
        line = json.dumps([command, run(command), count_rows(warehouse)])
        sys.stdout.write(f"{line}\n")


def run(command: str) -> list[str]:
    """Run a command, whose words are parted by `|`; return what went wrong."""
    errors = []

    def listen(event):
        if event.info.level == "error":
            errors.append(event.info.msg)

    words = ["--log-level", "none", "--no-use-colors", *command.split("|")]
    ended = dbtRunner(callbacks=[listen]).invoke(words)
    # As the end of a process would.
    DuckDBConnectionManager.close_all_connections()
    return [] if ended.success else [*errors, str(ended.exception)]


def count_rows(warehouse: Path) -> dict[str, int]:
    """Return the rows of every relation by its name."""
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
