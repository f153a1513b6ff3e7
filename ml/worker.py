"""Training in a process of its own: TensorFlow leaves nothing behind in dbt's."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np


class TrainingFailed(RuntimeError):
    """Training ended without a model; the message says why."""


def train_apart(numbers, categories, values, request, previous=None) -> dict:
    """Call `ml.training.train_champion` in a child process.

    Takes and returns what that function does. The child's stderr, which
    TensorFlow fills, is shown only where training fails.

    Raises
    ------
    TrainingFailed
        The child failed; holds its sentence or the end of its output.
    """
    with tempfile.TemporaryDirectory() as folder:
        arrays, wish, answer = (
            Path(folder, name) for name in ("arrays.npz", "wish.json", "answer.json")
        )
        wish.write_text(json.dumps([request, previous]))
        np.savez(
            arrays,
            values=values,
            **{f"number {name}": column for name, column in numbers.items()},
            **{f"category {name}": column for name, column in categories.items()},
        )
        child = subprocess.run(
            [sys.executable, "-m", "ml.worker", arrays, wish, answer],
            stdout=sys.stderr if sys.stderr.isatty() else subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        if not answer.exists():
            raise TrainingFailed(f"Training failed: {child.stderr[-2000:]}")
        result = json.loads(answer.read_text())
    if "error" in result:
        raise TrainingFailed(result["error"])
    return result


def main(arrays: str, wish: str, answer: str) -> None:
    """Train on the arrays of a file and write the model's row as JSON."""
    from ml.progress import training_progress
    from ml.training import TrainingError, train_champion

    with np.load(arrays, allow_pickle=False) as loaded:
        columns = {name: loaded[name] for name in loaded.files}
    try:
        with training_progress(sys.stdout) as show_progress:
            row = train_champion(
                pick(columns, "number "),
                pick(columns, "category "),
                columns["values"],
                *json.loads(Path(wish).read_text()),
                show_progress,
            )
    except TrainingError as error:
        row = {"error": str(error)}
    Path(answer).write_text(json.dumps(row))


def pick(columns: dict, prefix: str) -> dict:
    """Return the columns of one kind under their own names."""
    return {
        name.removeprefix(prefix): column.astype(object)
        if prefix == "category "
        else column
        for name, column in columns.items()
        if name.startswith(prefix)
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
