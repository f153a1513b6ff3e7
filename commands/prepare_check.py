"""The end of `make setup`: have the SQL of checks ready, so that the first is fast."""

import shutil
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from commands.findings.compiled import keep_plan, read_plan
from commands.findings.judge import ask_dbt, path_of
from ingest.opening.request import Request
from ingest.sources.load import SHIPPED_BLOCKS

SAMPLE = "seeds/sample_orders.csv"


def main() -> int:
    """Keep a plan for blocks of the project, and one for those of a user.

    Nothing depends on them: a check without a plan asks dbt, and keeps what it did.
    """
    with tempfile.TemporaryDirectory() as own:
        shutil.copy(SHIPPED_BLOCKS / "sample.yml", own)
        for folder in ("", own):
            make_plan(Request("orders", "sample", SAMPLE, folder))
    return 0


def make_plan(request: Request) -> None:
    """Keep what dbt does for a request, unless that is known."""
    path = path_of(request)
    if read_plan(path):
        return
    with tempfile.TemporaryDirectory() as folder:
        if ask_dbt(Path(folder), request, Console(stderr=True)) == 0:
            places = [request.path, *filter(None, [request.sources_path])]
            keep_plan(path, Path(folder, "target"), places)


if __name__ == "__main__":
    sys.exit(main())
