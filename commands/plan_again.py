"""`make plans`: write the SQL that checks begin with, after a change of models."""

import json
import shutil
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from commands.judge import ask_dbt, path_of
from commands.plan import PLANS, SHIPPED, keep_plan, read_json
from ingest.request import Request
from ingest.sources import SHIPPED_BLOCKS

SAMPLE = "seeds/sample_orders.csv"


def main() -> int:
    """Ask dbt for a plan for blocks of the project, and one for those of a user."""
    shutil.rmtree(PLANS, ignore_errors=True)
    with tempfile.TemporaryDirectory() as own:
        shutil.copy(SHIPPED_BLOCKS / "sample.yml", own)
        plans = dict(plan_of(folder) for folder in ("", own))
    text = json.dumps(plans, indent=1, ensure_ascii=False)
    SHIPPED.write_text(f"{text}\n", encoding="utf-8")
    return 0


def plan_of(sources_path: str) -> tuple[str, list[dict]]:
    """Return the plan that dbt leaves, with the hash of what it is of."""
    request = Request("orders", "sample", SAMPLE, sources_path)
    path = path_of(request)
    with tempfile.TemporaryDirectory() as folder:
        if ask_dbt(Path(folder), request, Console(stderr=True)) != 0:
            sys.exit(1)
        keep_plan(path, Path(folder, "target"), [SAMPLE, *filter(None, [sources_path])])
    return path.stem, read_json(path)["steps"]


if __name__ == "__main__":
    sys.exit(main())
