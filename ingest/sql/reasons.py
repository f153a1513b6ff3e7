"""What may be wrong with values of a line, as conditions and codes of SQL."""

from ingest.blocks.source_block import SourceBlock
from ingest.datasets import TIMESTAMP, Column
from ingest.engines.duckdb_dialect import DuckDB
from ingest.sql.values import TEXT, is_moment, raw

# What databases and reports write where no number and no date is.
NULL_TEXTS = ("", "null", "\\n", "nan", "nat", "none", "n/a", "na", "-", "--")


def any_of(*conditions: str) -> str:
    """Return the condition that one of several holds; empty ones never do."""
    return f"({' or '.join(filter(None, conditions))})"


def is_invalid(column: Column, types: dict[str, str], dialect: DuckDB) -> str:
    """Return the condition that a value cannot be used; nothing where any can."""
    lost = is_unreadable(column, types, dialect)
    missing = f"{column.name} is null" if column.is_required else lost
    beyond = f"not ({column.within})" if column.within else ""
    return any_of(missing, beyond) if missing or beyond else ""


def is_unreadable(column: Column, types: dict[str, str], dialect: DuckDB) -> str:
    """Return the condition that a value is there and was not read, if any can be."""
    name, type_ = column.name, types.get(column.name)
    if column.is_text or not type_ or (column.type == TIMESTAMP and is_moment(type_)):
        return ""
    if type_ != TEXT:
        return f"({name} is null and {raw(name)} is not null)"
    # In a case, so that few texts are looked at.
    text = f"lower({dialect.trim(raw(name))})"
    nothing = ", ".join(map(dialect.literal, NULL_TEXTS))
    is_there = f"coalesce({text} not in ({nothing}), false)"
    return f"case when {name} is null then {is_there} else false end"


def reason_codes(block: SourceBlock, types, dialect: DuckDB) -> list[str]:
    """Return what may be wrong with values of a line: codes, NULL where it is not."""
    codes = []
    for column in block.dataset.columns:
        name, lost = column.name, is_unreadable(column, types, dialect)
        checks = {
            f"'{name}_unreadable'": lost,
            f"'{name}_missing'": f"{name} is null" if column.is_required else "",
            f"'{name}_out_of_range'": f"not ({column.within})" if column.within else "",
        }
        cases = [f"when {when} then {code}" for code, when in checks.items() if when]
        if cases:
            codes.append(f"case {' '.join(cases)} end")
    return codes
