"""The scan removes exactly the lines whose columns DuckDB would refuse."""

import functools
import tempfile
from pathlib import Path
from unittest.mock import patch

import duckdb
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from ingest.formats.text.csv_records import QuotedRecords
from tests.ingest.reading_files import read

MANY, FEW = "line_has_too_many_columns", "line_has_too_few_columns"
QUOTES = "line_has_broken_quotes"
REASONS = {"TOO MANY COLUMNS": MANY, "MISSING COLUMNS": FEW}


@functools.cache
def verdict_of_duckdb(record, columns, has_quotes):
    """Return the values that DuckDB reads from a single record, and the reasons."""
    names = {f"c{number}": "varchar" for number in range(columns)}
    with tempfile.NamedTemporaryFile(suffix=".csv") as file, duckdb.connect() as new:
        file.write(f"{record}\n".encode())
        file.flush()
        rows = new.execute(
            f"""
            select * from read_csv(
                $path, auto_detect = false, header = false, delim = ',',
                quote = $quote, escape = $quote, parallel = {not has_quotes},
                store_rejects = true, rejects_limit = 0, columns = {names}
            )
            """,
            {"path": file.name, "quote": '"' if has_quotes else ""},
        ).fetchall()
        errors = new.execute("select distinct error_type from reject_errors").fetchall()
    return [[value or "" for value in row] for row in rows], {one for (one,) in errors}


def scanned(text, columns, has_header=False, **patches):
    """Return the result of a scan of a text."""
    with (
        tempfile.TemporaryDirectory() as folder,
        patch("ingest.formats.text.unpack.CHUNK", patches.get("chunk", 1 << 18)),
        patch("ingest.formats.text.clean.PIECE", patches.get("piece", 1 << 14)),
    ):
        path = Path(folder) / "orders.csv"
        path.write_bytes(text.encode())
        return read(path, columns, has_header, delimiter=",")


@pytest.mark.parametrize(
    ("record", "columns", "reason"),
    [
        # Any number of empty values after the last column is ignored.
        ("1,2,", 2, ""),
        ("1,2,,,", 2, ""),
        ('1,2,""', 2, ""),
        ('1,2,,"" , ""  ,', 2, ""),
        (",,,", 2, ""),
        (",", 1, ""),
        ("1,2, ", 2, MANY),
        ("1,2,,3", 2, MANY),
        ('1,2,""""', 2, MANY),
        ("1,2,NULL", 2, MANY),
        ('1,2,"a,b"', 2, MANY),
        ('1,2,"a\nb",3', 2, MANY),
        ('1,  "a,b"', 2, MANY),
        (",".join("x" * 600), 2, MANY),
        ("1,2", 1, MANY),
        ("1", 2, FEW),
        ("1,", 3, FEW),
        (",", 3, FEW),
        ("  ", 2, FEW),
        ('""', 2, FEW),
        ('"1,2"', 2, FEW),
        ('"1\n2"', 2, FEW),
        ('1, "a,b" ', 2, ""),
        (" ", 1, ""),
        ('""', 1, ""),
        ('"a,b",', 1, ""),
        ('"a\nb"', 1, ""),
        # DuckDB gives two reasons for each of these lines, the scan only the first.
        ('1,2,"a" x', 2, QUOTES),
        ('"a"x', 2, QUOTES),
    ],
)
def test_a_record_is_broken_where_duckdb_refuses_it(record, columns, reason):
    good = ",".join("x" * columns)
    values, errors = verdict_of_duckdb(record, columns, '"' in record)
    for line_end in ("\n", "\r\n"):
        text = f"{good}\n{record}\n{good}\n".replace("\n", line_end)
        for content in (text, text.removesuffix(f"{line_end}{good}{line_end}")):
            found = scanned(content, columns)
            assert found.broken == ({2: reason} if reason else {})
            assert ([found.good[2]] if not reason else []) == values
    assert bool(errors) == bool(reason)
    if reason != QUOTES:
        assert {REASONS[error] for error in errors} == ({reason} if reason else set())


@pytest.mark.parametrize("header", ["a", "a,b,c", "a,b,", '"a"', '"a,b",c,d'])
def test_a_header_may_have_another_width_than_its_lines(header):
    found = scanned(f"{header}\n1,2\n3\n4,5\n", 2, has_header=True)
    assert found.good == {2: ["1", "2"], 4: ["4", "5"]} and found.broken == {3: FEW}
    found = scanned(f"{header}\n1,2\n4,5\n", 2, has_header=True)
    assert found.scan.in_place and len(found.good) == 2


