"""Write the page: read the warehouse, render, replace the old file."""

import os
from pathlib import Path

import duckdb

from bi.files import beside, flush
from bi.report.data import Facts, read_facts
from bi.report.page import render
from bi.warehouse import LOCK_WAIT_SECONDS, WarehouseError, attach


class ReportError(RuntimeError):
    """Why no report was written, in a sentence."""


def write_report(warehouse: Path, path: Path) -> None:
    """Replace the page at `path` by one about what the warehouse holds.

    The same warehouse gives the same bytes.

    Raises
    ------
    ReportError
        The warehouse is missing, locked, or lacks what the page shows, or the
        page cannot be written.
    """
    facts = read(warehouse)
    page = render(facts)
    try:
        replace(path, page)
    except OSError as error:
        raise ReportError(
            f"The report '{path}' could not be written: {error.strerror}."
        ) from error


def replace(path: Path, page: str) -> None:
    """Write the page beside its place and rename it: readers see old or new."""
    new = beside(path)
    try:
        new.write_text(page, encoding="utf-8", newline="\n")
        flush(new)
        os.replace(new, path.resolve())
    finally:
        new.unlink(missing_ok=True)


def read(warehouse: Path) -> Facts:
    """Return everything the page shows; the warehouse is open only meanwhile."""
    try:
        connection = attach(warehouse, LOCK_WAIT_SECONDS)
    except WarehouseError as error:
        raise ReportError(str(error)) from error
    try:
        facts = read_facts(connection)
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise ReportError(
            f"The warehouse '{warehouse}' lacks tables of the report: "
            f"run `dbt build`. ({str(error).splitlines()[0]})"
        ) from error
    finally:
        connection.close()
    if not facts.segments:
        raise ReportError(
            f"The warehouse '{warehouse}' holds no segments: run `dbt build`."
        )
    return facts
