"""Each line of any file is either read or removed by the scan."""

import csv
import io
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.ingest.reading_files import read

# Letters whose bytes in CP1252 never look like UTF-8.
LETTERS = {"cp1252": ("éöÄ", "€–’")}
LINE_ENDS = (["\n"], ["\r\n"], ["\n", "\r\n"], ["\r"])
CHUNKS = (1, 2, 5, 64, 1 << 18)
# A sign for bytes that are not valid in the encoding of the file.
WRONG = "\ufdd0"
WRONG_BYTES = {"utf-16": b"\x00\xdc", "cp1252": b"\x81"}


@dataclass
class Orders:
    """A file, and the expected result of each line by number."""

    columns: int
    delimiter: str
    has_header: bool
    codec: str
    encoding: str
    text: str = ""
    lines: int = 0
    good: dict[int, list[str]] = field(default_factory=dict)
    bad: list[int] = field(default_factory=list)

    def add(self, record: str, line_end: str) -> int:
        """Add a record and return the number of its first line."""
        first = self.lines + 1
        self.text += record.replace("\n", line_end) + line_end
        self.lines += 1 + record.count("\n")
        return first

    def add_good(self, record: str, line_end: str) -> None:
        """Add a record; the expected values are those that the csv module reads."""
        (values,) = csv.reader(io.StringIO(record), delimiter=self.delimiter)
        self.good[self.add(record, line_end)] = values

    def add_bad(self, values: list[str], line_end: str) -> None:
        """Add a line that cannot be split into the columns of the file."""
        self.bad.append(self.add(self.delimiter.join(values), line_end))

    def content(self) -> bytes:
        """Return the bytes of the file."""
        parts = self.text.split(WRONG)
        if self.codec == "utf-16":
            parts = [b"\xff\xfe", *[part.encode("utf-16-le") for part in parts]]
            return parts[0] + WRONG_BYTES["utf-16"].join(parts[1:])
        wrong = WRONG_BYTES.get(self.codec, b"\xff")
        mark = "\ufeff".encode() if self.codec == "utf-8-sig" else b""
        codec = self.codec.removesuffix("-sig")
        return mark + wrong.join(part.encode(codec) for part in parts)


def write_record(draw, letters, orders):
    """Return a record in one of many usual spellings."""
    signs = [*'ab "', *letters, orders.delimiter, "\n"]
    value = st.lists(st.sampled_from(signs), max_size=6).map("".join)
    values = draw(st.lists(value, min_size=orders.columns, max_size=orders.columns))
    # After a line break, a quote inside a value shows that an earlier quote is not
    # closed.
    risky = [orders.delimiter, "\n", *('"' if "\n" in "".join(values) else "")]
    record = orders.delimiter.join(write_value(draw, one, risky) for one in values)
    within = csv.reader(record.split("\n")[1:-1], delimiter=orders.delimiter)
    width = orders.columns
    if any(len(line) >= width and not any(line[width:]) for line in within):
        # A whole record in quotes also shows this, with or without empty columns after
        # it.
        return record.replace("\n", "")
    return record


def write_value(draw, value, risky):
    """Return a value, with quotes if it needs them and sometimes without need."""
    needs_quotes = any(sign in value for sign in risky) or value.startswith(('"', ' "'))
    if needs_quotes or draw(st.booleans()):
        return '"' + value.replace('"', '""') + '"'
    return value


def write_bad(draw, orders, line_end):
    """Add a line that no reader can accept as a record."""
    kinds = {
        "few": ["x"] * (orders.columns - 1),
        "many": ["x"] * (orders.columns + 1),
        "blank": [" "],
        "behind": ['"x"y', *["x"] * (orders.columns - 1)],
        "open": [*["x"] * (orders.columns - 1), '"x'],
        "early": ['"x', *["x"] * (orders.columns - 1)],
        "late": ['x"y', *["x"] * (orders.columns - 2), '"x'],
        "twice": ['"x"y', *["x"] * (orders.columns - 2), '"x'],
    }
    if orders.encoding or orders.codec in ("utf-8-sig", "utf-16"):
        kinds["bytes"] = [WRONG, *["x"] * (orders.columns - 1)]
    kind = draw(st.sampled_from([*kinds]))
    orders.add_bad(kinds[kind], line_end)
    if kind in ("open", "early", "late", "twice") and draw(st.booleans()):
        # This quote cannot close a value that was opened before.
        row = ['"x"'] * orders.columns
        orders.add_good(orders.delimiter.join(row), line_end)
        return False
    return kind in ("open", "early", "late", "twice")


@st.composite
def order_files(draw):
    """Draw a random file with lines of every kind."""
    codec = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
    orders = Orders(
        columns=draw(st.integers(2, 4)),
        delimiter=draw(st.sampled_from(",;\t|")),
        has_header=draw(st.booleans()),
        codec=codec,
        encoding=draw(st.sampled_from(["", codec])),
    )
    letters = draw(st.sampled_from(LETTERS.get(codec, ("é€漢🙂\ufffd\u2028\x85",))))
    line_end = st.sampled_from(draw(st.sampled_from(LINE_ENDS)))
    if orders.has_header:
        for blank in draw(st.lists(st.just(""), max_size=2)):
            orders.add(blank, draw(line_end))
        names = ['"a"', "b", "c", "d"][: orders.columns]
        orders.add(orders.delimiter.join(names), draw(line_end))
    for kind in draw(st.lists(st.sampled_from("gggggb "), max_size=9)):
        if kind == "g":
            orders.add_good(write_record(draw, letters, orders), draw(line_end))
        elif kind == " ":
            orders.add("", draw(line_end))
        elif write_bad(draw, orders, draw(line_end)):
            break
    if draw(st.booleans()) and (orders.good or orders.bad):
        orders.text = orders.text.rstrip("\r\n")
    assume(orders.text.strip())
    return orders


@settings(max_examples=400, deadline=None, derandomize=True)
@given(order_files(), st.sampled_from(CHUNKS), st.sampled_from([16, 1 << 14]))
def test_each_line_is_read_or_rejected_with_its_number(orders, chunk, piece):
    with (
        tempfile.TemporaryDirectory() as folder,
        patch("ingest.formats.text.unpack.CHUNK", chunk),
        patch("ingest.formats.text.clean.PIECE", piece),
    ):
        path = Path(folder) / "orders.csv"
        path.write_bytes(orders.content())
        found = read(
            path,
            orders.columns,
            orders.has_header,
            delimiter=orders.delimiter,
            encoding=orders.encoding,
        )
    assert found.bad == orders.bad
    assert found.good == orders.good
    assert found.scan.records + len(found.broken) == len(orders.good) + len(orders.bad)
