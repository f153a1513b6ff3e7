"""Publish elsewhere what was published here, one setting for each kind of place."""

from pathlib import Path

from bi.paths import OtherPlaces
from bi.publishing.bucket.publish import publish_bucket
from bi.publishing.ducklake.publish import publish_ducklake
from bi.publishing.errors import TargetError
from bi.publishing.iceberg.publish import publish_iceberg
from bi.publishing.postgres.publish import publish_postgres


def publish_elsewhere(places: OtherPlaces, analytics: Path, exports: Path) -> None:
    """Send the published tables to each of the other places.

    Raises
    ------
    TargetError
        Places could not be reached or refused; the others have been published to.
    """
    failures = []
    for send, address, source in (
        (publish_postgres, places.postgres, analytics),
        (publish_bucket, places.url, exports),
        (publish_ducklake, places.ducklake, analytics),
        (publish_iceberg, places.iceberg, analytics),
    ):
        try:
            if address:
                send(address, source)
        except TargetError as error:
            failures.append(str(error))
    if failures:
        raise TargetError("\n".join(failures))
