"""`make key`: the key by which customers are hashed, made once."""

import os
import secrets
import sys

from rich.console import Console

from ingest.sql import hashing

BYTES = 32


def main() -> int:
    """Write a key where there is none; return the status."""
    path = hashing.key_file()
    console = Console(markup=False, highlight=False)
    try:
        # Made with its mode: at no time can others read it.
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        console.print(f"{path.name} is there already and stays as it is.")
        return 0
    with os.fdopen(file, "w") as key:
        key.write(secrets.token_hex(BYTES) + "\n")
    console.print(
        f"A key was written to {path.name}. Keep a copy in a safe place: with another "
        "key all customers that are hashed get other ids.",
        soft_wrap=True,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
