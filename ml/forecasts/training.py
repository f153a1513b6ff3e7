"""Learn forecasts, test all methods on later customers, and choose among them."""

from datetime import date

from ml.forecasts.choice import choose
from ml.forecasts.closed_forms import ClosedForms
from ml.forecasts.describing import describe_learned, describe_tests, explain
from ml.forecasts.methods import METHODS, TARGETS, Asked, Forecaster, parts_of
from ml.forecasts.rows import RowReader, Rows
from ml.forecasts.season import read_season
from ml.forecasts.spreads import measure_doubt
from ml.forecasts.trials import dates_to_read, learn, month_ends, try_cuts
from ml.purchases.purchase_model import HORIZONS


def train_forecasts(
    reader: RowReader, until: date, closed: ClosedForms, limit: int
) -> list[dict]:
    """Return per target and method the columns of `prediction_model` that are filled.

    Parameters
    ----------
    reader : RowReader
    until : date
        The first day without known orders.
    closed : ClosedForms
        Fitted to all purchases.
    limit : int
        The largest number of customers and rows to learn from.

    Raises
    ------
    TreeFormatError
        This scikit-learn stores trees in an unknown form.
    """
    dates = month_ends(reader.first_day(), until)
    last = max(dates, default=until)
    tests = try_cuts(reader, dates, until, limit)
    season = read_season(reader, last, limit)
    rows = season.mark(reader.read(dates_to_read(dates, [last]), limit))
    forecaster, reasons = learn(rows, closed, last, limit)
    possible = find_possible(forecaster, rows.at([last]), closed)
    chosen = choose([one for test in tests for one in test.trials], possible)
    doubt = measure_doubt(tests, chosen)
    kept = find_needed(chosen)
    return [
        {
            "target": target,
            "method": method,
            "season_index": [*season.index],
            "refused_because": None
            if (target, method) in possible
            else explain(target, method, reasons),
            **describe_tests(target, method, tests, chosen, forecaster, doubt),
            **describe_learned(target, method, tests, forecaster, kept),
        }
        for target in TARGETS
        for method in METHODS[target]
    ]


def find_possible(forecaster: Forecaster, rows: Rows, closed) -> set[tuple[str, str]]:
    """Return the targets and methods that can forecast every horizon."""
    asked = Asked(rows.numbers, rows.categories, closed.columns(rows, HORIZONS))
    return {
        (target, method)
        for target in TARGETS
        for method in METHODS[target]
        if all(
            forecaster.forecast(method, target, asked, days) is not None
            for days in HORIZONS
        )
    }


def find_needed(chosen: dict) -> set[tuple[str, str]]:
    """Return the (method, part) pairs that the chosen methods compute."""
    return {
        one
        for (target, _), method in chosen.items()
        for one in parts_of(target, method)
    }
