"""SQL that Spark spells differently from DuckDB."""

import re

from ingest.engines.duckdb_dialect import BLANKS, LARGEST_EXACT, DuckDB
from ingest.engines.java_dates import java_format

# The latest year that a year of two digits can mean.
LAST_OF_TWO_DIGITS = 2068
NO_HASH = (
    "The customer ids are e-mail addresses, which are not hashed on Spark: build on "
    "DuckDB, or take customer_id from another column."
)
SPARK_TYPES = {
    "varchar": "string",
    "timestamp": "timestamp_ntz",
    "timestamptz": "timestamp_ltz",
}


class Spark(DuckDB):
    """The SQL of Spark. Its session has the time zone UTC."""

    group_sign = "$"

    def literal(self, text: str) -> str:
        """Return a text literal; a backslash is escaped."""
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"

    def name(self, column: str) -> str:
        """Return a quoted name."""
        return "`" + column.replace("`", "``") + "`"

    def type(self, name: str) -> str:
        """Return Spark's name of a type."""
        if name.endswith("[]"):
            return f"array<{self.type(name[:-2])}>"
        return SPARK_TYPES.get(name, name)

    def trim(self, text: str) -> str:
        """Return text without blanks of any kind around it."""
        return f"btrim({text}, {self.literal(BLANKS)})"

    def try_number(self, text: str, type_: str) -> str:
        """Return ASCII text as a decimal; Spark's cast also reads digits like `٣`."""
        return (
            f"case when octet_length({text}) = char_length({text}) "
            f"then try_cast({text} as {type_}) end"
        )

    def try_double(self, number: str, type_: str) -> str:
        """Return a double as a decimal, rounded as DuckDB does.

        Spark's cast does not round the double itself, but its shortest text.
        """
        digits, scale = map(int, re.findall(r"\d+", type_))
        scaled = f"({number} * 1e{scale}D)"
        # `floor(x + 0.5)` would also round up the double just below a half.
        is_away = f"abs({scaled} % 1D) >= 0.5D"
        units = f"({scaled} - {scaled} % 1D + if({is_away}, sign({scaled}), 0D))"
        # A large double does not fit into one bigint, so two bigints hold its digits.
        part = f"{units} % {LARGEST_EXACT}D"
        parts = f"bigint(({units} - {part}) / {LARGEST_EXACT}D)"
        exact = f"cast({parts} as decimal(20, 0)) * {LARGEST_EXACT}BD + bigint({part})"
        unit = f"cast(1e-{scale} as decimal({scale}, {scale}))"
        return (
            f"case when abs({units}) < 1e{digits}D "
            f"then cast(cast({exact} as decimal({digits}, 0)) * {unit} as {type_}) end"
        )

    def double_as_text(self, number: str) -> str:
        """Return a double as text; Spark's cast adds an exponent from 10 million on."""
        text = f"cast({number} as string)"
        plain = f"cast(cast({text} as decimal(38, 21)) as string)"
        pattern = self.literal(r"([.][0-9]+?)0+\z")
        return (
            f"case when abs({number}) >= 1e7D and abs({number}) < 1e16D "
            f"or abs({number}) >= 1e-4D and abs({number}) < 1e-3D "
            f"then regexp_replace({plain}, {pattern}, '$1') else {text} end"
        )

    def typed_expression(self, sql: str, type_: str) -> str:
        """Return the value of a block's expression as a type; an overflow is NULL."""
        return f"cast(({sql}) as {self.type(type_)})"

    def id(self, text: str) -> str:
        """Return an id without blanks around it; a whole number has no `.0`."""
        pattern = self.literal(r"^(-?[0-9]+)[.]0+\z")
        return f"regexp_replace(nullif({self.trim(text)}, ''), {pattern}, '$1')"

    def timestamp(self, text: str, date_format: str, zone: str) -> str:
        """Return text in a format of strptime as local time."""
        pattern = java_format(date_format)
        if "%z" in date_format:
            # A format of Java reads offsets either with a colon or without one. It also
            # reads a Z, which strptime does not.
            has_letter = f"{text} rlike {self.literal('[zZ]')}"
            has_colon = f"{text} rlike {self.literal('[+-][0-9]{2}:[0-9]{2}')}"
            short, long = (
                self.local_time(f"to_timestamp_ltz({text}, {self.literal(one)})", zone)
                for one in (pattern, pattern.replace("X", "XXX"))
            )
            return (
                f"case when {has_letter} then null when {has_colon} then {long} "
                f"else {short} end"
            )
        if "%Z" in date_format:
            instant = f"to_timestamp_ltz({text}, {self.literal(pattern)})"
            return self.local_time(instant, zone)
        parsed = f"to_timestamp_ntz({text}, {self.literal(pattern)})"
        if "%y" in date_format:
            # In Java, two digits mean a year from 2000 to 2099.
            years = f"if(year({parsed}) > {LAST_OF_TWO_DIGITS}, -100, 0)"
            return f"{parsed} + make_ym_interval({years})"
        return parsed

    def from_epoch(self, microseconds: str) -> str:
        """Return the instant that is some microseconds after 1970."""
        return f"timestamp_micros({microseconds})"

    def local_time(self, instant: str, zone: str) -> str:
        """Return the local time of an instant in a time zone."""
        local = f"from_utc_timestamp({instant}, {self.literal(zone)})"
        return f"cast({local} as timestamp_ntz)"

    def matches(self, text: str, pattern: str) -> str:
        """Return the condition that a text matches a regular expression."""
        return f"({text} rlike {self.literal(pattern)})"

    def replace_all(self, text: str, pattern: str, by: str) -> str:
        """Return text with all matches of a literal pattern replaced."""
        return f"regexp_replace({text}, {pattern}, {by})"

    def customer_hash(self, text: str, requires_key: bool = False) -> str:
        """Return an error: Spark would write the customer key into its logs."""
        error = f"raise_error(concat({self.literal(NO_HASH)}, left({text}, 0)))"
        return f"case when {text} is not null then cast({error} as string) end"

    def list_without_nulls(self, values: list[str]) -> str:
        """Return a list of the values that are not NULL."""
        return f"array_compact(array({', '.join(values)}))"

    def json(self, values: dict[str, str]) -> str:
        """Return named values as JSON text, NULLs included."""
        named = ", ".join(f"{value} as {name}" for name, value in values.items())
        return f"to_json(struct({named}), map('ignoreNullFields', 'false'))"
