"""Lines above a table do not change how the table is read."""

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ingest.blocks.matching import has_all
from ingest.blocks.source_block import SourceBlock
from ingest.formats.text.find_header import sniff_with_block
from ingest.formats.text.layout import sniff
from ingest.opening.files import open_files
from tests.ingest.reading_files import read

NAMES = {
    "order_id": ["Ticket"],
    "customer_id": ["Guest No"],
    "ordered_at": ["Opened"],
    "sales_amount": ["Sum"],
}
BLOCK = SourceBlock("inn", names=NAMES)
ANYTHING = SourceBlock("anything", expressions=dict.fromkeys(NAMES, ["null"]))
HEADER = ["Ticket", "Guest No", "Opened", "Sum", "Table"]
VALUE = st.text('ab ;,"\n€', max_size=5)
ROW = st.tuples(
    st.sampled_from(["t1", "t 2", "3"]), VALUE, st.just("2024-05-06"), VALUE, VALUE
)
PREAMBLES = st.lists(
    st.text('Ab 1:;,|"\t€.-/', max_size=20) | st.sampled_from(["", " ", "sep=;"]),
    max_size=8,
)


def written(rows, delimiter):
    """Return the text of a table, written by the csv module."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerows(rows)
    return text.getvalue()


def read_below(content, block):
    """Return the layout of a text and the lines that are read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "inn.csv"
        path.write_bytes(content)
        layout = sniff_with_block(str(path), block)
        found = read(
            path, len(layout.first_fields), skip_lines=layout.above, delimiter=";"
        )
        (file,) = open_files([str(path)], block, {})
    return layout, found.good, file.records


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    preamble=PREAMBLES,
    rows=st.lists(ROW, min_size=1, max_size=6),
    codec=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_a_table_below_other_lines_is_read_as_alone(preamble, rows, codec, line_end):
    # A text that begins like JSON is read as JSON.
    assume(not "".join(preamble).lstrip().startswith(("{", "[")))
    table = written([HEADER, *rows], ";")
    above = "".join(f"{line}\n" for line in preamble)

    def encode(text):
        return text.replace("\n", line_end).encode(codec)

    alone, expected, _ = read_below(encode(table), BLOCK)
    layout, good, records = read_below(encode(above + table), BLOCK)
    assert layout.above == len(preamble)
    assert layout.first_fields == alone.first_fields == HEADER
    assert records == len(expected)
    assert good == {line + len(preamble): row for line, row in expected.items()}


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    header=st.permutations(HEADER),
    delimiter=st.sampled_from(",;\t|"),
    lines=st.lists(st.text('ab1 ;,|"\t', max_size=12), max_size=12),
)
def test_a_first_line_with_all_columns_is_the_header(header, delimiter, lines):
    content = (delimiter.join(header) + "\n" + "\n".join(lines)).encode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "inn.csv"
        path.write_bytes(content)
        layout = sniff_with_block(str(path), BLOCK)
        assert has_all(BLOCK, layout.first_fields)
        assert layout == sniff(str(path))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    header=st.permutations(HEADER),
    delimiter=st.sampled_from(",;\t|"),
    rows=st.lists(st.tuples(*[st.sampled_from(["a", "b 2", "2,5", "1"])] * 5)),
)
def test_a_first_line_of_names_is_the_header_without_a_block(header, delimiter, rows):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "inn.csv"
        path.write_text(written([header, *rows], delimiter))
        assert sniff_with_block(str(path), ANYTHING) == sniff(str(path))
