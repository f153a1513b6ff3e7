-- depends_on: {{ ref('segmentation__order_lines') }}
{% set relations = relations_of('orders') | map(attribute='name') | join(', ') %}
with

order_files as (
    {%- if relations %}
    select
        unnest(string_split({{ quoted(relations) }}, ', ')) as source_file,
        'relation' as source_name,
        {{ quoted(relations) }} as path,
        '' as currency,
        'reject' as anonymous_lines,
        true as has_own_order_ids,
        now() as read_at
    {%- else %}
    select * from {{ source('files', 'order_files') }}
    {%- endif %}
),

files_read as (
    select
        source_file,
        source_name,
        path,
        currency,
        anonymous_lines,
        has_own_order_ids,
        -- Spark reads all files in every build and does not record when it read them.
        cast(coalesce(read_at, current_timestamp) as timestamp) as read_at
    from order_files
)

select * from files_read
