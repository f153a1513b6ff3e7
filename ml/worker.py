"""Training in a process of its own: TensorFlow leaves nothing behind in dbt's."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from ml.customers import Customers


class TrainingFailed(RuntimeError):
    """Training ended without a model; the message says why."""


def train_apart(
    customers: Customers, earlier: Customers, request: dict, previous: dict | None
) -> tuple[dict, str]:
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
        np.savez(arrays, **pack("customers", customers), **pack("earlier", earlier))
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
    return result["row"], result["refused"]


def main(arrays: str, wish: str, answer: str) -> None:
    """Train on the arrays of a file and write the model's row as JSON."""
    from ml.progress import training_progress
    from ml.training import TrainingError, train_champion

    with np.load(arrays, allow_pickle=False) as loaded:
        columns = {name: loaded[name] for name in loaded.files}
    try:
        with training_progress(sys.stdout) as show_progress:
            row, refused = train_champion(
                unpack("customers", columns),
                unpack("earlier", columns),
                *json.loads(Path(wish).read_text()),
                show_progress,
            )
        result = {"row": row, "refused": refused}
    except (TrainingError, FloatingPointError) as error:
        result = {"error": str(error)}
    Path(answer).write_text(json.dumps(result))


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
