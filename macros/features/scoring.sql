{#
    The fill value replaces NULL. Then the number is logged. Its deviation from the mean
    is multiplied by n / (n + prior_orders), scaled and clipped.
#}
{% macro prepare_number(name, place) -%}
    {%- set value = 'coalesce(' ~ name ~ ', fill_values[' ~ place ~ '])' -%}
    case
        when scales[{{ place }}] > 0 then least(greatest(
            (sign({{ value }}) * ln(1 + abs({{ value }})) - centers[{{ place }}])
            * credible_order_count
            / (credible_order_count + coalesce(prior_orders[{{ place }}], 0))
            / scales[{{ place }}], -clip
        ), clip)
        else 0.0
    end
{%- endmacro %}


{% macro prepare_category(name, place) -%}
    list_transform(
        category_values[{{ place }}],
        lambda known: case when {{ name }} = known then category_weight else 0.0 end
    )
{%- endmacro %}


{% macro dense(weights, bias, inputs, at_least=none) -%}
    {%- set unit = (
        'list_dot_product(' ~ weights ~ '[i], ' ~ inputs ~ ') + ' ~ bias ~ '[i]'
    ) -%}
    list_transform(
        range(1, len({{ bias }}) + 1),
        lambda i: {{ unit if at_least is none else
            'greatest(' ~ unit ~ ', ' ~ at_least ~ ')' }}
    )
{%- endmacro %}


{% macro encoder_inputs_match_the_model() -%}
    case
        when
            feature_hash = '{{ local_md5(
                (encoder_numbers() + encoder_categories()) | join(',')
            ) }}'
            then true
        else {{ raise_error(
            "'segment_model was trained on other features than this project '"
            ~ " || 'computes: build segment_model again (dbt build).'"
        ) }}
    end
{%- endmacro %}
