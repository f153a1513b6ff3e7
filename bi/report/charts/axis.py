"""Vertical axes with round labels, and labels of months."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from bi.report.wording import figure

ROUND_STEPS = (1, 2, 2.5, 5, 10)
MOST_DATES = 6


@dataclass(frozen=True)
class Axis:
    """A vertical axis; positions are pixels from its top.

    Attributes
    ----------
    ticks : list of float
        The labelled values, in ascending order.
    height : float
        Pixels between the highest and the lowest tick.
    """

    ticks: list[float]
    height: float

    def place(self, value: float) -> float:
        """Return the position of a value."""
        lowest, highest = self.ticks[0], self.ticks[-1]
        return round((highest - value) / (highest - lowest) * self.height, 1)

    @property
    def labels(self) -> list[dict]:
        """Return position and text of each tick, with as few digits as possible."""
        step = self.ticks[1] - self.ticks[0]
        digits = next(n for n in range(99) if math.isclose(round(step, n), step))
        return [
            {"y": self.place(tick), "text": figure(tick, f",.{digits}f")}
            for tick in self.ticks
        ]


def find_ticks(values: Iterable[float], intervals: int) -> list[float]:
    """Return round numbers with equal steps that enclose all values.

    The range of the values is at most `intervals` steps long.
    """
    lowest, highest = min(values), max(values)
    smallest = (highest - lowest) / intervals or 1
    power = 10.0 ** math.floor(math.log10(smallest))
    step = next(size * power for size in ROUND_STEPS if size * power >= smallest)
    first, last = math.floor(lowest / step), math.ceil(highest / step)
    return [step * at for at in range(first, max(last, first + 1) + 1)]


def spread(positions: list[float], gap: float, limit: float) -> list[float]:
    """Return positions at least `gap` apart, none of them beyond `limit`."""
    order = sorted(range(len(positions)), key=positions.__getitem__)
    moved = list(positions)
    for before, after in zip(order, order[1:], strict=False):
        moved[after] = max(moved[after], moved[before] + gap)
    for index in reversed(order):
        moved[index] = min(moved[index], limit)
        limit = moved[index] - gap
    return moved


def list_months(months: Iterable[date]) -> list[date]:
    """Return every month from the first to the last."""
    steps = [month.year * 12 + month.month - 1 for month in months]
    return [
        date(step // 12, step % 12 + 1, 1) for step in range(min(steps), max(steps) + 1)
    ]


def label_months(months: list[date], place: Callable[[int], float]) -> list[dict]:
    """Return position and text of each January, or of the first and last month."""
    years = [at for at, month in enumerate(months) if month.month == 1]
    texts = {
        at: str(months[at].year)
        for at in years[:: math.ceil(len(years) / MOST_DATES) or 1]
    }
    if len(years) < 2:
        texts = {at: f"{months[at]:%b %Y}" for at in (0, len(months) - 1)}
    return [{"x": place(at), "text": text} for at, text in texts.items()]
