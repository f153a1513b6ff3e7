"""Which source block fits a file, and where none does, one that is guessed for it."""

import shlex
from dataclasses import dataclass, replace
from pathlib import Path

from commands.block_names import block_path
from commands.drafting import ANYTHING, Draft, draft
from commands.fitting import OWN_BLOCKS, Fit, best_fits, own_folder
from ingest import request as ingest_request
from ingest.errors import OrdersError
from ingest.files import find_files
from ingest.headers import find_columns
from ingest.matching import match_columns, missing_columns
from ingest.sources import load_block

# What each needed column holds, for people.
HOLDS = {
    "order_id": "order ids (order_id)",
    "customer_id": "ids of customers (customer_id)",
    "ordered_at": "dates of orders (ordered_at)",
    "sales_amount": "amounts (sales_amount)",
}


@dataclass(frozen=True)
class Request:
    """What the user asked for: a path or pattern, a block, a folder of blocks."""

    orders: str
    source: str = ""
    sources_path: str = ""

    @property
    def files(self) -> ingest_request.Request:
        """Return what is asked of `ingest`."""
        return ingest_request.Request(
            "orders", self.source, self.orders, self.sources_path
        )

    def command(self, verb: str) -> str:
        """Return what to type, such as `make build ORDERS=...`."""
        words = {
            "ORDERS": self.orders,
            "SOURCE": self.source,
            "SOURCES_PATH": self.sources_path,
        }
        given = [
            f"{word}={shlex.quote(value)}" for word, value in words.items() if value
        ]
        return " ".join(["make", verb, *given])


def propose(request: Request, console) -> Request | None:
    """Return the request with the source that fits best, or one that is guessed.

    Returns
    -------
    Request or None
        None where something has to be decided first.

    Raises
    ------
    OrdersError
        There is no such file, or it is no table.
    """
    path = find_files(request.orders)[0]
    find_columns(path, ANYTHING)
    folder = own_folder(request.sources_path)
    known = folder if Path(folder or ".").is_dir() else ""

    def warn(sentence):
        console.print(sentence, style="yellow", soft_wrap=True)

    fits = best_fits(path, request.orders, known, warn)
    if len(fits) > 1:
        console.print(f"{either(fits, request)} Nothing is built.", soft_wrap=True)
        return None
    if fits:
        (fit,) = fits
        console.print(f"Source '{fit.source}' fits: {fit.columns} columns are found.")
        folder = "" if fit.is_shipped else known
        return replace(request, source=fit.source, sources_path=folder)
    return begin_block(
        path, replace(request, sources_path=folder or OWN_BLOCKS), console
    )


def either(fits: list[Fit], request: Request) -> str:
    """Return how to decide between sources that fit equally well."""
    names = [f"'{one.source}'" for one in fits]
    return (
        f"The sources {', '.join(names[:-1])} and {names[-1]} fit '{request.orders}' "
        f"equally well: say SOURCE={fits[0].source} or another of them."
    )


def begin_block(path: str, request: Request, console) -> Request | None:
    """Return the request with a block that was guessed and tried; None if open."""
    block = block_path(request.orders, request.sources_path)
    again = replace(request, source=block.stem)
    if block.exists():
        console.print(
            f"No source fits '{path}'. A block for it was begun before and is left as "
            f"it is: complete {block}{what_lacks(block, path)}, then run "
            f"{again.command('check')}",
            soft_wrap=True,
        )
        return None
    proposed = draft(path, request.orders)
    if proposed.missing:
        console.print(cannot_be_orders(path, proposed), style="red", soft_wrap=True)
        return None
    block.parent.mkdir(parents=True, exist_ok=True)
    block.write_text(proposed.text, encoding="utf-8")
    if proposed.to_decide:
        console.print(
            f"No source fits '{path}'. The beginnings of a block for it were written: "
            f"decide {'; '.join(proposed.to_decide)} in {block}, then run "
            f"{again.command('check')}",
            soft_wrap=True,
        )
        return None
    console.print(
        f"No known source fits '{path}'. A block was made from the names and values of "
        f"its columns: {block}, which is yours to edit. What follows is made by it.",
        soft_wrap=True,
    )
    return again


def cannot_be_orders(path: str, proposed: Draft) -> str:
    """Return what a file lacks that nothing in it is like."""
    lacking = " and none of ".join(HOLDS[one] for one in proposed.missing)
    return (
        f"No source fits '{path}', and none can be made for it: it has no column of "
        f"{lacking}. What can be computed from others is said by a block of your "
        "own (docs/sources.md)."
    )


def what_lacks(block: Path, path: str) -> str:
    """Return what a block lacks for a file, in brackets."""
    try:
        loaded = load_block(block.stem, str(block.parent))
        names, _, _ = find_columns(path, ANYTHING)
    except OrdersError:
        return " (docs/sources.md)"
    missing = missing_columns(loaded, match_columns(loaded, names))
    if not missing:
        return " (most lines cannot be read by it: see date_formats in docs/sources.md)"
    return f" ({', '.join(missing)}; see docs/sources.md)"
