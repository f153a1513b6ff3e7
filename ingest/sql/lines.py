"""Write the query from the raw lines of a source to the columns of a dataset.

The query reads a relation with `source_file`, `line_number`, `line_reason`, and a
column `raw_<key>` of any type for each column of the source. A key is the name of a
canonical column, or `extra_<number>` for any other column that the block's SQL reads.
"""

from dataclasses import replace

from ingest.blocks.matching import needed_expressions
from ingest.blocks.source_block import SourceBlock
from ingest.datasets import ORDERS
from ingest.engines.duckdb_dialect import DuckDB
from ingest.sql.carry_down import carried_columns
from ingest.sql.hashing import hash_email
from ingest.sql.reasons import any_of, is_invalid, reason_codes
from ingest.sql.render import render
from ingest.sql.returns import returned_columns
from ingest.sql.values import (
    EXACT_AMOUNT,
    ROUNDING,
    TEXT,
    as_text,
    computed_value,
    is_number,
    raw,
    raw_or_null,
    rounding_amount,
    typed_value,
)

CUSTOMER = "customer_id"
# The reason of a line for which the block's `where` is not true.
LEFT_OUT = "left_out_by_where"


def select_lines(
    relation: str,
    block: SourceBlock,
    types: dict[str, str],
    dialect: DuckDB,
    may_have_null_bytes: bool = False,
) -> str:
    """Return the query that turns raw lines into the columns of a dataset.

    It returns one row per line.

    Parameters
    ----------
    relation : str
        The SQL of the raw lines, in the form for a `from` clause.
    types : dict
        The DuckDB type of each column of the source, by its key.
    may_have_null_bytes : bool
        Whether to search texts for null bytes.
    """
    carried = carried_columns(block, types, dialect)
    filled = ", ".join(f"{sql} as {name}" for name, sql in carried.items())
    columns = f"* replace ({filled})" if filled else "*"
    query = f"with lines_raw as (select {columns} from {relation})"
    steps = {
        "lines_typed": typed_columns(block, types, dialect, may_have_null_bytes),
        "lines_computed": computed_columns(block, types, dialect),
        "lines_rounded": rounded_columns(block, types, dialect),
        "lines_checked": checked_columns(block, types, dialect),
        "lines": dataset_columns(block, types, dialect),
    }
    before = "lines_raw"
    for name, columns in steps.items():
        listed = ",\n        ".join(f"{sql} as {one}" for one, sql in columns.items())
        query += f",\n\n{name} as (\n    select\n        {listed}\n    from {before}\n)"
        before = name
    return f"{query}\n\nselect * from lines\n"


def typed_columns(block, types, dialect, may_have_null_bytes) -> dict[str, str]:
    """Return the raw columns and the typed columns; a missing column is NULL."""
    columns = {
        "source_file": "source_file",
        "line_number": "line_number",
        "line_reason": line_reason(types, may_have_null_bytes),
    }
    for column in block.dataset.columns:
        columns[column.name] = (
            typed_value(column, types[column.name], block, dialect)
            if column.name in types
            else f"cast(null as {dialect.type(column.sql_type)})"
        )
    columns["row_version"] = f"cast(null as {dialect.type('bigint')})"
    if block.dataset is ORDERS:
        amount = rounding_amount(types.get("sales_amount"), block, dialect)
        columns["rounding_amount"] = amount
    mapped, extra = split_types(block, types)
    columns |= {name: raw_or_null(name, extra[name], dialect) for name in extra}
    return columns | {raw(name): raw(name) for name in mapped}


def split_types(block, types) -> tuple[dict[str, str], dict[str, str]]:
    """Return two dicts of types: of the canonical columns, and of the extra columns."""
    mapped = {name: types[name] for name in types if name in block.dataset.column_names}
    return mapped, {name: types[name] for name in types if name not in mapped}


def line_reason(types: dict[str, str], may_have_null_bytes: bool) -> str:
    """Return the SQL of the reason for which a whole line is broken."""
    texts = [raw(name) for name, type_ in types.items() if type_ == TEXT]
    if not (texts and may_have_null_bytes):
        return "line_reason"
    return (
        "case when line_reason is not null then line_reason "
        f"when contains(concat_ws('', {', '.join(texts)}), chr(0)) "
        "then 'line_has_null_bytes' end"
    )


