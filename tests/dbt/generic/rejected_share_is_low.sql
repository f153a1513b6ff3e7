{#
    Warns above `reject_warn_ratio` and fails above `reject_error_ratio`, with
    a sentence that says which reason comes first and that they stand in `rejects`.
    Without any accepted line there is nothing to go on with, whatever the limit, unless
    there `may_be_none`. Duplicate, superseded and excluded lines stand outside the share.
#}
{% test rejected_share_is_low(model, rejects, may_be_none=false) %}
    {% if execute %}
        {% set lines = run_query(
            "select count(*) filter (where verdict = 'rejected'), "
            ~ "count(*) filter (where verdict in ('accepted', 'rejected')) from " ~ model
        ).rows[0] %}
        {% set share_of_none = 0 if may_be_none else 1 %}
        {% set share = lines[0] / lines[1] if lines[1] else share_of_none %}
        {% if share > var('reject_warn_ratio') | float %}
            {% set first = run_query(
                "select reason, count(*) from (select " ~ each_of('reasons') ~ " as reason from "
                ~ model ~ " where verdict = 'rejected') group by reason "
                ~ "order by count(*) desc, reason limit 1"
            ).rows %}
            {% set sentence =
                lines[0] ~ ' of ' ~ lines[1] ~ ' lines were rejected ('
                ~ '%.1f' | format(100 * share) ~ ' %), most often as '
                ~ (first[0][0] if first else 'empty file')
                ~ '. See staging.' ~ rejects ~ '.' %}
            {% if share > var('reject_error_ratio') | float or share == 1 %}
                {{ exceptions.raise_compiler_error(
                    sentence ~ ' The limit is reject_error_ratio = '
                    ~ var('reject_error_ratio')
                    ~ '; nothing behind staging was changed.'
                ) }}
            {% endif %}
            {% do exceptions.warn(sentence) %}
        {% endif %}
    {% endif %}
    select 1 as line where false
{% endtest %}
