"""Types of DuckLake and Iceberg for the types of DuckDB."""

import re

# Quoted names stay unchanged. Other words are types unless another word follows.
PARTS = re.compile(
    r'"(?:[^"]|"")*"'
    r"|(?P<size>\[\d+\])"
    r"|(?P<enum>ENUM\((?:'(?:[^']|'')*'(?:, )?)*\))"
    r"|(?P<word>\bTIME WITH TIME ZONE\b|\b[A-Z_]+\b(?! \w))"
)
# Parquet would drop the zone of a time.
DUCKLAKE = {"TIME WITH TIME ZONE": "VARCHAR"}
ICEBERG = DUCKLAKE | {
    "JSON": "VARCHAR",
    "SMALLINT": "INTEGER",
    "TIMESTAMP_MS": "TIMESTAMP",
    "TIMESTAMP_NS": "TIMESTAMP",
    "TIMESTAMP_S": "TIMESTAMP",
    "TINYINT": "INTEGER",
    "UBIGINT": "DECIMAL(20,0)",
    "UINTEGER": "BIGINT",
    "USMALLINT": "INTEGER",
    "UTINYINT": "INTEGER",
}


def lake_type(kind: str, others: dict[str, str]) -> str:
    """Return the type of a lakehouse for a type of DuckDB.

    `others` replaces types that this lakehouse lacks. Neither lakehouse has
    enumerations or arrays of a fixed length.
    """

    def replace(part: re.Match) -> str:
        if part["size"]:
            return "[]"
        if part["enum"]:
            return "VARCHAR"
        return others.get(part["word"], part[0])

    return PARTS.sub(replace, kind)
