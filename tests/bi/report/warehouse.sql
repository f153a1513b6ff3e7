-- A small warehouse with every table that the report reads, except `segments`.
create schema marts;
create schema features;
create schema segmentation;
create schema staging;
create schema predictions;

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
    cast(null as double) as late_order_rate,
    'EUR' as currency,
    case when $has_predictions then 20.0 end as expected_revenue_90d,
    case when $has_predictions then 60.0 end as expected_revenue_365d,
    case when $has_predictions and $has_profit then 25.0 end as residual_lifetime_value,
    case when $has_predictions then 0.3 end as churn_probability_90d,
    case when $has_predictions then 0.9 end as probability_alive
from segments as segment, range(segment.customers) as numbers (number);

create table marts.segments as
select
    segments.segment_id,
    cast(row_number() over (order by segments.segment_id) as integer) as value_rank,
    segments.segment_name,
    'Described as ' || segments.segment_id || '.' as description,
    'Act on ' || segments.segment_id || '.' as suggested_action
from segments;

create table marts.segment_forecasts as
select
    segment_id,
    horizon_days,
    count(*) as customers,
    cast(sum(case horizon_days
        when 90 then expected_revenue_90d else expected_revenue_365d
    end) as double) as expected_revenue,
    expected_revenue * 0.75 as expected_revenue_low,
    expected_revenue * 1.5 as expected_revenue_high
from marts.customers, (values (30), (90), (365)) as horizons (horizon_days)
where $has_predictions
group by segment_id, horizon_days;

create table marts.total_forecasts as
select
    horizon_days,
    sum(expected_revenue) as expected_revenue,
    sum(expected_revenue) * 0.8 as expected_revenue_low,
    sum(expected_revenue) * 1.25 as expected_revenue_high
from marts.segment_forecasts
group by horizon_days;

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

create table features.feature_catalogue (feature varchar, label varchar, unit varchar);
insert into features.feature_catalogue values
    ('clv_amount', 'Past net sales', 'amount'),
    ('order_count', 'Orders', 'count'),
    ('recency_days', 'Days since last order', 'days'),
    ('orders_per_month', 'Orders per month', 'number'),
    ('average_gap_days', 'Days between orders', 'days'),
    ('average_order_amount', 'Average order', 'amount'),
    ('lines_per_order', 'Lines per order', 'number'),
    ('category_count', 'Categories bought', 'count'),
    ('margin_rate', 'Margin', 'rate'),
    ('average_discount_rate', 'Discount', 'rate'),
    ('return_rate', 'Orders returned', 'rate'),
    ('late_order_rate', 'Orders late', 'rate'),
    ('fast_order_rate', null, 'rate');

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

-- All customers stay in their segments, except in segment 0: twelve were in segment 1
-- before June, and three are new in June.
create table segmentation.customer_moves as
with

months_of_customers as (
    select
        customers.customer_id,
        months.month,
        case
            when
                months.month < date '2025-06-01'
                and customers.segment_id = 0
                and customers.order_number < 12
                then 1
            else customers.segment_id
        end as segment_id
    from (
        select
            *,
            cast(split_part(customer_id, '-', 3) as integer) as order_number
        from marts.customers
    ) as customers
    cross join unnest([
        date '2025-02-01', date '2025-03-01', date '2025-04-01', date '2025-05-01',
        date '2025-06-01'
    ]) as months (month)
    where
        $has_history
        and not (
            months.month < date '2025-06-01'
            and customers.segment_id = 0
            and customers.order_number between 12 and 14
        )
)

select
    customer_id,
    month,
    lag(segment_id) over (partition by customer_id order by month) as from_segment_id,
    segment_id as to_segment_id
from months_of_customers
qualify month > date '2025-02-01';

create table marts.segment_migrations as
select
    month,
    from_segment_id,
    to_segment_id,
    count(*) as customers
from segmentation.customer_moves
group by month, from_segment_id, to_segment_id;

create table predictions.forecast_choice as
select
    target,
    horizon_days,
    method,
    method = case
        when target = 'revenue' then 'closed form' else 'gradient boosting'
    end as is_chosen,
    case
        when target = 'orders' and horizon_days = 365 then 0
        when horizon_days = 365 then 1
        else 3
    end as cut_count,
    95 * cut_count as customers_tested,
    case when cut_count > 0 then error end as error,
    case when cut_count > 0 then bias end as bias,
    cast(case when target = 'revenue' and is_chosen then 0.25 end as double)
        as level_deviation
