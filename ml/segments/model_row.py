"""The columns of `segment_model` about inputs, network, measures and notes."""

import numpy as np

from ml.customers.customers import Customers
from ml.encoder.preparation import CATEGORY_WEIGHT, CLIP, Preparation
from ml.encoder.scoring import Encoder
from ml.segments.measures import Candidate
from ml.segments.model_table import CANDIDATE_MEASURES
from ml.segments.selection import find_elbow


def input_columns(preparation: Preparation, customers: Customers) -> dict:
    """Return the columns of the preparation."""
    arrays = ("fill_values", "centers", "scales")
    return {
        "feature_names": [*customers.numbers],
        **{name: getattr(preparation, name).tolist() for name in arrays},
        "prior_orders": customers.prior_orders.tolist(),
        "clip": CLIP,
        "category_names": [*customers.categories],
        "category_values": preparation.category_values,
        "category_weight": CATEGORY_WEIGHT,
    }


def encoder_columns(encoder: Encoder, trained: Encoder) -> dict:
    """Return the columns of an encoder, one list of weights per unit.

    The losses are those of the training, `trained`.
    """
    return {
        "hidden_weights": encoder.hidden_weights.T.tolist(),
        "hidden_bias": encoder.hidden_bias.tolist(),
        "latent_weights": encoder.latent_weights.T.tolist(),
        "latent_bias": encoder.latent_bias.tolist(),
        "training_loss": trained.training_loss,
        "validation_loss": trained.validation_loss,
    }


def measure_columns(chosen: Candidate, candidates: list[Candidate]) -> dict:
    """Return the measures of the chosen candidate, and those of all candidates."""
    return {
        "candidate_segments": [one.n_segments for one in candidates],
        **{
            f"candidate_{name}": [getattr(one, name) for one in candidates]
            for name in (*CANDIDATE_MEASURES, "stability")
        },
        "elbow_segments": find_elbow(candidates) if candidates else None,
        "chosen_segments": chosen.n_segments,
        "silhouette": chosen.silhouette,
        "stability": chosen.least_stability,
    }


def note_absent_features(customers: Customers, preparation: Preparation) -> list[str]:
    """Return sentences about features that have no influence on the segments."""
    names, repeats = [*customers.numbers], preparation.repeats
    unknown, constant = [], []
    for place, column in enumerate(customers.numbers.values()):
        if np.isnan(column).all():
            unknown.append(names[place])
        elif preparation.scales[place] == 0 and place not in repeats:
            constant.append(names[place])
    reasons = [
        ("unknown for every customer", unknown),
        ("the same for every customer", constant),
        *(
            (f"it says nearly the same as {names[earlier]}", [names[later]])
            for later, earlier in repeats.items()
        ),
    ]
    return [
        f"Left out of training, because {reason}: {', '.join(features)}."
        for reason, features in reasons
        if features
    ]
