"""Order lines of a shop whose customers have known personas.

The same arguments write the same bytes. Without `clean`, about four lines in a thousand
are damaged, and as many are repeated or corrected. `ordered_at` and `sales_amount` are
then text, also in Parquet files.
"""

import math
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pyarrow as pa
from rich.console import Console
from rich.progress import track

from synthetic.columns import Columns
from synthetic.personas import PERSONA_SETS
from synthetic.simulate import simulate
from synthetic.spoil import spoil
from synthetic.table import make_ids, make_table, make_words
from synthetic.write import open_orders

ROOT = Path(__file__).resolve().parent.parent
# The arguments that make the bundled sample; `--sample` writes this sample again.
SAMPLE = {"customers": 2000, "seed": 7}
SAMPLE_ORDERS = ROOT / "seeds" / "sample_orders.csv"
SAMPLE_TRUTH = ROOT / "tests" / "truth" / "sample_personas.csv"

CHUNK_CUSTOMERS = 25_000
LINES_PER_CUSTOMER = 8.4


def make_chunks(
    customers: int,
    seed: int,
    *,
    clean: bool,
    chunk_customers: int = CHUNK_CUSTOMERS,
    persona_set: str = "sample",
) -> Iterator[tuple[pa.Table, pa.Table]]:
    """Yield order lines and personas, chunk by chunk.

    Each chunk draws from its own random stream, seeded with (seed, chunk number).
    Therefore a change of `chunk_customers` changes the data. `persona_set` is a key of
    `PERSONA_SETS`.

    Yields
    ------
    lines : pyarrow.Table
        Order lines, sorted by `ordered_at`, then id. With `clean`, no line is damaged.
    truth : pyarrow.Table
        `customer_id`, `persona` and `left_on`, one row per customer. `left_on` is the
        day after the last order, NULL for all who did not leave.
    """
    first_ids = {"line": 1, "order": 1, "customer": 1}
    personas = PERSONA_SETS[persona_set]
    for chunk, done in enumerate(range(0, customers, chunk_customers)):
        generator = np.random.default_rng([seed, chunk])
        count = min(chunk_customers, customers - done)
        lines, truth = simulate(generator, count, personas)
        table = make_table(lines, first_ids)
        if not clean:
            table = spoil(generator, table, lines["customer"])
        yield table, make_truth(truth, first_ids["customer"], personas.names)
        first_ids = following_ids(first_ids, lines, count)


def following_ids(
    first_ids: dict[str, int], lines: Columns, customers: int
) -> dict[str, int]:
    """Return the first numbers that are free after a chunk."""
    return {
        "line": first_ids["line"] + len(lines["order"]),
        "order": first_ids["order"] + int(lines["order"].max()) + 1,
        "customer": first_ids["customer"] + customers,
    }


def make_truth(truth: Columns, first_customer: int, names: tuple[str, ...]) -> pa.Table:
    """Return each customer's planted persona, and since when the customer is gone."""
    numbers = first_customer + np.arange(len(truth["persona"]))
    return pa.table(
        {
            "customer_id": make_ids("C", numbers, 6),
            "persona": make_words(truth["persona"], names),
            "left_on": pa.array(truth["left_on"]),
        }
    )


def write_orders(
    output: Path,
    customers: int,
    seed: int,
    *,
    truth: Path | None = None,
    clean: bool = False,
    persona_set: str = "sample",
) -> int:
    """Write order lines, and the personas if a path is given.

    `persona_set` is a key of `PERSONA_SETS`.

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
        chunks = track(
            make_chunks(customers, seed, clean=clean, persona_set=persona_set),
            "customers",
            total=math.ceil(customers / CHUNK_CUSTOMERS),
            console=Console(stderr=True),
            disable=not sys.stderr.isatty(),
        )
        for lines, truths in chunks:
            orders_file.write(lines)
            if truth_file is not None:
                truth_file.write(truths)
            written += len(lines)
    return written


def write_sample() -> None:
    """Write the bundled sample and its personas again."""
    write_orders(SAMPLE_ORDERS, **SAMPLE, truth=SAMPLE_TRUTH)
