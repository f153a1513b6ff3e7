"""Find the files of a folder, all of which have to be of one kind."""

import glob
from collections import Counter
from collections.abc import Callable
from pathlib import Path, PurePath

from ingest.errors import OrdersError
from ingest.files.lakehouse import format_of
from ingest.formats.parquet import is_parquet
from ingest.formats.workbooks.addresses import ENDINGS

KINDS = {
    "Parquet": (".parquet", ".pq"),
    "text": (".csv", ".tsv", ".txt"),
    "JSON": (".json", ".jsonl", ".ndjson"),
    "Excel": ENDINGS,
}
# Excel writes a lock file with this prefix beside an open workbook.
LOCK = "~$"
COMPRESSED = (".gz", ".bz2", ".zst", ".xz")


def files_in(folder: str) -> list[str]:
    """Return the files of a folder and of its subfolders, such as `year=2024`."""
    reject_table(folder, format_of(folder))
    root = folder.rstrip("/") or "/"
    found = glob.glob(f"{glob.escape(root)}/**", recursive=True)
    return choose_files(root, [one for one in found if Path(one).is_file()], kind_of)


def reject_table(folder: str, format_: str) -> None:
    """Raise OrdersError if a folder is a table of some format."""
    if format_:
        raise OrdersError(
            f"'{folder}' is a {format_} table, which is not read here: export it as "
            "Parquet."
        )


def choose_files(folder: str, found: list[str], kind: Callable) -> list[str]:
    """Return the sorted files with lines; refuse files of several kinds."""
    # `_SUCCESS` and hidden files have no lines.
    files = sorted(
        path
        for path in found
        if not any(
            part.startswith((".", LOCK)) or (part.startswith("_") and "=" not in part)
            for part in PurePath(path).relative_to(folder).parts
        )
    )
    if not files:
        raise OrdersError(f"The folder '{folder}' has no files. Check the path.")
    kinds = Counter(map(kind, files))
    if len(kinds) > 1:
        counted = ", ".join(f"{count:,} {one}" for one, count in kinds.most_common())
        raise OrdersError(
            f"The folder '{folder}' has files of several kinds ({counted}): name those "
            f"that hold orders, such as '{folder}/**/*.parquet'."
        )
    return files


def kind_by_name(path: str) -> str:
    """Return the kind of a file by its ending; for an unknown ending, the ending."""
    name = PurePath(path.lower())
    suffix = PurePath(name.stem).suffix if name.suffix in COMPRESSED else name.suffix
    kinds = (kind for kind, suffixes in KINDS.items() if suffix in suffixes)
    return next(kinds, suffix or "without an ending")


def kind_of(path: str) -> str:
    """Return the kind of a file by its ending; first bytes also show Parquet."""
    kind = kind_by_name(path)
    return "Parquet" if kind not in KINDS and is_parquet(path) else kind
