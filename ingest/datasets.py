"""The contract of the way in: columns of a line, their types, order and limits.

Whatever orders or events come from, staging begins at a relation of these columns. They
are defined here, once, for files and tables, for DuckDB and Spark.
"""

from dataclasses import dataclass
from functools import cached_property

ID, TEXT, LOWER_TEXT = "id", "text", "word"
AMOUNT = "decimal(18, 4)"
TIMESTAMP = "timestamp"


@dataclass(frozen=True)
class Column:
    """A column that a line may have.

    Attributes
    ----------
    name : str
    type : str
        A type of SQL, or a kind of text: `id` (a whole number has no `.0`), `text`
        (no blanks around it), `word` (in lower case, too).
    is_required : bool
        Whether every line needs a value.
    within : str
        SQL condition that a value has to meet, where there is one.
    """

    name: str
    type: str = TEXT
    is_required: bool = False
    within: str = ""

    @property
    def is_text(self) -> bool:
        """Return whether every value can be read: it is but text."""
        return self.type in (ID, TEXT, LOWER_TEXT)

    @property
    def sql_type(self) -> str:
        """Return the type that the column has in a table."""
        return "varchar" if self.is_text else self.type


def moment(name: str, is_required: bool = False) -> Column:
    """Return a column of wall clock time, within limits that a typing error leaves."""
    first, beyond = "timestamp '1970-01-01'", "timestamp '2100-01-01'"
    within = f"{name} >= {first} and {name} < {beyond}"
    return Column(name, TIMESTAMP, is_required, within)


@dataclass(frozen=True)
class Dataset:
    """What a line may hold: an order line, or an event.

    Attributes
    ----------
    name : str
        What a block says it `holds`.
    table, files : str
        The relations of staging with the lines, and with the files they are from.
    columns : tuple of Column
        In their order.
    number_column : str
        The column whose value tells a first line from a header.
    source_var : str
        The var of dbt that names a source of this kind.
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
        """Return the types of the relation of lines by the names of its columns.

        `status_meaning` is what the block says of the line's status, NULL where it says
        nothing; `rounding_amount` is what was added to its sales by rounding them;
        `reasons` are codes of what speaks against the line by itself (docs/judging.md),
        NULL where nothing does; only then, `raw_values` is JSON of the mapped columns
        as they came. `row_version` tells one state of a table's row from the next, NULL
        of a file.
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
        moment("ordered_at", is_required=True),
        moment("shipped_at"),
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
        moment("occurred_at", is_required=True),
        Column("value", "decimal(28, 9)"),
    ),
    number_column="value",
    source_var="events_source",
)
DATASETS = {one.name: one for one in (ORDERS, EVENTS)}
