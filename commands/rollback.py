"""`make rollback`: a former model is champion again."""

import os
import sys

import duckdb
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from bi.paths import warehouse_path
from commands import build

MODELS = """
    select
        history.model_version,
        history.source_name,
        history.chosen_segments,
        strftime(history.trained_at, '%Y-%m-%d %H:%M'),
        history.model_version in (
            select model_version from segmentation.segment_model
        )
    from segmentation.segment_model_history as history
    order by history.trained_at desc
"""


def main() -> int:
    """Build with the model that VERSION names; without one, list the models."""
    version = os.environ.get("VERSION", "")
    if version:
        return build.main({"champion_version": version})
    console = Console(width=None if sys.stdout.isatty() else 100)
    try:
        with duckdb.connect(str(warehouse_path()), read_only=True) as connection:
            models = connection.execute(MODELS).fetchall()
    except duckdb.Error:
        console.print(f"There is no model yet in {warehouse_path()}: make build.")
        return 1
    table = Table(box=SIMPLE)
    for heading in ("version", "source", "segments", "trained", ""):
        table.add_column(heading)
    for name, source, segments, trained, is_champion in models:
        table.add_row(
            name, source, str(segments), trained, "champion" if is_champion else ""
        )
    console.print(table, markup=False)
    console.print("Say which shall be champion: make rollback VERSION=<version>")
    return 1


if __name__ == "__main__":
    sys.exit(main())
