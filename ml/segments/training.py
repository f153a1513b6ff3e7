"""Train a champion: everything that scoring needs, as one row."""

import numpy as np

from ml.customers.customers import Customers
from ml.encoder.autoencoder import train_autoencoder
from ml.encoder.preparation import fit_preparation
from ml.encoder.scoring import encode
from ml.metrics import log_revenue
from ml.recipe import RECIPE_VERSION
from ml.segments.clustering import (
    assign,
    count_distinct,
    fit_centroids,
    measure_inertia,
    move_centroids,
)
from ml.segments.describing import describe_segments
from ml.segments.ids import starting_points
from ml.segments.measures import Candidate, LatentSpace
from ml.segments.model_row import (
    keep_encoder,
    keep_measures,
    name_inputs,
    note_absent_features,
)
from ml.segments.model_table import hash_row
from ml.segments.promotion import refuse
from ml.segments.sample_size import SMALLEST_SEGMENT, warn_of_wish
from ml.segments.selection import choose
from ml.subprocesses import TrainingError

# Inertias within one percent are taken for equal.
AS_TIGHT = 1.01


def train_champion(
    customers: Customers,
    earlier: Customers,
    request: dict,
    previous: dict | None = None,
    show_progress=None,
) -> tuple[dict, str]:
    """Train preparation, autoencoder and K-Means.

    Parameters
    ----------
    customers : Customers
        With their clv_amount, which orders the segments: 0 is the most valuable.
    earlier : Customers
        Who there was at an earlier date, with what they have bought since; may be
        nobody.
    request : dict
        `source_name`, `n_segments` (0 chooses) and `random_seed`.
    previous : dict, optional
        Row of the source's last champion, whose segments keep their ids.

    Returns
    -------
    row : dict
        Of `segment_model`.
    refused : str
        Why the last champion is better, in a sentence; empty where it is not.

    Raises
    ------
    TrainingError
        No customer has a counted order, or the loss is not finite.
    """
    seed = request["random_seed"]
    if not len(customers):
        raise TrainingError("No customer has a counted order: nothing to segment.")
    preparation = fit_preparation(customers.number_matrix, customers.category_matrix)
    inputs, earlier_inputs = (
        preparation.transform(one.number_matrix, one.category_matrix)
        for one in (customers, earlier)
    )
    later_values = log_revenue(earlier.values)
    try:
        encoder = train_autoencoder(
            inputs, seed, show_progress, earlier_inputs, earlier.values
        )
    except FloatingPointError as error:
        raise TrainingError(str(error)) from error
    space = LatentSpace(
        encoder.encode(inputs), encoder.encode(earlier_inputs), later_values, seed
    )
    candidates = space.measure_candidates()
    before = previous["chosen_segments"] if previous else None
    chosen, reason = find_segments(space, candidates, request["n_segments"], before)
    old_ids, refused = None, ""
    if previous:
        old_ids = assign(previous, customers)
        start = starting_points(space.latents, old_ids)
        chosen = prefer_warm_start(space, chosen, start, request["n_segments"])
        champion = LatentSpace(
            encode(previous, customers), encode(previous, earlier), later_values, seed
        ).measure(np.array(previous["centroids"]))
        refused = refuse(chosen, champion)
    row = {
        **request,
        "recipe_version": RECIPE_VERSION,
        **name_inputs(preparation, [*customers.numbers], [*customers.categories]),
        **keep_encoder(encoder),
        **describe_segments(space.latents, chosen, customers, old_ids, previous),
        **keep_measures(chosen, reason, candidates, encoder),
        "training_customers": len(customers),
        "notes": [
            *note_wish(request["n_segments"], chosen, len(customers)),
            *note_absent_features(customers, preparation),
        ],
    }
    return {"model_version": hash_row(row), **row}, refused


def find_segments(
    space: LatentSpace, candidates: list[Candidate], wanted: int, before: int | None
) -> tuple[Candidate, str]:
    """Return the segmentation, and the sentence that says why it was taken.

    Parameters
    ----------
    wanted : int
        The number of segments asked for; 0 lets the candidates be compared. Never
        more than there are different customers.
    before : int or None
        The number that the last champion had.
    """
    n_segments = min(wanted or 1, count_distinct(space.latents))
    reason = "Asked for." if n_segments == wanted else "No more customers differ."
    if not wanted:
        chosen, reason = choose(candidates, len(space.latents), before)
        if chosen is not None:
            return chosen, reason
    for candidate in candidates:
        if candidate.n_segments == n_segments:
            return candidate, reason
    return space.measure(fit_centroids(space.latents, n_segments, space.seed)), reason


def note_wish(wanted: int, chosen: Candidate, customers: int) -> list[str]:
    """Return what to know of a number of segments that was asked for."""
    return warn_of_wish(customers, chosen.n_segments, chosen.smallest) if wanted else []


def prefer_warm_start(
    space: LatentSpace, chosen: Candidate, start: np.ndarray, wanted: int
) -> Candidate:
    """Return K-Means that began at `start`, if it ends as tight as the chosen one.

    Another start among equally good ones would move borders for no reason. Where the
    number of segments was not asked for, none may get too small by that.

    Parameters
    ----------
    start : (segments, 8) array
    wanted : int
        The number of segments asked for; 0 left it to the measures.
    """
    if len(start) != chosen.n_segments:
        return chosen
    centroids = move_centroids(space.latents, start)
    if measure_inertia(space.latents, centroids) > chosen.inertia * AS_TIGHT:
        return chosen
    warm = space.measure(centroids)
    is_small = warm.smallest < min(SMALLEST_SEGMENT, chosen.smallest)
    return chosen if is_small and not wanted else warm
