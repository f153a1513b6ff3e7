"""Forecasts are learned and calibrated; trees stored as lists give the same values."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from sklearn.ensemble import HistGradientBoostingRegressor

from ml.forecasts.boosting import BOOSTING, fit_churn, fit_revenue
from ml.forecasts.encoding import fit_encoding
from ml.forecasts.stored_model import PREDICTION_MODEL_SCHEMA, to_columns, to_learned
from ml.forecasts.trees import TreeFormatError, read_trees
from ml.purchases.fitting import FitError
from tests.ml.forecasts.customers import make_rows


@pytest.fixture(scope="module")
def rows():
    return make_rows()


@pytest.fixture(scope="module")
def churn(rows):
    return fit_churn(rows)


def test_trees_in_lists_forecast_like_scikit_learn(rows):
    encoding = fit_encoding(rows, rows.later_amount)
    matrix = encoding.encode(rows.columns)
    model = HistGradientBoostingRegressor(loss="poisson", **BOOSTING)
    model.fit(matrix, rows.later_amount)
    asked = encoding.encode(make_rows(seed=2).columns)
    assert np.isnan(asked).any()
    trees = read_trees(model, matrix, np.log(model.predict(matrix)))
    np.testing.assert_allclose(
        np.exp(trees.apply(asked)), model.predict(asked), rtol=1e-12
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda model: delattr(model, "_predictors"),
        lambda model: setattr(model, "_predictors", [[None]]),
        lambda model: setattr(model, "_baseline_prediction", np.array([[0.5]])),
        lambda model: model._predictors.pop(),
    ],
)
def test_trees_in_an_unknown_form_are_refused_with_a_remedy(rows, change):
    """A later version of scikit-learn may store trees differently without a notice."""
    matrix = fit_encoding(rows, rows.later_amount).encode(rows.columns)
    model = HistGradientBoostingRegressor(loss="poisson", **BOOSTING)
    expected = np.log(model.fit(matrix, rows.later_amount).predict(matrix))
    change(model)
    with pytest.raises(TreeFormatError, match="scikit-learn .* requirements.lock"):
        read_trees(model, matrix, expected)


def test_churn_probabilities_are_calibrated_on_later_customers(churn):
    later = make_rows(seed=2, size=20_000)
    chances = churn.forecast(later)
    for tenth in np.array_split(np.argsort(chances), 10):
        assert abs(chances[tenth].mean() - later.churned[tenth].mean()) < 0.05
    assert 0 < chances.min() < 0.2 < 0.8 < chances.max() < 1


def test_revenue_forecasts_keep_the_total(rows):
    forecast = fit_revenue(rows).forecast(make_rows(seed=2))
    assert forecast.sum() == pytest.approx(
        make_rows(seed=2).later_amount.sum(), rel=0.1
    )


def test_no_forecast_exceeds_the_largest_amount_in_training(rows):
    learned = replace(fit_revenue(rows), intercept=800.0)
    assert learned.forecast(rows).max() == rows.later_amount.max()


@pytest.mark.parametrize("fit", [fit_churn, fit_revenue])
def test_a_forecast_survives_its_table(fit, rows):
    learned = fit(rows)
    row = {"target": learned.target, **to_columns(learned)}
    (kept,) = pa.Table.from_pylist([row], schema=PREDICTION_MODEL_SCHEMA).to_pylist()
    later = make_rows(seed=2)
    assert (to_learned(kept).forecast(later) == learned.forecast(later)).all()


def test_a_constant_is_no_input(churn):
    assert churn.encoding.names == ("recency_days", "amount", "noise", "market")


def test_categories_are_ordered_by_churn(churn):
    assert churn.encoding.category_values == [["Europe", "Asia"]]


def test_an_unseen_category_counts_as_unknown(churn, rows):
    unseen, unknown = (
        replace(rows, categories={"market": np.full(len(rows), one, object)})
        for one in ("Atlantis", None)
    )
    assert (churn.forecast(unseen) == churn.forecast(unknown)).all()


def test_the_same_rows_give_the_same_forecast(churn, rows):
    assert fit_churn(rows) == churn


@pytest.mark.parametrize("days", [0.0, 1.0])
def test_one_outcome_for_all_teaches_nothing(rows, days):
    alike = replace(rows, later_days=np.full(len(rows), days))
    said = f"0 of 3,000 times a customer {'bought' if not days else 'stayed away'}"
    with pytest.raises(FitError, match=f"{said} in .* takes 50 to learn from"):
        fit_churn(alike)


def test_few_customers_teach_nothing_even_at_many_dates(rows):
    few = np.unique(rows.customers)[:49]
    nearly = replace(rows, customers=np.resize(few, len(rows)))
    for fit in (fit_churn, fit_revenue):
        with pytest.raises(
            FitError, match="it takes 50 customers to learn from, not 49"
        ):
            fit(nearly)


def test_no_spend_teaches_nothing(rows):
    with pytest.raises(FitError, match="0 of 3,000 times a customer bought"):
        fit_revenue(replace(rows, later_amount=np.zeros(len(rows))))
