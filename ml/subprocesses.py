"""A function of this package in a process of its own: TensorFlow leaves nothing behind.

The child's stderr, which TensorFlow fills, is shown only where it fails.
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
    """The child ended without a result; the message says why."""


class TrainingError(ValueError):
    """Why a function cannot do what it is asked, in a sentence for the user."""


def run_in_subprocess(function: str, customers: dict[str, Customers], arguments: dict):
    """Call a function in a child process, and return what it returns.

    Parameters
    ----------
    function : str
        Module and name, such as `ml.segments.training.train_champion`. It is given the
        customers, the arguments, and `show_progress`.
    customers : dict of str to Customers
    arguments : dict
        Other arguments by name; they and the result can be JSON.

    Raises
    ------
    SubprocessError
        The child failed; holds the sentence of its `TrainingError` or the end of its
        output.
    """
    with tempfile.TemporaryDirectory() as folder:
        arrays, wish, answer = (
            Path(folder, name) for name in ("arrays.npz", "wish.json", "answer.json")
        )
        wish.write_text(json.dumps([function, [*customers], arguments]))
        columns = [pack(who, one) for who, one in customers.items()]
        np.savez(
            arrays, **{name: one for each in columns for name, one in each.items()}
        )
        child = subprocess.run(
            [sys.executable, "-m", "ml.subprocesses", arrays, wish, answer],
            stdout=sys.stderr if sys.stderr.isatty() else subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        if not answer.exists():
            raise SubprocessError(f"{function} failed: {child.stderr[-2000:]}")
        result = json.loads(answer.read_text())
    if "error" in result:
        raise SubprocessError(result["error"])
    return result["value"]


def main(arrays: str, wish: str, answer: str) -> None:
    """Call the wished function on the arrays of a file; write its answer as JSON."""
    path, who, arguments = json.loads(Path(wish).read_text())
    module, name = path.rsplit(".", 1)
    function = getattr(importlib.import_module(module), name)
    with np.load(arrays, allow_pickle=False) as loaded:
        columns = {name: loaded[name] for name in loaded.files}
    customers = {one: unpack(one, columns) for one in who}
    try:
        with show_progress_on(sys.stdout) as show_progress:
            value = function(**customers, **arguments, show_progress=show_progress)
        result = {"value": value}
    except TrainingError as error:
        result = {"error": str(error)}
    Path(answer).write_text(json.dumps(result))


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


def pack(who: str, customers: Customers) -> dict[str, np.ndarray]:
    """Return the columns of customers by names that say what they are."""
    return {
        f"{who} values": customers.values,
        **{f"{who} number {name}": one for name, one in customers.numbers.items()},
        **{f"{who} category {name}": one for name, one in customers.categories.items()},
    }


def unpack(who: str, columns: dict[str, np.ndarray]) -> Customers:
    """Return the customers that `pack` named so."""

    def pick(kind):
        start = f"{who} {kind} "
        return {
            name.removeprefix(start): column
            for name, column in columns.items()
            if name.startswith(start)
        }

    return Customers(
        pick("number"),
        {name: column.astype(object) for name, column in pick("category").items()},
        columns[f"{who} values"],
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
