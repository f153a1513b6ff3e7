"""Measure how long expected value takes, and write benchmarks/PURCHASES.md.

    python -m benchmarks.purchases [--customers 10000000] [--runs 5]

It takes ten minutes. The package `lifetimes` gets an environment of its own; if it
cannot be installed, the report has no table of it.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.processes import ROOT
from benchmarks.purchases import sections
from benchmarks.wording import machine, write_report

RESULTS = ROOT / "benchmarks" / "PURCHASES.md"


def main() -> None:
    """Run all sections; print them and write them down."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--customers", type=int, default=10_000_000)
    parser.add_argument("--customers-beside", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    runs = arguments.runs
    head = [
        "# What expected value costs",
        "",
        "Written by `make bench-purchases`: simulated customers who follow BG/NBD and "
        "Gamma-Gamma, from `int_purchase_days_counted` to `customer_expectations`. "
        f"Figures are medians of {runs} runs, with the least and the most. Ours fit "
        "BG/NBD and MBG/NBD, keep the likelier, which is BG/NBD here, and write their "
        "tables to disk; their seconds hold what dbt does in between and the import "
        "of SciPy. Those of `lifetimes` begin when all is imported and read.",
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_report(
            RESULTS,
            head,
            machine("dbt-core", "duckdb", "numpy", "scipy"),
            sections.alone(folder, arguments.customers, runs),
            sections.beside_lifetimes(folder, arguments.customers_beside, runs),
        )


if __name__ == "__main__":
    sys.exit(main())
