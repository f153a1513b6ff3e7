"""Order files of any size, and the lines of a day later."""

from pathlib import Path

import duckdb

from benchmarks.rivals.definitions import TIMESTAMP_FORMAT
from synthetic.generate import LINES_PER_CUSTOMER, write_orders

SEED = 3
# Whole orders again under other ids, as if made on the day after the last one.
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
# A thousandth of the lines.
NEW_SHARE = 1000


def generate(folder: Path, lines: int) -> Path:
    """Return a Parquet file of about so many generated lines."""
    path = folder / f"orders_{lines}.parquet"
    if not path.exists():
        write_orders(path, max(round(lines / LINES_PER_CUSTOMER), 50), SEED)
    return path


def write_day_after(orders: Path, target: Path, share: int = NEW_SHARE) -> None:
    """Write the lines of one more day: one of `share` orders, again."""
    with duckdb.connect() as connection:
        connection.execute(
            NEW_LINES.format(target=str(target).replace("'", "''")),
            {"path": str(orders), "format": TIMESTAMP_FORMAT, "share": share},
        )
