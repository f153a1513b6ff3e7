"""Whether the columns of a stored model of segments fit each other."""

from ml.segments.model_table import SEGMENT_MODEL_SCHEMA
from ml.segments.seals import are_finite, has_type

# What each list has one entry for; None: any number of entries.
SIZES = {
    "fill_values": ("feature",),
    "centers": ("feature",),
    "scales": ("feature",),
    "prior_orders": ("feature",),
    "category_values": ("category",),
    "hidden_weights": ("unit", "input"),
    "hidden_bias": ("unit",),
    "latent_weights": ("latent", "unit"),
    "latent_bias": ("latent",),
    "centroids": ("segment", "latent"),
    "confidence_curves": ("segment", "segment"),
    "pca_mean": ("latent",),
    "pca_components": (None, "latent"),
    "segment_names": ("segment",),
    "segment_descriptions": ("segment",),
    "suggested_actions": ("segment",),
    "profile_means": ("segment", "profile feature"),
    "profile_everybody": ("segment", "profile feature"),
    "profile_differences": ("segment", "profile feature"),
}
TEXTS = (
    *("feature_names", "category_names", "category_values", "segment_names"),
    *("segment_descriptions", "suggested_actions", "profile_features"),
)
NAMES = ("feature_names", "category_names", "segment_names")
NUMBERS = (
    *("fill_values", "centers", "scales", "prior_orders", "clip", "category_weight"),
    *("hidden_weights", "hidden_bias", "latent_weights", "latent_bias", "centroids"),
    *("confidence_curves", "pca_mean", "pca_components", "segment_ids"),
)
POSITIVE = ("clip", "category_weight")
# Columns that may be NULL: a model of few customers, or of an earlier version.
OPTIONAL = ("prior_orders", "confidence_curves")
REQUIRED = [
    *("model_version", "source_name", "feature_hash", "first_unused_id"),
    *("chosen_segments", "trained_at"),
    *(one for one in dict.fromkeys((*TEXTS, *NUMBERS, *SIZES)) if one not in OPTIONAL),
]


def find_misfit(row: dict) -> tuple[str, str] | None:
    """Return a column that cannot be that of a model, and why; None if all fit."""
    for one in SEGMENT_MODEL_SCHEMA:
        if not has_type(row[one.name], one.type):
            return one.name, f"is not of type {one.type}"
    for name in REQUIRED:
        if row[name] is None:
            return name, "is NULL"
    for name in NUMBERS:
        if row[name] is not None and not are_finite(row[name]):
            return name, "holds a number that is not finite"
    for name in TEXTS:
        if not are_known(row[name]):
            return name, "holds a text that is NULL"
    for name in NAMES:
        if not all(map(str.strip, row[name])):
            return name, "holds an empty name"
    for name in POSITIVE:
        if row[name] <= 0:
            return name, "is not above 0"
    if min(row["scales"], default=0) < 0:
        return "scales", "holds a number below 0"
    return find_wrong_ids(row) or find_wrong_size(row)


def find_wrong_ids(row: dict) -> tuple[str, str] | None:
    """Return what is wrong with the ids of the segments."""
    ids = row["segment_ids"]
    if not ids or len(set(ids)) < len(ids) or min(ids) < 0:
        return "segment_ids", "holds no id, an id twice, or an id below 0"
    if len(ids) != row["chosen_segments"]:
        return "segment_ids", f"has {len(ids)} ids, not {row['chosen_segments']}"
    if row["first_unused_id"] <= max(ids):
        return "first_unused_id", "is an id that is used"
    if len(set(row["feature_names"])) < len(row["feature_names"]):
        return "feature_names", "holds a name twice"
    return None


def find_wrong_size(row: dict) -> tuple[str, str] | None:
    """Return a list that has too few or too many entries."""
    sizes = {
        "feature": len(row["feature_names"]),
        "category": len(row["category_names"]),
        "input": len(row["feature_names"]) + sum(map(len, row["category_values"])),
        "unit": len(row["hidden_bias"]),
        "latent": len(row["latent_bias"]),
        "segment": len(row["segment_ids"]),
        "profile feature": len(row["profile_features"]),
    }
    for name, dimensions in SIZES.items():
        lists = [] if row[name] is None else [row[name]]
        for of in dimensions:
            if any(one is None or len(one) != sizes.get(of, len(one)) for one in lists):
                return name, f"does not have one entry per {of}"
            lists = [inner for one in lists for inner in one]
    return None


def are_known(value) -> bool:
    """Return whether no item of a list, or of lists in a list, is NULL."""
    if isinstance(value, list):
        return all(map(are_known, value))
    return value is not None
