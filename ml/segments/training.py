"""Train a model of segments, as the row of `segment_model` that scoring needs."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ml.customers.customers import Customers
from ml.encoder.autoencoder import fit_linear_path, train_correction
from ml.encoder.preparation import fit_preparation
from ml.metrics import log_revenue
from ml.segments.clustering import (
    assign,
    count_distinct,
    measure_inertia,
    move_centroids,
)
from ml.segments.confidence import fit_curves
from ml.segments.describing import describe_segments
from ml.segments.encoder_choice import prefer_correction, resample_encoders
from ml.segments.measures import Candidate, LatentSpace
from ml.segments.model_row import (
    encoder_columns,
    input_columns,
    measure_columns,
    note_absent_features,
)
from ml.segments.model_table import hash_row
from ml.segments.promotion import reason_to_refuse
from ml.segments.sample_size import SMALLEST_SEGMENT, warn_of_request
from ml.segments.selection import choose
from ml.segments.structure import judge
from ml.subprocesses import TrainingError

# The columns of the verdict on the segments.
VERDICT = ("are_groups", "groups_because")
# K-Means from the old segments is as good as another start if its inertia is at most
# this many times the other inertia.
INERTIA_TOLERANCE = 1.01


def train_champion(
    customers: Customers,
    earlier: Customers,
    request: dict,
    previous: dict | None = None,
    former: Sequence[dict] = (),
    words: dict[str, dict] | None = None,
    show_progress=None,
) -> tuple[dict, str]:
    """Train preparation, autoencoder and K-Means.

    Parameters
    ----------
    customers : Customers
        With their clv_amount, which orders the segments: 0 is the most valuable.
    earlier : Customers
        The customers of an earlier date with their sales since then; may be empty.
    request : dict
        `source_name`, `n_segments` (0 for the best number), `random_seed` and hashes.
    previous : dict, optional
        Row of the model that this one continues: its segments keep their ids.
    former : sequence of dict
        Rows of models with other ids, the latest first. A segment that continues none
        of `previous` gets the id of theirs that it continues.
    words : dict of feature to arguments of FeatureWords, optional

    Returns
    -------
    row : dict
        The row of `segment_model`.
    refused : str
        Why the last champion is better, in a sentence; "" if it is not better.

    Raises
    ------
    TrainingError
        No customer has a counted order, or the loss is not finite.
    """
    wanted, seed = request["n_segments"], request["random_seed"]
    if not len(customers):
        raise TrainingError("No customer has a counted order: nothing to segment.")
    preparation = fit_preparation(*customers.matrices)
    inputs, earlier_inputs = (
        preparation.transform(*one.matrices) for one in (customers, earlier)
    )
    later_values = log_revenue(earlier.values)
    path = fit_linear_path(inputs, earlier_inputs, earlier.values)
    try:
        corrected, gains = train_correction(path, inputs, seed, show_progress)
    except FloatingPointError as error:
        raise TrainingError(str(error)) from error
    resampled = resample_encoders(customers, earlier)
    space = LatentSpace(path.encoder, inputs, earlier_inputs, later_values, resampled)
    candidates = space.measure_candidates()
    before = count_before(previous)
    chosen, reason = find_segments(space, candidates, wanted, before)
    chosen, encoder_note = prefer_correction(space, chosen, corrected, gains)
    lineage, refused = [previous, *former] if previous else [], ""
    generations = [assign(one, customers) for one in lineage]
    if previous:
        chosen = prefer_warm_start(space, chosen, generations[0], wanted)
        champion = measure_former(space, previous, customers, earlier)
        refused = reason_to_refuse(chosen, champion)
    notes = [encoder_note]
    if wanted:
        notes += warn_of_request(len(customers), chosen.n_segments, chosen.smallest)
    notes += note_absent_features(customers, preparation)
    latents = chosen.division.encoder.encode(inputs)
    described = describe_segments(
        latents, chosen, customers, generations, lineage, words or {}
    )
    verdict = judge(space.latents, chosen, customers.order_counts)
    row = {
        **request,
        **input_columns(preparation, customers),
        **encoder_columns(chosen.division.encoder, corrected),
        **described,
        "confidence_curves": fit_curves(
            latents, np.array(described["centroids"]), resampled
        ),
        **measure_columns(chosen, candidates),
        "chosen_because": reason,
        **dict(zip(VERDICT, verdict, strict=True)),
        "training_customers": len(customers),
        "notes": notes,
    }
    return {"model_version": hash_row(row), **row}, refused


def measure_former(
    space: LatentSpace, row: dict, customers: Customers, earlier: Customers
) -> Candidate:
    """Return the measures of a former model's segments of these customers."""
    ids = row["segment_ids"]
    places = {one: place for place, one in enumerate(ids)}
    labels = [
        np.array([places[found] for found in assign(row, one)], int)
        for one in (customers, earlier)
    ]
    return Candidate(len(ids), None, **space.measure_labels(*labels, len(ids)))


def count_before(previous: dict | None) -> int | None:
    """Return how many segments people know; None if a user only asked for them."""
    if previous is None:
        return None
    is_question = previous["n_segments"] and not previous.get("is_brought_back")
    return None if is_question else previous["chosen_segments"]


def find_segments(
    space: LatentSpace, candidates: list[Candidate], wanted: int, before: int | None
) -> tuple[Candidate, str]:
    """Return the candidate with `wanted` segments (0: the best) and the reason."""
    n_segments = min(wanted or 1, count_distinct(space.latents))
    reason = "Requested." if n_segments == wanted else "No more customers differ."
    if not wanted:
        chosen, reason = choose(candidates, len(space.latents), before)
        if chosen is not None:
            return chosen, reason
    for candidate in candidates:
        if candidate.n_segments == n_segments:
            return candidate, reason
    return space.measure(space.divide(n_segments)), reason


def prefer_warm_start(
    space: LatentSpace, chosen: Candidate, old_ids: np.ndarray, wanted: int
) -> Candidate:
    """Return K-Means that starts from the old segments, if it is as good as `chosen`.

    Another solution of equal inertia would move customers between segments for no gain.
    """
    cold = chosen.division
    latents = cold.encoder.encode(space.inputs)
    old = [latents[old_ids == one].mean(axis=0) for one in np.unique(old_ids)]
    if len(old) != chosen.n_segments:
        return chosen
    centroids = move_centroids(latents, np.array(old))
    inertia = measure_inertia(latents, cold.centroids)
    if measure_inertia(latents, centroids) > inertia * INERTIA_TOLERANCE:
        return chosen
    warm = space.measure(replace(cold, centroids=centroids))
    is_small = warm.smallest < min(SMALLEST_SEGMENT, chosen.smallest)
    return chosen if is_small and not wanted else warm
