"""Open an order file: find it, match its columns, say how DuckDB reads it."""

import csv
import json
import re
from pathlib import Path

from ingest.sources import REQUIRED_COLUMNS, OrdersError, load_block

HEADER_BYTES = 1 << 20


def open_orders_as_json(request: str) -> str:
    """Answer `open_orders` for SQL: JSON in, JSON out, errors as a field.

    Parameters
    ----------
    request : str
        JSON object with the arguments of `open_orders`.

    Returns
    -------
    str
        JSON object as `open_orders` returns it, or `{"error": sentence}`.
    """
    try:
        return json.dumps(open_orders(**json.loads(request)))
    except OrdersError as error:
        return json.dumps({"error": str(error)})


def open_orders(
    source: str, path: str = "", last_path: str = "", sources_path: str = ""
) -> dict:
    """Return everything the judging model needs to read an order file.

    Parameters
    ----------
    source : str
        Name of a source block.
    path, last_path : str
        The file asked for, and the one the warehouse holds of this source.
        Where no file is asked for, the block's own goes before the last one:
        whoever names `sample` means the bundled file.
    sources_path : str
        Folder of the user's own blocks.

    Raises
    ------
    OrdersError
        Unknown source, no such file, an empty file, or columns missing.
    """
    block = load_block(source, sources_path)
    path = path or block.default_path or last_path
    if not path:
        raise OrdersError(
            f"The source '{source}' needs a file: "
            f"--vars '{{orders_source: {source}, orders_path: <file>}}'."
        )
    delimiter, header = read_header(Path(path), block.delimiter)
    return {
        "source": source,
        "path": path,
        "delimiter": delimiter,
        "header": header,
        "columns": match_columns(path, block, header),
        "date_formats": block.date_formats,
        "time_zone": block.time_zone,
        "anonymous_lines": block.anonymous_lines,
    }


def read_header(path: Path, delimiter: str = "") -> tuple[str, list[str]]:
    """Return delimiter and column names of a delimited text file.

    Raises
    ------
    OrdersError
        The file is missing, empty, holds no line below its header, is no
        UTF-8 text, or names a column twice.
    """
    if not path.is_file():
        raise OrdersError(f"There is no order file '{path}'. Check orders_path.")
    with path.open("rb") as file:
        start = file.read(HEADER_BYTES)
    try:
        text = start.decode("utf-8-sig", errors="strict")
    except UnicodeDecodeError as error:
        if error.start < len(start) - 4:
            raise OrdersError(
                f"The order file '{path}' is not UTF-8 text (byte {error.start}). "
                "Save it as UTF-8 and try again."
            ) from error
        text = start[: error.start].decode("utf-8-sig")
    if not text.strip():
        raise OrdersError(f"The order file '{path}' is empty.")
    first_line, _, rest = text.partition("\n")
    if not rest.strip():
        raise OrdersError(f"The order file '{path}' has a header but no lines.")
    delimiter = delimiter or max(",;\t|", key=first_line.count)
    header = next(csv.reader([first_line.rstrip("\r")], delimiter=delimiter))
    repeated = sorted({name for name in header if header.count(name) > 1})
    if repeated:
        raise OrdersError(
            f"The header of '{path}' names {', '.join(repeated)} more than once."
        )
    return delimiter, header


def match_columns(path: str, block, header: list[str]) -> dict[str, str]:
    """Return the file's name of each canonical column that it has.

    Headers match ignoring case, blanks, `_`, `-` and `.`.

    Raises
    ------
    OrdersError
        A required column is missing; names what was looked for.
    """
    by_simple_name = {simplify(name): name for name in header}
    matched = {}
    for canonical, candidates in block.columns.items():
        for candidate in candidates:
            if simplify(candidate) in by_simple_name:
                matched[canonical] = by_simple_name[simplify(candidate)]
                break
    missing = [name for name in REQUIRED_COLUMNS if name not in matched]
    if missing:
        wanted = "; ".join(
            f"{name} (looked for {' or '.join(block.columns.get(name, [name]))})"
            for name in missing
        )
        raise OrdersError(
            f"The order file '{path}' lacks columns that source '{block.name}' "
            f"needs: {wanted}. It has: {', '.join(header)}."
        )
    return matched


def simplify(name: str) -> str:
    """Return a header without case, blanks, `_`, `-` and `.`."""
    return re.sub(r"[\s_\-.]+", "", name).casefold()
