"""The Spark session of this process."""

import os

from pyspark.sql import SparkSession

# Settings for one machine, where nobody has named others.
CONF_DIR = "spark"


def use_settings() -> None:
    """Name the project's settings, unless the environment names a configuration."""
    os.environ.setdefault("SPARK_CONF_DIR", CONF_DIR)


def open_session() -> SparkSession:
    """Return the session there is, or a new one with the tables of the project."""
    use_settings()
    return (
        SparkSession.builder.enableHiveSupport()
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
