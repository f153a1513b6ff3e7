"""Copy values from the first line of an order to the other lines of the order."""

from ingest.blocks.expressions import simplify
from ingest.blocks.matching import keys_read, needed_expressions
from ingest.blocks.source_block import SourceBlock
from ingest.datasets import ORDERS
from ingest.engines.duckdb_dialect import DuckDB
from ingest.errors import OrdersError
from ingest.sql.values import as_id, raw, raw_or_null

ORDER = "order_id"
# Columns that belong to a single line and are never copied. A copied amount would count
# several times.
OF_ONE_LINE = (
    *(ORDER, "order_line_id", "quantity", "unit_price", "discount_rate"),
    *("sales_amount", "profit_amount"),
)


def check_carry_down(path, block: SourceBlock) -> None:
    """Raise OrdersError if `carry_down` cannot be used."""
    if not isinstance(block.carry_down, list):
        raise OrdersError(
            f"The source block {path} needs a list of columns as carry_down, such as "
            "[customer_id, ordered_at]."
        )
    if block.carry_down and block.dataset is not ORDERS:
        raise OrdersError(
            f"The source block {path} has carry_down, but events have no orders: "
            "leave it out."
        )
    for name in block.carry_down:
        column = column_key(str(name), block)
        if column in OF_ONE_LINE:
            raise OrdersError(
                f"The source block {path} carries {name} down, which belongs to one "
                "line: every line of the order would repeat it. Leave it out."
            )
        if not column:
            raise OrdersError(
                f"The source block {path} carries {name} down, which is no column "
                "that it reads."
            )


def column_key(name: str, block: SourceBlock) -> str:
    """Return the key of a canonical column or of a header of the file.

    The key is empty for a column that the block does not read.
    """
    if name in block.dataset.column_names:
        return name
    keys = {simplify(one): key for key, names in block.names.items() for one in names}
    return block.extra_keys.get(simplify(name)) or keys.get(simplify(name), "")


def carried_columns(block: SourceBlock, types, dialect: DuckDB) -> dict[str, str]:
    """Return the SQL of raw columns, filled from earlier lines of the same order.

    If a column is computed, the columns that its expression reads are filled instead.
    """
    needed = needed_expressions(block, types)
    keys: dict[str, None] = {}
    for name in block.carry_down:
        column = column_key(str(name), block)
        read = keys_read(needed[column], block) if column in needed else [column]
        keys |= dict.fromkeys(key for key in read if key in types)
    if not keys:
        return {}
    order = as_id(raw(ORDER), types[ORDER], dialect)
    window = f"(partition by source_file, {order} order by line_number)"
    return {
        raw(key): f"case when {order} is null then {raw(key)} else last_value("
        f"{raw_or_null(key, types[key], dialect)} ignore nulls) over {window} end"
        for key in keys
    }
