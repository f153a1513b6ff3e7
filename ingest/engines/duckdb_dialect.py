"""What engines spell differently where values are read: as DuckDB spells it.

`ingest.engines.spark_dialect` is the other one.

Each function takes and returns SQL. What cannot be read is NULL, and never an error.
"""

import re

# Doubles below it hold every whole number.
LARGEST_EXACT = 2**53
# Of a decimal of 64 bits.
DIGITS = 18
# All that DuckDB's `trim` takes for a blank.
BLANKS = (
    " \u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u202f\u205f\u3000"
)
# Hex digits of a customer's hash: no two customers share 128 bits.
HASH_DIGITS = 32
NO_KEY = (
    "Customers are named by e-mail addresses, which are stored as keyed hashes only, "
    "and there is no key: run make key (or set CUSTOMER_KEY), then build again."
)


class DuckDB:
    """The SQL of DuckDB."""

    # Variables that hold the key of customers: no SQL ever does.
    key_parts = ("customer_key_inner", "customer_key_outer")

    def literal(self, text: str) -> str:
        """Return a text literal, whatever quotes it holds."""
        return "'" + text.replace("'", "''") + "'"

    def name(self, column: str) -> str:
        """Return a quoted name."""
        return '"' + column.replace('"', '""') + '"'

    def type(self, name: str) -> str:
        """Return what a type is called."""
        return name

    def trim(self, text: str) -> str:
        """Return text without the blanks around it, those of other scripts included."""
        return f"trim({text})"

    def try_cast(self, value: str, type_: str) -> str:
        """Return a value as another type."""
        return f"try_cast({value} as {type_})"

    def try_number(self, text: str, type_: str) -> str:
        """Return text as a decimal, rounded to its places."""
        digits, places = map(int, re.findall(r"\d+", type_))
        wide = self.try_cast(text, type_)
        if digits <= DIGITS:
            return wide
        # DuckDB 1.5 takes a hundred times as long for numbers of 128 bits. A longer
        # text may have more digits than those of 64 bits are made of.
        short = f"case when strlen({text}) <= {DIGITS} then {text} end"
        narrow = self.try_cast(short, f"decimal({DIGITS}, {places})")
        return f"coalesce({narrow}, {wide})"

    def try_double(self, number: str, type_: str) -> str:
        """Return a double as a decimal, rounded half away from zero."""
        # DuckDB 1.5 loses digits of a float of 32 bits that it makes a decimal of.
        return self.try_cast(f"cast({number} as double)", type_)

    def double_as_text(self, number: str) -> str:
        """Return a double as the shortest text that means it."""
        return f"cast({number} as varchar)"

    def compute(self, sql: str, type_: str) -> str:
        """Return an expression of a block; one line's overflow stops nothing."""
        return f"try(cast(({sql}) as {type_}))"

    def whole(self, number: str) -> str:
        """Return a whole double as text without a point or an exponent."""
        return f"cast(cast({number} as bigint) as varchar)"

    def id(self, text: str) -> str:
        """Return an id without blanks around it; a whole number has no `.0`.

        Nearly all are written so already, which is found out in half of the time.
        """
        bare = f"nullif({self.trim(text)}, '')"
        whole = f"regexp_replace({bare}, '^(-?[0-9]+)[.]0+$', '\\1')"
        is_odd = f"contains({text}, ' ') or contains({text}, '.') or {text} = ''"
        return (
            f"case when {is_odd} or strlen({text}) != length({text}) then {whole} "
            f"else {text} end"
        )

    def moment(self, text: str, date_format: str, zone: str) -> str:
        """Return text in one of strptime's formats as wall clock time.

        A format with an offset gives an instant: the time then on the source's clocks.
        """
        read = f"try_strptime({text}, {self.literal(date_format)})"
        if "%z" in date_format or "%Z" in date_format:
            return self.on_clocks(f"cast({read} as timestamptz)", zone)
        return read

    def since_1970(self, microseconds: str) -> str:
        """Return the instant so many microseconds after 1970."""
        return f"(make_timestamp({microseconds}) at time zone 'UTC')"

    def matches(self, text: str, pattern: str) -> str:
        """Return the condition that a text holds a regular expression."""
        return f"regexp_matches({text}, {self.literal(pattern)})"

    def replace_all(self, text: str, pattern: str, by: str) -> str:
        """Return text with all that a literal expression matches replaced."""
        return f"regexp_replace({text}, {pattern}, {by}, 'g')"

    def groups(self, *numbers: int) -> str:
        """Return a literal of what groups of an expression have matched."""
        return self.literal("".join(f"\\{number}" for number in numbers))

    def nothing(self) -> str:
        """Return a text that is not there."""
        return f"cast(null as {self.type('varchar')})"

    def is_text(self, value: str) -> str:
        """Return the condition that an expression gives text."""
        return f"typeof({value}) = 'VARCHAR'"

    def hashed(self, text: str, refuses: bool = False) -> str:
        """Return the first half of a text's HMAC-SHA256 as hex digits.

        Without a key it is NULL, or an error, which no expression may raise.
        """
        inner, outer = (f"getvariable('{name}')" for name in self.key_parts)
        # A message that depends on the line is no constant, which would always fail.
        refused = f"error(concat({self.literal(NO_KEY)}, left({text}, 0)))"
        hmac = f"sha256({outer} || unhex(sha256({inner} || encode({text}))))"
        return (
            f"case when {text} is null then null when {inner} is null then "
            f"{refused if refuses else 'null'} else left({hmac}, {HASH_DIGITS}) end"
        )

    def on_clocks(self, instant: str, zone: str) -> str:
        """Return the wall clock time of an instant in a time zone."""
        return f"cast({instant} at time zone {self.literal(zone)} as timestamp)"

    def listed(self, values: list[str]) -> str:
        """Return a list without its NULLs."""
        return f"list_filter([{', '.join(values)}], lambda one: one is not null)"

    def json(self, values: dict[str, str]) -> str:
        """Return named values as JSON text, NULLs included."""
        return f"cast(to_json(struct_pack({pairs(values, ':=')})) as varchar)"


def pairs(values: dict[str, str], sign: str) -> str:
    """Return names and values with a sign between them."""
    return ", ".join(f"{name} {sign} {value}" for name, value in values.items())
