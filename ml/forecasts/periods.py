"""A period to forecast: its customers, and their purchases before it."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from ml.forecasts.rows import HORIZON_DAYS, RowReader, Rows
from ml.purchases.histories import Histories

PERIOD_QUERY = """
    with known as (
        select
            customer_id,
            count(*) - 1 as repeat_days,
            date_diff('day', min(purchase_day), max(purchase_day)) as last_days,
            date_diff('day', min(purchase_day), $cut) - 1 as age_days,
            date_diff('day', max(purchase_day), $cut) as recency_days,
            sum(sales_amount) - min_by(sales_amount, purchase_day) as repeat_amount,
            sum(sales_amount) as total_amount,
            coalesce(
                sum(sales_amount) filter (purchase_day >= $cut - $horizon), 0
            ) as last_amount
        from days_to_learn where purchase_day < $cut
        group by customer_id
    )
    select known.* exclude (customer_id)
    from customers_to_forecast as asked
    inner join known using (customer_id)
    order by asked.customer_id
"""


@dataclass(frozen=True)
class Period:
    """The customers of a period to forecast, and their purchases before it.

    Attributes
    ----------
    cut : date
        The first day of the period.
    rows : Rows
        One row per customer, with the purchases during the 90 days of the period.
    purchases : dict of str to (customers,) arrays
        The columns of `PERIOD_QUERY`, as of the cut: numbers of days, and amounts in
        the currency of the file.
    """

    cut: date
    rows: Rows
    purchases: dict[str, np.ndarray]

    @property
    def histories(self) -> Histories:
        """Return one history of purchases per customer, in weeks."""
        return Histories(
            self.purchases["repeat_days"],
            self.purchases["last_days"] / 7,
            self.purchases["age_days"] / 7,
            np.ones(len(self.rows)),
        )


def read_period(reader: RowReader, cut: date, limit: int) -> Period:
    """Return at most `limit` customers of a month end, chosen by a hash of the id."""
    rows = reader.read([cut], limit)
    session = reader.panel.session
    session.register(
        "customers_to_forecast", pa.table({"customer_id": rows.customers.tolist()})
    )
    fetched = session.execute(
        PERIOD_QUERY, {"cut": cut, "horizon": HORIZON_DAYS}
    ).fetchnumpy()
    return Period(cut, rows, {name: one.astype(float) for name, one in fetched.items()})
