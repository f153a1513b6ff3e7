"""The map: customers by two principal components, with the names of segments."""

import textwrap

from bi.report.charts.labels import arrange
from bi.report.wording import label

# The width of the drawing, in units of about one pixel.
WIDTH = 800
FLATTEST, STEEPEST = 0.4, 0.65
MARGIN = 0.05
LONGEST_LINE = 22


def map_chart(segments: list[dict], points: list[dict], centers: list[dict]) -> dict:
    """Return dots and named discs of the map; both axes have the same scale.

    `points` and `centers` are the rows of the queries `map_points` and `map_centers`.
    """
    place, height = fit(points)
    names = {one["segment_id"]: label(one) for one in segments}
    middles = [row for row in centers if row["segment_id"] in names]
    texts = [textwrap.wrap(names[row["segment_id"]], LONGEST_LINE) for row in middles]
    spots = [place(row) for row in middles]
    clouds = {
        one: [place(point) for point in points if point["segment_id"] == one]
        for one in names
    }
    offsets = arrange(spots, texts, (WIDTH, height))
    return {
        "width": WIDTH,
        "height": round(height),
        "clouds": [
            # SVG draws a line without length and with round ends as a dot.
            {"segment_id": one, "path": "".join(f"M{x:.0f} {y:.0f}h0" for x, y in dots)}
            for one, dots in clouds.items()
        ],
        "middles": [
            {
                "segment_id": row["segment_id"],
                "x": round(100 * x / WIDTH, 2),
                "y": round(100 * y / height, 2),
                "text": text,
                "offset": offset,
            }
            for row, (x, y), text, offset in zip(
                middles, spots, texts, offsets, strict=True
            )
        ],
    }


def fit(points: list[dict]):
    """Return the function that places a point, and the height of the drawing."""
    middle, extent = {}, {}
    for axis in ("x", "y"):
        values = [point[axis] for point in points]
        middle[axis] = (min(values) + max(values)) / 2
        extent[axis] = (max(values) - min(values)) or 1
    shape = min(max(extent["y"] / extent["x"], FLATTEST), STEEPEST)
    scale = (1 - 2 * MARGIN) * WIDTH * min(1 / extent["x"], shape / extent["y"])

    def place(point: dict) -> tuple[float, float]:
        across = (point["x"] - middle["x"]) * scale
        up = (point["y"] - middle["y"]) * scale
        return WIDTH / 2 + across, WIDTH * shape / 2 - up

    return place, WIDTH * shape
