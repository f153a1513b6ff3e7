"""A shop whose purchases are in DuckDB, and its forecasts of today's customers."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pyarrow as pa

from ml.forecasts.closed_forms import ClosedForms, fit_closed_forms
from ml.forecasts.customer_forecasts import AMOUNTS, CLOSED_COLUMNS, forecast
from ml.forecasts.rows import LIFETIME, RowReader
from ml.forecasts.stored_model import PREDICTION_MODEL_SCHEMA
from ml.forecasts.training import train_forecasts
from ml.purchases.purchase_model import HORIZONS
from tests.ml.forecasts.purchases import to_relation

# All customers.
LIMIT = 10_000


@dataclass(frozen=True)
class Shop:
    """Purchases, and the first day that is not known."""

    session: object
    purchases: list[tuple]
    until: date

    @cached_property
    def reader(self) -> RowReader:
        return RowReader(self.session, to_relation(self.session, self.purchases))

    @cached_property
    def closed(self) -> ClosedForms:
        return fit_closed_forms(self.reader.read([self.until], LIMIT))

    def train(self, limit: int = LIMIT) -> list[dict]:
        return train_forecasts(self.reader, self.until, self.closed, limit)

    def forecast(self, rows: list[dict]) -> dict[str, np.ndarray]:
        """Return the forecasts as (customers, horizons) arrays, and `customer_id`."""
        model = self.session.from_arrow(
            pa.Table.from_pylist(rows, PREDICTION_MODEL_SCHEMA)
        )
        found = forecast(self.session, model, self.todays_tables()).order(
            "customer_id, horizon_days"
        )
        columns = found.to_arrow_table()
        shape = -1, len(HORIZONS)
        return {
            "customer_id": columns["customer_id"].to_numpy()[:: len(HORIZONS)],
            **{
                name: columns[name].to_numpy().astype(float).reshape(shape)
                for name in AMOUNTS
            },
        }

    def todays_tables(self) -> dict:
        """Return the relations that `forecast` reads. No customer has features."""
        today = self.reader.read([self.until], LIMIT)
        closed = self.closed.columns(today, HORIZONS)
        unknown = pa.nulls(len(today), pa.float64())
        expectations = {"customer_id": pa.array(today.customers, pa.string())}
        for name in CLOSED_COLUMNS:
            expectations[name] = pa.array(closed[name]) if name in closed else unknown
        lifetime = ", ".join(f"1 as {name}" for name in LIFETIME)
        return {
            "purchases_until_today": self.reader.purchases,
            "dates_of_features": self.session.sql(
                f"select date '{self.until}' as as_of_date, true as is_current"
            ),
            "inputs_of_today": self.session.sql("select '' as customer_id where false"),
            "features_of_today": self.session.sql(
                f"select '' as customer_id, {lifetime} where false"
            ),
            "expectations_of_today": self.session.from_arrow(pa.table(expectations)),
        }


def require_coherent(found: dict[str, np.ndarray]) -> None:
    """Assert that the forecasts of each customer agree with each other."""
    chance, orders, amount, revenue, low, high, variance = (
        found[name] for name in AMOUNTS
    )
    assert (np.isnan(variance) == np.isnan(low)).all()
    assert not (variance < 0).any()
    for one in (chance, orders, revenue):
        assert not (np.diff(one) < 0).any()
    assert not ((chance < 0) | (chance > 1) | (chance > orders)).any()
    assert not ((revenue < 0) | (low < 0) | (low > high)).any()
    known = ~np.isnan(orders)
    np.testing.assert_allclose((orders * amount)[known], revenue[known])
