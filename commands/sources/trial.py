"""Try a source block on a file: what its lines would be, in a warehouse of its own."""

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import duckdb

from ingest.loading.load import load_orders
from ingest.loading.loaded_files import Destination
from ingest.opening.request import Request
from ingest.sql.hashing import VARIABLE, find_key

# What cannot be read by the block, and not merely is not there.
UNREADABLE = "_unreadable$|^line_"
TOTALS = f"""
    select
        count(*) as lines,
        count(*) filter (reasons is null) as accepted,
        count(*) filter (
            len(list_filter(
                coalesce(reasons, []),
                lambda reason: regexp_matches(reason, '{UNREADABLE}')
            )) > 0
        ) as unreadable,
        count(*) filter (
            list_contains(reasons, 'line_has_broken_quotes')
            or list_contains(reasons, 'line_has_too_many_columns')
        ) as broken,
        count(*) filter (
            list_contains(reasons, 'ordered_at_unreadable')
            or list_contains(reasons, 'shipped_at_unreadable')
        ) as dates_unreadable,
        count(order_line_id) as line_ids,
        count(distinct order_line_id) as different_line_ids,
        count(distinct customer_id) as customers,
        coalesce(sum(sales_amount) filter (where reasons is null), 0) as sales
    from {{lines}}
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
    """What the lines of a file are by a block.

    Attributes
    ----------
    lines, accepted, unreadable, broken, dates_unreadable : int
        Lines in all, without a reason against them, with something that cannot be
        read, that cannot be split, and with a date that cannot be read.
    line_ids, different_line_ids, customers : int
    sales : Decimal
        Of accepted lines.
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
    statuses: list[tuple] = field(default_factory=list)

    @property
    def can_read(self) -> bool:
        """Return whether most lines can be read by the block."""
        return self.accepted > 0 and 2 * self.unreadable <= self.lines


def try_block(path: str, source: str, sources_path: str) -> Trial:
    """Load a file by a block and return what its lines are.

    Raises
    ------
    OrdersError
        The block cannot be used for the file.
    """
    with tempfile.TemporaryDirectory() as folder, some_key():
        database = Path(folder, "trial.duckdb")
        with duckdb.connect(str(database)) as connection:
            connection.execute("create schema staging")
            place = Destination("trial", "staging")
            load_orders(
                connection, place, Request("orders", source, path, sources_path)
            )
            query = TOTALS.format(lines=place.lines)
            totals = connection.execute(query).fetchone()
            statuses = connection.execute(STATUSES.format(lines=place.lines)).fetchall()
    return Trial(*totals, statuses)


@contextmanager
def some_key() -> Iterator[bool]:
    """Hash customers by a key of the moment where there is none; yield if there is.

    What is made by it is thrown away with it.
    """
    if find_key():
        yield True
        return
    os.environ[VARIABLE] = secrets.token_hex()
    try:
        yield False
    finally:
        del os.environ[VARIABLE]
