"""Assignment confidence is the share of bootstrap models that agree."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml.segments.clustering import nearest
from ml.segments.confidence import (
    KNOTS,
    fit_curve,
    fit_curves,
    measure_agreement,
    read_curves,
)
from ml.segments.division import divide
from ml.segments.stability import Resampled
from tests.ml.segments.spaces import PLAIN, as_inputs, resample_plainly
from tests.ml.segments.test_clustering import blobs


class Models(Resampled):
    """Bootstrap models with known segments."""

    def __init__(self, *labels):
        object.__setattr__(self, "labels", [np.array(one) for one in labels])

    def segment(self, n_segments):
        return self.labels


def test_segments_correspond_whatever_their_numbers():
    labels = np.array([0, 0, 0, 1, 1, 1])
    models = Models([1, 1, 1, 0, 0, 0], [0, 0, 1, 1, 1, 1], [0, 0, 0, 1, 1, 2])
    shares = measure_agreement(labels, 2, models)
    assert shares.tolist() == pytest.approx([1, 1, 2 / 3, 1, 1, 2 / 3])


def estimate(latents, n_segments):
    """Return exact shares, and those that curves of every other customer give."""
    inputs = as_inputs(latents)
    resampled = resample_plainly(inputs)
    division = divide(PLAIN, inputs, n_segments)
    latents, centroids = division.encoder.encode(inputs), division.centroids
    labels = nearest(latents, centroids)
    row = {
        "centroids": centroids,
        "confidence_curves": fit_curves(latents, centroids, resampled),
    }
    exact = measure_agreement(labels, n_segments, resampled)
    return exact, read_curves(row, latents), labels


def test_curves_come_near_the_exact_shares():
    latents = np.random.default_rng(3).normal(size=(1500, 8)) * [3, 2, 1, 0, 0, 0, 0, 0]
    exact, estimated, labels = estimate(latents, 4)
    assert 0.5 < exact.mean() < 0.99
    assert np.abs(exact - estimated).mean() < 0.05
    for label in range(4):
        mine = labels == label
        assert exact[mine].mean() == pytest.approx(estimated[mine].mean(), abs=0.03)


def test_clear_groups_are_certain_and_halves_of_a_group_are_not():
    assert estimate(blobs(3), 3)[1].min() > 0.99
    assert estimate(blobs(3), 4)[1].min() < 0.9


def test_one_segment_is_certain_and_few_customers_have_no_curves():
    assert fit_curves(np.zeros((9, 8)), np.zeros((2, 8)), None) is None
    one = {"centroids": np.zeros((1, 8)), "confidence_curves": None}
    assert read_curves(one, np.ones((2, 8))).tolist() == [1, 1]
    two = {"centroids": np.eye(2, 8), "confidence_curves": None}
    assert np.isnan(read_curves(two, np.ones((2, 8)))).all()


POINTS = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=60)


@given(POINTS)
def test_a_curve_never_rises_and_stays_within_what_was_seen(points):
    ratios, shares = np.array(points).T
    curve = np.array(fit_curve(ratios, shares))
    assert len(curve) == len(KNOTS)
    assert (np.diff(curve) <= 0).all()
    assert curve.max() <= shares.max() + 0.001
    assert curve.min() >= min(shares.min(), 0.5) - 0.001


def test_on_the_border_confidence_is_at_most_a_half():
    seen = [1.0] * 40
    curve = fit_curve(np.linspace(0, 0.5, 40), np.array(seen))
    assert curve == [*[1.0] * 10, 0.5]
