"""Many files are read together, and each line keeps the name of its file."""

import os

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import ingest.formats.parquet
import ingest.loading.insert_files
from ingest.errors import OrdersError
from ingest.loading.load import load_orders
from ingest.loading.loaded_files import Destination
from ingest.opening.request import Request, open_request

PLACE = Destination("memory", "staging")
BLOCK = """
columns:
  order_id: number
  customer_id: buyer.id
  ordered_at: day
  sales_amount: paid
  market: shop
"""


@pytest.fixture
def warehouse():
    with duckdb.connect(":memory:") as connection:
        connection.execute("create schema staging")
        yield connection


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "blocks").mkdir()
    (tmp_path / "blocks" / "mine.yml").write_text(BLOCK)
    return tmp_path


def write(path, orders, **columns):
    """Write one line for each order number. The values include the name of the file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    table = {
        "number": orders,
        "buyer": [{"id": f"b{one}", "mail": f"b{one}@x.org"} for one in orders],
        "day": ["2024-02-03"] * len(orders),
        "paid": [one / 2 for one in orders],
    }
    rows = pa.table(table | columns)
    pq.write_table(rows, path)
    return rows


def request(folder):
    return Request(
        "orders", "mine", str(folder / "**" / "*.parquet"), str(folder / "blocks")
    )


def load(warehouse, folder):
    return load_orders(warehouse, PLACE, request(folder))


def lines(warehouse, *columns):
    return warehouse.execute(
        f"select parse_filename(source_file), line_number, {', '.join(columns)} "
        "from staging.order_lines order by all"
    ).fetchall()


def record(warehouse, *columns):
    return warehouse.execute(
        f"select parse_filename(source_file), {', '.join(columns)} "
        "from staging.order_files order by all"
    ).fetchall()


def test_each_line_keeps_its_file_and_its_number_there(warehouse, folder):
    for number in range(30):
        orders = [number * 100 + one for one in range(3)]
        rows = write(folder / f"{number:02}.parquet", orders)
        pq.write_table(rows.slice(0, number % 4), folder / f"{number:02}.parquet")
    load(warehouse, folder)
    assert lines(warehouse, "order_id", "customer_id", "sales_amount") == [
        (f"{n:02}.parquet", i + 1, f"{n * 100 + i}", f"b{n * 100 + i}", n * 50 + i / 2)
        for n in range(30)
        for i in range(n % 4)
    ]
    assert record(warehouse, "lines", "read_from") == [
        (f"{number:02}.parquet", number % 4, 0) for number in range(30)
    ]


def test_the_metadata_of_many_files_take_as_many_queries_as_of_few(folder, monkeypatch):
    ask, asked = ingest.formats.parquet.query_metadata, []
    monkeypatch.setattr(
        ingest.formats.parquet,
        "query_metadata",
        lambda *on: asked.append(on) or ask(*on),
    )
    counts = []
    for number in (1, 2, 40):
        write(folder / f"year={number}" / "a.parquet", [1])
        for one in range(number):
            write(folder / f"year={number}" / f"{one}.parquet", [1])
        asked.clear()
        assert len(open_request(request(folder)).files) > number
        counts.append(len(asked))
    assert counts == [1, 1, 1]


def test_files_of_one_kind_are_read_by_one_query(warehouse, folder, monkeypatch):
    read = []
    whole = ingest.loading.insert_files.insert_group

    def spy(session, place, files, block):
        read.append([os.path.basename(file.source_file) for file in files])
        whole(session, place, files, block)

    monkeypatch.setattr(ingest.loading.insert_files, "insert_group", spy)
    for name in "abc":
        write(folder / f"{name}.parquet", [1, 2])
    write(folder / "b2.parquet", [3], day=pa.array([0], pa.date32()))
    write(folder / "c2.parquet", [4], shop=["North"])
    load(warehouse, folder)
    assert read == [
        ["a.parquet", "b.parquet", "c.parquet"],
        ["b2.parquet"],
        ["c2.parquet"],
    ]
    assert lines(warehouse, "ordered_at::date::text", "market")[-3:] == [
        ("c.parquet", 1, "2024-02-03", None),
        ("c.parquet", 2, "2024-02-03", None),
        ("c2.parquet", 1, "2024-02-03", "North"),
    ]
    assert lines(warehouse, "ordered_at::date::text")[4:5] == [
        ("b2.parquet", 1, "1970-01-01")
    ]


def test_columns_may_come_in_another_order(warehouse, folder):
    write(folder / "a.parquet", [1])
    table = pq.read_table(folder / "a.parquet")
    pq.write_table(table.select(table.column_names[::-1]), folder / "b.parquet")
    load(warehouse, folder)
    assert [row[1:] for row in lines(warehouse, "order_id", "sales_amount")] == [
        (1, "1", 0.5),
        (1, "1", 0.5),
    ]


def test_a_partition_is_a_column_where_the_block_names_it(warehouse, folder):
    write(folder / "shop=007" / "year=2024" / "a.parquet", [1])
    write(folder / "shop=Bad%20Ems" / "year=2024" / "b.parquet", [2])
    write(folder / "shop=__HIVE_DEFAULT_PARTITION__" / "year=2024" / "c.parquet", [3])
    write(folder / "shop=008" / "year=2024" / "d.parquet", [4], shop=["its own"])
    load(warehouse, folder)
    assert lines(warehouse, "market") == [
        ("a.parquet", 1, "007"),
        ("b.parquet", 1, "Bad Ems"),
        ("c.parquet", 1, None),
        ("d.parquet", 1, "its own"),
    ]
    (file, *_) = open_request(request(folder)).files
    assert file.names[-2:] == ["shop", "year"]
    assert "year" not in file.columns.values()


def test_expressions_can_read_a_partition(warehouse, folder):
    day = "cast(file.year || '-' || file.month || '-01' as timestamp)"
    said = BLOCK.replace("ordered_at: day", f"ordered_at: {{sql: {day}}}")
    said += "where: number(file.year) > 2022\n"
    (folder / "blocks" / "mine.yml").write_text(said)
    for year, month in ((2022, "12"), (2023, "01"), (2023, "11")):
        write(folder / f"year={year}" / f"month={month}" / f"{month}.parquet", [1])
    load(warehouse, folder)
    assert lines(warehouse, "ordered_at::date::text", "reasons") == [
        ("01.parquet", 1, "2023-01-01", None),
        ("11.parquet", 1, "2023-11-01", None),
        ("12.parquet", 1, "2022-12-01", ["left_out_by_where"]),
    ]


def test_only_the_named_value_of_a_struct_is_read(warehouse, folder):
    write(folder / "a.parquet", [1], tags=[["x@y.org"]])
    load(warehouse, folder)
    assert lines(warehouse, "customer_id") == [("a.parquet", 1, "b1")]
    (file,) = open_request(request(folder)).files
    assert file.names == ["number", "buyer.id", "buyer.mail", "day", "paid"]


def test_a_struct_is_no_customer(folder):
    (folder / "blocks" / "mine.yml").write_text(BLOCK.replace("buyer.id", "buyer"))
    write(folder / "a.parquet", [1])
    with pytest.raises(OrdersError, match=r"lacks columns .* customer_id"):
        open_request(request(folder))


def test_only_new_files_are_read(warehouse, folder):
    for name in "ac":
        write(folder / f"{name}.parquet", [1, 2])
    load(warehouse, folder)
    before = dict(record(warehouse, "read_at"))
    write(folder / "b.parquet", [3])
    load(warehouse, folder)
    after = dict(record(warehouse, "read_at"))
    assert len(lines(warehouse)) == 5
    assert after.pop("b.parquet") > max(before.values())
    assert after == before


def test_a_file_that_changed_or_vanished_leaves_the_others_as_they_are(
    warehouse, folder
):
    for name in "abcd":
        write(folder / f"{name}.parquet", [1, 2])
    load(warehouse, folder)
    before = dict(record(warehouse, "read_at"))
    write(folder / "b.parquet", [7])
    (folder / "d.parquet").unlink()
    load(warehouse, folder)
    assert [line[::2] for line in lines(warehouse, "order_id")] == [
        ("a.parquet", "1"),
        ("a.parquet", "2"),
        ("b.parquet", "7"),
        ("c.parquet", "1"),
        ("c.parquet", "2"),
    ]
    read = {name for name, at in record(warehouse, "read_at") if at != before[name]}
    assert read == {"b.parquet"}


def test_an_error_names_the_damaged_file(folder):
    for name in "abcde":
        write(folder / f"{name}.parquet", [1, 2])
    content = (folder / "d.parquet").read_bytes()
    (folder / "d.parquet").write_bytes(content[: len(content) // 2])
    with pytest.raises(OrdersError, match=r"Parquet file '\S+/d\.parquet' is damaged"):
        open_request(request(folder))


def test_an_error_names_the_file_with_damaged_values(warehouse, folder):
    write(folder / "a.parquet", [1])
    load(warehouse, folder)
    before = (lines(warehouse, "order_id"), record(warehouse, "*"))
    for name in "bcde":
        write(folder / f"{name}.parquet", [*range(40_000)])
    content = bytearray((folder / "d.parquet").read_bytes())
    # Only the lines are damaged, not the list of columns at the end of the file.
    content[2000:6000] = b"\0" * 4000
    (folder / "d.parquet").write_bytes(content)
    with pytest.raises(OrdersError, match=r"/d\.parquet' cannot be read: "):
        load(warehouse, folder)
    assert (lines(warehouse, "order_id"), record(warehouse, "*")) == before


def test_an_error_names_a_file_that_changes_before_it_is_read(
    warehouse, folder, monkeypatch
):
    for name in "abc":
        write(folder / f"{name}.parquet", [1, 2])

    def change(*given):
        write(folder / "b.parquet", [1])
        return insert(*given)

    insert = ingest.loading.insert_files.insert_group
    monkeypatch.setattr(ingest.loading.insert_files, "insert_group", change)
    with pytest.raises(OrdersError, match=r"/b\.parquet' changed.* 1 instead of 2"):
        load(warehouse, folder)


def test_brackets_in_a_file_name_are_no_pattern(warehouse, folder):
    write(folder / "a[1].parquet", [1])
    write(folder / "a1.parquet", [2])
    load(warehouse, folder)
    assert lines(warehouse, "order_id") == [
        ("a1.parquet", 1, "2"),
        ("a[1].parquet", 1, "1"),
    ]


TEXT_BLOCK = (
    "columns: {order_id: nr, customer_id: who, ordered_at: day, sales_amount: paid}"
)


@pytest.fixture
def texts(tmp_path, monkeypatch):
    """Return a folder of text files, and limit each query to a few of them."""
    monkeypatch.setattr(ingest.loading.insert_files, "TEXTS", 3)
    (tmp_path / "blocks").mkdir()
    (tmp_path / "blocks" / "mine.yml").write_text(TEXT_BLOCK)
    header = "nr,who,day,paid\n"
    for number in range(8):
        rows = [f"{number}{row},w,2024-05-0{row + 1},{row}\n" for row in range(number)]
        more = "\n" if number % 2 else ""
        (tmp_path / f"{number}.csv").write_text(header + more + "".join(rows) + "x,\n")
    semicolons = header.replace(",", ";") + "81;w;2024-05-01;7\n"
    (tmp_path / "8.csv").write_text(semicolons)
    (tmp_path / "9.csv").write_text("paid,day,who,nr\n5,2024-05-01,w,91\n")
    return tmp_path


def load_texts(warehouse, folder):
    asked = Request("orders", "mine", str(folder / "*.csv"), str(folder / "blocks"))
    return load_orders(warehouse, PLACE, asked)


def test_texts_are_read_a_few_at_a_time_and_each_keeps_its_lines(warehouse, texts):
    for number in (0, 3, 5):
        path = texts / f"{number}.csv"
        path.write_text(path.read_text().removesuffix("x,\n") + "n1,w,2024-05-01,1\n")
    load_texts(warehouse, texts)
    found = lines(warehouse, "order_id", "cast(sales_amount as integer)", "reasons")
    expected = [("8.csv", 2, "81", 7, None), ("9.csv", 2, "91", 5, None)]
    for number in range(8):
        first = 3 if number % 2 else 2
        expected += [
            (f"{number}.csv", first + row, f"{number}{row}", row, None)
            for row in range(number)
        ]
        is_whole = number in (0, 3, 5)
        last = ("n1", 1, None) if is_whole else (None, None, FEW)
        expected.append((f"{number}.csv", first + number, *last))
    assert found == sorted(expected)


FEW = ["line_has_too_few_columns"]


def test_an_error_names_the_text_that_changes_before_it_is_read(
    warehouse, texts, monkeypatch
):
    for number in range(6):
        (texts / f"{number}.csv").write_text("nr,who,day,paid\n1,w,2024-05-01,1\n")
    insert = ingest.loading.insert_files.insert_group

    def change(*given):
        (texts / "4.csv").write_text("nr,who,day,paid\n1,w,2024-05-01,1\n" * 2)
        return insert(*given)

    monkeypatch.setattr(ingest.loading.insert_files, "insert_group", change)
    with pytest.raises(OrdersError, match=r"/4\.csv' changed.* 3 instead of 1"):
        load_texts(warehouse, texts)
