"""Which source a build takes where none is named, and what it does not read."""

import os
import shlex

from commands.running.inputs import GivenError
from commands.sources.choose import choose_for_build
from commands.sources.first_file import first_file
from commands.sources.unread_columns import hints, unread_columns
from ingest.errors import OrdersError
from ingest.files.remote import is_remote
from ingest.formats.columns import find_columns
from ingest.sources.load import load_block
from ingest.sql.hashing import require_key, uses_key
from ingest.tables.address import find_address


def with_source(variables: dict, console) -> dict:
    """Return the vars of a build with the source that fits its orders.

    A source that is named stays. Columns that change what counts and that it does not
    read are named.

    Raises
    ------
    GivenError
        No source fits, or several do.
    """
    orders = variables.get("orders_path")
    # Spark may read from where this machine cannot.
    if not orders or os.environ.get("TARGET") == "spark":
        return variables

    def warn(sentence):
        console.print(
            f"Warning: {sentence}", style="yellow", markup=False, soft_wrap=True
        )

    folder = variables.get("sources_path") or ""
    try:
        if not variables.get("orders_source"):
            command = command_of_check(orders, folder)
            source, folder = choose_for_build(orders, folder, command, warn)
            place = f" in {folder}" if folder else ""
            console.print(
                f"Source '{source}'{place} fits the orders and is taken; SOURCE=... "
                "takes another.",
                markup=False,
                highlight=False,
                soft_wrap=True,
            )
            chosen = {"orders_source": source}
            variables = (
                variables | chosen | ({"sources_path": folder} if folder else {})
            )
        # A URL is asked once, when it is read.
        if find_address(orders) or not is_remote(orders):
            block = load_block(variables["orders_source"], folder)
            path = first_file(orders, block)
            if uses_key(block, find_columns(path, block)[1]):
                require_key(block.name)
            for sentence in hints(path, block, unread_columns(path, block)):
                warn(sentence)
    except OrdersError as error:
        raise GivenError(str(error)) from error
    return variables


def command_of_check(orders: str, folder: str) -> str:
    """Return what to type to have a file checked."""
    words = ["make check", f"ORDERS={shlex.quote(orders)}"]
    return " ".join(words + ([f"SOURCES_PATH={shlex.quote(folder)}"] if folder else []))
