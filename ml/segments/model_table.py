"""The columns of `segment_model`, a table of one row, and its version."""

import hashlib
import json

import pyarrow as pa

NUMBERS = pa.list_(pa.float64())
INTEGERS = pa.list_(pa.int32())
TEXTS = pa.list_(pa.string())
MATRIX = pa.list_(NUMBERS)
# The measures of which each candidate has one.
CANDIDATE_MEASURES = (
    "inertia",
    "silhouette",
    "davies_bouldin",
    "calinski_harabasz",
    "smallest_share",
    "value_explained",
)
SEGMENT_MODEL_SCHEMA = pa.schema(
    [
        ("model_version", pa.string()),
        ("previous_version", pa.string()),
        # the request
        ("source_name", pa.string()),
        ("n_segments", pa.int32()),
        ("random_seed", pa.int32()),
        ("feature_hash", pa.string()),
        ("recipe_version", pa.int32()),
        # inputs
        ("feature_names", TEXTS),
        ("fill_values", NUMBERS),
        ("centers", NUMBERS),
        ("scales", NUMBERS),
        ("prior_orders", NUMBERS),
        ("clip", pa.float64()),
        ("category_names", TEXTS),
        ("category_values", pa.list_(TEXTS)),
        ("category_weight", pa.float64()),
        # encoder: one list of weights per unit, so that SQL scores by dot products
        ("hidden_weights", MATRIX),
        ("hidden_bias", NUMBERS),
        ("latent_weights", MATRIX),
        ("latent_bias", NUMBERS),
        # segments
        ("segment_ids", INTEGERS),
        ("first_unused_id", pa.int32()),
        ("moved_from_ids", INTEGERS),
        ("moved_to_ids", INTEGERS),
        ("moved_customers", INTEGERS),
        ("centroids", MATRIX),
        ("confidence_curves", pa.list_(MATRIX)),
        ("pca_mean", NUMBERS),
        ("pca_components", MATRIX),
        ("segment_names", TEXTS),
        ("segment_descriptions", TEXTS),
        ("suggested_actions", TEXTS),
        ("profile_features", TEXTS),
        ("profile_means", MATRIX),
        ("profile_everybody", MATRIX),
        ("profile_differences", MATRIX),
        # measures
        ("candidate_segments", INTEGERS),
        *((f"candidate_{name}", NUMBERS) for name in CANDIDATE_MEASURES),
        ("candidate_stability", MATRIX),
        ("elbow_segments", pa.int32()),
        ("chosen_segments", pa.int32()),
        ("chosen_because", pa.string()),
        ("are_groups", pa.bool_()),
        ("groups_because", pa.string()),
        ("silhouette", pa.float64()),
        ("stability", pa.float64()),
        ("training_loss", NUMBERS),
        ("validation_loss", NUMBERS),
        ("training_customers", pa.int32()),
        ("notes", TEXTS),
        # added after the training
        ("is_brought_back", pa.bool_()),
        ("restored_version", pa.string()),
        ("challenger_version", pa.string()),
        ("challenger_refused", pa.string()),
        ("trained_at", pa.timestamp("us", "UTC")),
        ("trained_as_of", pa.date32()),
    ]
)


def to_table(row: dict) -> pa.Table:
    """Return the row as an Arrow table of this schema; missing values become NULL."""
    return pa.Table.from_pylist([row], schema=SEGMENT_MODEL_SCHEMA)


def hash_row(row: dict) -> str:
    """Return the version of a model: a hash of its request and parameters."""
    text = json.dumps(row, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
