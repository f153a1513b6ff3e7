-- One row of totals.
select
    count(*) as customers,
    count(segment_id) as segmented_customers,
    (
        select count(*) between 1 and getvariable('smallest_group') - 1
        from warehouse.marts.customers
        where segment_id is null
    ) as has_few_without_segment,
    sum(order_count) as orders,
    sum(clv_amount) as revenue_amount,
    sum(profit_amount) as profit_amount,
    cast(sum(profit_amount) as double) / nullif(
        cast(sum(clv_amount) filter (profit_amount is not null) as double), 0
    ) as margin_rate,
    max(currency) as currency,
    min(first_ordered_at) as first_ordered_at,
    max(last_ordered_at) as last_ordered_at,
    (select max(as_of_date) from warehouse.features.customer_features) as as_of_date,
    (select max(source_name) from warehouse.staging.order_source) as source_name,
    (select max(run_id) from warehouse.staging.order_source) as run_id
from shown_customers
