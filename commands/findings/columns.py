"""Describe which columns of one or many files are read."""

from collections import Counter

from ingest.blocks.matching import needed_expressions
from ingest.opening.request import Inputs
from ingest.opening.source_file import SourceFile

# File names that are listed where files differ.
MAX_LISTED = 2


def describe_columns(inputs: Inputs, labels: dict) -> tuple[dict[str, str], list[str]]:
    """Return the source of each canonical column, and the columns that are not read.

    Parameters
    ----------
    inputs : Inputs
    labels : dict
        Short name of each file by its path.
    """
    read = {
        column: describe_column(column, inputs, labels)
        for column in inputs.block.dataset.column_names
        if any(origin_of(column, file, inputs) for file in inputs.files)
    }
    unread: dict[str, None] = {}
    for file in inputs.files:
        used = {name_of(column, file) for column in file.columns}
        unread |= dict.fromkeys(name for name in all_names(file) if name not in used)
    return read, list(unread)


def describe_column(column: str, inputs: Inputs, labels: dict) -> str:
    """Return what a column is read from in most files, then in the other files."""
    files = inputs.files
    origins = [origin_of(column, file, inputs) for file in files]
    (usual, _), *others = Counter(origins).most_common()
    words = [usual or "not there"]
    for origin, _ in others:
        there = [
            labels[file.source_file]
            for file, found in zip(files, origins, strict=True)
            if found == origin
        ]
        more = len(there) - MAX_LISTED
        listed = ", ".join(there[:MAX_LISTED])
        listed += f" and {more:,} more" if more > 0 else ""
        words.append(f"{origin or 'not there'} in {listed}")
    return "; ".join(words)


def origin_of(column: str, file: SourceFile, inputs: Inputs) -> str:
    """Return the file's name for a column, or the expression that computes it."""
    sql = needed_expressions(inputs.block, file.columns).get(column)
    return name_of(column, file) or (f"= {sql}" if sql else "")


def name_of(column: str, file: SourceFile) -> str:
    """Return the file's name for a canonical column; empty where it has none."""
    if column not in file.columns:
        return ""
    place = file.columns[column]
    return place if isinstance(place, str) else all_names(file)[place]


def all_names(file: SourceFile) -> list[str]:
    """Return the names of all columns, or their numbers in a file without header."""
    return file.names or [f"column {place}" for place in range(1, file.width + 1)]
