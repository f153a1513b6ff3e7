"""Without customers nothing is learned or forecast, but the columns exist."""

import duckdb
import pytest

from ml.forecasts.customer_forecasts import FORECAST_SCHEMA, forecast
from ml.forecasts.prediction_model import known_dates
from ml.forecasts.stored_model import PREDICTION_MODEL_SCHEMA


@pytest.fixture
def connection():
    with duckdb.connect() as connection:
        yield connection


def test_a_model_without_rows_forecasts_nobody(connection):
    nobody = connection.sql("select 'c' as customer_id where false")
    model = connection.from_arrow(PREDICTION_MODEL_SCHEMA.empty_table())
    forecasts = forecast(connection, model, nobody, nobody, nobody)
    assert forecasts.to_arrow_table().schema.equals(FORECAST_SCHEMA)
    assert forecasts.fetchall() == []


def test_no_date_is_known_without_orders(connection):
    nothing = connection.sql(
        "select date '2026-01-01' as as_of_date, true as is_current, "
        "true as is_month_end where false"
    )
    assert known_dates(nothing) == []
