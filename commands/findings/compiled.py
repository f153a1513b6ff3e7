"""What dbt does for `make check`, kept as SQL: to start and parse takes it seconds.

A plan is made of what a run of dbt has left, and counts until a model, a macro or
anything else that decides its SQL has changed. `make setup` has the first ones made.
"""

import hashlib
import json
import os
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLANS = ROOT / "target" / "plans"
# All that decides what dbt does to judge orders. Rows of seeds are read as they are.
FOLDERS = (
    *("models/judging/", "models/staging/", "models/intermediate/"),
    *("seeds/", "tests/dbt/"),
)
DECIDES = (
    *("dbt_project.yml", "profiles.yml", "requirements.lock"),
    "commands/findings/compiled.py",
    *(f"{folder}**/*.{kind}" for folder in FOLDERS for kind in ("sql", "py", "yml")),
    "macros/**/*.sql",
)
KINDS = {"seed", "table", "view", "incremental", "lines_of_files", "test"}


def plan_path(asked: list) -> Path:
    """Return where the plan for what is asked of dbt is kept, if there is one."""
    digest = hashlib.sha256(json.dumps(asked, sort_keys=True).encode())
    for pattern in DECIDES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(str(path.relative_to(ROOT)).encode())
            digest.update(path.read_bytes())
    return PLANS / f"{digest.hexdigest()[:32]}.json"


def read_plan(path: Path) -> list[dict] | None:
    """Return the steps of a plan; None where there is no such plan."""
    try:
        return read_json(path)["steps"]
    except (OSError, ValueError, LookupError, TypeError):
        return None


def keep_plan(path: Path, target: Path, places: list[str]) -> None:
    """Keep what dbt did, in its order, for the next time.

    Parameters
    ----------
    path : Path
        Of the plan.
    target : Path
        Where dbt has left its manifest and results.
    places : list of str
        Paths of this run. A plan that holds one would be of no use for another run.
    """
    manifest = read_json(target / "manifest.json")
    nodes = manifest["nodes"]
    results = read_json(target / "run_results.json")["results"]
    made = [nodes[one["unique_id"]] for one in results if one["unique_id"] in nodes]
    made = [node for node in made if is_step(node)]
    steps = [step_of(node) for node in made]
    if any(step["kind"] not in KINDS for step in steps):
        return
    if not all(node["original_file_path"].startswith(FOLDERS) for node in made):
        return
    if any(place and place in step["sql"] for place in places for step in steps):
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.{os.getpid()}")
        # Nobody asks which run judged the orders that are thrown away.
        text = json.dumps({"steps": steps}).replace(run_of(manifest), "a check")
        part.write_text(text, encoding="utf-8")
        os.replace(part, path)
    except OSError:
        # A project that cannot be written is checked as well, only not as fast.
        pass


def run_of(manifest: dict) -> str:
    """Return the id of the run of dbt that has left a manifest."""
    return manifest["metadata"]["invocation_id"]


def is_step(node: dict) -> bool:
    """Return whether a node of dbt has to be done again; hooks have not.

    Of the tests those have that may have something to say of a user's orders; the rest
    prove that the models are right.
    """
    if node["resource_type"] != "test":
        return node["resource_type"] in ("model", "seed")
    is_told = node["config"]["severity"].lower() == "warn" or node["relation_name"]
    return bool(is_told or not node.get("test_metadata"))


def step_of(node: dict) -> dict:
    """Return what has to be known to do again what dbt did for a node."""
    config = node["config"]
    node = {"compiled_code": "", "language": "sql"} | node
    step = {
        "name": node["name"],
        "kind": config["materialized"],
        "schema": node["schema"],
        "alias": node["alias"],
        # Python models say which file they read; here that is another each time.
        "sql": node["compiled_code"] if node["language"] == "sql" else "",
    }
    if step["kind"] == "seed":
        step |= {"file": node["original_file_path"], "types": config["column_types"]}
    if step["kind"] == "test":
        step |= {
            one: config[one] for one in ("severity", "fail_calc", "warn_if", "error_if")
        }
        step["is_kept"] = bool(node["relation_name"])
    return step


def read_json(path: Path) -> dict:
    """Return what a file of JSON holds."""
    return json.loads(path.read_text(encoding="utf-8"))
