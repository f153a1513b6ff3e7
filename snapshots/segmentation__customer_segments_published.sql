{% snapshot segmentation__customer_segments_published %}
{{ config(
    schema='history',
    unique_key='customer_id',
    strategy='check',
    check_cols=['segment_id'],
    updated_at='as_of_date'
) }}

select
    segments.customer_id,
    segments.segment_id,
    segments.segment_name,
    segments.model_version,
    dates.as_of_date
from {{ ref('segmentation__customer_segments') }} as segments
cross join {{ ref('segmentation__int_as_of_dates') }} as dates
where dates.is_current

{% endsnapshot %}
