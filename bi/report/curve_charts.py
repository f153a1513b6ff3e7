"""The small line charts: measures by number of segments, and the training."""

from matplotlib.ticker import FixedLocator, MaxNLocator

from bi.report.labels import spread
from bi.report.svg import HALO, INK, SOFT, draw, place, segment_colour
from bi.report.wording import count, decimal, is_known

SIZE = (296, 200)
BOX = {"left": 48, "top": 14, "width": 240, "height": 138}
ROOM_FOR_LABELS = 56
FIRST = segment_colour(0)
SECOND = segment_colour(1)


def draw_measure(candidates: list[dict], measure: str, prefix: str) -> str:
    """Return the SVG of `inertia`, `silhouette` or `stability` by number of segments.

    The number that was chosen has a larger dot and says so.
    """
    known = [row for row in candidates if is_known(row[measure])]
    falls = measure == "inertia"

    def paint(figure):
        axes = place(figure, **BOX)
        numbers = [row["n_segments"] for row in known]
        axes.plot(numbers, [row[measure] for row in known], "o-", color=FIRST, ms=4)
        axes.margins(x=0.06, y=0.2)
        for row in known:
            if row["is_chosen"]:
                is_first = row["n_segments"] == numbers[0]
                mark(axes, row["n_segments"], row[measure], falls or is_first)
        axes.xaxis.set_major_locator(FixedLocator(numbers))
        finish(axes, "number of segments", count if falls else decimal)

    return draw(*SIZE, prefix, paint)


def mark(axes, number: int, value: float, to_the_right: bool) -> None:
    """Point out the chosen number of segments, where the curve leaves room."""
    beside, above = {"xytext": (9, 7)}, {"xytext": (0, 10), "ha": "center"}
    axes.plot(number, value, "o", color=FIRST, ms=11)
    axes.annotate(
        f"{number} chosen",
        (number, value),
        **(beside if to_the_right else above),
        textcoords="offset points",
        color=INK,
        weight="bold",
        gid=HALO,
    )


def draw_loss(training: list[float], validation: list[float], prefix: str) -> str:
    """Return the SVG of the network's error by epoch, both lines named in place."""
    lines = {"training": (training, FIRST), "validation": (validation, SECOND)}
    lines = {name: line for name, line in lines.items() if line[0]}

    def paint(figure):
        axes = place(figure, **{**BOX, "width": BOX["width"] - ROOM_FOR_LABELS})
        for values, colour in lines.values():
            axes.plot(range(1, len(values) + 1), values, color=colour, linewidth=1.8)
        axes.set_ylim(bottom=0)
        axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
        finish(axes, "epoch", decimal)
        name_lines(axes, lines)

    return draw(*SIZE, prefix, paint)


def name_lines(axes, lines: dict) -> None:
    """Write each line's name at its end."""
    ends = [values[-1] for values, _ in lines.values()]
    gap = (axes.get_ylim()[1] - axes.get_ylim()[0]) / BOX["height"] * 14
    for name, height in zip(lines, spread(ends, gap, axes.get_ylim()[1]), strict=True):
        values, colour = lines[name]
        axes.annotate(
            name,
            (len(values), height),
            (6, 0),
            textcoords="offset points",
            va="center",
            color=colour,
            annotation_clip=False,
        )


def finish(axes, what: str, written) -> None:
    """Label the axes and draw a few light lines."""
    axes.set_xlabel(what)
    axes.yaxis.set_major_locator(MaxNLocator(4))
    axes.yaxis.set_major_formatter(lambda value, _: written(value))
    axes.tick_params(labelcolor=SOFT)
    axes.grid(axis="y")
    axes.spines["left"].set_visible(False)
