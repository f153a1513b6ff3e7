"""Customers as of past month ends."""

from dataclasses import dataclass
from datetime import date

from ml.customers.customers import Customers
from ml.customers.sampling import input_names, to_customers

COLUMNS = """
    select {columns}, past.customer_id, {value} as value
    from panel as past
    {join}
    where past.as_of_date = $as_of
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

    def customers(self, as_of: date) -> Customers:
        """Return the customers of a date with their past clv_amount."""
        return self._read("past.clv_amount", "", {"as_of": as_of})

    def customers_with_later_sales(self, as_of: date, until: date) -> Customers:
        """Return the customers of a date with their sales until a later date."""
        return self._read(
            "later.clv_amount - past.clv_amount",
            "inner join panel as later "
            "on past.customer_id = later.customer_id and later.as_of_date = $until",
            {"as_of": as_of, "until": until},
        )

    def customer_ids(self, as_of: date) -> list[str]:
        """Return the ids of the customers of a date, in the same order."""
        self.register()
        found = self.session.execute(
            "select customer_id from panel where as_of_date = ? order by customer_id",
            [as_of],
        )
        return [one for (one,) in found.fetchall()]

    def nobody(self) -> Customers:
        """Return no customer, with all columns."""
        return self.customers(date.min)

    def _read(self, value: str, join: str, dates: dict) -> Customers:
        self.register()
        numbers, categories = self.names
        columns = self.session.execute(
            COLUMNS.format(
                columns=", ".join(f"past.{one}" for one in numbers + categories),
                value=f"cast({value} as double)",
                join=join,
            ),
            dates,
        ).fetchnumpy()
        return to_customers(columns, numbers, categories)


def last_before(dates: list[date], day: date, days: int) -> date | None:
    """Return the last of the dates at least so many days before a day."""
    earlier = [one for one in dates if (day - one).days >= days]
    return max(earlier, default=None)
