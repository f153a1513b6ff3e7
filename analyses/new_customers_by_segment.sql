-- Customers who made their first purchase in the last 365 days, by month and current
-- segment. If a month brought many customers of valuable segments, repeat the campaigns
-- of that month. Customers of the last months have only one or two orders, so run the
-- query again in three months.
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
        median(expected_revenue_365d) as typical_expected_revenue
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
