"""Fetch files that lie behind a URL; what is fetched is read like any file."""

import functools
import os
import shutil
from pathlib import Path, PurePosixPath

import fsspec

from ingest.errors import OrdersError
from ingest.files.folders import KINDS, choose_files, kind_by_name, reject_table
from ingest.files.lakehouse import DELTA, ICEBERG, SIGNS, reject_files_of_tables
from ingest.formats.workbooks.addresses import MARK, split_sheet

# A folder a URL is mirrored into: s3://shop/2026/a.csv lies in s3/shop/2026/a.csv.
FETCHED = "fetched"


def is_remote(path: str) -> bool:
    """Return whether a path names a place that has to be asked, such as `s3://`."""
    return "://" in path


def without_query(path: str) -> str:
    """Return a URL without what stands behind its `?`: often a signature."""
    if not is_remote(path):
        return path
    workbook, sheet = split_sheet(path)
    place = workbook.partition("?")[0]
    return f"{place}{MARK}{sheet}" if sheet else place


@functools.cache
def fetch_files(url: str) -> tuple[str, ...]:
    """Fetch the files of a URL or a pattern such as `s3://shop/*.csv`.

    Once per process, so that all of a run sees the same bytes. An object store
    tells which files have changed; the others are kept as they were fetched.

    Parameters
    ----------
    url : str
        In any scheme that fsspec knows; credentials come from the environment, as
        they do for the store's own tools.

    Returns
    -------
    tuple of str
        The local copies, sorted.

    Raises
    ------
    OrdersError
        There is no such file, or no way to it.
    """
    shown = without_query(url)
    try:
        store, place = fsspec.core.url_to_fs(url)
        places = [one for one in places_of(store, place) if store.isfile(one)]
        reject_files_of_tables(shown, *folders_of(store, places))
        fetched = [fetch(store, one) for one in places]
    except OrdersError:
        raise
    except ImportError as error:
        raise OrdersError(f"'{shown}' needs one more package: {error}.") from error
    # Each store has errors of its own, and no common class.
    except Exception as error:
        raise OrdersError(fetch_error(url, error)) from error
    if not fetched:
        raise OrdersError(
            f"There is no file '{shown}'. Check the path and the credentials "
            "(docs/sources.md)."
        )
    return tuple(sorted(fetched))


@functools.cache
def fetch_table(url: str) -> str | None:
    """Fetch the folder of a Delta or Iceberg table; return its local copy.

    Files of such tables never change: only new ones are fetched. It may hold more than
    the table by now does.

    Returns
    -------
    str or None
        None where a URL is no folder of a table.

    Raises
    ------
    OrdersError
        It cannot be fetched.
    """
    shown = without_query(url)
    is_web = shown.partition("://")[0] in ("http", "https")
    # Of what is called like a file nobody needs to be asked whether it is a folder.
    if "*" in shown or is_web or kind_by_name(shown) in KINDS:
        return None
    try:
        store, place = fsspec.core.url_to_fs(url)
        if folders_of(store, [])[1](shown) not in (DELTA, ICEBERG):
            return None
        for one in store.find(place):
            fetch(store, one)
        return str(local_copy(store, place))
    except ImportError as error:
        raise OrdersError(f"'{shown}' needs one more package: {error}.") from error
    # Each store has errors of its own, and no common class.
    except Exception as error:
        raise OrdersError(fetch_error(url, error)) from error


def fetch_error(url: str, error: Exception) -> str:
    """Return why a URL could not be fetched, without what it may hold as a secret."""
    shown = without_query(url)
    reason = str(error).replace(url, shown) or type(error).__name__
    return (
        f"'{shown}' could not be fetched: {reason}. Check the address and the "
        "credentials (docs/sources.md)."
    )


def places_of(store: fsspec.AbstractFileSystem, place: str) -> list[str]:
    """Return the files of a place of a store, of a folder or of a pattern."""
    if "*" in place:
        return store.glob(place)
    if not store.exists(place):
        return []
    # Of an address of the web nobody can tell whether it is a folder.
    if "http" in store.protocol or not store.isdir(place):
        return [place]
    folder = store.unstrip_protocol(place)
    reject_table(folder, folders_of(store, [])[1](folder))
    return choose_files(place, store.find(place), kind_by_name)


def folders_of(store: fsspec.AbstractFileSystem, files: list[str]) -> tuple:
    """Return the folders of files in a store, and what tells of one if it is a table.

    A store of objects is asked over the network: what is called `year=2024` is the
    part of a folder.
    """

    def format_of(folder: str) -> str:
        if "=" in folder.rpartition("/")[2] or "://" not in folder:
            return ""
        found = (one for one, sign in SIGNS.items() if store.glob(f"{folder}/{sign}"))
        return next(found, "")

    is_web = "http" in store.protocol
    named = [store.unstrip_protocol(one) for one in files if not is_web]
    return [one.rpartition("/")[0] for one in named], format_of


def fetch(store: fsspec.AbstractFileSystem, place: str) -> str:
    """Return the local copy of one file, fetched where the store's has changed."""
    copy = local_copy(store, place)
    mark = copy.with_name(copy.name + ".mark")
    # A web server's "mark" would be its address, which says nothing.
    current = "" if "http" in store.protocol else str(store.ukey(place))
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
    """Return where the copy of a file lies, below `FETCHED_PATH`."""
    scheme, _, rest = without_query(store.unstrip_protocol(place)).partition("://")
    parts = [one for one in PurePosixPath(rest).parts if one not in ("/", "..")]
    folder = os.environ.get("FETCHED_PATH") or FETCHED
    return Path(folder, scheme, *parts)
