{#
    Reads the opened file in place, mapped columns only, all of them as text:
    one row per line that has the right shape. Lines that have not are kept by
    DuckDB in `reject_errors`, from where `append_broken_lines` takes them.
#}
{% macro read_order_lines(opened) %}
    select
        {{ quoted(opened.path) }} as source_file,
        -- The header is line 1.
        row_number() over () + 1 as line_number,
        {%- for column in canonical_columns() %}
        {%- if column in opened.columns %}
        {{ adapter.quote(opened.columns[column]) }} as {{ column }}
        {%- else %}
        cast(null as varchar) as {{ column }}
        {%- endif %}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from read_csv(
        {{ quoted(opened.path) }},
        auto_detect = false,
        header = true,
        delim = {{ quoted(opened.delimiter) }},
        quote = '"',
        escape = '"',
        store_rejects = true,
        rejects_limit = 0,
        columns = {
            {%- for name in opened.header %}
            {{ quoted(name) }}: 'varchar'
            {{- ',' if not loop.last }}
            {%- endfor %}
        }
    )
{% endmacro %}


{% macro canonical_columns() %}
    {{ return([
        'order_line_id', 'order_id', 'customer_id', 'ordered_at', 'shipped_at',
        'shipping_mode', 'order_status', 'payment_type', 'customer_type',
        'market', 'category', 'product', 'quantity', 'unit_price',
        'discount_rate', 'sales_amount', 'profit_amount'
    ]) }}
{% endmacro %}
