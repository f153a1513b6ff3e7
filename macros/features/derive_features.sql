{# Columns that compute features of customers from totals at `dates.as_of_date`. #}
{% macro derive_features() %}
        customer_id,
        dates.as_of_date
    {%- for name, feature in features().items() %},
        {% if feature.ratio -%}
            {{ ratio(*feature.ratio) }}
        {%- elif feature.days_since -%}
            {{ count_days('cast(' ~ feature.days_since ~ ' as date)', 'dates.as_of_date') }}
        {%- else -%}
            {{ feature.sql or name }}
        {%- endif %} as {{ name }}
    {%- endfor %}
{% endmacro %}
