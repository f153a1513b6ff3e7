"""Publish elsewhere what was published here, one setting for each kind of place."""

from pathlib import Path

from bi.paths import OtherPlaces
from bi.publishing.bucket import upload_run
from bi.publishing.ducklake import replace_lake
from bi.publishing.errors import TargetError
from bi.publishing.iceberg import replace_iceberg
from bi.publishing.postgres import replace_tables


def publish_elsewhere(places: OtherPlaces, analytics: Path, exports: Path) -> None:
    """Send the published tables to each of the other places.

    Raises
    ------
    TargetError
        Places could not be reached or refused; the others have been published to.
    """
    failures = []
    for send, address, source in (
        (replace_tables, places.postgres, analytics),
        (upload_run, places.url, exports),
        (replace_lake, places.ducklake, analytics),
        (replace_iceberg, places.iceberg, analytics),
    ):
        try:
            if address:
                send(address, source)
        except TargetError as error:
            failures.append(str(error))
    if failures:
        raise TargetError("\n".join(failures))