def passed_columns(block, types) -> dict[str, str]:
    """Return the columns that a step passes on, without those that it replaces."""
    last = ("status_meaning", "reasons", "raw_values")
    names = [name for name in block.dataset.column_types if name not in last]
    mapped, extra = split_types(block, types)
    names += ["line_reason", *extra, *(raw(name) for name in mapped)]
    return {name: name for name in names}


def computed_columns(block, types, dialect) -> dict[str, str]:
    """Return the columns of the step that computes columns of the block.

    An expression reads typed columns but no computed columns. Sales keep all decimal
    places until the next step. If both were one step, DuckDB would compute the
    expression that sales and rounding share outside of `try`, and an overflow would
    stop the query.
    """
    expressions = needed_expressions(block, types)
    columns = passed_columns(block, types)
    for column in block.dataset.columns:
        name = column.name
        if name in expressions:
            is_sales = name == "sales_amount"
            exact = replace(column, type=EXACT_AMOUNT) if is_sales else column
            sql = render(expressions[name], block, types, dialect)
            columns[name] = computed_value(exact, sql, dialect)
        if name == CUSTOMER and not is_number(types.get(name, TEXT)):
            columns[name] = hash_email(columns[name], dialect, requires_key=True)
    return columns


def rounded_columns(block, types, dialect) -> dict[str, str]:
    """Return the columns of the step that rounds computed sales to four places."""
    columns = passed_columns(block, types)
    if "sales_amount" in needed_expressions(block, types):
        amount = dialect.try_cast("sales_amount", "decimal(18, 4)")
        columns["sales_amount"] = amount
        columns["rounding_amount"] = f"cast({amount} - sales_amount as {ROUNDING})"
    return columns


def checked_columns(block, types, dialect) -> dict[str, str]:
    """Return the columns of the step that finds lines to reject or to leave out.

    Few lines are rejected. One condition per line is much faster than a list of reasons
    for every line.
    """
    columns = passed_columns(block, types)
    invalid = {
        one.name: is_invalid(one, types, dialect) for one in block.dataset.columns
    }
    columns["is_invalid"] = any_of("line_reason is not null", *invalid.values())
    if block.anonymous_lines == "excluded":
        # A sale without a customer is no error, so its raw values are not stored.
        del invalid[CUSTOMER]
    is_left_out = "false"
    if block.where:
        # A line that `where` leaves out gets no other reasons.
        sql = render(block.where, block, types, dialect)
        kept = f"coalesce({dialect.typed_expression(sql, 'boolean')}, false)"
        is_left_out = f"(line_reason is null and not {kept})"
    keeps_raw = any_of("line_reason is not null", *invalid.values())
    columns["keeps_raw_values"] = f"({keeps_raw} and not {is_left_out})"
    columns["is_left_out"] = is_left_out
    return columns


def dataset_columns(block, types, dialect) -> dict[str, str]:
    """Return the columns of the last step: returns, reasons and raw values."""
    columns = {name: name for name in block.dataset.column_types}
    if block.dataset is ORDERS:
        columns |= returned_columns(block, types, dialect)
    reasons = dialect.list_without_nulls(reason_codes(block, types, dialect))
    of_line, left_out = (
        dialect.list_without_nulls([one]) for one in ("line_reason", f"'{LEFT_OUT}'")
    )
    columns["reasons"] = (
        f"case when line_reason is not null then {of_line} "
        f"when is_left_out then {left_out} when is_invalid then {reasons} end"
    )
    values = {name: raw(name) for name in split_types(block, types)[0]}
    if CUSTOMER in values and not is_number(types[CUSTOMER]):
        # Raw values never contain an e-mail address.
        is_text = types[CUSTOMER] == TEXT
        text = raw(CUSTOMER) if is_text else as_text(raw(CUSTOMER), "", dialect)
        values[CUSTOMER] = hash_email(text, dialect)
    json = dialect.json(values or {"nothing": "null"})
    columns["raw_values"] = f"case when keeps_raw_values then {json} end"
    return columns
