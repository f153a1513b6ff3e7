"""Values that stand on the first line of an order only, and hold for all its lines."""

from ingest.blocks.expressions import simplify
from ingest.blocks.matching import aliases_read, needed_expressions
from ingest.blocks.source_block import SourceBlock
from ingest.datasets import ORDERS
from ingest.engines.duckdb_dialect import DuckDB
from ingest.errors import OrdersError
from ingest.sql.values import TEXT, as_id, as_text, raw

ORDER = "order_id"
# What is of one line: carried down, an order's total would count for each of its lines.
OF_ONE_LINE = (
    *(ORDER, "order_line_id", "quantity", "unit_price", "discount_rate"),
    *("sales_amount", "profit_amount"),
)


def check_carry_down(path, block: SourceBlock) -> None:
    """Raise OrdersError where a block carries down what it cannot."""
    if not isinstance(block.carry_down, list):
        raise OrdersError(
            f"The source block {path} needs a list of columns as carry_down, such as "
            "[customer_id, ordered_at]."
        )
    if block.carry_down and block.dataset is not ORDERS:
        raise OrdersError(
            f"The source block {path} says carry_down, and events have no orders."
        )
    for name in block.carry_down:
        column = column_of(str(name), block)
        if column in OF_ONE_LINE:
            raise OrdersError(
                f"The source block {path} carries {name} down, which is of one line: "
                "each line of the order would have it again."
            )
        if not column:
            raise OrdersError(
                f"The source block {path} carries {name} down, which is no column "
                "that it reads."
            )


def column_of(name: str, block: SourceBlock) -> str:
    """Return what queries call a column, by its name or the file's; else nothing."""
    if name in block.dataset.column_names:
        return name
    simple = simplify(name)
    mapped = (
        column
        for column, names in block.names.items()
        if simple in map(simplify, names)
    )
    return block.own_keys.get(simple) or next(mapped, "")


def filled_columns(block: SourceBlock, types, dialect: DuckDB) -> dict[str, str]:
    """Return raw columns, filled from earlier lines of their order in the file.

    Of a column that the block computes it is what the expression reads.
    """
    needed = needed_expressions(block, types)
    keys: dict[str, None] = {}
    for name in block.carry_down:
        column = column_of(str(name), block)
        read = aliases_read(needed[column], block) if column in needed else [column]
        keys |= dict.fromkeys(key for key in read if key in types)
    if not keys:
        return {}
    order = as_id(raw(ORDER), types[ORDER], dialect)
    lines = f"(partition by source_file, {order} order by line_number)"
    return {
        raw(key): f"case when {order} is null then {raw(key)} else "
        f"last_value({value_or_null(key, types[key], dialect)} ignore nulls) "
        f"over {lines} end"
        for key in keys
    }


def value_or_null(key: str, type_: str, dialect: DuckDB) -> str:
    """Return a column as it came, NULL where nothing but blanks stands there."""
    return as_text(raw(key), type_, dialect) if type_ == TEXT else raw(key)
