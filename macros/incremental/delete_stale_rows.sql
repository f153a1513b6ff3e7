{#
    A build replaces the rows of some tables by customer (int_orders_sequenced) or by
    month (customer_features_monthly and the models that read it). The `content_hash` of
    a row is the hash of all input of its customer or month. A build deletes rows whose
    hash differs from that of the current input, and adds missing rows. So it also
    completes an earlier build that stopped.
#}

{#
    If a table of an earlier version lacks one of the `columns`, all its rows are
    deleted.
#}
{% macro delete_stale_rows(stale, columns) %}
    {%- if execute and is_incremental() %}
    {{ sync_columns() }}
    delete from {{ this }}
    {%- if has_columns(this, columns) %}
    where {{ stale }}
    {%- endif %}
    {%- endif %}
{% endmacro %}


{#
    Drops columns that the YAML no longer lists, and adds new columns. dbt would alter
    the table after the delete, but DuckDB 1.5 cannot alter a table in a transaction
    that deleted some of its rows.
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


{% macro is_missing_month(month) -%}
    {%- if is_incremental() -%}
    {{ month }} not in (select distinct held.month from {{ this }} as held)
    {%- else -%}
    true
    {%- endif -%}
{%- endmacro %}


{% macro months_to_keep() -%}
    select month, content_hash
    from {{ ref('segmentation__int_month_hashes') }}
    where
        month not in (select month from {{ ref('segmentation__int_months_to_build') }})
{%- endmacro %}


{# A new table or column needs all input rows, not only those of the last change. #}
{% macro require_complete_input(lacking, first_model) %}
    {% if execute and not (is_incremental() and has_columns(this, model.columns)) %}
        {% if run_query(lacking ~ ' limit 1').rows %}
            {{ exceptions.raise_compiler_error(
                this.identifier ~ ' cannot '
                ~ ('get a new column' if is_incremental() else 'be created')
                ~ ' alone: its input holds only what changed in the last build. Run '
                ~ 'dbt build --full-refresh --select ' ~ first_model ~ '+'
            ) }}
        {% endif %}
    {% endif %}
{% endmacro %}
