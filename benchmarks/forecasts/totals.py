"""Whether totals of segments and of all customers lay in their intervals."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from benchmarks.forecasts.cases import Case
from benchmarks.forecasts.outcomes import OUTCOMES_QUERY
from benchmarks.page import Line
from benchmarks.wording import row, table

TITLE = "Totals of all files"
ALL = "all segments"
# The worst misses that the page lists.
WORST = 5
TOTALS_QUERY = """
    select
        coalesce(segments.segment_name, $all) as name,
        is_of_all_segments,
        totals.segment_id,
        expected_revenue,
        revenue_low,
        revenue_high
    from early.predictions.forecast_totals as totals
    left join early.segmentation.segments_named as segments using (segment_id)
    where horizon_days = $days and expected_revenue > 0 and revenue_high is not null
    order by is_of_all_segments, totals.segment_id
"""
SEGMENTS_QUERY = """
    select distinct customer_id, segment_id
    from early.predictions.customer_forecasts
    left join early.segmentation.customer_segments using (customer_id)
    order by customer_id
"""
LINE = re.compile(
    r"\| (?P<days>\d+) days: outcome / forecast of (?P<name>[^|]+) \|  \| "
    r"(?P<ratio>[\d.]+) \((?P<low>[\d.]+) to (?P<high>[\d.]+)\) \|"
)


@dataclass(frozen=True)
class Total:
    """A total and its interval, both divided by the forecast.

    Attributes
    ----------
    case, name : str
        The title of the case, and the segment.
    days : int
    ratio, low, high : float
    """

    case: str
    name: str
    days: int
    ratio: float
    low: float
    high: float

    @property
    def is_inside(self) -> bool:
        """Return whether the interval holds the total."""
        return self.low <= self.ratio <= self.high

    @property
    def distance(self) -> float:
        """Return by which factor the total is outside the interval, 1 or more."""
        least = 1e-3
        if self.ratio > self.high:
            return self.ratio / max(self.high, least)
        return max(self.low / max(self.ratio, least), 1.0)


def measure_totals(connection, case: Case, days: int) -> Iterator[Line]:
    """Yield a line per segment and one for all, if the horizon has totals."""
    found = connection.execute(TOTALS_QUERY, {"days": days, "all": ALL}).fetchall()
    came = connection.execute(
        OUTCOMES_QUERY, {"cut": case.cut, "days": days}
    ).fetchnumpy()["revenue"]
    segments = np.ma.filled(
        connection.execute(SEGMENTS_QUERY).fetchnumpy()["segment_id"].astype(float),
        np.nan,
    )
    for name, is_all, segment_id, expected, low, high in found:
        members = ~np.isnan(segments) if is_all else segments == segment_id
        ratio, low, high = (one / expected for one in (came[members].sum(), low, high))
        yield Line(
            f"{days} days: outcome / forecast of {name}",
            "",
            f"{max(ratio, 0):.3f} ({low:.3f} to {high:.3f})",
        )


def read_totals(sections: dict[str, str]) -> list[Total]:
    """Return the totals in the lines of `measure_totals`, from the text of sections."""
    return [
        Total(
            case,
            line["name"],
            int(line["days"]),
            *(float(line[one]) for one in ("ratio", "low", "high")),
        )
        for case, text in sections.items()
        for line in LINE.finditer(text)
    ]


def describe_totals(totals: list[Total]) -> str:
    """Return the section in Markdown: shares of intervals that held, worst misses."""
    if not totals:
        return "Not measured."
    kinds = {
        "of a segment": [one for one in totals if one.name != ALL],
        "of all segments": [one for one in totals if one.name == ALL],
        **{
            f"of {days} days": [one for one in totals if one.days == days]
            for days in sorted({one.days for one in totals})
        },
    }
    outside = sorted(
        (one for one in totals if not one.is_inside), key=lambda one: -one.distance
    )
    return "\n".join(
        [
            "The share of outcomes in the 80 % interval. Totals of a file and a date "
            "are off together, so these are far fewer facts than totals.",
            "",
            *table("totals", "in the interval", "share"),
            *(
                row(kind, f"{inside(some)} of {len(some)}", f"{share_of(some):.2f}")
                for kind, some in kinds.items()
                if some
            ),
            "",
            "Farthest outside (outcome / forecast, and the interval):",
            "",
            *(
                f"- {one.case}, {one.days} days of {one.name}: {one.ratio:.2f} "
                f"({one.low:.2f} to {one.high:.2f})"
                for one in outside[:WORST]
            ),
        ]
    )


def inside(totals: list[Total]) -> int:
    """Return how many intervals hold their total."""
    return sum(one.is_inside for one in totals)


def share_of(totals: list[Total]) -> float:
    """Return the share of intervals that hold their total."""
    return inside(totals) / len(totals)
