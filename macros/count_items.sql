{#
    Lines per item of one check of data_quality, beside the number of lines that
    were checked: those of the relation itself, or of `checked`.
#}
{% macro count_items(relation, check_name, item, condition='true', checked=none) -%}
    select
        '{{ check_name }}' as check_name,
        {{ item }} as item,
        count(*) filter (where {{ condition }}) as lines,
        any_value((select count(*) from {{ checked or relation }})) as lines_checked,
        cast(null as decimal(38, 14)) as amount
    from {{ relation }}
    group by item
{%- endmacro %}
