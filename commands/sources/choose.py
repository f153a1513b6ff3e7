"""Choose the source block for a file where the user names none."""

from dataclasses import dataclass
from pathlib import Path

from commands.sources.draft import ANYTHING, Draft, draft
from commands.sources.first_file import first_file
from commands.sources.matching import Fit, best_fits, own_folder
from commands.sources.unread_columns import unread_columns
from ingest.errors import OrdersError
from ingest.formats.columns import find_columns
from ingest.sources.load import load_block


@dataclass(frozen=True)
class Choosing:
    """Which blocks fit a file, and whether one that is made for it is better.

    Attributes
    ----------
    path : str
        The file that was looked at: the first of a pattern, the beginning of a table.
    folder : str
        Of the user's own blocks; empty where there is none.
    fits : list of Fit
        The best, several where nothing decides.
    unread : list of str
        Columns that change what counts and that the block that fits does not read.
    better : Draft or None
        A block that reads them, too.
    """

    path: str
    folder: str
    fits: list[Fit]
    unread: list[str]
    better: Draft | None


def look_for_source(orders: str, sources_path: str, warn) -> Choosing:
    """Return which blocks fit orders.

    Raises
    ------
    OrdersError
        There is no such file, or it is no table.
    """
    path = first_file(orders, ANYTHING)
    find_columns(path, ANYTHING)
    folder = own_folder(sources_path)
    folder = folder if Path(folder or ".").is_dir() else ""
    fits = best_fits(path, orders, folder, warn)
    unread, better = [], None
    if len(fits) == 1 and fits[0].is_shipped:
        alike = unread_columns(path, load_block(fits[0].source, folder))
        unread = [*alike.values()]
        better = draft_that_reads(path, orders, {*alike}) if alike else None
    return Choosing(path, folder, fits, unread, better)


def draft_that_reads(path: str, orders: str, wanted: set[str]) -> Draft | None:
    """Return a block that leaves nothing open and reads wanted columns, if any."""
    try:
        made = draft(path, orders)
    except OrdersError:
        return None
    is_better = made.is_complete and wanted <= {*made.columns}
    return made if is_better else None


def choose_for_build(orders: str, sources_path: str, command, warn) -> tuple[str, str]:
    """Return the one source that a build can take, and the folder that it lies in.

    Parameters
    ----------
    command : str
        What to type for a check.
    warn : callable
        Takes sentences about blocks that cannot be understood.

    Raises
    ------
    OrdersError
        None fits, several do, or one that reads more should be made first.
    """
    found = look_for_source(orders, sources_path, warn)
    if len(found.fits) > 1:
        raise OrdersError(say_several(found.fits, orders))
    if not found.fits:
        raise OrdersError(
            f"No source fits '{orders}': {command} makes a block for it, or says what "
            "is missing. Nothing was built."
        )
    (fit,) = found.fits
    if found.better:
        raise OrdersError(
            f"Source '{fit.source}' fits '{orders}', but does not read "
            f"{listed(found.unread)}: {command} makes a block that does; "
            f"SOURCE={fit.source} builds without. Nothing was built."
        )
    return fit.source, "" if fit.is_shipped else found.folder


def say_several(fits: list[Fit], orders: str) -> str:
    """Return how to decide between sources that fit equally well."""
    return (
        f"The sources {listed([one.source for one in fits])} fit '{orders}' equally "
        f"well: say SOURCE={fits[0].source} or another of them. Nothing was built."
    )


def listed(words: list[str]) -> str:
    """Return words in quotes with an `and` before the last."""
    *most, last = [f"'{one}'" for one in words]
    return f"{', '.join(most)} and {last}" if most else last
