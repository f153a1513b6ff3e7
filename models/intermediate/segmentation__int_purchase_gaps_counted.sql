with

int_purchase_days as (
    select * from {{ ref('segmentation__int_purchase_days') }}
),

gaps as (
    select
        customer_id,
        row_number() over customer_days - 1 as gap_number,
        {{ count_days('lag(purchase_day) over customer_days', 'purchase_day') }}
            as gap_days,
        lead(purchase_day) over customer_days is null as is_latest
    from int_purchase_days
    window customer_days as (partition by customer_id order by purchase_day asc)
),

-- A discrete median is one of the gaps, so it is a whole number of days. Spark returns
-- a double.
purchase_gaps_counted as (
    select
        customer_id,
        count(gap_days) as gap_count,
        max(case when gap_number = 1 then gap_days end) as first_gap_days,
        max(gap_days) as longest_gap_days,
        cast(percentile_disc(0.5) within group (order by gap_days) as bigint)
            as median_gap_days,
        cast(percentile_disc(0.5) within group (
            order by case when not is_latest then gap_days end
        ) as bigint) as median_earlier_gap_days,
        max(case when is_latest then gap_days end) as latest_gap_days
    from gaps
    group by customer_id
)

select * from purchase_gaps_counted
