"""`make backtest`: compare forecasts of past periods with the purchases in them."""

import sys

from commands.running.build_table import build_and_print

QUERY = """
    select
        strftime(cut_date, '%Y-%m-%d'), target, method,
        mae, rmse, bias, gini, top_decile_share, auc, brier_score
    from marts.backtest
    order by cut_date desc, target desc, coalesce(rmse, brier_score) nulls last
"""
COLUMNS = {
    "from": "",
    "target": "",
    "method": "",
    "mae": "{:.2f}",
    "rmse": "{:.2f}",
    "bias": "{:+.0%}",
    "gini": "{:.3f}",
    "top 10%": "{:.0%}",
    "auc": "{:.3f}",
    "brier": "{:.3f}",
}
NOTE = (
    "Each row is a forecast of the 90 days or more from a date, with data from before "
    "it. marts.backtest has more measures, and the reason if a method has none."
)


def main() -> int:
    """Build the backtest and print it; return the exit status."""
    return build_and_print("segmentation__backtest+", QUERY, COLUMNS, NOTE)


if __name__ == "__main__":
    sys.exit(main())
