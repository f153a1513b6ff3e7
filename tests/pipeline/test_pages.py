"""The SQL of the pages runs on the sample and returns what the pages show."""

import re

import pytest

from tests.pipeline.project import ROOT

# Other tests run the SQL of these pages on other databases.
ELSEWHERE = {"extend.md", "publishing.md", "olist.md"}
BLOCK = re.compile(r"^```sql\n(.*?)^```\n+((?:^\|[^\n]*\n)*)", re.S | re.M)
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
QUERIES = [
    pytest.param(sql, table, id=f"{page.stem}-{number}")
    for page in PAGES
    if page.name not in ELSEWHERE
    for number, (sql, table) in enumerate(BLOCK.findall(page.read_text("utf-8")), 1)
]


def rows_of(table: str) -> list[list[str]]:
    """Return the cells of a Markdown table, without the line below its header."""
    header, _, *rows = (
        [*map(str.strip, line.split("|")[1:-1])] for line in table.splitlines()
    )
    return [header, *rows]


@pytest.mark.parametrize(("sql", "table"), QUERIES)
def test_a_query_of_a_page_returns_what_the_page_shows(sample, sql, table):
    assert table, "A query on a page is followed by a table of its result."
    header, *rows = rows_of(table)
    names = sample.query(f"select column_name from (describe {sql})")
    assert [name for (name,) in names] == header
    texts = f"select coalesce(cast(columns(*) as varchar), 'NULL') from ({sql})"
    assert [[*row] for row in sample.query(texts)] == rows
