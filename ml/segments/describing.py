"""Describe the segments of a model: ids, order, names and profiles."""

import numpy as np
from sklearn.decomposition import PCA

from ml.customers.customers import Customers
from ml.segments.clustering import nearest
from ml.segments.feature_words import FeatureWords
from ml.segments.ids import count_moves, inherit_ids
from ml.segments.measures import Candidate
from ml.segments.naming import describe_all, name_segments, suggest_action
from ml.segments.profiles import VALUE, Profile, profile_segment


def describe_segments(
    latents: np.ndarray,
    chosen: Candidate,
    customers: Customers,
    generations: list[np.ndarray],
    lineage: list[dict],
    words: dict[str, dict],
) -> dict:
    """Return the columns of `segment_model` that describe segments, ordered by id.

    Parameters
    ----------
    latents : (customers, 8) array
    chosen : Candidate
    customers : Customers
        With their clv_amount.
    generations : list of (customers,) arrays of int
        The segment ids that each model of `lineage` gives to these customers.
    lineage : list of dict
        The rows of former models: the one that this model continues, then those with
        other ids, the latest first.
    words : dict of feature to arguments of FeatureWords
    """
    labels = nearest(latents, chosen.division.centroids)
    order = order_by_value(labels, customers.values, chosen.n_segments)
    ids, names = list(range(chosen.n_segments)), {}
    next_id, moves = chosen.n_segments, {}
    if lineage:
        ranks = np.argsort(order)[labels]
        next_id = lineage[0]["first_unused_id"]
        ids = inherit_ids(generations, ranks, chosen.n_segments, next_id)
        for row in reversed(lineage):
            names |= zip(row["segment_ids"], row["segment_names"], strict=True)
        moves = count_moves(generations[0], np.array(ids)[ranks])
    ids, order = zip(*sorted(zip(ids, order, strict=True)), strict=True)
    words = {name: FeatureWords(**one) for name, one in words.items()}
    profiles = [profile_segment(customers, labels == label, words) for label in order]
    names = name_segments(profiles, [names.get(one, "") for one in ids])
    # PCA of two components needs two rows, so a single customer is repeated.
    picture = PCA(2).fit(latents if len(latents) > 1 else np.repeat(latents, 2, axis=0))
    return {
        "previous_version": lineage[0]["model_version"] if lineage else None,
        "segment_ids": list(ids),
        "first_unused_id": max(next_id, max(ids) + 1),
        "centroids": chosen.division.centroids[list(order)].tolist(),
        "pca_mean": picture.mean_.tolist(),
        "pca_components": picture.components_.tolist(),
        "segment_names": names,
        "segment_descriptions": describe_all(profiles),
        "suggested_actions": [*map(suggest_action, names, profiles)],
        **moves,
        **profile_columns(profiles, [VALUE, *customers.numbers]),
    }


def profile_columns(profiles: list[Profile], features: list[str]) -> dict:
    """Return the columns that compare the mean of each segment with all customers."""
    parts = {"means": "mean", "everybody": "everybody", "differences": "difference"}
    return {"profile_features": features} | {
        f"profile_{ending}": [
            [getattr(profile.measures.get(one), part, None) for one in features]
            for profile in profiles
        ]
        for ending, part in parts.items()
    }


def order_by_value(labels, values, n_segments: int) -> list[int]:
    """Return the cluster labels from the most to the least valuable."""
    means = [
        values[labels == label].mean() if (labels == label).any() else -np.inf
        for label in range(n_segments)
    ]
    return sorted(range(n_segments), key=lambda label: (-means[label], label))
