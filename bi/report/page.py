"""The page: charts and figures put into the templates."""

from functools import partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bi.report import wording
from bi.report.charts import find_charts
from bi.report.data import ENOUGH, SMALLEST_GROUP, Facts
from bi.report.sections import expectations, migrations
from bi.report.sections.choice import choice_sentence, few_sentence
from bi.report.sections.lineage import say_lineage
from bi.report.sections.profiles import tabulate
from bi.report.sections.quality import list_checks
from bi.report.sections.typical import typical_customers

# As many as templates/style.css names.
SEGMENT_COLOURS = 8
TEMPLATES = Path(__file__).parent / "templates"
CHECKS = ("line_verdicts", "reject_reasons", "shipping_repairs")
FILTERS = (
    "amount",
    "count",
    "day",
    "decimal",
    "hundredths",
    "label",
    "moment",
    "month",
    "share",
    "words",
)


def render(facts: Facts) -> str:
    """Return the page as HTML that asks for nothing but itself."""
    shown = [one for one in facts.segments if one["customers"] is not None]
    hides_segments = len(shown) < len(facts.segments)
    return (
        make_environment(hides_segments)
        .get_template("page.html")
        .render(
            facts=facts,
            shown=shown,
            lead=wording.lead_sentence(facts.headline, facts.segments),
            profiles=tabulate(facts.profiles, shown),
            typical=typical_customers(facts.profiles),
            expected=expect(facts),
            migrations=list_migrations(facts, shown),
            choice=choice_sentence(facts.candidates, facts.model),
            few=few_sentence(facts.model),
            lineage=say_lineage(facts.lineage),
            checks={name: list_checks(facts.checks, name) for name in CHECKS},
            charts=find_charts(facts, shown),
        )
    )


def make_environment(hides_segments: bool) -> Environment:
    """Return the templates with the ways to write figures.

    Parameters
    ----------
    hides_segments : bool
        Whether segments are too small for figures: a count that they are part of,
        less the customers shown, would then be theirs.
    """
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        # Names come from files of customers: whatever they hold, they are text.
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "smallest_group": SMALLEST_GROUP,
        "enough": ENOUGH,
        "colours": SEGMENT_COLOURS,
    }
    for name in FILTERS:
        environment.filters[name] = getattr(wording, name)
    environment.filters["count_of_all"] = (
        partial(wording.roughly, group=SMALLEST_GROUP)
        if hides_segments
        else wording.count
    )
    environment.filters["blur"] = partial(
        wording.blur, group=SMALLEST_GROUP, rough=hides_segments
    )
    return environment


def expect(facts: Facts) -> dict:
    """Return what the section about the future shows."""
    return {
        "of_segment": {row["segment_id"]: row for row in facts.expectations},
        "measures": expectations.known_measures(facts.expectations),
        "revenue_90d": expectations.total(facts.expectations, "revenue_90d"),
        "forecasters": expectations.say_forecasters(facts.forecasters, facts.drivers),
        "why_not": expectations.say_why_not(facts.forecasters),
    }


def list_migrations(facts: Facts, shown: list[dict]) -> list[dict]:
    """Return the moves of each span that is known, the longest first."""
    listed = []
    for months in migrations.spans(facts.moves):
        moves = [row for row in facts.moves if row["months"] == months]
        listed.append(
            {
                "first_month": moves[0]["first_month"],
                "last_month": moves[0]["last_month"],
                "rows": migrations.tabulate(moves, shown, SMALLEST_GROUP),
                "largest": migrations.largest_moves(moves, shown),
            }
        )
    return listed
