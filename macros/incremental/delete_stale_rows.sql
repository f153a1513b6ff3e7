{#
    Some tables are built customer by customer (int_orders_sequenced) or month by month
    (customer_features_monthly and what follows it). Each row carries `content_hash`,
    the hash of all that its customer or month was made of: a build forgets those whose
    hash has changed and adds those that are missing. So a run that stops halfway, or
    runs of single models, leave nothing behind that the next build does not notice.
#}

{#
    Pre-hook: forgets the rows that agree with no row of the query `kept` in all of the
    columns.
#}
{% macro delete_stale_rows(kept, columns) %}
    {%- if execute and is_incremental() %}
    {{ sync_columns() }}
    delete from {{ this }} as held
    {%- if has_columns(this, columns) %}
    where not exists (
        select 1
        from ({{ kept }}) as kept
        where
            {%- for column in columns %}
            {{ 'and ' if not loop.first }}kept.{{ column }} = held.{{ column }}
            {%- endfor %}
    )
    {%- endif %}
    {%- endif %}
{% endmacro %}


{# Pre-hook: forgets the customers of a relation. #}
{% macro delete_rows_of_customers(changed) %}
    {%- if execute and is_incremental() %}
    {{ sync_columns() }}
    delete from {{ this }}
    {%- if has_columns(this, ['content_hash']) %}
    where customer_id in (select customer_id from {{ changed }})
    {%- endif %}
    {%- endif %}
{% endmacro %}


{#
    Drops columns of before, which may be promised not to be NULL, and adds new ones: dbt
    would after the delete, and DuckDB 1.5 alters no table that has just lost rows.
#}
{% macro sync_columns() %}
    {%- set held = adapter.get_columns_in_relation(this) | map(attribute='name') | list %}
    {%- for name in held if name not in model.columns %}
    alter table {{ this }} drop column {{ adapter.quote(name) }};
    {%- endfor %}
    {%- for name, column in model.columns.items() if name not in held %}
    alter table {{ this }} add column {{ adapter.quote(name) }} {{ column.data_type }};
    {%- endfor %}
{% endmacro %}


{# Whether a month is one that the table being built does not have yet. #}
{% macro is_missing_month(month) -%}
    {%- if is_incremental() -%}
    {{ month }} not in (select distinct held.month from {{ this }} as held)
    {%- else -%}
    true
    {%- endif -%}
{%- endmacro %}


{# The months that the panel has and that are not built again. #}
{% macro months_to_keep() -%}
    select month, content_hash
    from {{ ref('segmentation__int_month_hashes') }}
    where
        month not in (select month from {{ ref('segmentation__int_months_to_build') }})
{%- endmacro %}


{#
    Pre-hook: a table that is created, or gets a column, needs everything, and what it is
    made of may hold only what the last build lacked. `lacking` is a query of what is not
    there.
#}
{% macro require_complete_input(lacking, first_model) %}
    {% if execute and not (is_incremental() and has_columns(this, model.columns)) %}
        {% if run_query(lacking ~ ' limit 1').rows %}
            {{ exceptions.raise_compiler_error(
                this.identifier ~ ' cannot be '
                ~ ('given a column' if is_incremental() else 'created')
                ~ ' by itself: what it is made of '
                ~ 'holds only what changed in the last build. Build that, too: '
                ~ 'dbt build --full-refresh --select ' ~ first_model ~ '+'
            ) }}
        {% endif %}
    {% endif %}
{% endmacro %}
