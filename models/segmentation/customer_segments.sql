-- The encoder's forward pass and the nearest centroid, from the one row of
-- segment_model: linear in customers, and no Python.
with

customer_encoder_inputs as (
    select * from {{ ref('customer_encoder_inputs') }}
),

segment_model as (
    select *
    from {{ ref('segment_model') }}
    where {{ encoder_inputs_match_the_model() }}
),

segments_named as (
    select * from {{ ref('segments_named') }}
),

inputs_listed as (
    select
        customer_id,
        [{{ encoder_numbers() | join(', ') }}] as numbers,
        [{{ encoder_categories() | join(', ') }}] as categories
    from customer_encoder_inputs
),

inputs_prepared as (
    select
        inputs_listed.customer_id,
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
),

customer_segments as (
    select
        segments_ranked.customer_id,
        segments_named.segment_id,
        segments_named.segment_name,
        nearest[1].distance as distance_to_centroid,
        nearest[2].distance - nearest[1].distance as segment_margin,
        coalesce(nearest[2].distance < 1.1 * nearest[1].distance, false)
            as is_borderline,
        cast(nearest[2].segment_id as integer) as next_segment_id,
        {%- for i in range(1, 9) %}
        latent[{{ i }}] as latent_{{ i }},
        {%- endfor %}
        picture[1] as pca_x,
        picture[2] as pca_y,
        model_version,
        current_timestamp as scored_at
    from segments_ranked
    inner join segments_named
        on segments_ranked.nearest[1].segment_id = segments_named.segment_id
)

select * from customer_segments
