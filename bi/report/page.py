"""Render the templates of the page with figures, sentences and charts."""

from functools import partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bi.report import wording
from bi.report.charts import find_charts
from bi.report.data import ENOUGH, SMALLEST_GROUP, Facts
from bi.report.sections.choice import choice_sentence, warning_sentence
from bi.report.sections.expectations import expect
from bi.report.sections.lineage import say_lineage
from bi.report.sections.migrations import list_migrations
from bi.report.sections.profiles import tabulate
from bi.report.sections.quality import list_checks
from bi.report.sections.typical import typical_customers

# The number of colours in styles/page.css.
SEGMENT_COLOURS = 8
TEMPLATES = Path(__file__).parent / "templates"


def render(facts: Facts) -> str:
    """Return the page as HTML that loads no other files."""
    shown = [one for one in facts.segments if one["customers"] is not None]
    environment = make_environment(hides_segments=len(shown) < len(facts.segments))
    return environment.get_template("page.html").render(
        facts=facts,
        shown=shown,
        lead=wording.lead_sentence(facts.headline, facts.segments),
        profiles=tabulate(facts.profiles, facts.features, shown),
        typical=typical_customers(facts.profiles, facts.features),
        expected=expect(facts),
        migrations=list_migrations(facts.moves, shown, SMALLEST_GROUP),
        choice=choice_sentence(facts.candidates, facts.model),
        warning=warning_sentence(facts.model),
        lineage=say_lineage(facts.lineage),
        checks=list_checks(facts.checks),
        charts=find_charts(facts, shown),
    )


def make_environment(hides_segments: bool) -> Environment:
    """Return the templates with their filters for figures.

    Parameters
    ----------
    hides_segments : bool
        Whether some segments are too small for figures. The filters then round counts:
        an exact count of all customers would reveal the size of these segments.
    """
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        # Escape texts, because names come from files of users and may contain HTML.
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
    roughly = partial(wording.roughly, group=SMALLEST_GROUP)
    environment.filters |= {name: getattr(wording, name) for name in wording.FILTERS}
    environment.filters |= {
        "count_of_all": roughly if hides_segments else wording.count,
        "blur": partial(wording.blur, group=SMALLEST_GROUP, rough=hides_segments),
    }
    return environment
