"""Run dbt in this process, and print its progress and failures."""

import gc
import re
from collections.abc import Iterator

RELATIONS = ("LogModelResult", "LogSeedResult", "LogSnapshotResult")
FAILURES = ("RunResultError", "RunResultErrorNoMessage", "MainEncounteredError")
MESSAGES = ("LogTestResult", "JinjaLogWarning", "JinjaLogInfo")
SHOWN = {*RELATIONS, *FAILURES, *MESSAGES}
# dbt's names of models have this prefix; the names of tables do not.
PREFIX = "segmentation__"
# The last events of dbt repeat how many rows fail a test.
COUNTED = re.compile(r"Got \d+ results?, configured to fail ")
# dbt creates a million objects: fewer garbage collections save half a second.
GARBAGE_THRESHOLD = 100_000


def run_dbt(arguments: list[str], console, *, show_tables: bool = True) -> int:
    """Run dbt and print one line per table, then what went wrong.

    Parameters
    ----------
    arguments : list of str
        Such as `["build", "--vars", "{}"]`.
    console : rich.console.Console
    show_tables : bool
        Whether to print a line for each table that was built.

    Returns
    -------
    int
        dbt's exit status: 0 for success, 1 for failed nodes, 2 for any other error.
        The complete log is in `logs/dbt.log`.
    """
    # These imports take seconds, so they are here: a command that stops earlier skips
    # them.
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    def show(event):
        for sentence, style in describe_event(event, show_tables):
            console.print(sentence, style=style)

    gc.set_threshold(GARBAGE_THRESHOLD)
    log = ["--log-level", "none", "--log-level-file", "debug", "--no-use-colors"]
    result = dbtRunner(callbacks=[show]).invoke([*log, *arguments])
    # dbt keeps its database open until the Python process ends.
    DuckDBConnectionManager.close_all_connections()
    if result.exception is not None:
        return 2
    return 0 if result.success else 1


def describe_event(event, show_tables: bool) -> Iterator[tuple[str, str]]:
    """Yield the sentences for one structured event of dbt, each with its style."""
    name, level, data = event.info.name, event.info.level, event.data
    if name in RELATIONS and level == "info" and show_tables:
        relation = data.node_info.node_relation
        place = f"{relation.schema}.{relation.alias}"
        yield f"  {place:<44} {data.execution_time:6.1f} s", "dim"
    elif name == "LogTestResult":
        yield from describe_test(data, level)
    elif name == "JinjaLogWarning":
        yield f"Warning: {data.msg}", "yellow"
    elif name == "JinjaLogInfo":
        # The on-run-end hook prints why tests failed, so this event is skipped.
        is_reason = "-on-run-end-" in data.node_info.node_name
        yield data.msg, "red" if is_reason else ""
    elif name in FAILURES and not COUNTED.search(event.info.msg):
        yield shorten(event.info.msg), "red"


def describe_test(data, level: str) -> Iterator[tuple[str, str]]:
    """Yield the sentence for a failed test that does not store the rows that fail it.

    The on-run-end hook reports tests that store such rows.
    """
    if data.node_info.node_relation.relation_name:
        return
    sentence = f"'{claim_of(data.name)}' does not hold in {data.num_failures} cases."
    if level == "warn":
        yield f"Warning: {sentence}", "yellow"
    elif data.status == "fail":
        yield f"A test failed: {sentence}", "red"


def claim_of(test: str) -> str:
    """Return in words what a test requires; the words come from its name."""
    return test.replace(PREFIX, "").rstrip("_").replace("_", " ")


def shorten(message: str) -> str:
    """Return dbt's error without macro calls and stack trace."""
    if "Traceback (most recent call last)" in message:
        last_line = message.strip().splitlines()[-1].strip()
        return re.sub(r"^[\w.]+(Error|Failed|Exception): ", "", last_line)
    lines = [
        line.strip()
        for line in message.splitlines()
        if line.strip() and not re.match(r"\s*(>|compiled code at)", line)
    ]
    frame = re.compile(r"(Encountered an error:|(Compilation|Runtime) Error( in .*)?)$")
    kept = [one for one in lines if not frame.match(one)]
    return "\n".join(kept or lines[1:] or ["dbt was interrupted."])
