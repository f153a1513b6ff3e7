"""The report: one page without other files or personal data."""

import re

import duckdb
import pytest

from bi.report import write_report
from bi.report.charts import find_charts
from bi.report.write import read
from tests.bi.report.page import SEGMENTS, Page, report
from tests.bi.report.warehouse import make_warehouse

NASTY = "<script>alert('$x^2$ & \"more\"')</script>"
LARGEST_PAGE = 2_000_000


@pytest.fixture(scope="module")
def html(tmp_path_factory):
    return report(tmp_path_factory.mktemp("report"))


def test_the_page_needs_nothing_but_itself(html):
    page = Page(html)
    names = {name for name, _ in page.tags}
    assert not names & {"script", "link", "iframe", "object", "embed", "img"}
    for _, attributes in page.tags:
        for name in ("src", "href", "action"):
            assert attributes.get(name, "#").startswith("#")
        assert not [name for name in attributes if name.startswith("on")]
    assert "url(http" not in html and "@import" not in html
    (policy,) = [
        meta["content"]
        for meta in page.attributes("meta")
        if meta.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def test_the_page_is_small(html):
    assert len(html.encode()) < LARGEST_PAGE


def test_there_is_one_first_heading_a_language_and_a_title(html):
    page = Page(html)
    assert len(page.attributes("h1")) == 1
    assert page.attributes("html") == [{"lang": "en"}]
    assert "<title>Customer segments – shop</title>" in html


def test_every_figure_says_what_it_shows_and_about_how_many(html):
    figures = re.findall(r"<figure>(.*?)</figure>", html, re.DOTALL)
    assert len(figures) == 13
    for figure in figures:
        page = Page(figure)
        described = [
            attributes
            for name, attributes in page.tags
            if attributes.get("role") == "img" or name == "table"
        ]
        assert described
        assert all(len(one["aria-label"]) > 20 for one in described)
        assert figure.count("<svg") == 0 or 'role="img"' in figure
        caption = figure.split("<figcaption>")[1]
        assert "n = 95 customers" in Page(caption).words()


def test_ids_are_unique_and_every_reference_has_one(html):
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    references = re.findall(r'url\(#([^)]+)\)|href="#([^"]+)"', html)
    assert references
    assert {name for pair in references for name in pair if name} <= set(ids)


def test_headers_of_tables_have_a_scope(html):
    cells = Page(html).attributes("th")
    assert cells
    assert all(cell["scope"] in ("row", "col") for cell in cells)


def test_every_segment_has_number_name_and_action_in_the_order_of_value(html):
    words = Page(html).words()
    cards = words.index("most valuable first")
    at = [
        words.index(f"{number} {name}", cards) for number, name in enumerate(SEGMENTS)
    ]
    assert at == sorted(at)
    for number in range(len(SEGMENTS)):
        assert f"What to do Act on {number}." in words
        assert f"Described as {number}." in words


def test_totals_are_those_of_the_warehouse(html):
    words = Page(html).words()
    assert "Customers 95 95 with a segment" in words
    assert "as of 1 Jul 2025" in words
    assert "Orders from 3 Jan 2025 to 28 Jun 2025" in words
    # The segment has 40 of 95 customers; customer n has a revenue of 1000 + n.
    assert "0 High-value frequent, is 42.1% of the customers" in words
    assert "brings 62.9% of the revenue" in words


def test_checks_of_the_newest_run_and_the_model_are_shown(html):
    words = Page(html).words()
    assert "order id missing 10 1.0%" in words
    assert "too long longer than plausible 77 20.0%" in words
    assert "reason of an older run" not in words
    for fact in ("version-1", "2025-07-02 08:30 UTC", "run-2", "recency days"):
        assert fact in words
    assert "Automated decisions about a person with legal" in words


def test_no_customer_can_be_found_in_the_page(html):
    assert "shopper-" not in html


def test_the_same_warehouse_gives_the_same_bytes(tmp_path):
    make_warehouse(tmp_path / "w.duckdb", SEGMENTS)
    for name in ("a.html", "b.html"):
        write_report(tmp_path / "w.duckdb", tmp_path / name)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "a.html",
        "b.html",
        "w.duckdb",
    ]


def test_a_name_is_text_whatever_it_holds(tmp_path):
    html = report(tmp_path, {NASTY: 20, "Other": 15})
    page = Page(html)
    assert not page.attributes("script")
    assert f"0 {NASTY}" in page.words()
    assert NASTY.split()[-1] in Page(html[html.index("<svg") :]).words()


def test_a_small_segment_has_words_and_no_figures(tmp_path):
    html = report(tmp_path, {"Large": 30, "Small": 9})
    words = Page(html).words()
    card = words[words.index("1 Small") :]
    # The description is left out, because it contains figures.
    assert card.startswith("1 Small fewer than 10 customers What to do Act on 1.")
    assert "Described as 1." not in words
    # No total includes the small segment, so nobody can subtract the other segments
    # from a total.
    assert "Customers 30 30 with a segment" in words
    assert "30,435" in words and "100.0%" in words
    assert "39" not in re.findall(r"\d+", words)


def test_few_customers_without_a_segment_are_not_counted(tmp_path):
    make_warehouse(tmp_path / "w.duckdb", SEGMENTS)
    with duckdb.connect(str(tmp_path / "w.duckdb")) as connection:
        connection.execute(
            "insert into marts.customers (customer_id) "
            "select 'x' || range from range(7)"
        )
    write_report(tmp_path / "w.duckdb", tmp_path / "page.html")
    words = Page((tmp_path / "page.html").read_text(encoding="utf-8")).words()
    assert "Customers 95 and fewer than 10 without a segment" in words
    assert "102" not in words


def test_a_month_of_few_customers_has_no_bar_and_cannot_be_subtracted(tmp_path):
    make_warehouse(tmp_path / "w.duckdb", SEGMENTS)
    facts = read(tmp_path / "w.duckdb")
    # March has only nine customers and is left out. January is left out as well.
    # Otherwise, the revenue on the card minus that of the shown months would be the
    # revenue of the nine.
    for panel in find_charts(facts, facts.segments)["months"]["panels"]:
        months = [round(bar["x"] / 25) for bar in panel["bars"]]
        assert months == [1, 3]


def test_unknown_profit_is_left_out(tmp_path):
    words = Page(report(tmp_path, has_profit=False)).words()
    assert "Profit" not in words and "profit" not in words
    assert "Margin" not in words[: words.index("What to expect")]


def test_one_segment_is_enough(tmp_path):
    words = Page(report(tmp_path, {"Everybody": 30}, segments_asked=1)).words()
    assert "30 customers, 1 segment." in words
    assert "Why 1 segment The number 1 was asked for" in words


def test_only_small_segments_give_a_page_without_figures(tmp_path):
    html = report(tmp_path, {"A": 5, "B": 3})
    assert "2 segments, too small for any figures." in Page(html).words()
    assert "fewer than 10" in html


def test_the_choice_is_explained_by_its_measures(html):
    words = Page(html).words()
    assert "2 to 10 segments were tried. 3 segments recur. Going" in words
    assert "Going from 2 to 3 makes the groups 33% tighter" in words
