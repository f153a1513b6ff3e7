"""Simulate customers who follow BG/NBD and Gamma-Gamma exactly.

The parameters are those that were published for CDNOW (Fader, Hardie & Lee 2005, table
2; Fader & Hardie 2013, section 4). As in the warehouse, time is in days, and all
purchases of a day count as one. For this reason, fitted parameters differ a little from
the true ones.
"""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

PLANTED = {
    "r": 0.2426,
    "alpha": 4.4136,
    "a": 0.7929,
    "b": 2.4259,
    "p": 6.25,
    "q": 3.74,
    "v": 15.44,
}
YOUNGEST_WEEKS, OLDEST_WEEKS = 12, 78
CHUNK_CUSTOMERS = 500_000


def write_customers(path: Path, customers: int, seed: int) -> None:
    """Write customers in chunks, with the columns of `int_purchase_days_counted`."""
    writer = None
    for chunk, done in enumerate(range(0, customers, CHUNK_CUSTOMERS)):
        random = np.random.default_rng([seed, chunk])
        count = min(CHUNK_CUSTOMERS, customers - done)
        table = simulate(random, done + 1 + np.arange(count))
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
    if writer is not None:
        writer.close()


def simulate(random: np.random.Generator, numbers: np.ndarray) -> pa.Table:
    """Return one row for each customer of a chunk."""
    age_days = random.integers(7 * YOUNGEST_WEEKS, 7 * OLDEST_WEEKS + 1, len(numbers))
    repeat_days, last_repeat_days = simulate_days(random, age_days)
    repeat_sales_amount, sales_amount = simulate_amounts(random, repeat_days)
    return pa.table(
        {
            "customer_id": pc.binary_join_element_wise(
                "C", pa.array(numbers).cast(pa.string()), ""
            ),
            "repeat_days": repeat_days,
            "last_repeat_days": last_repeat_days,
            "age_days": age_days,
            "repeat_sales_amount": repeat_sales_amount,
            "sales_amount": sales_amount,
        }
    )


def simulate_days(
    random: np.random.Generator, age_days: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the number of purchase days after the first, and the last purchase day."""
    size = len(age_days)
    rates = random.gamma(PLANTED["r"], 1 / PLANTED["alpha"], size) / 7
    chances = random.beta(PLANTED["a"], PLANTED["b"], size)
    repeats, last, times = np.zeros(size, int), np.zeros(size, int), np.zeros(size)
    here = np.arange(size)
    while len(here):
        # If the rate is too small for a float, the next purchase never comes.
        with np.errstate(divide="ignore"):
            times[here] += random.exponential(size=len(here)) / rates[here]
        here = here[times[here] <= age_days[here]]
        days = np.ceil(times[here]).astype(int)
        repeats[here] += days > last[here]
        last[here] = days
        here = here[random.random(len(here)) >= chances[here]]
    return repeats, last


def simulate_amounts(
    random: np.random.Generator, repeat_days: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the sales of the days after the first, and of all days, in whole cents."""
    scales = random.gamma(PLANTED["q"], 1 / PLANTED["v"], len(repeat_days))
    amounts = random.gamma(PLANTED["p"] * np.maximum(repeat_days, 1)) / scales
    first = random.gamma(PLANTED["p"], size=len(repeat_days)) / scales
    repeat = np.where(repeat_days > 0, np.maximum(amounts.round(2), 0.01), 0.0)
    return repeat, (repeat + np.maximum(first.round(2), 0.01)).round(2)
