"""Scan and read a text file as a build does."""

import bisect
import functools
from dataclasses import dataclass, replace

import duckdb

from ingest.formats.text.layout import sniff
from ingest.formats.text.pipe import open_pipe
from ingest.formats.text.scan import Scan, scan


@dataclass
class Found:
    """The result for each record of a file, by the number of its first line."""

    good: dict[int, list[str]]
    broken: dict[int, str]
    scan: Scan

    @property
    def bad(self) -> list[int]:
        """Return the lines that the scan removed."""
        return sorted(self.broken)


@functools.cache
def warehouse():
    """Return one connection for all tests."""
    return duckdb.connect()


def read(path, columns, has_header=True, quotes=True, start=0, **declared):
    """Return the result for each record; check that all lines are counted."""
    path = str(path)
    layout = sniff(path, **declared)
    how = {"has_header": has_header, "columns": columns, "quotes": quotes}
    known = scan(path, layout, start=start, **how)
    has_header = has_header and not start
    if known.in_place:
        found = read_by_duckdb(path, layout, known, columns, has_header)
    else:
        layout = replace(layout, encoding=known.encoding)
        pipe = open_pipe(path, layout, start=start, records=known.records, **how)
        layout = replace(layout, compression="")
        found = read_by_duckdb(pipe.path, layout, known, columns, False)
        pipe.raise_if_failed()
    return number_lines(found, known, has_header)


def read_by_duckdb(place, layout, known, columns, has_header):
    """Return rows as `read_files` reads them, and check that DuckDB refuses none."""
    names = {f"c{number}": "varchar" for number in range(columns)}
    with warehouse().cursor() as connection:
        rows = connection.execute(
            f"""
            select * from read_csv(
                $place, auto_detect = false, header = {has_header},
                delim = $delimiter, quote = $quote, escape = $quote,
                parallel = {not known.has_quotes},
                compression = '{layout.compression or "none"}', columns = {names}
            )
            """,
            {
                "place": place,
                "delimiter": layout.delimiter,
                "quote": '"' if known.has_quotes else "",
            },
        ).fetchall()
    return [[value or "" for value in row] for row in rows]


def number_lines(rows, known, has_header):
    """Return the rows by line number, computed as in `read_files.numbered`."""
    assert len(rows) == known.records
    good = {
        line_of(number, known, has_header): row
        for number, row in enumerate(rows, start=1)
    }
    assert len(good) == len(rows)
    broken = {line: reason for line, _, reason in known.broken}
    return Found(good=good, broken=broken, scan=known)


def line_of(record, known, has_header):
    """Return the line on which a record begins, as `read_files.numbered` does."""
    place = bisect.bisect(known.shifts, record, key=lambda shift: shift[0])
    added = known.shifts[place - 1][1] - has_header if place else 0
    return record + has_header + added
