"""SQL from the values of a source, as they came, to the columns of the contract.

It reads a relation with `source_file`, `line_number`, `line_reason` and, for each
column that the source has, `raw_<column>`: text, or whatever type the source gives it.
What has a type keeps it: only text is parsed.
"""

from dataclasses import replace

from ingest.contents import ID, MOMENT, ORDERS, WORD, Column
from ingest.dialects import LARGEST_EXACT, DuckDB
from ingest.sources import SourceBlock, needed_expressions

TEXT = "VARCHAR"
INTEGERS = "TINYINT SMALLINT INTEGER BIGINT HUGEINT UTINYINT USMALLINT UINTEGER UBIGINT"
DOUBLES = ("DOUBLE", "FLOAT")
# Sales before they are rounded.
EXACT = "decimal(30, 14)"
# What comes back is negative, however the source writes it.
SIGNED = ("quantity", "sales_amount", "profit_amount")


def select_lines(
    relation: str,
    block: SourceBlock,
    types: dict[str, str],
    dialect: DuckDB,
    may_have_null_bytes: bool = False,
) -> str:
    """Return a query of the contract's columns, one row a line, in their order.

    Parameters
    ----------
    relation : str
        SQL that can stand behind `from`.
    block : SourceBlock
        How values are written, what is computed from others, and what a return is.
    types : dict
        Type of DuckDB of each column that the source has.
    dialect : DuckDB
    may_have_null_bytes : bool
        Whether texts are to be looked through for null bytes.
    """
    steps = {
        "lines_typed": typed_columns(block, types, dialect, may_have_null_bytes),
        "lines_computed": computed_columns(block, types, dialect),
        "lines_rounded": rounded_columns(block, types, dialect),
        "lines": columns_of_the_contract(block, types, dialect),
    }
    query, before = f"with lines_as_they_came as (select * from {relation})", ""
    for name, columns in steps.items():
        before, after = name, before or "lines_as_they_came"
        query += f",\n\n{name} as (\n    select\n        {separated(columns)}"
        query += f"\n    from {after}\n)"
    return f"{query}\n\nselect * from lines\n"


def separated(columns: dict[str, str]) -> str:
    """Return columns of a query by what they are called."""
    return ",\n        ".join(f"{sql} as {name}" for name, sql in columns.items())


def typed_columns(block, types, dialect, may_have_null_bytes) -> dict[str, str]:
    """Return all columns by type, NULL where the source has none, and the raw ones."""
    columns = {
        "source_file": "source_file",
        "line_number": "line_number",
        "line_reason": line_reason(types, may_have_null_bytes),
    }
    for column in block.content.columns_of:
        columns[column.name] = (
            read(column, types[column.name], block, dialect)
            if column.name in types
            else f"cast(null as {dialect.type(column.sql_type)})"
        )
    if block.content is ORDERS:
        columns["rounding_amount"] = rounding(types.get("sales_amount"), block, dialect)
    return columns | {raw(name): raw(name) for name in types}


def line_reason(types: dict[str, str], may_have_null_bytes: bool) -> str:
    """Return what is wrong with a line as a whole."""
    texts = [raw(name) for name, type_ in types.items() if type_ == TEXT]
    if not (texts and may_have_null_bytes):
        return "line_reason"
    return (
        "case when line_reason is not null then line_reason "
        f"when contains(concat_ws('', {', '.join(texts)}), chr(0)) "
        "then 'line_has_null_bytes' end"
    )


def raw(column: str) -> str:
    """Return what a column is called as it came."""
    return f"raw_{column}"


def read(column: Column, type_: str, block: SourceBlock, dialect: DuckDB) -> str:
    """Return a column as it came by its type, NULL where that cannot be done."""
    value = raw(column.name)
    if column.is_text:
        text = as_text(value, type_, dialect)
        if column.type == ID:
            return as_id(value, type_, dialect)
        return f"lower({text})" if column.type == WORD else text
    if column.type == MOMENT:
        return as_moment(value, type_, block, dialect)
    return as_number(value, type_, column.type, block, dialect)


