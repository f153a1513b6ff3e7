"""Revenue by month: one panel per segment, all on one scale."""

import math
import textwrap
from datetime import date

from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.ticker import MaxNLocator

from bi.report.labels import LETTER
from bi.report.svg import INK, SOFT, draw, place, segment_colour
from bi.report.wording import count, label

BARS_HEIGHT, SPACE_HEIGHT, LINE_HEIGHT = 78, 40, 17
LEFT_MARGIN, RIGHT_MARGIN = 58, 10
TWO_COLUMNS_FROM = 600
BAR = 0.38


def draw_months(segments: list[dict], months: list[dict], width: int, prefix: str):
    """Return the SVG; a month without revenue to show has no bar.

    Parameters
    ----------
    segments : rows of the segments to draw, in their order
    months : rows of `queries/months.sql`
    width : int
        In pixels.
    """
    columns = 2 if width >= TWO_COLUMNS_FROM and len(segments) > 1 else 1
    across = width / columns
    dates = calendar([row["month"] for row in months])
    ticks = find_ticks([row["revenue_amount"] or 0 for row in months])
    titles = [textwrap.wrap(label(one), int(across / LETTER) - 8) for one in segments]
    title_height = max(map(len, titles), default=1) * LINE_HEIGHT
    panel_height = title_height + BARS_HEIGHT + SPACE_HEIGHT

    def paint(figure):
        for position, segment in enumerate(segments):
            row, column = divmod(position, columns)
            left = column * across + LEFT_MARGIN
            top = row * panel_height + title_height + 10
            inner = across - LEFT_MARGIN - RIGHT_MARGIN
            axes = place(figure, left, top, inner, BARS_HEIGHT)
            own = [one for one in months if one["segment_id"] == segment["segment_id"]]
            add_bars(axes, own, dates, segment_colour(segment["segment_id"]))
            add_title(axes, segment, titles[position])
            add_ticks(axes, dates, ticks)

    return draw(width, math.ceil(len(segments) / columns) * panel_height, prefix, paint)


def calendar(months: list[date]) -> list[date]:
    """Return every month from the first to the last, bought in or not."""
    first, last = min(months), max(months)
    start, end = (month.year * 12 + month.month - 1 for month in (first, last))
    return [date(step // 12, step % 12 + 1, 1) for step in range(start, end + 1)]


def find_ticks(values: list[float]) -> list[float]:
    """Return about three round figures from the lowest (or 0) to the highest."""
    lowest, highest = min([0, *values]), max([0, *values])
    return list(MaxNLocator(3).tick_values(lowest, highest or 1))


def add_bars(axes, months: list[dict], dates: list, colour: str) -> None:
    """Draw all bars as one path, which keeps the page small."""
    corners, codes = [], []
    for row in months:
        if row["revenue_amount"]:
            left = dates.index(row["month"]) - BAR
            right, value = left + 2 * BAR, row["revenue_amount"]
            corners += [(left, 0), (left, value), (right, value), (right, 0), (0, 0)]
            codes += [Path.MOVETO, *[Path.LINETO] * 3, Path.CLOSEPOLY]
    if corners:
        patch = PathPatch(Path(corners, codes), facecolor=colour, linewidth=0)
        axes.add_patch(patch)


def add_title(axes, segment: dict, title: list[str]) -> None:
    """Write number and name above the panel, behind a square of its colour."""
    colour = segment_colour(segment["segment_id"])
    above = {"xycoords": "axes fraction", "textcoords": "offset points"}
    for place_in_title, line in enumerate(reversed(title)):
        height = 11 + LINE_HEIGHT * place_in_title
        axes.annotate(
            line, (0, 1), (0, height), color=INK, weight="bold", fontsize=13, **above
        )
    axes.annotate("■", (0, 1), (-17, height - 1), color=colour, fontsize=15, **above)


def add_ticks(axes, dates: list, ticks: list[float]) -> None:
    """Label round figures, and the months."""
    axes.set(xlim=(-0.6, len(dates) - 0.4), ylim=(ticks[0], ticks[-1]))
    axes.set_yticks(ticks, [count(tick) for tick in ticks], color=SOFT)
    axes.grid(axis="y")
    axes.spines["left"].set_visible(False)
    add_dates(axes, dates)


def add_dates(axes, dates: list) -> None:
    """Label each January, or the ends of a short time."""
    years = [place for place, month in enumerate(dates) if month.month == 1]
    labels = [str(dates[place].year) for place in years]
    if len(years) < 2 and dates:
        years = sorted({0, len(dates) - 1})
        labels = [f"{dates[place]:%b %Y}" for place in years]
    step = math.ceil(len(years) / 6) or 1
    axes.set_xticks(years[::step], labels[::step], color=SOFT)
