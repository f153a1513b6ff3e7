{#
    Stops dbt if the command line names an unknown var, because dbt would ignore a
    mistyped name. The macro does not know the vars of a project that installs this one
    as a package. There it only checks that a var names a model of order lines.
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
            "No model of order lines is named. Set vars: {orders_relation: \"{{ ref('...') "
            ~ "}}\"} (docs/package.md)."
        ) }}
    {% endif %}
{% endmacro %}
