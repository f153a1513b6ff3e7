{#
    Models, seeds and snapshots are called `segmentation__<relation>`: a project that uses
    this one as a package may have a `customers` of its own, and dbt would take that for
    ours. Relations go by the name without the prefix.
#}
{% macro generate_alias_name(custom_alias_name=none, node=none) -%}
    {{ (custom_alias_name or node.name.removeprefix('segmentation__')) | trim }}
{%- endmacro %}
