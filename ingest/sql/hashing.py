"""Customers who are named by something that nobody should read: keyed hashes of it."""

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
# Who guesses keys needs years for one of so many letters.
SHORTEST = 16
# Bytes that SHA-256 takes at once.
BLOCK_SIZE = 64


def key_file() -> Path:
    """Return where the key lies that `make key` makes."""
    return PROJECT / "customer.key"


def find_key() -> bytes | None:
    """Return the key: that of the environment goes before the project's own.

    Raises
    ------
    OrdersError
        It is too short to hide anything.
    """
    said, path = os.environ.get(VARIABLE, "").strip(), key_file()
    if not said and path.is_file():
        said = path.read_text(encoding="utf-8").strip()
        if not said:
            raise OrdersError(f"{path.name} is empty: remove it and run make key.")
    if said and len(said) < SHORTEST:
        raise OrdersError(
            f"The key of customers ({VARIABLE} or {path.name}) is shorter than "
            f"{SHORTEST} letters, which can be guessed: remove it and run make key."
        )
    return said.encode() or None


def uses_key(block: SourceBlock, matched=None) -> bool:
    """Return whether the SQL of a block hashes anything.

    Parameters
    ----------
    block : SourceBlock
    matched : collection of str, optional
        Columns that a file has: only what is computed for it counts then.
    """
    options = [sql for some in block.expressions.values() for sql in some]
    if matched is not None:
        options = [*needed_expressions(block, matched).values()]
    return any(
        part.call == "hashed"
        for sql in (*options, *block.conditions.values())
        for part in references_in(sql)
    )


def require_key(block_name: str) -> None:
    """Raise OrdersError where a block hashes customers and there is no key."""
    if find_key() is None:
        raise OrdersError(
            f"The source '{block_name}' names customers by keyed hashes, and there is "
            f"no key: run make key (or set {VARIABLE}), then build again."
        )


def key_fingerprint() -> bytes:
    """Return what tells keys apart and none of them: ids of another are others."""
    key = find_key()
    return hashlib.sha256(b"key of customers" + key).digest() if key else b""


def key_parts(key: bytes | None) -> dict[str, bytes | None]:
    """Return what HMAC-SHA256 puts before a text, by the variables that hold it."""
    if key is None:
        return dict.fromkeys(DuckDB.key_parts)
    if len(key) > BLOCK_SIZE:
        key = hashlib.sha256(key).digest()
    key = key.ljust(BLOCK_SIZE, b"\0")
    return {
        name: bytes(byte ^ pad for byte in key)
        for name, pad in zip(DuckDB.key_parts, (0x36, 0x5C), strict=True)
    }


@contextmanager
def customer_key_set(session):
    """Let queries of a DuckDB session hash customers, for as long as it takes."""
    parts = key_parts(find_key())
    for name, part in parts.items():
        session.execute(f"set variable {name} = $part", {"part": part})
    try:
        yield
    finally:
        for name in parts:
            session.execute(f"reset variable {name}")


def hash_email(customer: str, dialect: DuckDB, refuses: bool = False) -> str:
    """Return a customer, an e-mail address as its keyed hash.

    Parameters
    ----------
    customer : str
        SQL of the customer.
    dialect : DuckDB
    refuses : bool
        Whether an address is an error where there is no key; else it is NULL.
    """
    hashed = dialect.hashed(f"lower({dialect.trim(customer)})", refuses)
    return f"case when contains({customer}, '@') then {hashed} else {customer} end"
