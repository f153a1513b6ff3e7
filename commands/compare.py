"""`make compare`: ways to divide customers, side by side."""

import sys

import duckdb
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from bi.paths import warehouse_path
from commands.dbt_run import run_dbt

MEASURES = {
    "n_segments": ("segments", "{:,}"),
    "smallest_share": ("smallest", "{:.1%}"),
    "noise_share": ("noise", "{:.0%}"),
    "silhouette": ("silhouette", "{:.2f}"),
    "seed_agreement": ("seeds", "{:.2f}"),
    "sample_agreement": ("samples", "{:.2f}"),
    "value_explained": ("value", "{:.3f}"),
    "gini": ("gini", "{:.3f}"),
}


def main() -> int:
    """Build `algorithm_comparison` and print it; return the exit status."""
    status = run_dbt(
        ["build", "--select", "algorithm_comparison"], Console(stderr=True)
    )
    if status != 0:
        return status
    with duckdb.connect(str(warehouse_path()), read_only=True) as connection:
        rows = connection.execute(
            f"select method, {', '.join(MEASURES)} "
            "from segmentation.algorithm_comparison order by value_explained desc, gini"
        ).fetchall()
    table = Table(box=SIMPLE)
    table.add_column("method")
    for heading, _ in MEASURES.values():
        table.add_column(heading, justify="right")
    for method, *values in rows:
        shown = [
            "" if value is None else look.format(value)
            for value, (_, look) in zip(values, MEASURES.values(), strict=True)
        ]
        table.add_row(method, *shown)
    console = Console(width=None if sys.stdout.isatty() else 100)
    console.print(table, markup=False)
    console.print(
        "seeds, samples: agreement (adjusted Rand index) between two of them. "
        "value, gini: what the\nsegments told of the revenue of the next 90 days. "
        "All of it: segmentation.algorithm_comparison."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
