"""Types that every tool reads: numbers of at most 64 bits, and text for rare types."""

import re
from itertools import compress

from bi.publishing.tables import columns_of
from bi.warehouse import identifier

# The digits of a 64-bit decimal, and the decimal places of money.
DIGITS = 18
MONEY_SCALE = 4
WIDE_DECIMAL = re.compile(r"DECIMAL\((\d+),(\d+)\)")
# Types that DuckDB 1.2 or Parquet lacks. One such column would keep older clients
# from the whole file. Parquet rounds 128-bit integers and has no negative intervals.
ODD = re.compile(
    r"\b(U?HUGEINT|BIGNUM|BIT|GEOMETRY|INTERVAL|TIME_NS|TIMESTAMPTZ_NS|UNION|VARIANT)\b"
    r'|"NULL"'
)
NESTED = re.compile(r"\]$|^(STRUCT|MAP|UNION|VARIANT)\b")


def published_columns(connection, relation: str) -> dict[str, str]:
    """Return SQL for the columns that need another type when published.

    Sums are decimal(38, 4) or hugeint in the warehouse, which many tools read as text
    or round. decimal(18, 4) holds sums up to a hundred trillion; like bigint, it is a
    plain number everywhere. A column with larger values keeps its type.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
    relation : str
        A table or view, as SQL names it.
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
    narrow = {column: narrow_type(kind) for column, kind in kinds.items()}
    narrow = {column: smaller for column, smaller in narrow.items() if smaller}
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
