"""Train a champion: everything that scoring needs, as one row."""

import numpy as np
from sklearn.decomposition import PCA

from ml.autoencoder import Encoder, train_autoencoder
from ml.clustering import Candidate, find_segments, nearest, refit
from ml.lineage import inherit_ids, starting_points
from ml.model_table import hash_row
from ml.naming import describe, name_segments, suggest_action
from ml.preparation import CATEGORY_WEIGHT, CLIP, Preparation, fit_preparation
from ml.profiles import profile_segment
from ml.recipe import RECIPE_VERSION
from ml.scoring import assign


class TrainingError(ValueError):
    """Why no model can be trained, in a sentence."""


def train_champion(
    numbers, categories, values, request, previous=None, show_progress=None
) -> dict:
    """Train preparation, autoencoder and K-Means; return the model's row.

    Parameters
    ----------
    numbers : dict of str to (customers,) arrays, NaN where unknown
        In the order that scoring uses.
    categories : dict of str to (customers,) arrays of str or None
    values : (customers,) array
        clv_amount, which orders the segments: 0 is the most valuable.
    request : dict
        `source_name`, `n_segments` (0 chooses) and `random_seed`.
    previous : dict, optional
        Row of the source's last champion, whose segments keep their ids.

    Raises
    ------
    TrainingError
        No customer has a counted order.
    """
    seed = request["random_seed"]
    if not len(values):
        raise TrainingError("No customer has a counted order: nothing to segment.")
    number_matrix = np.column_stack(list(numbers.values()))
    category_matrix = np.column_stack(list(categories.values()))
    preparation = fit_preparation(number_matrix, category_matrix)
    inputs = preparation.transform(number_matrix, category_matrix)
    encoder = train_autoencoder(inputs, seed, show_progress)
    latents = encoder.encode(inputs)
    chosen, candidates = find_segments(latents, request["n_segments"], seed)
    old_ids = assign(previous, numbers, categories) if previous else None
    if previous:
        chosen = refit(latents, chosen, starting_points(latents, old_ids))
    row = {
        **request,
        "recipe_version": RECIPE_VERSION,
        **name_inputs(preparation, list(numbers), list(categories)),
        **keep_encoder(encoder),
        **describe_segments(
            latents, chosen, (numbers, categories, values), old_ids, previous
        ),
        **keep_measures(chosen, candidates, encoder),
        "training_customers": len(values),
        "notes": note_absent_features(number_matrix, list(numbers), preparation),
    }
    return {"model_version": hash_row(row), **row}


def name_inputs(preparation: Preparation, numbers: list, categories: list) -> dict:
    """Return the columns that say how features become inputs."""
    return {
        "feature_names": numbers,
        "fill_values": preparation.fill_values.tolist(),
        "centers": preparation.centers.tolist(),
        "scales": preparation.scales.tolist(),
        "clip": CLIP,
        "category_names": categories,
        "category_values": preparation.category_values,
        "category_weight": CATEGORY_WEIGHT,
    }


def keep_encoder(encoder: Encoder) -> dict:
    """Return the columns of the network, one row of weights per unit."""
    return {
        "hidden_weights": encoder.hidden_weights.T.tolist(),
        "hidden_bias": encoder.hidden_bias.tolist(),
        "latent_weights": encoder.latent_weights.T.tolist(),
        "latent_bias": encoder.latent_bias.tolist(),
    }


def describe_segments(latents, chosen, customers, old_ids, previous) -> dict:
    """Return the columns of the segments, in the order of their ids.

    `customers` are their numbers, categories and values, as `train_champion` takes
    them.
    """
    labels = nearest(latents, chosen.centroids)
    order = order_by_value(labels, customers[-1], chosen.n_segments)
    ids, names = list(range(chosen.n_segments)), {}
    ids_given = chosen.n_segments
    if previous:
        ranks = np.argsort(order)[labels]
        ids_given = previous["ids_given"]
        ids = inherit_ids(old_ids, ranks, chosen.n_segments, ids_given)
        names = dict(
            zip(previous["segment_ids"], previous["segment_names"], strict=True)
        )
    ids, order = zip(*sorted(zip(ids, order, strict=True)), strict=True)
    profiles = [profile_segment(*customers, labels == label) for label in order]
    names = name_segments(profiles, [names.get(one, "") for one in ids])
    picture = fit_picture(latents)
    return {
        "previous_version": previous["model_version"] if previous else None,
        "segment_ids": list(ids),
        "ids_given": max(ids_given, max(ids) + 1),
        "centroids": chosen.centroids[list(order)].tolist(),
        "pca_mean": picture.mean_.tolist(),
        "pca_components": picture.components_.tolist(),
        "segment_names": names,
        "segment_descriptions": [describe(profile) for profile in profiles],
        "suggested_actions": [suggest_action(name) for name in names],
    }


def keep_measures(chosen: Candidate, candidates, encoder: Encoder) -> dict:
    """Return the columns that say how good the model is, and what else was tried."""
    return {
        "candidate_segments": [one.n_segments for one in candidates],
        "candidate_inertia": [one.inertia for one in candidates],
        "candidate_silhouette": [one.silhouette for one in candidates],
        "chosen_segments": chosen.n_segments,
        "silhouette": chosen.silhouette,
        "training_loss": encoder.training_loss,
        "validation_loss": encoder.validation_loss,
    }


def note_absent_features(matrix, names: list[str], preparation: Preparation) -> list:
    """Return sentences about features that training had to do without."""
    unknown = np.isnan(matrix).all(axis=0)
    reasons = {
        "unknown for every customer": unknown,
        "the same for every customer": (preparation.scales == 0) & ~unknown,
    }
    return [
        f"Left out of training, because {reason}: {', '.join(np.array(names)[mask])}."
        for reason, mask in reasons.items()
        if mask.any()
    ]


def fit_picture(latents: np.ndarray) -> PCA:
    """Return the projection of (customers, 8) latents to two dimensions."""
    # Two dimensions need two customers, be it the same one twice.
    return PCA(2).fit(latents if len(latents) > 1 else np.repeat(latents, 2, axis=0))


def order_by_value(labels, values, n_segments) -> list[int]:
    """Return the cluster labels from the most to the least valuable."""
    means = [
        values[labels == label].mean() if (labels == label).any() else -np.inf
        for label in range(n_segments)
    ]
    return sorted(range(n_segments), key=lambda label: (-means[label], label))
