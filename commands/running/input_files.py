"""Find the local files that a build reads, so that it writes nothing over them."""

from pathlib import Path

from commands.running.inputs import MAKE_VARIABLES
from ingest.datasets import DATASETS
from ingest.errors import OrdersError
from ingest.files.find import find_local
from ingest.files.remote import is_remote
from ingest.formats.workbooks.addresses import split_sheet
from ingest.tables.address import find_address


def input_files(variables: dict) -> dict[str, list[Path]]:
    """Return the local files of orders and events, by the variable that names them."""
    return {
        MAKE_VARIABLES[name]: local_files(path)
        for name in (f"{dataset}_path" for dataset in DATASETS)
        if isinstance(path := variables.get(name), str) and path not in ("", "none")
    }


def local_files(path: str) -> list[Path]:
    """Return the local files of a path, pattern or address; none of a server."""
    try:
        address = find_address(path)
        if address:
            return [Path(address.place)] if Path(address.place).exists() else []
        named, _ = split_sheet(path)
        if is_remote(named) and not Path(named).is_file():
            return []
        return [Path(file) for file in find_local(named)]
    except OrdersError:
        # dbt says what is wrong with the path.
        return []
