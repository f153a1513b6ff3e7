"""Conditions for values that cannot be used, and their reason codes, as SQL."""

from ingest.blocks.source_block import SourceBlock
from ingest.datasets import TIMESTAMP, Column
from ingest.engines.duckdb_dialect import DuckDB
from ingest.sql.values import TEXT, is_timestamp, raw

# Texts that databases and reports write instead of a missing number or date.
NULL_TEXTS = ("", "null", "\\n", "nan", "nat", "none", "n/a", "na", "-", "--")


def any_of(*conditions: str) -> str:
    """Return one condition: any of the conditions that are not empty is true."""
    return f"({' or '.join(filter(None, conditions))})"


def is_invalid(column: Column, types: dict[str, str], dialect: DuckDB) -> str:
    """Return the condition that a value cannot be used; empty if every value can."""
    missing, unreadable, out_of_range = checks(column, types, dialect).values()
    conditions = (missing or unreadable, out_of_range)
    return any_of(*conditions) if any(conditions) else ""


def checks(column: Column, types: dict[str, str], dialect: DuckDB) -> dict[str, str]:
    """Return, for each reason, the condition on which a value is rejected.

    A condition is empty if the reason does not apply to the column.
    """
    return {
        "missing": f"{column.name} is null" if column.is_required else "",
        "unreadable": is_unreadable(column, types, dialect),
        "out_of_range": f"not ({column.within})" if column.within else "",
    }


def is_unreadable(column: Column, types: dict[str, str], dialect: DuckDB) -> str:
    """Return the condition that the source has a value that could not be read."""
    name, type_ = column.name, types.get(column.name)
    is_typed = column.type == TIMESTAMP and type_ and is_timestamp(type_)
    if column.is_text or not type_ or is_typed:
        return ""
    if type_ != TEXT:
        return f"({name} is null and {raw(name)} is not null)"
    # `case` limits the comparison to the few texts that could not be read.
    text = f"lower({dialect.trim(raw(name))})"
    null_texts = ", ".join(map(dialect.literal, NULL_TEXTS))
    is_value = f"coalesce({text} not in ({null_texts}), false)"
    return f"case when {name} is null then {is_value} else false end"


def reason_codes(block: SourceBlock, types, dialect: DuckDB) -> list[str]:
    """Return the SQL of each column's reason code, which is NULL for a good value."""
    codes = []
    for column in block.dataset.columns:
        conditions = checks(column, types, dialect)
        cases = [
            f"when {conditions[reason]} then '{column.name}_{reason}'"
            for reason in ("unreadable", "missing", "out_of_range")
            if conditions[reason]
        ]
        if cases:
            codes.append(f"case {' '.join(cases)} end")
    return codes
