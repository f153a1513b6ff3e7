"""Good and bad lines give the same result from relations as from a file."""

import duckdb
import pytest

from tests.pipeline.project import Project

LINES = "segmentation__order_lines"
COLUMNS = (
    "order_line_id, order_id, customer_id, ordered_at, order_status, quantity, "
    "discount_rate, sales_amount"
)
BLOCK = """
columns:
  order_line_id: order_line_id
  order_id: order_id
  customer_id: customer_id
  ordered_at: ordered_at
  order_status: order_status
  quantity: quantity
  discount_rate: discount_rate
  sales_amount: sales_amount
time_zone: Europe/Berlin
"""
# Good lines, and lines with one or two faults each.
TEXTS = """
    ('1', '10', 'c1', '2024-01-05 10:00:00', 'paid', '2', '0.1', '12.50'),
    ('2.0', ' 11.0 ', 'c 2', '2024-07-05T10:00:00Z', ' paid ', '', '1', '-3.123456'),
    ('3', '12', 'c1', '2024-01-05T10:00:00+09:00', null, 'null', '0', '1e3'),
    ('4', null, 'c3', 'last week', 'paid', 'two', '1.5', 'free'),
    ('5', '13', '', '1969-12-31', 'paid', '1', '-0.1', null),
    ('6', '14', 'c4', '2100-01-01', 'paid', 'n/a', 'x', '5'),
    ('7', '15', 'c5', '2024-02-30', '', '-1', '0.5', '99999999999999999')
"""
TYPED = """
    (1, 10.0::double, 1.5, timestamp '2024-01-05 10:00:00', 'paid', 2, 0.1, 12.5),
    (2, 11, 20, timestamp '2024-07-05 10:00:00', ' paid ', null, 1, -3.12345),
    (3, null, 30, timestamp '1969-12-31 00:00:00', null, 1.25, 2, null),
    (4, 13, null, null, 'open', 1e3, null, 0.30000000000000004::decimal(30, 14))
"""


def lay(folder, rows, columns=COLUMNS):
    """Return a project whose warehouse has these rows in `given.lines`."""
    project = Project(folder)
    with duckdb.connect(str(project.warehouse)) as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("create schema given")
        connection.execute(
            f"create table given.lines as from (values {rows}) as t ({columns})"
        )
    return project


def run(project, *words, **variables):
    asked = {"orders_relation": {"schema": "given", "identifier": "lines"}}
    words = words or ("--select", LINES)
    return project.dbt("run", *words, variables=asked | variables)


def read(project):
    """Return all columns of the lines except file and line number, unsorted."""
    return project.query(
        "select * exclude (source_file, line_number, row_version) "
        "from staging.order_lines order by all"
    )


@pytest.mark.parametrize(("rows", "good"), [(TEXTS, 3), (TYPED, 2)])
def test_lines_are_those_of_a_file(tmp_path, rows, good):
    project = lay(tmp_path, rows)
    path, blocks = tmp_path / "lines.parquet", tmp_path / "blocks"
    blocks.mkdir()
    (blocks / "mine.yml").write_text(BLOCK)
    with duckdb.connect(str(project.warehouse)) as connection:
        connection.execute(f"copy given.lines to '{path}'")
    ran = run(project, orders_time_zone="Europe/Berlin")
    assert ran.returncode == 0, ran.stdout
    found = read(project)
    assert sum(line[-2] is None for line in found) == good

    of_files = {"sources_path": str(blocks), "orders_path": str(path)}
    words = ("run", "--select", LINES)
    ran = project.dbt(*words, variables=of_files | {"orders_source": "mine"})
    assert ran.returncode == 0, ran.stdout
    assert read(project) == found


def test_moments_are_those_of_the_clocks_of_the_shop(tmp_path):
    moment = "timestamptz '2024-07-05 10:00:00+00'"
    project = lay(
        tmp_path,
        f"('a', 'b', {moment}, 1)",
        "order_id, customer_id, ordered_at, sales_amount",
    )
    assert run(project, orders_time_zone="Europe/Berlin").returncode == 0
    query = "select cast(ordered_at as varchar) from staging.order_lines"
    assert project.query(query) == [("2024-07-05 12:00:00",)]


