"""Translate the expressions of a block into the SQL of an engine."""

from ingest.blocks.expressions import FILE, Reference, references_in, rewrite, simplify
from ingest.blocks.source_block import SourceBlock, canonical_name
from ingest.engines.duckdb_dialect import DuckDB
from ingest.sql.hashing import hash_email
from ingest.sql.values import TEXT, as_number, as_timestamp

# The type of `number()`. A product of two such values has twice as many decimal places.
NUMBER = "decimal(24, 6)"


def render(sql: str, block: SourceBlock, types: dict[str, str], dialect: DuckDB) -> str:
    """Return an expression in SQL that an engine can run on the query's columns.

    `types` has the DuckDB type of each column of the source, by its key.
    """
    types = types | {
        column.name: TEXT if column.is_text else column.type.upper()
        for column in block.dataset.columns
    }
    null = f"cast(null as {dialect.type('varchar')})"

    def column(one: Reference) -> str:
        name = canonical_name(one, block.dataset)
        if name == "customer_id":
            return hash_email(name, dialect)
        key = name or block.extra_keys[simplify(one.name)]
        return key if key in types else null

    def call(one: Reference, value: str) -> str:
        type_ = types.get(value.strip())
        text = f"cast(({value}) as {dialect.type('varchar')})"
        if one.call == "hashed":
            return dialect.customer_hash(f"nullif(lower({dialect.trim(text)}), '')")
        if one.call == "number":
            return f"({number(f'({value})', text, type_, block, dialect)})"
        # A time of any type becomes ISO text.
        value, type_ = (f"({value})", type_) if type_ else (text, TEXT)
        return f"({as_timestamp(value, type_, block, dialect)})"

    return rewrite(sql, column, call)


def number(value, text, type_, block, dialect) -> str:
    """Return the SQL of `number`; the engine finds the type of an expression."""
    if type_:
        return as_number(value, type_, NUMBER, block, dialect, is_rate=True)
    of_text = as_number(text, TEXT, NUMBER, block, dialect, is_rate=True)
    of_number = dialect.try_number(text, NUMBER)
    return f"case when {dialect.is_text(value)} then {of_text} else {of_number} end"


def text_read_as_number(sql: str, block: SourceBlock) -> str:
    """Return the first extra column that is outside of all calls, as SQL writes it."""
    calls = [one for one in references_in(sql) if one.call]
    for one in references_in(sql):
        is_inside = any(call.start <= one.start < call.end for call in calls)
        if not one.call and not is_inside and not canonical_name(one, block.dataset):
            return sql[one.start : one.end].removeprefix(f"{FILE}.")
    return ""
