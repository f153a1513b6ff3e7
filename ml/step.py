"""Train and forecast by a command, because some versions of dbt lack Python models.

    python -m ml.step train [--warehouse warehouse.duckdb] [--target-path target]
    python -m ml.step learn [...]

The command runs the disabled Python models of dbt's manifest and writes their tables
into the schema `trained`. With the var `ml_as_command`, dbt disables its Python models,
and SQL models read the tables of this command.
"""

import argparse
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import duckdb

from ml import TRAINED_SCHEMA
from ml.segments.champion import ChampionError

PACKAGE = "customer_segmentation"
PREFIX = "segmentation__"
# The models of each stage; a model comes after the models that it reads.
STAGES = {
    "train": ("segment_model", "purchase_model", "purchase_expectations"),
    "learn": (
        "prediction_model",
        "customer_forecasts",
        "customer_reasons",
        "segment_contributions",
    ),
}


class StepError(Exception):
    """Nothing was trained; the message is a sentence that says why."""


class Dbt:
    """The methods of dbt that Python models call: `this`, `config` and `ref`."""

    def __init__(self, session, manifest: dict, node: dict, written: dict[str, str]):
        self._session, self._manifest, self._written = session, manifest, written
        self.this = Place(node)
        self.config = Config(get=node["config"].get)

    def ref(self, name: str):
        """Return the relation of a model: the new table if this run wrote one."""
        node = self._manifest["nodes"][f"model.{PACKAGE}.{name}"]
        return self._session.sql(f"from {self._written.get(name, Place(node))}")


class Config(SimpleNamespace):
    """The config of a model."""

    def __call__(self, **config):
        """Ignore config in the code of a model: the manifest contains it."""


class Place:
    """Database, schema and name of a node's relation."""

    def __init__(self, node: dict):
        self.database, self.schema = node["database"], node["schema"]
        self.identifier = node["alias"]

    def __str__(self) -> str:
        """Return the quoted name."""
        return f'"{self.database}"."{self.schema}"."{self.identifier}"'


def main() -> int:
    """Run a stage; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m ml.step")
    parser.add_argument("stage", choices=STAGES)
    parser.add_argument("--warehouse", type=Path, default=Path("warehouse.duckdb"))
    parser.add_argument("--target-path", type=Path, default=Path("target"))
    given = parser.parse_args()
    expected = (
        *(StepError, ChampionError),
        *(duckdb.IOException, duckdb.CatalogException),
    )
    try:
        run_stage(given.stage, given.warehouse, given.target_path / "manifest.json")
    except expected as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def run_stage(stage: str, warehouse: Path, manifest_path: Path) -> None:
    """Write the tables of a stage; raise StepError if dbt must run first."""
    for path in (warehouse, manifest_path):
        if not path.is_file():
            raise StepError(
                f"There is no {path}: run dbt build with the var ml_as_command first, "
                "in that folder, or name --warehouse and --target-path "
                "(docs/package.md)."
            )
    manifest = json.loads(manifest_path.read_text(encoding="utf-8"))
    written: dict[str, str] = {}
    with duckdb.connect(str(warehouse)) as session:
        session.execute("set TimeZone = 'UTC'")
        session.execute(f"create schema if not exists {TRAINED_SCHEMA}")
        for name in STAGES[stage]:
            python = find_python_model(manifest, PREFIX + name)
            program: dict = {}
            exec(compile(python["raw_code"], python["path"], "exec"), program)
            # The YAML of the project configures the enabled model of this name, in SQL.
            node = manifest["nodes"][f"model.{PACKAGE}.{PREFIX}{name}"]
            found = program["model"](Dbt(session, manifest, node, written), session)
            # The rows are fetched first, because the relation may read the table to
            # replace.
            session.register("found", found.to_arrow_table())
            table = f'{TRAINED_SCHEMA}."{name}"'
            session.execute(f"create or replace table {table} as from found")
            session.unregister("found")
            written[PREFIX + name] = table


def find_python_model(manifest: dict, name: str) -> dict:
    """Return the disabled Python model of this name."""
    for node in manifest["disabled"].get(f"model.{PACKAGE}.{name}", []):
        if node["language"] == "python":
            return node
    raise StepError(
        f"dbt runs {name} itself: build with the var ml_as_command (docs/package.md)."
    )


if __name__ == "__main__":
    sys.exit(main())
