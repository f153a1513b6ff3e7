"""Moves between segments add up, and constant customers do not drift."""

from datetime import datetime, timedelta

import pytest

from tests.pipeline.project import ROOT, Project

SAMPLE = ROOT / "seeds/sample_orders.csv"
# This var is set in each build, otherwise the second build would train a new model.
FOUR_SEGMENTS = {"n_segments": 4}
# Days between orders, and the amount of each order, for three years.
CONSTANT = {
    f"constant-{days}-{amount}": (days, amount)
    for days in (4, 7, 10, 15, 20, 30, 45, 60, 75, 100)
    for amount in (15, 40, 90, 200)
}
# The months of constant customers from month 13 and from the tenth order on, when
# their averages count in full.
SETTLED = """
    from features.customer_encoder_inputs_monthly
    where
        customer_id like 'constant-%'
        and month >= '2024-02-01'
        and credible_order_count >= 10
"""
# Inputs that depend on the day of the month on which a constant customer buys.
OF_THE_DAY = ("recency_days", "weekend_order_rate")


def constant_lines():
    """Yield the lines of customers who buy the same amount at a constant rate."""
    for customer, (days, amount) in CONSTANT.items():
        day, number = datetime(2023, 1, 1, 12), 0
        while day < datetime(2026, 1, 1):
            number += 1
            words = [
                *(f"{customer}-{number}", f"{customer}-{number}", customer),
                *(day.isoformat(" "), (day + timedelta(days=2)).isoformat(" ")),
                *("Second Class", "COMPLETE", "DEBIT", "Consumer", "Europe"),
                *("Furniture", "Lamp", "1", str(amount), "0", str(amount), "9"),
            ]
            yield ",".join(words) + "\n"
            day += timedelta(days=days)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("migrations")
    orders = folder / "orders.csv"
    orders.write_text(SAMPLE.read_text() + "".join(constant_lines()))
    project = Project(folder / "project")
    run = project.dbt(
        variables={
            "orders_source": "sample",
            "orders_path": str(orders),
            **FOUR_SEGMENTS,
        }
    )
    assert run.returncode == 0, run.stdout
    return project


def test_migrations_of_a_month_add_up_to_its_customers(project):
    rows = project.query(
        """
        select
            coalesce(counted.month, features.month),
            counted.stayed, counted.left_behind, features.customers
        from (
            select
                month,
                sum(customers) filter (to_segment_id is not null) as stayed,
                sum(customers) filter (from_segment_id is not null) as left_behind
            from marts.segment_migrations
            group by month
        ) as counted
        full join (
            select month, count(*) filter (order_count_365d > 0) as customers
            from features.customer_features_monthly
            group by month
        ) as features
            on counted.month = features.month
        order by 1
        """
    )
    (_, first, _, before), *months = rows
    assert first is None
    assert len(months) == 23
    for month, stayed, left_behind, customers in months:
        assert stayed == customers, month
        # Every customer of a month has a row in the next month; a lost customer also
        # has one.
        assert left_behind == before, month
        before = customers


def test_money_of_the_months_is_that_of_the_customers(project):
    ((moved, known),) = project.query(
        """
        select
            (select sum(revenue_amount) from marts.segment_migrations),
            sum(clv_amount) filter (month = '2025-12-01')
            - sum(clv_amount) filter (month = '2024-01-01')
        from features.customer_features_monthly
        """
    )
    # Months with returns only, after a year without a purchase, have no segment.
    assert abs(moved - known) < 0.001 * float(known)


def test_inputs_of_a_customer_buying_at_a_constant_rate_do_not_drift(project):
    inputs = project.query(
        "select column_name from information_schema.columns "
        "where table_name = 'customer_encoder_inputs_monthly' "
        "and data_type in ('DOUBLE', 'INTEGER', 'BIGINT', 'BOOLEAN')"
    )
    steady = {name for (name,) in inputs} - {*OF_THE_DAY, "content_hash"}
    assert {"sales_amount_365d", "average_order_amount", "margin_rate"} < steady
    for name in sorted(steady):
        size = f"ln(1 + abs({name}::double))"
        drifts = project.query(
            f"""
            select
                abs(
                    avg({size}) filter (month < '2025-01-01')
                    - avg({size}) filter (month >= '2025-01-01')
                )
            {SETTLED}
            group by customer_id
            """
        )
        # A year has 36 or 37 tens of days.
        assert max(drift for (drift,) in drifts if drift is not None) < 0.05, name


def test_a_customer_buying_at_a_constant_rate_moves_only_across_a_near_border(project):
    rows = project.query(
        f"""
        select
            customer_id,
            centroid_distance_gap > distance_to_centroid / 3 as is_clear,
            segments,
            direction
        from (
            select customer_id, count(distinct segment_id) as segments
            from segmentation.customer_segments_monthly
            where (customer_id, month) in (select (customer_id, month) {SETTLED})
            group by customer_id
        )
        inner join marts.customers using (customer_id)
        """
    )
    assert {customer for customer, *_ in rows} == {*CONSTANT}
    clear = [tuple(words) for _, is_clear, *words in rows if is_clear]
    assert len(clear) >= 10
    assert {*clear} == {(1, "steady")}
    assert sum(segments > 1 for *_, segments, _ in rows) <= len(rows) / 4


def test_what_was_published_is_kept_when_it_changes(project):
    query = "select count(*), count(dbt_valid_to) from history.{}".format(
        "customer_segments_published"
    )
    ((before, closed),) = project.query(query)
    assert closed == 0
    run = project.dbt(
        "build",
        *["--select", "+segmentation__customer_segments_published"],
        *["--exclude", "resource_type:test", "resource_type:unit_test"],
        variables={"as_of_date": "2026-03-01", **FOUR_SEGMENTS},
    )
    assert run.returncode == 0, run.stdout
    ((after, closed),) = project.query(query)
    assert after > before
    assert closed == after - before
