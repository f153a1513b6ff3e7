"""Customers of each segment by month end: one line each, its number at its end."""

import math
import textwrap

from bi.report.labels import LINE_HEIGHT, spread
from bi.report.marks import DISC, add_mark
from bi.report.months_chart import add_dates, calendar, find_ticks
from bi.report.svg import INK, SOFT, draw, place, segment_colour
from bi.report.wording import count

LEFT_MARGIN, TOP_MARGIN, BOTTOM_MARGIN = 52, 12, 30
SHORTEST = 240
# From this width on, names stand beside the lines.
NAMES_FROM, NAMES_WIDTH, DISCS_WIDTH = 600, 264, 48
LONGEST_LINE = 30
# From the end of the axes to the middle of a number, in pixels.
LEADER = 26


def draw_sizes(segments: list[dict], sizes: list[dict], width: int, prefix: str) -> str:
    """Return the SVG; a month end with too few customers leaves a gap.

    Parameters
    ----------
    segments : rows of the segments to draw
    sizes : rows of `queries/sizes.sql`
    width : int
        In pixels.
    """
    lines = trace(segments, sizes)
    ended = [one for one in lines if one["values"][-1] is not None]
    named = width >= NAMES_FROM
    right = NAMES_WIDTH if named else DISCS_WIDTH
    names = [one["segment"]["segment_name"] if named else "" for one in ended]
    texts = [textwrap.wrap(name, LONGEST_LINE) for name in names]
    gap = max([DISC + 2, *(len(text) * LINE_HEIGHT + 4 for text in texts)])
    tall = max(SHORTEST, gap * len(ended))

    def paint(figure):
        axes = place(figure, LEFT_MARGIN, TOP_MARGIN, width - LEFT_MARGIN - right, tall)
        add_lines(axes, lines, calendar([row["month"] for row in sizes]))
        add_stops(axes, lines)
        add_ends(axes, ended, texts, gap / tall)

    return draw(width, TOP_MARGIN + tall + BOTTOM_MARGIN, prefix, paint)


def trace(segments: list[dict], sizes: list[dict]) -> list[dict]:
    """Return for each segment its customers at every month end, None for few."""
    dates = calendar([row["month"] for row in sizes])
    known = {(row["segment_id"], row["month"]): row["customers"] for row in sizes}
    return [
        {
            "segment": one,
            "values": [known.get((one["segment_id"], month)) for month in dates],
        }
        for one in segments
    ]


def add_lines(axes, lines: list[dict], dates: list) -> None:
    """Draw the lines on axes from nobody to the most."""
    most = [value for one in lines for value in one["values"] if value is not None]
    ticks = find_ticks(most)
    for one in lines:
        values = [math.nan if value is None else value for value in one["values"]]
        colour = segment_colour(one["segment"]["segment_id"])
        # A month between two gaps is a dot and no line.
        axes.plot(range(len(dates)), values, "o-", color=colour, linewidth=2, ms=3.5)
    axes.set(xlim=(-0.5, len(dates) - 0.8), ylim=(0, ticks[-1]))
    axes.set_yticks(ticks, [count(tick) for tick in ticks], color=SOFT)
    axes.grid(axis="y")
    axes.spines["left"].set_visible(False)
    add_dates(axes, dates)


def add_stops(axes, lines: list[dict]) -> None:
    """Write the number of each line that ends early where it ends."""
    for one in lines:
        known = [at for at, value in enumerate(one["values"]) if value is not None]
        if known and known[-1] < len(one["values"]) - 1:
            spot = (known[-1], one["values"][known[-1]])
            add_mark(axes, one["segment"]["segment_id"], spot)


def add_ends(axes, lines: list[dict], texts: list[list[str]], gap: float) -> None:
    """Write number and name to the right of each line, none over another."""
    top = axes.get_ylim()[1]
    heights = [one["values"][-1] / top for one in lines]
    for one, text, height in zip(lines, texts, spread(heights, gap, 1), strict=True):
        segment_id = one["segment"]["segment_id"]
        end = (len(one["values"]) - 1, one["values"][-1])
        spot = move_right(axes, (axes.get_xlim()[1], height * top), LEADER)
        leader = {"color": segment_colour(segment_id), "linewidth": 1}
        axes.plot(*zip(end, spot, strict=True), **leader, clip_on=False)
        add_mark(axes, segment_id, spot)
        axes.annotate(
            "\n".join(text),
            spot,
            (DISC / 2 + 3, 0),
            textcoords="offset points",
            va="center",
            color=INK,
            weight="bold",
            annotation_clip=False,
        )


def move_right(axes, spot: tuple[float, float], pixels: float) -> tuple[float, float]:
    """Return the spot that lies so many pixels to the right."""
    x, y = axes.transData.transform(spot)
    return tuple(axes.transData.inverted().transform((x + pixels, y)))
