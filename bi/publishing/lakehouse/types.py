"""The types of DuckLake and Iceberg that replace types of DuckDB."""

import re

# The parts of a type in SQL. A name in quotes stays unchanged, and so does a word that
# another word follows, because it is the name of a field.
PARTS = re.compile(
    r'"(?:[^"]|"")*"'
    r"|(?P<size>\[\d+\])"
    r"|(?P<enum>ENUM\((?:'(?:[^']|'')*'(?:, )?)*\))"
    r"|(?P<word>\bTIME WITH TIME ZONE\b|\b[A-Z_]+\b(?! \w))"
)
# Parquet does not store the time zone of a time of day.
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
    """Return the type that a lakehouse has in place of a type of DuckDB.

    `others` maps types that only this lakehouse lacks to types that it has. Neither
    lakehouse has enumerations or arrays of a fixed length.
    """

    def replace(part: re.Match) -> str:
        if part["size"]:
            return "[]"
        if part["enum"]:
            return "VARCHAR"
        return others.get(part["word"], part[0])

    return PARTS.sub(replace, kind)
