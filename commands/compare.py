"""`make compare`: compare methods of customer segmentation."""

import sys

from commands.running.build_table import build, read
from commands.terminal import PLAIN, open_console, print_table

SHIPPED = "Autoencoder + K-Means"
# In this width, each table has one line per method.
WIDTH = 80
STYLE = {**PLAIN, "padding": (0, 1, 0, 0), "pad_edge": False}
ORDER = "order by value_explained desc nulls last, gini desc nulls last, method"
VALUE = f"""
    select
        method, n_segments,
        value_explained,
        printf('%+.3f %+.3f', value_difference_low, value_difference_high),
        value_verdict,
        gini,
        printf('%+.3f %+.3f', gini_difference_low, gini_difference_high),
        gini_verdict
    from segmentation.algorithm_comparison
    {ORDER}
"""
VALUE_COLUMNS = {
    "method": "",
    "k": "{:,}",
    "value": "{:.3f}",
    "difference": "{}",
    "ours": "",
    "gini": "{:.3f}",
    "difference ": "{}",
    "ours ": "",
}
SHAPE = f"""
    select
        method, n_segments, seed_agreement, sample_agreement, silhouette,
        smallest_share, noise_share
    from segmentation.algorithm_comparison
    {ORDER}
"""
SHAPE_COLUMNS = {
    "method": "",
    "k": "{:,}",
    "seeds": "{:.2f}",
    "samples": "{:.2f}",
    "silhouette": "{:.2f}",
    "smallest": "{:.1%}",
    "noise": "{:.0%}",
}
VERDICTS = """
    select
        measure,
        count(*),
        count(*) filter (verdict = 'wins'),
        count(*) filter (verdict = 'ties'),
        count(*) filter (verdict = 'loses')
    from (
        select value_verdict as value, gini_verdict as gini
        from segmentation.algorithm_comparison
    )
    unpivot (verdict for measure in (value, gini))
    group by measure
    order by measure desc
"""
NOT_JUDGED = (
    "Nothing is won or lost: no sales of the next 90 days judge the segments, or the "
    "method that ships failed."
)
FAILED = f"""
    select method, note from segmentation.algorithm_comparison
    where note is not null
    {ORDER}
"""
# The latest comparison of this source, and the last one before it with other results.
RUNS = f"""
    select
        cast(history.compared_at as date), history.as_of_date,
        history.value_explained, history.gini
    from segmentation.algorithm_comparison_history as history
    inner join segmentation.algorithm_comparison as latest
        on history.method = latest.method and history.source_name = latest.source_name
    where history.method = '{SHIPPED}'
    order by
        history.comparison_id = latest.comparison_id desc, history.compared_at desc
    limit 2
"""
NOTE = f"""\
k: number of segments. value: share of the variance of log revenue of the next 90 days \
that the segments explain. gini: how well they rank customers by this revenue. \
difference: 95 % interval of the method minus "{SHIPPED}", which ships; the next \
column says whether ours, what ships, wins, ties or loses. seeds, samples: agreement \
(adjusted Rand index) of two seeds or two samples.
Closed form: what ships, without the network. Revenue score: learned for later revenue \
alone, so it shows how much of it can be known.
Columns: segmentation.algorithm_comparison. All runs: algorithm_comparison_history."""


def main() -> int:
    """Build the comparison and print it; return the exit status."""
    status = build("segmentation__algorithm_comparison+")
    if status == 0:
        show()
    return status


def show() -> None:
    """Print the comparison in the warehouse, unless it is empty."""
    console = open_console()
    console.width = WIDTH
    rows = read(VALUE)
    if not rows:
        return
    print_table(console, VALUE_COLUMNS, rows, **STYLE)
    console.print()
    print_table(console, SHAPE_COLUMNS, read(SHAPE), **STYLE)
    console.print()
    for sentence in [*sum_up(), *compare_runs(read(RUNS))]:
        console.print(sentence, soft_wrap=False)
    console.print(f"\n{NOTE}", soft_wrap=False)


def sum_up() -> list[str]:
    """Return how often what ships wins, ties and loses, and which methods failed."""
    said = [
        f"By {measure}, what ships wins against {wins} of {methods} methods, ties with "
        f"{ties} and loses to {losses}."
        for measure, methods, wins, ties, losses in read(VERDICTS)
    ]
    failed = [f"{method} failed: {note}." for method, note in read(FAILED)]
    return (said or [NOT_JUDGED]) + failed


def compare_runs(runs: list[tuple]) -> list[str]:
    """Return the measures of the last comparison with other results, beside today's.

    `runs` are the rows of `RUNS`.
    """
    if len(runs) < 2:
        return ["No earlier comparison of this source has other results."]
    (_, _, *now), (day, as_of_date, *then) = runs
    if None in (*now, *then):
        return []
    before, after = (f"value {one[0]:.3f}, gini {one[1]:.3f}" for one in (then, now))
    whose = f"on {day}, for customers as of {as_of_date}"
    return [f"What ships {whose}: {before}. Now: {after}."]


if __name__ == "__main__":
    sys.exit(main())
