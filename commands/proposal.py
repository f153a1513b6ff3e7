"""Which source block fits a file, or the beginnings of one that would."""

import difflib
from pathlib import Path

import yaml

from ingest.errors import OrdersError
from ingest.files import find_files
from ingest.headers import read_header
from ingest.sources import (
    CANONICAL_COLUMNS,
    find_blocks,
    load_block,
    match_columns,
    missing_columns,
    simplify,
)

# How alike two names must be to be proposed for each other (0 to 1).
ALIKE = 0.7


def propose(orders: str, sources_path: str, console) -> str:
    """Return the source that fits best; write a starter block where none does.

    Returns
    -------
    str
        Name of the source, empty where a starter block was written instead.

    Raises
    ------
    OrdersError
        There is no such file, or it is no table.
    """
    path = find_files(orders)[0]
    fits = sorted(
        (-columns, name) for name, columns in find_fits(path, sources_path).items()
    )
    if fits:
        columns, source = fits[0]
        console.print(f"Source '{source}' fits: {-columns} of its columns are there.")
        return source
    block = write_starter(path, read_header(path), sources_path or "my_sources")
    console.print(
        f"No source fits. The beginnings of one were written to {block}: complete its "
        f"columns, then run make check ORDERS={orders} SOURCE={block.stem} "
        f"SOURCES_PATH={block.parent}",
        markup=False,
        soft_wrap=True,
    )
    return ""


def find_fits(path: str, sources_path: str) -> dict[str, int]:
    """Return how many columns of each block that can be used the file has."""
    header = read_header(path)
    fits = {}
    for name in find_blocks(sources_path):
        block = load_block(name, sources_path)
        matched = match_columns(block, header)
        if not missing_columns(block, matched):
            fits[name] = len(matched)
    return fits


def write_starter(path: str, header: list[str], folder: str) -> Path:
    """Write a block with the likeliest name for each column; return its path.

    Raises
    ------
    OrdersError
        There is such a block already: it may have been edited.
    """
    block = Path(folder) / f"{simplify(Path(path).stem) or 'mine'}.yml"
    if block.exists():
        raise OrdersError(f"The block {block} does not fit '{path}' yet: complete it.")
    names = guess_columns(header)
    lines = [
        f"description: Orders such as {Path(path).name}.",
        "# How dates are written, as in Python's strftime; nothing else is tried.",
        'date_formats: ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d"]',
        f"# The file has: {', '.join(header)}",
        "# order_id, customer_id, ordered_at and sales_amount are needed.",
        "columns:",
        *(
            f"  {column}: {quoted(names[column])}"
            if column in names
            else f"  # {column}:"
            for column in CANONICAL_COLUMNS
        ),
    ]
    block.parent.mkdir(parents=True, exist_ok=True)
    block.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return block


def quoted(name: str) -> str:
    """Return a header as YAML."""
    return yaml.safe_dump(name, default_style='"', width=1_000).strip()


def guess_columns(header: list[str]) -> dict[str, str]:
    """Return the likeliest header for each canonical column, each only once."""
    known = {
        column: {simplify(name) for name in [column, *names]}
        for column, names in shipped_names().items()
    }
    guesses = sorted(
        (
            (-likeness(simplify(name), known[column]), column, name)
            for column in CANONICAL_COLUMNS
            for name in header
        ),
    )
    names: dict[str, str] = {}
    for distance, column, name in guesses:
        if -distance >= ALIKE and column not in names and name not in names.values():
            names[column] = name
    return {column: names[column] for column in CANONICAL_COLUMNS if column in names}


def shipped_names() -> dict[str, list[str]]:
    """Return all names that shipped blocks know for each canonical column."""
    names: dict[str, list[str]] = {column: [] for column in CANONICAL_COLUMNS}
    for source in find_blocks():
        for column, given in load_block(source).names.items():
            names[column] += given
    return names


def likeness(name: str, others: set[str]) -> float:
    """Return how much a name is like the likest of others, 0 to 1.

    Short names, such as id, are in many others and prove nothing.
    """
    return max(
        1.0 if name == other else difflib.SequenceMatcher(None, name, other).ratio()
        for other in others
        if name == other or len(other) > 4
    )
