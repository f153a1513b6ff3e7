"""Only customers with groups are said to have groups."""

import numpy as np
import pytest

from ml.segments.clustering import Growth, fit_centroids
from ml.segments.measures import Candidate
from ml.segments.structure import DRAWS, compare_spread, judge
from tests.ml.segments.test_clustering import blobs

CUSTOMERS = 900


def candidate(latents, n_segments, stability=0.9):
    """Return the candidate of K-Means, with a stability."""
    known = None if stability is None else (stability,) * n_segments
    centroids = fit_centroids(Growth(latents), n_segments)
    return Candidate(n_segments, centroids, 0, 0, 0, 0, known, 100, 0.1)


def in_eight(columns):
    """Return (customers, 8) latents with these columns, and zeros in the others."""
    return np.pad(columns, ((0, 0), (0, 8 - columns.shape[1])))


CONTINUA = {
    "normal": lambda random: random.normal(size=(CUSTOMERS, 3)) * [3, 2, 1],
    "uniform": lambda random: random.random((CUSTOMERS, 3)) * [3, 2, 1],
    "uniform, one dimension": lambda random: random.random((CUSTOMERS, 1)),
    "skewed": lambda random: random.exponential(size=(CUSTOMERS, 2)) * [2, 1],
    "log-normal": lambda random: np.exp(random.normal(size=(CUSTOMERS, 2))),
}


@pytest.mark.parametrize("shape", CONTINUA)
@pytest.mark.parametrize("n_segments", [2, 4])
def test_slices_of_a_continuum_are_no_groups(shape, n_segments):
    latents = in_eight(CONTINUA[shape](np.random.default_rng(11)))
    are_groups, because = judge(latents, candidate(latents, n_segments))
    assert are_groups is False
    assert because.startswith("These are convenient slices, not groups: ")
    assert "differences between customers" in because


@pytest.mark.parametrize("count", [2, 3, 4])
def test_separate_groups_are_groups(count):
    latents = blobs(count, CUSTOMERS // count)
    are_groups, because = judge(latents, candidate(latents, count))
    assert are_groups is True
    assert because.startswith("These are groups: ")


def test_unstable_segments_are_slices_even_of_separate_groups():
    latents = blobs(3)
    are_groups, because = judge(latents, candidate(latents, 3, stability=0.7))
    assert are_groups is False
    assert "other customers would give other segments" in because


def test_segments_of_single_orders_are_slices():
    """Otherwise an order of last year and one of the year before would be groups."""
    latents = blobs(3, 100)
    counts = np.ones(300, int)
    counts[:8] = 2
    are_groups, because = judge(latents, candidate(latents, 3), counts)
    assert are_groups is False
    assert "8 of 300 customers ordered more than once" in because
    counts[:9] = 2
    assert judge(latents, candidate(latents, 3), counts)[0] is True


def test_nothing_is_said_of_few_customers_or_one_segment():
    assert judge(blobs(3), candidate(blobs(3), 3, None)) == (None, None)


def test_twice_or_half_as_many_draws_give_the_same_verdict():
    latents = blobs(4, 200)
    skewed = in_eight(CONTINUA["skewed"](np.random.default_rng(4)))
    for draws in (DRAWS // 2, DRAWS, 2 * DRAWS):
        for one, expected in ((latents, True), (skewed, False)):
            spread, without_groups = compare_spread(one, 4, draws)
            assert (spread < without_groups) is expected


def test_the_unit_of_the_latents_does_not_matter():
    latents = blobs(3)
    first, second = (compare_spread(one, 3, 5) for one in (latents, latents * 4))
    assert first == pytest.approx(second)
