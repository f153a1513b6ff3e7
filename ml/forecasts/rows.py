"""Customers at past dates: what was known of them then, and what they bought later."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

import numpy as np

from ml.customers.panel import Panel
from ml.customers.sampling import fill_unknown, input_names
from ml.forecasts.timeline import LATER_QUERY, TIMELINE, derive, timeline_sql
from ml.purchases.histories import Histories
from ml.purchases.purchase_model import HORIZONS

# Only forecasts have these inputs. The encoder must not have them: they grow with time.
LIFETIME = ("order_count", "clv_amount", "tenure_days")
# Of more customers, trees learn hardly more.
MOST_CUSTOMERS = 10_000
ROWS_QUERY = """
    with chosen as (
        select distinct customer_id, md5(customer_id) as place from purchases
        order by place, customer_id
        limit $limit
    ),
    purchases_of_chosen as (
        select * from purchases inner join chosen using (customer_id)
    ),
    dates as (select unnest(cast($dates as date[])) as as_of_date),
    {timeline},
    later as ({later})
    select
        timeline.*, {features} {later_columns}
    from timeline
    {panel}
    left join later using (customer_id, as_of_date)
    order by timeline.as_of_date, timeline.customer_id
"""


# Days with a purchase by month, of customers who had bought before. The first month is
# left out: it may not be whole.
MONTHS_QUERY = """
    with chosen as (
        select distinct customer_id, md5(customer_id) as place from purchases
        order by place, customer_id
        limit $limit
    ),
    days as (
        select customer_id, purchase_day
        from purchases inner join chosen using (customer_id)
        where purchase_day < $until and known_on < $until
        group by customer_id, purchase_day
        having sum(sales_amount) > 0 or not bool_or(is_reversal)
    ),
    days_with_first as (
        select
            purchase_day,
            purchase_day > min(purchase_day) over (partition by customer_id)
                as is_repeat
        from days
    ),
    counted as (
        select date_trunc('month', purchase_day) as month, count(*) as repeats
        from days_with_first
        where is_repeat
        group by all
    ),
    months as (
        select unnest(generate_series(
            (select date_trunc('month', min(purchase_day)) from days)
            + interval 1 month,
            date_trunc('month', cast($until as date)) - interval 1 month,
            interval 1 month
        )) as month
    )
    select month, coalesce(repeats, 0) as repeats
    from months left join counted using (month)
    order by month
