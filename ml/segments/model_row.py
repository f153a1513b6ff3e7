"""Parts of the one row of `segment_model`: inputs, network, measures."""

import numpy as np

from ml.customers.customers import Customers
from ml.encoder.autoencoder import Encoder
from ml.encoder.preparation import CATEGORY_WEIGHT, CLIP, Preparation
from ml.segments.measures import Candidate
from ml.segments.selection import find_elbow


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


def keep_measures(chosen: Candidate, reason: str, candidates, encoder) -> dict:
    """Return the columns that say how good the model is, and what else was tried."""
    return {
        "candidate_segments": [one.n_segments for one in candidates],
        **{
            f"candidate_{name}": [getattr(one, name) for one in candidates]
            for name in (
                "inertia",
                "silhouette",
                "davies_bouldin",
                "calinski_harabasz",
                "smallest_share",
                "value_explained",
            )
        },
        "candidate_stability": [
            None if one.stability is None else list(one.stability) for one in candidates
        ],
        "elbow_segments": find_elbow(candidates) if candidates else None,
        "chosen_segments": chosen.n_segments,
        "chosen_because": reason,
        "silhouette": chosen.silhouette,
        "stability": chosen.least_stability,
        "training_loss": encoder.training_loss,
        "validation_loss": encoder.validation_loss,
    }


def note_absent_features(customers: Customers, preparation: Preparation) -> list:
    """Return sentences about features that training had to do without."""
    names = np.array([*customers.numbers])
    unknown = np.isnan(customers.number_matrix).all(axis=0)
    is_repeat = np.isin(np.arange(len(names)), [*preparation.repeats])
    reasons = {
        "unknown for every customer": unknown,
        "the same for every customer": (preparation.scales == 0)
        & ~unknown
        & ~is_repeat,
    }
    notes = [
        f"Left out of training, because {reason}: {', '.join(names[mask])}."
        for reason, mask in reasons.items()
        if mask.any()
    ]
    return notes + [
        f"Left out of training, because it says nearly the same as {names[earlier]}: "
        f"{names[later]}."
        for later, earlier in preparation.repeats.items()
    ]
