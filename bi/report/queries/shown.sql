-- What every figure is about. A small segment is in no total either, for otherwise
-- subtracting the other segments would give its figures; nor are the few who have no
-- segment, or whose profit alone is known.
create temp view shown_customers as
with

groups_counted as (
    select
        segment_id,
        count(*) as customers,
        count(profit_amount) as customers_with_profit
    from warehouse.marts.customers
    group by segment_id
)

select
    customers.* replace (
        case
            when
                groups_counted.customers_with_profit >= getvariable('smallest_group')
                then customers.profit_amount
        end as profit_amount
    )
from warehouse.marts.customers as customers
inner join groups_counted
    on customers.segment_id is not distinct from groups_counted.segment_id
where groups_counted.customers >= getvariable('smallest_group');

create temp table shown_segments as
select
    segment_id,
    count(*) as customers,
    sum(clv_amount) as revenue_amount,
    sum(profit_amount) as profit_amount
from shown_customers
where segment_id is not null
group by segment_id;
