"""SQL from the lines of a source, as they came, to the columns of the contract.

It reads a relation with `source_file`, `line_number`, `line_reason` and, for each
column that the source has, `raw_<column>`: text, or whatever type the source gives it.
What its SQL reads of the file's own columns is called `own_<number>` behind `raw_`.
"""

from dataclasses import replace

from ingest.blocks.matching import needed_expressions
from ingest.blocks.source_block import SourceBlock
from ingest.datasets import ORDERS
from ingest.engines.duckdb_dialect import DuckDB
from ingest.sql.carry_down import filled_columns
from ingest.sql.hashing import hash_email
from ingest.sql.reasons import any_of, is_invalid, reason_codes
from ingest.sql.render import extra_column, render
from ingest.sql.returns import returned_columns
from ingest.sql.values import (
    EXACT_AMOUNT,
    TEXT,
    as_text,
    compute,
    is_number,
    raw,
    read,
    rounding,
)

CUSTOMER = "customer_id"
# The reason of lines for which the block's `where` is not true.
LEFT_OUT = "left_out_by_where"


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
        "lines_examined": examined_columns(block, types, dialect),
        "lines": columns_of_the_contract(block, types, dialect),
    }
    carried = filled_columns(block, types, dialect)
    filled = ", ".join(f"{sql} as {name}" for name, sql in carried.items())
    columns = f"* replace ({filled})" if filled else "*"
    query, before = f"with lines_as_they_came as (select {columns} from {relation})", ""
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
    for column in block.dataset.columns:
        columns[column.name] = (
            read(column, types[column.name], block, dialect)
            if column.name in types
            else f"cast(null as {dialect.type(column.sql_type)})"
        )
    columns["row_version"] = f"cast(null as {dialect.type('bigint')})"
    if block.dataset is ORDERS:
        columns["rounding_amount"] = rounding(types.get("sales_amount"), block, dialect)
    own = {
        name: extra_column(raw(name), types[name], dialect)
        for name in types
        if name not in block.dataset.column_names
    }
    mapped = mapped_types(block, types)
    return columns | own | {raw(name): raw(name) for name in mapped}


def mapped_types(block, types) -> dict[str, str]:
    """Return the types of the canonical columns that a source has."""
    return {name: types[name] for name in types if name in block.dataset.column_names}


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


def computed_columns(block, types, dialect) -> dict[str, str]:
    """Return the columns, those in place that the block computes from others.

    An expression sees the other columns by type, and none that is computed. Sales have
    as many places as can be, once: DuckDB computes what two columns share outside of
    their `try`, where an overflow stops it.
    """
    expressions = needed_expressions(block, types)
    columns = {name: name for name in columns_until_the_end(block, types)}
    for column in block.dataset.columns:
        name = column.name
        if name in expressions:
            is_sales = name == "sales_amount"
            exact = replace(column, type=EXACT_AMOUNT) if is_sales else column
            sql = render(expressions[name], block, types, dialect)
            columns[name] = compute(exact, sql, dialect)
        if name == CUSTOMER and not is_number(types.get(name, TEXT)):
            columns[name] = hash_email(columns[name], dialect, refuses=True)
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
    made_last = ("status_meaning", "reasons", "raw_values")
    names = [name for name in block.dataset.column_types if name not in made_last]
    own = [name for name in types if name not in block.dataset.column_names]
    mapped = mapped_types(block, types)
    return [*names, "line_reason", *own, *(raw(name) for name in mapped)]


def columns_of_the_contract(block, types, dialect) -> dict[str, str]:
    """Return the columns, what became of the order, and what is wrong with a line."""
    columns = {name: name for name in block.dataset.column_types}
    if block.dataset is ORDERS:
        columns |= returned_columns(block, types, dialect)
    listed = dialect.listed(reason_codes(block, types, dialect))
    left_out = dialect.listed([f"'{LEFT_OUT}'"])
    columns["reasons"] = (
        f"case when line_reason is not null then {dialect.listed(['line_reason'])} "
        f"when is_left_out then {left_out} when is_invalid then {listed} end"
    )
    values = raw_values(block, types, dialect)
    columns["raw_values"] = f"case when is_told then {dialect.json(values)} end"
    return columns


def raw_values(block, types, dialect) -> dict[str, str]:
    """Return the mapped columns as they came, and of a customer no e-mail address."""
    values = {name: raw(name) for name in mapped_types(block, types)}
    if CUSTOMER in values and not is_number(types[CUSTOMER]):
        is_text = types[CUSTOMER] == TEXT
        text = raw(CUSTOMER) if is_text else as_text(raw(CUSTOMER), "", dialect)
        values[CUSTOMER] = hash_email(text, dialect)
    return values or {"nothing": "null"}


def examined_columns(block, types, dialect) -> dict[str, str]:
    """Return the columns, and whether anything speaks against a line.

    Of nearly all lines nothing does: one condition takes a fraction of the time that a
    list of reasons for each would.
    """
    columns = {name: name for name in columns_until_the_end(block, types)}
    faults = {
        column.name: is_invalid(column, types, dialect)
        for column in block.dataset.columns
    }
    columns["is_invalid"] = any_of("line_reason is not null", *faults.values())
    if block.anonymous_lines == "excluded":
        # Sales over the counter are no fault, and what they say is nobody's business.
        del faults["customer_id"]
    is_left_out = "false"
    if block.where:
        # What was left out on purpose is no fault, whatever else it lacks.
        sql = render(block.where, block, types, dialect)
        kept = f"coalesce({dialect.compute(sql, 'boolean')}, false)"
        is_left_out = f"(line_reason is null and not {kept})"
    told = any_of("line_reason is not null", *faults.values())
    columns["is_told"] = f"({told} and not {is_left_out})"
    columns["is_left_out"] = is_left_out
    return columns
