"""Choose types that every tool reads: 64-bit numbers, and text for rare types."""

import re
from itertools import compress

from bi.publishing.tables import columns_of
from bi.warehouse import identifier

# The digits of a 64-bit decimal, and the decimal places of money.
DIGITS = 18
MONEY_SCALE = 4
WIDE_DECIMAL = re.compile(r"DECIMAL\((\d+),(\d+)\)")
# Types that DuckDB 1.2 or Parquet lacks: older clients cannot read a file with such a
# column. Parquet rounds 128-bit integers and has no negative intervals.
ODD = re.compile(
    r"\b(U?HUGEINT|BIGNUM|BIT|GEOMETRY|INTERVAL|TIME_NS|TIMESTAMPTZ_NS|UNION|VARIANT)\b"
    r'|"NULL"'
)
NESTED = re.compile(r"\]$|^(STRUCT|MAP|UNION|VARIANT)\b")


def published_columns(connection, relation: str) -> dict[str, str]:
    """Return SQL for the columns of a table or view that need another type.

    Sums are decimal(38, 4) or hugeint in the warehouse, which many tools round or read
    as text. decimal(18, 4) has room for sums up to a hundred trillion and, like bigint,
    is a number in every tool. A column with larger values keeps its type.
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
    """Return 64-bit types of the 128-bit numbers whose values all fit."""
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
    """Return the 64-bit type of a 128-bit number, or nothing for other types.

    A decimal with more places than money is a measurement: it becomes a double.
    """
    if kind in ("HUGEINT", "UHUGEINT"):
        return "bigint"
    wide = WIDE_DECIMAL.fullmatch(kind)
    if not wide or int(wide[1]) <= DIGITS:
        return None
    return f"decimal({DIGITS}, {wide[2]})" if int(wide[2]) <= MONEY_SCALE else "double"
