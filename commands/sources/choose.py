"""Choose the source block for orders if the user names none."""

import shlex
from dataclasses import dataclass, replace
from pathlib import Path

from commands.sources.draft import ANYTHING, Draft, draft
from commands.sources.first_file import first_file
from commands.sources.matching import Fit, best_fits
from commands.sources.unread_columns import unread_columns
from ingest.errors import OrdersError
from ingest.formats.columns import find_columns
from ingest.opening.request import Request
from ingest.sources.load import OWN_BLOCKS, load_block


@dataclass(frozen=True)
class FoundSource:
    """The best block for orders, and whether a draft is better.

    Attributes
    ----------
    path : str
        The file that was examined: the first of a pattern, or the start of a table.
    fit : Fit or None
    unread : tuple of str
        Columns that change the results and that the block does not read.
    better : Draft or None
        A draft that also reads these columns.
    """

    path: str
    fit: Fit | None = None
    unread: tuple[str, ...] = ()
    better: Draft | None = None


def find_source(request: Request, warn) -> FoundSource:
    """Return the block that fits orders best; `warn` gets notes on invalid blocks.

    Raises
    ------
    OrdersError
        The file does not exist or is no table, or several blocks fit equally well.
    """
    path = first_file(request.path, ANYTHING)
    find_columns(path, ANYTHING)
    folder = request.sources_path or OWN_BLOCKS
    folder = folder if Path(folder).is_dir() else ""
    fits = best_fits(path, request.path, folder, warn)
    if not fits:
        return FoundSource(path)
    fit, *others = fits
    if others:
        raise OrdersError(
            f"The sources {quote_all([one.source for one in fits])} fit "
            f"'{request.path}' equally well. Nothing was built. Choose one, such as "
            f"SOURCE={fit.source}"
        )
    if fit.folder:
        return FoundSource(path, fit)
    alike = unread_columns(path, load_block(fit.source, ""))
    better = draft_that_reads({*alike}, path, request.path) if alike else None
    return FoundSource(path, fit, tuple(alike.values()), better)


def draft_that_reads(wanted: set[str], path: str, orders: str) -> Draft | None:
    """Return a complete draft that reads the wanted columns, if there is one."""
    try:
        made = draft(path, orders)
    except OrdersError:
        return None
    return made if made.is_complete and wanted <= {*made.columns} else None


def choose_for_build(request: Request, warn) -> Request:
    """Return the request with the source that a build can use.

    Raises
    ------
    OrdersError
        No block fits, several fit, or a draft reads more columns.
    """
    found = find_source(request, warn)
    check = make_command("check", request)
    if not found.fit:
        raise OrdersError(
            f"No source fits '{request.path}'. Nothing was built. To draft a source, "
            f"run: {check}"
        )
    if found.better:
        raise OrdersError(
            f"Source '{found.fit.source}' fits '{request.path}', but does not read "
            f"{quote_all(found.unread)}. Nothing was built. To draft a source that "
            f"reads more, run: {check}. To build without these columns, add "
            f"SOURCE={found.fit.source}"
        )
    return replace(request, source=found.fit.source, sources_path=found.fit.folder)


def make_command(target: str, request: Request) -> str:
    """Return the command for a make target, such as `make check ORDERS=...`."""
    folder = request.sources_path
    variables = {
        "ORDERS": request.path,
        "SOURCE": request.source,
        "SOURCES_PATH": folder if folder != OWN_BLOCKS else "",
    }
    words = [f"{name}={shlex.quote(text)}" for name, text in variables.items() if text]
    return " ".join(["make", target, *words])


def quote_all(words: list[str]) -> str:
    """Return words in quotes, with `and` before the last."""
    *most, last = [f"'{one}'" for one in words]
    return f"{', '.join(most)} and {last}" if most else last
