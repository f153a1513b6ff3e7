{#
    The encoder's forward pass and the distances to all centres, as steps of a query
    that has `segment_model` of one row: linear in customers, and no Python.
    `segments_ranked` then has the keys, all columns of the model, and the lists
    `latent`, `nearest` (distance, segment_id; the own segment first) and `picture`.
#}
{% macro score_customers(inputs, keys) %}
inputs_listed as (
    select
        {{ keys }},
        [{{ encoder_numbers() | join(', ') }}] as numbers,
        [{{ encoder_categories() | join(', ') }}] as categories
    from {{ inputs }}
),

inputs_prepared as (
    select
        inputs_listed.* exclude (numbers, categories),
        segment_model.*,
        list_concat(
            list_transform(
                range(1, len(fill_values) + 1),
                lambda i: {{ prepare_number(
                    'coalesce(numbers[i], fill_values[i])',
                    'centers[i]', 'scales[i]', 'clip'
                ) }}
            ),
            flatten(list_transform(
                range(1, len(category_names) + 1),
                lambda i: list_transform(
                    category_values[i],
                    lambda known: case
                        when categories[i] = known then category_weight else 0.0
                    end
                )
            ))
        ) as inputs
    from inputs_listed
    cross join segment_model
),

hidden_computed as (
    select
        *,
        list_transform(
            {{ dense('hidden_weights', 'hidden_bias', 'inputs') }},
            lambda unit: greatest(unit, 0.0)
        ) as hidden
    from inputs_prepared
),

latents_computed as (
    select
        *,
        {{ dense('latent_weights', 'latent_bias', 'hidden') }} as latent
    from hidden_computed
),

distances_computed as (
    select
        *,
        list_transform(
            centroids, lambda centroid: list_distance(latent, centroid)
        ) as distances
    from latents_computed
),

segments_ranked as (
    select
        *,
        list_sort(list_transform(
            range(1, len(distances) + 1),
            lambda i: struct_pack(
                distance := distances[i], segment_id := segment_ids[i]
            )
        )) as nearest,
        list_transform(
            pca_components,
            lambda component: list_dot_product(
                component,
                list_transform(
                    range(1, len(latent) + 1), lambda i: latent[i] - pca_mean[i]
                )
            )
        ) as picture
    from distances_computed
)
{% endmacro %}
