"""Macros for differences of engines give the same results on DuckDB and Spark."""

import json

from tests.pipeline.project import Project
from tests.spark.project import SparkProject

ROWS = "(select 1 as place, 'b' as word, cast(0.76 as decimal(12, 4)) as amount "
ROWS += "union all select 2, null, cast(0.7621 as decimal(12, 4)) "
ROWS += "union all select 3, 'a', cast(0.1 as decimal(12, 4)) "
ROWS += "union all select 4, 'c', cast(9 as decimal(12, 4)))"
LISTS = "(select {{ list_of(['1', '2']) }} as ids, {{ list_of([\"'x'\", \"'y'\"]) }}"
LISTS += " as words, 7 as kept)"


def over(expression):
    """Return a query that computes an expression over four rows."""
    return f"(select {expression} from {ROWS} as t)"


# SQL with macros, and its expected result as text.
CASES = [
    ("{{ count_days(\"date '2024-01-31'\", \"date '2024-03-01'\") }}", "30"),
    ("{{ count_days(\"date '2024-03-01'\", \"date '2024-02-29'\") }}", "-1"),
    # Any two dates with the first of a month between them are one month apart.
    ("{{ count_months(\"date '2024-01-31'\", \"date '2024-02-01'\") }}", "1"),
    ("{{ count_months(\"date '2024-12-01'\", \"date '2026-01-31'\") }}", "13"),
    (
        "{{ count_seconds(\"timestamp '2024-01-01 00:00:00'\", "
        "\"timestamp '2024-01-02 00:00:00.5'\") }} > 86400.4",
        "true",
    ),
    ("{{ is_weekend(\"timestamp '2024-06-08 10:00:00'\") }}", "true"),
    ("{{ is_weekend(\"timestamp '2024-06-09 23:59:59'\") }}", "true"),
    ("{{ is_weekend(\"timestamp '2024-06-10 00:00:00'\") }}", "false"),
    # A half that a double cannot represent.
    ("{{ to_decimal('108 / 8.64e4', 12) }}", "0.0013"),
    ("{{ to_decimal('-1.54625e0', 12) }}", "-1.5462"),
    ("{{ to_decimal('cast(null as double)', 12) }}", None),
    ("{{ format_number('16526') }}", "16,526"),
    ("{{ format_number('cast(61 as bigint)') }}", "61"),
    ("{{ format_number('cast(1234567.8 as decimal(38, 4))', 2) }}", "1,234,567.80"),
    ("{{ format_number('cast(-0.5 as decimal(38, 4))', 2) }}", "-0.50"),
    (
        "{{ normalize_word(\"concat('ZURÜCK _-Ge.sandt', chr(9), chr(160))\") }}",
        "zurückgesandt",
    ),
    ("{{ normalize_word(\"'<N/A>'\", also='/<>') }}", "na"),
    (over("{{ exact_sum('amount') }}"), "10.6221"),
    (over("{{ exact_median('amount', 12) }}"), "0.7611"),
    (over("{{ join_texts('word', ordered_by='place') }}"), "b, a, c"),
    (
        "(select max(known) from (select "
        "{{ ignore_nulls('last_value', 'word') }} over (order by place) as known, "
        f"place from {ROWS} as t) as windowed where place = 2)",
        "b",
    ),
    ("{{ list_item(list_of(['5', '6']), 2) }}", "6"),
    ("{{ list_item(list_of(['5', '6']), 3) }}", None),
    ("{{ list_min(list_of(['5', '3', '4'])) }}", "3"),
    ("{{ empty_list() }}", "[]"),
    (
        "(select count(*) from (select {{ unnest_list('ids') }} as i from lists) as e)",
        "2",
    ),
    (
        "(select max(concat(cast(id as string), word, cast(kept as string))) from ("
        "{{ unnest_lists('lists', {'id': 'ids', 'word': 'words'}, kept=['kept']) }}"
        ") as u)",
        "2y7",
    ),
    (
        "(select count(*) from (select {{ dates_between(\"date '2024-01-31'\", "
        "\"date '2024-03-31'\", 'month') }} as day) as d)",
        "3",
    ),
    # If the last date is before the first, there are no dates.
    (
        "(select count(*) from (select {{ dates_between(\"date '2024-03-31'\", "
        "\"date '2024-01-31'\", 'day') }} as day) as d)",
        "0",
    ),
    ("{{ quoted(\"it's a \\\\ and 'more'\") }}", "it's a \\ and 'more'"),
    ("{{ order_key(quoted('1'), quoted('23')) }}", "b2838199aad186d0468f8ca878256053"),
    ("{{ ratio('1', '0') }}", None),
]


def query():
    """Return one query with the result of each case as text."""
    columns = ", ".join(
        f"cast({sql} as string) as case_{number}"
        for number, (sql, _) in enumerate(CASES)
    )
    return f"with lists as (select * from {LISTS} as l) select {columns}"


def answers(run):
    """Return the row that `dbt show` printed."""
    assert run.returncode == 0, run.stdout + run.stderr
    said = run.stdout[run.stdout.index("{\n") :]
    (row,) = json.loads(said)["show"]
    return [row[f"case_{number}"] for number in range(len(CASES))]


def ask(run_dbt):
    words = ("--quiet", "--output", "json", "--inline", query())
    return answers(run_dbt("show", *words))


def test_on_duckdb(tmp_path):
    found = ask(Project(tmp_path).dbt)
    assert found == [expected for _, expected in CASES]


def test_on_spark(tmp_path, spark_is_there):
    found = ask(SparkProject(tmp_path / "project").dbt)
    assert found == [expected for _, expected in CASES]
