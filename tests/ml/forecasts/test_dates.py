"""The dates to learn from and to test at: every outcome is known at the cut."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ml.forecasts.samples import RECENT_DATES, recent_dates, season_dates
from ml.forecasts.trials import cuts_to_test, dates_to_read, month_ends
from ml.purchases.purchase_model import HORIZONS

PERIODS = st.tuples(
    st.dates(date(2015, 1, 1), date(2030, 12, 31)), st.integers(0, 1_500)
).map(lambda one: (one[0], one[0] + timedelta(one[1])))


@given(PERIODS)
def test_cuts_are_beginnings_of_months_sixty_days_after_the_first_purchase(period):
    first, until = period
    dates = month_ends(first, until)
    days = [first + timedelta(one) for one in range((until - first).days + 1)]
    expected = [one for one in days if one.day == 1 and one >= first + timedelta(60)]
    assert sorted(dates) == expected


@given(PERIODS, st.sampled_from(HORIZONS))
@example((date(2021, 1, 1), date(2024, 3, 1)), 365)
@example((date(2024, 1, 15), date(2024, 2, 29)), 30)
def test_outcomes_of_training_end_before_the_cut(period, days):
    dates = month_ends(*period)
    for cut in [*dates, period[1]]:
        recent = recent_dates(dates, cut, days)
        season = season_dates(dates, cut, days)
        for one in [*recent, *season]:
            assert one in dates
            assert one + timedelta(days) <= cut
        assert len(recent) <= RECENT_DATES
        assert all((cut - one).days in (365, 366) for one in season if cut.day == 1)
        assert all(one.month == cut.month for one in season)


@given(PERIODS)
def test_a_cut_tests_what_could_be_learned_before_it(period):
    first, until = period
    dates = month_ends(first, until)
    cuts = cuts_to_test(dates, until)
    assert cuts == sorted({*cuts})
    for cut in cuts:
        tested = [days for days in HORIZONS if cut + timedelta(days) <= until]
        assert any(recent_dates(dates, cut, days) for days in tested)
    last = max(dates, default=until)
    read = dates_to_read(dates, [*cuts, last])
    assert {*read} <= {*dates, last}
    for cut in [*cuts, last]:
        for days in HORIZONS:
            assert {*recent_dates(dates, cut, days)} <= {*read}
            assert {*season_dates(dates, cut, days)} <= {*read}


@pytest.mark.parametrize(
    ("first", "until", "cuts"),
    [
        # Nothing is known of 90 days after a month end.
        (date(2023, 12, 1), date(2024, 4, 1), []),
        # After 2024-07-01 the next 90 days are known, and 90 days before it too.
        (date(2023, 12, 1), date(2024, 10, 1), [date(2024, 7, 1)]),
        (
            date(2020, 1, 1),
            date(2024, 3, 10),
            [date(2023, 3, 1), date(2023, 9, 1), date(2023, 12, 1)],
        ),
    ],
)
def test_each_horizon_is_tested_at_the_last_month_end(first, until, cuts):
    assert cuts_to_test(month_ends(first, until), until) == cuts
