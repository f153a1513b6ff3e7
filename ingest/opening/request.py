"""A request to load a dataset: its source, its files, and the new files."""

from dataclasses import dataclass, field, replace

from ingest.blocks.source_block import SourceBlock
from ingest.datasets import DATASETS, ORDERS, Dataset
from ingest.engines.scratch import scratch
from ingest.errors import OrdersError
from ingest.files.find import find_files
from ingest.files.remote import without_query
from ingest.formats.workbooks.addresses import is_sheet
from ingest.opening.files import open_files
from ingest.opening.known_files import (
    LastLoad,
    find_known_files,
    fingerprint,
    has_grown,
)
from ingest.opening.sheets import drop_other_sheets, open_sheet
from ingest.opening.source_file import SourceFile
from ingest.opening.tables import open_table
from ingest.sources.load import load_block
from ingest.sql.hashing import require_key, uses_key
from ingest.tables.table import Table, find_source_table

# The default source of orders, and that of events.
SAMPLE = "sample"
USUAL_EVENTS = "customer_events"
# With this path, a build removes all events.
NONE = "none"


@dataclass(frozen=True)
class Request:
    """The request of a user for a dataset: `holds` is `orders` or `events`.

    `source` is the name of a block. `path` is a file, a folder, a pattern, a URL or a
    database. If empty, both are those of the last build. `sources_path` is the folder
    of the user's own blocks.
    """

    holds: str = ORDERS.name
    source: str = ""
    path: str = ""
    sources_path: str = ""

    @property
    def dataset(self) -> Dataset:
        """Return the dataset of the lines."""
        return DATASETS[self.holds]


@dataclass(frozen=True)
class Inputs:
    """The files of a request, opened and ready to be read.

    Attributes
    ----------
    path : str
        The user's path; a URL is without its query.
    fingerprint : str
        The hash of the block, the customer key and the code of ingest.
    paths : list of str
        All files of the request.
    files : list of SourceFile
        The files to read.
    reads_everything : bool
        Whether lines of earlier runs are deleted.
    left_out : list of str
        Messages about sheets that are not read.
    outdated : list of str
        Loaded files that were changed or deleted.
    """

    block: SourceBlock
    path: str
    fingerprint: str
    paths: list[str]
    files: list[SourceFile]
    reads_everything: bool
    left_out: list[str] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)

    @property
    def notes(self) -> list[str]:
        """Return messages for the user."""
        notes = [note for file in self.files for note in file.notes]
        return [*(self.left_out if self.files else []), *notes]


def choose_orders(request: Request, last: LastLoad) -> Request:
    """Return the request with its source and path.

    By default both are those of the last build; before the first build, they are those
    of the sample. Raises OrdersError for a path without a source.
    """
    if request.path and not request.source and last.source in ("", SAMPLE):
        raise OrdersError(
            f"The file '{without_query(request.path)}' needs a source: SOURCE=<name> "
            "for make, orders_source for dbt. The blocks in ingest/sources/ have the "
            "names of the sources."
        )
    return complete(request, last, SAMPLE)


def choose_events(request: Request, last: LastLoad) -> Request | None:
    """Return the request with its source and path; None if there are no events."""
    if request.path == NONE or not (request.path or request.source or last.path):
        return None
    return complete(request, last, USUAL_EVENTS)


def complete(request: Request, last: LastLoad, usual: str) -> Request:
    """Return the request with a source and a path; fill them if they are empty."""
    source = request.source or last.source or usual
    path = request.path or last.path
    if request.source and not request.path:
        block = load_block(source, request.sources_path, request.dataset)
        path = block.own_path or (last.path if source == last.source else "")
    return replace(request, source=source, path=path)


def open_request(
    request: Request, last: LastLoad | None = None, session=None
) -> Inputs:
    """Open the new files of a request, or the table that it names.

    Parameters
    ----------
    request : Request
        With a source.
    last : LastLoad, optional
        The last build of this source.
    session : duckdb.DuckDBPyConnection, optional
        The session with the relation that a block names.

    Raises
    ------
    OrdersError
        The source is unknown or belongs to another dataset, a file does not exist, or a
        file is empty or lacks columns.
    """
    block = load_block(request.source, request.sources_path, request.dataset)
    path = request.path or block.own_path
    loaded = last.files if last else []
    table = find_source_table(path, block)
    if table:
        return open_tables(request, block, table, loaded, session)
    if not path:
        raise OrdersError(
            f"The source '{request.source}' needs a file: --vars "
            f"'{{{request.dataset.source_var}: {request.source}, "
            f"{request.holds}_path: <file>}}'."
        )
    paths = find_files(path)
    mark = fingerprint(request.source, request.sources_path)
    known = find_known_files(paths, loaded, mark)
    paths, left_out = drop_other_sheets(paths, block, path, known)
    new = [one for one in paths if one not in known or has_grown(known[one])]
    files = [
        *open_files([one for one in new if not is_sheet(one)], block, known),
        *(open_sheet(one, block) for one in new if is_sheet(one)),
    ]
    check_key(block, files)
    return Inputs(
        block=block,
        path=without_query(path),
        fingerprint=mark,
        paths=paths,
        files=files,
        reads_everything=not known,
        left_out=left_out,
        outdated=[
            row["source_file"] for row in loaded if row["source_file"] not in known
        ],
    )


def open_tables(request, block, table: Table, loaded: list[dict], session) -> Inputs:
    """Open the table of a request; an unchanged snapshot has nothing new."""
    file = open_table(session or scratch().cursor(), table, block)
    check_key(block, [file])
    mark = fingerprint(request.source, request.sources_path)
    before = [(row["source_file"], row["fingerprint"], row["sha256"]) for row in loaded]
    is_known = before == [(file.source_file, mark, file.sha256)]
    is_same = is_known and file.snapshot and loaded[0]["snapshot"] == file.snapshot
    return Inputs(
        block=block,
        path=request.path or block.own_path,
        fingerprint=mark,
        paths=[file.source_file],
        files=[] if is_same else [file],
        reads_everything=not is_known,
    )


def check_key(block: SourceBlock, files: list[SourceFile]) -> None:
    """Raise OrdersError if a file has customers to hash and there is no key."""
    if any(uses_key(block, file.columns) for file in files):
        require_key(block.name)
