"""Copy the marts to the places that BI tools read: either all marts or none."""

import sys
from collections.abc import Mapping
from pathlib import Path

import duckdb

from bi.files import beside, discard, flush
from bi.lock import LockedError, hold
from bi.paths import analytics_path, exports_path, other_places, warehouse_path
from bi.publishing.errors import PublishError, TargetError
from bi.publishing.local.database import copy_marts
from bi.publishing.local.parquet import refuse_foreign_folder, write_parquet
from bi.publishing.local.swap import replace_database, replace_folder
from bi.publishing.run import Run
from bi.publishing.tables import PUBLISHED
from bi.publishing.targets import publish_elsewhere
from bi.warehouse import WarehouseError, attach

__all__ = ["PublishError", "TargetError", "publish"]


def publish(
    warehouse: Path,
    analytics: Path,
    exports: Path,
    elsewhere: Mapping[str, str] | None = None,
) -> dict[str, int]:
    """Replace the published database and Parquet files; return rows by table.

    New files are written beside the old ones before they replace them, so that readers
    see either the old or the new files.

    Parameters
    ----------
    warehouse, analytics, exports : Path
    elsewhere : mapping of str to str, optional
        Other places, as `publish_elsewhere` takes them.

    Raises
    ------
    PublishError
        The warehouse is missing, locked or without marts, or the files cannot be
        written. The published files are unchanged.
    TargetError
        The files are published, but publishing to another place failed.
    """
    try:
        with hold(analytics), hold(exports):
            refuse_foreign_folder(exports)
            run = stage(warehouse, beside(analytics), beside(exports))
            replace_database(beside(analytics), analytics)
            replace_folder(beside(exports), exports)
            publish_elsewhere(elsewhere or {}, analytics, exports)
    except (LockedError, WarehouseError) as error:
        raise PublishError(str(error)) from error
    except duckdb.CatalogException as error:
        raise PublishError(
            f"The warehouse '{warehouse}' lacks marts to publish: run `dbt build`. "
            f"({str(error).splitlines()[0]})"
        ) from error
    except (OSError, duckdb.Error) as error:
        raise PublishError(f"The marts could not be published: {error}") from error
    return run.rows


def stage(warehouse: Path, analytics: Path, exports: Path) -> Run:
    """Write database and files to temporary places, and wait for the disk."""
    unfinished = (analytics, analytics.with_name(f"{analytics.name}.wal"), exports)
    # An interrupted run may have left temporary files.
    discard(*unfinished)
    try:
        with attach(warehouse) as connection:
            run = copy_marts(connection, analytics)
            write_parquet(connection, exports, run)
            connection.execute(f"detach {PUBLISHED}")
            flush(analytics)
    except BaseException:
        discard(*unfinished)
        raise
    return run


def main() -> int:
    """Publish the marts of the warehouse; return the exit status."""
    try:
        publish(warehouse_path(), analytics_path(), exports_path(), other_places())
    except (PublishError, TargetError) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    print(f"Published to {analytics_path()} and {exports_path()}/")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
