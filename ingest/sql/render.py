"""SQL of a block's expressions, as a query of its lines understands them."""

from ingest.blocks.expressions import FILE, Reference, references_in, rewrite, simplify
from ingest.blocks.source_block import SourceBlock, canonical_name
from ingest.engines.duckdb_dialect import DuckDB
from ingest.sql.hashing import hash_email
from ingest.sql.values import TEXT, as_moment, as_number, as_text

# What number() gives: products of two have twice as many places.
NUMBER = "decimal(24, 6)"


def render(sql: str, block: SourceBlock, types: dict[str, str], dialect: DuckDB) -> str:
    """Return an expression with what columns are called in queries.

    Parameters
    ----------
    sql : str
    block : SourceBlock
        Whose own columns it may read, and how these write numbers and dates.
    types : dict
        Type of DuckDB of each column that is read, the file's own by their keys.
    dialect : DuckDB
    """
    given = {name: TEXT for name in block.dataset.column_names} | {
        column.name: column.type.upper()
        for column in block.dataset.columns
        if not column.is_text
    }

    def column(part: Reference) -> str:
        name = canonical_name(part, block.dataset)
        if name == "customer_id":
            return hash_email(name, dialect)
        key = name or block.own_keys[simplify(part.name)]
        return key if name or key in types else dialect.nothing()

    def call(part: Reference, value: str) -> str:
        type_ = ({**given, **types, **given}).get(value.strip())
        if part.call == "hashed":
            text = f"cast({value} as {dialect.type('varchar')})"
            return dialect.hashed(f"nullif(lower({dialect.trim(text)}), '')")
        read = read_number if part.call == "number" else read_moment
        return f"({read(f'({value})', type_, block, dialect)})"

    return rewrite(sql, column, call)


def extra_column(value: str, type_: str, dialect: DuckDB) -> str:
    """Return a column of the file's own as it came: of a text, nothing is NULL."""
    return as_text(value, type_, dialect) if type_ == TEXT else value


def read_number(value, type_, block, dialect) -> str:
    """Return what `number` gives; of an expression only the query knows the type."""
    if type_:
        return as_number(value, type_, NUMBER, block, dialect, is_rate=True)
    text = f"cast({value} as {dialect.type('varchar')})"
    number = as_number(text, TEXT, NUMBER, block, dialect, is_rate=True)
    typed = dialect.try_number(text, NUMBER)
    return f"case when {dialect.is_text(value)} then {number} else {typed} end"


def read_moment(value, type_, block, dialect) -> str:
    """Return what `moment` gives; a time that has a type is ISO as text."""
    if type_:
        return as_moment(value, type_, block, dialect)
    text = f"cast({value} as {dialect.type('varchar')})"
    return as_moment(text, TEXT, block, dialect)


def text_read_as_number(sql: str, block: SourceBlock) -> str:
    """Return a column of the file's own that no call reads, as it is written."""
    calls = [part for part in references_in(sql) if part.call]
    for part in references_in(sql):
        is_inside = any(one.start <= part.start < one.end for one in calls)
        if not part.call and not is_inside and not canonical_name(part, block.dataset):
            return sql[part.start : part.end].removeprefix(f"{FILE}.")
    return ""
