"""What every method is given: customers of the past, and a period to forecast."""

from dataclasses import dataclass

from ml.forecasts.periods import Period
from ml.forecasts.rows import Rows


@dataclass(frozen=True)
class ForecastTask:
    """A period to forecast, of which no method may look at what came later.

    Attributes
    ----------
    known : Rows
        Customers at month ends whose next 90 days end before the period.
    before : Period
        The last of these month ends.
    period : Period
    signals : set of str
        Inputs that come from events of customers rather than their orders.
    """

    known: Rows
    before: Period
    period: Period
    signals: frozenset[str]
