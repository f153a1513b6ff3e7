"""dbt, in a process that ends with the one that has started it.

Otherwise a build that is killed would leave a dbt that goes on writing, and the next
build would find the warehouse held.
"""

import os
import sys
import threading


def main() -> None:
    """Run dbt with the words of the command line."""
    threading.Thread(target=end_with_parent, daemon=True).start()
    # Here, because imports take seconds in which the parent may end.
    from dbt.cli.main import cli

    cli()


def end_with_parent() -> None:
    """Wait for the end of stdin, which only the parent's end can bring, and exit.

    At once, and as if killed: DuckDB keeps what was committed and nothing else.
    """
    # A read of `sys.stdin` would hold a lock that Python wants at its own end.
    while os.read(sys.stdin.fileno(), 1):
        pass
    os._exit(1)


if __name__ == "__main__":
    main()
