"""`make rollback`: use an earlier model as the champion again."""

import os
import sys

import duckdb

from bi.paths import warehouse_path
from commands import build
from commands.terminal import open_console, print_table
from ml.segments.former_models import find_damaged

MODELS = """
    select
        history.model_version,
        history.source_name,
        history.chosen_segments,
        strftime(history.trained_at, '%Y-%m-%d %H:%M'),
        case when champion.model_version is not null then 'champion' end
    from segmentation.segment_model_history as history
    left join segmentation.segment_model as champion using (model_version)
    order by history.trained_at desc
"""
COLUMNS = {"version": "", "source": "", "segments": "{}", "trained": "", "": ""}


def main() -> int:
    """Build with the model that VERSION names; without VERSION, list the models."""
    version = os.environ.get("VERSION", "")
    if version:
        return build.main({"champion_version": version})
    console = open_console()
    try:
        with duckdb.connect(str(warehouse_path()), read_only=True) as connection:
            models = connection.execute(MODELS).fetchall()
            history = connection.sql("from segmentation.segment_model_history")
            damaged = find_damaged(history)
    except duckdb.Error:
        console.print(f"{warehouse_path()} has no model yet: run make build first.")
        return 1
    models = [
        (version, *columns, note or ("damaged" if version in damaged else None))
        for version, *columns, note in models
    ]
    print_table(console, COLUMNS, models)
    console.print("Choose the champion with make rollback VERSION=<version>")
    return 1


if __name__ == "__main__":
    sys.exit(main())
