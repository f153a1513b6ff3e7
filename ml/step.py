"""Training and forecasts as a command, for a dbt that runs no Python.

    python -m ml.step train [--warehouse warehouse.duckdb] [--target-path target]
    python -m ml.step learn [...]

With the var `ml_as_command`, SQL models read what this writes into the schema
`trained`. It runs the Python models that stand aside then, as dbt's manifest has them.
"""

import argparse
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import duckdb

PACKAGE = "customer_segmentation"
PREFIX = "segmentation__"
TRAINED_SCHEMA = "trained"
# In their order: what is behind in a stage reads what is before.
STAGES = {
    "train": ("segment_model", "purchase_model", "purchase_expectations"),
    "learn": ("prediction_model", "customer_forecasts"),
}


class StepError(Exception):
    """Why nothing was trained, in a sentence for the user."""


class Dbt:
    """What a Python model asks of dbt: its config, its place and what it reads."""

    def __init__(self, session, manifest: dict, node: dict, written: dict[str, str]):
        self._session, self._manifest, self._written = session, manifest, written
        self.this = Place(node)
        self.config = Config(node["config"])

    def ref(self, name: str):
        """Return the relation of a model; of this run, where it has written it."""
        node = self._manifest["nodes"][f"model.{PACKAGE}.{name}"]
        return self._session.sql(f"from {self._written.get(name, Place(node))}")


class Config(SimpleNamespace):
    """The config of a model: called, it takes what dbt needs to know and is known."""

    def __init__(self, config: dict):
        super().__init__(get=config.get)

    def __call__(self, **config):
        """Take what the model says of itself."""


class Place:
    """Database, schema and name of a node's relation; its text is quoted."""

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
    try:
        run_stage(given.stage, given.warehouse, given.target_path / "manifest.json")
    except (StepError, duckdb.IOException, duckdb.CatalogException) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def run_stage(stage: str, warehouse: Path, manifest_path: Path) -> None:
    """Write what the models of a stage return.

    Raises
    ------
    StepError
        dbt has not built what they read, or runs them itself.
    """
    if not (warehouse.is_file() and manifest_path.is_file()):
        lacking = manifest_path if warehouse.is_file() else warehouse
        raise StepError(
            f"There is no {lacking}: run dbt build with the var ml_as_command first, "
            "in that folder, or name --warehouse and --target-path (docs/package.md)."
        )
    manifest = json.loads(manifest_path.read_text(encoding="utf-8"))
    written: dict[str, str] = {}
    with duckdb.connect(str(warehouse)) as session:
        session.execute("set TimeZone = 'UTC'")
        session.execute(f"create schema if not exists {TRAINED_SCHEMA}")
        for name in STAGES[stage]:
            python = python_of(manifest, PREFIX + name)
            program: dict = {}
            exec(compile(python["raw_code"], python["path"], "exec"), program)
            # YAML configures the model that is switched on.
            node = manifest["nodes"][f"model.{PACKAGE}.{PREFIX}{name}"]
            found = program["model"](Dbt(session, manifest, node, written), session)
            # Fetched first: it may be made of what it replaces.
            session.register("found", found.to_arrow_table())
            session.execute(
                f'create or replace table {TRAINED_SCHEMA}."{name}" as from found'
            )
            session.unregister("found")
            written[PREFIX + name] = f'{TRAINED_SCHEMA}."{name}"'


def python_of(manifest: dict, name: str) -> dict:
    """Return the Python model of that name, which dbt has left to this command."""
    for node in manifest["disabled"].get(f"model.{PACKAGE}.{name}", []):
        if node["language"] == "python":
            return node
    raise StepError(
        f"dbt runs {name} itself: build with the var ml_as_command (docs/package.md)."
    )


if __name__ == "__main__":
    sys.exit(main())
