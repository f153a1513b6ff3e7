"""Marks and names of ours fit what the project writes."""

import re
from pathlib import Path

from bi.places import page, warehouse
from bi.report.page import TEMPLATES

ROOT = Path(__file__).parents[3]


def test_the_page_has_the_mark():
    template = (TEMPLATES / "page.html").read_text()
    assert template.startswith(page.BEGIN)
    assert page.MARK in template
    assert all(mark in template for mark in page.FORMER_MARKS)


def test_the_schemas_are_those_of_dbt():
    text = (ROOT / "dbt_project.yml").read_text()
    schemas = {*re.findall(r"\+schema: (\w+)", text)}
    for file in (ROOT / "snapshots").iterdir():
        schemas |= {
            *re.findall(r"""schema=['"](\w+)|schema: (\w+)""", file.read_text())
        }
    flat = {
        name for one in schemas for name in ([one] if isinstance(one, str) else one)
    }
    assert {*warehouse.SCHEMAS} | {"test_failures", ""} == flat | {""}


def test_the_names_are_those_of_tables():
    names = warehouse.names_of_ours()
    assert {"customers", "order_source", "customer_segments_published"} <= names
    assert not any(name.startswith(warehouse.PREFIX) for name in names)
