{#
    Text to types, NULL where that cannot be done, beside the text of the columns
    that the source names.
#}
{% macro type_lines(relation, opened) %}
    select
        source_file,
        line_number,
        line_reason,
        {%- for column in canonical_columns(opened) %}
        {{ typed(column, opened) }} as {{ column }},
        {%- endfor %}
        {%- if opened.holds != 'events' %}
        -- What the rounding to four places added to this line's sales.
        cast(
            {{ parse_number('sales_amount', 'decimal(18, 4)', opened) }}
            - {{ parse_number('sales_amount', 'decimal(30, 14)', opened) }}
            as decimal(38, 14)
        ) as rounding_amount,
        {%- endif %}
        {{ struct_of(opened.columns) }} as raw_values
    from {{ relation }}
{% endmacro %}


{# A canonical column by its type. #}
{% macro typed(column, opened) -%}
    {%- if column in ('order_line_id', 'order_id', 'customer_id') -%}
    {{ clean_id(column) }}
    {%- elif column in ('ordered_at', 'shipped_at', 'occurred_at') -%}
    {{ parse_timestamp(without_blanks(column), opened.date_formats, opened.time_zone) }}
    {%- elif column == 'discount_rate' -%}
    {{ parse_number(column, 'decimal(9, 6)', opened) }}
    {%- elif column == 'value' -%}
    {{ parse_number(column, 'decimal(28, 9)', opened) }}
    {%- elif column == 'signal' -%}
    lower({{ clean_text(column) }})
    {%- elif column in number_columns() -%}
    {{ parse_number(column, 'decimal(18, 4)', opened) }}
    {%- else -%}
    {{ clean_text(column) }}
    {%- endif -%}
{%- endmacro %}


{# The canonical columns of orders that hold numbers. #}
{% macro number_columns() %}
    {{ return([
        'sales_amount', 'profit_amount', 'quantity', 'unit_price', 'discount_rate'
    ]) }}
{% endmacro %}


{#
    Text to a decimal, NULL where it is none. Nothing is guessed: a decimal comma is
    one only where the block says so, and then points separate thousands.
#}
{% macro parse_number(column, type, opened) -%}
    {%- if opened.decimal_comma -%}
    {{ try_decimal(
        'replace(replace(' ~ without_blanks(column) ~ ", '.', ''), ',', '.')", type
    ) }}
    {%- else -%}
    {{ try_decimal(without_blanks(column), type) }}
    {%- endif -%}
{%- endmacro %}


{#
    The columns that a block computes from others, then the signs of returns: what
    comes back is negative, however the file writes it.
#}
{% macro compute_lines(relation, opened) %}
    {% set signed = ['quantity', 'sales_amount', 'profit_amount', 'rounding_amount'] %}
    {% set replaced = opened.expressions.keys() | list %}
    {% if 'sales_amount' in replaced %}{% do replaced.append('rounding_amount') %}{% endif %}
    select
        * {{- ' ' ~ all_but(signed) if opened.return_when }}
        {%- if opened.return_when %},
        {%- for column in signed[:3] %}
        case
            when {{ opened.return_when }} then -abs({{ column }}) else {{ column }}
        end as {{ column }},
        {%- endfor %}
        case
            when not coalesce({{ opened.return_when }}, false) then rounding_amount
            when sales_amount > 0 then -rounding_amount
            when sales_amount < 0 then rounding_amount
            -- Neither sign: no rounding, and NULL where nothing is known.
            else rounding_amount - rounding_amount
        end as rounding_amount
        {%- endif %}
    from (
        select
            * {{- ' ' ~ all_but(replaced) if replaced }}
            {%- for column, sql in opened.expressions.items() %}
            {%- if column == 'sales_amount' %},
            {{ unless_in_file(
                'rounding_amount', column, 'cast(' ~ compute(sql, 'decimal(18, 4)')
                ~ ' - ' ~ compute(sql, 'decimal(30, 14)') ~ ' as decimal(38, 14))', opened
            ) }} as rounding_amount
            {%- endif %},
            {{ unless_in_file(column, column, computed(column, sql), opened) }}
                as {{ column }}
            {%- endfor %}
        from {{ relation }}
    ) as lines_with_expressions
{% endmacro %}


{# The paths of the opened files that have a column. #}
{% macro files_with(column, opened) %}
    {% set paths = [] %}
    {% for file in opened.files if column in file.columns %}
        {% do paths.append(quoted(file.source_file)) %}
    {% endfor %}
    {{ return(paths) }}
{% endmacro %}


{# A value as files have it that have the column, else what is computed. #}
{% macro unless_in_file(value, column, computed, opened) -%}
    {%- set paths = files_with(column, opened) -%}
    {%- if paths -%}
    case when source_file in ({{ paths | join(', ') }}) then {{ value }}
        else {{ computed }} end
    {%- else -%}
    {{ computed }}
    {%- endif -%}
{%- endmacro %}


{# What a block computes, by the type of its column. #}
{% macro computed(column, sql) -%}
    {%- if column in ('order_line_id', 'order_id', 'customer_id') -%}
    {{ clean_id(compute(sql, 'varchar')) }}
    {%- elif column in ('ordered_at', 'shipped_at', 'occurred_at') -%}
    {{ compute(sql, 'timestamp') }}
    {%- elif column == 'discount_rate' -%}
    {{ compute(sql, 'decimal(9, 6)') }}
    {%- elif column == 'value' -%}
    {{ compute(sql, 'decimal(28, 9)') }}
    {%- elif column == 'signal' -%}
    lower({{ clean_text(compute(sql, 'varchar')) }})
    {%- elif column in number_columns() -%}
    {{ compute(sql, 'decimal(18, 4)') }}
    {%- else -%}
    {{ clean_text(compute(sql, 'varchar')) }}
    {%- endif -%}
{%- endmacro %}


{#
    An expression of a block, NULL where it fails: one line whose numbers overflow
    must not stop the build.
#}
{% macro compute(sql, type) -%}
    {{ adapter.dispatch('compute')(sql, type) }}
{%- endmacro %}


{% macro duckdb__compute(sql, type) -%}
    try(cast(({{ sql }}) as {{ type }}))
{%- endmacro %}


{# What overflows is NULL. #}
{% macro spark__compute(sql, type) -%}
    cast(({{ sql }}) as {{ type | replace('varchar', 'string') }})
{%- endmacro %}


{# All that a line says, to compare it with another line of the same id. #}
{% macro content_of_line(relation) -%}
    {%- set columns = [] -%}
    {%- for column in canonical_columns({}) -%}
    {%- do columns.append(relation ~ '.' ~ column) -%}
    {%- endfor -%}
    {{ struct_of(columns) }}
{%- endmacro %}
