"""Trees in lists give the values of scikit-learn, or are refused."""

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingRegressor

from ml.forecasts.boosting import BOOSTING
from ml.forecasts.encoding import fit_encoding
from ml.forecasts.trees import TREE_BATCH, TreeFormatError, read_trees
from tests.ml.forecasts.customers import make_sample


@pytest.fixture(scope="module")
def fitted():
    """Return a matrix, a model that learned from it, and the encoding."""
    sample = make_sample()
    encoding = fit_encoding(sample.numbers, sample.categories, sample.later_days)
    matrix = encoding.encode(sample.columns)
    model = HistGradientBoostingRegressor(loss="poisson", **BOOSTING)
    return matrix, model.fit(matrix, sample.later_days), encoding


def test_trees_in_lists_forecast_like_scikit_learn(fitted):
    matrix, model, encoding = fitted
    asked = encoding.encode(make_sample(seed=2, size=TREE_BATCH + 9).columns)
    assert np.isnan(asked).any()
    trees = read_trees(model, matrix, np.log(model.predict(matrix)))
    np.testing.assert_allclose(
        np.exp(trees.apply(asked)), model.predict(asked), rtol=1e-12
    )
    assert trees.apply(asked[:0]).shape == (0,)


@pytest.mark.parametrize(
    "change",
    [
        lambda model: delattr(model, "_predictors"),
        lambda model: setattr(model, "_predictors", [[None]]),
        lambda model: setattr(model, "_baseline_prediction", np.array([[0.5]])),
        lambda model: model._predictors.pop(),
    ],
)
def test_trees_in_an_unknown_form_are_refused_with_a_remedy(fitted, change):
    """A later version of scikit-learn may store trees differently without a notice."""
    matrix, model, _ = fitted
    changed = HistGradientBoostingRegressor(loss="poisson", **BOOSTING)
    changed.__dict__ |= {**vars(model), "_predictors": [*model._predictors]}
    change(changed)
    with pytest.raises(TreeFormatError, match="scikit-learn .* requirements.lock"):
        read_trees(changed, matrix, np.log(model.predict(matrix)))
