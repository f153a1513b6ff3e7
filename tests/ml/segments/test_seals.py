"""A seal fits a row as long as its values stay, wherever they are stored."""

from datetime import UTC, date, datetime, timedelta, timezone

import duckdb
import pyarrow as pa
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ml.segments.seals import SEAL, find_broken, hash_value, seal, seal_table

SCHEMA = pa.schema(
    [
        ("number", pa.float64()),
        ("numbers", pa.list_(pa.list_(pa.float64()))),
        ("count", pa.int32()),
        ("is_true", pa.bool_()),
        ("text", pa.string()),
        ("texts", pa.list_(pa.string())),
        ("day", pa.date32()),
        ("moment", pa.timestamp("us", "UTC")),
    ]
)
texts = st.none() | st.text(st.characters(codec="utf-8", exclude_characters="\0"))
numbers = st.none() | st.floats()
times = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1))
rows = st.fixed_dictionaries(
    {
        "number": numbers,
        "numbers": st.none() | st.lists(st.none() | st.lists(numbers)),
        "count": st.none() | st.integers(-(2**31), 2**31 - 1),
        "is_true": st.none() | st.booleans(),
        "text": texts,
        "texts": st.none() | st.lists(texts),
        "day": st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1)),
        "moment": st.none() | times.map(lambda one: one.replace(tzinfo=UTC)),
    }
)


@settings(deadline=None)
@given(row=rows)
def test_a_seal_fits_a_row_that_duckdb_stored(row):
    sealed = seal_table(pa.Table.from_pylist([row], SCHEMA))
    with duckdb.connect() as connection:
        connection.register("sealed", sealed)
        connection.execute("create table stored as from sealed")
        (stored,) = connection.table("stored").to_arrow_table().to_pylist()
    assert find_broken(stored) == []


@given(row=rows, other=rows, column=st.sampled_from(SCHEMA.names))
def test_a_column_that_changed_is_named(row, other, column):
    # Zeros are equal, and NaN is not.
    assume(repr(row[column]).replace("-0.0", "0.0") != repr(other[column]))
    assume(row[column] != other[column])
    sealed = row | {SEAL: seal(row)}
    assert find_broken(sealed | {column: other[column]}) == [column]


def test_values_that_look_alike_have_different_hashes():
    alike = [
        None,
        float("nan"),
        0.0,
        0,
        False,
        "",
        "0",
        [],
        [None],
        [[]],
        "null",
        "NaN",
    ]
    assert len({hash_value(one) for one in alike}) == len(alike)


@pytest.mark.parametrize("one", [0.0, [[0.0, 1.0]]])
def test_zeros_of_either_sign_have_one_hash(one):
    negative = -one if isinstance(one, float) else [[-0.0, 1.0]]
    assert hash_value(negative) == hash_value(one)


def test_a_time_has_one_hash_in_every_zone():
    moment = datetime(2026, 1, 1, 5, tzinfo=UTC)
    there = moment.astimezone(timezone(timedelta(hours=9)))
    assert hash_value(there) == hash_value(moment)
    assert hash_value(moment.replace(tzinfo=None)) == hash_value(moment)


def test_a_column_of_a_later_version_is_null_in_a_sealed_row():
    row = {"clip": 3.0, SEAL: seal({"clip": 3.0})}
    assert find_broken(row | {"added": None}) == []
    assert find_broken(row | {"added": 1}) == [SEAL]
    # A later version may drop a column, too.
    assert find_broken({SEAL: row[SEAL]}) == []