"""


@dataclass(frozen=True)
class Rows:
    """Customers at past dates: the inputs and the outcomes of forecasts.

    Attributes
    ----------
    numbers : dict of input to (rows,) arrays, NaN where unknown
        The timelines of purchases (`ml.forecasts.timeline`), and features.
    categories : dict of column to (rows,) arrays of str, None where unknown
    customers : (rows,) array of str
    dates : (rows,) array of datetime64[D]
    later_days, later_amounts : (rows, horizons) arrays
        Days with a purchase in the next 30, 90, 180 and 365 days, and net sales on
        these days in the currency of the file.
    """

    numbers: dict[str, np.ndarray]
    categories: dict[str, np.ndarray]
    customers: np.ndarray
    dates: np.ndarray
    later_days: np.ndarray
    later_amounts: np.ndarray

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.customers)

    @property
    def columns(self) -> dict[str, np.ndarray]:
        """Return all inputs by name."""
        return self.numbers | self.categories

    @property
    def histories(self) -> Histories:
        """Return one history of purchases per row, in weeks."""
        return Histories(
            self.numbers["order_days"] - 1,
            self.numbers["days_from_first_to_last"] / 7,
            (self.numbers["days_since_first"] - 1) / 7,
            np.ones(len(self)),
        )

    def bought(self, horizon: int) -> np.ndarray:
        """Return 1 for rows with a purchase within the days after the date, else 0."""
        return (self.later(horizon)[0] > 0).astype(float)

    def later(self, horizon: int) -> tuple[np.ndarray, np.ndarray]:
        """Return days with a purchase, and net sales of at least 0, (rows,) each.

        The horizon is in days and one of HORIZONS. Net sales are in the currency of the
        file.
        """
        place = HORIZONS.index(horizon)
        return self.later_days[:, place], np.maximum(self.later_amounts[:, place], 0.0)

    def take(self, chosen: np.ndarray) -> "Rows":
        """Return some of the rows, chosen by a mask or by places."""
        return take(self, chosen)

    def at(self, dates: Sequence[date]) -> "Rows":
        """Return the rows of some of the dates."""
        return self.take(np.isin(self.dates, np.array(dates, "datetime64[D]")))


def take(table, chosen: np.ndarray):
    """Return a dataclass of columns, and dicts of columns, with some of its rows."""
    return type(table)(
        *(
            {name: column[chosen] for name, column in part.items()}
            if isinstance(part, dict)
            else part[chosen]
            for part in (getattr(table, one.name) for one in fields(table))
        )
    )


@dataclass(frozen=True)
class RowReader:
    """Reads rows of customers at any dates.

    Attributes
    ----------
    session : duckdb.DuckDBPyConnection
    purchases : duckdb.DuckDBPyRelation
        `int_purchases_netted`.
    panel : Panel or None
        Features at month ends. They are unknown at other dates.
    """

    session: object
    purchases: object
    panel: Panel | None = None

    @property
    def names(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the numeric and the categorical inputs that come from features."""
        if self.panel is None:
            return (), ()
        numbers, categories = input_names(self.panel.inputs)
        return (*numbers, *LIFETIME), tuple(categories)

    def first_day(self) -> date | None:
        """Return the day of the first purchase, or None if there is none."""
        return self.purchases.aggregate("min(purchase_day)").fetchone()[0]

    def repeats_by_month(self, until: date, limit: int):
        """Return whole months before a date, and their repeat purchases.

        Returns
        -------
        months : (months,) array of datetime64[M]
            Consecutive.
        counts : (months,) array
            Days with a purchase of customers who had bought before. At most `limit`
            customers count, chosen as in `read`.
        """
        self.session.register("purchases", self.purchases)
        found = self.session.execute(
            MONTHS_QUERY, {"until": until, "limit": min(limit, MOST_CUSTOMERS)}
        ).fetchnumpy()
        months = np.asarray(found["month"]).astype("datetime64[M]")
        return months, np.asarray(found["repeats"]).astype(float)

    def read(self, dates: list[date], limit: int, known_by: date | None = None) -> Rows:
        """Return at most `limit` customers, chosen by a hash of the id, at dates.

        A customer has no row at a date before the first purchase that was kept. Rows
        are ordered by date and id; without dates or customers there are none. With
        `known_by`, outcomes are those known before this date: they hold neither later
        purchases nor the returns that came later.
        """
        numbers, categories = self.names
        self.session.register("purchases", self.purchases)
        later = [f"later_{what}_{h}" for what in ("days", "amount") for h in HORIZONS]
        fetched = self.session.execute(
            ROWS_QUERY.format(
                timeline=timeline_sql("purchases_of_chosen"),
                later=LATER_QUERY,
                features="".join(
                    [f"cast(panel.{name} as double) as {name}," for name in numbers]
                    + [f"panel.{name}," for name in categories]
                ),
                panel="left join panel using (customer_id, as_of_date)"
                if self.panel
                else "",
                later_columns=", ".join(
                    f"cast(coalesce({name}, 0) as double) as {name}" for name in later
                ),
            ),
            {
                "dates": dates,
                "limit": min(limit, MOST_CUSTOMERS),
                "known_by": known_by,
            },
        ).fetchnumpy()
        known = {name: fill_unknown(fetched[name]) for name in (*TIMELINE, *numbers)}
        days, amounts = np.split(
            np.column_stack([np.asarray(fetched[name]) for name in later]), 2, axis=1
        )
        return Rows(
            derive(known),
            # np.ma.filled would write "?" for what is unknown.
            {name: np.array(fetched[name].tolist(), object) for name in categories},
            fetched["customer_id"].astype(str),
            np.asarray(fetched["as_of_date"]).astype("datetime64[D]"),
            days,
            amounts,
        )
