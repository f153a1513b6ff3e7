{#
    Models, seeds and snapshots are named `segmentation__<relation>`, so that a project
    that installs this package can have a model `customers` of its own. The relation in
    the warehouse has the name without the prefix.
#}
{% macro generate_alias_name(custom_alias_name=none, node=none) -%}
    {{ (custom_alias_name or node.name.removeprefix('segmentation__')) | trim }}
{%- endmacro %}
