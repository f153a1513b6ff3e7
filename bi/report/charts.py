"""Which charts the page has, drawn for a wide screen and for a telephone."""

from functools import partial

from bi.report.curve_charts import draw_loss, draw_measure
from bi.report.data import SMALLEST_GROUP, Facts
from bi.report.flow_chart import draw_flows
from bi.report.map_chart import draw_map
from bi.report.months_chart import draw_months
from bi.report.sections.migrations import spans
from bi.report.sizes_chart import draw_sizes
from bi.report.wording import is_known

# Text in a drawing shrinks with it: a telephone gets drawings of its own.
WIDTHS = {"wide": 800, "narrow": 350}
MAP_HEIGHTS = {"wide": 480, "narrow": 320}
MEASURES = ("inertia", "silhouette", "stability")


def draw_charts(facts: Facts, shown: list[dict]) -> dict[str, str]:
    """Return the SVGs by name; a chart of nothing is left out."""
    charts = {}
    for size, width in WIDTHS.items():
        for name, paint in find_two_sized(facts, shown, size).items():
            charts[f"{name}_{size}"] = paint(width, f"{name}-{size}")
    for measure in MEASURES:
        if any(is_known(row[measure]) for row in facts.candidates):
            charts[measure] = draw_measure(facts.candidates, measure, measure)
    training = facts.model.get("training_loss")
    if training:
        charts["loss"] = draw_loss(training, validation_loss(facts.model), "loss")
    return charts


def validation_loss(model: dict) -> list[float]:
    """Return the error on the tenth held out; nothing where that is no group."""
    is_group = model["training_customers"] >= 10 * SMALLEST_GROUP
    return (model.get("validation_loss") or []) if is_group else []


def find_two_sized(facts: Facts, shown: list[dict], size: str) -> dict:
    """Return what draws each chart that comes in two sizes, given width and prefix."""
    found = {}
    if facts.map_points:
        height = MAP_HEIGHTS[size]
        # More labels need more room between the clouds.
        height += 24 * max(0, len(shown) - 5) if size == "wide" else 0
        places = (facts.map_points, facts.map_centers, facts.map_shares)
        found["map"] = lambda width, prefix: draw_map(
            shown, *places, (width, height), prefix
        )
    if any(is_known(row["customers"]) for row in facts.sizes):
        found["sizes"] = partial(draw_sizes, shown, facts.sizes)
    for months in spans(facts.moves)[:1]:
        moves = [row for row in facts.moves if row["months"] == months]
        found["flows"] = partial(draw_flows, shown, moves)
    if facts.months:
        found["months"] = partial(draw_months, shown, facts.months)
    return found
