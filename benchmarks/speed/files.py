"""Generate order files of any size, and a file of the next day."""

from pathlib import Path

import duckdb

from benchmarks.rivals.definitions import TIMESTAMP_FORMAT
from synthetic.generate import LINES_PER_CUSTOMER, write_orders

SEED = 3
# Repeats whole orders under new ids, with dates of the day after the last order.
NEW_LINES = """
    copy (
        with

        lines as (
            select *, try_strptime(ordered_at, $format) as moment
            from read_parquet($path)
        ),

        last_day as (
            select cast(max(moment) as date) as day from lines
        ),

        lines_moved as (
            select
                lines.* exclude (moment) replace (
                    'N' || order_line_id as order_line_id,
                    'N' || order_id as order_id,
                    strftime(last_day.day + 1 + cast(moment as time), $format)
                        as ordered_at,
                    cast(null as timestamp) as shipped_at
                )
            from lines
            cross join last_day
            where hash(order_id) % $share = 0 and moment is not null
        )

        select * from lines_moved order by ordered_at, order_line_id
    ) to '{target}' (format parquet)
"""
# One order in a thousand is repeated.
NEW_SHARE = 1000


def generate(folder: Path, lines: int) -> Path:
    """Return a Parquet file with about this number of generated lines."""
    path = folder / f"orders_{lines}.parquet"
    if not path.exists():
        write_orders(path, max(round(lines / LINES_PER_CUSTOMER), 50), SEED)
    return path


def write_day_after(orders: Path, target: Path, share: int = NEW_SHARE) -> None:
    """Write the lines of the next day: one order in `share` is repeated."""
    with duckdb.connect() as connection:
        connection.execute(
            NEW_LINES.format(target=str(target).replace("'", "''")),
            {"path": str(orders), "format": TIMESTAMP_FORMAT, "share": share},
        )
