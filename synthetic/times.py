"""Draw the times at which orders are placed and shipped."""

import numpy as np

from synthetic import catalogue
from synthetic.columns import Columns, draw_same
from synthetic.personas import Personas

DAY = 86_400
FIRST_SECOND = int(catalogue.FIRST_DAY.astype("datetime64[s]").astype(np.int64))
END_SECOND = FIRST_SECOND + catalogue.DAYS * DAY
# NumPy and Arrow read this integer as a missing time.
NOT_A_TIME = np.iinfo(np.int64).min


def season_calendar(month_weights: np.ndarray) -> np.ndarray:
    """Return the cumulated sales by calendar day.

    Parameters
    ----------
    month_weights : array of shape (12,)
        Sales in January to December, on any scale.

    Returns
    -------
    float array of shape (n_days + 1,)
        Cumulated sales, scaled so that the last value is the number of days. Equal
        steps in it are closer together in months with more sales.
    """
    days = catalogue.FIRST_DAY + np.arange(catalogue.DAYS)
    months = days.astype("datetime64[M]").astype(np.int64) % 12
    business = np.cumsum(month_weights[months])
    return np.concatenate([[0.0], business / business[-1] * catalogue.DAYS])


def draw_days(
    generator: np.random.Generator, customers: Columns, personas: Personas
) -> np.ndarray:
    """Draw the day of each order, counted from the first day.

    The last order is `recency` days before the end. Earlier orders are drawn backwards.
    Orders before the first day are negative: the caller drops them.
    """
    counts = customers["order_count"]
    total = int(counts.sum())
    owner = np.repeat(np.arange(len(counts)), counts)
    last = np.cumsum(counts) - counts
    persona = customers["persona"][owner]
    unevenness = personas.gap_unevenness[persona]
    # Subtract half the variance, so that the mean gap stays the same.
    noise = generator.standard_normal(total) * unevenness - unevenness**2 / 2
    steps = customers["gap"][owner] * np.exp(noise)
    # Days before the first one are mirrored into the period.
    room = catalogue.DAYS - 1
    steps[last] = np.abs(room - np.abs(room - customers["recency"]))
    walked = np.cumsum(steps)
    back = walked - np.repeat(walked[last] - steps[last], counts)
    business = catalogue.DAYS - back
    calendar = to_calendar(business, persona, personas)
    return np.where(business < 0, -1, np.minimum(calendar, catalogue.DAYS - 1))


def to_calendar(
    business: np.ndarray, persona: np.ndarray, personas: Personas
) -> np.ndarray:
    """Return calendar days: each persona buys more often in its strong months."""
    days, calendar = np.arange(catalogue.DAYS + 1), np.empty_like(business)
    for place, month_weights in enumerate(personas.month_weights):
        own = persona == place
        calendar[own] = np.interp(business[own], season_calendar(month_weights), days)
    return calendar


def move_to_weekday(
    generator: np.random.Generator, days: np.ndarray, weekend_shares: np.ndarray
) -> np.ndarray:
    """Move each day back to a weekend or a working day, by the share of weekends."""
    wanted, choice = generator.random((2, len(days)))
    weekend = wanted < weekend_shares
    weekday = (days + 6) % 7  # 2023-01-01 was a Sunday. Monday has the number 0.
    to_weekend = np.where(weekday < 5, weekday + 1 + (choice < 0.5), 0)
    to_working = np.where(weekday >= 5, weekday - (5 * choice).astype(int), 0)
    return np.maximum(days - np.where(weekend, to_weekend, to_working), 0)


def draw_times(
    generator: np.random.Generator, days: np.ndarray, weekend_shares: np.ndarray
) -> np.ndarray:
    """Return the second (UTC, since 1970) of orders on the given days."""
    moved = move_to_weekday(generator, days.astype(np.int64), weekend_shares)
    hours = draw_same(generator, catalogue.HOUR_WEIGHTS, len(days))
    seconds = (generator.random(len(days)) * 3600).astype(np.int64)
    return FIRST_SECOND + moved * DAY + hours * 3600 + seconds


def draw_shipping(
    generator: np.random.Generator, ordered: np.ndarray, mode: np.ndarray
) -> np.ndarray:
    """Return the second of shipping; one in twenty is a wrong time or unknown."""
    luck, late, part = generator.random((3, len(ordered)))
    promised = catalogue.PROMISED_DAYS[mode]
    rest_of_day = DAY - ordered % DAY
    in_time = np.where(
        mode == 0, part * (rest_of_day - 1), (promised - 0.6 * part) * DAY
    )
    days_late = 1 + np.floor(6 * part**3)
    too_late = (promised + days_late) * DAY + part * 14_400
    duration = np.where(late < catalogue.LATE_SHARES[mode], too_late, in_time)
    duration = np.where(luck < 0.03, (61 + 340 * part) * DAY, duration)
    duration = np.where(luck < 0.02, -(0.5 + 6 * part) * DAY, duration)
    shipped = ordered + duration.astype(np.int64)
    return np.where(luck > 0.98, NOT_A_TIME, shipped)
