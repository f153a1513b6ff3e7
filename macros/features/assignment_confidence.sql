{#
    Two steps after `segments_ranked` read the share of bootstrap models that agree from
    `confidence_curves`. The last step, `confidence_computed`, has one column more,
    `assignment_confidence`. A curve has eleven shares, at 0, .1, ..., 1 times the
    distance to the next segment; between two of them, the share lies on a line.
#}
{% macro assignment_confidence() %}
curves_found as (
    select
        *,
        {{ list_item(
            list_item('confidence_curves', 'array_position(segment_ids, nearest_id)'),
            'array_position(segment_ids, next_id)'
        ) }} as curve,
        case
            when next_distance > 0 then 10 * nearest_distance / next_distance else 10.0
        end as curve_place,
        -- The last knot has no next one, so the line before it ends there.
        cast(least(floor(curve_place), 9) as integer) + 1 as knot
    from segments_ranked
),

confidence_computed as (
    select
        *,
        case
            when next_id is null then 1.0
            else round(
                {{ list_item('curve', 'knot') }} + (curve_place - knot + 1)
                * ({{ list_item('curve', 'knot + 1') }} - {{ list_item('curve', 'knot') }}),
                3
            )
        end as assignment_confidence
    from curves_found
)
{% endmacro %}