def as_text(value: str, type_: str, dialect: DuckDB) -> str:
    """Return a value as text without blanks around it; nothing but blanks is NULL."""
    if type_ in DOUBLES:
        return dialect.double_as_text(value)
    if type_ != TEXT:
        return f"cast({value} as {dialect.type('varchar')})"
    return f"nullif({dialect.trim(value)}, '')"


def as_id(value: str, type_: str, dialect: DuckDB) -> str:
    """Return an id as text; a whole number that came as a float has no `.0`."""
    text = as_text(value, type_, dialect)
    if type_ in INTEGERS.split():
        return text
    if type_ in DOUBLES:
        is_whole = f"{value} = floor({value}) and abs({value}) < {LARGEST_EXACT}"
        return f"case when {is_whole} then {dialect.whole(value)} else {text} end"
    return dialect.without_point_zero(text)


def as_moment(value: str, type_: str, block: SourceBlock, dialect: DuckDB) -> str:
    """Return wall clock time in the time zone of the source."""
    if type_ == "TIMESTAMP WITH TIME ZONE":
        return dialect.on_clocks(value, block.time_zone)
    if type_ == "DATE" or type_.startswith("TIMESTAMP"):
        return f"cast({value} as {dialect.type(MOMENT)})"
    text = value if type_ == TEXT else as_text(value, type_, dialect)
    # To take blanks away takes longer than to read a date, and few have any.
    formats = [
        dialect.moment(written, one, block.time_zone)
        for written in (text, dialect.trim(text))
        for one in block.date_formats
    ]
    return f"cast(coalesce({', '.join([*formats, 'null'])}) as {dialect.type(MOMENT)})"


def as_number(value, type_, number_type, block: SourceBlock, dialect: DuckDB) -> str:
    """Return a decimal; nothing is guessed of what a comma or a point means."""
    if type_ in DOUBLES:
        return dialect.try_double(value, number_type)
    if type_ in INTEGERS.split() or type_.startswith("DECIMAL"):
        return dialect.try_cast(value, number_type)
    text = dialect.trim(value) if type_ == TEXT else as_text(value, type_, dialect)
    if block.decimal_comma and type_ == TEXT:
        text = f"replace(replace({text}, '.', ''), ',', '.')"
    return dialect.try_number(text, number_type)


def rounding(type_: str | None, block: SourceBlock, dialect: DuckDB) -> str:
    """Return what the rounding to four places added to a line's sales."""
    value, nothing = raw("sales_amount"), "cast(null as decimal(38, 14))"
    if type_ is None:
        return nothing
    amount = as_number(value, type_, "decimal(18, 4)", block, dialect)
    if type_ in DOUBLES:
        # The double next to the amount is what the amount was written as.
        added = (
            f"case when cast({amount} as {type_.lower()}) = {value} then 0 "
            f"else cast({amount} as double) - {value} end"
        )
        return f"cast({added} as decimal(38, 14))"
    exact = as_number(value, type_, EXACT, block, dialect)
    return f"cast({amount} - {exact} as decimal(38, 14))"


def computed_columns(block, types, dialect) -> dict[str, str]:
    """Return the columns, those in place that the block computes from others.

    An expression sees the other columns by type, and none that is computed. Sales have
    as many places as can be, once: DuckDB computes what two columns share outside of
    their `try`, where an overflow stops it.
    """
    expressions = needed_expressions(block, types)
    columns = {name: name for name in columns_until_the_end(block, types)}
    for column in block.content.columns_of:
        if column.name in expressions:
            is_sales = column.name == "sales_amount"
            exact = replace(column, type=EXACT) if is_sales else column
            columns[column.name] = compute(exact, expressions[column.name], dialect)
    return columns


