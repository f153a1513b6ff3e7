"""A preview shows the first lines of a file of any format."""

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from ingest.blocks.source_block import SourceBlock
from ingest.datasets import ORDERS
from ingest.formats.preview import preview

ANYTHING = SourceBlock(
    "anything", expressions=dict.fromkeys(ORDERS.required_columns, ["null"])
)
LETTERS = SourceBlock("letters", quotes="none", expressions=ANYTHING.expressions)


def write(tmp_path, content):
    path = tmp_path / "table"
    path.write_text(content)
    return str(path)


@pytest.mark.parametrize(
    ("content", "block", "rows"),
    [
        ('a,b\n1,"2, 3"\n\n4,\n', ANYTHING, [["1", "2, 3"], ["4", ""]]),
        ("Table 7\n\na;b\n1;2\n3;4\n", ANYTHING, [["1", "2"], ["3", "4"]]),
        ("a b\n1  2\n3\n", ANYTHING, [["1", "2"]]),
        ('a\tb\n1"\t"2\n', LETTERS, [['1"', '"2']]),
        ("sep=|\na|b\n1|2\n", ANYTHING, [["1", "2"]]),
        (
            '{"a": 1.50, "b": true}\n{"b": null}\n',
            ANYTHING,
            [["1.50", "true"], ["", ""]],
        ),
    ],
)
def test_a_preview_splits_lines_and_leaves_out_broken_ones(
    tmp_path, content, block, rows
):
    assert preview(write(tmp_path, content), block) == (["a", "b"], rows)


def test_a_preview_shows_values_of_parquet_as_text(tmp_path):
    table = pa.table({"a": [1, 2], "b c": ["x", None]})
    parquet.write_table(table, tmp_path / "table[1].parquet")
    assert preview(str(tmp_path / "table[1].parquet"), ANYTHING) == (
        ["a", "b c"],
        [["1", "x"], ["2", ""]],
    )


def test_a_preview_has_at_most_two_hundred_lines(tmp_path):
    path = write(tmp_path, "a,b\n" + "1,2\n" * 900)
    assert len(preview(path, ANYTHING)[1]) == 200
