-- A figure about few customers could be a figure about a person. No total includes a
-- small segment either, because subtracting the others would give its figures. The same
-- holds for few customers without a segment, or with a known profit.
set variable features = (
    select list(feature)
    from warehouse.features.feature_catalogue
    where label is not null
);

create temp macro hide_few(figure, customers) as
case when customers >= getvariable('smallest_group') then figure end;

create temp view shown_customers as
with

groups_counted as (
    select
        segment_id,
        count(*) as customers,
        count(profit_amount) as with_profit
    from warehouse.marts.customers
    group by segment_id
)

select
    customers.* replace (
        hide_few(customers.profit_amount, groups_counted.with_profit) as profit_amount
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
