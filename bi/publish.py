"""Copy the marts to the places that BI tools read: either all marts or none."""

import sys
from collections.abc import Mapping
from pathlib import Path

import duckdb

from bi.files import beside, flush
from bi.lock import LockedError, hold
from bi.paths import (
    analytics_path,
    exports_path,
    other_places,
    places,
    warehouse_path,
)
from bi.places.database import refuse_foreign_database
from bi.places.errors import PlaceError
from bi.places.folder import refuse_foreign_folder
from bi.places.leftovers import discard, logs_of
from bi.places.shared import refuse_shared
from bi.publishing.errors import PublishError, TargetError
from bi.publishing.local.database import copy_marts
from bi.publishing.local.parquet import write_parquet
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
        The warehouse is missing, locked or without marts, a place holds something
        that was not published, or the files cannot be written. The published files are
        unchanged.
    TargetError
        The files are published, but publishing to another place failed.
    """
    try:
        refuse_shared(
            {
                "WAREHOUSE_PATH": warehouse,
                "ANALYTICS_PATH": analytics,
                "EXPORTS_PATH": exports,
            }
        )
        with hold(analytics), hold(exports):
            refuse_foreign(analytics, exports)
            new = beside(analytics), beside(exports)
            run = stage(warehouse, *new)
            # Somebody may have written meanwhile.
            try:
                refuse_foreign(analytics, exports)
            except PlaceError:
                discard(*unfinished(*new))
                raise
            replace_database(beside(analytics), analytics)
            replace_folder(beside(exports), exports)
            publish_elsewhere(elsewhere or {}, analytics, exports)
    except (LockedError, PlaceError, WarehouseError) as error:
        raise PublishError(str(error)) from error
    except duckdb.CatalogException as error:
        raise PublishError(
            f"The warehouse '{warehouse}' lacks marts to publish: run `dbt build`. "
            f"({str(error).splitlines()[0]})"
        ) from error
    except OSError as error:
        reason = f"{error.strerror}, '{error.filename}'" if error.strerror else error
        raise PublishError(f"The marts could not be published: {reason}.") from error
    except duckdb.Error as error:
        raise PublishError(f"The marts could not be published: {error}") from error
    return run.rows


def refuse_foreign(analytics: Path, exports: Path) -> None:
    """Raise PlaceError if a place holds something that was not published."""
    refuse_foreign_database(analytics)
    refuse_foreign_folder(exports)


def stage(warehouse: Path, analytics: Path, exports: Path) -> Run:
    """Write database and files to temporary places, and wait for the disk."""
    # An interrupted run may have left temporary files.
    discard(*unfinished(analytics, exports))
    try:
        with attach(warehouse) as connection:
            run = copy_marts(connection, analytics)
            write_parquet(connection, exports, run)
            connection.execute(f"detach {PUBLISHED}")
            flush(analytics)
    except BaseException:
        discard(*unfinished(analytics, exports))
        raise
    return run


def unfinished(analytics: Path, exports: Path) -> tuple[Path, ...]:
    """Return all temporary files and folders."""
    return analytics, *logs_of(analytics), exports


def main() -> int:
    """Publish the marts of the warehouse; return the exit status."""
    try:
        refuse_shared(places())
        publish(warehouse_path(), analytics_path(), exports_path(), other_places())
    except (PlaceError, PublishError, TargetError) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    print(f"Published to {analytics_path()} and {exports_path()}/")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
