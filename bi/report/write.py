"""Write the page: read the warehouse, render, replace the old file."""

from pathlib import Path

import duckdb

from bi.files import replacing
from bi.places.errors import PlaceError
from bi.places.page import refuse_foreign_page
from bi.places.shared import refuse_shared
from bi.report.data import Facts, read_facts
from bi.report.page import render
from bi.warehouse import WarehouseError, attach


class ReportError(RuntimeError):
    """No report was written; the message says why."""


def write_report(warehouse: Path, path: Path) -> None:
    """Replace the page at `path`. The same warehouse gives the same bytes.

    Raises
    ------
    ReportError
        The warehouse is missing, locked or without the tables of the page, or the page
        cannot be written or would replace something else.
    """
    try:
        refuse_shared({"WAREHOUSE_PATH": warehouse, "REPORT_PATH": path})
        refuse_foreign_page(path)
        page = render(read(warehouse))
        with replacing(path) as new:
            new.write_text(page, encoding="utf-8", newline="\n")
            refuse_foreign_page(path)
    except PlaceError as error:
        raise ReportError(str(error)) from error
    except OSError as error:
        raise ReportError(
            f"The report '{path}' could not be written: {error.strerror}."
        ) from error


def read(warehouse: Path) -> Facts:
    """Return the facts for the page from a warehouse."""
    try:
        with attach(warehouse) as connection:
            facts = read_facts(connection)
    except WarehouseError as error:
        raise ReportError(str(error)) from error
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise ReportError(
            f"The warehouse '{warehouse}' lacks tables of the report: "
            f"run `dbt build`. ({str(error).splitlines()[0]})"
        ) from error
    if not facts.segments:
        raise ReportError(
            f"The warehouse '{warehouse}' has no segments: run `dbt build`."
        )
    return facts
