"""A season is found where it repeats itself, and nowhere else; forecasts follow it."""

from datetime import date, timedelta

import duckdb
import numpy as np
import pytest

from ml.forecasts.methods import CLOSED, MEAN, TARGETS, Asked, Forecaster
from ml.forecasts.samples import inputs_of
from ml.forecasts.season import SEASON_FACTORS, Season, find_season, read_season
from ml.forecasts.stored_model import to_choice
from ml.purchases.purchase_model import HORIZONS
from tests.ml.forecasts.customers import make_rows
from tests.ml.forecasts.purchases import to_relation
from tests.ml.forecasts.shop import Shop, require_coherent

PLANTED = np.array([0.9, 0.8, 0.9, 1, 1, 1, 0.8, 0.7, 1, 1.1, 1.3, 1.5])
FLAT = np.ones(12)


def draw_months(planted: np.ndarray, years: int, seed: int, a_month: float = 300):
    """Return months and purchases of a shop that grows by a third each year."""
    random = np.random.default_rng(seed)
    months = np.datetime64("2020-01") + np.arange(12 * years)
    growth = 1.33 ** (np.arange(len(months)) / 12)
    return months, random.poisson(a_month * growth * np.tile(planted, years))


@pytest.mark.parametrize("seed", range(5))
def test_a_planted_season_is_found(seed):
    months, counts = draw_months(PLANTED, 4, seed)
    found = np.array(find_season(months, counts).index)
    assert found.mean() == pytest.approx(1)
    np.testing.assert_allclose(found, PLANTED, atol=0.12)


def test_luck_is_no_season():
    found = [find_season(*draw_months(FLAT, 4, seed, 40)) for seed in range(300)]
    passed = [one for one in found if one != Season()]
    assert len(passed) <= 24
    assert max(max(one.index) for one in passed) < 1.6


@pytest.mark.parametrize("years", [0, 1, 2])
def test_two_years_are_too_few_to_tell(years):
    assert find_season(*draw_months(PLANTED, years, 1)) == Season()


def test_a_peak_that_came_once_is_no_season():
    months, counts = draw_months(FLAT, 5, 1)
    counts[22] *= 8
    assert find_season(months, counts) == Season()


def test_a_shop_that_closes_in_august_has_next_to_no_purchases_then():
    planted = np.where(np.arange(12) == 7, 0.0, 1.0)
    found = np.array(find_season(*draw_months(planted, 5, 1)).index)
    assert found[7] < 0.02
    assert np.delete(found, 7).min() > 0.8


def test_months_that_repeat_themselves_exactly_are_a_season():
    months = np.datetime64("2020-01") + np.arange(48)
    lengths = np.diff(np.append(months, months[-1] + 1).astype("datetime64[D]"))
    found = find_season(months, np.tile(PLANTED, 4) * lengths.astype(int))
    np.testing.assert_allclose(found.index, PLANTED / PLANTED.mean(), atol=0.02)
    assert find_season(months, np.full(48, 0.0)) == Season()


def test_the_factor_of_days_is_the_mean_of_their_months():
    season = Season(tuple(PLANTED))
    dates = np.array(["2023-11-16", "2023-01-01", "2023-11-16"], "datetime64[D]")
    thirty = season.factors(dates, 30)
    assert thirty[0] == thirty[2] == pytest.approx((15 * 1.3 + 15 * 1.5) / 30)
    assert thirty[1] == pytest.approx(0.9)
    assert season.factors(dates, 365) == pytest.approx(PLANTED.mean(), abs=0.01)
    assert (Season().factors(dates, 90) == 1).all()


def buy(customers: int, first: date, days: int, december: float):
    """Return purchases at a constant rate, but more often in each December."""
    random = np.random.default_rng(3)
    found = []
    for customer in range(customers):
        rate = random.gamma(3, 1 / 300)
        # A year passes before the last newcomer, so that most buy again.
        for day in range(int(random.integers(0, 365)), days):
            when = first + timedelta(day)
            times = december if when.month == 12 else 1.0
            if random.random() < rate * times:
                found.append((f"c{customer}", when, when, 10.0, False))
    return found


@pytest.fixture(scope="module")
def shop():
    """Return four years of a shop before its fifth December."""
    first, until = date(2019, 1, 1), date(2023, 12, 1)
    with duckdb.connect() as session:
        session.execute("set threads = 1")
        yield Shop(session, buy(400, first, (until - first).days, 4.0), until)


