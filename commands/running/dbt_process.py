"""dbt, in a process that ends with the one that has started it.

Otherwise a build that is killed would leave a dbt that goes on writing, and the next
build would find the warehouse held.
"""

import atexit
import gc
import os
import sys
import threading

from commands.running.dbt import SHOWN

# New objects between two looks for garbage. dbt holds a million that stay, and Python
# would go through them all again and again: half a second of a daily build.
OBJECTS_BETWEEN_LOOKS = 100_000


def main() -> int:
    """Run dbt with the words of the command line; return its exit status."""
    threading.Thread(target=end_with_parent, daemon=True).start()
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS)
    # Here, because imports take seconds in which the parent may end.
    from dbt.cli.main import dbtRunner

    # dbt's own console would put every event into JSON, and then leave most out. The
    # file would go quiet with it.
    levels = ["--log-level", "none", "--log-level-file", "debug"]
    ended = dbtRunner(callbacks=[tell]).invoke([*levels, *sys.argv[1:]])
    if ended.exception is None:
        return 0 if ended.success else 1
    return 2


def tell(event) -> None:
    """Print an event that the parent shows as one line of JSON."""
    if event.info.name not in SHOWN:
        return
    from google.protobuf.json_format import MessageToJson

    line = MessageToJson(
        event,
        preserving_proto_field_name=True,
        always_print_fields_with_no_presence=True,
        indent=None,
    )
    # In one piece: dbt has several threads.
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def end_with_parent() -> None:
    """Wait for the end of stdin, which only the parent's end can bring, and exit.

    At once, and as if killed: DuckDB keeps what was committed and nothing else.
    """
    # A read of `sys.stdin` would hold a lock that Python wants at its own end.
    while os.read(sys.stdin.fileno(), 1):
        pass
    os._exit(1)


def end_at_once(status: list[int]) -> None:
    """Exit without taking dbt's million objects apart, which takes half a second."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status[0])


if __name__ == "__main__":
    # What is registered first is called last: by then, dbt has closed the warehouse.
    status = [1]
    atexit.register(end_at_once, status)
    status[0] = main()
