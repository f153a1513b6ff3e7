"""Describe which columns of the files are read."""

from ingest.blocks.matching import needed_expressions
from ingest.opening.request import Inputs
from ingest.opening.source_file import SourceFile

# At most so many files are listed whose columns differ from those of most files.
MAX_LISTED = 2


def describe_columns(inputs: Inputs, labels: dict) -> tuple[dict[str, str], list[str]]:
    """Return the source of each canonical column, and the columns that are not read.

    `labels` has the short name of each file by its path.
    """
    read = {
        column: describe_column(column, inputs, labels)
        for column in inputs.block.dataset.column_names
        if any(origin_of(column, file, inputs) for file in inputs.files)
    }
    if inputs.block.currency:
        read.setdefault("currency", f"= {inputs.block.currency}")
    unread: dict[str, None] = {}
    for file in inputs.files:
        used = {name_of(column, file) for column in file.columns}
        unread |= dict.fromkeys(name for name in all_names(file) if name not in used)
    return read, list(unread)


def describe_column(column: str, inputs: Inputs, labels: dict) -> str:
    """Return the source of a column in most files, then its sources in other files."""
    files_of: dict[str, list[str]] = {}
    for file in inputs.files:
        origin = origin_of(column, file, inputs) or "not there"
        files_of.setdefault(origin, []).append(labels[file.source_file])
    usual, *others = sorted(files_of, key=lambda origin: -len(files_of[origin]))
    words = [usual]
    for origin in others:
        files = files_of[origin]
        listed = ", ".join(files[:MAX_LISTED])
        if len(files) > MAX_LISTED:
            listed += f" and {len(files) - MAX_LISTED:,} more"
        words.append(f"{origin} in {listed}")
    return "; ".join(words)


def origin_of(column: str, file: SourceFile, inputs: Inputs) -> str:
    """Return a column's name in the file, or the expression that computes it."""
    sql = needed_expressions(inputs.block, file.columns).get(column)
    return name_of(column, file) or (f"= {sql}" if sql else "")


def name_of(column: str, file: SourceFile) -> str:
    """Return the name of a canonical column in the file, or an empty text."""
    if column not in file.columns:
        return ""
    place = file.columns[column]
    return place if isinstance(place, str) else all_names(file)[place]


def all_names(file: SourceFile) -> list[str]:
    """Return the names of all columns; without a header, their numbers."""
    return file.names or [f"column {place}" for place in range(1, file.width + 1)]
