"""Run a function of this package in a process of its own, which TensorFlow needs.

TensorFlow writes much to stderr and keeps its memory. The child's stderr is shown only
where it fails, and the child's memory is free when it ends.
"""

import importlib
import json
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from ml.customers.customers import Customers


class SubprocessError(RuntimeError):
    """Why the child ended without a result."""


class TrainingError(ValueError):
    """Why a training is impossible, in a sentence for the user."""


def run_in_subprocess(function: str, customers: dict[str, Customers], arguments: dict):
    """Call a function in a child process, and return what it returns.

    Parameters
    ----------
    function : str
        Module and name, such as `ml.segments.training.train_champion`. It receives the
        customers, the arguments, and `show_progress`.
    customers : dict of str to Customers
    arguments : dict
        Other arguments by name. They and the result are passed as JSON.

    Raises
    ------
    SubprocessError
        The child failed. The message is that of its `TrainingError`, or the end of its
        output.
    """
    with tempfile.TemporaryDirectory() as folder:
        paths = (Path(folder, name) for name in ("arrays.npz", "call.json", "out.json"))
        arrays, call, result = paths
        call.write_text(json.dumps([function, arguments], default=str))
        np.savez(arrays, **to_arrays(customers))
        child = subprocess.run(
            [sys.executable, "-m", "ml.subprocesses", arrays, call, result],
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


def main(arrays: str, call: str, result: str) -> None:
    """Call a function on the arrays of a file; write its result as JSON."""
    path, arguments = json.loads(Path(call).read_text())
    module, name = path.rsplit(".", 1)
    function = getattr(importlib.import_module(module), name)
    with np.load(arrays, allow_pickle=False) as loaded:
        customers = from_arrays(loaded)
    try:
        with show_progress_on(sys.stdout) as show_progress:
            value = function(**customers, **arguments, show_progress=show_progress)
        found = {"value": value}
    except TrainingError as error:
        found = {"error": str(error)}
    Path(result).write_text(json.dumps(found))


@contextmanager
def show_progress_on(stream):
    """Yield a callback (text, done, of) that draws a bar; None off a terminal."""
    if not stream.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(file=stream), transient=True) as progress:
        task = progress.add_task("", total=None)

        def show(text, done, of):
            progress.update(task, description=text, completed=done, total=of)

        yield show


def to_arrays(customers: dict[str, Customers]) -> dict[str, np.ndarray]:
    """Return all columns of customers as arrays by name."""
    return {
        f"{who}/{kind}/{name}": column
        for who, one in customers.items()
        for kind, columns in vars(one).items()
        for name, column in ({"": columns} if kind == "values" else columns).items()
    }


def from_arrays(arrays) -> dict[str, Customers]:
    """Return the customers of `to_arrays`."""
    parts: dict[str, dict] = {}
    for place in arrays:
        who, kind, name = place.split("/", 2)
        kinds = parts.setdefault(who, {"numbers": {}, "categories": {}})
        column = arrays[place]
        if kind == "values":
            kinds[kind] = column
        else:
            column = column.astype(object) if kind == "categories" else column
            kinds.setdefault(kind, {})[name] = column
    return {who: Customers(**kinds) for who, kinds in parts.items()}


if __name__ == "__main__":
    main(*sys.argv[1:])
