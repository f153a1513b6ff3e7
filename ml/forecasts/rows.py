"""Customers at past dates, and what they did in the 90 days after each."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from ml.customers.panel import Panel

HORIZON_DAYS = 90
# Besides what the encoder sees. It must not see what only grows; trees may.
LIFETIME = ("order_count", "clv_amount", "tenure_days")
SEGMENT = "segment_id"
ROWS_QUERY = """
    with outcomes as (
        select
            days.customer_id,
            dates.as_of_date,
            count(*) as later_days,
            sum(days.sales_amount) as later_amount
        from days_to_learn as days
        inner join (select unnest($dates) as as_of_date) as dates
            on
                days.purchase_day >= dates.as_of_date
                and days.purchase_day < dates.as_of_date + $horizon
        group by all
    ),
    sampled as (
        select * from panel
        where as_of_date in (select unnest($dates))
        qualify row_number() over (
            partition by as_of_date order by md5(customer_id), customer_id
        ) <= $limit
    )
    select
        {columns},
        sampled.customer_id,
        cast(coalesce(outcomes.later_days, 0) as double) as later_days,
        cast(coalesce(outcomes.later_amount, 0) as double) as later_amount
    from sampled
    left join outcomes
        on
            sampled.customer_id = outcomes.customer_id
            and sampled.as_of_date = outcomes.as_of_date
    left join segments_to_learn as segments
        on
            sampled.customer_id = segments.customer_id
            and sampled.month = segments.month
    order by sampled.customer_id, sampled.as_of_date
"""


@dataclass(frozen=True)
class Rows:
    """Customers at dates.

    Attributes
    ----------
    numbers : dict of feature to (rows,) arrays, NaN where unknown
    categories : dict of column to (rows,) arrays of str, None where unknown
    customers : (rows,) array of str
    later_days, later_amount : (rows,) arrays
        Days with a purchase in the 90 days after, and net sales on them in the
        currency of the file.
    """

    numbers: dict[str, np.ndarray]
    categories: dict[str, np.ndarray]
    customers: np.ndarray
    later_days: np.ndarray
    later_amount: np.ndarray

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.customers)

    @property
    def columns(self) -> dict[str, np.ndarray]:
        """Return all inputs by name."""
        return self.numbers | self.categories

    @property
    def churned(self) -> np.ndarray:
        """Return whether no purchase came, (rows,)."""
        return self.later_days == 0

    def without(self, names: set[str]) -> "Rows":
        """Return the rows without some inputs."""
        numbers, categories = (
            {name: column for name, column in one.items() if name not in names}
            for one in (self.numbers, self.categories)
        )
        return replace(self, numbers=numbers, categories=categories)


@dataclass(frozen=True)
class RowReader:
    """The relations that rows are read from.

    Attributes
    ----------
    panel : Panel
    purchase_days : duckdb.DuckDBPyRelation
        `int_purchase_days`.
    segments_monthly : duckdb.DuckDBPyRelation
        `customer_segments_monthly`, or one like it.
    segments_since : date
        Before it segments are unknown: where later days are forecast, a model that was
        trained on their orders would know them.
    """

    panel: Panel
    purchase_days: object
    segments_monthly: object
    segments_since: date

    @property
    def names(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the numeric and the categorical inputs of forecasts."""
        numbers, categories = self.panel.names
        return (*numbers, *LIFETIME), (*categories, SEGMENT)

    def read(self, dates: list[date], limit: int) -> Rows:
        """Return at most `limit` customers of each date, chosen by a hash of the id."""
        numbers, categories = self.names
        columns = [f"cast(sampled.{name} as double) as {name}" for name in numbers]
        columns += [f"sampled.{name}" for name in categories if name != SEGMENT]
        columns.append(
            "case when sampled.as_of_date >= $since "
            f"then cast(segments.segment_id as varchar) end as {SEGMENT}"
        )
        session = self.panel.session
        self.panel.register()
        session.register("days_to_learn", self.purchase_days)
        session.register("segments_to_learn", self.segments_monthly)
        fetched = session.execute(
            ROWS_QUERY.format(columns=", ".join(columns)),
            {
                "dates": dates,
                "limit": limit,
                "horizon": HORIZON_DAYS,
                "since": self.segments_since,
            },
        ).fetchnumpy()
        return Rows(
            {name: fill(fetched[name].astype(float), np.nan) for name in numbers},
            {name: fill(fetched[name].astype(object), None) for name in categories},
            fetched["customer_id"].astype(str),
            np.asarray(fetched["later_days"]),
            np.asarray(fetched["later_amount"]),
        )


def fill(column: np.ndarray, value) -> np.ndarray:
    """Return a fetched column with a value where it is NULL."""
    return np.ma.filled(column, value)
