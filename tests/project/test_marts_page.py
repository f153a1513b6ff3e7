"""docs/marts.md shows the current marts."""

from tests.pipeline.project import ROOT
from tools.marts_page import PAGE, write_page


def test_the_page_of_the_marts_is_that_of_the_models(manifest):
    page = (ROOT / PAGE).read_text("utf-8")
    assert page == write_page(manifest), "Run make marts-page and commit docs/marts.md."
