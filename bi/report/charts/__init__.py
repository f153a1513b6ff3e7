"""Compute the numbers of each chart; templates/charts.html draws them."""

from bi.report.charts.bars import month_charts
from bi.report.charts.flows import flow_chart
from bi.report.charts.lines import loss_chart, measure_chart, size_chart
from bi.report.charts.map import map_chart
from bi.report.data import SMALLEST_GROUP, Facts
from bi.report.wording import is_known

MEASURES = ("inertia", "silhouette", "stability")


def find_charts(facts: Facts, shown: list[dict]) -> dict[str, dict]:
    """Return the charts by name, without charts that have no data.

    `shown` are the segments that are large enough for figures.
    """
    charts = {}
    if any(is_known(row["customers"]) for row in facts.sizes):
        charts["sizes"] = size_chart(shown, facts.sizes)
    known = [row for row in facts.moves if is_known(row["customers"])]
    if known:
        longest = max(row["months"] for row in known)
        moves = [row for row in known if row["months"] == longest]
        charts["flows"] = flow_chart(shown, moves)
    if facts.months:
        charts["months"] = month_charts(shown, facts.months)
    if facts.map_points:
        charts["map"] = map_chart(shown, facts.map_points, facts.map_centers)
    for measure in MEASURES:
        if any(is_known(row[measure]) for row in facts.candidates):
            charts[measure] = measure_chart(facts.candidates, measure)
    model = facts.model
    if model.get("training_loss"):
        # A fifth of the training customers is held out. These may be too few to show.
        is_group = model["training_customers"] >= 5 * SMALLEST_GROUP
        validation = (model.get("validation_loss") or []) if is_group else []
        charts["loss"] = loss_chart(model["training_loss"], validation)
    return charts
