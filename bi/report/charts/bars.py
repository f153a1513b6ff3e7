"""Bar charts: revenue by month, one chart for each segment, on one scale."""

from bi.report.charts.axis import Axis, find_ticks, label_months, list_months

HEIGHT = 80
# As shares of the width of a month: a bar, and the space before it.
BAR, SPACE = 0.76, 0.12


def month_charts(segments: list[dict], months: list[dict]) -> dict:
    """Return the bars of each segment; a month without known revenue has none.

    `months` are the rows of `queries/changes/months.sql`.
    """
    dates = list_months(row["month"] for row in months)
    share = 100 / len(dates)
    revenue = [row["revenue_amount"] or 0 for row in months]
    axis = Axis(find_ticks([0, *revenue], 3), HEIGHT)
    bars = {one["segment_id"]: [] for one in segments}
    for row in months:
        if row["revenue_amount"]:
            end, zero = axis.place(row["revenue_amount"]), axis.place(0)
            bars[row["segment_id"]].append(
                {
                    "x": round((dates.index(row["month"]) + SPACE) * share, 2),
                    # The bar of a loss lies below zero.
                    "y": min(end, zero),
                    "height": round(abs(end - zero), 1),
                }
            )
    return {
        "height": HEIGHT,
        "ticks": axis.labels,
        "below": label_months(dates, lambda at: round((at + 0.5) * share, 2)),
        "width": round(BAR * share, 2),
        "panels": [
            {"segment": one, "bars": bars[one["segment_id"]]} for one in segments
        ],
    }
