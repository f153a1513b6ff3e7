"""Cache the SQL that dbt compiles for `make check`, because dbt takes seconds to start.

The cache is valid until a file that the SQL depends on changes, such as a model.
"""

import contextlib
import hashlib
import json
import os
from pathlib import Path

ROOT = Path(__file__).parents[2]
CACHE = ROOT / "target" / "check"
# The folders of nodes that judge orders. Seeds are here because the cache has no rows:
# a check reads the rows of a seed from its file.
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
# The fields of a node that `run_sql` needs, and the materializations that it can run.
KEYS = "name schema alias original_file_path relation_name compiled_code".split()
CONFIG = "materialized column_types severity fail_calc warn_if error_if".split()
KINDS = {"seed", "table", "view", "incremental", "lines_of_files", "test"}


def cache_path(selection: list) -> Path:
    """Return the cache file of a selection for the present files of the project."""
    digest = hashlib.sha256(json.dumps(selection).encode())
    for pattern in DEPENDENCIES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(str(path.relative_to(ROOT)).encode())
            digest.update(path.read_bytes())
    return CACHE / f"{digest.hexdigest()[:32]}.json"


def read_steps(path: Path) -> list[dict] | None:
    """Return the steps of a cache file; None if the file is missing or damaged."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))["steps"]
    except (OSError, ValueError, LookupError, TypeError):
        return None


def write_steps(path: Path, target: Path, private: list[str]) -> None:
    """Cache the nodes that dbt ran, in its order, unless another run cannot use them.

    Parameters
    ----------
    path : Path
        The cache file.
    target : Path
        dbt's target folder, with manifest and results.
    private : list of str
        Paths of this run: SQL that contains one of them is not cached.
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
    # If the folder is read-only, the check works without a cache.
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.{os.getpid()}")
        part.write_text(text, encoding="utf-8")
        os.replace(part, path)


def is_needed(node: dict) -> bool:
    """Return whether a check runs a node: a model, a seed or a test of orders.

    A test is a test of orders if it only warns, if it stores its failures, or if it is
    a singular test. All other tests check the models.
    """
    if node["resource_type"] != "test":
        return node["resource_type"] in ("model", "seed")
    is_warning = node["config"]["severity"].lower() == "warn"
    return is_warning or bool(node["relation_name"]) or not node.get("test_metadata")


def step_of(node: dict) -> dict:
    """Return the fields that running the node without dbt needs."""
    step = {key: node.get(key) for key in KEYS}
    if node.get("language") == "python":
        # A check does not run this code: it loads its files itself.
        step["compiled_code"] = ""
    return step | {"config": {key: node["config"].get(key) for key in CONFIG}}