def test_a_null_byte_behind_the_last_column_is_a_value_on_any_duckdb():
    # DuckDB 2.0 and the scan count the null byte as a value. DuckDB 1.5 reads an empty
    # value.
    assert scanned("1,2\n1,2,\0\n1,2\n", 2).broken == {2: MANY}


def test_bad_bytes_are_the_reason_before_quotes_and_columns(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_bytes(b'1,2\n\xff\n\xff,"x"y,3\n"x"y\n1\n')
    found = read(path, 2, has_header=False, encoding="utf-8")
    bad = "line_has_bad_bytes"
    assert found.broken == {2: bad, 3: bad, 4: QUOTES, 5: FEW}


def test_a_line_with_the_unused_delimiter_is_taken_out(tmp_path):
    path = tmp_path / "lines.json"
    path.write_bytes(b'{"a": 1}\n{"a": \x012}\n{"a": 3}\n')
    found = read(path, 1, has_header=False, quotes=False, delimiter="\x01")
    assert found.broken == {2: MANY}
    assert [*found.good] == [1, 3]


VALUES = st.sampled_from(["", "a", " ", '""', '"a,"', '"a\na"', ' "a" ', 'a"', '"a'])
RECORDS = st.lists(VALUES, min_size=1, max_size=5).map(",".join)
LINES = st.lists(st.text('a," ', max_size=6) | RECORDS | st.just("a,a"), max_size=9)
PLAIN_LINES = st.lists(st.text("a, ", max_size=6) | st.just("a,a"), max_size=12)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(
    lines=LINES | PLAIN_LINES,
    columns=st.integers(1, 4),
    header=st.sampled_from([None, "h", "h,h", '"h",h,h']),
    line_end=st.sampled_from(["\n", "\r\n"]),
    is_ended=st.booleans(),
    chunk=st.sampled_from([1, 9, 1 << 18]),
    piece=st.sampled_from([16, 1 << 14]),
)
@example(["a,a"] * 3, 2, None, "\n", True, 1 << 18, 16)
def test_a_line_is_taken_out_where_duckdb_refuses_it(
    lines, columns, header, line_end, is_ended, chunk, piece
):
    text = "\n".join(([header] if header else []) + lines)
    assume(text.strip())
    found = scanned(
        text.replace("\n", line_end) + line_end * is_ended,
        columns,
        has_header=header is not None,
        chunk=chunk,
        piece=piece,
    )
    rest = dict(enumerate(text.split("\n"), start=1))
    if header:
        del rest[1]
    for line, values in found.good.items():
        height = 1 + "".join(values).count("\n")
        record = "\n".join(rest.pop(line + below) for below in range(height))
        assert verdict_of_duckdb(record, columns, '"' in text) == ([values], set())
    for line, size, reason in found.scan.broken:
        record = rest.pop(line)
        while len(record) < size:
            line += 1
            record += "\n" + rest.pop(line)
        rows, errors = verdict_of_duckdb(record, columns, '"' in text)
        # In this case, DuckDB does not report a quote that is never closed.
        assert not rows
        if reason != QUOTES:
            assert {REASONS[error] for error in errors} == {reason}
    assert not any(rest.values())


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.lists(st.text('a,"', max_size=9), min_size=1, max_size=12),
    st.integers(1, 4),
)
def test_a_regular_block_has_only_regular_lines(lines, columns):
    grammar, block = (
        QuotedRecords(",", columns),
        "".join(f"{one}\n" for one in lines).encode(),
    )
    assume(lines[0])
    records = grammar.count_regular(block)
    assert records in (0, len(lines))
    assert not records or grammar.run.fullmatch(block)
    if '"' not in "".join(lines) and all(lines):
        is_regular = all(line.count(",") == columns - 1 for line in lines)
        assert bool(records) == is_regular


@pytest.mark.parametrize("columns", [2, 256, 257, 1_000])
def test_a_wide_line_does_not_make_up_for_a_narrow_one(columns):
    grammar, cuts = QuotedRecords(",", columns), columns - 1
    regular = b"a" + b"," * cuts + b"\n"
    assert grammar.count_regular(regular * 9) == 9
    for more in (1, 256):
        uneven = b"a" + b"," * (cuts + more) + b"\n"
        less = b"a" + b"," * max(cuts - more, 0) + b"\n"
        assert not grammar.count_regular(regular + uneven + less + regular)
        assert not grammar.count_regular(less + uneven + regular)
