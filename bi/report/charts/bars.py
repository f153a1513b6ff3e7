"""Bar charts: revenue by month, one for each segment, on one scale."""

from bi.report.charts.axis import Axis, find_ticks, label_months, list_months

HEIGHT = 80
# Parts of a month's width: the bar, and the space before it.
BAR, SPACE = 0.76, 0.12


def month_charts(segments: list[dict], months: list[dict]) -> dict:
    """Return what the template draws; a month without revenue to show has no bar.

    Parameters
    ----------
    segments : rows of the segments to draw, in their order
    months : rows of `queries/months.sql`
    """
    dates = list_months(row["month"] for row in months)
    share = 100 / len(dates)
    axis = Axis(
        find_ticks([0, *(row["revenue_amount"] or 0 for row in months)], 3), HEIGHT
    )
    return {
        "height": HEIGHT,
        "ticks": axis.labels,
        "below": label_months(dates, lambda at: round((at + 0.5) * share, 2)),
        "width": round(BAR * share, 2),
        "panels": [
            {
                "segment": segment,
                "bars": [
                    bar(row, axis)
                    | {"x": round((dates.index(row["month"]) + SPACE) * share, 2)}
                    for row in months
                    if row["segment_id"] == segment["segment_id"]
                    and row["revenue_amount"]
                ],
            }
            for segment in segments
        ],
    }


def bar(row: dict, axis: Axis) -> dict:
    """Return top and height of a month's bar in pixels; a loss hangs below zero."""
    top, bottom = sorted((axis.place(row["revenue_amount"]), axis.place(0)))
    return {"y": top, "height": round(bottom - top, 1)}
