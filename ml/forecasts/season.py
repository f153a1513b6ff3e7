"""How much more customers buy in some months of the year than in others.

The index of a month is how many purchases its days have, compared with days of the
year around it: the classical decomposition by ratios to a centred moving average
(Macaulay 1931). It counts only if it repeats itself from year to year, by the F test of
stable seasonality that X-11 uses (Shiskin, Young & Musgrave 1967).
"""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from scipy.stats import f as f_distribution

from ml.forecasts.rows import RowReader, Rows
from ml.purchases.purchase_model import HORIZONS

MONTHS = 12
# The level of the F test. Neighbouring ratios share a year, so the test is too lenient:
# of simulated shops without a season, one in twenty passes.
SIGNIFICANCE = 0.01
# The test needs so many months that were seen again in another year.
FEWEST_SEEN_AGAIN = 6


@dataclass(frozen=True)
class Season:
    """The index of each month of the year: 1 for a month like the mean of the year.

    Attributes
    ----------
    index : (12,) tuple of float
        January to December, with the mean 1.
    """

    index: tuple[float, ...] = (1.0,) * MONTHS

    def factors(self, dates: np.ndarray, days: int) -> np.ndarray:
        """Return the mean index of the days from each date on, (rows,).

        `dates` are (rows,) datetime64[D].
        """
        each, places = np.unique(dates, return_inverse=True)
        months = (each[:, None] + np.arange(days)).astype("datetime64[M]").astype(int)
        return np.array(self.index)[months % MONTHS].mean(axis=1)[places]

    def columns(self, dates: np.ndarray) -> dict[str, np.ndarray]:
        """Return the factors of all horizons as inputs, (rows,) arrays."""
        return {season_of(days): self.factors(dates, days) for days in HORIZONS}

    def mark(self, rows: Rows) -> Rows:
        """Return rows with the factors of their dates among the numbers."""
        return replace(rows, numbers=rows.numbers | self.columns(rows.dates))


def season_of(days: int) -> str:
    """Return the name of the factor of a horizon."""
    return f"season_{days}d"


SEASON_FACTORS = tuple(map(season_of, HORIZONS))


def times_of(numbers: dict[str, np.ndarray], days: int):
    """Return how many times as frequent as on average purchases are in the next days.

    It is 1 where nobody asked for the season.
    """
    return numbers.get(season_of(days), 1.0)


def season_chance(chance: np.ndarray, times: np.ndarray) -> np.ndarray:
    """Return the chance to buy if purchases are so many times as frequent."""
    return 1 - (1 - chance) ** times


def read_season(reader: RowReader, until: date, limit: int) -> Season:
    """Return the season in the purchases of at most `limit` customers before a date."""
    months, counts = reader.repeats_by_month(until, limit)
    return find_season(months, counts)


def find_season(months: np.ndarray, counts: np.ndarray) -> Season:
    """Return the season in the purchases of whole months, none if there is no proof.

    Parameters
    ----------
    months : (months,) array of datetime64[M]
        Consecutive months.
    counts : (months,) array
        Days with a purchase of customers who had bought before.
    """
    logs, of_month = ratios_to_year(months, counts)
    seen = np.bincount(of_month, minlength=MONTHS)
    known = seen > 0
    again = int((seen[known] - 1).sum())
    if again < FEWEST_SEEN_AGAIN or known.sum() < 2:
        return Season()
    means = np.bincount(of_month, logs, MONTHS)[known] / seen[known]
    of_each = np.full(MONTHS, np.nan)
    of_each[known] = means
    within = ((logs - of_each[of_month]) ** 2).sum() / again
    between = (seen[known] * (means - logs.mean()) ** 2).sum() / (known.sum() - 1)
    test = f_distribution(known.sum() - 1, again)
    if not between > within * test.isf(SIGNIFICANCE):
        return Season()
    # What differs between months by chance alone is taken off.
    kept = 1 - within / between
    raw = np.exp(np.where(known, kept * (of_each - means.mean()), 0.0))
    return Season(tuple((raw / raw.mean()).tolist()))


def ratios_to_year(months: np.ndarray, counts: np.ndarray):
    """Return logarithms of purchases a day over those of the year around each month.

    Returns
    -------
    logs : (ratios,) array
        Of the months with a whole year around them.
    of_month : (ratios,) int array
        The month of the year, 0 for January.
    """
    lengths = np.diff(np.append(months, months[-1:] + 1).astype("datetime64[D]"))
    # A month without a purchase has a logarithm, too: it counts as half a purchase.
    a_day = np.maximum(counts / lengths.astype(int), 0.5 / 30)
    # Half a month at both ends, so that the year is centred on the month.
    weights = np.array([0.5, *[1.0] * (MONTHS - 1), 0.5]) / MONTHS
    if len(counts) < len(weights):
        return np.zeros(0), np.zeros(0, int)
    inner = slice(MONTHS // 2, -(MONTHS // 2))
    logs = np.log(a_day[inner] / np.convolve(a_day, weights, "valid"))
    return logs, months[inner].astype(int) % MONTHS