def test_a_second_reading_gives_each_row_its_place_again(tmp_path):
    project = lay(tmp_path, TEXTS)
    query = "select line_number, order_line_id from staging.order_lines order by all"
    assert run(project).returncode == 0
    first = project.query(query)
    with duckdb.connect(str(project.warehouse)) as connection:
        connection.execute(
            "create or replace table given.lines as "
            "from given.lines order by order_line_id desc"
        )
    assert run(project).returncode == 0
    assert project.query(query) == first


def test_a_missing_column_is_a_sentence_and_changes_nothing(tmp_path):
    project = lay(tmp_path, "('a', 'b', 5)", "order_id, customer_id, price")
    refused = run(project)
    assert refused.returncode == 1
    said = " ".join(refused.stdout.split())
    assert "given.lines has no column ordered_at" in said
    assert "order_id, customer_id, price" in said
    assert "orders_relation (docs/package.md)" in said
    assert "Traceback" not in refused.stdout + refused.stderr


def test_an_address_of_a_customer_is_refused_and_not_shown(tmp_path):
    row = "('a', 'jo@example.org', timestamp '2024-01-01', 1)"
    project = lay(tmp_path, row, "order_id, customer_id, ordered_at, sales_amount")
    refused = run(project)
    assert refused.returncode == 1
    assert "sha256(lower(trim(...))) as customer_id" in refused.stdout
    assert "jo@example" not in refused.stdout


def test_shops_are_kept_apart_and_merged_customers_are_one(tmp_path):
    row = "('1', '1', 'c', timestamp '2024-01-01 10:00:00', 5, 'x')"
    project = lay(
        tmp_path,
        row,
        "order_line_id, order_id, customer_id, ordered_at, sales_amount, other",
    )
    with duckdb.connect(str(project.warehouse)) as connection:
        connection.execute("""
            create table given.more as
            select * exclude other, 9 as quantity from given.lines;
            create table given.seen as
            select
                'c' as customer_id, 'Visit' as signal, date '2024-01-01' as occurred_at;
            create table given.same as
            from (values ('us:c', 'de:c'), ('de:c', 'de:c'))
            as t (customer_id, merged_customer_id)
        """)
    shops = {
        "orders_relation": "",
        "orders_relations": [
            {"relation": {"schema": "given", "identifier": "lines"}, "shop": "us"},
            {"relation": "given.more", "shop": "de"},
        ],
        "events_relations": [{"relation": "given.seen", "shop": "us"}],
    }
    words = (
        "--select",
        "+segmentation__stg_order_lines",
        "+segmentation__stg_customer_events",
    )
    ran = run(project, *words, **shops)
    assert ran.returncode == 0, ran.stdout
    columns = "order_id, customer_id, quantity"
    query = f"select {columns} from staging.stg_order_lines order by all"
    assert project.query(query) == [
        ("de:1", "de:c", 9),
        ("us:1", "us:c", None),
    ]
    assert project.query(
        "select customer_id, signal from staging.stg_customer_events"
    ) == [("us:c", "visit")]
    assert project.query(
        "select source_name, orders_path, events_path from staging.order_source"
    ) == [("relation", "given.lines, given.more", "given.seen")]
    ran = run(
        project,
        *words,
        **shops,
        customer_mapping_relation={"schema": "given", "identifier": "same"},
    )
    assert ran.returncode == 0, ran.stdout
    assert project.query(query) == [
        ("de:1", "de:c", 9),
        ("us:1", "de:c", None),
    ]


def test_events_can_be_left_unused(tmp_path):
    project = Project(tmp_path)
    ran = project.dbt(
        "run",
        "--select",
        "segmentation__order_lines",
        "segmentation__events",
        "segmentation__order_source",
        "segmentation__order_files_read",
        variables={"using_events": False},
    )
    assert ran.returncode == 0, ran.stdout
    assert project.query("select count(*) from staging.events") == [(0,)]
    assert project.query("select events_path from staging.order_source") == [("",)]
