"""Try a source block on a file: load the file into a temporary database."""

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

from ingest.loading.load import load_orders
from ingest.loading.loaded_files import Destination
from ingest.opening.request import Request
from ingest.sql.hashing import VARIABLE, find_key

TOTALS = """
    select
        count(*) as lines,
        count(*) filter (reasons is null) as accepted,
        count(*) filter (
            regexp_matches(array_to_string(reasons, ','), '_unreadable|\\bline_')
        ) as unreadable,
        count(*) filter (
            list_has_any(
                reasons, ['line_has_broken_quotes', 'line_has_too_many_columns']
            )
        ) as broken,
        count(*) filter (
            list_has_any(reasons, ['ordered_at_unreadable', 'shipped_at_unreadable'])
        ) as dates_unreadable,
        count(order_line_id) as line_ids,
        count(distinct order_line_id) as different_line_ids,
        count(distinct customer_id) as customers,
        coalesce(sum(sales_amount) filter (where reasons is null), 0) as sales
    from {lines}
"""
STATUSES = """
    select order_status, count(*) as lines, sum(sales_amount) as sales_amount
    from {lines}
    where reasons is null and order_status is not null
    group by order_status
    order by lines desc, order_status
    limit 40
"""


@dataclass(frozen=True)
class Trial:
    """Counts of the lines that a block read from a file.

    Attributes
    ----------
    lines, accepted : int
        All lines, and lines without a reason for rejection.
    unreadable, broken, dates_unreadable : int
        Lines with any unreadable value, lines with broken quotes or too many columns,
        and lines with an unreadable date.
    line_ids, different_line_ids, customers : int
        Line ids, and different ids of lines and of customers.
    sales : Decimal
        Sum over accepted lines.
    statuses : list of (status, lines, sales)
        The most frequent first.
    """

    lines: int
    accepted: int
    unreadable: int
    broken: int
    dates_unreadable: int
    line_ids: int
    different_line_ids: int
    customers: int
    sales: Decimal
    statuses: list[tuple]

    @property
    def can_read(self) -> bool:
        """Return whether the block can read most lines."""
        return self.accepted > 0 and 2 * self.unreadable <= self.lines


def try_block(path: str, source: str, sources_path: str) -> Trial:
    """Load a file with a block; return the counts of its lines.

    Raises
    ------
    OrdersError
        The block does not fit the file.
    """
    with tempfile.TemporaryDirectory() as folder, temporary_key():
        with duckdb.connect(str(Path(folder, "trial.duckdb"))) as connection:
            connection.execute("create schema staging")
            place = Destination("trial", "staging")
            request = Request("orders", source, path, sources_path)
            load_orders(connection, place, request)
            totals = connection.execute(TOTALS.format(lines=place.lines)).fetchone()
            statuses = connection.execute(STATUSES.format(lines=place.lines)).fetchall()
    return Trial(*totals, statuses)


@contextmanager
def temporary_key() -> Iterator[bool]:
    """If the user has no key, set a temporary one; yield whether the user has a key.

    Whoever sets a temporary key must delete the values that it hashed.
    """
    if find_key():
        yield True
        return
    os.environ[VARIABLE] = secrets.token_hex()
    try:
        yield False
    finally:
        del os.environ[VARIABLE]
