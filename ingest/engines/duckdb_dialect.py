"""SQL that DuckDB and Spark spell differently, as DuckDB spells it.

Each method takes and returns SQL. A value that cannot be read is NULL, never an error.
`ingest.engines.spark_dialect` overrides what Spark spells differently.
"""

import re

# A double is exact for every whole number below this one.
LARGEST_EXACT = 2**53
# The most digits of a decimal that fits into 64 bits.
DIGITS = 18
# The characters that DuckDB's `trim` removes.
BLANKS = (
    " \u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u202f\u205f\u3000"
)
# The length of a customer's hash in hex digits: equal hashes are improbable.
HASH_DIGITS = 32
NO_KEY = (
    "The customer ids are e-mail addresses, which are stored as keyed hashes only, "
    "and there is no key: run make key (or set CUSTOMER_KEY), then build again."
)


class DuckDB:
    """The SQL of DuckDB."""

    # Variables of the session contain the parts of the customer key, so no SQL shows
    # it.
    key_parts = ("customer_key_inner", "customer_key_outer")
    # In the replacement text of a regular expression, this sign is before a group's
    # number.
    group_sign = "\\"

    def literal(self, text: str) -> str:
        """Return a text literal."""
        return "'" + text.replace("'", "''") + "'"

    def name(self, column: str) -> str:
        """Return a quoted name."""
        return '"' + column.replace('"', '""') + '"'

    def type(self, name: str) -> str:
        """Return the engine's name of a type."""
        return name

    def trim(self, text: str) -> str:
        """Return text without blanks around it, including the blanks of Unicode."""
        return f"trim({text})"

    def try_cast(self, value: str, type_: str) -> str:
        """Return a value as another type."""
        return f"try_cast({value} as {self.type(type_)})"

    def try_number(self, text: str, type_: str) -> str:
        """Return text as a decimal, rounded to its scale."""
        digits, scale = map(int, re.findall(r"\d+", type_))
        wide = self.try_cast(text, type_)
        if digits <= DIGITS:
            return wide
        # DuckDB 1.5 takes a hundred times as long for a decimal of 128 bits as for one
        # of 64 bits. A text of at most 18 characters always fits into 64 bits.
        short = f"case when strlen({text}) <= {DIGITS} then {text} end"
        narrow = self.try_cast(short, f"decimal({DIGITS}, {scale})")
        return f"coalesce({narrow}, {wide})"

    def try_double(self, number: str, type_: str) -> str:
        """Return a double as a decimal, rounded half away from zero."""
        # DuckDB 1.5 loses digits where it casts a float of 32 bits to a decimal.
        return self.try_cast(f"cast({number} as double)", type_)

    def double_as_text(self, number: str) -> str:
        """Return the shortest text that means exactly this double."""
        return f"cast({number} as varchar)"

    def typed_expression(self, sql: str, type_: str) -> str:
        """Return the value of a block's expression as a type; an overflow is NULL."""
        return f"try(cast(({sql}) as {type_}))"

    def id(self, text: str) -> str:
        """Return an id without blanks around it; a whole number has no `.0`."""
        bare = f"nullif({self.trim(text)}, '')"
        whole = f"regexp_replace({bare}, '^(-?[0-9]+)[.]0+$', '\\1')"
        # Most ids need no change, and this test takes half as long as the replacement.
        may_change = f"contains({text}, ' ') or contains({text}, '.') or {text} = ''"
        return (
            f"case when {may_change} or strlen({text}) != length({text}) then {whole} "
            f"else {text} end"
        )

    def timestamp(self, text: str, date_format: str, zone: str) -> str:
        """Return text in a format of strptime as local time.

        A text with an offset is converted to the local time of the zone.
        """
        parsed = f"try_strptime({text}, {self.literal(date_format)})"
        if "%z" in date_format or "%Z" in date_format:
            return self.local_time(f"cast({parsed} as timestamptz)", zone)
        return parsed

    def from_epoch(self, microseconds: str) -> str:
        """Return the instant that is some microseconds after 1970."""
        return f"(make_timestamp({microseconds}) at time zone 'UTC')"

    def local_time(self, instant: str, zone: str) -> str:
        """Return the local time of an instant in a time zone."""
        return f"cast({instant} at time zone {self.literal(zone)} as timestamp)"

    def matches(self, text: str, pattern: str) -> str:
        """Return the condition that a text matches a regular expression."""
        return f"regexp_matches({text}, {self.literal(pattern)})"

    def replace_all(self, text: str, pattern: str, by: str) -> str:
        """Return text with all matches of a literal pattern replaced."""
        return f"regexp_replace({text}, {pattern}, {by}, 'g')"

    def is_text(self, value: str) -> str:
        """Return the condition that the value of an expression is text."""
        return f"lower(typeof({value})) = '{self.type('varchar')}'"

    def customer_hash(self, text: str, requires_key: bool = False) -> str:
        """Return the first half of a text's HMAC-SHA256 as hex digits.

        Without a key, the result is NULL, or an error if `requires_key`.
        """
        inner, outer = (f"getvariable('{name}')" for name in self.key_parts)
        # DuckDB raises an error with a constant message even if no row needs it.
        # Therefore the message contains an empty part of the text.
        error = f"error(concat({self.literal(NO_KEY)}, left({text}, 0)))"
        hmac = f"sha256({outer} || unhex(sha256({inner} || encode({text}))))"
        return (
            f"case when {text} is null then null when {inner} is null then "
            f"{error if requires_key else 'null'} else left({hmac}, {HASH_DIGITS}) end"
        )

    def list_without_nulls(self, values: list[str]) -> str:
        """Return a list of the values that are not NULL."""
        return f"list_filter([{', '.join(values)}], lambda one: one is not null)"

    def json(self, values: dict[str, str]) -> str:
        """Return named values as JSON text, NULLs included."""
        pairs = ", ".join(f"{name} := {value}" for name, value in values.items())
        return f"cast(to_json(struct_pack({pairs})) as varchar)"


SQL = DuckDB()
