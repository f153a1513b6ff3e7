"""A small warehouse with every table the report reads, written by hand."""

import duckdb

TABLES = """
create schema marts; create schema features;
create schema segmentation; create schema staging;

create table marts.customers as
select
    'shopper-' || segment.segment_id || '-' || number as customer_id,
    segment.segment_id,
    segment.segment_name,
    cast(1000 / (1 + segment.segment_id) + number as decimal(38, 4)) as clv_amount,
    cast(
        case when $has_profit then 100 / (1 + segment.segment_id) + number end
        as decimal(38, 4)
    ) as profit_amount,
    case when $has_profit then 0.1 * (1 + segment.segment_id % 5) end as margin_rate,
    50.5 + number as average_order_amount,
    1 + number % 5 as order_count,
    0.25 * (1 + segment.segment_id) as orders_per_month,
    case when number % 2 = 0 then 30.0 + number end as average_gap_days,
    timestamp '2025-01-03 10:00:00' as first_ordered_at,
    timestamp '2025-06-28 10:00:00' as last_ordered_at,
    3 + number as recency_days,
    1.5 as lines_per_order,
    2 as category_count,
    0.1 * segment.segment_id as average_discount_rate,
    0.0 as return_rate,
    cast(null as double) as late_order_rate
from segments as segment, range(segment.customers) as numbers (number);

create table marts.segments as
select
    segments.segment_id,
    cast(row_number() over (order by segments.segment_id) as integer) as value_rank,
    any_value(segments.segment_name) as segment_name,
    'Described as ' || segments.segment_id || '.' as description,
    'Act on ' || segments.segment_id || '.' as suggested_action,
    count(customers.customer_id) as customers,
    sum(customers.clv_amount) as revenue_amount,
    sum(customers.profit_amount) as profit_amount,
    median(customers.clv_amount) as typical_clv_amount,
    median(customers.order_count) as typical_order_count,
    median(customers.average_order_amount) as typical_order_amount,
    median(customers.recency_days) as typical_recency_days,
    median(customers.average_discount_rate) as typical_discount_rate,
    median(customers.margin_rate) as typical_margin_rate
from segments
left join marts.customers as customers
    on segments.segment_id = customers.segment_id
group by segments.segment_id;

create table marts.segment_performance as
select
    month, segment_id, any_value(segment_name) as segment_name,
    case when month = date '2025-03-01' then 9 else count(*) end as customers,
    sum(clv_amount) as revenue_amount
from marts.customers, unnest([
    date '2025-01-01', date '2025-02-01', date '2025-03-01', date '2025-04-01'
]) as months (month)
group by month, segment_id;

create table marts.data_quality (
    run_id varchar, check_name varchar, item varchar, lines bigint, ratio double
);
insert into marts.data_quality values
    ('run-2', 'line_verdicts', 'accepted', 990, 0.99),
    ('run-2', 'line_verdicts', 'rejected', 10, 0.01),
    ('run-2', 'reject_reasons', 'order_id_missing', 10, 0.01),
    ('run-2', 'shipping_repairs', 'too_long', 77, 0.2),
    ('run-1', 'reject_reasons', 'reason_of_an_older_run', 5, 0.005);

create table features.customer_features as select date '2025-07-01' as as_of_date;
create table staging.order_source as
select 'shop' as source_name, 'run-2' as run_id;

create table segmentation.customer_segments as
select
    customer_id, segment_id,
    cos(segment_id) * 5 + sin(hash(customer_id)) as pca_x,
    sin(segment_id) * 5 + cos(hash(customer_id)) as pca_y,
    pca_x as latent_1, pca_y as latent_2, sin(pca_x * 9) as latent_3, 0.0 as latent_4,
    0.0 as latent_5, 0.0 as latent_6, 0.0 as latent_7, 0.0 as latent_8
from marts.customers;

create table segmentation.segment_selection as
select
    n_segments, 1000 / n_segments as inertia,
    case when n_segments > 1 then 0.6 - abs(n_segments - 3) / 20 end as silhouette,
    0.9 as stability,
    case when n_segments = 3 then '3 segments recur.' end as chosen_because,
    n_segments = (select count(*) from segments) as is_chosen
from range(2, 11) as candidates (n_segments);

create table segmentation.segment_model as
select
    'version-1' as model_version, 'shop' as source_name,
    timestamptz '2025-07-02 08:30:00+00' as trained_at,
    $segments_asked as n_segments, (select count(*) from segments) as chosen_segments,
    0.6 as silhouette, 7 as random_seed,
    ['recency_days', 'margin_rate'] as feature_names, ['market'] as category_names,
    (select count(*) from marts.customers) as training_customers,
    cast([0.5, 0.2, 0.1] as double[]) as training_loss,
    cast([0.6, 0.3, 0.1] as double[]) as validation_loss,
    cast([] as varchar[]) as notes;
"""


def make_warehouse(path, segments: dict[str, int], has_profit=True, segments_asked=0):
    """Write a warehouse with these segments (name to customers), 0 the first."""
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "create temp table segments "
            "(segment_id integer, segment_name varchar, customers integer)"
        )
        for segment_id, (name, customers) in enumerate(segments.items()):
            connection.execute(
                "insert into segments values (?, ?, ?)", [segment_id, name, customers]
            )
        given = {"has_profit": has_profit, "segments_asked": segments_asked}
        for statement in filter(str.strip, TABLES.split(";")):
            used = {name: one for name, one in given.items() if f"${name}" in statement}
            connection.execute(statement, used or None)
