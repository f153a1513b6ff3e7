-- Figures about few customers are hidden, because they could be about a person. Totals
-- leave out small segments: otherwise the total minus the shown segments would be the
-- hidden figure. Few customers without a segment, or with a known profit, are left out in
-- the same way.
create temp table shown_features as
select
    feature,
    label,
    unit
from warehouse.features.feature_catalogue
where label is not null and unit not in ('text', 'time');

set variable features = (select list(feature) from shown_features);

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
