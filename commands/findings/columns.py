"""Say what the columns of one or many files are read from."""

from collections import Counter

from ingest.blocks.matching import needed_expressions
from ingest.opening.request import Inputs
from ingest.opening.source_file import SourceFile

# File names that are listed where files differ.
LISTED = 2


def describe_columns(opened: Inputs, labels: dict) -> tuple[dict[str, str], list[str]]:
    """Return what each canonical column is read from, and the names not read.

    Parameters
    ----------
    opened : Inputs
    labels : dict
        Short name of each file by its path.
    """
    read = {
        column: describe_column(column, opened, labels)
        for column in opened.block.dataset.column_names
        if any(column_of(column, file, opened) for file in opened.files)
    }
    unread: dict[str, None] = {}
    for file in opened.files:
        used = {name_of(column, file) for column in file.columns}
        unread |= dict.fromkeys(name for name in all_names(file) if name not in used)
    return read, list(unread)


def describe_column(column: str, opened: Inputs, labels: dict) -> str:
    """Return what it is read from in most files, then in those that differ."""
    files = opened.files
    names = [column_of(column, file, opened) for file in files]
    (usual, _), *others = Counter(names).most_common()
    words = [usual or "not there"]
    for name, _ in others:
        there = [
            labels[file.source_file]
            for file, found in zip(files, names, strict=True)
            if found == name
        ]
        more = len(there) - LISTED
        listed = ", ".join(there[:LISTED]) + (f" and {more:,} more" if more > 0 else "")
        words.append(f"{name or 'not there'} in {listed}")
    return "; ".join(words)


def column_of(column: str, file: SourceFile, opened: Inputs) -> str:
    """Return what a file calls a column, or how it is computed; else nothing."""
    sql = needed_expressions(opened.block, file.columns).get(column)
    return name_of(column, file) or (f"= {sql}" if sql else "")


def name_of(column: str, file: SourceFile) -> str:
    """Return what a file calls a canonical column; nothing where it has none."""
    if column not in file.columns:
        return ""
    place = file.columns[column]
    return place if isinstance(place, str) else all_names(file)[place]


def all_names(file: SourceFile) -> list[str]:
    """Return the names of a file's columns, or their places where it has no header."""
    return file.names or [f"column {place}" for place in range(1, file.width + 1)]
