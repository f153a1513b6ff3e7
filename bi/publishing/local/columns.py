"""Columns in types that every tool reads: numbers of 64 bits, and text for the odd."""

import re

from bi.warehouse import identifier

# The digits of a 64-bit decimal, and how many of money stand behind the point.
DIGITS = 18
MONEY_SCALE = 4
WIDE_DECIMAL = re.compile(r"DECIMAL\((\d+),(\d+)\)")
# What DuckDB 1.2 or Parquet lacks: one such column would keep an older client from the
# whole file. Parquet rounds integers of 128 bits and has no intervals below zero.
ODD = re.compile(
    r"\b(U?HUGEINT|BIGNUM|BIT|GEOMETRY|INTERVAL|TIME_NS|TIMESTAMPTZ_NS|UNION|VARIANT)\b"
    r'|"NULL"'
)
NESTED = re.compile(r"\]$|^(STRUCT|MAP|UNION|VARIANT)\b")


def published_columns(connection, relation: str) -> dict[str, str]:
    """Return SQL for the columns that are published in a type of their own.

    Sums are decimal(38, 4) or hugeint in the warehouse. Many tools read those as text,
    or round them; decimal(18, 4) holds sums up to a hundred trillion and is, as bigint
    is, a plain number to all of them. Values that do not fit leave a decimal as it is.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Of the relation.
    relation : str
        A table or view, as SQL names it.
    """
    kinds = dict(
        connection.execute(
            f"select column_name, column_type from (describe {relation})"
        ).fetchall()
    )
    narrow = narrow_types(connection, relation, kinds)
    return {
        column: f"cast({identifier(column)} as {narrow[column]})"
        if column in narrow
        else as_text(column, kind)
        for column, kind in kinds.items()
        if column in narrow or ODD.search(kind)
    }


def as_text(column: str, kind: str) -> str:
    """Return SQL for a value as text: JSON where it has parts."""
    if NESTED.search(kind):
        return f"cast({identifier(column)} as json)"
    return f"cast({identifier(column)} as varchar)"


def narrow_types(connection, relation: str, kinds: dict[str, str]) -> dict[str, str]:
    """Return 64-bit types for numbers of 128 bits, if all their values fit."""
    narrow = {
        column: smaller
        for column, kind in kinds.items()
        if (smaller := narrow_type(kind)) is not None
    }
    if not narrow:
        return {}
    fits = ", ".join(
        f"count({identifier(column)}) = "
        f"count(try_cast({identifier(column)} as {smaller}))"
        for column, smaller in narrow.items()
    )
    answers = connection.execute(f"select {fits} from {relation}").fetchone()
    return {
        column: smaller
        for (column, smaller), fits in zip(narrow.items(), answers, strict=True)
        if fits
    }


def narrow_type(kind: str) -> str | None:
    """Return the 64-bit type for a number of 128 bits; nothing for the others.

    A decimal with more places than money has is a measurement.
    """
    if kind in ("HUGEINT", "UHUGEINT"):
        return "bigint"
    wide = WIDE_DECIMAL.fullmatch(kind)
    if not wide or int(wide[1]) <= DIGITS:
        return None
    return f"decimal({DIGITS}, {wide[2]})" if int(wide[2]) <= MONEY_SCALE else "double"
