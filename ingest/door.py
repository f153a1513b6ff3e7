"""Open orders or events: find files, match columns, say what is to be read."""

import functools
import json
from dataclasses import asdict, dataclass, field

from ingest.contents import CONTENTS
from ingest.errors import OrdersError
from ingest.files import find_files
from ingest.formats import OrderFile, is_unchanged, open_file, read_on
from ingest.headers import find_columns
from ingest.remote import without_query
from ingest.sources import (
    SourceBlock,
    load_block,
    needed_expressions,
)
from ingest.state import compare, fingerprint


@dataclass(frozen=True)
class Opened:
    """Everything a judging model needs to know about its files.

    Attributes
    ----------
    holds : str
        What a line is: `orders` or `events`.
    source, path : str
        The block's name, and the path or pattern as it was given; of a URL without
        its query, which may hold a signature.
    fingerprint : str
        Hash of all that decides about a line besides the file.
    reads_everything : bool
        Whether lines held from earlier runs are thrown away.
    files : list of OrderFile
        What is to be read, in the order of their names.
    columns, absent : list of str
        Canonical columns that the files have, and that they lack.
    expressions : dict
        SQL for canonical columns that are computed from others.
    notes : list of str
        Sentences for the user.
    """

    holds: str
    source: str
    path: str
    fingerprint: str
    reads_everything: bool
    files: list[OrderFile]
    columns: list[str]
    absent: list[str]
    expressions: dict[str, str]
    date_formats: list[str]
    time_zone: str
    decimal_comma: bool
    return_when: str
    currency: str
    anonymous_lines: str
    notes: list[str] = field(default_factory=list)


@functools.lru_cache(maxsize=2)
def open_files_as_json(request: str) -> str:
    """Answer `open_files` for SQL: JSON in, JSON out, errors as a field.

    The last answers, about orders and about events, are kept, because a run asks
    twice: before it begins, and when it builds `order_source`. The request names the
    run.

    Parameters
    ----------
    request : str
        JSON object with the arguments of `open_files`, and `run_id`.

    Returns
    -------
    str
        JSON object of `Opened`, or `{"error": sentence}`.
    """
    arguments = json.loads(request)
    arguments.pop("run_id", None)
    try:
        return json.dumps(asdict(open_files(**arguments)))
    except OrdersError as error:
        return json.dumps({"error": str(error)})


def open_files(
    source: str,
    path: str = "",
    last_path: str = "",
    sources_path: str = "",
    held: list[dict] | None = None,
    holds: str = "orders",
) -> Opened:
    """Return everything a judging model needs to read its files.

    Parameters
    ----------
    source : str
        Name of a source block.
    path, last_path : str
        The file or pattern asked for, and the one the warehouse holds of this
        source. Where none is asked for, the block's own goes before the last
        one: whoever names `sample` means the bundled file.
    sources_path : str
        Folder of the user's own blocks.
    held : list of dict
        Rows of `staging.order_files` or `event_files`: what was read before.
    holds : str
        What the lines should be: `orders` or `events`.

    Raises
    ------
    OrdersError
        Unknown source or one of another kind, no such file, an empty file, or
        columns missing.
    """
    content = CONTENTS[holds]
    block = load_block(source, sources_path, content)
    path = path or block.default_path or last_path
    if not path:
        raise OrdersError(
            f"The source '{source}' needs a file: "
            f"--vars '{{{content.variable}: {source}, {holds}_path: <file>}}'."
        )
    paths = find_files(path)
    mark = fingerprint(source, sources_path)
    known = compare(paths, held or [], mark)
    files = [
        read_on(one, block, known[one]) if one in known else open_file(one, block)
        for one in paths
        if not is_unchanged(known.get(one))
    ]
    # Where all was read before, only the first header has to be looked at.
    columns = [{*file.columns} for file in files] or [
        {*find_columns(paths[0], block)[1]}
    ]
    return Opened(
        holds=holds,
        source=source,
        path=without_query(path),
        fingerprint=mark,
        reads_everything=not known,
        files=files,
        **describe(block, columns),
        notes=[note for file in files for note in file.notes],
    )


def describe(block: SourceBlock, columns: list[set[str]]) -> dict:
    """Return what the block says, as far as files with these columns have it."""
    matched, everywhere = set.union(*columns), set.intersection(*columns)
    expressions = needed_expressions(block, matched, everywhere)
    return {
        "columns": [one for one in block.content.columns if one in matched],
        "absent": [
            one for one in block.content.columns if one not in {*matched, *expressions}
        ],
        "expressions": expressions,
        "date_formats": block.date_formats,
        "time_zone": block.time_zone,
        "decimal_comma": block.decimal_comma,
        "return_when": block.return_when,
        "currency": block.currency,
        "anonymous_lines": block.anonymous_lines,
    }
