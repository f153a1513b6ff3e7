{# What lines of orders and of events are judged by, alike. #}

{# Whether a moment is one in which somebody may have bought something. #}
{% macro is_believable(moment) -%}
    ({{ moment }} >= timestamp '1970-01-01' and {{ moment }} < timestamp '2100-01-01')
{%- endmacro %}


{# The verdict on a line by itself, of `reason_codes`; NULL where nothing is wrong. #}
{% macro first_verdict() -%}
    case
        when is_left_out then 'excluded'
        when reason_codes = 'customer_id_missing' and may_be_anonymous then 'excluded'
        when reason_codes != '' then 'rejected'
    end
{%- endmacro %}


{# The codes as a list; of a customer who is left out, nothing else is said. #}
{% macro reasons_listed(left_out) -%}
    case
        when is_left_out then {{ list_of([quoted(left_out)]) }}
        when reason_codes = ''
            then cast({{ list_of([]) }} as {{ list_type('string') }})
        else split(reason_codes, ',')
    end
{%- endmacro %}
