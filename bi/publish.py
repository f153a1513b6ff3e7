"""Copy the marts to where BI tools read them, all at once or not at all."""

import sys
from pathlib import Path

import duckdb

from bi.files import beside, discard, flush
from bi.lock import LOCK_WAIT_SECONDS, LockedError, hold
from bi.paths import (
    NOWHERE_ELSE,
    OtherPlaces,
    analytics_path,
    exports_path,
    other_places,
    warehouse_path,
)
from bi.publishing.errors import MissingMartsError, PublishError, TargetError
from bi.publishing.local.database import copy_marts
from bi.publishing.local.parquet import refuse_foreign_folder, write_parquet
from bi.publishing.local.swap import replace_database, replace_folder
from bi.publishing.run import Run
from bi.publishing.targets import publish_elsewhere
from bi.warehouse import WarehouseError, attach

__all__ = ["PublishError", "TargetError", "publish"]


def publish(
    warehouse: Path,
    analytics: Path,
    exports: Path,
    elsewhere: OtherPlaces = NOWHERE_ELSE,
) -> dict[str, int]:
    """Replace the published database and Parquet files; return rows by table.

    Both are written beside their place before either is swapped in, so a reader sees
    the old files or the new ones, and never half of either.

    Raises
    ------
    PublishError
        The warehouse is missing, locked, or lacks the marts, or the files cannot be
        written. Those published before are as they were.
    TargetError
        The files are published, but a place elsewhere is not.
    """
    try:
        with hold(analytics, LOCK_WAIT_SECONDS), hold(exports, LOCK_WAIT_SECONDS):
            refuse_foreign_folder(exports)
            run = stage(warehouse, beside(analytics), beside(exports))
            replace_database(beside(analytics), analytics)
            replace_folder(beside(exports), exports)
            publish_elsewhere(elsewhere, analytics, exports)
    except (LockedError, WarehouseError) as error:
        raise PublishError(str(error)) from error
    except (MissingMartsError, duckdb.CatalogException) as error:
        raise PublishError(
            f"The warehouse '{warehouse}' lacks marts to publish: run `dbt build`. "
            f"({str(error).splitlines()[0]})"
        ) from error
    except (OSError, duckdb.Error) as error:
        raise PublishError(f"The marts could not be published: {error}") from error
    return run.rows


def stage(warehouse: Path, analytics: Path, exports: Path) -> Run:
    """Write both beside their places, on the disk and not only on its way there."""
    # A killed run may have left its own.
    unfinished = (analytics, analytics.with_name(f"{analytics.name}.wal"), exports)
    discard(*unfinished)
    connection = attach(warehouse, LOCK_WAIT_SECONDS)
    try:
        run = copy_marts(connection, analytics)
        write_parquet(connection, exports, run)
        connection.execute("detach published")
        flush(analytics)
    except BaseException:
        connection.close()
        discard(*unfinished)
        raise
    connection.close()
    return run


def main() -> int:
    """Publish what the warehouse holds; return the exit status."""
    try:
        publish(warehouse_path(), analytics_path(), exports_path(), other_places())
    except (PublishError, TargetError) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    print(f"Published to {analytics_path()} and {exports_path()}/")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
