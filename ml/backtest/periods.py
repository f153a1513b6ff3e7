"""Customers at a past date, and what they did before and after it."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from ml.panel import Panel
from ml.preparation import signed_log
from ml.purchases.histories import Histories

QUERY = """
    with known as (
        select
            customer_id,
            count(*) - 1 as repeat_days,
            date_diff('day', min(purchase_day), max(purchase_day)) as last_days,
            date_diff('day', min(purchase_day), $cut) - 1 as age_days,
            date_diff('day', max(purchase_day), $cut) as recency_days,
            sum(sales_amount) - min_by(sales_amount, purchase_day) as repeat_amount,
            sum(sales_amount) as total_amount,
            coalesce(sum(sales_amount) filter (purchase_day >= $before), 0)
                as last_period_amount
        from purchase_days_to_test where purchase_day < $cut
        group by customer_id
    ),
    later as (
        select customer_id, count(*) as later_days, sum(sales_amount) as later_amount
        from purchase_days_to_test
        where purchase_day >= $cut and purchase_day < $until
        group by customer_id
    )
    select
        known.* exclude (customer_id),
        coalesce(later_days, 0) as later_days,
        coalesce(later_amount, 0) as later_amount,
        {features}
    from known
    inner join features_to_test as features
        on known.customer_id = features.customer_id and features.as_of_date = $cut
    left join later on known.customer_id = later.customer_id
    order by known.customer_id
"""


@dataclass(frozen=True)
class Period:
    """What was known at a date, and what came in the days after it.

    Attributes
    ----------
    cut, until : date
        The first day that is not known, and the first one after the period.
    columns : dict of str to (customers,) arrays
        As named in the query above; days, and amounts in the currency of the file.
    features : (customers, features) array
        What the encoder's numbers were, after the signed logarithm; NaN where unknown.
    """

    cut: date
    until: date
    columns: dict[str, np.ndarray]
    features: np.ndarray

    @property
    def days(self) -> int:
        """Return how long the period is."""
        return (self.until - self.cut).days

    @property
    def histories(self) -> Histories:
        """Return the histories of purchases, one each, time in weeks."""
        columns = self.columns
        return Histories(
            columns["repeat_days"],
            columns["last_days"] / 7,
            columns["age_days"] / 7,
            np.ones(len(columns["age_days"])),
        )


def read_period(panel: Panel, purchase_days, cut: date, until: date) -> Period:
    """Return a period of the panel.

    Parameters
    ----------
    panel : Panel
    purchase_days : duckdb.DuckDBPyRelation
        `int_purchase_days`.
    cut, until : date
        Month ends of the panel.
    """
    names = panel.number_names
    panel.session.register("purchase_days_to_test", purchase_days)
    panel.session.register("features_to_test", panel.features_monthly)
    selected = ", ".join(
        f'cast(features.{name} as double) as "feature {name}"' for name in names
    )
    fetched = panel.session.execute(
        QUERY.format(features=selected),
        {"cut": cut, "until": until, "before": cut - (until - cut)},
    ).fetchnumpy()
    columns = {
        name: np.ma.filled(column.astype(float), np.nan)
        for name, column in fetched.items()
    }
    features = np.column_stack([columns.pop(f"feature {name}") for name in names])
    return Period(cut, until, columns, signed_log(features))