def test_the_season_is_read_from_what_was_known(shop):
    found = np.array(read_season(shop.reader, shop.until, 10_000).index)
    assert found.argmax() == 11
    assert found[11] / np.delete(found, 11).mean() == pytest.approx(4, rel=0.25)
    early = read_season(shop.reader, date(2020, 12, 1), 10_000)
    assert early == Season()


def test_months_are_counted_as_by_hand():
    purchases = [
        # A first purchase, one of the same day, a repeated one, and one of that day.
        ("a", date(2023, 1, 30), date(2023, 1, 30), 5.0, False),
        ("a", date(2023, 1, 30), date(2023, 1, 30), 5.0, False),
        ("a", date(2023, 3, 2), date(2023, 3, 2), 5.0, False),
        ("a", date(2023, 3, 2), date(2023, 3, 2), 5.0, False),
        # Sent back, which is known before the end.
        ("a", date(2023, 3, 9), date(2023, 3, 9), 5.0, False),
        ("a", date(2023, 3, 9), date(2023, 3, 20), -5.0, True),
        # Sent back, which is known only later.
        ("a", date(2023, 4, 1), date(2023, 4, 1), 5.0, False),
        ("a", date(2023, 4, 1), date(2023, 5, 20), -5.0, True),
        # Too late.
        ("a", date(2023, 5, 2), date(2023, 5, 2), 5.0, False),
    ]
    with duckdb.connect() as session:
        reader = Shop(session, purchases, date(2023, 5, 1)).reader
        months, counts = reader.repeats_by_month(date(2023, 5, 1), 10)
        assert months.astype(str).tolist() == ["2023-02", "2023-03", "2023-04"]
        assert counts.tolist() == [0, 1, 1]
        months, counts = Shop(session, [], date(2023, 5, 1)).reader.repeats_by_month(
            date(2023, 5, 1), 10
        )
        assert len(months) == len(counts) == 0
        assert to_relation(session, []).fetchall() == []


def test_december_is_forecast_in_november(shop):
    """Without the season, methods that learn from autumn see a quarter of it."""
    rows = shop.train()
    assert np.argmax(rows[0]["season_index"]) == 11
    found = shop.forecast(rows)
    require_coherent(found)
    came = sum(
        when >= shop.until
        for _, when, *_ in buy(
            400, date(2019, 1, 1), (date(2023, 12, 31) - date(2019, 1, 1)).days, 4.0
        )
    )
    chosen = to_choice(rows)
    assert found["expected_orders"][:, 0].sum() == pytest.approx(came, rel=0.25), chosen


def test_every_method_but_the_last_period_follows_the_season():
    rows = make_rows(size=200)
    closed = {
        "expected_orders_90d": np.linspace(0.1, 3, 200),
        "churn_probability_90d": np.linspace(0.9, 0.2, 200),
        "expected_order_amount": np.full(200, 10.0),
    }
    twice = Season((2.0,) * 12).columns(rows.dates)
    plain = Asked(rows.numbers, rows.categories, closed)
    strong = Asked(rows.numbers | twice, rows.categories, closed)
    forecaster = Forecaster(dict.fromkeys(((one, 90) for one in TARGETS), 0.5))
    for method in (MEAN, CLOSED):
        for target in TARGETS:
            before = forecaster.forecast(method, target, plain, 90)
            after = forecaster.forecast(method, target, strong, 90)
            wanted = 1 - (1 - before) ** 2 if target == "chance" else 2 * before
            np.testing.assert_allclose(after, wanted)


def test_trees_do_not_see_the_season_that_they_correct():
    rows = make_rows(size=50)
    season = Season(tuple(PLANTED)).columns(rows.dates)
    assert {*season} == {*SEASON_FACTORS}
    assert len(SEASON_FACTORS) == len(HORIZONS)
    closed = {"expected_orders_90d": np.full(50, 0.4)}
    closed["churn_probability_90d"] = np.full(50, 0.7)
    inputs, (chance, orders, _) = inputs_of(rows.numbers | season, closed, 90)
    assert not {*SEASON_FACTORS} & {*inputs}
    factor = season["season_90d"]
    np.testing.assert_allclose(orders, 0.4 * factor)
    np.testing.assert_allclose(chance, 1 - 0.7**factor)
    plain, _ = inputs_of(rows.numbers, closed, 90)
    for name, column in plain.items():
        np.testing.assert_array_equal(inputs[name], column)
