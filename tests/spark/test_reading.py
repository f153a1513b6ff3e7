"""Spark reads files into the columns of the dataset."""

import json

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from tests.spark.project import SparkProject

HEADER = "order_id,customer_id,order_date,order_item_total_amount"
DAY = "2024-01-01 10:00:00"
FILES = {
    "plain.csv": f"{HEADER}\n1,a,{DAY},5\n\n2,b,{DAY},\n",
    "quotes.csv": f"{HEADER},product_name\n"
    f'"1","a ""b"" c",{DAY},5,"black\ntea"\n2,b,{DAY},6,\n',
    "broken.csv": f"{HEADER}\n1,a,{DAY}\n2,b,{DAY},5,6\n3,c,{DAY},7\n",
    "repeated.csv": f"{HEADER}\n1,a,{DAY},5\n{HEADER}\n2,b,{DAY},6\n",
    "semicolons.csv": f"{HEADER}\n1,a,{DAY},5\n".replace(",", ";"),
    "a b+c%20.csv": f"{HEADER}\n1,a,{DAY},5\n",
    "lines.json": f'{{"order_id": 1, "customer_id": "a", "order_date": "{DAY}", '
    '"order_item_total_amount": 5.50}\nnot json\n',
    "nested.json": f'{{"order": {{"id": 1}}, "customer": {{"id": "a", "name": "Ann"}}, '
    f'"order_date": "{DAY}", "order_item_total_amount": 5}}\n'
    f'{{"order": {{"id": 2}}, "customer": {{"id": {{"key": "Bob"}}}}, '
    f'"order_date": "{DAY}", "order_item_total_amount": 6}}\n',
    "array.json": '[{"order_id": 1, "customer_id": "a", "order_date": "x", '
    '"order_item_total_amount": 5}]',
    "titled.csv": f"All orders\n\n{HEADER}\n1,a,{DAY},5\n",
    "lacking.csv": "order_id,customer_id\n1,a\n",
    "blanks.txt": f"{HEADER}\n1,a,{DAY},5\n".replace(",", " "),
    "empty.csv": "",
    "orders.xlsx": "PK",
}


@pytest.fixture(scope="module")
def found(tmp_path_factory, spark_is_there):
    folder = tmp_path_factory.mktemp("spark_files")
    files = folder / "files"
    files.mkdir()
    for name, text in FILES.items():
        (files / name).write_text(text)
    columns = {
        "order_id": [10_000_000.0, 1.5, None],
        "customer_id": [7, 8, 9],
        "order_date": pa.array([0, 1, None], pa.date32()),
        "order_item_total_amount": pa.array(["1.25", "2.50", "3.75"]).cast(
            pa.decimal128(9, 2)
        ),
    }
    parquet.write_table(pa.table(columns), files / "typed.parquet")
    signs = {"a delta": "_delta_log/0.json", "iceberg": "metadata/1.metadata.json"}
    for name, sign in {**signs, "plain": "_SUCCESS"}.items():
        (files / name / "day=1").mkdir(parents=True)
        parquet.write_table(pa.table(columns), files / name / "day=1" / "a.parquet")
        (files / name / sign).parent.mkdir(exist_ok=True)
        (files / name / sign).touch()
    return json.loads(SparkProject(folder / "project").ask("read", files))


def lines(rows, *columns):
    """Return the values of the columns; values that are no numbers are text."""
    return [tuple(row[column] for column in columns) for row in rows]


def test_lines_have_the_numbers_of_their_records_and_what_is_missing_is_null(found):
    rows = found["plain.csv"]
    assert lines(rows, "line_number", "order_id", "customer_id", "sales_amount") == [
        (2, "1", "a", "5.0000"),
        (3, "2", "b", None),
    ]
    assert lines(rows, "market", "reasons") == [
        (None, None),
        (None, ["sales_amount_missing"]),
    ]


def test_only_a_line_with_a_fault_keeps_its_values_as_they_came(found):
    good, faulty = (row["raw_values"] for row in found["plain.csv"])
    assert good is None
    assert json.loads(faulty) == {
        "order_id": "2",
        "customer_id": "b",
        "ordered_at": DAY,
        "sales_amount": None,
    }


def test_a_quoted_value_may_hold_quotes_and_line_breaks(found):
    rows = found["quotes.csv"]
    assert lines(rows, "order_id", "customer_id", "product", "sales_amount") == [
        ("1", 'a "b" c', "black\ntea", "5.0000"),
        ("2", "b", None, "6.0000"),
    ]


def test_a_line_that_cannot_be_split_has_a_reason_and_no_values(found):
    assert lines(found["broken.csv"], "line_number", "reasons", "order_id") == [
        (2, ["line_is_broken"], None),
        (3, ["line_is_broken"], None),
        (4, None, "3"),
    ]


def test_a_header_in_the_middle_is_no_order(found):
    assert lines(found["repeated.csv"], "reasons") == [
        (None,),
        (["line_repeats_the_header"],),
        (None,),
    ]


def test_the_delimiter_is_found(found):
    assert lines(found["semicolons.csv"], "order_id", "sales_amount") == [
        ("1", "5.0000")
    ]


def test_a_file_is_called_as_it_was_named(found):
    ((path,),) = lines(found["a b+c%20.csv"], "source_file")
    assert path.startswith("/")
    assert path.endswith("/files/a b+c%20.csv")


def test_json_lines_are_text_and_what_is_none_is_broken(found):
    assert lines(found["lines.json"], "reasons", "order_id", "sales_amount") == [
        (None, "1", "5.5000"),
        (["line_is_broken"], None, None),
    ]


def test_values_within_objects_are_read_and_objects_are_no_values(found):
    rows = found["nested.json"]
    assert lines(rows, "reasons", "order_id", "customer_id", "sales_amount") == [
        (None, "1", "a", "5.0000"),
        (["line_has_a_nested_value"], None, None, None),
    ]
    assert "Bob" not in str(rows) and "Ann" not in str(rows)


def test_what_only_one_machine_reads_is_told_in_a_sentence(found):
    assert "only with one object per line: write" in found["array.json"]
    assert "has 2 lines above its header, which Spark does not" in found["titled.csv"]
    for name in ("array.json", "titled.csv"):
        assert name in found[name] and "\n" not in found[name]


def test_parquet_keeps_its_types_and_a_whole_id_has_no_exponent(found):
    rows = found["typed.parquet"]
    assert lines(rows, "line_number", "order_id", "customer_id", "ordered_at") == [
        (1, "10000000", "7", "1970-01-01 00:00:00"),
        (2, "1.5", "8", "1970-01-02 00:00:00"),
        (3, None, "9", None),
    ]
    assert lines(rows, "sales_amount") == [("1.2500",), ("2.5000",), ("3.7500",)]


def test_what_cannot_be_opened_is_told_in_a_sentence(found):
    assert "lacks columns that source 'customer_orders' needs" in found["lacking.csv"]
    assert "tmp" not in found["lacking.csv"].split("lacks")[1]
    assert "Runs of blanks separate the columns" in found["blanks.txt"]
    assert found["empty.csv"].endswith("is empty.")


def test_a_workbook_is_read_on_one_machine(found):
    assert "a workbook, which Spark does not read" in found["orders.xlsx"]


def test_files_of_a_table_are_not_read_where_a_folder_of_files_is(found):
    assert len(found["plain"]) == 3
    assert "files of the Delta table" in found["a delta"]
    assert "files of the Iceberg table" in found["iceberg"]
