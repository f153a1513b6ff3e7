"""A build reads only new and late lines; its tables equal those of a full refresh."""

import shutil

import duckdb
import pytest

from tests.pipeline.project import ROOT, Project

SAMPLE = (ROOT / "seeds/sample_orders.csv").read_bytes().splitlines(keepends=True)
HEADER, LINES = SAMPLE[0], SAMPLE[1:3001]
SELECT = (
    *("--select", "+segmentation__customer_features"),
    *("--exclude", "resource_type:unit_test", "resource_type:test"),
    *("--indirect-selection", "cautious"),
)


class Shop:
    """A project whose order files change between builds."""

    def __init__(self, folder):
        self.folder = folder
        self.project = Project(folder / "project")
        self.project.folder.mkdir(parents=True)
        self.orders = folder / "orders"
        self.orders.mkdir()
        self.last_read_at = 0

    def write(self, name, *lines):
        (self.orders / name).write_bytes(HEADER + b"".join(lines))

    def append(self, name, *lines):
        with (self.orders / name).open("ab") as file:
            file.write(b"".join(lines))

    def build(self, *arguments):
        self.last_read_at = self.read_at()
        run = self.project.dbt(
            "build",
            *SELECT,
            *arguments,
            variables={
                "orders_source": "sample",
                "orders_path": str(self.orders / "*.csv"),
            },
        )
        assert run.returncode == 0, run.stdout

    def read_at(self):
        """Return the time at which a build last read a file, or 0."""
        if not self.project.warehouse.exists():
            return 0
        ((moment,),) = self.project.query(
            "select max(epoch_us(read_at)) from staging.order_files"
        )
        return moment

    def read(self):
        """Return the files that the last build read, each with the first byte read."""
        files = self.project.query(
            "select source_file, read_from from staging.order_files "
            f"where epoch_us(read_at) > {self.last_read_at}"
        )
        return {path.rsplit("/", 1)[1]: start for path, start in files}

    def customers_built(self):
        """Return the customers whose orders the last build computed again."""
        rows = self.project.query(
            "select customer_id from intermediate.int_customers_to_build"
        )
        return {customer for (customer,) in rows}

    def assert_like_a_full_refresh(self):
        """Compare every table with a `--full-refresh` of the same files."""
        found = self.project.tables()
        self.build("--full-refresh")
        files = {path.name: 0 for path in self.orders.glob("*.csv")}
        assert self.read() == files
        expected = self.project.tables()
        # This table describes the files that the last run read.
        for tables in (expected, found):
            del tables["staging.order_source"]
        assert found.keys() == expected.keys()
        assert [name for name in found if found[name] != expected[name]] == []


@pytest.fixture(scope="module")
def first_build(tmp_path_factory):
    """Return a shop with its first file built, and a copy of its folder."""
    folder = tmp_path_factory.mktemp("late files")
    shop = Shop(folder / "shop")
    shop.write("1.csv", *LINES[:1000])
    shop.build()
    return shop, shutil.copytree(shop.folder, folder / "as it was")


@pytest.fixture
def shop(first_build):
    """Restore the shop in its folder: the warehouse stores paths of files."""
    shop, as_it_was = first_build
    shutil.rmtree(shop.folder)
    shutil.copytree(as_it_was, shop.folder)
    return shop


def changed(line, old, new):
    """Return a corrected line."""
    fields = line.split(b",")
    assert fields[old] != new
    fields[old] = new
    return b",".join(fields)


def test_only_new_lines_are_read_and_late_ones_find_their_place(shop):
    size = (shop.orders / "1.csv").stat().st_size
    shop.append(
        "1.csv",
        *LINES[1000:1200],
        LINES[10],  # again
        changed(LINES[20], 15, b"99.99"),  # corrected
        b"too,few\n",
        changed(LINES[1500], 3, b"never"),
        *LINES[1200:1300],
    )
    shop.write("2.csv", *LINES[1300:1600], LINES[30], b"too,few\n", *LINES[1600:1700])
    shop.build()
    assert shop.read() == {"1.csv": size, "2.csv": 0}
    shop.build()
    assert shop.read() == {}, "nothing is new"
    assert shop.project.query(
        "select verdict, count(*) from staging.order_lines_judged"
        " where source_file like '%/1.csv' and line_number <= 1001"
        " and verdict in ('duplicate', 'superseded') and line_number in (12, 22, 32)"
        " group by all order by all"
    ) == [("duplicate", 2), ("superseded", 1)]
    shop.assert_like_a_full_refresh()


