"""`make compare`: ways to divide customers, side by side."""

import sys

from commands.running.build_table import build_and_print

QUERY = """
    select
        method, n_segments, smallest_share, noise_share, silhouette,
        seed_agreement, sample_agreement, value_explained, gini
    from segmentation.algorithm_comparison
    order by value_explained desc nulls last, gini desc nulls last
"""
LOOKS = {
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
WORDS = (
    "seeds, samples: agreement (adjusted Rand index) between two of them. value, gini: "
    "what the segments told of the revenue of the next 90 days. All of it: "
    "segmentation.algorithm_comparison."
)


def main() -> int:
    """Build the comparison and print it; return the exit status."""
    return build_and_print("segmentation__algorithm_comparison", QUERY, LOOKS, WORDS)


if __name__ == "__main__":
    sys.exit(main())
