{# A word in lower case, without blanks, `_`, `-`, `.` and the characters of `also`. #}
{% macro normalize_word(word, also='') -%}
    translate(lower({{ word }}), concat(' _-.{{ also }}', chr(9), chr(160)), '')
{%- endmacro %}