def rounded_columns(block, types, dialect) -> dict[str, str]:
    """Return the columns, computed sales rounded to four places as any others."""
    columns = {name: name for name in columns_until_the_end(block, types)}
    if "sales_amount" in needed_expressions(block, types):
        amount = dialect.try_cast("sales_amount", "decimal(18, 4)")
        columns["sales_amount"] = amount
        columns["rounding_amount"] = f"cast({amount} - sales_amount as decimal(38, 14))"
    return columns


def columns_until_the_end(block, types) -> list[str]:
    """Return the names of the columns that every step hands on."""
    made_last = ("reasons", "raw_values")
    names = [name for name in block.content.schema if name not in made_last]
    return [*names, "line_reason", *(raw(name) for name in types)]


def compute(column: Column, sql: str, dialect: DuckDB) -> str:
    """Return what an expression of the block gives, by the type of its column."""
    value = dialect.compute(sql, column.sql_type)
    if column.type == ID:
        return dialect.without_point_zero(as_text(value, TEXT, dialect))
    if column.is_text:
        text = as_text(value, TEXT, dialect)
        return f"lower({text})" if column.type == WORD else text
    return value


def columns_of_the_contract(block, types, dialect) -> dict[str, str]:
    """Return the columns with the signs of returns, and what is wrong with a line."""
    columns = {name: name for name in block.content.schema}
    if block.return_when:
        is_return = f"({block.return_when})"
        for name in SIGNED:
            columns[name] = f"case when {is_return} then -abs({name}) else {name} end"
        # What was added to a positive amount is taken from the negative one.
        rounding_amount = (
            f"case when {is_return} and sales_amount > 0 then -rounding_amount "
            f"when {is_return} and sales_amount = 0 "
            "then cast(0 * rounding_amount as decimal(38, 14)) "
            "else rounding_amount end"
        )
        columns["rounding_amount"] = f"cast({rounding_amount} as decimal(38, 14))"
    values = {name: raw(name) for name in types} or {"nothing": "null"}
    columns["reasons"] = reasons(block, types, dialect)
    # Sales over the counter are no fault, and what they say is nobody's business.
    may_lack = "customer_id" if block.anonymous_lines == "excluded" else ""
    to_show = [one for one in block.content.columns_of if one.name != may_lack]
    shown = some_fault(to_show, types, dialect)
    columns["raw_values"] = f"case when {shown} then {dialect.json(values)} end"
    return columns


def reasons(block: SourceBlock, types: dict[str, str], dialect: DuckDB) -> str:
    """Return the list of what speaks against a line; NULL where nothing does."""
    columns = block.content.columns_of
    return (
        f"case when line_reason is not null then {dialect.listed(['line_reason'])} "
        f"when {some_fault(columns, types, dialect)} "
        f"then {dialect.listed(faults(columns, types, dialect))} end"
    )


def some_fault(columns, types: dict[str, str], dialect: DuckDB) -> str:
    """Return the condition that something speaks against a line.

    To find that out first takes a third of what a list for every line would.
    """
    codes = ", ".join(faults(columns, types, dialect))
    return f"coalesce(line_reason, {codes}) is not null"


def faults(columns, types: dict[str, str], dialect: DuckDB) -> list[str]:
    """Return what may be wrong with values of a line: codes, NULL where nothing is."""
    return list(filter(None, (fault(one, types, dialect) for one in columns)))


def fault(column: Column, types: dict[str, str], dialect: DuckDB) -> str:
    """Return the code of why a value cannot be used; nothing where any can."""
    name, checks = column.name, []
    if name in types and not column.is_text:
        there = raw(name)
        if types[name] == TEXT:
            there = f"nullif({dialect.trim(there)}, '')"
        checks.append(
            f"when {name} is null and {there} is not null then '{name}_unreadable'"
        )
    if column.is_required:
        checks.append(f"when {name} is null then '{name}_missing'")
    if column.within:
        checks.append(f"when not ({column.within}) then '{name}_out_of_range'")
    return f"case {' '.join(checks)} end" if checks else ""
