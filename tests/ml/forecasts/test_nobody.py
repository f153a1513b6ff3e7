"""Without customers nothing is learned or forecast, but the columns exist."""

from datetime import date

import duckdb
import numpy as np
import pytest

from ml.forecasts.customer_forecasts import FORECAST_SCHEMA, forecast
from ml.forecasts.methods import LAST, TARGETS
from ml.forecasts.prediction_model import STORED_SCHEMA, keep_or_train_forecasts
from ml.forecasts.rows import RowReader
from ml.forecasts.stored_model import PREDICTION_MODEL_SCHEMA
from ml.forecasts.training import find_possible
from ml.forecasts.trials import learn
from tests.ml.forecasts.customers import NO_CLOSED_FORMS, make_rows
from tests.ml.forecasts.purchases import to_relation
from tests.ml.forecasts.shop import Shop

TODAY = date(2026, 1, 1)
ASKED = {"source_name": "s", "training_customers": 9, "retrain": False}


@pytest.fixture
def connection():
    with duckdb.connect() as connection:
        yield connection


def test_a_model_without_rows_forecasts_nobody(connection):
    model = connection.from_arrow(PREDICTION_MODEL_SCHEMA.empty_table())
    tables = Shop(connection, [], TODAY).todays_tables()
    forecasts = forecast(connection, model, tables)
    assert forecasts.to_arrow_table().schema.equals(FORECAST_SCHEMA)
    assert forecasts.fetchall() == []


@pytest.mark.parametrize("date_known", [True, False])
def test_without_purchases_there_are_no_rows(connection, date_known):
    dates = connection.sql(
        f"select date '{TODAY}' as as_of_date, true as is_current where {date_known}"
    )
    reader = RowReader(connection, to_relation(connection, []))
    asked = ASKED | {"purchase_model": dict.fromkeys(["model_name", "p"])}
    model = keep_or_train_forecasts("missing", reader, dates, asked)
    assert model.to_arrow_table().schema.equals(STORED_SCHEMA)
    assert model.fetchall() == []


def test_from_no_rows_nothing_is_learned_or_possible():
    rows = make_rows()
    nobody = rows.take(np.zeros(len(rows), bool))
    forecaster, reasons = learn(nobody, NO_CLOSED_FORMS, TODAY, 9)
    assert forecaster.means == forecaster.learned == {}
    assert "no past month ends" in {*reasons.values()}.pop()
    possible = find_possible(forecaster, nobody, NO_CLOSED_FORMS)
    assert possible == {(target, LAST) for target in TARGETS}
