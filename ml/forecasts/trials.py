"""Try every method on later customers, with only what was known before."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from scipy.special import xlogy

from ml.forecasts.boosting import FEWEST_TO_LEARN, FITS
from ml.forecasts.closed_forms import ClosedForms, fit_closed_forms
from ml.forecasts.methods import DATES, METHODS, TARGETS, Asked, Forecaster
from ml.forecasts.rows import RowReader, Rows
from ml.forecasts.samples import draw_sample, recent_dates, recent_years
from ml.forecasts.season import read_season, season_chance, times_of
from ml.purchases.fitting import FitError
from ml.purchases.purchase_model import HORIZONS

# Before this, customers are too new to tell how they buy.
DAYS_BEFORE_FIRST_CUT = 60
# The least forecast that the deviance looks at, as a share of the mean outcome.
LEAST_SHARE = 0.01
NO_DATES = "there are no past month ends whose next days are known"


@dataclass(frozen=True)
class Trial:
    """One method's forecast of one target, tried on later customers.

    Attributes
    ----------
    cut : date
        The first day of the period.
    target, method : str
    days : int
        The length of the period.
    forecast, actual : (customers,) arrays
    """

    cut: date
    target: str
    days: int
    method: str
    forecast: np.ndarray
    actual: np.ndarray

    @property
    def error(self) -> float:
        """Return the mean squared error of chances, and the deviance of the others.

        The Poisson deviance is least for the expected value, as the squared error is,
        but it grows with an outcome and not with its square, so that a few large
        customers do not decide. For it, a forecast is at least a hundredth of the mean.
        """
        if self.target == "chance":
            return float((self.squared_errors).mean())
        least = max(LEAST_SHARE * self.actual.mean(), 1e-9)
        forecast = np.maximum(self.forecast, least)
        terms = xlogy(self.actual, self.actual / forecast) - self.actual + forecast
        return float(2 * terms.mean())

    @property
    def squared_errors(self) -> np.ndarray:
        """Return (customers,) squared errors."""
        return (self.forecast - self.actual) ** 2


@dataclass(frozen=True)
class Tried:
    """All methods, tried on the customers of one cut.

    Attributes
    ----------
    trials : list of Trial
    forecaster : Forecaster
        What the methods knew at the cut.
    asked : Asked
        The customers.
    later : Rows
        The same customers, with their outcomes.
    closed : ClosedForms
        Fitted to their purchases before the cut.
    """

    trials: list[Trial]
    forecaster: Forecaster
    asked: Asked
    later: Rows
    closed: ClosedForms


def try_cuts(reader: RowReader, dates: list[date], until: date, limit: int):
    """Return a Tried per cut: all methods, with what was known at the cut.

    Rows are read again for each cut, because a return after the cut changes outcomes
    that methods would have learned from before it.
    """
    cuts = cuts_to_test(dates, until)
    later = reader.read(cuts, limit)
    found = []
    for cut in cuts:
        season = read_season(reader, cut, limit)
        known = reader.read(dates_to_read(dates, [cut]), limit, known_by=cut)
        asked = season.mark(later.at([cut]))
        found.append(try_methods(season.mark(known), asked, cut, until, limit))
    return found


def try_methods(known: Rows, later: Rows, cut: date, until: date, limit: int) -> Tried:
    """Forecast the periods after a cut by every method.

    A horizon is tried only if methods could learn from it before the cut, as they can
    today.

    Parameters
    ----------
    known : Rows
        At the dates to learn from, with the outcomes that were known at the cut.
    later : Rows
        At the cut, with the outcomes that are known today.
    cut, until : date
        The first day to forecast, and the first day without known orders.
    limit : int
        The largest number of rows to learn from.
    """
    closed = fit_closed_forms(later)
    forecaster, _ = learn(known, closed, cut, limit)
    asked = Asked(later.numbers, later.categories, closed.columns(later, HORIZONS))
    test = Tried([], forecaster, asked, later, closed)
    if len(later) < FEWEST_TO_LEARN:
        return test
    for days in HORIZONS:
        if cut + timedelta(days) > until or ("chance", days) not in forecaster.means:
            break
        for target in TARGETS:
            actual = outcome(later, target, days)
            for method in METHODS[target]:
                forecast = forecaster.forecast(method, target, asked, days)
                if forecast is not None:
                    trial = Trial(cut, target, days, method, forecast, actual)
                    test.trials.append(trial)
    return test


def learn(rows: Rows, closed: ClosedForms, cut: date, limit: int):
    """Return a Forecaster of what was known at the cut, and why parts are missing.

    The reasons are sentences by (method, part); no FitError leaves this function.
    `limit` is the largest number of rows to learn from.
    """
    means, learned, seasons, reasons = means_of(rows, cut), {}, {}, {}
    for method, which in DATES.items():
        sample = draw_sample(rows, closed, which, cut, limit)
        for part, fit in FITS.items():
            try:
                if sample is None:
                    raise FitError(NO_DATES)
                learned[method, part] = fit(sample)
            except FitError as reason:
                reasons[method, part] = str(reason)
        if sample is not None:
            horizons = sample.numbers["horizon_days"]
            for days in np.unique(horizons).astype(int).tolist():
                mean = sample.seasons[horizons == days].mean()
                seasons[method, days] = float(mean)
    return Forecaster(means, learned, seasons), reasons


def means_of(rows: Rows, cut: date) -> dict[tuple[str, int], float]:
    """Return the mean outcome per target and horizon, as of a mean season."""
    dates = [one.astype(date) for one in np.unique(rows.dates)]
    found = {}
    for days in HORIZONS:
        known = rows.at(recent_dates(dates, cut, days))
        if len(known):
            season = float(np.mean(times_of(known.numbers, days)))
            for target in TARGETS:
                mean = float(outcome(known, target, days).mean())
                found[target, days] = (
                    season_chance(mean, 1 / season)
                    if target == "chance"
                    else mean / season
                )
    return found


def outcome(rows: Rows, target: str, days: int) -> np.ndarray:
    """Return what a forecast of the target should have said, (rows,)."""
    orders, amounts = rows.later(days)
    return {"chance": (orders > 0) * 1.0, "orders": orders, "revenue": amounts}[target]


def month_ends(first: date, until: date) -> list[date]:
    """Return the first days of months from 60 days after `first` on, up to `until`."""
    day, found = until.replace(day=1), []
    while day >= first + timedelta(DAYS_BEFORE_FIRST_CUT):
        found.append(day)
        day = (day - timedelta(1)).replace(day=1)
    return found


def cuts_to_test(dates: list[date], until: date) -> list[date]:
    """Return the last month end for each horizon that can be tested there.

    The horizon has to be known at an earlier month end too, from which methods learn.
    """
    found = set()
    for days in HORIZONS[1:]:
        known = [one for one in dates if one + timedelta(days) <= until]
        if known and recent_dates(dates, max(known), days):
            found.add(max(known))
    return sorted(found)


def dates_to_read(dates: list[date], cuts: list[date]) -> list[date]:
    """Return all dates that a training with its tests reads."""
    found = {*cuts}
    for cut in cuts:
        found |= {one for one in recent_years(cut) if one in dates}
        for days in HORIZONS:
            found |= {*recent_dates(dates, cut, days)}
    return sorted(found)
