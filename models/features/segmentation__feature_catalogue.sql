-- depends_on: {{ ref('segmentation__customer_features') }}
{% set optional = [
    'encoder_input', 'label', 'low_words', 'high_words', 'phrase',
] %}

with

feature_catalogue as (
    {% for feature in features().values() %}
    {% set description = feature.description.split() | join(' ') %}
    select
        {{ quoted(feature.name) }} as feature,
        {{ quoted(description) }} as description,
        {{ quoted(description.split('NULL ')[1]) if 'NULL ' in description
            else 'null' }} as null_meaning,
        {{ quoted(
            feature.ratio | join(' / ') if feature.ratio
            else 'days since ' ~ feature.days_since if feature.days_since
            else feature.sql or feature.name
        ) }} as calculation,
        {{ quoted(feature.unit) }} as unit,
        {% for name in optional %}
        {{ quoted(feature[name]) if feature[name] else 'null' }} as {{ name }},
        {% endfor %}
        {{ quoted(feature.topic or feature.name) }} as topic,
        {{ feature.low_until | default('null') }} as low_until,
        {{ feature.high_from | default('null') }} as high_from,
        {{ (feature.is_average | default(feature.ratio is defined)) | lower }}
            as is_average,
        {{ feature.is_serious | default(false) }} as is_serious,
        {{ feature.needs_two_orders | default(false) }} as needs_two_orders,
        {{ feature.name in var('features', {}) }} as is_own
    union all
    {% endfor %}
    -- This branch has no row. It sets the types of the columns.
    select
        {% for name in (
            ['feature', 'description', 'null_meaning', 'calculation', 'unit']
            + optional + ['topic']
        ) %}
        cast(null as string) as {{ name }},
        {% endfor %}
        cast(null as double) as low_until,
        cast(null as double) as high_from,
        false as is_average,
        false as is_serious,
        false as needs_two_orders,
        false as is_own
    where false
)

select * from feature_catalogue
