"""Make the values of `segment_model`: inputs, network, measures, notes."""

import numpy as np

from ml.customers.customers import Customers
from ml.encoder.preparation import CATEGORY_WEIGHT, CLIP, Preparation
from ml.encoder.scoring import Encoder
from ml.segments.measures import Candidate
from ml.segments.model_table import CANDIDATE_MEASURES
from ml.segments.selection import find_elbow


def input_columns(preparation: Preparation, customers: Customers) -> dict:
    """Return the columns that say how features become inputs."""
    arrays = ("fill_values", "centers", "scales")
    return {
        "feature_names": [*customers.numbers],
        **{name: getattr(preparation, name).tolist() for name in arrays},
        "clip": CLIP,
        "category_names": [*customers.categories],
        "category_values": preparation.category_values,
        "category_weight": CATEGORY_WEIGHT,
    }


def encoder_columns(encoder: Encoder) -> dict:
    """Return the columns of the network, one list of weights per unit."""
    return {
        "hidden_weights": encoder.hidden_weights.T.tolist(),
        "hidden_bias": encoder.hidden_bias.tolist(),
        "latent_weights": encoder.latent_weights.T.tolist(),
        "latent_bias": encoder.latent_bias.tolist(),
        "training_loss": encoder.training_loss,
        "validation_loss": encoder.validation_loss,
    }


def measure_columns(chosen: Candidate, candidates: list[Candidate]) -> dict:
    """Return the columns of the measures: of the model, and of all candidates."""
    return {
        "candidate_segments": [one.n_segments for one in candidates],
        **{
            f"candidate_{name}": [getattr(one, name) for one in candidates]
            for name in CANDIDATE_MEASURES
        },
        "candidate_stability": [
            None if one.stability is None else list(one.stability) for one in candidates
        ],
        "elbow_segments": find_elbow(candidates) if candidates else None,
        "chosen_segments": chosen.n_segments,
        "silhouette": chosen.silhouette,
        "stability": chosen.least_stability,
    }


def note_absent_features(customers: Customers, preparation: Preparation) -> list[str]:
    """Return sentences about features that the training left out."""
    names = np.array([*customers.numbers])
    unknown = np.array([np.isnan(one).all() for one in customers.numbers.values()])
    is_repeat = np.isin(np.arange(len(names)), [*preparation.repeats])
    is_constant = (preparation.scales == 0) & ~unknown & ~is_repeat
    reasons = {
        "unknown for every customer": unknown,
        "the same for every customer": is_constant,
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
