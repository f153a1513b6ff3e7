"""Customers as of past month ends, from the monthly panel."""

from dataclasses import dataclass
from datetime import date

from ml.customers import Customers
from ml.sampling import name_inputs, to_customers

COLUMNS = """
    select {columns}, past.customer_id, {value} as value
    from encoder_inputs_monthly as past
    {join}
    where past.as_of_date = $as_of and past.order_count > 0
    order by past.customer_id
"""


@dataclass(frozen=True)
class Panel:
    """The monthly features, and which of them the encoder sees.

    Attributes
    ----------
    session : duckdb.DuckDBPyConnection
    features_monthly, inputs : duckdb.DuckDBPyRelation
        `customer_features_monthly` and `customer_encoder_inputs`.
    """

    session: object
    features_monthly: object
    inputs: object

    @property
    def number_names(self) -> list[str]:
        """Return the numbers that the encoder sees."""
        return name_inputs(self.inputs)[0]

    def month_ends(self) -> list[date]:
        """Return the dates of the panel, the latest first."""
        dates = self.features_monthly.select("as_of_date").distinct().fetchall()
        return sorted((one for (one,) in dates), reverse=True)

    def customers(self, as_of: date) -> Customers:
        """Return who had bought before a date, with their clv_amount past."""
        return self._read("past.clv_amount", "", {"as_of": as_of})

    def customers_with_later_sales(self, as_of: date, until: date) -> Customers:
        """Return the same customers with what they bought until a later date."""
        return self._read(
            "later.clv_amount - past.clv_amount",
            "inner join encoder_inputs_monthly as later "
            "on past.customer_id = later.customer_id and later.as_of_date = $until",
            {"as_of": as_of, "until": until},
        )

    def nobody(self) -> Customers:
        """Return no customer, with all columns."""
        return self.customers(date.min)

    def _read(self, value: str, join: str, dates: dict) -> Customers:
        numbers, categories = name_inputs(self.inputs)
        self.session.register("encoder_inputs_monthly", self.features_monthly)
        columns = self.session.execute(
            COLUMNS.format(
                columns=", ".join(
                    [
                        *(f"cast(past.{one} as double) as {one}" for one in numbers),
                        *(f"past.{one}" for one in categories),
                    ]
                ),
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
