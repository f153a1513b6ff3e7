"""Types in which lakehouses give back what they were given."""

import re

# Quoted names stay; of the rest a type is what no word stands behind.
PARTS = re.compile(
    r'"(?:[^"]|"")*"'
    r"|(?P<size>\[\d+\])"
    r"|(?P<enum>ENUM\((?:'(?:[^']|'')*'(?:, )?)*\))"
    r"|(?P<word>\bTIME WITH TIME ZONE\b|\b[A-Z_]+\b(?! \w))"
)
# A time loses its zone in Parquet.
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
    """Return the type that a lakehouse has for a type of DuckDB.

    Neither of them has enumerations, or arrays of a fixed length.

    Parameters
    ----------
    kind : str
    others : dict of str to str
        What it writes instead of a type that it does not have.
    """

    def instead(part: re.Match) -> str:
        if part["size"]:
            return "[]"
        if part["enum"]:
            return "VARCHAR"
        return others.get(part["word"], part[0])

    return PARTS.sub(instead, kind)
