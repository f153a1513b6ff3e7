"""The two datasets, orders and events: their columns, with types and limits.

Lines get the same columns on DuckDB and on Spark, from files and from tables.
"""

from dataclasses import dataclass
from functools import cached_property

ID, TEXT, LOWER_TEXT = "id", "text", "lower text"
AMOUNT = "decimal(18, 4)"
TIMESTAMP = "timestamp"


@dataclass(frozen=True)
class Column:
    """A column of a dataset.

    Attributes
    ----------
    type : str
        A type of SQL, or a kind of text: `id` (a whole number has no `.0`), `text`
        (without blanks around it), `lower text` (in lower case as well).
    is_required : bool
        Whether every line needs a value.
    within : str
        SQL condition that every value has to meet; empty for none.
    """

    name: str
    type: str = TEXT
    is_required: bool = False
    within: str = ""

    @property
    def is_text(self) -> bool:
        """Return whether the column is text; every value can be read as text."""
        return self.type in (ID, TEXT, LOWER_TEXT)

    @property
    def sql_type(self) -> str:
        """Return the type of the column in a table."""
        return "varchar" if self.is_text else self.type


def timestamp_column(name: str, is_required: bool = False) -> Column:
    """Return a column of local time between 1970 and 2100."""
    within = f"{name} >= timestamp '1970-01-01' and {name} < timestamp '2100-01-01'"
    return Column(name, TIMESTAMP, is_required, within)


@dataclass(frozen=True)
class Dataset:
    """A kind of lines: order lines, or events.

    Attributes
    ----------
    name : str
        The value of the setting `holds` in a source block.
    table, files : str
        The name of the table of lines, and that of the table with one row per file.
    number_column : str
        A column of numbers. A first line that has a number in this column is no header.
    source_var : str
        The dbt var that names the source block of this dataset.
    """

    name: str
    table: str
    files: str
    columns: tuple[Column, ...]
    number_column: str
    source_var: str

    @cached_property
    def column_names(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def required_columns(self) -> tuple[str, ...]:
        """Return the names of the columns in which every line needs a value."""
        return tuple(column.name for column in self.columns if column.is_required)

    @cached_property
    def column_types(self) -> dict[str, str]:
        """Return the SQL type of each column in the table of lines.

        `status_meaning` is the meaning of the order status by the block, NULL for none.
        `rounding_amount` is the rounded minus the exact sales. `row_version` is the
        version of a table's row, NULL for files. `reasons` is a list of reason codes
        (docs/judging.md), NULL for a good line. For a line with reasons, `raw_values`
        is JSON with its mapped columns as they were read.
        """
        of_orders = {"status_meaning": "varchar", "rounding_amount": "decimal(38, 14)"}
        return {
            "source_file": "varchar",
            "line_number": "bigint",
            **{column.name: column.sql_type for column in self.columns},
            **(of_orders if self is ORDERS else {}),
            "row_version": "bigint",
            "reasons": "varchar[]",
            "raw_values": "varchar",
        }


ORDERS = Dataset(
    name="orders",
    table="order_lines",
    files="order_files",
    columns=(
        Column("order_line_id", ID),
        Column("order_id", ID, is_required=True),
        Column("customer_id", ID, is_required=True),
        timestamp_column("ordered_at", is_required=True),
        timestamp_column("shipped_at"),
        Column("shipping_mode"),
        Column("order_status"),
        Column("payment_type"),
        Column("customer_type"),
        Column("market"),
        Column("category"),
        Column("product"),
        Column("quantity", AMOUNT),
        Column("unit_price", AMOUNT),
        Column(
            "discount_rate", "decimal(9, 6)", within="discount_rate between 0 and 1"
        ),
        Column("sales_amount", AMOUNT, is_required=True),
        Column("profit_amount", AMOUNT),
        Column("currency"),
    ),
    number_column="sales_amount",
    source_var="orders_source",
)
EVENTS = Dataset(
    name="events",
    table="events",
    files="event_files",
    columns=(
        Column("customer_id", ID, is_required=True),
        Column("signal", LOWER_TEXT, is_required=True),
        timestamp_column("occurred_at", is_required=True),
        Column("value", "decimal(28, 9)"),
    ),
    number_column="value",
    source_var="events_source",
)
DATASETS = {one.name: one for one in (ORDERS, EVENTS)}
