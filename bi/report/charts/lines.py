"""Line charts: customers by month, measures by number of segments, training."""

import textwrap
from itertools import groupby

from bi.report.charts.axis import Axis, find_ticks, label_months, list_months, spread
from bi.report.wording import is_known

# All lengths are pixels; horizontal positions are percentages of the width.
SMALL_HEIGHT, SMALLEST_HEIGHT = 150, 280
TEXT_HEIGHT, DISC = 18, 19
LONGEST_LINE = 30


def size_chart(segments: list[dict], sizes: list[dict]) -> dict:
    """Return the lines of customers by month end, one line for each segment.

    `sizes` are the rows of `queries/changes/sizes.sql`. A month whose number of
    customers is not known is a gap in the line.
    """
    months = list_months(row["month"] for row in sizes)
    counts = {(row["segment_id"], row["month"]): row["customers"] for row in sizes}
    lines = [
        {
            "segment_id": one["segment_id"],
            "values": [counts.get((one["segment_id"], month)) for month in months],
            "name": textwrap.wrap(one["segment_name"], LONGEST_LINE),
        }
        for one in segments
    ]
    known = [value for one in lines for value in one["values"] if value is not None]
    gap = max([DISC + 2, *(len(one["name"]) * TEXT_HEIGHT + 6 for one in lines)])
    axis = Axis(find_ticks([0, *known], 3), max(SMALLEST_HEIGHT, gap * len(lines)))
    return line_chart(lines, axis, gap) | {
        "below": label_months(months, lambda at: across(at, len(months)))
    }


def measure_chart(candidates: list[dict], measure: str) -> dict:
    """Return the line of a measure by number of segments, and mark the chosen one.

    The measure is a column of `candidates`, the rows of `queries/model/candidates.sql`.
    """
    known = [row for row in candidates if is_known(row[measure])]
    values = [float(row[measure]) for row in known]
    axis = Axis(find_ticks(values, 4), SMALL_HEIGHT)
    places = [across(at, len(known)) for at in range(len(known))]
    marks, below = [], []
    for place, value, row in zip(places, values, known, strict=True):
        below.append({"x": place, "text": row["n_segments"]})
        if row["is_chosen"]:
            text = f"{row['n_segments']} chosen"
            anchor = "start" if place < 80 else "end"
            mark = {"x": place, "y": axis.place(value), "text": text, "anchor": anchor}
            marks.append(mark)
    chart = line_chart([{"segment_id": 0, "values": values, "name": []}], axis)
    return chart | {"marks": marks, "across": "number of segments", "below": below}


def loss_chart(training: list[float], validation: list[float]) -> dict:
    """Return the lines of the network's error by epoch, each with its name."""
    losses = {"training": training, "validation": validation}
    lines = [
        {"segment_id": colour, "values": values, "name": [name]}
        for colour, (name, values) in enumerate(losses.items())
        if values
    ]
    epochs = len(training)
    axis = Axis(find_ticks([0, *training, *validation], 4), SMALL_HEIGHT)
    ticks = [tick for tick in find_ticks([1, epochs], 4) if tick.is_integer()]
    return line_chart(lines, axis, TEXT_HEIGHT) | {
        "across": "epoch",
        "below": [
            {"x": across(tick - 1, epochs), "text": f"{tick:.0f}"}
            for tick in ticks
            if 1 <= tick <= epochs
        ],
    }


def line_chart(lines: list[dict], axis: Axis, gap: float = 0) -> dict:
    """Return ticks, the path of each line, and the position of its name.

    Parameters
    ----------
    lines : dictionaries with `segment_id`, `values` and `name`, a list of lines
    axis : Axis
    gap : float
        Pixels between the names of two lines.
    """
    drawn = []
    for line in lines:
        values = line["values"]
        points = [
            None if value is None else (across(at, len(values)), axis.place(value))
            for at, value in enumerate(values)
        ]
        runs = [list(run) for known, run in groupby(points, key=bool) if known]
        drawn.append(
            line
            | {
                "path": "".join(map(path, runs)),
                "dots": "".join(f"M{x} {y}h0" for run in runs for x, y in run),
                "last": runs[-1][-1] if runs else None,
                "ends_early": bool(runs) and values[-1] is None,
            }
        )
    ended = [one for one in drawn if one["last"] and not one["ends_early"]]
    places = spread([one["last"][1] for one in ended], gap, axis.height)
    for one, place in zip(ended, places, strict=True):
        one["label_y"] = place
    chart = {"height": axis.height, "ticks": axis.labels, "lines": drawn}
    return chart | {"marks": [], "across": ""}


def path(points: list[tuple]) -> str:
    """Return a line through points as an SVG path."""
    return "M" + "L".join(f"{x} {y}" for x, y in points)


def across(at: float, count: int) -> float:
    """Return the position of one of `count` points in percent of the width."""
    return round(100 * at / (count - 1), 2) if count > 1 else 100
