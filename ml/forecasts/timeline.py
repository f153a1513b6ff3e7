"""The timeline of a customer's purchases until a date, as inputs of forecasts.

The SQL runs on DuckDB and Spark, for past dates and for today, so that each input has
one definition.
"""

import numpy as np

from ml.purchases.purchase_model import HORIZONS

# A timeline counts purchases of the last so many days.
WINDOWS = (*HORIZONS, 730)
# The same days a year ago, for each horizon.
SEASONS = tuple(
    f"{what}_{days}d_a_year_ago"
    for what in ("order_days", "net_sales")
    for days in HORIZONS
)
COUNTS = tuple(f"order_days_{days}d" for days in WINDOWS)
AMOUNTS = tuple(f"net_sales_{days}d" for days in WINDOWS)
TIMELINE = (
    *("order_days", "days_from_first_to_last", "days_since_first", "days_since_last"),
    *("net_sales", "first_order_amount", "last_order_amount"),
    *COUNTS,
    *AMOUNTS,
    *SEASONS,
)


def timeline_sql(purchases: str) -> str:
    """Return the common table expressions `days_known` and `timeline`.

    They read the table `dates`, which has the column `as_of_date`, and a table like
    `int_purchases_netted`. A day whose purchases were sent back before the date does
    not count. Sums are decimals, which do not depend on the order of addition.
    `timeline` has one row per customer and date, with the columns
    `TIMELINE`.
    """
    since = "cast(as_of_date - purchase_day as int)"
    trailing = ",".join(
        f"count(*) filter (where {since} <= {days}) as order_days_{days}d, "
        f"cast(coalesce(sum(amount) filter (where {since} <= {days}), 0) as double) "
        f"as net_sales_{days}d"
        for days in WINDOWS
    )
    seasonal = ",".join(
        f"cast(coalesce({value} filter (where {since} between {366 - days} and 365), 0)"
        f" as double) as {what}_{days}d_a_year_ago"
        for what, value in (("order_days", "count(*)"), ("net_sales", "sum(amount)"))
        for days in HORIZONS
    )
    return f"""
    days_known as (
        select
            purchases.customer_id,
            dates.as_of_date,
            purchases.purchase_day,
            -- Sums of decimals do not depend on the order of rows.
            sum(purchases.sales_amount) as amount
        from {purchases} as purchases
        inner join dates
            on
                purchases.purchase_day < dates.as_of_date
                and purchases.known_on < dates.as_of_date
        group by
            purchases.customer_id, dates.as_of_date, purchases.purchase_day
        having
            sum(purchases.sales_amount) > 0
            or not bool_or(purchases.is_reversal)
    ),
    timeline as (
        select
            customer_id,
            as_of_date,
            count(*) as order_days,
            cast(max(purchase_day) - min(purchase_day) as int)
                as days_from_first_to_last,
            cast(as_of_date - min(purchase_day) as int) as days_since_first,
            cast(as_of_date - max(purchase_day) as int) as days_since_last,
            cast(sum(amount) as double) as net_sales,
            cast(min_by(amount, purchase_day) as double) as first_order_amount,
            cast(max_by(amount, purchase_day) as double) as last_order_amount,
            {trailing},
            {seasonal}
        from days_known
        group by customer_id, as_of_date
    )"""


# The purchases of the next days, without those that were sent back until today, or
# until the date $known_by.
LATER_QUERY = """
    select
        customer_id,
        as_of_date,
        {columns}
    from (
        select customer_id, purchase_day, sum(sales_amount) as amount
        from purchases_of_chosen
        where coalesce(known_on < cast($known_by as date), true)
        group by customer_id, purchase_day
        having sum(sales_amount) > 0 or not bool_or(is_reversal)
    ) as days
    inner join dates
        on
            days.purchase_day >= dates.as_of_date
            and days.purchase_day < dates.as_of_date + {longest}
    group by customer_id, as_of_date
""".format(
    longest=max(HORIZONS),
    columns=", ".join(
        f"count(*) filter (where purchase_day < as_of_date + {days})"
        f" as later_days_{days}, "
        f"sum(amount) filter (where purchase_day < as_of_date + {days})"
        f" as later_amount_{days}"
        for days in HORIZONS
    ),
)


def derive(known: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return the columns of a timeline, and means and ratios of them.

    `days_between_orders` is the mean gap between purchase days, NaN for one purchase
    day. `gaps_since_last` is the time since the last purchase in such gaps.
    """
    gaps = np.maximum(known["order_days"] - 1, 0)
    between = np.divide(
        known["days_from_first_to_last"],
        gaps,
        out=np.full(len(gaps), np.nan),
        where=gaps > 0,
    )
    return known | {
        "average_order_day_amount": known["net_sales"] / known["order_days"],
        "days_between_orders": between,
        "gaps_since_last": known["days_since_last"] / between,
    }
