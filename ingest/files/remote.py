"""Fetch the files of a URL as local copies, which are read like other local files."""

import functools
import os
import shutil
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

import fsspec

from ingest.errors import OrdersError
from ingest.files.folders import KINDS, choose_files, kind_by_name, reject_table
from ingest.files.lakehouse import (
    DELTA,
    ICEBERG,
    match_format,
    reject_files_of_tables,
)
from ingest.formats.workbooks.addresses import MARK, split_sheet

# The folder of local copies; s3://shop/2026/a.csv becomes s3/shop/2026/a.csv there.
FETCHED = "fetched"


def is_remote(path: str) -> bool:
    """Return whether a path is a URL, such as `s3://...`."""
    return "://" in path


def without_query(path: str) -> str:
    """Return a URL without its query, which may be a secret signature."""
    if not is_remote(path):
        return path
    workbook, sheet = split_sheet(path)
    place = workbook.partition("?")[0]
    return f"{place}{MARK}{sheet}" if sheet else place


@contextmanager
def explained(url: str):
    """Turn every error of a store into an OrdersError without secrets of the URL."""
    shown = without_query(url)
    try:
        yield
    except OrdersError:
        raise
    except ImportError as error:
        raise OrdersError(f"'{shown}' needs one more package: {error}.") from error
    # The errors of different stores have no common class.
    except Exception as error:
        reason = str(error).replace(url, shown) or type(error).__name__
        raise OrdersError(
            f"'{shown}' could not be fetched: {reason}. Check the address and the "
            "credentials (docs/sources.md)."
        ) from error


@functools.cache
def fetch_files(url: str) -> tuple[str, ...]:
    """Fetch the files of a URL or a pattern; return the sorted paths of local copies.

    A process fetches each URL only once, so that all its steps read the same bytes. A
    file is not fetched again while it is unchanged in the object store. Credentials
    come from the environment variables that the store's own tools use. Raises
    OrdersError if no file matches, or a file cannot be fetched.
    """
    shown = without_query(url)
    with explained(url):
        store, place = fsspec.core.url_to_fs(url)
        places = [one for one in places_of(store, place) if store.isfile(one)]
        if not is_web(store):
            named = [store.unstrip_protocol(one) for one in places]
            folders = [one.rpartition("/")[0] for one in named]
            formats = functools.partial(format_of, store)
            reject_files_of_tables(shown, folders, formats)
        fetched = [fetch(store, one) for one in places]
    if not fetched:
        raise OrdersError(
            f"There is no file '{shown}'. Check the path and the credentials "
            "(docs/sources.md)."
        )
    return tuple(sorted(fetched))


@functools.cache
def fetch_table(url: str) -> str | None:
    """Return a local copy of a Delta or Iceberg table; None for any other URL.

    Only new files are fetched, because files of such tables never change. The copy may
    also contain files that the newest state of the table does not use.
    """
    shown = without_query(url)
    # The ending of a URL may show that it is a file; then no request is needed.
    scheme = shown.partition("://")[0]
    is_file = "*" in shown or kind_by_name(shown) in KINDS
    if is_file or scheme in ("http", "https"):
        return None
    with explained(url):
        store, place = fsspec.core.url_to_fs(url)
        if format_of(store, shown) not in (DELTA, ICEBERG):
            return None
        for one in store.find(place):
            fetch(store, one)
        return str(local_copy(store, place))


def is_web(store: fsspec.AbstractFileSystem) -> bool:
    """Return whether a store is a web server, which has no folders."""
    return "http" in store.protocol


def places_of(store: fsspec.AbstractFileSystem, place: str) -> list[str]:
    """Return the files of a path, a folder or a pattern in a store."""
    if "*" in place:
        return store.glob(place)
    if not store.exists(place):
        return []
    if is_web(store) or not store.isdir(place):
        return [place]
    folder = store.unstrip_protocol(place)
    reject_table(folder, format_of(store, folder))
    return choose_files(place, store.find(place), kind_by_name)


def format_of(store: fsspec.AbstractFileSystem, folder: str) -> str:
    """Return the table format of a folder in a store; empty if it is no table."""
    # A folder such as `year=2024` is a partition and never a table, so no request is
    # needed.
    if "=" in folder.rpartition("/")[2] or "://" not in folder:
        return ""
    return match_format(lambda mark: store.glob(f"{folder}/{mark}"))


def fetch(store: fsspec.AbstractFileSystem, place: str) -> str:
    """Return the local copy of a file; fetch the file if it has changed."""
    copy = local_copy(store, place)
    mark = copy.with_name(copy.name + ".mark")
    # fsspec identifies a file on a web server only by its address, which shows no
    # changes.
    current = "" if is_web(store) else str(store.ukey(place))
    if current and copy.exists() and mark.exists() and mark.read_text() == current:
        return str(copy)
    copy.parent.mkdir(parents=True, exist_ok=True)
    part = copy.with_name(copy.name + ".part")
    with store.open(place, "rb") as source, open(part, "wb") as target:
        shutil.copyfileobj(source, target, 1 << 22)
    mark.unlink(missing_ok=True)
    os.replace(part, copy)
    mark.write_text(current)
    return str(copy)


def local_copy(store: fsspec.AbstractFileSystem, place: str) -> Path:
    """Return the path of the local copy of a file, below `FETCHED_PATH`."""
    scheme, _, rest = without_query(store.unstrip_protocol(place)).partition("://")
    parts = [one for one in PurePosixPath(rest).parts if one not in ("/", "..")]
    folder = os.environ.get("FETCHED_PATH") or FETCHED
    return Path(folder, scheme, *parts)
