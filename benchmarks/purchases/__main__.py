"""Measure what expected value costs and write benchmarks/PURCHASES.md.

    python -m benchmarks.purchases [--customers 10000000] [--runs 5]

Takes about ten minutes. `lifetimes`, the package measured beside, gets an environment
of its own; where it cannot be installed, its table is left out.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from benchmarks.processes import ROOT
from benchmarks.purchases import sections
from benchmarks.wording import machine

RESULTS = ROOT / "benchmarks" / "PURCHASES.md"


def main() -> None:
    """Run all sections; print them and write them down."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--customers", type=int, default=10_000_000)
    parser.add_argument("--customers-beside", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    runs, console = arguments.runs, Console()
    text = [
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
        for section in (
            machine("dbt-core", "duckdb", "numpy", "scipy"),
            sections.alone(folder, arguments.customers, runs),
            sections.beside_lifetimes(folder, arguments.customers_beside, runs),
        ):
            for line in section:
                console.print(line, markup=False, highlight=False, soft_wrap=True)
                text.append(line)
    RESULTS.write_text("\n".join(text) + "\n")


if __name__ == "__main__":
    sys.exit(main())
