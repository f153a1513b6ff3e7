{#
    Text to types, NULL where that cannot be done, beside the text of the columns
    that the source names.
#}
{% macro type_order_lines(relation, opened) %}
    select
        source_file,
        line_number,
        line_reason,
        {%- for column in canonical_columns() %}
        {{ typed(column, opened) }} as {{ column }},
        {%- endfor %}
        -- What the rounding to four places added to this line's sales.
        {{ parse_number('sales_amount', 'decimal(18, 4)', opened) }}
        - {{ parse_number('sales_amount', 'decimal(38, 14)', opened) }}
            as rounding_amount,
        struct_pack(
            {%- for column in opened.columns %}
            {{ column }} := {{ column }}{{ ',' if not loop.last }}
            {%- else %}
            nothing := null
            {%- endfor %}
        ) as raw_values
    from {{ relation }}
{% endmacro %}


{# A canonical column by its type. #}
{% macro typed(column, opened) -%}
    {%- if column in ('order_line_id', 'order_id', 'customer_id') -%}
    {{ clean_id(column) }}
    {%- elif column in ('ordered_at', 'shipped_at') -%}
    {{ parse_timestamp('trim(' ~ column ~ ')', opened.date_formats, opened.time_zone) }}
    {%- elif column == 'discount_rate' -%}
    {{ parse_number(column, 'decimal(9, 6)', opened) }}
    {%- elif column in number_columns() -%}
    {{ parse_number(column, 'decimal(18, 4)', opened) }}
    {%- else -%}
    {{ clean_text(column) }}
    {%- endif -%}
{%- endmacro %}


{# The canonical columns that hold numbers. #}
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
    try_cast(replace(replace(trim({{ column }}), '.', ''), ',', '.') as {{ type }})
    {%- else -%}
    try_cast(trim({{ column }}) as {{ type }})
    {%- endif -%}
{%- endmacro %}


{#
    The columns that a block computes from others, then the signs of returns: what
    comes back is negative, however the file writes it.
#}
{% macro compute_order_lines(relation, opened) %}
    {% set signed = ['quantity', 'sales_amount', 'profit_amount', 'rounding_amount'] %}
    select *
        {%- if opened.return_when %} replace (
            {%- for column in signed %}
            case
                when {{ opened.return_when }} then
                    {{ '-' if column != 'rounding_amount' }}
                    {{- 'abs(' ~ column ~ ')' if column != 'rounding_amount'
                        else 'sign(sales_amount) * -rounding_amount' }}
                else {{ column }}
            end as {{ column }}{{ ',' if not loop.last }}
            {%- endfor %}
        )
        {%- endif %}
    from (
        select *
            {%- if opened.expressions %} replace (
                {%- for column, sql in opened.expressions.items() %}
                {%- if column == 'sales_amount' %}
                try_cast({{ sql }} as decimal(18, 4))
                - try_cast({{ sql }} as decimal(38, 14)) as rounding_amount,
                {%- endif %}
                try_cast({{ sql }} as {{ 'decimal(18, 4)' if column in number_columns()
                    else 'timestamp' if column in ('ordered_at', 'shipped_at')
                    else 'varchar' }}) as {{ column }}{{ ',' if not loop.last }}
                {%- endfor %}
            )
            {%- endif %}
        from {{ relation }}
    ) as lines_with_expressions
{% endmacro %}


{# All that a line says, to compare it with another line of the same id. #}
{% macro content_of_line(relation) -%}
    struct_pack(
        {%- for column in canonical_columns() %}
        {{ column }} := {{ relation }}.{{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}
