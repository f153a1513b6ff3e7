"""Run dbt in a process of its own and say in few lines what it does."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator

DBT = [sys.executable, "-m", "commands.running.dbt_process", "--no-use-colors"]
RELATIONS = ("LogModelResult", "LogSeedResult", "LogSnapshotResult")
FAILURES = ("RunResultError", "RunResultErrorNoMessage", "MainEncounteredError")
MESSAGES = ("LogTestResult", "JinjaLogWarning", "JinjaLogInfo")
# Models are called so for dbt (macros/generate_alias_name.sql), not for people.
PREFIX = "segmentation__"
SHOWN = {*RELATIONS, *FAILURES, *MESSAGES}
# What dbt says of a failing test at the end, when the test has spoken.
COUNTED = re.compile(r"Got \d+ results?, configured to fail ")


def run_dbt(
    arguments: list[str], console, *, show_tables: bool = True, program=DBT
) -> int:
    """Run dbt and print one line per table, then what went wrong.

    Parameters
    ----------
    arguments : list of str
        Such as `["build", "--vars", "{}"]`.
    console : rich.console.Console
    show_tables : bool
        Whether a line is printed for each table that was built.
    program : list of str
        What runs dbt, and prints its events as `commands.running.dbt_process` does.

    Returns
    -------
    int
        dbt's exit status. The whole log is in `logs/dbt.log`.
    """
    # dbt's structured events rather than its text: their names are an interface.
    process = subprocess.Popen(
        [*program, *arguments],
        # What it ends with; nothing is written into it.
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    for line in process.stdout:
        for sentence, style in sentences(line, show_tables):
            console.print(
                sentence, style=style, highlight=False, markup=False, soft_wrap=True
            )
    return process.wait()


def sentences(line: str, show_tables: bool) -> Iterator[tuple[str, str]]:
    """Yield what a line of dbt's log means to the user, with its style."""
    try:
        event = json.loads(line)
    except ValueError:
        # Not dbt speaking, but something that it runs.
        yield line.rstrip("\n"), ""
        return
    name, level = event["info"]["name"], event["info"]["level"]
    data = event["data"]
    if name in RELATIONS and level == "info":
        if not show_tables:
            return
        relation = data["node_info"]["node_relation"]
        place = f"{relation['schema']}.{relation['alias']}"
        yield f"  {place:<44} {data['execution_time']:6.1f} s", "dim"
    elif name == "LogTestResult":
        yield from describe_test(data, level)
    elif name == "JinjaLogWarning":
        yield f"Warning: {data['msg']}", "yellow"
    elif name == "JinjaLogInfo":
        # At the end, macros/hooks/log_test_messages.sql says why tests failed.
        is_reason = "-on-run-end-" in data.get("node_info", {}).get("node_name", "")
        yield data["msg"], "red" if is_reason else ""
    elif name in FAILURES and not COUNTED.search(event["info"]["msg"]):
        yield shorten(event["info"]["msg"]), "red"


def describe_test(data: dict, level: str) -> Iterator[tuple[str, str]]:
    """Yield the sentence a test is named for, and how often it does not hold.

    One that keeps its failing rows says more itself, at the end.
    """
    if data["node_info"]["node_relation"]["relation_name"]:
        return
    claim = claim_of(data["name"])
    sentence = f"'{claim}' does not hold in {data['num_failures']} cases."
    if level == "warn":
        yield f"Warning: {sentence}", "yellow"
    elif data["status"] == "fail":
        yield f"A test failed: {sentence}", "red"


def claim_of(test: str) -> str:
    """Return what a test claims, in the words of its name."""
    return test.replace(PREFIX, "").rstrip("_").replace("_", " ")


def shorten(message: str) -> str:
    """Return dbt's error without its frame: no macro calls, no stack trace."""
    if "Traceback (most recent call last)" in message:
        last_line = message.strip().splitlines()[-1].strip()
        return re.sub(r"^[\w.]+(Error|Failed|Exception): ", "", last_line)
    lines = [
        line.strip()
        for line in message.splitlines()
        if line.strip() and not re.match(r"\s*(>|compiled code at)", line)
    ]
    frame = re.compile(r"(Encountered an error:|(Compilation|Runtime) Error( in .*)?)$")
    kept = [line for line in lines if not frame.match(line)]
    return "\n".join(kept or lines)
