"""JSON with one object a line, as Spark reads it: texts at paths of each object."""

from pyspark.sql import Column
from pyspark.sql import functions as f
from pyspark.sql.types import StringType, StructField, StructType

from ingest.engines.spark_dialect import Spark
from ingest.formats.json_files.value_paths import ValuePath

# An object or a list, which Spark turns into text.
NESTED = r"(?s)^(\{.*\}|\[.*\])$"


def schema_of(paths: list[tuple[str, ...]]) -> StructType:
    """Return the schema of objects that have texts at the ends of some paths."""
    below: dict[str, list[tuple[str, ...]]] = {}
    for key, *rest in paths:
        below.setdefault(key, []).append(tuple(rest))
    return StructType(
        [
            StructField(key, StringType() if () in rest else schema_of(rest))
            for key, rest in below.items()
        ]
    )


def column_at(path: ValuePath) -> Column:
    """Return the column of a path."""
    return f.col(".".join(map(Spark().name, path.keys)))


def is_nested(values: list[Column]) -> Column:
    """Return whether any of several texts is an object or a list."""
    found = f.lit(False)
    for value in values:
        found |= f.coalesce(value.rlike(NESTED), f.lit(False))
    return found
