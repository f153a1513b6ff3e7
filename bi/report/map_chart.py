"""The map: customers by their two main differences, segments named in place."""

from matplotlib.patches import PathPatch
from matplotlib.path import Path

from bi.report.labels import arrange
from bi.report.marks import DISC, add_mark
from bi.report.svg import HALO, INK, draw, place, segment_colour
from bi.report.wording import is_known, label

MARGIN = 30
# From this width on, names stand beside the numbers.
NAMES_FROM = 600


def draw_map(segments, points, centers, shares, size, prefix: str) -> str:
    """Return the SVG.

    Parameters
    ----------
    segments : rows of the segments to draw
    points, centers, shares
        Rows of the queries `map_points`, `map_centers` and `map_shares`.
    size : (width, height) in pixels
    """
    width, height = size
    box = (width - MARGIN - 8, height - MARGIN - 8)

    def paint(figure):
        axes = place(figure, MARGIN, 8, *box)
        axes.set(xticks=[], yticks=[], **limits(points, box))
        axes.set_xlabel(axis_label("1st principal component", shares.get("x")))
        axes.set_ylabel(axis_label("2nd principal component", shares.get("y")))
        for segment in segments:
            add_cloud(axes, segment, points)
        add_labels(axes, segments, centers, width >= NAMES_FROM)

    return draw(width, height, prefix, paint)


def limits(points: list[dict], box: tuple[float, float]) -> dict:
    """Return axes limits that show all points, one unit as long both ways.

    Parameters
    ----------
    points : rows with `x` and `y`
    box : width and height of the axes in pixels
    """
    middle, extent = {}, {}
    for axis in ("x", "y"):
        values = [point[axis] for point in points]
        middle[axis] = (min(values) + max(values)) / 2
        extent[axis] = (max(values) - min(values)) or 1
    units_per_pixel = 1.1 * max(extent["x"] / box[0], extent["y"] / box[1])
    return {
        f"{axis}lim": (
            middle[axis] - pixels * units_per_pixel / 2,
            middle[axis] + pixels * units_per_pixel / 2,
        )
        for axis, pixels in zip(("x", "y"), box, strict=True)
    }


def axis_label(name: str, explained) -> str:
    """Return what an axis shows, and how much of all differences that is."""
    if not is_known(explained):
        return name
    return f"{name}: {explained:.0%} of the variation"


def add_cloud(axes, segment: dict, points: list[dict]) -> None:
    """Draw a segment's customers as one path of dots, which keeps the page small."""
    own = [
        (point["x"], point["y"])
        for point in points
        if point["segment_id"] == segment["segment_id"]
    ]
    if not own:
        return
    # A line from a point to itself, with round ends, is a dot.
    places = [corner for corner in own for _ in range(2)]
    path = Path(places, [Path.MOVETO, Path.LINETO] * len(own))
    path.should_simplify = False
    colour = segment_colour(segment["segment_id"])
    dots = PathPatch(path, fill=False, edgecolor=colour, linewidth=4, alpha=0.55)
    dots.set_capstyle("round")
    axes.add_patch(dots)


def add_labels(axes, segments: list[dict], centers: list[dict], named: bool) -> None:
    """Mark the centres with numbers; write number and name beside each."""
    center_of = {center["segment_id"]: center for center in centers}
    places = []
    for segment in segments:
        center = center_of.get(segment["segment_id"])
        if center is not None:
            spot = (center["x"], center["y"])
            add_mark(axes, segment["segment_id"], spot)
            places.append((*axes.transData.transform(spot), label(segment)))
    if not named:
        return
    for one in arrange(places, axes.get_window_extent(), DISC / 2):
        axes.annotate(
            one.text,
            (one.x, one.y),
            xycoords="figure pixels",
            ha="center",
            va="top",
            color=INK,
            weight="bold",
            gid=HALO,
        )
