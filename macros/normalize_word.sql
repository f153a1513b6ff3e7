{#
    A word as the seeds of words have it: in lower case, without blanks, `_`, `-` and `.`,
    and without what else is named.
#}
{% macro normalize_word(word, also='') -%}
    translate(lower({{ word }}), concat(' _-.{{ also }}', chr(9), chr(160)), '')
{%- endmacro %}
