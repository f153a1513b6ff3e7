"""Check the variables of `make build` before dbt, whose start takes seconds."""

import difflib
from datetime import date
from pathlib import Path

import yaml

from ingest.blocks.source_block import SourceBlock
from ingest.datasets import DATASETS
from ingest.engines.scratch import scratch
from ingest.errors import OrdersError
from ingest.files.find import find_files
from ingest.files.remote import is_remote
from ingest.formats.columns import find_columns
from ingest.opening.sheets import drop_other_sheets
from ingest.opening.tables import open_table
from ingest.sources.load import find_blocks, load_block
from ingest.tables.address import find_address, hide_password
from ingest.tables.table import find_source_table

# These vars of dbt have a make variable of another name.
MAKE_VARIABLES = {
    "orders_path": "ORDERS",
    "orders_source": "SOURCE",
    "events_path": "EVENTS",
    "events_source": "EVENTS_SOURCE",
    "sources_path": "SOURCES_PATH",
}


def read_inputs(environment) -> dict:
    """Return the vars of dbt that the make variables set.

    dbt checks the values of vars before it reads any model (dbt_project.yml).

    Raises
    ------
    ingest.errors.OrdersError
        A target, var, source or file does not exist, or a file does not fit its source.
    """
    targets = [*read_yaml("profiles.yml")["customer_segmentation"]["outputs"]]
    check_name("target", environment.get("TARGET") or "duckdb", targets)
    variables = read_vars(environment.get("VARS") or "{}")
    for name in variables:
        check_name("var", name, known_vars())
    for name, word in MAKE_VARIABLES.items():
        if environment.get(word):
            variables[name] = environment[word]
    for dataset in DATASETS:
        path = variables.get(f"{dataset}_path")
        if isinstance(path, str):
            # Passwords must be hidden, because dbt writes its vars to its log.
            variables[f"{dataset}_path"] = hide_password(dataset, path)
    check_files(variables, on_spark=environment.get("TARGET") == "spark")
    return variables


def check_name(kind: str, name: str, known: list[str]) -> None:
    """Raise an OrdersError for an unknown name, and suggest a known one."""
    if name in known:
        return
    near = difflib.get_close_matches(str(name), known, n=1)
    hint = f"Did you mean '{near[0]}'?" if near else f"Known: {', '.join(known)}."
    raise OrdersError(f"There is no {kind} '{name}'. {hint}")


def known_vars() -> list[str]:
    """Return the names of the vars in dbt_project.yml."""
    variables = read_yaml("dbt_project.yml")["vars"]
    # If the value of a var is a mapping, the key is a package with vars of its own.
    return [name for name, value in variables.items() if not isinstance(value, dict)]


def read_yaml(name: str) -> dict:
    """Return the contents of a YAML file of the project."""
    return yaml.safe_load(Path(name).read_text(encoding="utf-8"))


def read_vars(text: str) -> dict:
    """Return the vars of a YAML mapping."""
    try:
        variables = yaml.safe_load(text)
    except yaml.YAMLError:
        variables = None
    except ValueError as error:
        raise OrdersError(f"VARS '{text}' cannot be read: {error}.") from error
    if not isinstance(variables, dict):
        raise OrdersError(
            f"VARS has to be a mapping, such as '{{n_segments: 5}}', not '{text}'."
        )
    # JSON has no dates.
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in variables.items()
    }


def check_files(variables: dict, *, on_spark: bool) -> None:
    """Raise an OrdersError for a missing source or file, or files that do not fit."""
    folder = variables.get("sources_path") or ""
    find_blocks(folder)
    for dataset in DATASETS.values():
        source = variables.get(dataset.source_var)
        block = load_block(source, folder, dataset) if source else None
        path = variables.get(f"{dataset.name}_path")
        # On Spark, the cluster may read from places that this machine cannot read.
        if not path or path == "none" or on_spark:
            continue
        # A URL is not checked, because it should be requested only once, when it is
        # loaded.
        if is_remote(path) and not find_address(path):
            continue
        table = find_source_table(
            path, block or SourceBlock(source or "", dataset.name)
        )
        if table and block:
            open_table(scratch().cursor(), table, block)
        elif not table:
            paths = find_files(path)
            if block:
                (first, *_), _ = drop_other_sheets(paths, block, path)
                find_columns(first, block)
