"""Propose a source block for `make check`: one that fits, or a new draft."""

from dataclasses import replace
from pathlib import Path

from commands.sources.block_names import block_path
from commands.sources.choose import find_source, make_command, quote_all
from commands.sources.draft import ANYTHING, Draft, draft
from commands.sources.guessing.column_names import concepts_of
from commands.terminal import count
from ingest.blocks.matching import match_columns, missing_columns
from ingest.errors import OrdersError
from ingest.formats.columns import find_columns
from ingest.opening.request import Request
from ingest.sources.load import OWN_BLOCKS, load_block


def propose(request: Request, console) -> Request | None:
    """Return the request with the best source or a new draft.

    The result is None if the user has to decide something first.
    """
    found = find_source(
        request, lambda sentence: console.print(sentence, style="yellow")
    )
    folder = request.sources_path or OWN_BLOCKS
    path = block_path(request.path, folder)
    own = replace(request, source=path.stem, sources_path=folder)
    fit = found.fit
    if not fit:
        return draft_block(path, found.path, own, console)
    if found.better:
        unread = quote_all(found.unread)
        why = f"Source '{fit.source}' fits, but does not read {unread}."
        return write_block(path, found.better, why, own, console)
    other = f" It was drafted for {fit.drafted_for}." if fit.drafted_for else ""
    columns = count(fit.columns, "column")
    console.print(f"Source '{fit.source}' fits and reads {columns}.{other}")
    return replace(request, source=fit.source, sources_path=fit.folder)


def draft_block(block: Path, path: str, request: Request, console) -> Request | None:
    """Draft a block for a file, unless an earlier check drafted it."""
    orders = request.path
    if block.exists():
        console.print(
            f"No source fits '{orders}'. An earlier check drafted {block}: complete it"
            f"{missing_in(block, path)}, then run {make_command('check', request)}"
        )
        return None
    why = f"No source fits '{orders}'."
    return write_block(block, draft(path, orders), why, request, console)


def write_block(block: Path, proposed: Draft, why: str, request: Request, console):
    """Write a drafted block; return None if the user has to decide first."""
    block.parent.mkdir(parents=True, exist_ok=True)
    block.write_text(proposed.text, encoding="utf-8")
    if proposed.to_decide:
        console.print(
            f"{why} A block was drafted in {block}: decide there "
            f"{'; '.join(proposed.to_decide)}. Then run "
            f"{make_command('check', request)}"
        )
        return None
    console.print(
        f"{why} This check uses a new block, drafted from the names and values of the "
        f"columns: {block}. You can edit it."
    )
    # The check itself reports unread refunds, whichever block it uses.
    left_out = [one for one in proposed.left_out if "refund" not in concepts_of(one)]
    if left_out:
        console.print(
            f"To decide: {quote_all(left_out)} is not subtracted from sales. To "
            f"subtract it, compute sales_amount by SQL in {block}.",
            style="yellow",
        )
    return request


def missing_in(block: Path, path: str) -> str:
    """Return in brackets why a block does not fit a file."""
    try:
        loaded = load_block(block.stem, str(block.parent))
        names, _, _ = find_columns(path, ANYTHING)
    except OrdersError:
        return " (docs/sources.md)"
    missing = missing_columns(loaded, match_columns(loaded, names))
    if not missing:
        return " (it cannot read most lines: see date_formats in docs/sources.md)"
    return f" ({', '.join(missing)}; see docs/sources.md)"
