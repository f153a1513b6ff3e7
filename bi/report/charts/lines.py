"""Line charts: customers by month, measures by number of segments, training."""

import textwrap

from bi.report.charts.axis import Axis, find_ticks, label_months, list_months, spread
from bi.report.wording import is_known

# All lengths are pixels; horizontal positions are percentages of the width.
SMALL_HEIGHT, SMALLEST_HEIGHT = 150, 280
TEXT_HEIGHT, DISC = 16, 19
LONGEST_LINE = 30


def size_chart(segments: list[dict], sizes: list[dict]) -> dict:
    """Return the lines of customers by month end, one for each segment.

    Parameters
    ----------
    segments : rows of the segments to draw
    sizes : rows of `queries/sizes.sql`; without a count the line has a gap
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
    gap = max([DISC + 2, *(len(one["name"]) * TEXT_HEIGHT + 4 for one in lines)])
    axis = Axis(find_ticks([0, *known], 3), max(SMALLEST_HEIGHT, gap * len(lines)))
    return line_chart(lines, axis, gap) | {
        "below": label_months(months, lambda at: across(at, len(months)))
    }


def measure_chart(candidates: list[dict], measure: str) -> dict:
    """Return the line of a measure by number of segments, with the chosen one marked.

    Parameters
    ----------
    candidates : rows of `queries/candidates.sql`
    measure : str
        A column of them.
    """
    known = [row for row in candidates if is_known(row[measure])]
    values = [float(row[measure]) for row in known]
    axis = Axis(find_ticks(values, 4), SMALL_HEIGHT)
    marks = []
    for at, row in enumerate(known):
        if row["is_chosen"]:
            # Where the line falls, it leaves room to the right.
            to_the_right = at == 0 or measure == "inertia"
            marks.append(
                {
                    "x": across(at, len(known)),
                    "y": axis.place(values[at]),
                    "text": f"{row['n_segments']} chosen",
                    "anchor": "end"
                    if at and at == len(known) - 1
                    else ("start" if to_the_right else "middle"),
                }
            )
    return line_chart([{"segment_id": 0, "values": values, "name": []}], axis) | {
        "marks": marks,
        "across": "number of segments",
        "below": [
            {"x": across(at, len(known)), "text": str(row["n_segments"])}
            for at, row in enumerate(known)
        ],
    }


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
    ticks = [tick for tick in find_ticks([0, epochs], 4) if 1 <= tick <= epochs]
    return line_chart(lines, axis, TEXT_HEIGHT) | {
        "across": "epoch",
        "below": [
            {"x": across(tick - 1, epochs), "text": f"{tick:.0f}"}
            for tick in (ticks or [1])
        ],
    }


def line_chart(lines: list[dict], axis: Axis, gap: float = 0) -> dict:
    """Return what the template draws: ticks, paths, and where each line ends.

    Parameters
    ----------
    lines : dictionaries with `segment_id`, `values` and the lines of a `name`
    axis : Axis
    gap : float
        Pixels between the names of two lines.
    """
    drawn = []
    for line in lines:
        known = [
            (across(at, len(line["values"])), axis.place(value))
            for at, value in enumerate(line["values"])
            if value is not None
        ]
        drawn.append(
            line
            | {
                "path": trace(line["values"], axis),
                "dots": "".join(f"M{x} {y}h0" for x, y in known),
                "last": known[-1] if known else None,
                "ends_early": bool(known) and line["values"][-1] is None,
            }
        )
    ended = [one for one in drawn if one["last"] and not one["ends_early"]]
    places = spread([one["last"][1] for one in ended], gap, axis.height)
    for one, place in zip(ended, places, strict=True):
        one["label_y"] = place
    return {
        "height": axis.height,
        "ticks": axis.labels,
        "lines": drawn,
        "marks": [],
        "across": "",
    }


def trace(values: list, axis: Axis) -> str:
    """Return the path through the values, interrupted where one is missing."""
    steps, command = [], "M"
    for at, value in enumerate(values):
        if value is None:
            command = "M"
        else:
            steps.append(f"{command}{across(at, len(values))} {axis.place(value)}")
            command = "L"
    return "".join(steps)


def across(at: float, count: int) -> float:
    """Return the position of one of `count` points in percent of the width."""
    return round(100 * at / (count - 1), 2) if count > 1 else 100
