"""The one row of `segment_model`: its columns, their types, its version."""

import hashlib
import json

import pyarrow as pa

NUMBERS = pa.list_(pa.float64())
MATRIX = pa.list_(NUMBERS)
WORDS = pa.list_(pa.string())

SEGMENT_MODEL_SCHEMA = pa.schema(
    [
        ("model_version", pa.string()),
        ("previous_version", pa.string()),
        # what was asked
        ("source_name", pa.string()),
        ("n_segments", pa.int32()),
        ("random_seed", pa.int32()),
        ("feature_hash", pa.string()),
        ("recipe_version", pa.int32()),
        # inputs
        ("feature_names", WORDS),
        ("fill_values", NUMBERS),
        ("centers", NUMBERS),
        ("scales", NUMBERS),
        ("clip", pa.float64()),
        ("category_names", WORDS),
        ("category_values", pa.list_(WORDS)),
        ("category_weight", pa.float64()),
        # encoder: one row of weights per unit, so that scoring is a dot product
        ("hidden_weights", MATRIX),
        ("hidden_bias", NUMBERS),
        ("latent_weights", MATRIX),
        ("latent_bias", NUMBERS),
        # segments
        ("segment_ids", pa.list_(pa.int32())),
        ("ids_given", pa.int32()),
        ("moved_from_ids", pa.list_(pa.int32())),
        ("moved_to_ids", pa.list_(pa.int32())),
        ("moved_customers", pa.list_(pa.int32())),
        ("centroids", MATRIX),
        ("pca_mean", NUMBERS),
        ("pca_components", MATRIX),
        ("segment_names", WORDS),
        ("segment_descriptions", WORDS),
        ("suggested_actions", WORDS),
        ("profile_features", WORDS),
        ("profile_means", MATRIX),
        ("profile_everybody", MATRIX),
        ("profile_differences", MATRIX),
        # measures
        ("candidate_segments", pa.list_(pa.int32())),
        ("candidate_inertia", NUMBERS),
        ("candidate_silhouette", NUMBERS),
        ("candidate_davies_bouldin", NUMBERS),
        ("candidate_calinski_harabasz", NUMBERS),
        ("candidate_smallest_share", NUMBERS),
        ("candidate_value_explained", NUMBERS),
        ("candidate_stability", MATRIX),
        ("elbow_segments", pa.int32()),
        ("chosen_segments", pa.int32()),
        ("chosen_because", pa.string()),
        ("silhouette", pa.float64()),
        ("stability", pa.float64()),
        ("training_loss", NUMBERS),
        ("validation_loss", NUMBERS),
        ("training_customers", pa.int32()),
        ("notes", WORDS),
        # what became of it since
        ("is_brought_back", pa.bool_()),
        ("challenger_version", pa.string()),
        ("challenger_refused", pa.string()),
    ]
)


def to_table(row: dict) -> pa.Table:
    """Return the row as a table of the one schema; what it lacks is NULL."""
    return pa.Table.from_pylist([row], schema=SEGMENT_MODEL_SCHEMA)


def hash_row(row: dict) -> str:
    """Return the model's version: a hash of parameters, features and source."""
    text = json.dumps(row, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
