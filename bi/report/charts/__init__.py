"""The numbers behind each chart; the templates draw them as SVG."""

from bi.report.charts.bars import month_charts
from bi.report.charts.flows import flow_chart
from bi.report.charts.lines import loss_chart, measure_chart, size_chart
from bi.report.charts.map import map_chart
from bi.report.data import SMALLEST_GROUP, Facts
from bi.report.sections.migrations import spans
from bi.report.wording import is_known

MEASURES = ("inertia", "silhouette", "stability")


def find_charts(facts: Facts, shown: list[dict]) -> dict[str, dict]:
    """Return the charts by name; a chart of nothing is left out.

    Parameters
    ----------
    facts : Facts
    shown : rows of the segments that are large enough for figures
    """
    charts = {}
    if any(is_known(row["customers"]) for row in facts.sizes):
        charts["sizes"] = size_chart(shown, facts.sizes)
    for months in spans(facts.moves)[:1]:
        moves = [row for row in facts.moves if row["months"] == months]
        charts["flows"] = flow_chart(shown, moves)
    if facts.months:
        charts["months"] = month_charts(shown, facts.months)
    if facts.map_points:
        charts["map"] = map_chart(shown, facts.map_points, facts.map_centers)
    for measure in MEASURES:
        if any(is_known(row[measure]) for row in facts.candidates):
            charts[measure] = measure_chart(facts.candidates, measure)
    training = facts.model.get("training_loss")
    if training:
        charts["loss"] = loss_chart(training, validation_loss(facts.model))
    return charts


def validation_loss(model: dict) -> list[float]:
    """Return the error on the tenth held out, if that is enough customers to show."""
    is_group = model["training_customers"] >= 10 * SMALLEST_GROUP
    return (model.get("validation_loss") or []) if is_group else []
