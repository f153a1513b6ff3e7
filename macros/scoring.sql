{# A number as the encoder sees it: signed logarithm, scaled, clipped. #}
{% macro prepare_number(value, center, scale, clip) -%}
    case
        when {{ scale }} > 0 then least(greatest(
            (sign({{ value }}) * ln(1 + abs({{ value }})) - {{ center }})
            / {{ scale }}, -{{ clip }}
        ), {{ clip }})
        else 0.0
    end
{%- endmacro %}


{# One layer: a dot product and a bias for each unit. #}
{% macro dense(weights, bias, inputs) -%}
    list_transform(
        range(1, len({{ bias }}) + 1),
        lambda i: list_dot_product({{ weights }}[i], {{ inputs }}) + {{ bias }}[i]
    )
{%- endmacro %}


{# True, or an error that says the model was trained on other inputs. #}
{% macro encoder_inputs_match_the_model() -%}
    case
        when
            feature_hash = '{{ local_md5(
                (encoder_numbers() + encoder_categories()) | join(',')
            ) }}'
            then true
        else error(
            'segment_model was trained on other features than this project '
            || 'computes: build segment_model again (dbt build).'
        )
    end
{%- endmacro %}
