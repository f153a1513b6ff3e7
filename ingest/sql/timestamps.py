"""Read dates in ISO 8601, for every block, and counts of seconds since 1970."""

from ingest.engines.duckdb_dialect import DuckDB

# Names that a block may use instead of a format of strptime, with units per second.
EPOCHS = {"epoch": 1, "epoch_ms": 1_000}
# The first second of 2100, where the range of a dataset ends.
BEYOND = 4_102_444_800
# Spreadsheets add AM or PM, which ISO 8601 does not have.
HALF_DAYS = ("%Y-%m-%d %I:%M:%S %p", "%Y-%m-%d %I:%M %p", "%Y-%m-%d %I:%M:%S %p %z")
DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
CLOCK = "[Tt ](?:[01][0-9]|2[0-3]):[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?"
OFFSET = " ?(?:[Zz]|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?)"
# Replacements of a spelling: the engines read only the second text of each pair.
SPELLINGS = {",": ".", " +": "+", " -": "-", "UTC": "Z", "GMT": "Z", " Z": "Z"}


def parse_iso(text: str, zone: str, dialect: DuckDB) -> str:
    """Return ISO text without blanks around it as local time.

    A time with an offset is converted to the local time of the zone.
    """
    is_instant = dialect.matches(text, rf"\A{DAY}{CLOCK}{OFFSET}\z")
    is_local = dialect.matches(text, rf"\A{DAY}(?:{CLOCK})?\z")
    iso = f"upper({text})"
    for written, read in SPELLINGS.items():
        iso = f"replace({iso}, '{written}', '{read}')"
    local = dialect.try_cast(iso, "timestamp")
    # Spark reads an offset only after seconds.
    iso = (
        f"case when substr({iso}, 17, 1) = ':' then {iso} "
        f"else concat(substr({iso}, 1, 16), ':00', substr({iso}, 17)) end"
    )
    instant = dialect.local_time(dialect.try_cast(iso, "timestamptz"), zone)
    halves = ", ".join(dialect.timestamp(text, one, zone) for one in HALF_DAYS)
    return (
        f"case when {is_local} then {local} when {is_instant} then {instant} "
        f"when {text} != '' then coalesce({halves}) end"
    )


def parse_epoch(text: str, date_format: str, zone: str, dialect: DuckDB) -> str:
    """Return a count of seconds or milliseconds since 1970 as local time."""
    number = dialect.try_number(text, "decimal(20, 6)")
    unit = EPOCHS[date_format]
    micros = f"cast({number} * {1_000_000 // unit} as bigint)"
    local = dialect.local_time(dialect.from_epoch(micros), zone)
    return f"case when {number} >= 0 and {number} < {BEYOND * unit} then {local} end"
