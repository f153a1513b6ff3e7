"""Hash customer ids that must stay secret, such as e-mail addresses, with a key."""

import hashlib
import os
from contextlib import contextmanager
from pathlib import Path

from ingest.blocks.expressions import references_in
from ingest.blocks.matching import needed_expressions
from ingest.blocks.source_block import PROJECT, SourceBlock
from ingest.engines.duckdb_dialect import DuckDB
from ingest.errors import OrdersError

VARIABLE = "CUSTOMER_KEY"
# The least number of characters of a key. A shorter key could be guessed.
SHORTEST = 16
# The block size of SHA-256 in bytes.
BLOCK_SIZE = 64


def key_file() -> Path:
    """Return the path of the key file that `make key` writes."""
    return PROJECT / "customer.key"


def find_key() -> bytes | None:
    """Return the key from the environment or from the project's file, or None.

    Raises OrdersError for a key that is empty, or so short that it can be guessed.
    """
    key, path = os.environ.get(VARIABLE, "").strip(), key_file()
    if not key and path.is_file():
        key = path.read_text(encoding="utf-8").strip()
        if not key:
            raise OrdersError(f"{path.name} is empty: remove it and run make key.")
    if key and len(key) < SHORTEST:
        raise OrdersError(
            f"The key of customers ({VARIABLE} or {path.name}) is shorter than "
            f"{SHORTEST} letters, which can be guessed: remove it and run make key."
        )
    return key.encode() or None


def uses_key(block: SourceBlock, matched=None) -> bool:
    """Return whether the SQL of a block hashes anything.

    If the `matched` columns of a file are given, only the SQL that this file needs
    counts.
    """
    expressions = [sql for _, sql in block.all_sql]
    if matched is not None:
        needed = needed_expressions(block, matched).values()
        expressions = [*needed, *block.conditions.values()]
    return any(
        one.call == "hashed" for sql in expressions for one in references_in(sql)
    )


def require_key(block_name: str) -> None:
    """Raise OrdersError if there is no key for a block that hashes customers."""
    if find_key() is None:
        raise OrdersError(
            f"The source '{block_name}' names customers by keyed hashes, and there is "
            f"no key: run make key (or set {VARIABLE}), then build again."
        )


@contextmanager
def customer_key_set(session):
    """Let queries of a DuckDB session hash customers.

    Two variables of the session contain the prefixes of HMAC-SHA256. Both are NULL
    without a key.
    """
    key = find_key()
    if key is not None:
        key = hashlib.sha256(key).digest() if len(key) > BLOCK_SIZE else key
        key = key.ljust(BLOCK_SIZE, b"\0")
    for name, pad in zip(DuckDB.key_parts, (0x36, 0x5C), strict=True):
        part = None if key is None else bytes(byte ^ pad for byte in key)
        session.execute(f"set variable {name} = $part", {"part": part})
    try:
        yield
    finally:
        for name in DuckDB.key_parts:
            session.execute(f"reset variable {name}")


def hash_email(customer: str, dialect: DuckDB, requires_key: bool = False) -> str:
    """Return the SQL of a customer id, in which an e-mail address is hashed.

    Without a key, the result for an address is NULL, or an error if the key is
    required.
    """
    text = f"lower({dialect.trim(customer)})"
    hashed = dialect.customer_hash(text, requires_key)
    return f"case when contains({customer}, '@') then {hashed} else {customer} end"
