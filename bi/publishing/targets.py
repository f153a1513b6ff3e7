"""Publish to other places; each kind of place has one setting."""

from collections.abc import Mapping
from pathlib import Path

from bi.publishing.bucket.publish import publish_bucket
from bi.publishing.ducklake.publish import publish_ducklake
from bi.publishing.errors import TargetError
from bi.publishing.iceberg.publish import publish_iceberg
from bi.publishing.postgres.publish import publish_postgres


def publish_elsewhere(places: Mapping[str, str], analytics: Path, exports: Path):
    """Copy the published tables to each of the other places.

    Parameters
    ----------
    places : mapping of str to str
        Addresses by kind: `postgres`, `url` (of an object store), `ducklake` or
        `iceberg`. The functions below describe the addresses.
    analytics, exports : Path
        The published database and folder.

    Raises
    ------
    TargetError
        Publishing to some places failed. The message has a line for each of them.
        Publishing to the other places succeeded.
    """
    failures = []
    for kind, publish, source in (
        ("postgres", publish_postgres, analytics),
        ("url", publish_bucket, exports),
        ("ducklake", publish_ducklake, analytics),
        ("iceberg", publish_iceberg, analytics),
    ):
        try:
            if places.get(kind):
                publish(places[kind], source)
        except TargetError as error:
            failures.append(str(error))
    if failures:
        raise TargetError("\n".join(failures))
