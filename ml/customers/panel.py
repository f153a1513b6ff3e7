"""The features of customers at past month ends."""

from dataclasses import dataclass
from datetime import date

from ml.customers.customers import Customers
from ml.customers.sampling import input_names, to_customers

# The inputs of the encoder at each month end, and sums of the purchases until then.
PANEL = """
    select
        inputs.*, features.as_of_date, features.order_count,
        features.clv_amount, features.tenure_days
    from inputs_of_months as inputs
    inner join features_of_months as features using (customer_id, month)
"""
CUSTOMERS = """
    select
        {columns},
        past.customer_id,
        past.credible_order_count,
        cast(
            if($until is null, past.clv_amount, later.clv_amount - past.clv_amount)
            as double
        ) as value
    from panel as past
    left join panel as later
        on past.customer_id = later.customer_id and later.as_of_date = $until
    where
        past.as_of_date = $as_of
        and ($until is null or later.customer_id is not null)
    order by past.customer_id
"""
# As in `customer_encoder_inputs_earlier`.
EARLIER_DATE = """
    select max(earlier.as_of_date)
    from (select distinct as_of_date from panel) as earlier
    cross join (values (12), (6), (3)) as horizons (months)
    cross join (
        select max(tenure_days) as days from panel where as_of_date = $as_of
    ) as first_purchase
    where
        earlier.as_of_date <= $as_of - horizons.months * interval 1 month
        and (
            horizons.months = 3
            or $as_of - first_purchase.days * interval 1 day
            <= $as_of - 2 * horizons.months * interval 1 month
        )
    group by horizons.months
    order by horizons.months desc
    limit 1
"""


@dataclass(frozen=True)
class Panel:
    """The monthly tables of customers; queries of the session read them as `panel`.

    Attributes
    ----------
    session : duckdb.DuckDBPyConnection
    inputs, inputs_monthly, features_monthly : duckdb.DuckDBPyRelation
        `customer_encoder_inputs`, for the names of the inputs;
        `customer_encoder_inputs_monthly` and `customer_features_monthly`.
    averages : frozenset of str
        The features that are averages of orders.
    """

    session: object
    inputs: object
    inputs_monthly: object
    features_monthly: object
    averages: frozenset[str] = frozenset()

    def __post_init__(self):
        """Register `panel`."""
        self.session.register("inputs_of_months", self.inputs_monthly)
        self.session.register("features_of_months", self.features_monthly)
        self.session.register("panel", self.session.sql(PANEL))

    def month_ends(self) -> list[date]:
        """Return the dates of the panel, the latest first."""
        dates = self.features_monthly.select("as_of_date").distinct().fetchall()
        return sorted((one for (one,) in dates), reverse=True)

    def customers(self, as_of: date | None, until: date | None = None) -> Customers:
        """Return the customers of a date with their clv_amount; no customers for None.

        With a later date `until`, their values are the net sales between both dates.
        """
        numbers, categories = input_names(self.inputs)
        columns = ", ".join(f"past.{one}" for one in numbers + categories)
        fetched = self.session.execute(
            CUSTOMERS.format(columns=columns), {"as_of": as_of, "until": until}
        ).fetchnumpy()
        return to_customers(fetched, numbers, categories, self.averages)

    def earlier_date(self, as_of: date) -> date | None:
        """Return the date whose customers a training as of a date learns from.

        Their sales from this date on are those of 12, 6 or 3 months, by the same rule
        as in a build. The result is None if the panel does not reach back 3 months.
        """
        found = self.session.execute(EARLIER_DATE, {"as_of": as_of}).fetchone()
        return found[0] if found else None

    def customer_ids(self, as_of: date) -> list[str]:
        """Return the ids of the customers of a date, in the order of `customers`."""
        found = self.session.execute(
            "select customer_id from panel where as_of_date = ? order by customer_id",
            [as_of],
        )
        return [one for (one,) in found.fetchall()]


def dates_before(dates: list[date], day: date | None, days: int) -> list[date]:
    """Return the dates at least `days` before `day`; no dates if `day` is None."""
    return [one for one in dates if day and (day - one).days >= days]


def last_before(dates: list[date], day: date | None, days: int) -> date | None:
    """Return the last date at least `days` before `day`, if there is one."""
    return max(dates_before(dates, day, days), default=None)
