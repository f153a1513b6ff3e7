"""Customers at past dates, and their purchases in the 90 days after each."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from ml.customers.panel import Panel
from ml.customers.sampling import fill_unknown, input_names

HORIZON_DAYS = 90
# Only forecasts have these inputs. The encoder must not have them: they grow with time.
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
    left join outcomes using (customer_id, as_of_date)
    left join segments_to_learn as segments using (customer_id, month)
    order by sampled.customer_id, sampled.as_of_date
"""


@dataclass(frozen=True)
class Rows:
    """Customers at past dates: the inputs and the outcomes of forecasts.

    Attributes
    ----------
    numbers : dict of feature to (rows,) arrays, NaN where unknown
    categories : dict of column to (rows,) arrays of str, None where unknown
    customers : (rows,) array of str
    later_days, later_amount : (rows,) arrays
        Days with a purchase in the next 90 days, and net sales on these days in the
        currency of the file.
    """

    numbers: dict[str, np.ndarray]
    categories: dict[str, np.ndarray]
    customers: np.ndarray
    later_days: np.ndarray
    later_amount: np.ndarray

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.customers)

    @property
    def columns(self) -> dict[str, np.ndarray]:
        """Return all inputs by name."""
        return self.numbers | self.categories

    @property
    def churned(self) -> np.ndarray:
        """Return whether no purchase followed the date, (rows,)."""
        return self.later_days == 0

    def without(self, names: set[str]) -> "Rows":
        """Return the rows without the named inputs."""
        numbers, categories = (
            {name: column for name, column in one.items() if name not in names}
            for one in (self.numbers, self.categories)
        )
        return replace(self, numbers=numbers, categories=categories)


@dataclass(frozen=True)
class RowReader:
    """Reads rows of customers at any month ends of the panel.

    Attributes
    ----------
    panel : Panel
    purchase_days, segments_monthly : duckdb.DuckDBPyRelation
        `int_purchase_days`; `customer_segments_monthly` or a relation like it.
    segments_since : date
        Segments before this date count as unknown: the model that found them was
        trained on later orders, so they would reveal the outcomes.
    """

    panel: Panel
    purchase_days: object
    segments_monthly: object
    segments_since: date

    @property
    def names(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the numeric and the categorical inputs of forecasts."""
        numbers, categories = input_names(self.panel.inputs)
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
            {name: fill_unknown(fetched[name]) for name in numbers},
            {
                name: np.ma.filled(fetched[name].astype(object), None)
                for name in categories
            },
            fetched["customer_id"].astype(str),
            np.asarray(fetched["later_days"]),
            np.asarray(fetched["later_amount"]),
        )
