{#
    From text to types, reasons and the first verdicts (`rejected`, `excluded`, else
    NULL), as steps of a query that has `excluded_customers`. `lines_sorted_out` then
    has all columns.
#}
{% macro sort_out_lines(relation, opened) %}
lines_typed as (
    {{ type_lines(relation, opened) }}
),

lines_computed as (
    {{ compute_lines('lines_typed', opened) }}
),

lines_reasoned as (
    select
        *,
        {{ reasons_against(opened) }} as reasons,
        coalesce(
            customer_id in (select customer_id from excluded_customers), false
        ) as is_left_out
    from lines_computed
),

lines_sorted_out as (
    select
        * {{ all_but(['raw_values', 'line_reason', 'reasons', 'is_left_out']) }},
        case
            when is_left_out then 'excluded'
            {%- if opened.anonymous_lines == 'excluded' %}
            when reasons = {{ list_of(["'customer_id_missing'"]) }} then 'excluded'
            {%- endif %}
            when {{ count_items_of('reasons') }} > 0 then 'rejected'
        end as verdict,
        case
            when is_left_out then {{ list_of(["'customer_left_out'"]) }}
            else reasons
        end as reasons,
        case
            when {{ count_items_of('reasons') }} > 0 and not is_left_out
                then {{ to_json_text('raw_values') }}
        end as raw_values
    from lines_reasoned
)
{% endmacro %}
