"""What came back: SQL of the signs and of the meaning of a line's status."""

from ingest.blocks.expressions import columns_read, simplify
from ingest.blocks.source_block import SourceBlock, canonical_name
from ingest.engines.duckdb_dialect import DuckDB
from ingest.sql.render import render
from ingest.sql.statuses import meaning_of

# What comes back is negative, however the source writes it.
SIGNED = ("quantity", "sales_amount", "profit_amount")


def returned_columns(block: SourceBlock, types, dialect: DuckDB) -> dict[str, str]:
    """Return the columns of an order line that a return changes, by their names."""
    meaning = meaning_of(block.statuses, dialect)
    if not block.return_when:
        return {"status_meaning": meaning}
    is_return = f"({render(block.return_when, block, types, dialect)})"
    if reads_status_alone(block):
        # The line is the purchase itself, and its status says what became of it: with
        # its sign turned, a loss would be booked that nobody made.
        is_purchase = f"{is_return} and sales_amount > 0"
        return {
            "status_meaning": f"case when {is_purchase} then 'returned' "
            f"else {meaning} end"
        }
    return {"status_meaning": meaning, **negative_columns(is_return)}


def reads_status_alone(block: SourceBlock) -> bool:
    """Return whether a return is known by its status, by whatever name it is read."""
    status = {simplify(name) for name in block.names.get("order_status", [])}
    columns = columns_read(block.return_when)
    return bool(columns) and all(
        canonical_name(column, block.dataset) == "order_status"
        or simplify(column.name) in status
        for column in columns
    )


def negative_columns(is_return: str) -> dict[str, str]:
    """Return the amounts, those of a return below zero whatever sign they have."""
    columns = {
        name: f"case when {is_return} then -abs({name}) else {name} end"
        for name in SIGNED
    }
    # What was added to a positive amount is taken from the negative one.
    rounding_amount = (
        f"case when {is_return} and sales_amount > 0 then -rounding_amount "
        f"when {is_return} and sales_amount = 0 "
        "then cast(0 * rounding_amount as decimal(38, 14)) "
        "else rounding_amount end"
    )
    return columns | {"rounding_amount": f"cast({rounding_amount} as decimal(38, 14))"}
