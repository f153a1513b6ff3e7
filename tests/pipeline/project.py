"""A project for one test, which writes all files into one folder."""

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb

from tests.pipeline.forks import run_dbt

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
# Columns that may differ between two builds of the same orders. A seal has the hash of
# `trained_at`.
CLOCKS = (
    *("scored_at", "trained_at", "run_id", "published_at", "read_at", "read_from"),
    "seal",
)
# Tables of the customers and months that a build makes, and a view of lines.
OF_THE_LAST_BUILD = (
    "int_lines_hashed",
    "int_customers_to_build",
    "int_orders_aggregated",
    "int_months_to_build",
    "int_distinct_count_changes",
    "int_customer_total_changes",
)


class Project:
    """Runs the commands on a warehouse, published files and logs in `folder`."""

    def __init__(self, folder: Path, root: Path = ROOT):
        self.folder = folder
        # The folder in which commands run: the project or a copy of it.
        self.root = root
        self.warehouse = folder / "warehouse.duckdb"
        self.analytics = folder / "analytics.duckdb"
        self.exports = folder / "exports"
        self.report = folder / "reports" / "segments.html"

    def build(self, **environment):
        """Run the command behind `make build`; return the finished process."""
        return self._run(["-m", "commands.build"], environment)

    def dbt(self, command="build", *arguments, variables=None, **environment):
        """Run dbt with `--vars`; return the finished process.

        Artifacts and the log are off, because they take seconds to write. A test that
        reads them must switch them on.
        """
        quiet = {"DBT_WRITE_JSON": "false", "DBT_LOG_LEVEL_FILE": "none"}
        environment = {**quiet, **environment}
        words = ["--no-use-colors", command, "--vars", json.dumps(variables or {})]
        return run_dbt([*words, *arguments], self.root, self._complete(environment))

    def query(self, sql, path=None):
        """Return the rows of a query to the warehouse, or to another database."""
        with duckdb.connect(str(path or self.warehouse), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def tables(self, *schemas):
        """Return every relation as `schema.name` with its rows, without CLOCKS.

        The rows are Arrow tables, because half a million Python values would take
        seconds. Relations OF_THE_LAST_BUILD are left out.
        """
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            names = connection.execute(
                "select schema_name, table_name from duckdb_tables() union all "
                "select schema_name, view_name from duckdb_views() where not internal"
            ).fetchall()
            return {
                f"{schema}.{name}": connection.sql(
                    f"select columns(lambda name: name not in {CLOCKS!r}) "
                    f'from {schema}."{name}" order by all'
                ).to_arrow_table()
                for schema, name in names
                if not schemas or schema in schemas
                if name not in OF_THE_LAST_BUILD
            }

    def _run(self, words, environment):
        return subprocess.run(
            [sys.executable, *words],
            cwd=self.root,
            env=self._complete(environment),
            capture_output=True,
            text=True,
            check=False,
        )

    def _complete(self, environment):
        """Return the whole environment of a command."""
        paths = {
            "WAREHOUSE_PATH": self.warehouse,
            "ANALYTICS_PATH": self.analytics,
            "EXPORTS_PATH": self.exports,
            "REPORT_PATH": self.report,
            "DBT_TARGET_PATH": self.folder / "target",
            "DBT_LOG_PATH": self.folder / "logs",
        }
        return {
            **os.environ,
            **{name: str(path) for name, path in paths.items()},
            **{name: str(value) for name, value in environment.items()},
        }
