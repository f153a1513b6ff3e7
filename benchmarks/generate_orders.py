"""Write synthetic order lines of a shop whose customers have a known persona.

    python -m benchmarks.generate_orders --customers 2000 --seed 7 --output o.csv

The number of customers is the only size: 12 million of them make about 100
million lines. The same arguments write the same bytes. Without `--clean` about
four lines in a thousand are damaged and as many are repeated or corrected, so
that a pipeline can show what it does with them; `ordered_at` and `sales_amount`
are then text in a Parquet file, too.
"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pyarrow as pa
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from benchmarks.orders.columns import Columns
from benchmarks.orders.personas import PERSONAS
from benchmarks.orders.simulate import simulate
from benchmarks.orders.spoil import spoil
from benchmarks.orders.table import make_ids, make_table, make_words
from benchmarks.orders.write import open_orders

ROOT = Path(__file__).resolve().parent.parent
# What the bundled sample was made with: `--sample` writes it again.
SAMPLE = {"customers": 2000, "seed": 7}
SAMPLE_ORDERS = ROOT / "seeds" / "sample_orders.csv"
SAMPLE_TRUTH = ROOT / "tests" / "truth" / "sample_personas.csv"

CHUNK_CUSTOMERS = 25_000
LINES_PER_CUSTOMER = 8.4


def make_chunks(
    customers: int, seed: int, *, clean: bool, chunk_customers: int = CHUNK_CUSTOMERS
) -> Iterator[tuple[pa.Table, pa.Table]]:
    """Yield order lines and personas, chunk by chunk.

    Each chunk draws from its own stream, seeded with (seed, chunk number), so
    another `chunk_customers` gives other data.

    Yields
    ------
    lines : pyarrow.Table
        Ordered by `ordered_at`, then id; as simulated if `clean`.
    truth : pyarrow.Table
        `customer_id` and `persona`, one row per customer.
    """
    first_ids = {"line": 1, "order": 1, "customer": 1}
    for chunk, done in enumerate(range(0, customers, chunk_customers)):
        generator = np.random.default_rng([seed, chunk])
        count = min(chunk_customers, customers - done)
        lines, persona = simulate(generator, count)
        table = make_table(lines, first_ids)
        if not clean:
            table = spoil(generator, table, lines["customer"])
        yield table, make_truth(persona, first_ids["customer"])
        first_ids = following_ids(first_ids, lines, count)


def following_ids(
    first_ids: dict[str, int], lines: Columns, customers: int
) -> dict[str, int]:
    """Return the first free numbers after a chunk."""
    return {
        "line": first_ids["line"] + len(lines["order"]),
        "order": first_ids["order"] + int(lines["order"].max()) + 1,
        "customer": first_ids["customer"] + customers,
    }


def make_truth(persona: np.ndarray, first_customer: int) -> pa.Table:
    """Return the planted persona of each customer."""
    numbers = first_customer + np.arange(len(persona))
    return pa.table(
        {
            "customer_id": make_ids("C", numbers, 6),
            "persona": make_words(persona, PERSONAS),
        }
    )


def show_progress() -> Progress:
    """Return a progress bar on the error stream, silent without a terminal."""
    return Progress(
        "customers",
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
    )


def write_orders(
    output: Path,
    customers: int,
    seed: int,
    *,
    truth: Path | None = None,
    clean: bool = False,
) -> int:
    """Write order lines, and the personas if a path is given.

    Returns
    -------
    int
        Number of lines written, without header and broken lines.
    """
    written = 0
    with ExitStack() as stack:
        orders_file = stack.enter_context(open_orders(output, broken=not clean))
        truth_file = None
        if truth is not None:
            truth_file = stack.enter_context(open_orders(truth, broken=False))
        progress = stack.enter_context(show_progress())
        task = progress.add_task("customers", total=customers)
        for lines, personas in make_chunks(customers, seed, clean=clean):
            orders_file.write(lines)
            if truth_file is not None:
                truth_file.write(personas)
            written += len(lines)
            progress.advance(task, len(personas))
    return written


def read_arguments(words: list[str] | None = None) -> argparse.Namespace:
    """Return the command line as values."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.generate_orders", description=__doc__.split("\n")[0]
    )
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--customers", type=int, default=SAMPLE["customers"])
    size.add_argument("--lines", type=int, help="about so many lines instead")
    parser.add_argument("--seed", type=int, default=SAMPLE["seed"])
    parser.add_argument("--output", type=Path, help="path ending in .csv or .parquet")
    parser.add_argument("--truth", type=Path, help="where to write the personas (CSV)")
    parser.add_argument("--clean", action="store_true", help="no damaged lines")
    parser.add_argument(
        "--sample", action="store_true", help="write the bundled sample again"
    )
    arguments = parser.parse_args(words)
    if arguments.lines:
        arguments.customers = max(1, round(arguments.lines / LINES_PER_CUSTOMER))
    if not arguments.sample and arguments.output is None:
        parser.error("--output is needed, or --sample")
    if arguments.customers < 1:
        parser.error("--customers must be at least 1")
    return arguments


def main(words: list[str] | None = None) -> None:
    """Run the command line."""
    arguments = read_arguments(words)
    if arguments.sample:
        write_orders(SAMPLE_ORDERS, **SAMPLE, truth=SAMPLE_TRUTH)
        return
    write_orders(
        arguments.output,
        arguments.customers,
        arguments.seed,
        truth=arguments.truth,
        clean=arguments.clean,
    )


if __name__ == "__main__":
    main()
