{#
    Refuses vars of the command line that the project does not have: dbt would ignore a
    name with a typing error. What a var may be is checked in dbt_project.yml.
#}
{% macro check_vars() %}
    {% if not execute %}{{ return('') }}{% endif %}
    {% set project = run_query(
        'select content from read_text('
        ~ quoted(invocation_args_dict.project_dir ~ '/dbt_project.yml') ~ ')'
    ).rows[0][0] %}
    {% set known = fromyaml(project).vars %}
    {% for name in invocation_args_dict.vars if name not in known %}
        {% set nearest = run_query(
            "select name from unnest(['" ~ known | join("', '") ~ "']) as known (name) "
            ~ "order by jaro_winkler_similarity(name, " ~ quoted(name) ~ ") desc"
        ).rows[0][0] %}
        {{ exceptions.raise_compiler_error(
            "There is no var '" ~ name ~ "'. Did you mean '" ~ nearest ~ "'?"
        ) }}
    {% endfor %}
{% endmacro %}
