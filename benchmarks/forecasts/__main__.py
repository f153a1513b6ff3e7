"""Measure forecasts and write benchmarks/FORECASTS.md.

    python -m benchmarks.forecasts [--files cdnow donations]

Files that are not named keep their text.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from rich.console import Console

from benchmarks.forecasts.cases import CASES, Case
from benchmarks.forecasts.outcomes import Outcomes, build_both, read_outcomes
from benchmarks.forecasts.totals import (
    TITLE,
    describe_totals,
    measure_totals,
    read_totals,
)
from benchmarks.page import Line, put_section, read_sections, to_text
from benchmarks.processes import ROOT
from ml.metrics import normalised_gini

RESULTS = ROOT / "benchmarks" / "FORECASTS.md"
HEAD = """# Quality of the forecasts

Written by `make bench-forecasts`. `make bench-forecasts FILES="cdnow"` measures only
these files; the others keep their text.

Each file is built as of a date in its past. The forecasts of this build, by the methods
that it chose itself, are compared with what the customers bought later, which no method
sees. The error of a total is its share of the outcome. "Loses" is by how many standard
errors the squared error is above that of the mean of earlier customers, or of the same
as in the last period. "Between the levels" is the share of outcomes between the levels
of the 80 % interval, where an outcome of 0 counts with one of its levels drawn at
random; "within the interval" counts all of them. Behind the outcome / forecast of a
total stands its 80 % interval, divided by the forecast. The constants of the forecasts
were chosen with the sample, CDNOW and donations in view.

Missed:
"""
LARGE_SEGMENT = 200
COVERAGE = (0.77, 0.83)


def main() -> None:
    """Measure the named files. Print and write each section when it ends."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    names = sorted({one.name for one in CASES})
    parser.add_argument("--files", nargs="+", choices=names, default=names)
    asked = parser.parse_args().files
    console, titles = Console(), [*(one.title for one in CASES), TITLE]
    for case in CASES:
        if case.name in asked:
            text = to_text(measure(case))
            console.print(f"## {case.title}\n\n{text}\n", markup=False, soft_wrap=True)
            put_section(RESULTS, case.title, text, titles, HEAD)
    text = describe_totals(read_totals(read_sections(RESULTS)))
    console.print(f"## {TITLE}\n\n{text}\n", markup=False, soft_wrap=True)
    put_section(RESULTS, TITLE, text, titles, HEAD)


def measure(case: Case) -> Iterator[Line | str]:
    """Yield the lines of a case, or why it is not measured."""
    if case.path is None:
        yield "Not measured: the file is absent."
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        build_both(case, Path(folder)) as connection,
    ):
        for days in case.horizons:
            found = read_outcomes(connection, case, days)
            yield f"\n{days} days: {found.methods}."
            yield from measure_horizon(found, days, case.wanted)
            yield from measure_totals(connection, case, days)


def measure_horizon(one: Outcomes, days: int, wanted: dict) -> Iterator[Line]:
    """Yield the lines of a horizon."""

    def line(measure, found, default=""):
        return Line(
            f"{days} days: {measure}", wanted.get((days, measure), default), "", found
        )

    off = one.revenue - one.actual
    yield Line(f"{days} days: customers", "", f"{len(off):,}")
    yield Line(
        f"{days} days: total forecast / outcome",
        "",
        f"{one.revenue.sum():,.0f} / {one.actual.sum():,.0f}",
    )
    yield line("total", abs(one.revenue.sum() / one.actual.sum() - 1))
    yield line("MAE", np.abs(off).mean())
    yield line("RMSE", np.sqrt((off**2).mean()))
    yield line("Gini", normalised_gini(one.revenue, np.maximum(one.actual, 0)))
    for name, other in (("mean", one.mean), ("last period", one.last)):
        gaps = off**2 - (other - one.actual) ** 2
        errors = gaps.mean() / max(gaps.std() / np.sqrt(len(gaps)), 1e-12)
        yield line(f"loses to the {name}", errors, "<= 1")
    yield line("largest error of a tenth by chance to buy", largest_gap(one))
    if one.is_between is None:
        return
    inside = (one.actual >= one.low - 1e-9) & (one.actual <= one.high + 1e-9)
    yield line("within the interval", inside.mean())
    least, most = (
        f"{sign} {end}" for sign, end in zip((">=", "<="), COVERAGE, strict=True)
    )
    yield line("between the levels", one.is_between.mean(), least)
    yield line("between the levels, at most", one.is_between.mean(), most)
    shares = [
        one.is_between[one.segments == name].mean()
        for name in np.unique(one.segments)
        if (one.segments == name).sum() >= LARGE_SEGMENT
    ]
    if shares:
        yield line("between the levels, least segment", min(shares), least)
        yield line("between the levels, largest segment", max(shares), most)


def largest_gap(one: Outcomes) -> float:
    """Return how far forecast and share of buyers are apart in the worst tenth."""
    bought = (one.orders > 0).astype(float)
    tenths = np.array_split(np.argsort(one.chance, kind="stable"), 10)
    return max(abs(one.chance[some].mean() - bought[some].mean()) for some in tenths)


if __name__ == "__main__":
    sys.exit(main())
