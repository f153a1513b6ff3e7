"""What makes the chances of a segment high or low: `segment_contributions`."""

import numpy as np
import pyarrow as pa

from ml.forecasts.background import Known, read_background, typical_of
from ml.forecasts.explaining import explain_chances
from ml.forecasts.reasons import places_of, tell, typical_values

# Smaller contributions are roundings.
SMALLEST_CONTRIBUTION = 1e-9
CONTRIBUTION_SCHEMA = pa.schema(
    [
        ("segment_id", pa.int32()),
        ("feature", pa.string()),
        ("customers", pa.int64()),
        ("typical_value", pa.float64()),
        ("typical_category", pa.string()),
        ("typical_value_of_all", pa.float64()),
        ("typical_category_of_all", pa.string()),
        ("contribution", pa.float64()),
        ("mean_log_odds", pa.float64()),
    ]
)


def sum_up_segments(background: pa.Table, known: Known) -> pa.Table:
    """Return what makes the chances of segments high or low: per segment and topic.

    A row is about the background customers of the segment who have a forecast.
    """
    if not known.explainers:
        return CONTRIBUTION_SCHEMA.empty_table()
    _, columns, segment_of = read_background(background, known.season)
    explanation = explain_chances(known.explainers, columns)
    names, places = explanation.names, places_of(explanation.names, known.topics)
    log_odds = explanation.log_odds.mean(axis=0)
    has_forecast = ~np.isnan(log_odds)
    contributions = explanation.contributions.mean(axis=0)
    contributions = contributions - contributions[has_forecast].mean(axis=0)
    parts = [CONTRIBUTION_SCHEMA.empty_table()]
    for segment in np.unique(segment_of[has_forecast & ~np.isnan(segment_of)]):
        of = has_forecast & (segment_of == segment)
        means = contributions[of].mean(axis=0)
        by_topic = np.bincount(places, means)
        (topics,) = np.nonzero(np.abs(by_topic) > SMALLEST_CONTRIBUTION)
        told = tell(means[None], places, np.zeros(len(topics), int), topics)
        typical = {names[one]: typical_of(columns[names[one]][of]) for one in told}
        size = len(topics)
        columns_of_part = [
            np.full(size, segment, "int32"),
            np.array(names, object)[told],
            np.full(size, of.sum()),
            *typical_values(typical, names, told),
            *typical_values(known.typical, names, told),
            by_topic[topics],
            np.full(size, log_odds[has_forecast].mean()),
        ]
        parts.append(
            pa.Table.from_arrays(
                [
                    pa.array(one, field.type)
                    for one, field in zip(
                        columns_of_part, CONTRIBUTION_SCHEMA, strict=True
                    )
                ],
                schema=CONTRIBUTION_SCHEMA,
            )
        )
    return pa.concat_tables(parts)
