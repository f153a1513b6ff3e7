with

int_shipments_judged as (
    select * from {{ ref('segmentation__int_shipments_judged') }}
    where shipping_repair = 'none'
),

medians as (
    select
        coalesce(shipping_mode, '') as shipping_mode,
        {{ exact_median('shipping_days_raw', 12) }} as median_days
    from int_shipments_judged
    group by grouping sets ((shipping_mode), ())
)

select * from medians where median_days is not null
