"""Many Parquet files are built together, and later builds read only new files."""

from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.pipeline.project import Project

BLOCK = """
columns:
  order_id: receipt
  customer_id: card
  ordered_at: day
  sales_amount: paid
  market: shop
"""
SELECT = (
    *(
        "--select",
        "+segmentation__order_lines_judged",
        "--exclude",
        "resource_type:unit_test",
    ),
    *("--indirect-selection", "cautious"),
)


class Lake:
    """A project with files in nested folders."""

    def __init__(self, folder):
        self.project = Project(folder / "project")
        self.project.folder.mkdir()
        self.blocks = folder / "blocks"
        self.blocks.mkdir()
        (self.blocks / "till.yml").write_text(BLOCK)
        self.files = folder / "lake"

    def write(self, folder, number, orders, **columns):
        """Write a file with one line per order, with these types of columns."""
        path = self.files / f"shop={folder}" / f"{number}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        table = {
            "receipt": orders,
            "card": [f"k{order % 7}" for order in orders],
            "day": pa.array([order % 900 for order in orders], pa.date32()),
            "paid": [Decimal(order) / 4 for order in orders],
        }
        pq.write_table(pa.table(table | columns), path)

    def build(self):
        """Build; return the output if it failed."""
        run = self.project.dbt(
            "build",
            *SELECT,
            variables={
                "orders_source": "till",
                "orders_path": str(self.files / "**" / "*.parquet"),
                "sources_path": str(self.blocks),
            },
        )
        return run.stdout if run.returncode else ""

    def sales(self):
        """Return lines and sales of each shop."""
        return self.project.query(
            "select market, count(*), sum(sales_amount) "
            "from staging.order_lines_judged where verdict = 'accepted' "
            "group by market order by market"
        )

    def read_at(self):
        """Return the times at which the files were read, sorted by file."""
        return self.project.query(
            "select source_file, read_at from staging.order_files order by source_file"
        )


@pytest.fixture(scope="module")
def lake(tmp_path_factory):
    """Return a built folder of forty files."""
    lake = Lake(tmp_path_factory.mktemp("lake"))
    for number in range(38):
        lake.write(f"{number % 3:03}", number, [*range(number * 10, number * 10 + 10)])
    whole = [*range(380, 390)]
    text = ["1971-02-03"] * 10
    lake.write("000", 38, whole, day=text, paid=["2.5"] * 10)
    lake.write("its own", 39, [390, 391], shop=["N", "S"], note=["a", "b"])
    assert lake.build() == ""
    return lake


def test_files_of_all_kinds_are_read(lake):
    def sold(shop):
        orders = [
            order
            for order in range(380)
            if (order // 10) % 3 == shop and order // 10 < 38
        ]
        return len(orders), Decimal(sum(orders)) / 4

    lines, sales = sold(0)
    assert lake.sales() == [
        ("000", lines + 10, sales + 25),
        ("001", *sold(1)),
        ("002", *sold(2)),
        ("N", 1, Decimal(390) / 4),
        ("S", 1, Decimal(391) / 4),
    ]
    assert lake.project.query(
        "select source_file, list(line_number order by line_number) "
        "from staging.order_lines where source_file like '%/shop=001/4.parquet' "
        "group by source_file"
    ) == [(str(lake.files / "shop=001" / "4.parquet"), [*range(1, 11)])]


def test_a_later_build_reads_what_is_new_and_names_what_is_damaged(lake):
    before, sales = lake.read_at(), lake.sales()
    lake.write("002", 40, [500])
    assert lake.build() == ""
    after = lake.read_at()
    assert len({*after} - {*before}) == len(after) - len(before) == 1
    assert lake.sales()[2] == ("002", sales[2][1] + 1, sales[2][2] + 125)
    lake.write("002", 40, [500, 504])
    assert lake.build() == ""
    assert lake.sales()[2] == ("002", sales[2][1] + 2, sales[2][2] + 251)
    path = lake.files / "shop=001" / "4.parquet"
    path.write_bytes(path.read_bytes()[:-9])
    said = lake.build()
    assert f"The Parquet file '{path}' is damaged" in said
    assert lake.sales()[2] == ("002", sales[2][1] + 2, sales[2][2] + 251)