from
    (values ('chance'), ('orders'), ('revenue')) as targets (target),
    (values (30), (90), (365)) as horizons (horizon_days),
    (values
        ('mean', 0.25, 0.0),
        ('closed form', 12.5, -0.15),
        ('gradient boosting', 0.125, 0.2)
    ) as methods (method, error, bias)
where $has_predictions;

create table predictions.prediction_drivers as
select
    target,
    'gradient boosting' as method,
    feature,
    0.5 / importance_rank as importance,
    importance_rank
from
    (values ('chance'), ('orders'), ('revenue')) as targets (target),
    (values ('margin_rate', 1), ('net_sales_90d', 2), ('fast_order_rate', 3))
        as features (feature, importance_rank)
where $has_predictions;

create view predictions.forecast_inputs as
select feature, label, unit from features.feature_catalogue
union all select 'net_sales_90d', 'Net sales of 90 days', 'amount';

create table predictions.segment_drivers as
select
    segments.segment_id,
    drivers.driver_rank,
    drivers.feature as label,
    drivers.unit,
    drivers.value as typical_value,
    case when drivers.unit = 'text' then 'Asia' end as typical_category,
    2 * drivers.value as typical_value_of_all,
    case when drivers.unit = 'text' then 'Europe' end as typical_category_of_all,
    drivers.direction,
    segments.customers
from segments,
    (values
        (1, 'Margin', 'rate', 0.125, 'raises'),
        (2, 'Days since last purchase', 'days', 40, 'lowers'),
        (3, 'Market', 'text', null, 'raises'),
        (4, 'Orders', 'count', 3, 'lowers')
    ) as drivers (driver_rank, feature, unit, value, direction)
where $has_predictions;

create table predictions.purchase_model as
select
    case when $has_predictions then 'BG/NBD' end as model_name,
    case when not $has_predictions
        then '3 of 95 customers bought on a second day, and it takes 50 to tell.' end
        as refused_because,
    cast(null as varchar) as spend_refused_because;

create table segmentation.segment_selection as
select
    n_segments, 1000 / n_segments as inertia,
    case when n_segments > 1 then 0.6 - abs(n_segments - 3) / 20 end as silhouette,
    case when not $is_few then 0.9 end as stability,
    0.7 as davies_bouldin,
    4321.0 as calinski_harabasz,
    0.9 / n_segments as smallest_share,
    0.25 as value_explained,
    n_segments = 4 as is_elbow,
    case when n_segments = 3 then '3 segments recur.' end as chosen_because,
    n_segments = (select count(*) from segments) as is_chosen
from range(2, 11) as candidates (n_segments);

create table segmentation.segment_model as
select
    'version-1' as model_version, 'version-0' as previous_version,
    cast(null as boolean) as is_brought_back, 'It was no better.' as challenger_refused,
    date '2025-07-01' as trained_as_of, case when not $is_few then 0.875 end as stability,
    'shop' as source_name,
    timestamptz '2025-07-02 08:30:00+00' as trained_at,
    case when $is_few then '95 customers are too few.' else 'They recur.' end
        as chosen_because,
    case when not $is_few then $are_groups end as are_groups,
    case when $is_few then null
        when $are_groups then 'These are groups: 7.5% of the differences remain.'
        else 'These are convenient slices, not groups: 59.1% of the differences remain.'
        end as groups_because,
    $segments_asked as n_segments, (select count(*) from segments) as chosen_segments,
    0.6 as silhouette, 7 as random_seed,
    ['recency_days', 'margin_rate'] as feature_names, ['market'] as category_names,
    (select count(*) from marts.customers) as training_customers,
    cast([0.5, 0.2, 0.1] as double[]) as training_loss,
    cast([0.6, 0.3, 0.1] as double[]) as validation_loss,
    cast([] as varchar[]) as notes;

create table segmentation.segment_model_history as
select 'version-0' as model_version, [0] as segment_ids, ['Everybody once'] as segment_names;

create table segmentation.segment_lineage as
select
    'version-1' as model_version, 'version-0' as previous_version,
    0 as from_segment_id, segment_id as to_segment_id, customers,
    0.3 as share_of_from, 1.0 as share_of_to,
    true as is_split, false as is_merge
from segments;
