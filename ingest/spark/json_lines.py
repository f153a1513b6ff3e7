"""JSON with one object a line as Spark reads it: texts at places of each object."""

from pyspark.sql import Column
from pyspark.sql import functions as f
from pyspark.sql.types import StringType, StructField, StructType

from ingest.formats.json_files.value_paths import ValuePath

# An object or a list, of which Spark makes a text.
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


def column_at(place: ValuePath) -> Column:
    """Return what stands at a place."""
    return f.col(".".join("`" + key.replace("`", "``") + "`" for key in place.keys))


def is_nested(values: list[Column]) -> Column:
    """Return whether any of several texts is an object or a list."""
    found = f.lit(False)
    for value in values:
        found |= f.coalesce(value.rlike(NESTED), f.lit(False))
    return found
