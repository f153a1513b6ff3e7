"""`make key`: create the secret key that hashes e-mail addresses of customers."""

import os
import secrets
import sys

from commands.terminal import open_console
from ingest.sql import hashing

BYTES = 32


def main() -> int:
    """Write a key unless there is one; return the exit status."""
    path = hashing.key_file()
    console = open_console()
    try:
        # The file gets its mode when it is created, so that nobody else can read it.
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        console.print(f"{path.name} exists already and did not change.")
        return 0
    with os.fdopen(file, "w") as key:
        key.write(secrets.token_hex(BYTES) + "\n")
    console.print(
        f"The key was written to {path.name}. Keep a copy in a safe place: another key "
        "gives all hashed customers new ids."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
