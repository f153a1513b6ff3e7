"""All ten formats give the same lines; later builds read only new ones."""

import duckdb
import pytest

from ingest.loading.load import load_orders
from ingest.loading.loaded_files import Destination, read_last_load
from ingest.opening.request import open_request
from tests.tables.formats.lines import change_lines, make_lines
from tests.tables.formats.writing import SHAPES, TABLES

LINES = make_lines(2_000)
NEW, CHANGED = make_lines(2, first=2_000), change_lines(LINES)
PLACE = Destination("memory", "staging")
# Of two lines with the same id, the line of the later file counts.
THAT_COUNT = """
    select * exclude (source_file, line_number, row_version)
    from staging.order_lines
    qualify row_number() over (partition by order_line_id order by source_file desc) = 1
    order by all
"""


@pytest.fixture
def expected(shop, tmp_path):
    """Return the lines before and after the update, each read from one file."""
    table = SHAPES["parquet"](tmp_path / "expected")
    table.write(LINES)
    shop.load(table.address)
    first = shop.query(THAT_COUNT)
    table.update(NEW, CHANGED)
    shop.load(table.address)
    return first, shop.query(THAT_COUNT)


@pytest.mark.parametrize(
    ("name", "updated_at"),
    [(name, "") for name in SHAPES]
    + [(name, "updated_at: updated_at") for name in TABLES],
)
def test_all_formats_give_the_same_lines_and_then_only_new_ones(
    shop, make_shape, expected, name, updated_at
):
    first, second = expected
    shop.say(updated_at)
    shape = make_shape(name)
    shape.write(LINES)
    shop.load(shape.address)
    assert shop.query(THAT_COUNT) == first
    assert shop.load(shape.address) == []
    shape.update(NEW, CHANGED)
    held = read_last_load(shop.connection, PLACE)
    files = open_request(shop.request(shape.address), held).files
    said = shop.load(shape.address)
    assert shop.query(THAT_COUNT) == second
    if name in TABLES:
        assert said == [f"'{shape.address}': 12 of 2,002 rows were new or had changed."]
    elif name in ("csv", "parquet"):
        assert [file.records for file in files] == [12]
    elif name == "hive":
        assert 3 <= len(files) <= 12
        assert sum(file.records for file in files) < 1_200
    assert like_a_full_refresh(shop, shape)


def like_a_full_refresh(shop, shape):
    """Return whether an empty warehouse reads the same lines."""
    with duckdb.connect() as fresh:
        fresh.execute("create schema staging")
        load_orders(fresh, PLACE, shop.request(shape.address))
        return fresh.execute(THAT_COUNT).fetchall() == shop.query(THAT_COUNT)
