{{ config(materialized='view') }}

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

-- The hash does not need order_key, which is computed from other columns, or product
-- and unit_price, which orders do not use.
lines_to_hash as (
    select * {{ exclude_columns(['order_key', 'product', 'unit_price']) }}
    from stg_order_lines
),

statuses_hashed as (
    select {{ sum_hashes('order_statuses') }} as content_hash
    from order_statuses
),

words_hashed as (
    select {{ sum_hashes('status_words') }} as content_hash
    from status_words
),

rules_hashed as (
    select {{ content_hash([
        'statuses_hashed.content_hash',
        'words_hashed.content_hash',
        "'" ~ hash_of_code(['intermediate']) ~ "'",
    ]) }} as content_hash
    from statuses_hashed
    cross join words_hashed
),

lines_hashed as (
    select
        lines_to_hash.*,
        {{ content_hash([row_of('lines_to_hash'), 'rules_hashed.content_hash']) }}
            as content_hash
    from lines_to_hash
    cross join rules_hashed
)

select * from lines_hashed
