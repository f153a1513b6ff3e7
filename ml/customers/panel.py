"""Customers as of past month ends."""

from dataclasses import dataclass
from datetime import date

from ml.customers.customers import Customers
from ml.customers.sampling import input_names, to_customers

CUSTOMERS = """
    select
        {columns},
        past.customer_id,
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


@dataclass(frozen=True)
class Panel:
    """The monthly tables of customers.

    Attributes
    ----------
    session : duckdb.DuckDBPyConnection
    inputs, inputs_monthly, features_monthly : duckdb.DuckDBPyRelation
        `customer_encoder_inputs`, which has the inputs as columns;
        `customer_encoder_inputs_monthly` and `customer_features_monthly`.
    """

    session: object
    inputs: object
    inputs_monthly: object
    features_monthly: object

    @property
    def names(self) -> tuple[list[str], list[str]]:
        """Return the numeric and the categorical inputs of the encoder."""
        return input_names(self.inputs)

    def month_ends(self) -> list[date]:
        """Return the dates of the panel, the latest first."""
        dates = self.features_monthly.select("as_of_date").distinct().fetchall()
        return sorted((one for (one,) in dates), reverse=True)

    def register(self) -> None:
        """Let queries read `panel`: inputs, and purchases until each date."""
        self.session.register("inputs_of_months", self.inputs_monthly)
        self.session.register("features_of_months", self.features_monthly)
        panel = self.session.sql("""
            select
                inputs.*, features.as_of_date, features.order_count,
                features.clv_amount, features.tenure_days
            from inputs_of_months as inputs
            inner join features_of_months as features using (customer_id, month)
        """)
        self.session.register("panel", panel)

    def customers(self, as_of: date | None, until: date | None = None) -> Customers:
        """Return the customers of a date with their past clv_amount, nobody for None.

        With a later date `until`, their values are the net sales between both dates.
        """
        self.register()
        numbers, categories = self.names
        columns = ", ".join(f"past.{one}" for one in numbers + categories)
        fetched = self.session.execute(
            CUSTOMERS.format(columns=columns), {"as_of": as_of, "until": until}
        ).fetchnumpy()
        return to_customers(fetched, numbers, categories)

    def customer_ids(self, as_of: date) -> list[str]:
        """Return the ids of the customers of a date, in the same order."""
        self.register()
        found = self.session.execute(
            "select customer_id from panel where as_of_date = ? order by customer_id",
            [as_of],
        )
        return [one for (one,) in found.fetchall()]


def last_before(dates: list[date], day: date, days: int) -> date | None:
    """Return the last of the dates that lie at least `days` before a day."""
    earlier = [one for one in dates if (day - one).days >= days]
    return max(earlier, default=None)
