"""Types and values of the published tables in PostgreSQL."""

import re

from bi.warehouse import identifier

# The types of PostgreSQL for types of DuckDB. Types in neither list become text.
TYPES = {
    "BLOB": "bytea",
    "DOUBLE": "double precision",
    "FLOAT": "real",
    "JSON": "jsonb",
    "TIME": "time without time zone",
    "TIME WITH TIME ZONE": "time with time zone",
    "TIMESTAMP": "timestamp without time zone",
    "TIMESTAMP WITH TIME ZONE": "timestamp with time zone",
    "TIMESTAMP_MS": "timestamp without time zone",
    "TIMESTAMP_NS": "timestamp without time zone",
    "TIMESTAMP_S": "timestamp without time zone",
    "TINYINT": "smallint",
    "UBIGINT": "numeric(20,0)",
    "UINTEGER": "bigint",
    "USMALLINT": "integer",
    "UTINYINT": "smallint",
}
SAME = {"BIGINT", "BOOLEAN", "DATE", "INTEGER", "SMALLINT", "UUID"}
# Lists, arrays, structs and maps of DuckDB.
NESTED = re.compile(r"\]$|^(STRUCT|MAP)\(")


def postgres_type(kind: str) -> str:
    """Return the type of PostgreSQL for a type of DuckDB."""
    if kind in SAME:
        return kind.lower()
    if NESTED.search(kind):
        return "jsonb"
    if kind.startswith("DECIMAL"):
        return kind.lower().replace("decimal", "numeric")
    return TYPES.get(kind, "text")


def postgres_value(column: str, kind: str) -> str:
    """Return SQL of DuckDB that writes a column to CSV as PostgreSQL reads it."""
    name = identifier(column)
    if kind == "BLOB":
        return f"'\\x' || hex({name})"
    if NESTED.search(kind):
        return f"to_json({name})"
    return name
