"""Write the report of a small warehouse, and parse its HTML for tests."""

from html.parser import HTMLParser

from bi.report import write_report
from tests.bi.report.warehouse import make_warehouse

SEGMENTS = {"High-value frequent": 40, "Price-sensitive": 30, "Low-engagement": 25}


class Page(HTMLParser):
    """The tags, attributes and text of a page."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        if self.tags[-1:] != [("style", {})]:
            self.text += f"{data} "

    def attributes(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]

    def words(self):
        return " ".join(self.text.split())


def report(folder, segments=SEGMENTS, **given):
    """Write a warehouse with these segments and return the HTML of its report."""
    make_warehouse(folder / "it's a warehouse.duckdb", segments, **given)
    write_report(folder / "it's a warehouse.duckdb", folder / "out" / "page.html")
    return (folder / "out" / "page.html").read_text(encoding="utf-8")
