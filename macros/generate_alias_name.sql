{#
    Models, seeds and snapshots are called `segmentation__<relation>`, for dbt would take a
    host's own `customers` for ours. Relations go by the name without the prefix.
#}
{% macro generate_alias_name(custom_alias_name=none, node=none) -%}
    {{ (custom_alias_name or node.name.removeprefix('segmentation__')) | trim }}
{%- endmacro %}
