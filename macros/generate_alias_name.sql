{#
    Models, seeds and snapshots are named `segmentation__<relation>`, so that a host
    project can have its own `customers`. The relation has the name without the prefix.
#}
{% macro generate_alias_name(custom_alias_name=none, node=none) -%}
    {{ (custom_alias_name or node.name.removeprefix('segmentation__')) | trim }}
{%- endmacro %}
