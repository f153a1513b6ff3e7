"""Files and dates whose forecasts are measured, and the figures that are wanted."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from benchmarks.segments.files import FILES, SHARED

BY_NAME = {one.name: one for one in FILES}


@dataclass(frozen=True)
class Case:
    """The customers of a file at a date, and the days to forecast.

    Attributes
    ----------
    name, source : str
        The file, and the source block that reads it.
    path : Path or None
        None if the file is absent.
    cut : date
        The first day to forecast.
    horizons : tuple of int
        In days. A horizon that no column has lies on a line between its neighbours.
    wanted : dict of (horizon, measure) to str
        Such as "<= 29.7".
    """

    name: str
    source: str
    path: Path | None
    cut: date
    horizons: tuple[int, ...]
    wanted: dict[tuple[int, str], str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Return the title of the section."""
        return f"{self.name}, from {self.cut}"


def of_file(name: str, cut: date, horizons, wanted=None) -> Case:
    """Return a case of a file of the benchmark of segments."""
    file = BY_NAME[name]
    path = None if file.absent else file.path
    return Case(name, file.source, path, cut, horizons, wanted or {})


def cdnow_sample() -> Case:
    """Return the published case: 39 weeks of the CDNOW sample."""
    path = SHARED / "cdnow_sample.txt"
    return Case(
        "cdnow_sample",
        "purchase_log",
        path if path.is_file() else None,
        date(1997, 10, 1),
        (90, 273),
        {
            (90, "total"): "<= 0.2",
            (273, "total"): "<= 0.12",
            (273, "MAE"): "<= 29.7",
            (273, "RMSE"): "<= 71.9",
            (273, "Gini"): ">= 0.69",
        },
    )


TOTAL_OF_90 = {(90, "total"): "<= 0.2"}
CASES = (
    of_file("sample", date(2025, 10, 1), (30, 90), TOTAL_OF_90),
    of_file("sample", date(2025, 1, 1), (90, 180, 365)),
    cdnow_sample(),
    of_file("cdnow", date(1997, 10, 1), (90, 180), TOTAL_OF_90),
    of_file("cdnow", date(1998, 4, 1), (30, 90), TOTAL_OF_90),
    of_file(
        "donations",
        date(2015, 1, 1),
        (90, 180, 365),
        {**TOTAL_OF_90, (365, "total"): "<= 0.1", (365, "MAE"): "<= 19.3"},
    ),
    of_file("donations", date(2015, 10, 1), (30, 90), TOTAL_OF_90),
    of_file("grocery", date(2007, 7, 1), (90, 180)),
    of_file("households", date(2017, 10, 1), (30, 90)),
    of_file("online_retail", date(2011, 9, 1), (30, 90)),
    of_file("retail_transactions", date(2014, 3, 1), (90, 365)),
)
