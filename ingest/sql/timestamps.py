"""Dates as ISO 8601 writes them, which every block reads, and counts of seconds."""

from ingest.engines.duckdb_dialect import DuckDB

# What a block may say beside the formats of strptime, and how many make a second.
EPOCHS = {"epoch": 1, "epoch_ms": 1_000}
# The first second of 2100, where the contract ends.
BEYOND = 4_102_444_800
# ISO knows no halves of days, and spreadsheets write them all the same.
HALF_DAYS = ("%Y-%m-%d %I:%M:%S %p", "%Y-%m-%d %I:%M %p", "%Y-%m-%d %I:%M:%S %p %z")
DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
CLOCK = "[Tt ](?:[01][0-9]|2[0-3]):[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?"
OFFSET = " ?(?:[Zz]|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?)"
# How engines write what people write otherwise.
SPELT = {",": ".", " +": "+", " -": "-", "UTC": "Z", "GMT": "Z", " Z": "Z"}


def parse_iso(text: str, zone: str, dialect: DuckDB) -> str:
    """Return text as wall clock time; an instant as the clocks of a zone show it.

    Parameters
    ----------
    text : str
        SQL of a text without blanks around it.
    zone : str
        Name of the time zone of the source.
    dialect : DuckDB
    """
    is_instant = dialect.matches(text, rf"\A{DAY}{CLOCK}{OFFSET}\z")
    is_wall_clock = dialect.matches(text, rf"\A{DAY}(?:{CLOCK})?\z")
    spelt = f"upper({text})"
    for written, read in SPELT.items():
        spelt = f"replace({spelt}, '{written}', '{read}')"
    wall_clock = dialect.try_cast(spelt, "timestamp")
    # To Spark an offset stands behind seconds only.
    spelt = (
        f"case when substr({spelt}, 17, 1) = ':' then {spelt} "
        f"else concat(substr({spelt}, 1, 16), ':00', substr({spelt}, 17)) end"
    )
    instant = dialect.on_clocks(dialect.try_cast(spelt, "timestamptz"), zone)
    halves = ", ".join(dialect.moment(text, one, zone) for one in HALF_DAYS)
    return (
        f"case when {is_wall_clock} then {wall_clock} when {is_instant} then {instant} "
        f"when {text} != '' then coalesce({halves}) end"
    )


def parse_epoch(text: str, date_format: str, zone: str, dialect: DuckDB) -> str:
    """Return a count of seconds or milliseconds since 1970 as wall clock time."""
    number = dialect.try_number(text, "decimal(20, 6)")
    unit = EPOCHS[date_format]
    micros = f"cast({number} * {1_000_000 // unit} as bigint)"
    moment = dialect.on_clocks(dialect.since_1970(micros), zone)
    return f"case when {number} >= 0 and {number} < {BEYOND * unit} then {moment} end"
