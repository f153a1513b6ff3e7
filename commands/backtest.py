"""`make backtest`: compare forecasts of past periods with the purchases in them."""

import sys

from commands.running.build_table import build, read
from commands.terminal import PLAIN, open_console, print_table

# In this width, each method has one line.
WIDTH = 80
STYLE = {**PLAIN, "padding": (0, 1, 0, 0), "pad_edge": False}
# The used method of each target and horizon, and the best of the others. The means are
# those of the cut dates.
BEST = """
    with
    compared as (
        select
            *,
            error / greatest(
                min(error) over (partition by cut_date, horizon_days, target), 1e-12
            ) as relative_error
        from marts.backtest
    ),
    methods as (
        select
            target, horizon_days, method, is_used,
            avg(relative_error) as relative_error, avg(mae) as mae, avg(rmse) as rmse,
            avg(bias) as bias, avg(gini) as gini, avg(top_decile_share) as top,
            avg(auc) as auc, avg(average_precision) as average_precision,
            avg(brier_score) as brier, avg(coverage) as coverage
        from compared
        group by all
    ),
    best as (
        from methods
        qualify row_number() over (
            partition by target, horizon_days, is_used order by relative_error, method
        ) = 1
    )
    select
        if(is_used, horizon_days, null) as days,
        method, relative_error, {columns}
    from best
    where target = '{target}'
    order by horizon_days, is_used desc
"""
HEAD = {"days": "{}", "method": "", "error": "{:.2f}"}
AMOUNTS = {"bias": "{:+.0%}", "gini": "{:.3f}", "top": "{:.0%}"}
TABLES = {
    "chance": {"auc": "{:.3f}", "average_precision": "{:.3f}", "brier": "{:.3f}"},
    "orders": {"mae": "{:.2f}", "rmse": "{:.2f}", **AMOUNTS},
    "revenue": {"mae": "{:,.1f}", "rmse": "{:,.1f}", **AMOUNTS, "coverage": "{:.0%}"},
}
# Short headings, so that a table fits.
HEADINGS = {"average_precision": "precision", "coverage": "in 80%"}
DATES = """
    select
        horizon_days,
        string_agg(strftime(cut_date, '%Y-%m-%d'), ', ' order by cut_date)
    from (select distinct horizon_days, cut_date from marts.backtest)
    group by horizon_days
    order by horizon_days
"""
NOTE = """
The first line of each horizon is the method that makes today's forecasts. The
second line is the best of the others. Figures are means over the cut dates.
error: 1.00 is the least error of a cut date. The method with the least mean is
used, unless its squared error is above that of the mean or of the last period.
top: share of the total of the tenth of customers with the highest forecasts.
in 80%: share of customers whose revenue lay in their 80 % interval. It is more
than 80 % if many intervals begin at 0, because they hold all who do not buy.
All methods and dates: marts.backtest. Tenths: marts.backtest_calibration."""
EMPTY = "There is no month end at which forecasts can be tested yet."


def main() -> int:
    """Build the backtest and print it; return the exit status."""
    status = build("segmentation__backtest+")
    if status == 0:
        show()
    return status


def show() -> None:
    """Print the backtest in the warehouse."""
    console = open_console()
    console.width = WIDTH
    dates = read(DATES)
    if not dates:
        console.print(EMPTY)
        return
    for target, measures in TABLES.items():
        console.print(f"\nForecast of {target}\n", style="bold")
        rows = read(BEST.format(target=target, columns=", ".join(measures)))
        columns = {HEADINGS.get(name, name): form for name, form in measures.items()}
        print_table(console, HEAD | columns, rows, **STYLE)
    console.print()
    for days, cuts in dates:
        console.print(f"{days} days from {cuts}.", soft_wrap=False)
    console.print(NOTE, soft_wrap=False)


if __name__ == "__main__":
    sys.exit(main())
