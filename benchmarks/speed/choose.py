"""Measure each number of segments once; print the seconds of each as JSON.

python -m benchmarks.speed.choose warehouse.duckdb
"""

import json
import sys
import time
from pathlib import Path

from benchmarks.segments.training import SEED
from benchmarks.segments.warehouses import opened, read_samples
from ml.encoder.autoencoder import fit_linear_path, train_correction
from ml.encoder.preparation import fit_preparation
from ml.metrics import log_revenue
from ml.segments.encoder_choice import resample_encoders
from ml.segments.measures import CANDIDATES, LatentSpace
from ml.segments.selection import choose


def main() -> None:
    """Run the command line."""
    with opened(Path(sys.argv[1])) as connection:
        samples = read_samples(connection)
    start = time.perf_counter()
    space = encode(**samples)
    encoder_seconds = time.perf_counter() - start
    candidates, by_k = [], []
    for count in CANDIDATES:
        start = time.perf_counter()
        candidates.append(space.measure(space.divide(count)))
        choose(candidates, len(space.latents))
        by_k.append((count, time.perf_counter() - start))
    print(  # noqa: T201
        json.dumps(
            {"customers": len(space.inputs), "encoder": encoder_seconds, "by_k": by_k}
        )
    )


def encode(customers, earlier) -> LatentSpace:
    """Return the latents of the customers, as training does."""
    preparation = fit_preparation(*customers.matrices)
    inputs, earlier_inputs = (
        preparation.transform(*one.matrices) for one in (customers, earlier)
    )
    path = fit_linear_path(inputs, earlier_inputs, earlier.values)
    train_correction(path, inputs, SEED)
    return LatentSpace(
        path.encoder,
        inputs,
        earlier_inputs,
        log_revenue(earlier.values),
        resample_encoders(customers, earlier),
    )


if __name__ == "__main__":
    main()
