{#
    For a Python model that writes its table itself, in a transaction of its own, and
    returns sentences: those that refuse stop the build, the others are told. With
    `--empty` it reads nothing.
#}
{% materialization lines_of_files, adapter='duckdb', supported_languages=['python'] %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {% if flags.EMPTY %}
        {% call statement('main') %}
            create or replace table {{ target_relation }} (
                {%- for column in model.columns.values() %}
                {{ column.name }} {{ column.data_type }}{{ ',' if not loop.last }}
                {%- endfor %}
            )
        {% endcall %}
    {% else %}
        {% if should_full_refresh() %}{{ forget_how_files_were_read() }}{% endif %}
        {% call statement('main', language='python') %}
{{ compiled_code }}


def materialize(sentences, session):
    session.register("sentences_said", sentences)
    session.execute("create or replace temp table sentences as from sentences_said")
    session.unregister("sentences_said")
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
    Lets the next load take all files for read by another reader: with `--full-refresh`.
    Not that they were read: should one be refused now, a later build still knows them.
#}
{% macro forget_how_files_were_read() %}
    {% set record = this.incorporate(path={'identifier': config.require('record_of_files')}) %}
    {% if load_relation(record) is not none %}
        {% do run_query('update ' ~ record ~ ' set fingerprint = null') %}
        {{ adapter.commit() }}
    {% endif %}
{% endmacro %}
