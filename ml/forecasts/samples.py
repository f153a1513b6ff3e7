"""What forecasts learn from: customers at past dates, once per known horizon."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from ml.forecasts.closed_forms import ClosedForms, base_of
from ml.forecasts.rows import Rows, take
from ml.forecasts.season import SEASON_FACTORS, season_chance, times_of
from ml.forecasts.timeline import SEASONS
from ml.purchases.purchase_model import HORIZONS

# Forecasts learn from so many dates, and so many customers at these dates.
RECENT_DATES, YEARS = 6, 1
MOST_ROWS = 20_000


@dataclass(frozen=True)
class Sample:
    """Rows to learn from: a customer, a date and a horizon each.

    Attributes
    ----------
    numbers, categories : dict of input to (rows,) arrays
        With the horizon, and with the closed form's forecast for it.
    customers : (rows,) array of str
    chance, orders, amount : (rows,) arrays
        What the learned forecasts correct; see `base_of`.
    seasons : (rows,) array
        How many times as frequent as on average purchases are within the horizon.
    later_days, later_amounts : (rows,) arrays
        The outcomes within the horizon.
    """

    numbers: dict[str, np.ndarray]
    categories: dict[str, np.ndarray]
    customers: np.ndarray
    chance: np.ndarray
    orders: np.ndarray
    amount: np.ndarray
    seasons: np.ndarray
    later_days: np.ndarray
    later_amounts: np.ndarray

    @property
    def columns(self) -> dict[str, np.ndarray]:
        """Return all inputs by name."""
        return self.numbers | self.categories

    def take(self, chosen: np.ndarray) -> "Sample":
        """Return some of the rows, chosen by a mask."""
        return take(self, chosen)


def inputs_of(numbers: dict, closed: dict, days: int) -> tuple[dict, tuple]:
    """Return the numeric inputs for a horizon in days, and what forecasts correct.

    What they correct is what `base_of` returns, with the season to come. The inputs are
    without a season: trees that see the season would apply it a second time.

    `numbers` are a timeline, features and the factors of the season, `closed` columns
    of `customer_expectations`; all are (rows,) arrays.
    """
    chance, orders, amount = base_of(numbers, closed, days)
    times = times_of(numbers, days)
    left_out = {*SEASONS, *SEASON_FACTORS}
    return {name: one for name, one in numbers.items() if name not in left_out} | {
        "order_days_a_year_ago": numbers[f"order_days_{days}d_a_year_ago"],
        "net_sales_a_year_ago": numbers[f"net_sales_{days}d_a_year_ago"],
        "horizon_days": np.full(len(orders), float(days)),
        "closed_form_chance": chance,
        "closed_form_orders": orders,
        "closed_form_amount": amount,
    }, (season_chance(chance, times), orders * times, amount)


def recent_dates(dates: list[date], cut: date, days: int) -> list[date]:
    """Return the last dates whose next days end before the cut."""
    known = [one for one in dates if one + timedelta(days) <= cut]
    return sorted(known, reverse=True)[:RECENT_DATES]


def season_dates(dates: list[date], cut: date, days: int) -> list[date]:
    """Return the date one year before the cut, if it is among the dates.

    The days after them have the season of the days to forecast.
    """
    return [one for one in recent_years(cut) if one in dates and days <= 365]


def recent_years(cut: date) -> list[date]:
    """Return the beginning of the same month, one year before for each of YEARS.

    A cut is the first of a month, except today, which may be 29 February.
    """
    return [date(cut.year - back, cut.month, 1) for back in range(1, YEARS + 1)]


CHOICES_OF_DATES = {"recent": recent_dates, "season": season_dates}


def draw_sample(
    rows: Rows, closed: ClosedForms, which: str, cut: date, limit: int
) -> Sample | None:
    """Return rows of the dates to learn from; None if there is no date.

    Each horizon has its own dates, because its outcome has to be known at the cut.

    Parameters
    ----------
    rows : Rows
        At least of these dates.
    closed : ClosedForms
        Fitted to purchases before the cut.
    which : str
        `recent` or `season`.
    cut : date
        The first day to forecast, a month end.
    limit : int
        The largest number of rows.
    """
    known = [one.astype(date) for one in np.unique(rows.dates)]
    asked = [(days, CHOICES_OF_DATES[which](known, cut, days)) for days in HORIZONS]
    asked = [(days, rows.at(dates)) for days, dates in asked if dates]
    if not asked:
        return None
    share = min(limit, MOST_ROWS) // len(asked)
    return stack([(days, spread(some, share)) for days, some in asked], closed)


def spread(rows: Rows, size: int) -> Rows:
    """Return at most `size` rows, at regular intervals."""
    if len(rows) <= size:
        return rows
    return rows.take(np.linspace(0, len(rows) - 1, size).astype(int))


def stack(asked: list[tuple[int, Rows]], closed: ClosedForms) -> Sample:
    """Return the rows of several horizons, in days, as one sample.

    Each row has the closed form's forecast of its own horizon. `asked` is not empty.
    """
    parts = []
    for days, rows in asked:
        columns = closed.columns(rows, (days,))
        numbers, base = inputs_of(rows.numbers, columns, days)
        seasons = np.ones(len(rows)) * times_of(rows.numbers, days)
        parts.append(
            (
                *(numbers, rows.categories, rows.customers),
                *(*base, seasons, *rows.later(days)),
            )
        )
    numbers, categories, *others = zip(*parts, strict=True)
    return Sample(
        *(
            {name: np.concatenate([one[name] for one in dicts]) for name in dicts[0]}
            for dicts in (numbers, categories)
        ),
        *map(np.concatenate, others),
    )
