{#
    Refuses vars of the command line that the project does not have: dbt would ignore a
    name with a typing error. What a var may be is checked in dbt_project.yml. A project
    that has this one as a package has vars of its own, and has to name orders.
#}
{% macro check_vars() %}
    {% if execute and project_name == model.package_name %}
        {% set known = fromyaml(run_query(
            'select content from read_text('
            ~ quoted(invocation_args_dict.project_dir ~ '/dbt_project.yml') ~ ')'
        ).rows[0][0]).vars %}
        {% for name in invocation_args_dict.vars if name not in known %}
            {{ exceptions.raise_compiler_error(
                "There is no var '" ~ name ~ "'. Did you mean '" ~ run_query(
                    "select max_by(name, jaro_winkler_similarity(name, " ~ quoted(name)
                    ~ ")) from unnest(['" ~ known | join("', '") ~ "']) as known (name)"
                ).rows[0][0] ~ "'?"
            ) }}
        {% endfor %}
    {% elif execute and not (var('orders_path') or var('orders_source')) and graph.nodes[
        'model.' ~ model.package_name ~ '.segmentation__order_lines'
    ].config.materialized == 'lines_of_files' %}
        {{ exceptions.raise_compiler_error(
            "Say which model has the order lines: vars: {orders_relation: \"{{ ref('...') "
            ~ "}}\"} (docs/package.md)."
        ) }}
    {% endif %}
{% endmacro %}
