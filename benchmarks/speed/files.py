"""Order files of a wanted size, and the lines of the day after."""

from pathlib import Path

import duckdb

from benchmarks.generate_orders import LINES_PER_CUSTOMER, write_orders
from benchmarks.speed.meanings import TIMESTAMP_FORMAT

SEED = 3
# Whole orders again under other ids, as if made on the day after the last one.
NEW_LINES = """
    copy (
        with
        lines as (
            select *, try_strptime(ordered_at, $format) as at from read_parquet($path)
        ),
        last_day as (select cast(max(at) as date) as day from lines)
        select
            lines.* exclude (at) replace (
                'N' || order_line_id as order_line_id,
                'N' || order_id as order_id,
                strftime(last_day.day + 1 + cast(at as time), $format) as ordered_at,
                null as shipped_at
            )
        from lines cross join last_day
        where hash(order_id) % $share = 0 and at is not null
        order by ordered_at, order_line_id
    ) to '{target}' (format parquet)
"""
NEW_SHARE = 1000


def generate(folder: Path, lines: int) -> Path:
    """Return a Parquet file of about so many generated lines."""
    path = folder / f"orders_{lines}.parquet"
    if not path.exists():
        write_orders(path, max(round(lines / LINES_PER_CUSTOMER), 50), SEED)
    return path


def write_day_after(orders: Path, target: Path) -> None:
    """Write the lines of one more day: a thousandth of those that there are."""
    with duckdb.connect() as connection:
        connection.execute(
            NEW_LINES.format(target=str(target).replace("'", "''")),
            {"path": str(orders), "format": TIMESTAMP_FORMAT, "share": NEW_SHARE},
        )
