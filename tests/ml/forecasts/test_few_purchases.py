"""However little is known, training stops at nothing, and forecasts agree."""

import duckdb
import numpy as np
import pytest

from ml.forecasts.customer_forecasts import AMOUNTS
from ml.forecasts.describing import NOT_FITTED
from ml.forecasts.methods import BOTH, MEAN, METHODS, RECENT, SEASON, TARGETS
from ml.forecasts.stored_model import to_choice
from ml.forecasts.trials import NO_DATES
from ml.purchases.purchase_model import HORIZONS
from tests.ml.forecasts.few import SHOPS
from tests.ml.forecasts.purchases import slow_timeline
from tests.ml.forecasts.shop import Shop, require_coherent


@pytest.fixture(scope="module")
def session():
    with duckdb.connect() as session:
        session.execute("set threads = 1")
        yield session


@pytest.fixture(scope="module", params=SHOPS)
def trained(request, session):
    """Return the name of a shop, its rows of `prediction_model`, and its forecasts."""
    shop = Shop(session, *SHOPS[request.param])
    rows = shop.train()
    return request.param, rows, shop.forecast(rows)


def test_every_target_and_horizon_has_one_method(trained):
    _, rows, _ = trained
    assert len(rows) == sum(map(len, METHODS.values()))
    assert to_choice(rows).keys() == {
        (one, days) for one in TARGETS for days in HORIZONS
    }
    assert sum(sum(row["is_chosen"]) for row in rows) == len(TARGETS) * len(HORIZONS)


REASONS = {
    "five customers": "it takes 50 customers to learn from, not 5",
    "one day": NO_DATES,
    "until 29 February": NO_DATES,
    "everybody bought once": "0 of 1,788 times a customer bought in",
    "nobody came back": "0 of 2,700 times a customer bought in",
    "everything was sent back": "it takes 50 customers to learn from, not 2",
}


def test_a_method_that_is_refused_says_why(trained):
    """No shop is old enough to know the same season of a year ago."""
    name, rows, _ = trained
    for row in rows:
        reason = row["refused_because"] or ""
        if row["method"] == RECENT:
            assert reason.startswith(REASONS.get(name, ""))
            assert bool(reason) == (name in REASONS)
        elif row["method"] == SEASON:
            assert reason == NO_DATES
        elif row["method"] == BOTH:
            assert reason.startswith(REASONS.get(name, NO_DATES))
        elif row["method"] == MEAN:
            assert reason in ("", REASONS.get(name))
        elif "closed form" in row["method"]:
            assert reason in ("", NOT_FITTED)
        else:
            assert not reason


def test_forecasts_agree_whoever_is_asked(trained):
    name, _, forecasts = trained
    require_coherent(forecasts)
    expected = sorted(slow_timeline(*SHOPS[name]))
    assert forecasts["customer_id"].tolist() == expected
    is_new = name in ("one day", "until 29 February")
    for column in AMOUNTS[:4]:
        assert np.isnan(forecasts[column]).all() == (is_new or not expected)
    assert not any(np.isinf(forecasts[column]).any() for column in AMOUNTS)


def test_of_customers_who_never_come_back_nothing_is_expected(session):
    purchases, until = SHOPS["nobody came back"]
    shop = Shop(session, purchases, until)
    forecasts = shop.forecast(shop.train())
    assert forecasts["expected_revenue"][:, 0].max() < 1
    assert forecasts["chance_to_buy"][:, 0].max() < 0.05


def test_one_large_customer_does_not_change_what_others_are_expected_to_spend(session):
    purchases, until = SHOPS["one large customer"]
    found = []
    for some in (purchases, purchases[:-1]):
        shop = Shop(session, some, until)
        found.append(shop.forecast(shop.train()))
    others = found[0]["customer_id"] != "c999"
    total, without = (one["expected_revenue"][:, 1] for one in found)
    assert total[others].sum() < 2 * without.sum()
