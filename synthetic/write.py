"""Stream tables of order lines into one CSV or Parquet file."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq


def quote(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return text, in quotes if it contains a comma."""
    quoted = pc.binary_join_element_wise('"', column, '"', "")
    return pc.if_else(pc.match_substring(column, ","), quoted, column)


def csv_lines(table: pa.Table) -> pa.Array:
    """Return each line of the file as text, without the line end."""
    texts = [column.cast(pa.string()) for column in table.columns]
    texts = [
        quote(text) if name == "sales_amount" else text
        for name, text in zip(table.column_names, texts, strict=True)
    ]
    joined = pc.binary_join_element_wise(
        *texts, ",", null_handling="replace", null_replacement=""
    )
    return joined.combine_chunks()


def break_lines(lines: pa.Array) -> pa.Array:
    """Return the lines with three broken copies among them.

    Two have too many fields and one has too few, as after an interrupted transfer. The
    complete line follows each of them.
    """
    quarters = [len(lines) * quarter // 4 for quarter in range(5)]
    parts = []
    for number, (start, end) in enumerate(pairwise(quarters)):
        if number > 0:
            line = lines[start].as_py()
            cut = line.rsplit(",", 12)[0]
            parts.append(pa.array([cut if number == 2 else f"{line},checked,by hand"]))
        parts.append(lines[start:end])
    return pa.concat_arrays(parts)


class CsvFile:
    """A CSV file with a header. The first chunk includes the broken lines."""

    def __init__(self, path: Path, *, broken: bool) -> None:
        """Create the file. `broken` adds broken lines."""
        self._file = path.open("wb")
        self._is_first, self._broken = True, broken

    def write(self, table: pa.Table) -> None:
        """Append the table."""
        lines = csv_lines(table)
        if self._is_first:
            self._file.write((",".join(table.column_names) + "\n").encode())
            lines = break_lines(lines) if self._broken else lines
            self._is_first = False
        ended = pc.binary_join_element_wise(lines, "", "\n")
        # The data buffer of an Arrow text column contains the texts without gaps.
        size = pc.sum(pc.binary_length(ended)).as_py()
        self._file.write(memoryview(ended.buffers()[2])[:size])

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class ParquetFile:
    """A Parquet file with one row group per chunk."""

    def __init__(self, path: Path) -> None:
        """Store the path. The first table creates the file."""
        self._path = path
        self._writer: pq.ParquetWriter | None = None

    def write(self, table: pa.Table) -> None:
        """Append the table."""
        if self._writer is None:
            self._writer = pq.ParquetWriter(
                self._path, table.schema, compression="zstd"
            )
        self._writer.write_table(table)

    def close(self) -> None:
        """Close the file."""
        if self._writer is not None:
            self._writer.close()


@contextmanager
def open_orders(path: Path, *, broken: bool) -> Iterator[CsvFile | ParquetFile]:
    """Open a file for order lines: Parquet by its suffix, otherwise CSV."""
    path.parent.mkdir(parents=True, exist_ok=True)
    is_parquet = path.suffix == ".parquet"
    file = ParquetFile(path) if is_parquet else CsvFile(path, broken=broken)
    try:
        yield file
    finally:
        file.close()
