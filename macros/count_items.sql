{# `lines_checked` is the row count of `checked`, or of `relation` without `checked`. #}
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
