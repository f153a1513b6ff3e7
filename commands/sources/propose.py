"""Which source block fits a file, and where none does, one that is guessed for it."""

import shlex
from dataclasses import dataclass, replace
from pathlib import Path

from commands.findings.advice import OWN_BLOCK
from commands.sources.block_names import block_path
from commands.sources.choose import listed, look_for_source, say_several
from commands.sources.draft import ANYTHING, Draft, draft
from commands.sources.guessing.column_names import concepts_of
from commands.sources.matching import OWN_BLOCKS
from ingest.blocks.matching import match_columns, missing_columns
from ingest.errors import OrdersError
from ingest.formats.columns import find_columns
from ingest.opening import request as ingest_request
from ingest.sources.load import load_block

# What each needed column holds, for people.
HOLDS = {
    "order_id": "ids of orders (order_id)",
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

    @property
    def block(self) -> str:
        """Return where the user's own block lies, or how to speak of one."""
        is_own = self.sources_path and Path(self.block_path).exists()
        return self.block_path if is_own else OWN_BLOCK

    @property
    def block_path(self) -> str:
        """Return where the block lies if it is the user's own."""
        return str(Path(self.sources_path, f"{self.source}.yml"))

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

    def warn(sentence):
        console.print(sentence, style="yellow", soft_wrap=True)

    found = look_for_source(request.orders, request.sources_path, warn)
    if len(found.fits) > 1:
        warn(say_several(found.fits, request.orders))
        return None
    if not found.fits:
        return begin_block(found.path, request, console)
    (fit,) = found.fits
    if found.better:
        why = f"Source '{fit.source}' fits, but does not read {listed(found.unread)}."
        return write_block(found.better, why, own_request(request), console)
    other = f" It was begun for {fit.begun_for}." if fit.is_of_another else ""
    console.print(
        f"Source '{fit.source}' fits: {fit.columns} columns are found.{other}",
        soft_wrap=True,
    )
    folder = "" if fit.is_shipped else found.folder
    return replace(request, source=fit.source, sources_path=folder)


def own_request(request: Request) -> Request:
    """Return the request for the block that is begun for these orders."""
    folder = request.sources_path or OWN_BLOCKS
    block = block_path(request.orders, folder)
    return replace(request, source=block.stem, sources_path=folder)


def begin_block(path: str, request: Request, console) -> Request | None:
    """Return the request with a block that was guessed and tried; None if open."""
    again = own_request(request)
    block, orders = Path(again.block_path), request.orders
    if block.exists():
        console.print(
            f"No source fits '{orders}'. A block for it was begun before and is left "
            f"as it is: complete {block}{what_lacks(block, path)}, then run "
            f"{again.command('check')}",
            soft_wrap=True,
        )
        return None
    proposed = draft(path, orders)
    if proposed.missing:
        console.print(cannot_be_orders(orders, proposed), style="red", soft_wrap=True)
        return None
    return write_block(proposed, f"No known source fits '{orders}'.", again, console)


def write_block(proposed: Draft, why: str, request: Request, console):
    """Write a block that was drafted; return the request if nothing is to decide."""
    block = Path(request.block_path)
    block.parent.mkdir(parents=True, exist_ok=True)
    block.write_text(proposed.text, encoding="utf-8")
    if proposed.to_decide:
        console.print(
            f"{why} The beginnings of a block for it were written: decide "
            f"{'; '.join(proposed.to_decide)} in {block}, then run "
            f"{request.command('check')}",
            soft_wrap=True,
        )
        return None
    console.print(
        f"{why} A block for it was made from the names and values of its columns: "
        f"{block}, which is yours to edit. What follows is made by it.",
        soft_wrap=True,
    )
    # The check goes on, and says the same of refunds, whatever the block.
    left_out = [one for one in proposed.left_out if "refund" not in concepts_of(one)]
    if left_out:
        console.print(
            f"To decide: {listed(left_out)} is not taken off the sales. If "
            f"they are too much by it, compute sales_amount by SQL in {block}.",
            style="yellow",
            soft_wrap=True,
        )
    return request


def cannot_be_orders(orders: str, proposed: Draft) -> str:
    """Return what a file lacks that nothing in it is like."""
    lacking = " and none of ".join(HOLDS[one] for one in proposed.missing)
    return (
        f"No source fits '{orders}', and none can be made for it: it has no column of "
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
