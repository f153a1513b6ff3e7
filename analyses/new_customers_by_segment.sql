-- Customers who first bought in the last 365 days, by month and current segment. Spend
-- more on campaigns like those of months with many customers in valuable segments. New
-- customers have one or two orders, so look at the last months again in a quarter.
with

customers as (
    select * from {{ ref('segmentation__customers') }} where tenure_days <= 365
),

newcomers_counted as (
    select
        cast(date_trunc('month', first_ordered_at) as date) as month,
        segment_id,
        segment_name,
        count(*) as customers,
        sum(clv_amount) as revenue_amount,
        median(average_order_amount) as typical_order_amount,
        median(expected_value_365d) as typical_expected_value
    from customers
    group by month, segment_id, segment_name
),

shares_taken as (
    select
        *,
        {{ ratio('customers', 'sum(customers) over (partition by month)') }}
            as share_of_month
    from newcomers_counted
)

select * from shares_taken
order by month desc, segment_id asc
