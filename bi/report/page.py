"""The page: charts and figures put into the templates."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bi.report import wording
from bi.report.choice import choice_sentence
from bi.report.curve_charts import draw_loss, draw_measure
from bi.report.data import SMALLEST_GROUP, Facts
from bi.report.map_chart import draw_map
from bi.report.months_chart import draw_months
from bi.report.profiles import tabulate
from bi.report.quality import list_checks
from bi.report.svg import SEGMENT_COLOURS

TEMPLATES = Path(__file__).parent / "templates"
# Text in a drawing shrinks with it: a telephone gets drawings of its own.
WIDE, NARROW = 800, 350
SIZES = {"wide": (WIDE, 480), "narrow": (NARROW, 320)}
CHECKS = ("line_verdicts", "reject_reasons", "shipping_repairs")
FILTERS = ("amount", "count", "day", "decimal", "label", "moment", "share", "words")


def render(facts: Facts) -> str:
    """Return the page as HTML that asks for nothing but itself."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        # Names come from files of customers: whatever they hold, they are text.
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for name in FILTERS:
        environment.filters[name] = getattr(wording, name)
    shown = [one for one in facts.segments if one["customers"] is not None]
    return environment.get_template("page.html").render(
        facts=facts,
        shown=shown,
        smallest_group=SMALLEST_GROUP,
        colours=SEGMENT_COLOURS,
        trained_on=trained_on(facts, shown),
        lead=wording.lead_sentence(facts.headline, facts.segments),
        choice=choice_sentence(facts.candidates, facts.model),
        profiles=tabulate(facts.profiles, shown),
        checks={name: list_checks(facts.checks, name) for name in CHECKS},
        charts={name: Markup(svg) for name, svg in draw_charts(facts, shown).items()},
    )


def trained_on(facts: Facts, shown: list[dict]) -> str:
    """Return how many customers the model learned from.

    It learned from the small segments too: the exact number less the customers
    shown would be theirs.
    """
    customers = facts.model.get("training_customers")
    if len(shown) < len(facts.segments):
        return wording.roughly(customers, SMALLEST_GROUP)
    return wording.count(customers)


def draw_charts(facts: Facts, shown: list[dict]) -> dict[str, str]:
    """Return the SVGs by name; a chart of nothing is left out."""
    charts = {}
    # More labels need more room between the clouds.
    room = 24 * max(0, len(shown) - 5)
    for size, (width, height) in SIZES.items():
        if facts.map_points:
            charts[f"map_{size}"] = draw_map(
                shown,
                facts.map_points,
                facts.map_centers,
                facts.map_shares,
                (width, height + room),
                f"map-{size}",
            )
        if facts.months:
            charts[f"months_{size}"] = draw_months(
                shown, facts.months, width, f"months-{size}"
            )
    for measure in ("inertia", "silhouette", "stability"):
        if any(wording.is_known(row[measure]) for row in facts.candidates):
            charts[measure] = draw_measure(facts.candidates, measure, measure)
    training = facts.model.get("training_loss")
    if training:
        charts["loss"] = draw_loss(
            training, facts.model.get("validation_loss") or [], "loss"
        )
    return charts
