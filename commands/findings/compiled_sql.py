"""Cache the SQL that dbt compiles for `make check`: dbt takes seconds to start.

A run of dbt leaves the SQL of each node. The cache is valid until a model, a macro or
another file that decides this SQL changes.
"""

import contextlib
import hashlib
import json
import os
from pathlib import Path

ROOT = Path(__file__).parents[2]
CACHE = ROOT / "target" / "check"
# Folders whose nodes judge orders. Rows of seeds are read again in every check.
FOLDERS = (
    *("models/judging/", "models/staging/", "models/intermediate/"),
    *("seeds/", "tests/dbt/"),
)
DEPENDENCIES = (
    *("dbt_project.yml", "profiles.yml", "requirements.lock"),
    "commands/findings/compiled_sql.py",
    *(f"{folder}**/*.{kind}" for folder in FOLDERS for kind in ("sql", "py", "yml")),
    "macros/**/*.sql",
)
# What `run_sql` needs of a node, and the materializations that it knows.
KEYS = "name schema alias original_file_path relation_name compiled_code".split()
CONFIG = "materialized column_types severity fail_calc warn_if error_if".split()
KINDS = {"seed", "table", "view", "incremental", "lines_of_files", "test"}


def cache_path(selection: list) -> Path:
    """Return the cache file of a selection, for the present state of the project."""
    digest = hashlib.sha256(json.dumps(selection).encode())
    for pattern in DEPENDENCIES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(str(path.relative_to(ROOT)).encode())
            digest.update(path.read_bytes())
    return CACHE / f"{digest.hexdigest()[:32]}.json"


def read_steps(path: Path) -> list[dict] | None:
    """Return the steps of a cache file; None where there is none."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))["steps"]
    except (OSError, ValueError, LookupError, TypeError):
        return None


def write_steps(path: Path, target: Path, private: list[str]) -> None:
    """Cache what dbt ran, in its order, unless it is of use for this run only.

    Parameters
    ----------
    path : Path
        The cache file.
    target : Path
        dbt's target folder, with manifest and results.
    private : list of str
        Paths of this run. SQL that contains one cannot be used again.
    """
    manifest = json.loads((target / "manifest.json").read_text())
    results = json.loads((target / "run_results.json").read_text())["results"]
    nodes = [manifest["nodes"].get(one["unique_id"]) for one in results]
    nodes = [node for node in nodes if node and is_needed(node)]
    if not all(
        node["original_file_path"].startswith(FOLDERS)
        and node["config"]["materialized"] in KINDS
        for node in nodes
    ):
        return
    steps = [step_of(node) for node in nodes]
    sql = "".join(step["compiled_code"] or "" for step in steps)
    if any(place and place in sql for place in private):
        return
    run_id = manifest["metadata"]["invocation_id"]
    text = json.dumps({"steps": steps}).replace(run_id, "a check")
    # In a project that nobody can write, the check works without a cache.
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.{os.getpid()}")
        part.write_text(text, encoding="utf-8")
        os.replace(part, path)


def is_needed(node: dict) -> bool:
    """Return whether a check runs a node: models, seeds and some tests.

    A test runs if it warns, stores its failures or is singular. The other tests check
    the models, not the orders.
    """
    if node["resource_type"] != "test":
        return node["resource_type"] in ("model", "seed")
    is_warning = node["config"]["severity"].lower() == "warn"
    return is_warning or bool(node["relation_name"]) or not node.get("test_metadata")


def step_of(node: dict) -> dict:
    """Return what is needed to run a node again."""
    step = {key: node.get(key) for key in KEYS}
    if node.get("language") == "python":
        # It loads the files of the check instead.
        step["compiled_code"] = ""
    return step | {"config": {key: node["config"].get(key) for key in CONFIG}}
