"""What a build is about: which source and files, and what of them is new."""

from dataclasses import dataclass, field

from ingest.blocks.source_block import SourceBlock
from ingest.datasets import DATASETS, ORDERS, Dataset
from ingest.engines.scratch import scratch
from ingest.errors import OrdersError
from ingest.files.find import find_files
from ingest.files.remote import without_query
from ingest.formats.columns import find_columns
from ingest.formats.workbooks.addresses import is_sheet
from ingest.opening.files import is_unchanged, open_files
from ingest.opening.known_files import LastLoad, find_known_files, fingerprint
from ingest.opening.sheets import drop_other_sheets, open_sheet
from ingest.opening.source_file import SourceFile
from ingest.opening.tables import open_table
from ingest.sources.load import load_block
from ingest.sql.hashing import require_key, uses_key
from ingest.tables.table import Table, find_source_table

# What an empty warehouse is filled with, and the block of events that needs no name.
SAMPLE = "sample"
USUAL_EVENTS = "customer_events"
# The path that says that there are no events any longer.
NONE = "none"


@dataclass(frozen=True)
class Request:
    """What the user asked for; an empty text is what the warehouse holds already.

    Attributes
    ----------
    holds : str
        What the lines should be: `orders` or `events`.
    source, path : str
        Name of a block; a file or a pattern.
    sources_path : str
        Folder of the user's own blocks.
    """

    holds: str = ORDERS.name
    source: str = ""
    path: str = ""
    sources_path: str = ""

    @property
    def dataset(self) -> Dataset:
        """Return which columns the lines may have."""
        return DATASETS[self.holds]


@dataclass(frozen=True)
class Inputs:
    """Everything that is to be known about files before they are read.

    Attributes
    ----------
    block : SourceBlock
    path : str
        As it was given; of a URL without its query, which may hold a signature.
    fingerprint : str
        Hash of all that decides what is read from a file.
    paths : list of str
        All files there are now.
    files : list of SourceFile
        Those that are to be read, in the order of their names.
    reads_everything : bool
        Whether lines held from earlier runs are thrown away.
    columns : list of set of str
        Canonical columns of each file, where any is to be read; else of the first.
    left_out : list of str
        Sentences about sheets that hold something else.
    outdated : list of str
        Files that were read before, and changed in place or vanished since.
    """

    block: SourceBlock
    path: str
    fingerprint: str
    paths: list[str]
    files: list[SourceFile]
    reads_everything: bool
    columns: list[set[str]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)

    @property
    def notes(self) -> list[str]:
        """Return sentences for the user."""
        notes = [note for file in self.files for note in file.notes]
        return [*(self.left_out if self.files else []), *notes]


def choose_orders(request: Request, held: LastLoad) -> Request:
    """Return the request with the source and the path that it means.

    What is not asked for is what the warehouse holds, and in an empty one the sample.

    Raises
    ------
    OrdersError
        A path is asked for, and nothing says which source it is.
    """
    if request.path and not request.source and held.source in ("", SAMPLE):
        raise OrdersError(
            f"Say which source the file '{without_query(request.path)}' is, too: "
            "SOURCE=<name> for make, orders_source for dbt. The names are those of the "
            "blocks in ingest/sources/."
        )
    return complete(request, held, SAMPLE)


def choose_events(request: Request, held: LastLoad) -> Request | None:
    """Return the request with the source and the path that it means; None for none."""
    if request.path == NONE or not (request.path or request.source or held.path):
        return None
    return complete(request, held, USUAL_EVENTS)


def complete(request: Request, held: LastLoad, usual: str) -> Request:
    """Return the request with what it leaves open.

    Where no path is asked for, the block's own goes before the last one: whoever names
    `sample` means the bundled file.
    """
    source = request.source or held.source or usual
    path = request.path
    if not path and request.source:
        block = load_block(source, request.sources_path, request.dataset)
        path = block.own_path or (held.path if source == held.source else "")
    elif not path:
        path = held.path
    return Request(request.holds, source, path, request.sources_path)


def open_request(
    request: Request, held: LastLoad | None = None, session=None
) -> Inputs:
    """Open the files of a request, or what of them is new, or its table.

    Parameters
    ----------
    request : Request
        With a source.
    held : LastLoad, optional
        What was read before.
    session : duckdb.DuckDBPyConnection, optional
        Which knows the relation that a block names.

    Raises
    ------
    OrdersError
        Unknown source or one of another kind, no such file, an empty file, or
        columns missing.
    """
    block = load_block(request.source, request.sources_path, request.dataset)
    path = request.path or block.own_path
    table = find_source_table(path, block)
    if table:
        return open_tables(request, block, table, held, session)
    if not path:
        raise OrdersError(
            f"The source '{request.source}' needs a file: --vars "
            f"'{{{request.dataset.source_var}: {request.source}, "
            f"{request.holds}_path: <file>}}'."
        )
    paths = find_files(path)
    mark = fingerprint(request.source, request.sources_path)
    known = find_known_files(paths, held.files if held else [], mark)
    paths, left_out = drop_other_sheets(paths, block, path, known)
    new = [one for one in paths if not is_unchanged(known.get(one))]
    files = [
        *open_files([one for one in new if not is_sheet(one)], block, known),
        *(open_sheet(one, block) for one in new if is_sheet(one)),
    ]
    # Where all was read before, only the first header has to be looked at.
    columns = [{*file.columns} for file in files] or [
        {*find_columns(paths[0], block)[1]}
    ]
    check_key(block, columns)
    return Inputs(
        block=block,
        path=without_query(path),
        fingerprint=mark,
        paths=paths,
        files=files,
        reads_everything=not known,
        columns=columns,
        left_out=left_out,
        outdated=[
            row["source_file"]
            for row in (held.files if held else [])
            if row["source_file"] not in known
        ],
    )


def open_tables(request, block, table: Table, held: LastLoad | None, session) -> Inputs:
    """Open the table of a request; parameters and errors are those of `open_request`.

    What of it is new, only a look at its rows can tell, or its log that nothing is.
    """
    # A session is whoever's made it, to close.
    file = open_table(session or scratch().cursor(), table, block)
    check_key(block, [{*file.columns}])
    mark = fingerprint(request.source, request.sources_path)
    rows = held.files if held else []
    before = [(row["source_file"], row["fingerprint"], row["sha256"]) for row in rows]
    is_known = before == [(file.source_file, mark, file.sha256)]
    is_same = is_known and file.snapshot and rows[0]["snapshot"] == file.snapshot
    return Inputs(
        block=block,
        path=request.path or block.own_path,
        fingerprint=mark,
        paths=[file.source_file],
        files=[] if is_same else [file],
        reads_everything=not is_known,
        columns=[{*file.columns}],
    )


def check_key(block: SourceBlock, columns: list[set[str]]) -> None:
    """Raise OrdersError where customers of a file are hashed and there is no key."""
    if any(uses_key(block, one) for one in columns):
        require_key(block.name)
