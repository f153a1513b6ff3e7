"""Seals: a hash of each column of a stored row, by which a build notices damage.

A seal finds damage by a disk, a program or a hand. It is no signature: whoever changes
a row on purpose can seal it again.
"""

import hashlib
import json
import math
from datetime import UTC, date, datetime

import pyarrow as pa

SEAL = "seal"
SEAL_FIELD = pa.field(SEAL, pa.list_(pa.string()))


def seal_table(table: pa.Table) -> pa.Table:
    """Return a table with the seals of its rows as the last column."""
    seals = pa.array(map(seal, table.to_pylist()), SEAL_FIELD.type)
    return table.append_column(SEAL_FIELD, seals)


def seal(row: dict) -> list[str]:
    """Return each column but the seal with its hash, such as `clip 0f5c37a1b2d4`."""
    return [f"{name} {hash_value(row[name])}" for name in row if name != SEAL]


def find_broken(row: dict) -> list[str]:
    """Return the columns of a sealed row that are not as they were written.

    A column that the seal lacks was added to the table later, so it must be NULL.
    """
    hashes = dict(str(one).split(" ", 1) for one in row[SEAL] if " " in str(one))
    columns = [name for name in row if name != SEAL]
    if any(name not in hashes and row[name] is not None for name in columns):
        return [SEAL]
    return [one for one in columns if hashes.get(one, NULL) != hash_value(row[one])]


def are_finite(value) -> bool:
    """Return whether all items of a number, or of lists of numbers, are finite."""
    if isinstance(value, list):
        return all(map(are_finite, value))
    return value is not None and math.isfinite(value)


def has_type(value, kind: pa.DataType) -> bool:
    """Return whether a column of this type of Arrow can hold a value."""
    try:
        pa.array([value], kind)
    except (pa.ArrowException, TypeError, OverflowError):
        return False
    return True


def hash_value(value) -> str:
    """Return a hash that is the same for a value read from DuckDB or from Spark.

    NULL, NaN, 0 and an empty list have different hashes. Zeros have the same hash with
    either sign, because a file of DuckDB does not keep the sign of every zero.
    """
    text = json.dumps(to_json(value), default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def to_json(value):
    """Return a value of Arrow as JSON has it; a time without a zone is in UTC."""
    if isinstance(value, list):
        return [to_json(one) for one in value]
    if isinstance(value, float):
        return value + 0.0
    if isinstance(value, datetime):
        known = value if value.tzinfo else value.replace(tzinfo=UTC)
        return known.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


NULL = hash_value(None)
