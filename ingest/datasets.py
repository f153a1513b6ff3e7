"""The datasets that are read, orders and events: columns, types, order and limits.

Staging begins at a relation of these columns, whatever the lines come from. Files and
tables, DuckDB and Spark share this one definition.
"""

from dataclasses import dataclass
from functools import cached_property

ID, TEXT, LOWER_TEXT = "id", "text", "lower text"
AMOUNT = "decimal(18, 4)"
TIMESTAMP = "timestamp"


@dataclass(frozen=True)
class Column:
    """A column that a line may have.

    Attributes
    ----------
    type : str
        A type of SQL, or a kind of text: `id` (a whole number has no `.0`), `text`
        (without blanks around it), `lower text` (in lower case as well).
    is_required : bool
        Whether every line needs a value.
    within : str
        SQL condition that every value meets; empty for none.
    """

    name: str
    type: str = TEXT
    is_required: bool = False
    within: str = ""

    @property
    def is_text(self) -> bool:
        """Return whether the column is text, which can always be read."""
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
    """What the lines of a source are: order lines, or events.

    Attributes
    ----------
    name : str
        What a block says it `holds`.
    table, files : str
        The relations of staging with the lines, and with the files they come from.
    columns : tuple of Column
        In their order.
    number_column : str
        A column of numbers: its value tells a first line from a header.
    source_var : str
        The dbt var that names a source of this dataset.
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
        """Return the names of the columns that every line needs."""
        return tuple(column.name for column in self.columns if column.is_required)

    @cached_property
    def column_types(self) -> dict[str, str]:
        """Return the SQL types of the relation of lines, by column name.

        Besides the columns of the dataset it has `source_file` and `line_number`;
        `status_meaning`, what the block says of the order status (NULL for nothing);
        `rounding_amount`, what rounding added to the sales; `row_version`, the state of
        a table's row (NULL for files); `reasons`, codes of what is wrong with the line
        (docs/judging.md; NULL for nothing); and `raw_values`, only with reasons: JSON
        of the mapped columns as they were read.
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
