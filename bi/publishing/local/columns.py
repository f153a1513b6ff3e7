"""Choose types that every tool reads: 64-bit numbers, and text for rare types."""

import re
from itertools import compress

from bi.publishing.tables import columns_of
from bi.warehouse import identifier

# The number of digits of a 64-bit decimal, and of decimal places of money.
DIGITS = 18
MONEY_SCALE = 4
WIDE_DECIMAL = re.compile(r"DECIMAL\((\d+),(\d+)\)")
# DuckDB 1.2 or Parquet lacks these types. An older client cannot read a file with a
# column of them. Parquet rounds 128-bit integers and has no negative intervals.
ODD = re.compile(
    r"\b(U?HUGEINT|BIGNUM|BIT|GEOMETRY|INTERVAL|TIME_NS|TIMESTAMPTZ_NS|UNION|VARIANT)\b"
    r'|"NULL"'
)
NESTED = re.compile(r"\]$|^(STRUCT|MAP|UNION|VARIANT)\b")


def published_columns(connection, relation: str) -> dict[str, str]:
    """Return SQL for the columns of a table or view that need another type.

    In the warehouse, sums are decimal(38, 4) or hugeint. Many tools round these types
    or read them as text. Every tool reads bigint and decimal(18, 4) as numbers, and
    decimal(18, 4) has room for sums up to a hundred trillion. A column with larger
    values keeps its type.
    """
    kinds = columns_of(connection, relation)
    types = narrow_types(connection, relation, kinds)
    for column, kind in kinds.items():
        if column not in types and ODD.search(kind):
            types[column] = "json" if NESTED.search(kind) else "varchar"
    return {
        column: f"cast({identifier(column)} as {kind})"
        for column, kind in types.items()
    }


def narrow_types(connection, relation: str, kinds: dict[str, str]) -> dict[str, str]:
    """Return the 64-bit types for columns of 128-bit numbers, where all values fit."""
    narrow = {
        column: smaller
        for column, kind in kinds.items()
        if (smaller := narrow_type(kind))
    }
    if not narrow:
        return {}
    fits = ", ".join(
        f"count({identifier(column)}) = "
        f"count(try_cast({identifier(column)} as {smaller}))"
        for column, smaller in narrow.items()
    )
    answers = connection.execute(f"select {fits} from {relation}").fetchone()
    return dict(compress(narrow.items(), answers))


def narrow_type(kind: str) -> str | None:
    """Return the 64-bit type that replaces a 128-bit type; nothing for other types.

    A decimal with more decimal places than money is a measurement and becomes a double.
    """
    if kind in ("HUGEINT", "UHUGEINT"):
        return "bigint"
    wide = WIDE_DECIMAL.fullmatch(kind)
    if not wide or int(wide[1]) <= DIGITS:
        return None
    return f"decimal({DIGITS}, {wide[2]})" if int(wide[2]) <= MONEY_SCALE else "double"
