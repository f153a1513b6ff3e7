"""Measure how well the segments of a past date explain what customers spend later."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from benchmarks.page import Line
from benchmarks.segments.ceiling import NotKnownError, score_of_several_dates
from benchmarks.segments.files import OrderFile
from benchmarks.segments.training import SEED, train
from benchmarks.segments.warehouses import (
    features_of,
    opened,
    read_ids,
    read_panel,
    read_samples,
)
from benchmarks.wording import row, table
from ml.customers.panel import last_before
from ml.evaluation.comparison_table import JUDGED
from ml.evaluation.later_revenue import compare_value, measure_value
from ml.evaluation.segmentation_methods import SEGMENTATION_METHODS
from ml.evaluation.segmentation_task import SegmentationTask, cut
from ml.segments.clustering import assign

SHIPPED, CLOSED_FORM = "what ships", "Closed form + K-Means"
CEILINGS = ("Score of several dates, quantiles", "Score of several dates + K-Means")
# What ships should be better than these.
RIVALS = ("K-Means on the features", "PCA-8 + K-Means")
METHODS = (CLOSED_FORM, *RIVALS, "K-Means on 3 RFM logs", "Spend quantiles")
COUNTS = (3, 4, 5, 6)
# If even the best score explains less, shares of it and differences are chance.
LEAST_CEILING = 0.01
WANTED_COUNT = 5
# The days after the date; the longest that the orders before the date cover, too.
PERIODS = (365, 270, 180, 90)


@dataclass(frozen=True)
class PastDate:
    """The customers of a past date, as a build of that date reads them.

    Attributes
    ----------
    day, until : date
    samples : dict
        The result of `read_samples`.
    later_amounts : (customers,) array
        Net sales from `day` until `until`.
    score : (customers,) array or None
        The forecast of later log revenue, learned at several earlier dates.
    """

    day: date
    until: date
    samples: dict
    later_amounts: np.ndarray
    score: np.ndarray | None


def value(file: OrderFile):
    """Yield a table of all methods, and the wanted figures, for each past date."""
    with opened(features_of(file.source, file.path)) as connection:
        panel = read_panel(connection)
        days = choose_days(panel.month_ends())
        if not days:
            yield "Not measured: the orders cover no 180 days."
        for day, until in days:
            yield from value_at(read_past(file, panel, day, until))


def choose_days(dates: list[date]) -> list[tuple[date, date]]:
    """Return past dates with the end of the time after them.

    One date is 90 days before the last month end, the other as many days before it as
    the orders before that date cover.
    """
    until, first = dates[0], dates[-1]
    found = {}
    for days in PERIODS:
        day = last_before(dates, until, days)
        if day and (day - first).days >= days - 31:
            found[days] = day
    chosen = [found[days] for days in (max(found, default=0), 90) if days in found]
    return [(day, until) for day in dict.fromkeys(chosen)]


def read_past(file: OrderFile, panel, day: date, until: date) -> PastDate:
    """Return the customers of a past date, from a warehouse as of that date."""
    with opened(features_of(file.source, file.path, day)) as connection:
        samples, ids = read_samples(connection), read_ids(connection)
        try:
            score = score_of_several_dates(
                read_panel(connection), samples["customers"], (until - day).days
            )
        except NotKnownError:
            score = None
    later = dict(
        zip(panel.customer_ids(day), panel.customers(day, until).values, strict=True)
    )
    return PastDate(day, until, samples, np.array([later[one] for one in ids]), score)


def value_at(past: PastDate):
    """Yield the table of one date, and the wanted figures."""
    customers = past.samples["customers"]
    labels = {k: divide_by_all(past, k) for k in COUNTS}
    measured = {
        k: {
            name: measure_value(one, customers.values, past.later_amounts)
            for name, one in labels[k].items()
        }
        for k in COUNTS
    }
    yield (
        f"\nAs of {past.day}, judged by the sales until {past.until}: share of the "
        "variance of log revenue that the segments explain / normalised Gini.\n"
    )
    yield from table("method", *(f"k = {k}" for k in COUNTS))
    for name in labels[WANTED_COUNT]:
        yield row(name, *(text_of(measured[k].get(name)) for k in COUNTS))
    for line in judge(measured, compare(past, labels)):
        yield replace(line, measure=f"{past.day}, {line.measure}")


def divide_by_all(past: PastDate, n_segments: int) -> dict:
    """Return the segments of all methods, by name."""
    customers = past.samples["customers"]
    shipped = assign(train(past.samples, n_segments=n_segments), customers)
    task = SegmentationTask(customers, past.samples["earlier"], n_segments, SEED)
    found = {SHIPPED: shipped}
    found |= {name: SEGMENTATION_METHODS[name](task) for name in METHODS}
    if past.score is not None:
        found[CEILINGS[0]] = cut(past.score, n_segments)
        found[CEILINGS[1]] = task.cluster(past.score[:, None])
    return found


def compare(past: PastDate, labels: dict) -> dict:
    """Return the verdicts about differences to what ships, by k and method."""
    values = past.samples["customers"].values
    return {
        k: compare_value(one, SHIPPED, values, past.later_amounts, SEED)
        for k, one in labels.items()
    }


def judge(measured: dict, verdicts: dict):
    """Yield the wanted figures."""
    at = measured[WANTED_COUNT]
    if at[SHIPPED]["gini"] is None:
        yield Line("Later sales", "", "nobody bought again")
        return
    yield against_ceiling(at)
    if ceiling_of(at) < LEAST_CEILING:
        return
    yield Line(
        "k = 5: Gini, less that of the closed form",
        ">= 0",
        "",
        at[SHIPPED]["gini"] - at[CLOSED_FORM]["gini"],
    )
    for k in COUNTS:
        yield Line(
            f"k = {k}: lead of the closed form, in bootstrap errors (worse of both)",
            "<= 1",
            "",
            max(lead_in_errors(measured[k], verdicts[k][CLOSED_FORM])),
        )
        yield Line(
            f"k = {k}: least lead over K-Means on the features and PCA-8",
            ">= 0",
            "",
            min(
                measured[k][SHIPPED][name] - measured[k][rival][name]
                for rival in RIVALS
                for name in ("value_explained", "gini")
            ),
        )
    for method in METHODS[:-1]:
        text = count_verdicts([verdicts[k][method] for k in COUNTS])
        yield Line(f"What ships against {method}, k = 3 to 6, both measures", "", text)


def against_ceiling(measures: dict) -> Line:
    """Return the share of what a score explains that the segments explain."""
    name = "k = 5: variance explained, share of the ceiling"
    ceiling = ceiling_of(measures)
    if ceiling < LEAST_CEILING:
        return Line(name, "", "no score explains a hundredth")
    return Line(name, ">= 0.97", "", measures[SHIPPED]["value_explained"] / ceiling)


def ceiling_of(measures: dict) -> float:
    """Return the share of the variance that the better score explains."""
    found = [measures[one]["value_explained"] for one in CEILINGS if one in measures]
    return max(found, default=0.0)


def lead_in_errors(measures: dict, compared: dict) -> list[float]:
    """Return the lead of the closed form over what ships, in bootstrap errors."""
    leads = []
    for name, measure in zip(JUDGED, ("value_explained", "gini"), strict=True):
        lead = measures[CLOSED_FORM][measure] - measures[SHIPPED][measure]
        low, high = (compared[f"{name}_difference_{end}"] for end in ("low", "high"))
        # The interval of 95 % has about four errors.
        error = (high - low) / 4
        leads.append(lead / error if error > 1e-6 else 0.0)
    return leads


def count_verdicts(compared: list[dict]) -> str:
    """Return how often what ships wins, ties and loses."""
    words = Counter(one[f"{name}_verdict"] for one in compared for name in JUDGED)
    return ", ".join(f"{words[one]} {one}" for one in ("wins", "ties", "loses"))


def text_of(measures: dict | None) -> str:
    """Return both measures of a method as text."""
    if measures is None or measures["gini"] is None:
        return ""
    return f"{measures['value_explained']:.3f} / {measures['gini']:.3f}"
