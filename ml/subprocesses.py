"""Run a function of this package in its own process, because TensorFlow needs one.

TensorFlow writes much to stderr, and it releases its memory only when a process ends.
The user sees the child's stderr only if the child fails, and the child's memory is free
when it ends.
"""

import json
import pkgutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pyarrow as pa
from pyarrow import feather

from ml.customers.customers import Customers

CALL, RESULT = "call.json", "result.json"


class SubprocessError(RuntimeError):
    """The child process ended without a result; the message says why."""


class TrainingError(ValueError):
    """A training is impossible; the message is a sentence that says why."""


def run_in_subprocess(function: str, customers: dict[str, Customers], arguments: dict):
    """Call a function in a child process, and return its result.

    Parameters
    ----------
    function : str
        Module and name, such as `ml.segments.training.train_champion`. It receives the
        customers and the arguments by name, and `show_progress`.
    customers : dict of str to Customers
    arguments : dict
        The child receives them, and returns its result, as JSON.

    Raises
    ------
    SubprocessError
        The child failed. The message is the child's `TrainingError`, or the end of the
        child's output.
    """
    with tempfile.TemporaryDirectory() as folder:
        call, result = Path(folder, CALL), Path(folder, RESULT)
        call.write_text(json.dumps([function, arguments], default=str))
        for name, one in customers.items():
            feather.write_feather(to_table(one), str(Path(folder, f"{name}.arrow")))
        child = subprocess.run(
            [sys.executable, "-m", "ml.subprocesses", folder],
            stdout=sys.stderr if sys.stderr.isatty() else subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        if not result.exists():
            raise SubprocessError(f"{function} failed: {child.stderr[-2000:]}")
        found = json.loads(result.read_text())
    if "error" in found:
        raise SubprocessError(found["error"])
    return found["value"]


def main(folder: str) -> None:
    """Call a function on the customers in a folder; write its result as JSON."""
    from rich.console import Console
    from rich.progress import Progress

    name, arguments = json.loads(Path(folder, CALL).read_text())
    for path in Path(folder).glob("*.arrow"):
        arguments[path.stem] = from_table(feather.read_table(path))
    # Without a terminal, no progress bar is drawn.
    bar = Progress(console=Console(), transient=True, disable=not sys.stdout.isatty())
    task = bar.add_task("", total=None)

    def show_progress(text, done, of):
        bar.update(task, description=text, completed=done, total=of)

    try:
        with bar:
            value = pkgutil.resolve_name(name)(**arguments, show_progress=show_progress)
        found = {"value": value}
    except TrainingError as error:
        found = {"error": str(error)}
    Path(folder, RESULT).write_text(json.dumps(found))


def to_table(customers: Customers) -> pa.Table:
    """Return customers as a table: a column per feature, and what else is known."""
    categories = {
        name: pa.array(column, pa.string())
        for name, column in customers.categories.items()
    }
    columns = {**customers.numbers, **categories, "value": customers.values}
    if customers.order_counts is not None:
        columns["order_count"] = customers.order_counts
    if customers.states is not None:
        columns["lifecycle_state"] = customers.states
    averages = {"averages": json.dumps(sorted(customers.averages))}
    return pa.table(columns).replace_schema_metadata(averages)


def from_table(table: pa.Table) -> Customers:
    """Return the customers of a table that `to_table` made."""
    numbers, categories = {}, {}
    for name, column in zip(table.column_names, table.columns, strict=True):
        kind = categories if pa.types.is_string(column.type) else numbers
        kind[name] = column.to_numpy()
    return Customers(
        numbers,
        categories,
        numbers.pop("value"),
        numbers.pop("order_count", None),
        frozenset(json.loads(table.schema.metadata[b"averages"])),
        categories.pop("lifecycle_state", None),
    )


if __name__ == "__main__":
    main(sys.argv[1])
