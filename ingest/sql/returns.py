"""Set the signs of amounts and the meaning of the status in lines of returns."""

from ingest.blocks.expressions import columns_read, simplify
from ingest.blocks.source_block import SourceBlock, canonical_name
from ingest.engines.duckdb_dialect import DuckDB
from ingest.sql.render import render
from ingest.sql.statuses import meaning_of
from ingest.sql.values import ROUNDING

# These columns are negative in a return.
SIGNED = ("quantity", "sales_amount", "profit_amount")


def returned_columns(block: SourceBlock, types, dialect: DuckDB) -> dict[str, str]:
    """Return the SQL of the columns of order lines that a return changes."""
    meaning = meaning_of(block.statuses, dialect)
    if not block.return_when:
        return {"status_meaning": meaning}
    is_return = f"({render(block.return_when, block, types, dialect)})"
    if reads_status_alone(block):
        # If the status shows the return, the line is the purchase itself and stays
        # positive. A negative amount would be a return without a purchase.
        is_purchase = f"{is_return} and sales_amount > 0"
        meaning = f"case when {is_purchase} then 'returned' else {meaning} end"
        return {"status_meaning": meaning}
    columns = {
        name: f"case when {is_return} then -abs({name}) else {name} end"
        for name in SIGNED
    }
    # The rounding changes its sign together with the amount.
    rounding = (
        f"case when {is_return} and sales_amount > 0 then -rounding_amount "
        f"when {is_return} and sales_amount = 0 "
        f"then cast(0 * rounding_amount as {ROUNDING}) else rounding_amount end"
    )
    columns["rounding_amount"] = f"cast({rounding} as {ROUNDING})"
    return {"status_meaning": meaning, **columns}


def reads_status_alone(block: SourceBlock) -> bool:
    """Return whether `return_when` reads the order status and nothing else."""
    status = {simplify(name) for name in block.names.get("order_status", [])}
    columns = columns_read(block.return_when)
    return bool(columns) and all(
        canonical_name(column, block.dataset) == "order_status"
        or simplify(column.name) in status
        for column in columns
    )
