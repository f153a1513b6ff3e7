"""`make compare`: compare methods of customer segmentation."""

import sys

from commands.running.build_table import build_and_print

QUERY = """
    select
        method, n_segments, smallest_share, noise_share, silhouette,
        seed_agreement, sample_agreement, value_explained, gini
    from segmentation.algorithm_comparison
    order by value_explained desc nulls last, gini desc nulls last
"""
COLUMNS = {
    "method": "",
    "segments": "{:,}",
    "smallest": "{:.1%}",
    "noise": "{:.0%}",
    "silhouette": "{:.2f}",
    "seeds": "{:.2f}",
    "samples": "{:.2f}",
    "value": "{:.3f}",
    "gini": "{:.3f}",
}
NOTE = (
    "seeds, samples: adjusted Rand index of two seeds or samples. value, gini: how "
    "well the segments predict the revenue of the next 90 days. All columns: "
    "segmentation.algorithm_comparison."
)


def main() -> int:
    """Build the comparison and print it; return the exit status."""
    return build_and_print("segmentation__algorithm_comparison", QUERY, COLUMNS, NOTE)


if __name__ == "__main__":
    sys.exit(main())
