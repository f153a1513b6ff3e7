"""The columns of `algorithm_comparison`."""

import pyarrow as pa

MEASURES = (
    "smallest_share",
    "noise_share",
    "silhouette",
    "davies_bouldin",
    "calinski_harabasz",
    "seed_agreement",
    "sample_agreement",
    "value_explained",
    "gini",
)
# The two measures of later revenue, by which methods win, tie or lose.
JUDGED = ("value", "gini")
DIFFERENCES = {
    f"{name}{part}": type_
    for name in JUDGED
    for part, type_ in (
        ("_difference_low", pa.float64()),
        ("_difference_high", pa.float64()),
        ("_verdict", pa.string()),
    )
}
NO_DIFFERENCE = dict.fromkeys(DIFFERENCES)
ALGORITHM_COMPARISON_SCHEMA = pa.schema(
    [
        ("method", pa.string()),
        ("n_segments", pa.int64()),
        ("customers", pa.int64()),
        *((name, pa.float64()) for name in MEASURES),
        *DIFFERENCES.items(),
        ("note", pa.string()),
        ("as_of_date", pa.date32()),
        ("judged_until", pa.date32()),
        ("source_name", pa.string()),
        ("model_version", pa.string()),
        ("recipe_version", pa.int32()),
        ("comparison_id", pa.string()),
        ("compared_at", pa.timestamp("us", tz="UTC")),
    ]
)
