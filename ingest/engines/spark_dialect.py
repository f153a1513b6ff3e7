"""What Spark spells otherwise than DuckDB where values are read."""

import re

from ingest.engines.duckdb_dialect import BLANKS, LARGEST_EXACT, DuckDB
from ingest.engines.java_dates import java_format

# The last year that two digits mean.
LAST_OF_TWO_DIGITS = 2068
NO_HASH = (
    "Customers are named by e-mail addresses, which are not hashed on Spark: build on "
    "DuckDB, or name them by another column."
)
# What Spark calls types of the contract.
SPARK_TYPES = {
    "varchar": "string",
    "timestamp": "timestamp_ntz",
    "timestamptz": "timestamp_ltz",
}


class Spark(DuckDB):
    """The SQL of Spark, where it is another one."""

    def literal(self, text: str) -> str:
        """Return a text literal: a backslash is one only behind another."""
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"

    def name(self, column: str) -> str:
        """Return a quoted name."""
        return "`" + column.replace("`", "``") + "`"

    def type(self, name: str) -> str:
        """Return what a type is called."""
        if name.endswith("[]"):
            return f"array<{self.type(name[:-2])}>"
        return SPARK_TYPES.get(name, name)

    def trim(self, text: str) -> str:
        """Return text without the blanks around it; to Spark's `trim` one is none."""
        return f"btrim({text}, {self.literal(BLANKS)})"

    def try_cast(self, value: str, type_: str) -> str:
        """Return a value as another type."""
        return f"try_cast({value} as {self.type(type_)})"

    def try_number(self, text: str, type_: str) -> str:
        """Return text as a decimal; digits of other scripts, longer, are none."""
        return (
            f"case when octet_length({text}) = char_length({text}) "
            f"then try_cast({text} as {type_}) end"
        )

    def try_double(self, number: str, type_: str) -> str:
        """Return a double as a decimal, rounded by the arithmetic of DuckDB.

        Spark's own cast would round the shortest text of what the double holds.
        """
        digits, places = map(int, re.findall(r"\d+", type_))
        scaled = f"({number} * 1e{places}D)"
        # To add a half would round up what is next below it, too.
        is_away = f"abs({scaled} % 1D) >= 0.5D"
        units = f"({scaled} - {scaled} % 1D + if({is_away}, sign({scaled}), 0D))"
        # All digits that a double has, in two parts that are whole numbers.
        part = f"{units} % {LARGEST_EXACT}D"
        parts = f"bigint(({units} - {part}) / {LARGEST_EXACT}D)"
        exact = f"cast({parts} as decimal(20, 0)) * {LARGEST_EXACT}BD + bigint({part})"
        unit = f"cast(1e-{places} as decimal({places}, {places}))"
        return (
            f"case when abs({units}) < 1e{digits}D "
            f"then cast(cast({exact} as decimal({digits}, 0)) * {unit} as {type_}) end"
        )

    def double_as_text(self, number: str) -> str:
        """Return a double as text: Spark's has an exponent from ten millions on."""
        text = f"cast({number} as string)"
        plain = f"cast(cast({text} as decimal(38, 21)) as string)"
        pattern = self.literal(r"([.][0-9]+?)0+\z")
        return (
            f"case when abs({number}) >= 1e7D and abs({number}) < 1e16D "
            f"or abs({number}) >= 1e-4D and abs({number}) < 1e-3D "
            f"then regexp_replace({plain}, {pattern}, '$1') else {text} end"
        )

    def compute(self, sql: str, type_: str) -> str:
        """Return an expression of a block; what overflows is NULL."""
        return f"cast(({sql}) as {self.type(type_)})"

    def whole(self, number: str) -> str:
        """Return a whole double as text without a point or an exponent."""
        return f"cast(cast({number} as bigint) as string)"

    def id(self, text: str) -> str:
        """Return an id without blanks around it; a whole number has no `.0`."""
        pattern = self.literal(r"^(-?[0-9]+)[.]0+\z")
        return f"regexp_replace(nullif({self.trim(text)}, ''), {pattern}, '$1')"

    def moment(self, text: str, date_format: str, zone: str) -> str:
        """Return text in one of strptime's formats as wall clock time."""
        pattern = java_format(date_format)
        if "%z" in date_format:
            # Java takes an offset with a colon or one without, never either; its Z,
            # which has no digits, is none to strptime.
            has_letter = f"{text} rlike {self.literal('[zZ]')}"
            has_colon = f"{text} rlike {self.literal('[+-][0-9]{2}:[0-9]{2}')}"
            short, long = (
                self.on_clocks(f"to_timestamp_ltz({text}, {self.literal(one)})", zone)
                for one in (pattern, pattern.replace("X", "XXX"))
            )
            return (
                f"case when {has_letter} then null when {has_colon} then {long} "
                f"else {short} end"
            )
        if "%Z" in date_format:
            instant = f"to_timestamp_ltz({text}, {self.literal(pattern)})"
            return self.on_clocks(instant, zone)
        read = f"to_timestamp_ntz({text}, {self.literal(pattern)})"
        if "%y" in date_format:
            # Two digits mean a year until 2068, and to Java one until 2099.
            years = f"if(year({read}) > {LAST_OF_TWO_DIGITS}, -100, 0)"
            return f"{read} + make_ym_interval({years})"
        return read

    def since_1970(self, microseconds: str) -> str:
        """Return the instant so many microseconds after 1970."""
        return f"timestamp_micros({microseconds})"

    def matches(self, text: str, pattern: str) -> str:
        """Return the condition that a text holds a regular expression."""
        return f"({text} rlike {self.literal(pattern)})"

    def replace_all(self, text: str, pattern: str, by: str) -> str:
        """Return text with all that a literal expression matches replaced."""
        return f"regexp_replace({text}, {pattern}, {by})"

    def groups(self, *numbers: int) -> str:
        """Return a literal of what groups of an expression have matched."""
        return self.literal("".join(f"${number}" for number in numbers))

    def is_text(self, value: str) -> str:
        """Return the condition that an expression gives text."""
        return f"typeof({value}) = 'string'"

    def hashed(self, text: str, refuses: bool = False) -> str:
        """Refuse: Spark writes all that it computes with, a key as well, into logs."""
        refused = f"raise_error(concat({self.literal(NO_HASH)}, left({text}, 0)))"
        return f"case when {text} is not null then cast({refused} as string) end"

    def on_clocks(self, instant: str, zone: str) -> str:
        """Return the wall clock time of an instant; the session's clocks are UTC's."""
        there = f"from_utc_timestamp({instant}, {self.literal(zone)})"
        return f"cast({there} as timestamp_ntz)"

    def listed(self, values: list[str]) -> str:
        """Return a list without its NULLs."""
        return f"array_compact(array({', '.join(values)}))"

    def json(self, values: dict[str, str]) -> str:
        """Return named values as JSON text, NULLs included."""
        named = ", ".join(f"{value} as {name}" for name, value in values.items())
        return f"to_json(struct({named}), map('ignoreNullFields', 'false'))"
