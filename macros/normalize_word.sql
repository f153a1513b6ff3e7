{# A word in lower case without blanks, `_`, `-` or `.` or the characters in `also`. #}
{% macro normalize_word(word, also='') -%}
    translate(lower({{ word }}), concat(' _-.{{ also }}', chr(9), chr(160)), '')
{%- endmacro %}
