"""Read a text file as the judging model does: scanned, then by DuckDB."""

import bisect
from dataclasses import dataclass, replace

import duckdb

from ingest.text import Scan, feed, look, scan


@dataclass
class Found:
    """What became of the lines of a file: by line number, and the scan."""

    good: dict[int, list[str]]
    refused: list[int]
    broken: dict[int, str]
    scan: Scan


def read_by_duckdb(place, known, columns, delimiter, skips_header):
    """Return the good rows in their order, and the numbers of refused records."""
    quote = '"' if known.has_quotes else ""
    names = ", ".join(f"c{number}: 'varchar'" for number in range(columns))
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"""
            select * from read_csv(
                '{place}', auto_detect = false, header = {skips_header},
                delim = '{delimiter}', quote = '{quote}', escape = '{quote}',
                parallel = {not known.has_quotes},
                store_rejects = true, rejects_limit = 0, columns = {{{names}}}
            )
            """
        ).fetchall()
        refused = connection.execute(
            "select distinct line from reject_errors order by line"
        ).fetchall()
    return (
        [[value or "" for value in row] for row in rows],
        [line - skips_header for (line,) in refused],
    )


def read(path, columns, has_header=True, delimiter=",", quotes=True, **declared):
    """Return what becomes of each line of a file."""
    shape = look(str(path), delimiter, **declared)
    how = {"has_header": has_header, "columns": columns, "quotes": quotes}
    known = scan(str(path), shape, **how)
    shape = replace(shape, encoding=known.encoding)
    if known.is_clean:
        place, fed = str(path), None
    else:
        fed = feed(str(path), shape, records=known.records, **how)
        place = fed.path
    skips_header = known.is_clean and has_header
    rows, refused = read_by_duckdb(place, known, columns, delimiter, skips_header)
    if fed:
        fed.raise_if_failed()
    numbers = [n for n in range(1, known.records + 1) if n not in set(refused)]
    assert len(numbers) == len(rows), "lines were lost"
    return Found(
        good={
            line_of(number, known, has_header): row
            for number, row in zip(numbers, rows, strict=True)
        },
        refused=[line_of(number, known, has_header) for number in refused],
        broken={line: reason for line, _, reason in known.broken},
        scan=known,
    )


def line_of(record, known, has_header):
    """Return the line of the file on which a record begins."""
    place = bisect.bisect(known.shifts, record, key=lambda shift: shift[0])
    return record + (known.shifts[place - 1][1] if place else int(has_header))