def test_only_customers_with_new_lines_are_built(shop):
    new, corrected = LINES[1000:1050], changed(LINES[40], 2, b"C999999")
    shop.append("1.csv", *new, corrected)
    shop.build()
    assert shop.customers_built() == {
        line.split(b",")[2].decode() for line in [*new, LINES[40], corrected]
    }
    shop.build()
    assert shop.customers_built() == set()
    shop.assert_like_a_full_refresh()


def test_orders_are_not_begun_with_those_of_some_customers(shop):
    shop.append("1.csv", *LINES[1000:1050])
    shop.build()
    before = shop.project.tables()
    run = shop.project.dbt(
        "run", "--full-refresh", "--select", "segmentation__int_orders_sequenced"
    )
    assert run.returncode != 0
    assert (
        "dbt build --full-refresh --select segmentation__int_customers_to_build+"
        in run.stdout
    )
    assert shop.project.tables() == before


def test_a_warehouse_of_an_earlier_version_is_brought_up_to_date(shop):
    behind = ("intermediate", "features")
    before = shop.project.tables(*behind)
    orders = "intermediate.int_orders_sequenced"
    with duckdb.connect(str(shop.project.warehouse)) as connection:
        connection.execute(f"alter table {orders} drop column content_hash")
        connection.execute(f"alter table {orders} add column grade integer default 1")
        connection.execute(f"alter table {orders} alter column grade set not null")
    shop.build()
    assert shop.project.tables(*behind) == before


def test_what_counts_is_decided_anew_for_everybody(shop):
    with duckdb.connect(str(shop.project.warehouse)) as connection:
        connection.execute(
            "update seeds.order_statuses set is_counted = not is_counted"
        )
    run = shop.project.dbt("run", "--select", "segmentation__int_customers_to_build")
    assert run.returncode == 0, run.stdout
    everybody = shop.project.query(
        "select distinct customer_id from staging.stg_order_lines"
    )
    assert shop.customers_built() == {customer for (customer,) in everybody}


def test_a_file_that_sorts_first_is_corrected_by_what_was_read_before(shop):
    shop.write("0.csv", changed(LINES[5], 15, b"1.00"), *LINES[1000:1100])
    shop.build()
    assert shop.read() == {"0.csv": 0}
    assert shop.project.query(
        "select verdict from staging.order_lines_judged"
        " where source_file like '%/0.csv' and line_number = 2"
    ) == [("superseded",)]
    shop.assert_like_a_full_refresh()


def test_a_file_that_changed_in_place_is_read_again(shop):
    shop.write(
        "1.csv", *LINES[:500], changed(LINES[500], 15, b"7.77"), *LINES[501:1000]
    )
    shop.build()
    assert shop.read() == {"1.csv": 0}
    shop.assert_like_a_full_refresh()


def test_a_file_that_vanished_takes_its_lines_with_it(shop):
    shop.write("2.csv", *LINES[1000:1100], changed(LINES[7], 15, b"3.33"))
    shop.build()
    (shop.orders / "2.csv").unlink()
    shop.build()
    assert shop.read() == {}
    assert shop.project.query("select count(*) from staging.order_lines_judged") == [
        (1000,)
    ]
    shop.assert_like_a_full_refresh()


def test_a_file_without_a_last_line_end_is_read_again_when_it_grows(shop):
    (shop.orders / "2.csv").write_bytes(HEADER + b"".join(LINES[1000:1100])[:-1])
    shop.build()
    shop.append("2.csv", b"\n", *LINES[1100:1200])
    shop.build()
    assert shop.read() == {"2.csv": 0}
    shop.assert_like_a_full_refresh()


def test_another_source_and_back_again_reads_everything(shop, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text("customer,date,amount\n1,2024-01-01,5\n2,2024-01-02,6\n")
    run = shop.project.dbt(
        "build",
        *SELECT,
        variables={"orders_source": "purchase_log", "orders_path": str(other)},
    )
    assert run.returncode == 0, run.stdout
    assert shop.project.query("select count(*) from staging.order_lines_judged") == [
        (2,)
    ]
    shop.build()
    shop.assert_like_a_full_refresh()
