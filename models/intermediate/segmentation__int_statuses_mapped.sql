with

stg_order_lines as (
    select * from {{ ref('segmentation__stg_order_lines') }}
),

order_statuses as (
    select * from {{ ref('segmentation__order_statuses') }}
),

status_words as (
    select * from {{ ref('segmentation__status_words') }}
),

statuses_added_up as (
    select
        order_status,
        status_meaning as block_meaning,
        count(*) as lines,
        sum(sales_amount) as sales_amount
    from stg_order_lines
    group by order_status, status_meaning
),

-- The seed order_statuses compares exact words and overrides status_words.
statuses_looked_up as (
    select
        statuses.*,
        seeds.is_counted as seed_is_counted,
        words.meaning as word_meaning
    from statuses_added_up as statuses
    left join order_statuses as seeds
        on statuses.order_status = seeds.order_status
    left join status_words as words
        on {{ normalize_word('statuses.order_status') }} = words.word
),

statuses_mapped as (
    select
        order_status,
        block_meaning,
        case
            when block_meaning is not null then block_meaning
            when not seed_is_counted then 'cancelled'
            -- order_statuses only says that a status counts, but status_words may say
            -- that it is pending.
            when seed_is_counted and word_meaning = 'pending' then 'pending'
            when seed_is_counted then 'counted'
            else coalesce(word_meaning, 'counted')
        end as status_meaning,
        case
            when block_meaning is not null then 'block'
            when seed_is_counted is not null then 'seed'
            when word_meaning is not null then 'words'
            else 'unknown'
        end as decided_by,
        lines,
        sales_amount
    from statuses_looked_up
)

select * from statuses_mapped
