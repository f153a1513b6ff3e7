-- Counts of findings about customers; int_order_findings writes the messages.
with

int_orders_sequenced as (
    select * from {{ ref('segmentation__int_orders_sequenced') }}
),

customers_added_up as (
    select
        customer_id,
        sum(line_count) as lines,
        sum(sales_amount) as sales_amount
    from int_orders_sequenced
    group by customer_id
),

all_customers as (
    select
        count(*) as customers,
        sum(lines) as lines
    from customers_added_up
),

customers_alike as (
    select
        min(customer_id) as first_alike,
        max(customer_id) as last_alike,
        count(*) as customers,
        sum(lines) as lines,
        sum(sales_amount) as sales_amount
    from customers_added_up
    group by lower(customer_id)
    having count(*) > 1
),

findings as (
    select
        'customer_has_a_fifth_of_all_lines' as finding,
        count(*) as items,
        sum(customers.lines) as lines,
        sum(customers.sales_amount) as sales_amount,
        max_by(customers.customer_id, customers.lines) as example,
        cast(max(all_customers.lines) as string) as detail
    from customers_added_up as customers
    cross join all_customers
    where
        all_customers.customers >= 20
        and customers.lines * 5 > all_customers.lines
        -- Customer 0 has its own finding, customer_is_zero.
        and customers.customer_id != '0'
    union all
    select
        'customer_is_zero' as finding,
        count(*) as items,
        sum(lines) as lines,
        sum(sales_amount) as sales_amount,
        min(customer_id) as example,
        cast(null as string) as detail
    from customers_added_up
    where customer_id = '0'
    union all
    select
        'customers_differ_in_case_only' as finding,
        sum(customers) as items,
        sum(lines) as lines,
        sum(sales_amount) as sales_amount,
        min(first_alike) as example,
        min_by(last_alike, first_alike) as detail
    from customers_alike
),

customer_findings_counted as (
    select
        finding,
        cast(items as bigint) as items,
        cast(lines as bigint) as lines,
        cast(sales_amount as decimal(38, 4)) as sales_amount,
        example,
        detail
    from findings
    where items > 0
)

select * from customer_findings_counted
