{#
    `ingest.loading` writes the table in its own transaction and returns messages. If a
    message says that the load refused a file, the build stops; other messages are
    logged. With `--empty`, no file is read. A Python model could not replace this
    materialization: a var must choose between files and SQL, and no var can change the
    language of a model.
#}
{% materialization lines_of_files, adapter='duckdb', supported_languages=['sql'] %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {% if flags.EMPTY %}
        {% call statement('main') %}
            create or replace table {{ target_relation }} as {{ without_rows(model.columns) }}
        {% endcall %}
    {% else %}
        {% if should_full_refresh() %}{{ reset_file_fingerprints() }}{% endif %}
        {% call statement('main', language='python') %}
from ingest.dbt_model import dbtObj, load_model, materialize

model = load_model(
    *{{ [config.get('content'), config.get('asked'), this.database, this.schema] | tojson }}
)
        {% endcall %}
        {% for row in run_query('from sentences').rows %}
            {% if row['is_refusal'] %}
                {{ exceptions.raise_compiler_error(row['sentence']) }}
            {% endif %}
            {{ log(row['sentence'], info=true) }}
        {% endfor %}
    {% endif %}
    {% do persist_docs(target_relation, model) %}
    {{ adapter.commit() }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}


{#
    The macro deletes no row of the record of files, because the load may refuse a file.
#}
{% macro reset_file_fingerprints() %}
    {% set record = this.incorporate(path={'identifier': config.require('record_of_files')}) %}
    {% if load_relation(record) is not none %}
        {% do run_query('update ' ~ record ~ ' set fingerprint = null') %}
        {{ adapter.commit() }}
    {% endif %}
{% endmacro %}
